package feed

import (
	"slices"
	"strings"
)

// company is what goes with the text of an entry. Entries without any share nobody, to which nobody writes.
type company struct {
	related []relation

	image, imageAlt         string // absolute address of the picture that stands for it, or empty; and what it shows
	imageWidth, imageHeight int    // pixels, 0 when nobody knows

	enclosure  *Enclosure // or nil
	enclosed   *seed      // the medium itself
	episode    *Episode   // what a recording brings besides, or nil
	companions []string   // paths of files beside a recording
}

var nobody company

// accompany returns the company of the entry, for who adds to it.
func (e *entry) accompany() *company {
	if e.company == &nobody {
		e.company = new(company)
	}
	return e.company
}

// relation is a headline that an entry mentions, with the entry that it names when there is one.
type relation struct {
	title string
	to    *entry
}

// takeCompany notes which entries have files with them.
func (b *session) takeCompany(found *findings, fresh []*entry) {
	if found.apart {
		for _, p := range found.changed {
			delete(b.laden, p)
		}
	} else {
		b.laden = map[string]*entry{}
	}
	for _, e := range fresh {
		if len(e.Files)+len(e.companions) > 0 || e.enclosed != nil {
			b.laden[e.Path] = e
		}
	}
}

// relate links headlines to the entries that have them as title; it reports whether there are any.
func relate(entries []*entry) bool {
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
			c := e.accompany()
			c.related = append(c.related, relation{headline, to})
		}
	}
	return byTitle != nil
}

func foldTitle(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
