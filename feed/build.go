package feed

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/cache"
	"github.com/seedfeed/seedfeed/feed/internal/ledger"
)

// build is one build, from top to bottom.
func (b *session) build(ctx context.Context, where look) (*Result, error) {
	start := time.Now()
	b.now = b.site.time().UTC().Truncate(time.Second)
	if err := errors.Join(b.configure(), b.checkLens()); err != nil {
		return nil, err
	}
	if b.reread {
		where = everything
	}
	found, err := b.scan(ctx, where)
	if err != nil {
		return nil, err
	}
	if err := b.checkOut(); err != nil {
		return nil, err
	}
	res := &Result{Read: len(found.changed)}
	if res.Notes, err = b.readChanged(ctx, found); err != nil {
		return nil, err
	}
	entries := b.settle(found, res)
	if err := b.saveLedger(); err != nil { // remember before you show
		return nil, err
	}
	docs, err := b.plan(entries, res)
	if err != nil {
		return nil, err
	}
	done, err := b.folder.Publish(ctx, docs, b.site.progress("writing"))
	if err != nil {
		return nil, publishError(err, b.site.out())
	}
	if err := b.tidyManifest(); err != nil {
		return nil, err
	}
	b.site.swap(b, done)
	if err := b.flush(); err != nil {
		return nil, err
	}
	res.Written, res.Removed = len(done.Written), len(done.Removed)
	res.Problems = append(res.Problems, b.problems()...)
	slices.SortStableFunc(res.Problems, compareProblems)
	slices.SortStableFunc(res.Notes, compareProblems)
	res.Took = time.Since(start)
	return res, nil
}

// readChanged reads what changed. What comes of it waits for flush, so that a single change is shown before it is
// cached; a large number doesn't.
func (b *session) readChanged(ctx context.Context, found findings) (notes []Problem, err error) {
	for _, p := range found.vanished {
		delete(b.seeds, p)
		b.pending = append(b.pending, cache.Pair{Bucket: seedBucket, Key: []byte(p)}, cache.Pair{Bucket: bodyBucket, Key: []byte(p)})
	}
	b.fresh = map[string]bool{}
	err = b.read(ctx, found.changed, func(r reading) error {
		notes = append(notes, r.notes...)
		b.fresh[r.seed.Path] = true
		return b.keep(r.seed, r.body)
	})
	if err == nil && b.reread {
		b.pending = append(b.pending, cache.Pair{Bucket: metaBucket, Key: []byte("lens"), Value: b.lens()})
		b.reread = false
	}
	return notes, err
}

// settle gives each seed that changed its identity and dates, and returns all entries that are live, newest first.
func (b *session) settle(found findings, res *Result) []*entry {
	var facts []ledger.Fact
	vanished := slices.Clone(found.vanished)
	for _, p := range found.changed {
		s := b.seeds[p]
		switch {
		case !s.Usable:
		case s.Draft: // no entry yet, or no more
			vanished = append(vanished, p)
		default:
			facts = append(facts, ledger.Fact{
				Path: p, Print: s.Print, Text: s.Text, ID: s.GivenID, Published: s.Published, From: s.From,
				Updated: s.Updated, Minor: s.Minor, ModTime: time.Unix(0, s.ModTime),
			})
		}
	}
	changes := b.ledger.Settle(b.now, facts, vanished)
	entries := b.entries(res)
	titles := map[string]string{}
	for _, e := range entries {
		titles[e.rec.ID] = e.Title
	}
	for _, c := range changes {
		title, live := titles[c.ID]
		if live || c.Kind == Removed {
			res.Changes = append(res.Changes, Change{Kind: c.Kind, ID: c.ID, Path: c.Path, From: c.From, Title: title})
		}
	}
	return entries
}

// problems lists what is wrong with seeds, known or new, and with places that can't be read.
func (b *session) problems() []Problem {
	all := slices.Clone(b.bad)
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
