package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
	res := &Result{Read: len(found.changed)}
	if err := b.readChanged(ctx, found, res); err != nil {
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
	res.Written, res.Removed = len(done.Written), len(done.Removed)
	res.Problems = append(res.Problems, b.problems()...)
	slices.SortStableFunc(res.Problems, compareProblems)
	slices.SortStableFunc(res.Notes, compareProblems)
	res.Took = time.Since(start)
	return res, nil
}

// flushBytes is how much derived text waits in memory before it goes to the cache: 4 MiB.
const flushBytes = 4 << 20

// readChanged reads what changed and keeps what comes of it.
func (b *session) readChanged(ctx context.Context, found findings, res *Result) error {
	var pairs []cache.Pair
	bytes := 0
	flush := func() error {
		err := b.cache.Put(pairs)
		pairs, bytes = pairs[:0], 0
		if err != nil {
			return fmt.Errorf("write cache: %w", err)
		}
		return nil
	}
	for _, p := range found.vanished {
		pairs = append(pairs, cache.Pair{Bucket: seedBucket, Key: []byte(p)}, cache.Pair{Bucket: bodyBucket, Key: []byte(p)})
		delete(b.seeds, p)
	}
	err := b.read(ctx, found.changed, func(r reading) error {
		value, err := json.Marshal(r.seed)
		if err != nil {
			return err
		}
		key := []byte(r.seed.Path)
		pairs = append(pairs, cache.Pair{Bucket: seedBucket, Key: key, Value: value})
		if r.body != "" {
			pairs = append(pairs, cache.Pair{Bucket: bodyBucket, Key: key, Value: []byte(r.body)})
		}
		b.seeds[r.seed.Path] = r.seed
		res.Notes = append(res.Notes, r.notes...)
		if bytes += len(value) + len(r.body); bytes > flushBytes {
			return flush()
		}
		return nil
	})
	if err != nil {
		return err
	}
	if b.reread {
		pairs = append(pairs, cache.Pair{Bucket: metaBucket, Key: []byte("lens"), Value: b.lens()})
		b.reread = false
	}
	return flush()
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
