package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Watches hang on inodes, the caller thinks in paths, and neither overflow nor a root replaced by another of the same name
// can be repaired piece by piece. So a session of watches is thrown away whenever the two may have parted for good, and
// another one is set up from the root: about 60 ms per 1,000 folders, measured, and always right.

// rootCheck is how often the root is looked for. No event tells that a folder above it was moved, that its symlink
// points elsewhere now, or that something was mounted over it.
const rootCheck = 500 * time.Millisecond

// errGone says that the root is not there, or not the one that is watched.
var errGone = errors.New("root is gone")

// session is one set of watches on one root. Only the run goroutine touches it, but for the channels.
type session struct {
	*folder
	tree    tree
	info    fs.FileInfo // of the root, to know another one in its place
	w       *fsnotify.Watcher
	watched watched
	prints  prints     // at the last rescan
	lost    chan error // holds one: any of them means to start again
	scanned chan prints
	wg      sync.WaitGroup
}

// listen tells rumours from events. It returns when ctx is done or the system gives no more watches.
func (f *folder) listen(ctx context.Context) error {
	gone, why := false, "start"
	for ctx.Err() == nil {
		next, err := f.listenOnce(ctx, func() {
			f.everywhere(ctx, why)
			gone = false
		})
		if err == nil {
			why = next
			continue
		}
		if !errors.Is(err, errGone) {
			return err
		}
		if !gone {
			gone, why = true, "root back"
			f.o.Log.Info("watched folder is gone, waiting for it", "folder", f.root, "err", err)
			f.everywhere(ctx, "root gone")
		}
		pause(ctx, rootCheck)
	}
	return nil
}

// listenOnce sets the watches, calls stands, and follows events until the watches must be set anew. It returns the reason.
func (f *folder) listenOnce(ctx context.Context, stands func()) (why string, err error) {
	ctx, cancel := context.WithCancel(ctx)
	s, err := f.open()
	if err != nil {
		cancel()
		return "", err
	}
	defer s.close(cancel)
	if s.prints, err = s.cover(ctx, "."); err != nil {
		return "", err
	}
	if _, ok := s.watched.get("."); !ok {
		return "", fmt.Errorf("%w: it cannot be watched", errGone)
	}
	stands()
	return s.follow(ctx)
}

// open prepares a session without watches.
func (f *folder) open() (*session, error) {
	info, err := os.Stat(f.root)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errGone, err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%w: not a folder", errGone)
	}
	root, err := filepath.EvalSymlinks(f.root)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errGone, err)
	}
	w, err := f.sys.open()
	if err != nil {
		return nil, err
	}
	s := &session{
		folder: f, tree: newTree(root, f.o.Skip), info: info, w: w, watched: watched{owner: map[id]string{}},
		lost: make(chan error, 1), scanned: make(chan prints, 1),
	}
	s.wg.Go(s.drain)
	return s, nil
}

// drain keeps w.Errors empty. fsnotify sends on it while it holds the lock that Add and Remove want (inotify, a folder
// moved and removed at once), so the goroutine that adds must never be the one that reads errors.
func (s *session) drain() {
	for err := range s.w.Errors {
		select {
		case s.lost <- err:
		default:
		}
	}
}

func (s *session) close(cancel context.CancelFunc) {
	cancel()
	_ = s.w.Close() // nothing was written, and there is no one to tell
	s.wg.Wait()
}

// follow handles events until the watches must be set anew; it returns why.
func (s *session) follow(ctx context.Context) (why string, err error) {
	check := time.NewTicker(rootCheck)
	defer check.Stop()
	rescan := time.NewTimer(s.o.Rescan)
	defer rescan.Stop()
	if s.o.Rescan < 0 {
		rescan.Stop()
	}
	for {
		select {
		case <-ctx.Done():
			return "", nil
		case e := <-s.w.Events:
			err := s.hear(ctx, e)
			if errors.Is(err, errGone) {
				return "root replaced", nil
			}
			if err != nil {
				return "", err
			}
		case err := <-s.lost:
			return s.loss(err), nil
		case <-check.C:
			if info, err := os.Stat(s.root); err != nil || !os.SameFile(info, s.info) {
				return "root replaced", nil
			}
		case <-rescan.C:
			s.wg.Go(func() { s.scan(ctx) })
		case found := <-s.scanned:
			if !s.agree(ctx, found) {
				return "safety", nil
			}
			rescan.Reset(s.o.Rescan)
		}
	}
}

func (s *session) loss(err error) string {
	if errors.Is(err, fsnotify.ErrEventOverflow) {
		return "overflow"
	}
	s.o.Log.Debug("events may be lost, looking everywhere", "folder", s.root, "err", err)
	return "events lost"
}

// scan looks at the tree beside the events, which go on being read.
func (s *session) scan(ctx context.Context) {
	if found, err := s.tree.look(ctx, ".", nil); err == nil {
		s.scanned <- found // has room: the next scan waits for this one's result
	}
}

// agree compares the tree with the watches and with the rescan before. It reports false when a folder is watched and gone,
// or there and not watched: then an event was missed. Other differences are told.
func (s *session) agree(ctx context.Context, found prints) bool {
	for rel := range found {
		if _, ok := s.watched.get(rel); !ok {
			return false
		}
	}
	if len(found) != len(s.watched.spots) {
		return false
	}
	dirs, _ := found.since(s.prints)
	s.prints = found
	s.tellOf(ctx, dirs, "safety")
	return true
}
