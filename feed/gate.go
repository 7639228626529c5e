package feed

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
)

// Before a live feed is replaced, the change is held against what subscribers have. What they would take for a disaster
// is refused, the site stays as it is, and the reason is told.

// Refusal is an error that says why a change was not published: it looks like an accident.
type Refusal struct {
	Reason string // what [Site.Allow] must hold for it to be done all the same: "address", "empty", "flood", "loss" or "ids"
	Text   string
}

// Error implements error.
func (r *Refusal) Error() string { return "refused: " + r.Text }

func (r *Refusal) hint() string {
	hint := "`seedfeed diff` shows what would change; if it is meant, say --allow " + r.Reason
	if r.Reason == "flood" || r.Reason == "loss" {
		hint += ", or set `limits: change:` in feed.yaml"
	}
	return hint
}

// refuse returns a Refusal unless it is allowed.
func (b *session) refuse(reason, format string, args ...any) error {
	if slices.Contains(b.site.Allow, reason) {
		return nil
	}
	return &Refusal{Reason: reason, Text: fmt.Sprintf(format, args...)}
}

// checkAddress refuses to publish under an address that no subscriber can reach.
func (b *session) checkAddress() error {
	if isNowhere(b.cfg.base) {
		return b.refuse("address", "the site URL %s leads nowhere for subscribers", b.cfg.base)
	}
	return nil
}

// checkSeeds refuses to take an empty folder for the wish to delete everything.
func (b *session) checkSeeds() error {
	if len(b.files) > 0 || len(b.unread) > 0 || isNowhere(b.cfg.base) {
		return nil
	}
	n := 0
	for r := range b.ledger.All() {
		if r.Live {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return b.refuse("empty", "the folder of seeds %q is empty, but the site has %s; is something not mounted?", b.site.seeds(), count(n, "entry", "entries"))
}

// fewChanges is how many entries may come at once whatever their share is, and fewLosses how many may go.
const (
	fewChanges = 20
	fewLosses  = 5
)

// gate refuses a change that is too large to be meant, or that would make readers show known entries as new ones.
func (b *session) gate(res *Result) error {
	if old, r := b.replaced(res); r != nil {
		if err := b.refuse("ids", "the entry of %s has the ID %s and would get %s, so that readers show it again", r.Path, old.ID, r.ID); err != nil {
			return err
		}
	}
	came, went := len(res.shown)+len(res.restored), len(res.retracted)
	before := res.Entries - came + went
	if before == 0 || isNowhere(b.cfg.base) { // nobody has anything yet
		return nil
	}
	share := before * b.cfg.change / 100
	if came > max(fewChanges, share) {
		if err := b.refuse("flood", "%s would appear at once, in a site that has %d", count(came, "entry", "entries"), before); err != nil {
			return err
		}
	}
	if went > max(fewLosses, share) {
		return b.refuse("loss", "%s of %d would go at once", count(went, "entry", "entries"), before)
	}
	return nil
}

// replaced finds an entry that comes with an ID which its author gave it, in the place of one that is in the site: at its
// path, or with its text.
func (b *session) replaced(res *Result) (old, r *ledger.Record) {
	var leaving []*ledger.Record
	for old := range b.ledger.Away() {
		if old.Live {
			leaving = append(leaving, old)
		}
	}
	leaving = append(leaving, res.retracted...)
	for _, e := range slices.Concat(res.shown, res.restored) {
		r := e.rec
		if r.How != "author" {
			continue
		}
		for _, old := range leaving {
			if old.Path == r.Path || ledger.Alike(old.Sketch, r.Sketch) > sameText {
				return old, r
			}
		}
	}
	return nil, nil
}

// sameText is how alike texts are that readers take for the same.
const sameText = 0.7

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}

// isNowhere reports whether a URL is of this machine or of a name that documentation uses (RFC 2606, RFC 6761).
func isNowhere(u *url.URL) bool {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if isLoopback(host) {
		return true
	}
	labels := strings.Split(host, ".")
	switch top := labels[len(labels)-1]; top {
	case "localhost", "local", "example", "invalid":
		return true
	case "com", "net", "org":
		return len(labels) > 1 && labels[len(labels)-2] == "example"
	}
	return false
}

// isLoopback reports whether only this machine knows the host.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && (ip.IsLoopback() || ip.IsUnspecified())
}
