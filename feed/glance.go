package feed

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"github.com/seedfeed/seedfeed/feed/internal/charset"
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

// glance reads no more of a Markdown text than its front matter, where that says all that there is to know before it is shown: what the
// ledger must know, and what its entry needs before anybody sees it. It reports whether that was enough.
func (d *document) glance(content, side []byte) (enough bool, err error) {
	b, s := d.session, d.seed
	if !b.glances || b.wanted[s.Path] || !charset.IsPlain(content) {
		return false, nil
	}
	if r := b.ledger.Record(s.Path); r != nil && r.Sketch != "" { // it was shown
		return false, nil
	}
	const fence = "\n---\n"
	end := bytes.Index(content, []byte(fence)) + len(fence)
	if end < len(fence) {
		return false, nil
	}
	head, body := string(content[:end]), content[end:]
	rest, err := d.readFields(head, side)
	if err != nil || rest != "" || d.fields.Title == "" || d.fields.Published == "" || len(bytes.TrimSpace(body)) == 0 {
		return false, nil // all of it has to be read, also to say what is wrong with it
	}
	d.fillIdentity("")
	d.language(d.fields.Language) // what is wrong with these is told all the same
	d.address("image", d.fields.Image)
	s.Glanced = true
	return true, d.fillDates(extract{})
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
		done := len(b.fresh)
		if err := b.readAndKeep(ctx, slices.Sorted(maps.Keys(b.wanted)), res); err != nil {
			return nil, err
		}
		b.settleThose(b.ledger, b.fresh[done:], nil, nil, res)
		for _, e := range shown {
			e.seed = b.seeds[e.Path]
		}
		readable := slices.DeleteFunc(shown, func(e *entry) bool { return !e.Usable || e.Glanced && b.wanted[e.Path] })
		live = slices.Delete(live, len(readable), len(shown)) // those that can't be read any more
	}
	return live, nil
}
