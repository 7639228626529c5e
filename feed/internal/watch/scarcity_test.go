package watch

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// notes is a log that may be read while it is written.
type notes struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.buf.Write(p)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.buf.String()
}

// poor is a system that grants no more than the given number of watches.
func poor(watches int) system {
	sys := realSystem()
	sys.every = 10 * time.Millisecond
	add := sys.add
	sys.add = func(w *fsnotify.Watcher, path string) error {
		if watches--; watches < 0 {
			return fmt.Errorf("add %q: %w", path, syscall.ENOSPC)
		}
		return add(w, path)
	}
	return sys
}

func TestOutOfWatches(t *testing.T) {
	for name, watches := range map[string]int{"at the start": 1, "later": 3} {
		t.Run(name, func(t *testing.T) {
			root := plant(t, "a/f.md", "b/f.md")
			var log notes
			o := quick()
			o.Log = slog.New(slog.NewTextHandler(&log, nil))
			f := followWith(t, root, o, poor(watches))
			must(t, os.MkdirAll(root+"/c/d", 0o755))
			f.until("everything", isAll)
			write(t, root+"/c/d/f.md", "new")
			f.until("a poll of c/d", func(b Batch) bool { return b.Why == "poll" && covers("c/d")(b) })
			if got := log.String(); strings.Count(got, "level=WARN") != 1 || !strings.Contains(got, "sudo sysctl fs.inotify.max_user_watches=") {
				t.Errorf("got log %q, want one warning that names the sysctl", got)
			}
		})
	}
}

func TestOutOfInstances(t *testing.T) {
	root := plant(t, "a/f.md")
	var log notes
	o := quick()
	o.Log = slog.New(slog.NewTextHandler(&log, nil))
	sys := poor(0)
	sys.open = func() (*fsnotify.Watcher, error) {
		return nil, fmt.Errorf("couldn't initialize inotify: %w", syscall.EMFILE)
	}
	f := followWith(t, root, o, sys)
	write(t, root+"/a/f.md", "other text")
	if b := f.next(); b.Why != "poll" || !covers("a")(b) {
		t.Errorf("got %+v, want a by polling", b)
	}
	if got := log.String(); strings.Count(got, "level=WARN") != 1 || !strings.Contains(got, "sudo sysctl fs.inotify.max_user_instances=") {
		t.Errorf("got log %q, want one warning that names the sysctl", got)
	}
}
