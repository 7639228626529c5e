package feed

import (
	"context"
	"maps"
	"slices"
	"strings"
)

// A site that is a feed of its newest entries and nothing else, no page, no archive document and no other feed, shows few of its seeds.
// The others need be read no further than what says who they are: their bytes for a fingerprint, and their front matter. Once an entry
// is to be shown, it is read to its end, and from then on each version of it. Of a text that nobody was ever shown, the ledger knows no
// sketch: it is told by its path and its bytes.

// mayGlance reports whether the site is such a one. Recordings and pictures go with texts that show them: where there are any, all
// texts are read.
func (b *session) mayGlance() bool {
	return !b.thorough && !b.cfg.shelves() && !b.cfg.isDivided() && b.census.media+b.census.pictures == 0
}

// mayGlance reports whether the front matter of a text says all that there is to know before it is shown.
func (d *document) mayGlance(body string) bool {
	s := d.session
	if !s.glances || s.wanted[d.seed.Path] || d.fields.Title == "" || d.fields.Published == "" || strings.TrimSpace(body) == "" {
		return false
	}
	r := s.ledger.Record(d.seed.Path)
	return r == nil || r.Sketch == ""
}

// glance takes what the ledger must know of a text, and what its entry needs before anybody sees it. What a reader sees besides is read then.
func (d *document) glance() error {
	d.fillIdentity("")
	d.language(d.fields.Language) // what is wrong with these is told all the same
	d.address("image", d.fields.Image)
	d.seed.Glanced = true
	return d.fillDates(extract{})
}

// complete reads to their end the entries that may be shown, newest first, and takes those out that turn out to be none.
func (b *session) complete(ctx context.Context, live []*entry, res *Result) ([]*entry, error) {
	for b.glances {
		shown := live[:min(len(live), b.cfg.entries)]
		b.wanted = map[string]bool{}
		for _, e := range shown {
			if e.Glanced {
				b.wanted[e.Path] = true
			}
		}
		if len(b.wanted) == 0 {
			break
		}
		paths := slices.Sorted(maps.Keys(b.wanted))
		if err := b.readAndKeep(ctx, paths, &res.Notes); err != nil {
			return nil, err
		}
		b.ledger.Settle(b.now, b.factsOf(paths), nil)
		for _, e := range shown {
			e.seed = b.seeds[e.Path]
			e.traits = nil
		}
		live = slices.DeleteFunc(live, func(e *entry) bool { return !e.Usable || e.Glanced && b.wanted[e.Path] }) // it can't be read any more
	}
	return live, nil
}
