package feed

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
)

// In the site of a writer, most changes are one text that is new or different, and what becomes of it depends on no other file. Then a
// watcher looks at nothing else: not at the other files, nor at the other entries.

// census counts the files by which other files may be something else than they seem.
type census struct{ media, pictures, sidecars int }

func (c *census) count(p string, by int) {
	switch {
	case isText(p), p == SettingsFile: // of the site, not of a folder or a seed
	case isMedium(p):
		c.media += by
	case isPicture(p):
		c.pictures += by
	case strings.EqualFold(path.Ext(p), ".yaml") || strings.EqualFold(path.Ext(p), ".yml"): // settings of folders as well
		c.sidecars += by
	}
}

func isText(p string) bool {
	switch kindOf(p) {
	case plainText, markdown, html:
		return true
	}
	return false
}

// standApart reports whether the files at paths are texts, in a site where a text says itself all that there is to know of it, and the
// last build left no question open.
func (b *session) standApart(paths []string) bool {
	return b.settled && !b.reread && len(b.unread) == 0 && b.census.media == 0 && len(b.photos)+len(b.notes) == 0 && !b.doubtful && !b.orphans &&
		!b.linked && !slices.ContainsFunc(paths, func(p string) bool { return !isText(p) })
}

// compareThose is compare for texts that stand apart.
func (b *session) compareThose(paths []string) findings {
	f := findings{apart: true, dates: map[*ledger.Record]time.Time{}}
	b.names, b.same = nil, nil
	for _, p := range paths {
		file, there := b.files[p]
		k := known{b.seeds[p], b.ledger.Record(p)}
		if k.rec != nil {
			f.dates[k.rec] = k.rec.Published
		}
		switch {
		case there && b.isChanged(p, file, k):
			f.changed = append(f.changed, p)
		case !there && (k.seed != nil || k.rec != nil && k.rec.Missing.IsZero()):
			f.vanished = append(f.vanished, p)
		}
	}
	return f
}

// amend makes of the entries of the last build those that there are now: all others stand where they stood. It reports false when that is
// not so.
func (b *session) amend(found *findings, res *Result) bool {
	if b.live == nil || !b.due.IsZero() && !b.now.Before(b.due) {
		return false
	}
	for r := range b.ledger.Away() {
		if r.Live && (r.Path == "" || placeOf(b.live, r) < 0) {
			return false
		}
	}
	for _, p := range found.changed {
		if s := b.seeds[p]; !s.Usable || len(s.Problems)+len(s.Related)+len(s.media()) > 0 || s.GivenID != "" {
			return false
		}
	}
	for _, p := range found.vanished {
		delete(b.held, p)
		if !b.isMissed(p) { // its record is that of a changed one by now
			b.drop(p)
		}
	}
	found.stands = true
	var moved []*entry
	for _, p := range found.changed {
		delete(b.held, p)
		k := b.known(b.seeds[p])
		at := placeOf(b.live, k.rec)
		was, had := found.dates[k.rec]
		stays := at >= 0 && had && was.Equal(k.rec.Published)
		e := b.enter(k, res)
		if e != nil && stays {
			found.stands = found.stands && e.belongsAs(b.live[at])
			*b.live[at] = *e // which the frame has
			found.amended = append(found.amended, b.live[at])
			continue
		}
		found.stands = found.stands && e == nil && at < 0 // it was no entry, and is none
		if e != nil {
			found.amended, moved = append(found.amended, e), append(moved, e)
		}
		if at >= 0 {
			b.live = slices.Delete(b.live, at, at+1)
		}
	}
	for _, e := range moved { // now that only those are there which are in order
		at, _ := slices.BinarySearchFunc(b.live, e, newestFirst)
		b.live = slices.Insert(b.live, at, e)
	}
	found.stands = !b.amendMissed(res) && found.stands
	return true
}

// amendMissed lets those entries go whose seed was missed for long enough, and reports whether there were any. The others stand.
func (b *session) amendMissed(res *Result) bool {
	before := len(res.retracted)
	b.missed(res)
	gone := map[*ledger.Record]bool{}
	for _, r := range res.retracted[before:] {
		gone[r] = true
	}
	if len(gone) > 0 {
		b.live = slices.DeleteFunc(b.live, func(e *entry) bool { return gone[e.rec] })
	}
	return len(gone) > 0
}

// placeOf returns where the entry with record r stands, -1 when it is not there. As long as it has the date that it had it is found at once.
func placeOf(live []*entry, r *ledger.Record) int {
	if r == nil || !r.Live { // nobody was shown it
		return -1
	}
	at, found := slices.BinarySearchFunc(live, &entry{rec: r}, newestFirst)
	if found && live[at].rec == r {
		return at
	}
	return slices.IndexFunc(live, func(e *entry) bool { return e.rec == r })
}
