package ledger

import (
	"cmp"
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

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
	r := new(Record)
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

// Lines returns the records that are new or different since [Ledger.Saved], in a stable order.
func (l *Ledger) Lines() ([]string, error) { return l.lines(false) }

// Unsaved returns those records, in no order.
func (l *Ledger) Unsaved() iter.Seq[*Record] {
	return func(yield func(*Record) bool) {
		for id := range l.dirty {
			if !yield(l.byID[id]) {
				return
			}
		}
	}
}

// Site returns the site's key and, when that doesn't follow from it, the ID of the feed.
func (l *Ledger) Site() (key, feed string) { return l.key.String(), l.feed }

// Restore makes the ledger what one was that had been saved: with what [Ledger.Site] and [Ledger.All] told then, records by ID. A ledger that is
// not empty, and one whose key is none, stays as it is; then it reports false.
func (l *Ledger) Restore(key, feed string, records map[string]*Record) bool {
	id, err := uuid.Parse(key)
	if err != nil || l.Len() > 0 {
		return false
	}
	l.key, l.feed = id, feed
	l.byID, l.byPath, l.byPrint = make(map[string]*Record, len(records)), make(map[string][]*Record, len(records)), make(map[string][]*Record, len(records))
	l.instant = make(map[time.Time]string, len(records))
	l.spare = make([]*Record, 0, 2*len(records))
	for _, r := range records {
		l.remember(r)
	}
	l.spare = nil
	return true
}

// Saved says that what Lines or Rewritten returned is on the disk.
func (l *Ledger) Saved() {
	clear(l.dirty)
	l.keyed = false
}

// Rewritten returns every record, sorted by path and ID, for a rewrite.
func (l *Ledger) Rewritten() ([]string, error) { return l.lines(true) }

func (l *Ledger) lines(all bool) ([]string, error) {
	var lines []string
	if l.HasKey() && (l.keyed || all) {
		b, err := json.Marshal(siteLine{l.key.String(), l.feed})
		if err != nil {
			return nil, err
		}
		lines = append(lines, string(b))
	}
	ids := maps.Keys(l.dirty)
	if all {
		ids = maps.Keys(l.byID)
	}
	sorted := slices.SortedFunc(ids, func(a, b string) int {
		return cmp.Or(strings.Compare(string(l.byID[a].Path), string(l.byID[b].Path)), strings.Compare(a, b))
	})
	for _, id := range sorted {
		b, err := json.Marshal(l.byID[id])
		if err != nil {
			return nil, err
		}
		lines = append(lines, string(b))
	}
	return lines, nil
}
