package ledger

import (
	"cmp"
	"encoding/json"
	"errors"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"
)

// siteLine is the one line that is no record.
type siteLine struct {
	Site string `json:"site"`
	Feed string `json:"feed,omitempty"`
}

// Read takes one line. A later line about the same ID stands for the earlier one, but updated never goes back: two
// clones may have written on, and a merge has the lines of both.
func (l *Ledger) Read(line string) error {
	if strings.HasPrefix(line, `{"site":`) {
		var site siteLine
		err := json.Unmarshal([]byte(line), &site)
		if err != nil {
			return err
		}
		key, err := uuid.Parse(site.Site)
		if err == nil && l.key == uuid.Nil {
			l.key, l.feed = key, site.Feed
		}
		return err
	}
	r := &Record{Rare: new(Rare)}
	if err := json.Unmarshal([]byte(line), r); err != nil {
		return err
	}
	if r.ID == "" || r.Path == "" && r.How == "" {
		return errors.New("record without id or path")
	}
	r.mend()
	if old := l.byID[r.ID]; old != nil {
		if old.Updated.After(r.Updated) {
			r.Updated, r.UpdatedFrom, r.Sketch = old.Updated, old.UpdatedFrom, old.Sketch
		}
		l.forget(old)
	}
	l.remember(r)
	return nil
}

// Changed is how many lines [Ledger.Lines] has.
func (l *Ledger) Changed() int {
	if l.keyed && l.HasKey() {
		return len(l.dirty) + 1
	}
	return len(l.dirty)
}

// Lines are the records that are new or different since [Ledger.Saved], in a stable order. Each is good until the next one comes; after an
// error there are no more.
func (l *Ledger) Lines() iter.Seq2[[]byte, error] { return l.lines(l.Unsaved(), l.keyed) }

// Rewritten are all records, sorted by path and ID, for a rewrite; else it is as Lines.
func (l *Ledger) Rewritten() iter.Seq2[[]byte, error] { return l.lines(l.Sorted(), true) }

// Unsaved returns the records of [Ledger.Lines], sorted by path and ID. The caller must change neither them nor the list, which is good until
// anything changes; until then several goroutines may ask for it once one has.
func (l *Ledger) Unsaved() []*Record {
	if !slices.IsSortedFunc(l.dirty, byPathAndID) {
		slices.SortFunc(l.dirty, byPathAndID)
	}
	return l.dirty
}

// Sorted returns all records, sorted by path and ID, on the terms of [Ledger.Unsaved].
func (l *Ledger) Sorted() []*Record {
	if len(l.dirty) == l.Len() {
		return l.Unsaved()
	}
	return slices.SortedFunc(l.All(), byPathAndID)
}

// Site returns the site's key and, when that doesn't follow from it, the ID of the feed.
func (l *Ledger) Site() (key, feed string) { return l.key.String(), l.feed }

// Restore makes the ledger what one was that had been saved: with what [Ledger.Site] and [Ledger.All] told then. Of records with one ID the last
// one counts. A ledger that is not empty, and one whose key is none, stays as it is; then it reports false.
func (l *Ledger) Restore(key, feed string, records []*Record) bool {
	id, err := uuid.Parse(key)
	if err != nil || l.Len() > 0 {
		return false
	}
	l.key, l.feed = id, feed
	l.expect(len(records))
	for _, r := range records {
		l.byID[r.ID] = r
	}
	for _, r := range records {
		if l.byID[r.ID] == r {
			l.place(r)
		}
	}
	return true
}

// Saved says that what Lines or Rewritten returned is on the disk.
func (l *Ledger) Saved() {
	for _, r := range l.dirty {
		r.unsaved = false
	}
	l.dirty, l.keyed = nil, false
}

func (l *Ledger) lines(records []*Record, withKey bool) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		if l.HasKey() && withKey {
			b, err := json.Marshal(siteLine{l.key.String(), l.feed})
			if !yield(b, err) || err != nil {
				return
			}
		}
		now, next := make(sheets, runtime.GOMAXPROCS(0)), make(sheets, runtime.GOMAXPROCS(0))
		for rest, more := records, true; more; now, next = next, now {
			some := rest[:min(len(rest), encodedAtOnce)]
			rest, more = rest[len(some):], len(some) > 0
			var wg sync.WaitGroup
			wg.Go(func() { next.fill(some) }) // while the others are written
			goesOn := now.each(yield)
			if wg.Wait(); !goesOn {
				return
			}
		}
	}
}

// byPathAndID is the order in which all machines see records alike.
func byPathAndID(a, b *Record) int {
	return cmp.Or(strings.Compare(string(a.Path), string(b.Path)), strings.Compare(a.ID, b.ID))
}

// encodedAtOnce is how many records become lines at once.
const encodedAtOnce = 1024

// sheets are lines of some records, those of a sheet one after the other. They are used again, since there may be a million lines.
type sheets []sheet

type sheet struct {
	text []byte
	ends []int
	err  error
}

// fill makes lines of records, on all cores.
func (s sheets) fill(records []*Record) {
	var wg sync.WaitGroup
	share := len(records)/len(s) + 1
	for i := range s {
		mine := records[min(i*share, len(records)):min((i+1)*share, len(records))]
		wg.Go(func() { s[i].fill(mine) })
	}
	wg.Wait()
}

func (s *sheet) fill(records []*Record) {
	s.text, s.ends, s.err = s.text[:0], s.ends[:0], nil
	for _, r := range records {
		if s.text, s.err = r.appendJSON(s.text); s.err != nil {
			return
		}
		s.ends = append(s.ends, len(s.text))
	}
}

// each yields all lines; it reports whether that may go on.
func (s sheets) each(yield func([]byte, error) bool) bool {
	for i := range s {
		start := 0
		for _, end := range s[i].ends {
			if !yield(s[i].text[start:end], nil) {
				return false
			}
			start = end
		}
		if s[i].err != nil {
			yield(nil, s[i].err)
			return false
		}
	}
	return true
}
