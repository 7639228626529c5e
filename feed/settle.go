package feed

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
)

// settledAtOnce is how many seeds the ledger is told of at once while it knows nothing: it has nothing to match them with, to tell it of a
// million would take half a gigabyte, and meanwhile others are read only as far as [readAhead] lets.
var settledAtOnce = 128

// readAndSettle reads seeds for a ledger that knows nothing, and settles them while others are still read, for as long as they say their
// dates. Until all are read, who asks the ledger finds none of them.
func (b *session) readAndSettle(ctx context.Context, found *findings, res *Result) error {
	next := b.ledger.Successor(len(found.changed))
	if len(b.seeds) == 0 {
		b.seeds = make(map[string]*seed, len(found.changed))
	}
	done := 0 // of b.fresh
	err := b.read(ctx, found.changed, func(r reading) error {
		if err := b.take(r, res); err != nil || len(b.fresh)-done < settledAtOnce {
			return err
		}
		some := b.fresh[done:]
		if done = len(b.fresh); found.settled == done-len(some) && !slices.ContainsFunc(some, isUndated) {
			b.settleThose(next, some, nil, nil, res)
			found.settled = done
		}
		return nil
	})
	b.ledger, res.Read = next, len(b.fresh)
	return err
}

func isUndated(s *seed) bool { return s.Usable && s.Published.IsZero() }

// settle gives each seed that changed its identity and dates.
func (b *session) settle(ctx context.Context, found findings, res *Result) {
	b.ledger.Letters = b.cfg.letters
	some := len(found.changed)
	if found.settled > 0 || b.ledger.Len() == 0 {
		some = settledAtOnce
	}
	rest := make([]*seed, 0, len(found.changed)-found.settled)
	for _, p := range found.changed[found.settled:] {
		rest = append(rest, b.seeds[p])
	}
	dates := b.datesFor(ctx, rest, res)
	for vanished := found.vanished; len(rest)+len(vanished) > 0; vanished = nil {
		seeds := rest[:min(some, len(rest))]
		rest = rest[len(seeds):]
		b.settleThose(b.ledger, seeds, dates, vanished, res)
	}
	for _, p := range found.vanished {
		if r := b.ledger.Record(p); r != nil && r.Live && r.Missing.Equal(b.now.Truncate(time.Second)) && b.cfg.grace > 0 && !b.isThere(p) {
			res.Notes = append(res.Notes, Problem{Path: p, Text: "is missing; its entry stays until " + b.clock(r.Missing.Add(b.cfg.grace)) + " in case it was moved", Hint: "`grace: 0s` in feed.yaml or --grace 0s lets entries go at once"})
		}
	}
}

// settleThose tells a ledger of seeds, with the dates that were found for some of them, and of those that vanished.
func (b *session) settleThose(with *ledger.Ledger, seeds []*seed, dates map[string]origin, vanished []string, res *Result) {
	facts := b.factsOf(seeds, b.facts)
	for i, f := range facts {
		if date, has := dates[f.Path]; has {
			facts[i].Published, facts[i].From = date.at, date.from
		}
	}
	for _, e := range with.Settle(b.now, facts, vanished) {
		if e.Twin != "" && e.New {
			res.Notes = append(res.Notes, Problem{Path: e.Path, Text: "is a copy of " + strconv.Quote(e.Twin) + " and becomes an entry of its own", Hint: "remove one of them if that is not meant"})
		}
		if !e.New {
			res.events = append(res.events, e)
		}
	}
	for _, s := range seeds {
		s.traits = nil
	}
	clear(facts)
	if len(facts) <= settledAtOnce { // the room for many is not kept
		b.facts = facts[:0]
	}
}

// factsOf adds to all what the ledger is told of seeds that can be used.
func (b *session) factsOf(seeds []*seed, all []ledger.Fact) []ledger.Fact {
	all = slices.Grow(all, len(seeds))
	for _, s := range seeds {
		if !s.Usable {
			continue
		}
		var pages []string
		if b.orphans {
			pages = pagePaths(s.Path, "")[:2]
		}
		all = append(all, ledger.Fact{
			Path: s.Path, Print: s.Print, Text: s.Text, Sketch: s.Sketch, Title: s.Title, Pages: pages, ID: s.GivenID,
			Published: s.Published, From: s.From, Firm: s.Firm, Updated: s.Updated, Minor: s.Minor, Draft: s.Draft,
			Expires: s.Expires, Shared: s.Shared, ModTime: time.Unix(0, s.ModTime),
		})
	}
	return all
}
