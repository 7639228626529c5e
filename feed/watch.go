package feed

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/walk"
	"github.com/seedfeed/seedfeed/feed/internal/watch"
)

// Pauses of a watching site.
const (
	againAfter = 100 * time.Millisecond // when a file was not at rest
	retryAfter = time.Second            // after a build that failed; doubled each time
	retryLimit = time.Minute
)

// Watch builds the site, and builds it again whenever its seeds, settings or templates change or an entry is due. It
// yields the first build and every one that did something. A build that fails is yielded as an error, is tried again,
// and leaves the old site as it stands; only when the first error is about the state being in use, or the settings or
// folders being unusable at the start, does the sequence end.
//
// It ends when ctx is cancelled, after the build at hand.
func (s *Site) Watch(ctx context.Context) iter.Seq2[*Result, error] {
	return func(yield func(*Result, error) bool) {
		b, err := s.open()
		if err != nil {
			yield(nil, s.failed(err))
			return
		}
		w := &watcher{site: s, session: b, tree: b.tree, timer: time.NewTimer(time.Hour)}
		defer func() {
			w.timer.Stop()
			if w.session == nil {
				return
			}
			if err := w.session.close(); err != nil {
				s.log().Error("close", "err", err)
			}
		}()
		w.run(ctx, yield)
	}
}

// watcher is one run of Watch. Everything but the batches happens in the goroutine that ranges over it.
type watcher struct {
	site     *Site
	session  *session      // nil after a failure
	tree     *walk.Tree    // tells the watching what doesn't count
	timer    *time.Timer   // when to build without an event
	where    look          // what that build looks at
	pause    time.Duration // before the next try after a failure
	began    bool          // a build was yielded
	problems []Problem     // of the last one that was
}

func (w *watcher) run(ctx context.Context, yield func(*Result, error) bool) {
	ctx, cancel := context.WithCancel(ctx)
	batches := make(chan watch.Batch)
	ended := make(chan error, 1)
	go func() { ended <- w.batches(ctx, batches) }()
	defer func() { <-ended }()
	defer cancel()
	for {
		where := w.where
		select {
		case <-ctx.Done():
			return
		case batch := <-batches:
			where = look{all: batch.All, dirs: batch.Dirs, files: batch.Files}
			w.site.log().Debug("look again", "why", batch.Why, "folders", len(batch.Dirs), "files", len(batch.Files))
		case <-w.timer.C:
		case err := <-ended:
			ended <- err
			if err != nil {
				yield(nil, w.site.failed(err))
			}
			return
		}
		if !w.build(ctx, where, yield) {
			return
		}
	}
}

// batches hands over where to look, until ctx is done. The channel has no buffer: while a build is under way the next
// batch gathers.
func (w *watcher) batches(ctx context.Context, to chan<- watch.Batch) error {
	o := watch.Options{Poll: w.site.Poll, Log: w.site.log(), Skip: skip(w.tree)}
	for batch, err := range watch.Folder(ctx, w.site.seeds(), o) {
		if err != nil {
			return err
		}
		select {
		case to <- batch:
		case <-ctx.Done():
		}
	}
	return nil
}

// skip says which names need no look: those that are no seeds, but for ignore rules and templates.
func skip(tree *walk.Tree) func(rel string, isDir bool) bool {
	return func(rel string, isDir bool) bool {
		switch {
		case rel == stateFolder, rel == templateFolder:
			return false
		case strings.HasPrefix(rel, templateFolder+"/"):
			return walk.Ignored(rel[len(templateFolder)+1:])
		case rel == walk.IgnoreFile, strings.HasSuffix(rel, "/"+walk.IgnoreFile):
			return tree.Skips(strings.TrimSuffix(rel, walk.IgnoreFile)+"x", false)
		}
		return tree.Skips(rel, isDir)
	}
}

// build builds once and sets the timer for what comes without an event.
func (w *watcher) build(ctx context.Context, where look, yield func(*Result, error) bool) bool {
	res, err := w.buildOnce(context.WithoutCancel(ctx), where)
	if err != nil {
		w.pause = min(max(2*w.pause, retryAfter), retryLimit)
		w.timer.Reset(w.pause)
		w.where = everything
		return yield(nil, w.site.failed(err))
	}
	w.pause = 0
	w.site.built(res)
	next := time.Hour
	w.where = everything
	if !w.session.due.IsZero() {
		next, w.where = min(next, max(0, w.session.due.Sub(w.site.time()))), look{}
	}
	if w.session.again.Swap(false) {
		next, w.where = min(next, againAfter), everything
	}
	w.timer.Reset(next)
	if w.began && !w.news(res) {
		return true
	}
	w.began, w.problems = true, res.Problems
	return yield(res, nil)
}

// buildOnce builds in the session, and after a failure in a new one: the old one knows things that never came true.
func (w *watcher) buildOnce(ctx context.Context, where look) (res *Result, err error) {
	if w.session == nil {
		if w.session, err = w.site.open(); err != nil {
			w.session = nil
			return nil, err
		}
		where = everything
	}
	if res, err = w.session.build(ctx, where); err != nil {
		err = errors.Join(err, w.session.close())
		w.session = nil
	}
	return res, err
}

// news reports whether a build did something that its caller should hear of.
func (w *watcher) news(res *Result) bool {
	return len(res.Changes) > 0 || res.Written > 0 || res.Removed > 0 || len(res.Notes) > 0 || !reflect.DeepEqual(res.Problems, w.problems)
}
