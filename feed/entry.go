package feed

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
)

// entry is a seed with its identity and dates: those of rec count, the seed only says what its author asked for.
type entry struct {
	*seed
	rec     *ledger.Record
	related []relation
	version string // of all that is shown of it
}

// relation is a headline that an entry mentions, with the entry that it names when there is one.
type relation struct {
	title string
	to    *entry
}

// entries returns what is live now, newest first; entries of the same instant stand by ID.
func (b *session) entries(res *Result) []*entry {
	var live []*entry
	b.due = time.Time{}
	for p, s := range b.seeds {
		if !s.Usable {
			continue
		}
		r := b.ledger.Record(p)
		if s.Draft || r == nil || b.awaits(r.Published) || !s.Expires.IsZero() && !b.awaits(s.Expires) {
			res.Held++
			continue
		}
		if s.GivenID != "" && s.GivenID != r.ID {
			res.Problems = append(res.Problems, Problem{Path: p, Text: "id " + s.GivenID + " is taken by another seed, so this one has an id of its own", Hint: "give each seed its own id, or none"})
		}
		live = append(live, &entry{seed: s, rec: r})
	}
	slices.SortFunc(live, func(x, y *entry) int {
		return cmp.Or(y.rec.Published.Compare(x.rec.Published), strings.Compare(x.rec.ID, y.rec.ID))
	})
	res.Entries = len(live)
	b.placePages(live)
	relate(live)
	for _, e := range live {
		e.version = b.versionOf(e)
	}
	return live
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
	taken := map[string]bool{}
	var homeless []*entry
	for _, e := range entries {
		fold := strings.ToLower(e.rec.Page) // hosts exist that don't tell a from A
		if e.rec.Page == "" || taken[fold] || !slices.Contains(pagePaths(e.Path, e.rec.ID), e.rec.Page) {
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
				b.ledger.SetPage(e.rec.ID, p)
				break
			}
		}
	}
}

// relate links headlines to the entries that have them as title.
func relate(entries []*entry) {
	var byTitle map[string]*entry
	for _, e := range entries {
		if len(e.Related) > 0 && byTitle == nil {
			byTitle = make(map[string]*entry, len(entries))
			for _, other := range slices.Backward(entries) { // of two with one title the newest
				byTitle[foldTitle(other.Title)] = other
			}
		}
		for _, headline := range e.Related {
			to := byTitle[foldTitle(headline)]
			if to == e {
				to = nil
			}
			e.related = append(e.related, relation{headline, to})
		}
	}
}

func foldTitle(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

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
	parts := []string{
		e.rec.ID, e.Title, e.Summary, e.Language, e.Image, e.Body, b.url(e),
		e.rec.Published.Format(time.RFC3339), e.rec.Updated.Format(time.RFC3339), path.Base(e.rec.Page),
	}
	for _, a := range e.Authors {
		parts = append(parts, "author", a.Name, a.URL, a.Email)
	}
	parts = append(append(parts, "tags"), e.Tags...)
	for _, r := range e.related {
		parts = append(parts, "related", r.title)
		if r.to != nil {
			parts = append(parts, b.url(r.to), r.to.rec.Page)
		}
	}
	return fingerprint(parts...)
}
