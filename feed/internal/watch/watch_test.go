package watch

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

func TestBatchNamesOnlyWhereSomethingChanged(t *testing.T) {
	root := plant(t, "b/x.md", "a/x.md", "quiet/x.md")
	f := follow(t, root, quick())
	write(t, root+"/b/x.md", "new")
	write(t, root+"/a/x.md", "new")
	var dirs []string
	for !slices.Contains(dirs, "a") || !slices.Contains(dirs, "b") {
		b := f.next()
		if b.All || !slices.IsSorted(b.Dirs) || !slices.IsSorted(b.Files) {
			t.Fatalf("got %+v, want sorted folders", b)
		}
		dirs = append(dirs, b.folders()...)
	}
	slices.Sort(dirs)
	if got := slices.Compact(dirs); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("got %q, want only a and b", got)
	}
}

func TestKubernetesVolume(t *testing.T) {
	root := plant(t, "..1/f.md")
	must(t, os.Symlink("..1", root+"/..data"), os.Symlink("..data/f.md", root+"/f.md"))
	o := quick()
	o.Skip = func(rel string, _ bool) bool { return strings.HasPrefix(rel, ".") }
	f := follow(t, root, o)
	must(t, os.Mkdir(root+"/..2", 0o755))
	write(t, root+"/..2/f.md", "new")
	must(t, os.Symlink("..2", root+"/..data_tmp"), os.Rename(root+"/..data_tmp", root+"/..data"), os.RemoveAll(root+"/..1"))
	f.until("the swap", because("link"))
	f.heard(".")
}

func TestSkip(t *testing.T) {
	root := plant(t, "a/f.md", "out/x.md")
	o := quick()
	o.Skip = func(rel string, isDir bool) bool { return isDir && rel == "out" || strings.HasSuffix(rel, ".tmp") }
	f := follow(t, root, o)
	write(t, root+"/out/x.md", "new")
	write(t, root+"/f.tmp", "new")
	must(t, os.Rename(root+"/out", root+"/out2"))
	f.until("out2, which is not skipped", isAll)
	f.heard("out2")
	must(t, os.Rename(root+"/out2", root+"/out"))
	f.until("out2, which is gone", isAll)
	write(t, root+"/out/x.md", "new")
	write(t, root+"/f.tmp", "newer")
	write(t, root+"/a/f.md", "new")
	f.until("a", func(b Batch) bool {
		if slices.Contains(b.folders(), "out") || slices.Contains(b.folders(), ".") {
			t.Errorf("got %+v, want nothing of what is skipped", b)
		}
		return slices.Contains(b.folders(), "a")
	})
}

func TestOverflow(t *testing.T) {
	root := plant(t, "a/f.md")
	var w *fsnotify.Watcher
	sys := realSystem()
	open := sys.open
	sys.open = func() (_ *fsnotify.Watcher, err error) {
		w, err = open()
		return w, err
	}
	f := followWith(t, root, quick(), sys)
	w.Errors <- fsnotify.ErrEventOverflow
	if b := f.next(); !b.All || b.Why != "overflow" {
		t.Errorf("got %+v, want all after an overflow", b)
	}
	f.heard(".", "a")
}

// A real overflow: with a tiny queue in fsnotify and a caller's function that dawdles, the kernel's queue of 16,384 events
// runs over.
func TestKernelQueueOverflows(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems have other queues")
	}
	root := plant(t, "a/f.md")
	release := make(chan struct{})
	sys := realSystem()
	sys.open = fsnotify.NewWatcher
	o := quick()
	o.Skip = func(rel string, _ bool) bool {
		if rel == "stop.md" {
			<-release
		}
		return false
	}
	f := followWith(t, root, o, sys)
	write(t, root+"/stop.md", "now")
	for range 13000 { // two different events each: the kernel merges equal neighbours
		must(t, os.Chmod(root+"/a/f.md", 0o600), os.Truncate(root+"/a/f.md", 1))
	}
	close(release)
	f.until("the overflow", because("overflow"))
	f.heard(".", "a")
}

func TestEndlessWriterDoesNotStarve(t *testing.T) {
	root := plant(t, "log.md")
	o := quick()
	o.Quiet, o.Limit = 200*time.Millisecond, 300*time.Millisecond
	f := follow(t, root, o)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for tick := time.NewTicker(time.Millisecond); ; {
			select {
			case <-tick.C:
				_ = os.WriteFile(root+"/log.md", []byte("more"), 0o644)
			case <-stop:
				tick.Stop()
				return
			}
		}
	}()
	for range 3 {
		f.until("the endless file", covers("."))
	}
	close(stop)
	<-stopped
}

func TestChangesWhileTheCallerWorksComeNext(t *testing.T) {
	root := plant(t, "a/f.md", "b/f.md")
	ctx, cancel := context.WithTimeout(t.Context(), patient)
	defer cancel()
	told := map[string]bool{}
	for b, err := range Folder(ctx, root, quick()) {
		must(t, err)
		if b.Why == "start" {
			write(t, root+"/a/f.md", "new")
			write(t, root+"/b/f.md", "new")
		}
		for _, dir := range b.folders() {
			told[dir] = true
		}
		if told["a"] && told["b"] {
			return
		}
	}
	t.Errorf("got %v, want the changes made in the loop", told)
}

func TestBreakAndCancelLeaveNothing(t *testing.T) {
	root := plant(t, "a/f.md")
	for _, o := range []Options{{}, {Poll: time.Hour}, {Rescan: time.Nanosecond}} {
		before := runtime.NumGoroutine()
		for range Folder(t.Context(), root, o) {
			break
		}
		ctx, cancel := context.WithCancel(t.Context())
		for _, err := range Folder(ctx, root, o) {
			must(t, err)
			cancel()
		}
		cancel()
		deadline := time.Now().Add(patient)
		for runtime.NumGoroutine() > before { // fsnotify's own may need a moment
			if time.Now().After(deadline) {
				t.Fatalf("%+v: got %d goroutines, want %d", o, runtime.NumGoroutine(), before)
			}
			runtime.Gosched()
		}
	}
}

func TestFolderThatCannotBeReadIsWatchedWhenItCan(t *testing.T) {
	if os.Getuid() <= 0 {
		t.Skip("root may read everything; Windows has no modes")
	}
	root := plant(t, "a/sub/f.md")
	must(t, os.Chmod(root+"/a", 0))
	t.Cleanup(func() { _ = os.Chmod(root+"/a", 0o755) })
	f := follow(t, root, quick())
	must(t, os.Chmod(root+"/a", 0o755))
	f.until("everything", isAll)
	f.heard("a", "a/sub")
}

func TestSafetyRescan(t *testing.T) {
	out := t.TempDir()
	write(t, out+"/f.md", "text")
	root := plant(t, "a/f.md", "b/f.md")
	must(t, os.Symlink(filepath.Join(out, "f.md"), root+"/b/link.md"))
	o := quick()
	o.Rescan = 20 * time.Millisecond
	f := follow(t, root, o)
	write(t, out+"/f.md", "text that no event tells of")
	if b := f.next(); b.All || b.Why != "safety" || !slices.Equal(b.Dirs, []string{"b"}) {
		t.Errorf("got %+v, want b by the rescan", b)
	}
}

func TestRescanFindsWatchesThatGotLost(t *testing.T) {
	root := plant(t, "a/f.md")
	first := true
	sys := realSystem()
	add := sys.add
	sys.add = func(w *fsnotify.Watcher, path string) error {
		if filepath.Base(path) == "a" && first {
			first = false
			return os.ErrNotExist // as if it had come a moment later, and the event were lost
		}
		return add(w, path)
	}
	o := quick()
	o.Rescan = 20 * time.Millisecond
	f := followWith(t, root, o, sys)
	if b := f.next(); !b.All || b.Why != "safety" {
		t.Errorf("got %+v, want all", b)
	}
	f.heard("a")
}
