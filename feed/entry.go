package feed

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
)

// entry is a seed with its identity and dates: those of rec count, the seed only says what its author asked for.
type entry struct {
	*seed
	rec *ledger.Record
	*company
}

// entries returns what is live now, newest first; entries of the same instant stand by ID. The ledger notes what came and
// what went.
func (b *session) entries(ctx context.Context, found *findings, res *Result) ([]*entry, error) {
	var met []*entry
	if !found.apart || !b.amend(found, res) {
		found.apart = false
		met = b.gather(res)
		b.live = inOrder(met)
	}
	var err error
	if b.live, err = b.complete(ctx, b.live, res); err != nil {
		return nil, err
	}
	res.Entries, res.Held = len(b.live), len(b.held)
	fresh := b.live // those that may be different
	if found.apart {
		fresh = slices.Concat(found.amended, b.live[:min(len(b.live), b.cfg.entries)])
	}
	if found.apart || len(met) != len(b.live) { // some are none after all
		met = fresh
	}
	for _, e := range met {
		wasGone := !e.rec.Gone.IsZero()
		switch isNews := b.ledger.Show(e.rec, b.now); {
		case isNews && wasGone:
			res.restored = append(res.restored, e)
		case isNews:
			res.shown = append(res.shown, e)
		}
	}
	if !found.stands {
		b.frame = nil
	}
	if b.cfg.pages && b.frame == nil {
		b.placePages(b.live)
	}
	if !found.apart {
		b.related = relate(b.live)
	}
	for _, e := range fresh {
		if e.Image != "" || e.ImageAlt != "" {
			c := e.accompany()
			c.image, c.imageAlt, c.imageWidth, c.imageHeight = e.Image, e.ImageAlt, e.ImageWidth, e.ImageHeight
		}
		b.enclose(e)
	}
	b.takeCompany(found, fresh)
	return b.live, nil
}

// gather finds all entries. In a first build it meets them by the paths of their seeds.
func (b *session) gather(res *Result) []*entry {
	b.due, b.held, b.twiceGiven = time.Time{}, map[string]bool{}, false
	for r := range b.ledger.Gone() {
		b.awaits(r.Gone.Add(tombstoneTime))
	}
	present := b.present()
	var isAttached map[string]bool
	if b.census.media+len(b.unread) > 0 {
		isAttached = attached(present)
	}
	live := make([]*entry, 0, len(present))
	for _, known := range present {
		if isAttached[known.seed.Path] {
			b.retract(known.rec, b.now, res)
		} else if e := b.enter(known, res); e != nil {
			live = append(live, e)
		}
	}
	return slices.Concat(live, b.unseen(), b.missed(res))
}

// inOrder returns entries sorted, the newest first. The times are looked at where they lie together.
func inOrder(all []*entry) []*entry {
	type at struct {
		second int64
		*entry
	}
	sorted := make([]at, len(all))
	for i, e := range all {
		sorted[i] = at{e.rec.Published.Unix(), e}
	}
	slices.SortFunc(sorted, func(x, y at) int {
		if x.second != y.second {
			return cmp.Compare(y.second, x.second)
		}
		return newestFirst(x.entry, y.entry)
	})
	live := make([]*entry, len(all))
	for i, s := range sorted {
		live[i] = s.entry
	}
	return live
}

// known is a seed with its record, nil if it has none.
type known struct {
	seed *seed
	rec  *ledger.Record
}

func (b *session) known(s *seed) known { return known{s, b.ledger.Record(s.Path)} }

// enter makes an entry of a seed, nil when it must not be in the site now.
func (b *session) enter(k known, res *Result) *entry {
	s, r := k.seed, k.rec
	if b.isHeld(s, r) {
		b.held[s.Path] = true
		b.retract(r, b.now, res)
		return nil
	}
	if s.GivenID != "" && s.GivenID != r.ID {
		b.twiceGiven = true
		res.Problems = append(res.Problems, Problem{Path: s.Path, Text: "id " + s.GivenID + " is taken by another seed, so this one has an id of its own", Hint: "give each seed its own id, or none"})
	}
	return &entry{s, r, &nobody}
}

// present lists the usable seeds that are there, and forgets those that are neither there nor missed.
func (b *session) present() (all []known) {
	all = make([]known, 0, len(b.seeds))
	for _, k := range b.same {
		if !k.seed.past && b.isSeed(k.seed.Path) { // what a text shows now is none any more
			all = append(all, k)
		}
	}
	for _, s := range b.fresh {
		if !s.past && b.isSeed(s.Path) { // its file is there: it was read
			all = append(all, b.known(s))
		}
	}
	if len(all) == len(b.seeds) { // so that there are no others
		return slices.DeleteFunc(all, func(k known) bool { return !k.seed.Usable })
	}
	all = all[:0]
	for p, s := range b.seeds {
		if b.isFile(p) && b.isSeed(p) || b.hidden(p) {
			if s.Usable {
				all = append(all, b.known(s))
			}
		} else if !b.isMissed(p) {
			b.drop(p)
		}
	}
	return all
}

// isMissed reports whether the seed at p, which is not there, has an entry that stays for a while.
func (b *session) isMissed(p string) bool {
	r := b.ledger.Record(p)
	return r != nil && r.Live && !r.Missing.IsZero()
}

// isHeld reports whether an entry must not be in the site now, although its seed is there.
func (b *session) isHeld(s *seed, r *ledger.Record) bool {
	return r == nil || s.Draft || b.awaits(r.Published) || !s.Expires.IsZero() && !b.awaits(s.Expires)
}

// unseen returns the entries whose seed is in a place that can't be looked at, and of which only the site knows more: the
// cache was lost.
func (b *session) unseen() (live []*entry) {
	if len(b.unread) == 0 {
		return nil
	}
	for _, r := range slices.Collect(b.ledger.All()) {
		if p := string(r.Path); r.Live && r.Missing.IsZero() && b.seeds[p] == nil && b.hidden(p) {
			if s := b.recalled(r); s != nil {
				live = append(live, &entry{s, r, &nobody})
			}
		}
	}
	return live
}

// missed returns the entries whose seed is missing, but not yet for so long that they must go.
func (b *session) missed(res *Result) (live []*entry) {
	for _, r := range slices.Collect(b.ledger.Away()) {
		if !r.Live {
			continue
		}
		if r.Missing.IsZero() {
			b.ledger.Miss(r, b.now)
		}
		if r.Path == "" { // only a feed told of it, and no seed matches
			b.retract(r, b.now, res)
			continue
		}
		p := string(r.Path)
		replaced := b.ledger.Record(p) != r // another text is in its place: what it said is gone
		if replaced || !b.awaits(r.Missing.Add(b.cfg.grace)) || b.isThere(p) {
			b.retract(r, b.now, res)
			if !replaced {
				b.drop(p)
			}
			continue
		}
		s := b.seeds[p]
		if s == nil || !s.Usable {
			if s = b.recalled(r); s == nil {
				continue // nobody knows any more what it said
			}
		}
		res.Missing++
		live = append(live, &entry{s, r, &nobody})
	}
	return live
}

// isThere reports whether the file at p is on the disk after all: then it doesn't count any more, because somebody put it
// on a list of what to ignore.
func (b *session) isThere(p string) bool {
	_, err := os.Lstat(filepath.Join(b.site.seeds(), filepath.FromSlash(p)))
	return p != "" && err == nil
}

func (b *session) retract(r *ledger.Record, at time.Time, res *Result) {
	if r != nil && r.Live && b.ledger.Retract(r, at, b.topicsOf(r)) {
		res.retracted = append(res.retracted, r)
		b.awaits(at.Add(tombstoneTime))
	}
}

// awaits reports whether t is still to come, and if so lets the next build happen by then.
func (b *session) awaits(t time.Time) bool {
	if !t.After(b.now) {
		return false
	}
	if b.due.IsZero() || t.Before(b.due) {
		b.due = t
	}
	return true
}

// placePages finds a page for each entry. One that it has already stays while the seed keeps its name.
func (b *session) placePages(entries []*entry) {
	taken := make(map[string]bool, len(entries))
	var homeless []*entry
	for _, e := range entries {
		fold := strings.ToLower(e.rec.Page) // hosts exist that don't tell a from A
		if e.rec.Page == "" || taken[fold] || !e.mayHavePage() {
			homeless = append(homeless, e)
			continue
		}
		taken[fold] = true
	}
	slices.SortFunc(homeless, func(x, y *entry) int { return strings.Compare(x.Path, y.Path) })
	for _, e := range homeless {
		for _, p := range pagePaths(e.Path, e.rec.ID) {
			if fold := strings.ToLower(p); !taken[fold] && fold != "index.html" {
				taken[fold] = true
				b.ledger.SetPage(e.rec, p)
				break
			}
		}
	}
}

// mayHavePage reports whether the page that the record has is one of those that the seed may have.
func (e *entry) mayHavePage() bool {
	if known := e.seed.memo(); known.id != e.rec.ID || known.page != e.rec.Page {
		if !slices.Contains(pagePaths(e.Path, e.rec.ID), e.rec.Page) {
			return false
		}
		known.id, known.page = e.rec.ID, e.rec.Page
	}
	return true
}

// url is the entry's permalink: the author's own, or its page; empty when there are no pages.
func (b *session) url(e *entry) string {
	switch {
	case e.Link != "":
		return e.Link
	case b.cfg.pages:
		return b.pageURL(e.rec.Page).String()
	}
	return ""
}

// versionOf identifies all that is shown of an entry.
func (b *session) versionOf(e *entry) string {
	if e.enclosed != nil || len(e.related) > 0 { // then it depends on others as well
		return b.newVersion(e)
	}
	now := state{b.cfg, e.rec.ID, e.rec.Page, e.rec.Published, e.rec.Updated}
	known := e.seed.memo()
	if known.version == "" || known.of != now {
		known.of, known.version = now, b.newVersion(e)
	}
	return known.version
}

func (b *session) newVersion(e *entry) string {
	parts := []string{
		e.rec.ID, e.Title, e.Summary, strconv.FormatBool(e.Brief), e.Language, e.image, e.Body, strconv.FormatBool(b.isTooLong(e)), b.url(e), e.Link,
		e.rec.Published.Format(time.RFC3339Nano), e.rec.Updated.Format(time.RFC3339Nano), path.Base(e.rec.Page),
	}
	if e.ImageWidth > 0 || e.ImageAlt != "" {
		parts = append(parts, "image", fmt.Sprint(e.ImageWidth, e.ImageHeight), e.ImageAlt)
	}
	for _, a := range e.Authors {
		parts = append(parts, "author", a.Name, a.URL, a.Email)
	}
	parts = append(append(parts, "tags"), e.Tags...)
	if e.enclosure != nil {
		parts = append(parts, "enclosure", fmt.Sprint(*e.enclosure))
	}
	parts = append(parts, e.episodeParts()...)
	for _, r := range e.related {
		parts = append(parts, "related", r.title)
		if r.to != nil {
			parts = append(parts, b.url(r.to), r.to.rec.Page)
		}
	}
	return fingerprint(parts...)
}
