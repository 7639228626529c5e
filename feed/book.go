package feed

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/seedfeed/seedfeed/feed/internal/journal"
)

// The ledger is kept in a file among the seeds, and tells with the feed that is there which site this is.

func (b *session) openLedger() error {
	var bad []journal.Bad
	if !b.inIndex {
		var err error
		if b.book, bad, err = journal.Open(b.ledgerPath(), ledgerFormat, b.ledger.Read); err != nil {
			return fmt.Errorf("read ledger: %w", err)
		}
		b.setAside(b.ledgerPath(), bad)
	}
	live := b.published()
	switch {
	case b.cfg.id != "":
		b.ledger.SetKey(b.cfg.id)
	case b.ledger.HasKey():
	case live.ID != "": // the ledger was lost, or this is another site: see checkOut
		b.ledger.SetKey(strings.TrimPrefix(live.ID, "urn:uuid:"))
		b.unproved = len(live.Entries) > 0
	default:
		b.ledger.SetKey(b.birthName())
	}
	if live.ID != "" && live.ID != b.feedID() {
		return b.anotherSite()
	}
	b.recover(b.ledger.Len() == 0 || len(bad) > 0)
	return nil
}

// checkOut makes sure that these seeds are those of the site that is published, when only its feed says which it is:
// then at least one of its entries has the ID that a seed has by its name.
func (b *session) checkOut() error {
	if !b.unproved {
		return nil
	}
	ids := map[string]bool{}
	for _, e := range b.published().Entries {
		ids[e.ID] = true
	}
	for p := range b.files {
		if ids[b.ledger.ID(p)] {
			b.unproved = false
			return nil
		}
	}
	return b.anotherSite()
}

func (b *session) ledgerPath() string { return filepath.Join(b.site.state(), "ledger") }

func (b *session) anotherSite() error {
	return withHint("choose another folder with --out; or empty this one, if it is yours and its feed may get a new ID",
		"publish into %q: another site is there, with the feed %s", b.site.out(), b.published().ID)
}

// birthName is what the site's key derives from when nothing fixes it: the address under which it is first published,
// or for one that only this machine sees the place of its folder. Either stays when the ledger is lost.
func (b *session) birthName() string {
	if host := b.cfg.base.Hostname(); !isLoopback(host) {
		return b.cfg.base.String()
	}
	abs, err := filepath.Abs(b.site.seeds())
	if err != nil {
		abs = b.site.seeds()
	}
	host, _ := os.Hostname() // without one the path has to do
	return "file://" + host + filepath.ToSlash(abs)
}

// feedID is the ID of the site's feed.
func (b *session) feedID() string {
	if strings.Contains(b.cfg.id, ":") {
		return b.cfg.id
	}
	return b.ledger.FeedID()
}

// saveLedger makes what was settled durable: before a feed mentions it.
func (b *session) saveLedger() error {
	changed := b.ledger.Changed()
	if changed == 0 && b.inIndex {
		return nil
	}
	records := b.ledger.Unsaved()
	if !b.inIndex {
		records = b.ledger.Sorted()
	}
	indexed := make(chan error, 1)
	go func() { indexed <- b.indexRecords(records) }() // which takes as long again, of a million
	var err error
	switch {
	case b.book.Lines()+changed > 2*b.ledger.Len()+100:
		err = b.book.Rewrite(b.ledger.Rewritten())
	case changed > 0:
		err = b.book.Append(b.ledger.Lines())
	}
	if err != nil {
		err = fmt.Errorf("write ledger: %w", err)
	}
	if err = errors.Join(err, <-indexed); err != nil {
		return err
	}
	b.indexLedger()
	b.ledger.Saved()
	return b.saveAttributes()
}

// saveAttributes tells Git, once, how to merge ledgers (gitattributes(5)) and what not to keep.
func (b *session) saveAttributes() error {
	for name, text := range map[string]string{".gitattributes": "ledger merge=union\n", ".gitignore": "lock\ncache/\n*.tmp\n"} {
		path := filepath.Join(b.site.state(), name)
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return fmt.Errorf("write state: %w", err)
		}
	}
	return nil
}
