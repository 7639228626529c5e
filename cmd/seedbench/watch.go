package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const (
	betweenLooks = time.Millisecond // at the feed
	savesEach    = 4                // of each kind in a round
	longRound    = 20 * time.Second // after which none are begun: a slow program has fewer
	missedMost   = 2                // saves of a kind, then no more are tried
)

// saves lets a program watch its seeds, and measures how long a save takes to the feed: from its return to the first look that finds the
// change in a complete feed.
func (r *round) saves(ctx context.Context, s *site, _ int) {
	if s.watch == nil {
		return
	}
	r.show("beginning to watch")
	p, err := s.start(ctx, s.args(s.watch))
	if err != nil {
		r.fail(s, written, err)
		return
	}
	w := &watching{site: s, process: p, limit: min(r.limit, 10*time.Second+5*s.slowest.Round(time.Second))}
	if err := w.warmUp(ctx); err != nil && ctx.Err() == nil {
		r.fail(s, written, err)
	}
	begin := time.Now()
	for i := 0; i < savesEach && !s.failed && ctx.Err() == nil && (i == 0 || time.Since(begin) < longRound); i++ {
		for _, step := range []string{renamed, written} {
			if f := r.figure(s, step); f.Missed < missedMost {
				r.show("%s", step)
				w.measure(ctx, f)
			}
		}
	}
	if u := p.end(); !s.failed && ctx.Err() == nil {
		r.remember(s, peakOn, u.peak)
	}
}

// watching is a program that watches its seeds.
type watching struct {
	*site
	*process
	limit time.Duration // of a save on its way; one that takes much longer than a build is missed
	saves int
	last  os.FileInfo // of the feed
}

var errMissed = errors.New("the save did not reach the feed")

// warmUp saves until the program is seen to watch. The first save may have found its way through the build at the start.
func (w *watching) warmUp(ctx context.Context) error {
	deadline := time.Now().Add(w.limit)
	seen := 0
	for long := time.Second; seen < 2; long *= 2 {
		left := time.Until(deadline)
		if left < 0 {
			return fmt.Errorf("%w in %v%s", errMissed, w.limit, w.lastWords())
		}
		_, _, err := w.save(ctx, written, min(long, left))
		switch {
		case err == nil:
			seen++
		case !errors.Is(err, errMissed):
			return err
		}
		wait(ctx, rest)
	}
	return nil
}

// measure saves once, after a while in which the program can finish what it is at.
func (w *watching) measure(ctx context.Context, f *figure) {
	const odd = 37 * time.Millisecond // saves shall not keep step with programs that look at times
	wait(ctx, rest+time.Duration(w.saves%10)*odd)
	took, torn, err := w.save(ctx, f.Step, w.limit)
	if ctx.Err() != nil {
		return
	}
	f.Saves++
	if torn {
		f.Torn++
	}
	if err == nil {
		f.Values = append(f.Values, took.Seconds())
		wait(ctx, took) // a program may have more to do after it wrote the feed
		return
	}
	f.Missed++
	if f.Missed == missedMost || !errors.Is(err, errMissed) {
		f.Missed, f.Error = missedMost, err.Error()
	}
}

// save saves the newest seed, and looks at the feed until the change is there.
func (w *watching) save(ctx context.Context, step string, limit time.Duration) (took time.Duration, torn bool, err error) {
	w.saves++
	text := fmt.Sprintf("watch%dx%d", w.saves, time.Now().UnixNano())
	if err := w.site.save(step, text); err != nil {
		return 0, false, err
	}
	begin := time.Now()
	for {
		feed, changed := w.look()
		took := time.Since(begin)
		switch {
		case changed && !whole(feed):
			torn = true
		case changed && bytes.Contains(feed, []byte(text)):
			return took, torn, nil
		}
		select {
		case <-w.ended:
			return 0, torn, fmt.Errorf("it stopped watching: %v%s", w.process.err, w.lastWords())
		case <-ctx.Done():
			return 0, torn, ctx.Err()
		default:
		}
		if took > limit {
			return 0, torn, fmt.Errorf("%w in %v", errMissed, limit)
		}
		time.Sleep(betweenLooks)
	}
}

// look returns the feed if it isn't what it was at the last look. One that is not there is empty.
func (w *watching) look() (feed []byte, changed bool) {
	file := filepath.Join(w.dir, w.feed)
	info, err := os.Stat(file)
	if err != nil {
		changed, w.last = w.last != nil, nil
		return nil, changed
	}
	if w.last != nil && os.SameFile(info, w.last) && info.ModTime().Equal(w.last.ModTime()) && info.Size() == w.last.Size() {
		return nil, false
	}
	w.last = info
	feed, _ = os.ReadFile(file) // what can't be read is torn
	return feed, true
}
