package feed

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/history"
	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/markup"
)

// What the past knows of entries whose ledger is lost, or that are new here: Git, and the feed that subscribers have.

// origin is a date that a seed doesn't say, and where it was found.
type origin struct {
	at   time.Time
	from string
}

// datesFor finds dates for new seeds that say none.
func (b *session) datesFor(ctx context.Context, seeds []*seed, res *Result) map[string]origin {
	var undated []*seed
	for _, s := range seeds {
		if isUndated(s) && b.ledger.Record(s.Path) == nil {
			undated = append(undated, s)
		}
	}
	dates := map[string]origin{}
	b.dateFromGit(ctx, undated, dates, res)
	b.dateInOrder(undated, dates)
	return dates
}

// dateFromGit dates seeds that are new and say no date by the commit that brought them.
func (b *session) dateFromGit(ctx context.Context, seeds []*seed, dates map[string]origin, res *Result) {
	var undated []string
	for _, s := range seeds {
		if !s.Draft {
			undated = append(undated, s.Path)
		}
	}
	if len(undated) == 0 {
		return
	}
	first, err := history.FirstCommits(ctx, b.site.seeds(), undated)
	switch {
	case errors.Is(err, history.ErrShallow):
		res.Notes = append(res.Notes, Problem{
			Path: undated[0], Text: fmt.Sprintf("and the like (%d): no date from Git, whose history is cut short here (a shallow clone)", len(undated)),
			Hint: "`git fetch --unshallow` before the first build, or dates in front matter",
		})
	case err != nil:
		b.site.log().Warn("no dates from Git", "err", err)
	}
	for _, s := range seeds {
		if at, known := first[s.Path]; known && at.Year() >= 1990 && !at.After(b.now) {
			dates[s.Path] = origin{at, "git"}
		}
	}
}

// recover takes what the published feed tells of entries that the ledger doesn't know, or knows an older state of: it was
// lost, or lines of it, or set back. When much is amiss the archives are asked as well.
func (b *session) recover(much bool) {
	top := strings.TrimSuffix(linkOf(b.published().Links, "self"), feedPath)
	entries := map[string]atomEntry{}
	for _, e := range b.published().Entries {
		entries[e.ID] = e
	}
	if much {
		entries = b.allPublished()
	}
	for id, e := range entries {
		if r := b.ledger.Find(id); r != nil {
			b.ledger.Raise(r, e.Updated)
			continue
		}
		b.ledger.Recover(ledger.Record{
			ID: id, Page: pageOf(top, e.link("alternate")), Sketch: sketchOf(e.Title, e.Content), Archive: e.archive,
			Published: e.Published, PublishedFrom: "feed", Updated: e.Updated, UpdatedFrom: "feed", Live: true,
			Rare: &ledger.Rare{How: "feed", Title: e.Title},
		})
	}
	for _, d := range b.published().Deleted {
		if b.ledger.Find(d.Ref) == nil {
			b.ledger.Recover(ledger.Record{ID: d.Ref, Published: d.When, Updated: d.When, Rare: &ledger.Rare{How: "feed", Gone: d.When}})
		}
	}
}

// pageOf returns the path of a page below the top of a site, "" when it is elsewhere.
func pageOf(top, address string) string {
	page, below := strings.CutPrefix(address, top)
	if !below || top == "" {
		return ""
	}
	return unescaped(page)
}

// sketchOf is of the text that an entry of a feed shows, "" when that can't be read.
func sketchOf(title, html string) ledger.Sketch {
	doc, err := markup.HTML(html, markup.Options{})
	if err != nil {
		return ""
	}
	return ledger.SketchOf(title, doc.Text)
}
