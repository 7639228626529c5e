package feed

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/cache"
	"github.com/seedfeed/seedfeed/feed/internal/ledger"
)

// build is one build, from top to bottom. After an error the session knows things that never came true; only close may
// follow.
func (b *session) build(ctx context.Context, where look) (*Result, error) {
	start := time.Now()
	b.now, b.allPublished = b.site.time().UTC(), sync.OnceValue(b.readAllPublished)
	if err := errors.Join(b.configure(), b.checkLens()); err != nil {
		return nil, err
	}
	if b.reread {
		where = everything
	}
	if where.all {
		b.folder.Recheck() // somebody may have removed what we published
	}
	found, err := b.scan(ctx, where)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(b.checkOut(), b.checkSeeds()); err != nil {
		return nil, err
	}
	res := &Result{Looked: b.looked}
	if res.Notes, err = b.readChanged(ctx, &found); err != nil {
		return nil, err
	}
	res.Read = len(b.fresh)
	events := b.settle(ctx, found, res)
	entries, err := b.entries(ctx, &found, res)
	if err != nil {
		return nil, err
	}
	b.tell(events, res)
	b.tellAlbums(res)
	docs, err := b.plan(entries, res)
	if err != nil {
		return nil, err
	}
	if err := b.gate(res); err != nil || b.site.DryRun {
		return b.finish(&found, res, start), err
	}
	if err := b.saveLedger(); err != nil { // remember before you show
		return nil, err
	}
	done, err := b.folder.Publish(ctx, docs, b.site.progress("writing"))
	if err != nil {
		return nil, publishError(err, b.site.out())
	}
	b.site.swap(b, done)
	if err := b.flush(); err != nil {
		return nil, err
	}
	res.Rendered, res.Written, res.Removed = done.Rendered, len(done.Written), len(done.Removed)
	if err := errors.Join(b.makeTwins(ctx, docs, done, res), b.tidyManifest(), b.tidyIndex()); err != nil {
		return nil, err
	}
	b.finish(&found, res, start)
	b.settled = len(res.Problems) == 0 && !b.again.Load() && res.Missing == 0 && !b.related && !b.twiceGiven
	b.putSeal(res)
	b.listed, b.same, b.fresh = nil, nil, nil
	return res, nil
}

// finish puts a result in order.
func (b *session) finish(found *findings, res *Result, start time.Time) *Result {
	if !found.apart { // else there are none
		res.Problems = append(res.Problems, b.problems()...)
	}
	res.Problems = append(res.Problems, b.bad...)
	slices.SortStableFunc(res.Problems, compareProblems)
	slices.SortStableFunc(res.Notes, compareProblems)
	res.Took = time.Since(start)
	return res
}

// readChanged reads what changed. What comes of it waits for flush, so that a single change is shown before it is
// cached; a large number doesn't.
func (b *session) readChanged(ctx context.Context, found *findings) (notes []Problem, err error) {
	b.fresh = map[string]bool{}
	const rounds = 3 // of texts, of what they make of pictures, and of what that makes of texts
	todo := found.changed
	for range rounds {
		if err = b.readAndKeep(ctx, todo, &notes); err != nil {
			break
		}
		b.judgeMoved(found)
		if todo = b.turnedBy(found); len(todo) == 0 {
			break
		}
	}
	if err == nil && b.reread {
		b.pending = append(b.pending, cache.Pair{Bucket: metaBucket, Key: []byte("lens"), Value: b.lens()})
		b.reread = false
	}
	return notes, err
}

// readAndKeep reads the seeds at paths, and adds to notes what is worth knowing about them.
func (b *session) readAndKeep(ctx context.Context, paths []string, notes *[]Problem) error {
	return b.read(ctx, paths, func(r reading) error {
		*notes = append(*notes, r.notes...)
		b.fresh[r.seed.Path] = true
		return b.keep(r.seed, r.body)
	})
}

// settledAtOnce is how many seeds the ledger is told of at once while it knows nothing: it has nothing to match them with, and to tell it of
// a million would take half a gigabyte.
const settledAtOnce = 4096

// settle gives each seed that changed its identity and dates. It returns what became of those that the ledger knew.
func (b *session) settle(ctx context.Context, found findings, res *Result) (events []ledger.Event) {
	b.ledger.Letters = b.cfg.letters
	dates := b.datesFor(ctx, found.changed, res)
	some := len(found.changed)
	if b.ledger.Len() == 0 {
		some = min(some, settledAtOnce)
		b.ledger.Expect(len(found.changed))
	}
	for rest, vanished := found.changed, found.vanished; len(rest)+len(vanished) > 0; vanished = nil {
		paths := rest[:min(some, len(rest))]
		rest = rest[len(paths):]
		facts := b.factsOf(paths)
		for i, f := range facts {
			if date, has := dates[f.Path]; has {
				facts[i].Published, facts[i].From = date.at, date.from
			}
		}
		for _, e := range b.ledger.Settle(b.now, facts, vanished) {
			if e.Twin != "" && e.New {
				res.Notes = append(res.Notes, Problem{Path: e.Path, Text: "is a copy of " + strconv.Quote(e.Twin) + " and becomes an entry of its own", Hint: "remove one of them if that is not meant"})
			}
			if !e.New {
				events = append(events, e)
			}
		}
		for _, p := range paths {
			b.seeds[p].traits = nil
		}
	}
	for _, p := range found.vanished {
		if r := b.ledger.Record(p); r != nil && r.Live && r.Missing.Equal(b.now.Truncate(time.Second)) && b.cfg.grace > 0 && !b.isThere(p) {
			res.Notes = append(res.Notes, Problem{Path: p, Text: "is missing; its entry stays until " + b.clock(r.Missing.Add(b.cfg.grace)) + " in case it was moved", Hint: "`grace: 0s` in feed.yaml or --grace 0s lets entries go at once"})
		}
	}
	return events
}

// factsOf are what the ledger is told of seeds that can be used.
func (b *session) factsOf(paths []string) []ledger.Fact {
	all := make([]ledger.Fact, 0, len(paths))
	for _, p := range paths {
		if s := b.seeds[p]; s.Usable {
			var pages []string
			if b.orphans {
				pages = pagePaths(p, "")[:2]
			}
			all = append(all, ledger.Fact{
				Path: p, Print: s.Print, Text: s.Text, Sketch: s.Sketch, Title: s.Title, Pages: pages, ID: s.GivenID,
				Published: s.Published, From: s.From, Firm: s.Firm, Updated: s.Updated, Minor: s.Minor, Draft: s.Draft,
				Expires: s.Expires, Shared: s.Shared, ModTime: time.Unix(0, s.ModTime),
			})
		}
	}
	return all
}

// clock writes a time of day for people, in the site's zone.
func (b *session) clock(t time.Time) string { return t.In(b.cfg.zone).Format("15:04:05") }

// problems lists what is wrong with seeds, known or new, and with places that can't be read.
func (b *session) problems() (all []Problem) {
	for _, s := range b.seeds {
		all = append(all, s.Problems...)
	}
	for _, n := range b.unread {
		all = append(all, b.problem(n.Path, n.Err))
	}
	return all
}

func joinHints(hints ...string) string {
	hints = slices.DeleteFunc(hints, func(h string) bool { return h == "" })
	return strings.Join(hints, "; ")
}
