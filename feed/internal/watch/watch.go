// Package watch turns a folder into batches of "look again here".
//
// Events are rumours: they are lost, doubled, late and named after paths that exist no more. So a batch never says what
// happened, only where to look; what is true is what the caller then finds in the folder. The promise is the other way
// round: whatever changes below the root after the caller looked is covered by a later batch.
//
// Not noticed at once, but at the next [Options.Rescan]: writes through mmap, and writes to a file under another name: that of
// a hard link, or of what a symlink points to. Network, FUSE and some container file systems send no events and no error; set
// [Options.Poll] for them. Symlinked folders are not followed.
package watch

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Batch says where to look again.
type Batch struct {
	// All means look everywhere: at the start, after an overflow, when a folder or symlink came or went, when the root
	// vanished or is back. Dirs and Files are empty then.
	All bool

	// Dirs are otherwise the folders in which something changed, slash-separated and relative to the root ("." is the
	// root), sorted, no duplicates. Only their direct children need a look. A folder named here may be gone already.
	Dirs []string

	// Files are what changed, came or went in other folders, in which nothing else needs a look; as Dirs are. There are none
	// but on the usual file systems of Linux: elsewhere an event may call a file otherwise than its folder does, in capitals or
	// by a short name.
	Files []string

	// Why is short and for the log: "start", "change", "folder", "link", "root gone", "root back", "root replaced",
	// "overflow", "events lost", "poll" or "safety".
	Why string
}

// Options say how [Folder] watches. The zero value works.
type Options struct {
	// Quiet is how long a plainly written file must rest before its batch is handed over; 50 ms when 0. A file that goes
	// on growing must rest four times as long. One that was renamed into place needs no rest, nor does one on a Linux file
	// system of this machine as soon as nobody has it open for writing.
	Quiet time.Duration

	// Limit is the longest wait from the first event of a batch; 2 s when 0. An endless writer delays a batch no longer.
	Limit time.Duration

	// Poll, when > 0, uses no events: the tree's stats are compared at this interval, and a batch is made when they differ.
	Poll time.Duration

	// Rescan is how often the tree's stats are compared although events are used; 1 minute when 0, never when < 0.
	// Folders whose stats differ from the rescan before make a batch with Why "safety", also when events told of them
	// already: one look too many after a busy minute, none while nothing happens.
	Rescan time.Duration

	// Skip says what does not count: a skipped folder is not entered, a skipped file causes no batch. Symlinks count as
	// files. It is asked from several goroutines at once. One thing is not asked: a symlink whose name begins with ".."
	// always counts, since Kubernetes updates a mounted volume by renaming its symlink "..data".
	Skip func(rel string, isDir bool) bool

	// Log hears of what makes watching worse than it could be; nil is silent.
	Log *slog.Logger
}

// Folder watches the folder root, which may be a symlink, and everything below it.
//
// The first batch is All, Why "start". It comes after the watches stand, so a change after the caller's first look is not
// lost. While the caller works on a batch, the next one gathers. Breaking out of the loop or cancelling ctx ends the
// watching and returns when its goroutines have ended.
//
// When the system runs out of watches, Folder warns in the log and goes over to polling. A root that is missing or
// vanishes is waited for. The only errors are a root that cannot be made absolute and one that is not a folder at the
// start; an error is the last element.
func Folder(ctx context.Context, root string, o Options) iter.Seq2[Batch, error] {
	return batches(ctx, root, o.withDefaults(), realSystem())
}

func (o Options) withDefaults() Options {
	if o.Quiet == 0 {
		o.Quiet = 50 * time.Millisecond
	}
	if o.Limit == 0 {
		o.Limit = 2 * time.Second
	}
	if o.Rescan == 0 {
		o.Rescan = time.Minute
	}
	if o.Skip == nil {
		o.Skip = func(string, bool) bool { return false }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

func batches(ctx context.Context, root string, o Options, sys system) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		root, err := startAt(root)
		if err != nil {
			yield(Batch{}, err)
			return
		}
		inRoot := func(rel string) string { return filepath.Join(root, filepath.FromSlash(rel)) }
		ctx, cancel := context.WithCancel(ctx)
		rumours, ready := make(chan rumour), make(chan *pending)
		var wg sync.WaitGroup
		defer wg.Wait()
		defer cancel()
		wg.Go(func() { (&folder{root: root, o: o, sys: sys, rumours: rumours}).run(ctx) })
		wg.Go(func() {
			gather(ctx, rumours, ready, o.Quiet, o.Limit, func(file string) bool { return isDone(inRoot(file)) })
		})
		for {
			select {
			case <-ctx.Done():
				return
			case p := <-ready:
				if ctx.Err() != nil || !yield(p.batch(func(dir string) bool { return isExact(inRoot(dir)) }), nil) {
					return
				}
			}
		}
	}
}

func startAt(root string) (string, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return "", fmt.Errorf("watch %q: %w", root, err)
	}
	if info, err := os.Stat(abs); err == nil && !info.IsDir() {
		return "", fmt.Errorf("watch %q: not a folder", root)
	}
	return abs, nil
}

// folder is one watching. Only its run goroutine touches it.
type folder struct {
	root    string
	o       Options
	sys     system
	rumours chan<- rumour
	started bool
}

// run tells rumours until ctx is done: from events while they are to be had, else from polling.
func (f *folder) run(ctx context.Context) {
	if f.o.Poll > 0 {
		f.poll(ctx, f.o.Poll)
		return
	}
	if err := f.listen(ctx); err != nil && ctx.Err() == nil {
		limit, remedy := scarcity(err)
		f.o.Log.Warn("watching by polling: the system gives no more events",
			"folder", f.root, "err", err, "limit", limit, "remedy", remedy, "every", f.sys.every)
		f.poll(ctx, f.sys.every)
	}
}

// everywhere tells to look at the whole tree. The first time is the start, whatever the reason.
func (f *folder) everywhere(ctx context.Context, why string) {
	if !f.started {
		f.started, why = true, "start"
	}
	f.tell(ctx, rumour{all: true, why: why})
}

func (f *folder) tell(ctx context.Context, r rumour) {
	select {
	case f.rumours <- r:
	case <-ctx.Done():
	}
}

// pause waits for d and says whether to go on.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
