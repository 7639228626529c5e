package watch

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// patient is how long a test waits for what must come. It is reached only by a failing test.
const patient = 10 * time.Second

// quick are options that make tests fast; without rescans, which would hide a lost event.
func quick() Options {
	return Options{Quiet: 10 * time.Millisecond, Limit: 500 * time.Millisecond, Rescan: -1}
}

// follower ranges over a watching and collects the batches.
type follower struct {
	t       *testing.T
	root    string
	batches chan Batch
	probes  int
}

func follow(t *testing.T, root string, o Options) *follower {
	t.Helper()
	return followWith(t, root, o, realSystem())
}

func followWith(t *testing.T, root string, o Options, sys system) *follower {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	f := &follower{t: t, root: root, batches: make(chan Batch, 1<<16)}
	done := make(chan struct{})
	t.Cleanup(func() { cancel(); <-done })
	go func() {
		defer close(done)
		for b, err := range batches(ctx, root, o.withDefaults(), sys) {
			if err != nil {
				t.Errorf("watching ended: %v", err)
				return
			}
			f.batches <- b
		}
	}()
	if b := f.next(); !b.All || b.Why != "start" {
		t.Fatalf("first batch is %+v, want All at the start", b)
	}
	return f
}

func (f *follower) next() Batch {
	f.t.Helper()
	select {
	case b := <-f.batches:
		return b
	case <-time.After(patient):
		f.t.Fatal("no batch came")
		return Batch{}
	}
}

// until returns the first batch that is good.
func (f *follower) until(what string, good func(Batch) bool) Batch {
	f.t.Helper()
	var seen []Batch
	for deadline := time.After(patient); ; {
		select {
		case b := <-f.batches:
			if good(b) {
				return b
			}
			seen = append(seen, b)
		case <-deadline:
			f.t.Fatalf("no batch with %s; got %+v", what, seen)
		}
	}
}

func covers(dir string) func(Batch) bool {
	return func(b Batch) bool { return b.All || slices.Contains(b.folders(), dir) }
}

// folders lists where something changed, sorted.
func (b Batch) folders() []string {
	all := slices.Clone(b.Dirs)
	for _, file := range b.Files {
		all = append(all, path.Dir(file))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func isAll(b Batch) bool { return b.All }

func because(why string) func(Batch) bool { return func(b Batch) bool { return b.Why == why } }

// heard checks that a new file in dir is told under that very name. A batch of everything, left over from before, may
// swallow it: then another file is made. No file may go untold.
func (f *follower) heard(dirs ...string) {
	f.t.Helper()
	for _, dir := range dirs {
		for {
			f.probes++
			write(f.t, filepath.Join(f.root, dir, fmt.Sprintf("probe%d.md", f.probes)), "probe")
			if b := f.until("a change in "+dir, covers(dir)); !b.All {
				break
			}
		}
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// must fails the test on the first of errs.
func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// plant makes a tree: names that end in "/" are folders, others files.
func plant(t *testing.T, names ...string) string {
	t.Helper()
	root := t.TempDir()
	for _, name := range names {
		full := filepath.Join(root, name)
		if name[len(name)-1] == '/' {
			must(t, os.MkdirAll(full, 0o755))
			continue
		}
		must(t, os.MkdirAll(filepath.Dir(full), 0o755))
		write(t, full, "text of "+name)
	}
	return root
}
