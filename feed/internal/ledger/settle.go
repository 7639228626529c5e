package ledger

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// Settle takes note of seeds that are new or different and of paths that are gone, and says what that means.
// now is the time of the build; it becomes a date only where the file has none that is plausible. Facts must be
// sorted by path. A seed whose author gave it the ID of another one is settled as if it had none.
func (l *Ledger) Settle(now time.Time, facts []Fact, vanished []string) (changes []Change) {
	now = now.UTC().Truncate(time.Second)
	missing := map[string]*Record{} // by print: what a new seed may be the new name of
	for _, path := range vanished {
		if r := l.Record(path); r != nil {
			r.Gone = now
			l.byPrint[r.Print] = r
			missing[r.ID] = r
		}
	}
	for _, f := range facts {
		change := l.settle(now, f)
		if change.Kind != "" {
			changes = append(changes, change)
		}
		delete(missing, change.ID)
	}
	for _, r := range missing {
		l.dirty[r.ID] = true
		changes = append(changes, Change{Kind: Removed, ID: r.ID, Path: string(r.Path)})
	}
	slices.SortFunc(changes, func(a, b Change) int {
		return strings.Compare(a.Path+"\x00"+a.ID, b.Path+"\x00"+b.ID)
	})
	return changes
}

func (l *Ledger) settle(now time.Time, f Fact) Change {
	r, change := l.match(f)
	if r == nil {
		change.Kind = Added
		r = &Record{ID: change.ID, Path: Path(f.Path), Seen: seen(f.ModTime, now)}
		if f.ID == r.ID {
			r.Minted = "author"
		}
	}
	before := *r
	l.forget(r)
	r.Path, r.Print, r.Gone = Path(f.Path), f.Print, time.Time{}
	l.date(now, r, f)
	r.Text = f.Text
	l.remember(r)
	change.ID, change.Path = r.ID, f.Path
	if *r != before {
		l.dirty[r.ID] = true
	}
	return change
}

// match finds the record that f continues: by the ID its author gave, by its path, or as a seed that went away and
// has the same bytes. Without one, change.ID is the ID to mint.
func (l *Ledger) match(f Fact) (r *Record, change Change) {
	if f.ID != "" {
		switch given := l.byID[f.ID]; {
		case given == nil:
			// An author who gives an entry an ID changes it: that is what the key is for.
			if old := l.Record(f.Path); old != nil && old.Minted == "" {
				l.retire(old)
			}
			return nil, Change{ID: f.ID}
		case !given.Gone.IsZero() || string(given.Path) == f.Path:
			return given, l.kind(given, f)
		}
	}
	if r = l.byPath[f.Path]; r == nil || !r.Gone.IsZero() && r.Print != f.Print {
		if away := l.byPrint[f.Print]; away != nil && !away.Gone.IsZero() {
			r = away
		}
	}
	if r == nil {
		return nil, Change{ID: l.mint(f.Path)}
	}
	return r, l.kind(r, f)
}

// retire takes a record out of its path for good.
func (l *Ledger) retire(r *Record) {
	l.forget(r)
	r.Gone = r.Updated
	l.byID[r.ID] = r
	l.dirty[r.ID] = true
}

func (l *Ledger) kind(r *Record, f Fact) Change {
	switch {
	case string(r.Path) != f.Path:
		return Change{Kind: Renamed, From: string(r.Path)}
	case !r.Gone.IsZero():
		return Change{Kind: Restored}
	case r.Text != f.Text:
		return Change{Kind: Edited}
	}
	return Change{}
}

// date applies the law of dates: published is frozen unless the author changes an explicit date, updated moves with
// the visible text and never goes back.
func (l *Ledger) date(now time.Time, r *Record, f Fact) {
	isNew := r.Published.IsZero()
	switch {
	case !f.Published.IsZero():
		r.Published, r.PublishedFrom = second(f.Published), f.From
	case isNew:
		r.Published, r.PublishedFrom = r.Seen, "first seen"
	}
	switch {
	case !f.Updated.IsZero():
		if at := second(f.Updated); at.After(r.Updated) {
			r.Updated, r.UpdatedFrom = at, "author"
		}
	case isNew:
		r.Updated, r.UpdatedFrom = r.Published, "published"
	case r.Text != f.Text && !f.Minor:
		if at := seen(f.ModTime, now); at.After(r.Updated) {
			r.Updated, r.UpdatedFrom = at, "edit"
		} else if now.After(r.Updated) {
			r.Updated, r.UpdatedFrom = now, "edit"
		}
	}
	if r.Updated.Before(r.Published) {
		r.Updated, r.UpdatedFrom = r.Published, "published"
	}
}

// epoch is the oldest time of a file that is believed: older ones are zero values of copies and archives.
var epoch = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)

// seen is the time of a file when it is plausible, else now.
func seen(modTime, now time.Time) time.Time {
	if t := second(modTime); t.After(epoch) && !t.After(now) {
		return t
	}
	return now
}

func second(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

func (l *Ledger) lines(all bool) ([]string, error) {
	var lines []string
	if l.HasKey() && (l.keyed || all) {
		b, err := json.Marshal(siteLine{l.key.String()})
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
		return strings.Compare(string(l.byID[a].Path)+"\x00"+a, string(l.byID[b].Path)+"\x00"+b)
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
