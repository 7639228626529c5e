package feed

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/cache"
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
	if err := b.readChanged(ctx, &found, res); err != nil {
		return nil, err
	}
	b.settle(ctx, found, res)
	entries, err := b.entries(ctx, &found, res)
	if err != nil {
		return nil, err
	}
	b.tellAlbums(res)
	docs, of, err := b.plan(entries, &found, res)
	if err != nil {
		return nil, err
	}
	if err := b.gate(res); err != nil || b.site.DryRun {
		b.tell(res)
		return b.finish(&found, res, start), err
	}
	var telling sync.WaitGroup
	defer telling.Wait()
	telling.Go(func() { b.tell(res) }) // while the disk is waited for

	if err := b.saveLedger(); err != nil { // remember before you show
		return nil, err
	}
	put := b.folder.Publish
	if of != nil {
		put = b.folder.Update
	}
	done, err := put(ctx, docs, b.site.progress("writing"))
	if err != nil {
		return nil, publishError(err, b.site.out())
	}
	b.site.swap(b, done)
	if err := b.flush(); err != nil {
		return nil, err
	}
	res.Rendered, res.Written, res.Removed = done.Rendered, len(done.Written), len(done.Removed)
	if err := errors.Join(b.makeTwins(ctx, done, res), b.tidyManifest(), b.tidyIndex()); err != nil {
		return nil, err
	}
	telling.Wait()
	b.finish(&found, res, start)
	b.settled = len(res.Problems) == 0 && !b.again.Load() && !b.related && !b.twiceGiven
	b.putSeal(res)
	for _, s := range b.fresh {
		s.fresh = false
	}
	b.outline, b.same, b.fresh = "", nil, nil
	return res, nil
}

// finish puts what is wrong in order, and notes how long all took.
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
func (b *session) readChanged(ctx context.Context, found *findings, res *Result) error {
	read := b.readInRounds
	if b.ledger.Len() == 0 && b.census.media+b.census.pictures == 0 {
		read = b.readAndSettle
	}
	if err := read(ctx, found, res); err != nil {
		return err
	}
	if b.reread {
		b.pending = append(b.pending, cache.Pair{Bucket: metaBucket, Key: []byte("lens"), Value: b.lens()})
		b.reread = false
	}
	return nil
}

// readInRounds reads texts, what they make of pictures, and what that makes of texts.
func (b *session) readInRounds(ctx context.Context, found *findings, res *Result) error {
	const rounds = 3
	todo := found.changed
	for range rounds {
		if err := b.readAndKeep(ctx, todo, res); err != nil {
			return err
		}
		b.judgeMoved(found)
		if todo = b.turnedBy(found); len(todo) == 0 {
			break
		}
	}
	read := make(map[string]bool, len(b.fresh))
	for _, s := range b.fresh {
		read[s.Path] = true
	}
	res.Read = len(read)
	return nil
}

// readAndKeep reads the seeds at paths, and notes what is worth knowing about them.
func (b *session) readAndKeep(ctx context.Context, paths []string, res *Result) error {
	return b.read(ctx, paths, func(r reading) error { return b.take(r, res) })
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
