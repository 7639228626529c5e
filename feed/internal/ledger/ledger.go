// Package ledger turns facts about seeds into lasting identity and dates.
//
// It knows no files: records come and go as lines of text, which the caller keeps. A record is never dropped; that
// of a seed which went away stays, so that its ID is not minted again for something else and comes back with it.
package ledger

import (
	"cmp"
	"crypto/sha1"
	"fmt"
	"hash"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Ledger holds all records. It is not for concurrent use, but as long as nothing changes several goroutines may ask for [Ledger.Record] and
// [Ledger.Known].
type Ledger struct {
	// Letters is how many letters and digits an edit may change without moving updated; see [Ledger.Settle].
	Letters int

	key     uuid.UUID // of the site; all minted IDs derive from it
	sum     hash.Hash // SHA-1, by which they do
	feed    string    // ID of the feed when it doesn't follow from the key
	byID    map[string]*Record
	byPath  register           // all records whose seed is or was last at a path
	asking  sync.Mutex         // while byPrint is made
	byPrint *register          // by the seed's bytes as they were read last; nil until it is needed
	gone    map[string]*Record // those that left the site
	away    map[string]*Record // those whose seed is missed, but whose entry didn't leave the site
	orphans map[string]*Record // those among them that only a feed tells of
	instant map[int64]int      // Unix time in seconds -> how many dates of records are in it; nil while that is asked rarely
	asked   int                // how often it was
	present int                // how many have a seed
	dirty   []*Record          // that are not saved yet
	keyed   bool               // the key is new and not saved yet
}

// DefaultLetters is what Letters is in a new ledger: about three words.
const DefaultLetters = 20

// New returns an empty ledger.
func New() *Ledger {
	l := &Ledger{Letters: DefaultLetters, sum: sha1.New(), gone: map[string]*Record{}, away: map[string]*Record{}, orphans: map[string]*Record{}}
	l.expect(0)
	return l
}

// expect makes room for so many records in a ledger that has none.
func (l *Ledger) expect(records int) {
	l.byID, l.byPath = make(map[string]*Record, records), newRegister(pathOf, records)
}

// Successor returns a ledger of the same site that has no records yet and room for so many.
func (l *Ledger) Successor(records int) *Ledger {
	next := New()
	next.Letters, next.key, next.feed, next.keyed = l.Letters, l.key, l.feed, l.keyed
	next.expect(records)
	return next
}

// Len returns the number of records.
func (l *Ledger) Len() int { return len(l.byID) }

// All returns every record, in no order. The caller must not change them.
func (l *Ledger) All() iter.Seq[*Record] { return maps.Values(l.byID) }

// Present returns how many records have a seed that is not missed.
func (l *Ledger) Present() int { return l.present }

// Away returns the records whose seed is missed, but whose entry didn't leave the site; in no order.
func (l *Ledger) Away() iter.Seq[*Record] { return maps.Values(l.away) }

// Gone returns the records of entries that left the site, in no order.
func (l *Ledger) Gone() iter.Seq[*Record] { return maps.Values(l.gone) }

// Key returns the site's key, uuid.Nil's text while none is set.
func (l *Ledger) Key() string { return l.key.String() }

// HasKey reports whether the site's key is known.
func (l *Ledger) HasKey() bool { return l.key != uuid.Nil }

// SetKey fixes the key from which IDs are minted: a UUID (bare or as a URN), or any other text that
// names the site, from which one is derived (RFC 9562 section 5.5).
func (l *Ledger) SetKey(name string) {
	key, err := uuid.Parse(name)
	if err != nil {
		key = uuid.NewSHA1(uuid.NameSpaceURL, []byte(name))
	}
	if key != l.key {
		l.key, l.keyed = key, true
	}
}

// FeedID returns the ID of the site's feed: the URN of the key, unless another was set.
func (l *Ledger) FeedID() string {
	if l.feed != "" {
		return l.feed
	}
	return l.key.URN()
}

// IDOf returns the ID of something else that the site has, as a feed of some of its entries: it follows from the key and a name.
func (l *Ledger) IDOf(name string) string { return uuid.NewSHA1(l.key, []byte("\x00"+name)).URN() }

// SetFeedID fixes the ID of the feed, that of a feed which this one continues.
func (l *Ledger) SetFeedID(id string) {
	if id != l.FeedID() {
		l.feed, l.keyed = id, true
	}
}

// Record returns the record of the seed that is at path, or was there last; nil when there is none.
func (l *Ledger) Record(path string) *Record {
	r := l.byPath.get(path)
	for _, other := range l.byPath.more[path] {
		if compareOwners(other, r) > 0 {
			r = other
		}
	}
	return r
}

// Known returns the record of the entry whose seed has these bytes and was shown with them: the one at path, or else another.
// Nil is none.
func (l *Ledger) Known(path, print string) *Record {
	if r := l.Record(path); r != nil && r.Print == print && r.wasShown() {
		return r
	}
	for r := range l.withPrint(print) {
		if r.wasShown() {
			return r
		}
	}
	return nil
}

// Find returns the record with an ID; nil when there is none.
func (l *Ledger) Find(id string) *Record { return l.byID[id] }

// change changes a record and notes whether anything is different.
func (l *Ledger) change(r *Record, how func()) {
	before := *r
	how()
	if before.equal(r) {
		return
	}
	l.touch(r)
	if !before.standsLike(r) {
		after := *r
		*r = before
		l.forget(r)
		*r = after
		l.remember(r)
	}
}

// touch notes that a record is not saved as it is.
func (l *Ledger) touch(r *Record) {
	if !r.unsaved {
		r.unsaved, l.dirty = true, append(l.dirty, r)
	}
}

// SetPage notes where the entry's page is. The page that it had leads there if anybody can know it.
func (l *Ledger) SetPage(r *Record, page string) {
	l.change(r, func() {
		pages := r.Pages
		if r.wasShown() && r.Page != "" && !slices.Contains(pages, r.Page) {
			pages = append(slices.Clone(pages), r.Page)
		}
		r.Page = page
		if pages = without(pages, func(p string) bool { return p == page }); !slices.Equal(pages, r.Pages) {
			r.rarely(func(rare *Rare) { rare.Pages = pages })
		}
	})
}

// Archives returns how many archive documents there are: the highest number that an entry has, or had when it left.
// There can't be more of them than of entries.
func (l *Ledger) Archives() (n int) {
	for _, r := range l.byID {
		if r.Archive <= len(l.byID) {
			n = max(n, r.Archive)
		}
	}
	return n
}

// Raise makes updated no earlier than subscribers have it: the ledger may have been set back to an older one.
func (l *Ledger) Raise(r *Record, updated time.Time) {
	if updated.After(r.Updated) {
		l.change(r, func() { r.Updated, r.UpdatedFrom = updated.UTC(), "feed" })
	}
}

// SetArchive notes which archive document holds the entry.
func (l *Ledger) SetArchive(r *Record, n int) {
	if r.Archive != n {
		l.change(r, func() { r.Archive = n })
	}
}

// Recover takes a record of which a feed tells. Its seed is found by what [Ledger.Settle] is told next.
func (l *Ledger) Recover(r Record) {
	r.mend()
	r.Published, r.Updated = r.Published.UTC(), r.Updated.UTC()
	r.rarely(func(rare *Rare) { rare.Gone = rare.Gone.UTC() })
	l.remember(&r)
	l.touch(&r)
}

// Adopt gives a record the ID and the dates under which subscribers know its entry from another feed.
func (l *Ledger) Adopt(r *Record, id string, published, updated time.Time) {
	if other := l.byID[id]; other != nil && other != r {
		return // another seed has it already
	}
	l.forget(r)
	r.ID, r.Live = id, true
	r.rarely(func(rare *Rare) { rare.How, rare.Gone = "adopted", time.Time{} })
	if !published.IsZero() {
		r.Published, r.PublishedFrom = second(published), "adopted feed"
		r.Updated, r.UpdatedFrom = r.Published, "adopted feed"
	}
	if updated.After(r.Updated) {
		r.Updated, r.UpdatedFrom = second(updated), "adopted feed"
	}
	l.remember(r)
	l.touch(r)
}

// Miss notes that the record's seed is not there any more.
func (l *Ledger) Miss(r *Record, now time.Time) {
	if r.Missing.IsZero() {
		l.change(r, func() { r.rarely(func(rare *Rare) { rare.Missing = second(now) }) })
	}
}

// Show notes that the entry is in the site; it reports whether it was not.
func (l *Ledger) Show(r *Record, now time.Time) (isNews bool) {
	if r.Live && r.Gone.IsZero() && !r.Updated.Before(r.Published) {
		return false
	}
	isNews = !r.Live || !r.Gone.IsZero()
	l.change(r, func() {
		r.Live = true
		if !r.Gone.IsZero() || r.Topics != nil {
			r.rarely(func(rare *Rare) { rare.Gone, rare.Topics = time.Time{}, nil })
		}
		l.inOrder(r, now)
	})
	return isNews
}

// Retract notes that the entry left the site at that time, and the feeds that it was in; it reports whether it had been there.
func (l *Ledger) Retract(r *Record, at time.Time, topics []string) (isNews bool) {
	if !r.Live {
		return false
	}
	l.change(r, func() {
		r.Live = false
		r.rarely(func(rare *Rare) { rare.Gone, rare.Topics = second(at), topics })
	})
	return true
}

// mint derives the ID of a seed first seen at path. Paths are compared as Unicode compares them (NFC): a Mac writes
// the same name in other bytes. When the ID is in use, by a seed that was renamed from there, the next one is taken.
func (l *Ledger) mint(path string) string {
	id := l.ID(path)
	for n := 2; l.byID[id] != nil; n++ {
		id = l.ID(fmt.Sprintf("%s\x00%d", path, n))
	}
	return id
}

// ID returns what the seed at path is called if it was first seen there.
func (l *Ledger) ID(path string) string {
	return uuid.NewHash(l.sum, l.key, []byte(norm.NFC.String(path)), 5).URN()
}

func (l *Ledger) remember(r *Record) {
	l.byID[r.ID] = r
	l.place(r)
}

// place lets a record be found by other things than its ID.
func (l *Ledger) place(r *Record) {
	if !r.isAway() {
		l.present++
	}
	if r.isAway() && r.Gone.IsZero() {
		l.away[r.ID] = r
		if r.Path == "" {
			l.orphans[r.ID] = r
		}
	}
	l.byPath.add(r)
	if l.byPrint != nil {
		l.byPrint.add(r)
	}
	if !r.Gone.IsZero() {
		l.gone[r.ID] = r
	}
	l.count(r.dates(), 1)
}

// compareOwners ranks records of one path, in the same way however the ledger came about: one whose seed is there before
// one that is missed, before one that left the site; then the one that was there last.
func compareOwners(a, b *Record) int {
	rank := func(r *Record) int {
		switch {
		case !r.isAway():
			return 2
		case r.Gone.IsZero():
			return 1
		}
		return 0
	}
	return cmp.Or(rank(a)-rank(b), a.Missing.Compare(b.Missing), cmp.Compare(b.ID, a.ID))
}

func (l *Ledger) forget(r *Record) {
	delete(l.byID, r.ID)
	if !r.isAway() {
		l.present--
	}
	delete(l.gone, r.ID)
	delete(l.away, r.ID)
	delete(l.orphans, r.ID)
	l.byPath.remove(r)
	if l.byPrint != nil {
		l.byPrint.remove(r)
	}
	l.count(r.dates(), -1)
}

// withPrint ranges over the records whose seed had these bytes when it was read last.
func (l *Ledger) withPrint(print string) iter.Seq[*Record] {
	l.asking.Lock()
	defer l.asking.Unlock()
	if l.byPrint == nil {
		l.byPrint = new(newRegister(printOf, l.Len()))
		for r := range l.All() {
			l.byPrint.add(r)
		}
		l.byPrint.sort()
	}
	return l.byPrint.all(print)
}
