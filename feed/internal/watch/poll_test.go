package watch

import (
	"os"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func polling() Options {
	o := quick()
	o.Poll = 5 * time.Millisecond
	return o
}

func TestPollNamesFolders(t *testing.T) {
	root := plant(t, "a/f.md", "a/sub/f.md", "b/f.md", "out/f.md")
	o := polling()
	o.Skip = func(rel string, _ bool) bool { return rel == "out" || strings.HasSuffix(rel, ".tmp") }
	f := follow(t, root, o)
	write(t, root+"/out/f.md", "skipped")
	write(t, root+"/b/f.tmp", "skipped")
	for _, change := range []struct {
		dir string
		do  func()
	}{
		{"a/sub", func() { write(t, root+"/a/sub/f.md", "longer than it was before") }},
		{"b", func() { must(t, os.Chtimes(root+"/b/f.md", time.Unix(1e9, 5), time.Unix(1e9, 5))) }},
		{"b", func() { must(t, os.Chmod(root+"/b/f.md", 0o600)) }},
		{".", func() { write(t, root+"/new.md", "text") }},
		{"a", func() { must(t, os.Remove(root+"/a/f.md")) }},
	} {
		change.do()
		f.until(change.dir, func(b Batch) bool {
			if b.All || slices.Contains(b.folders(), "out") {
				t.Errorf("got %+v, want folders that are not skipped", b)
			}
			return slices.Contains(b.folders(), change.dir)
		})
	}
}

func TestPollTellsOfFoldersAndTheRoot(t *testing.T) {
	top := plant(t, "site/a/f.md")
	root := top + "/site"
	f := follow(t, root, polling())
	for _, move := range [][2]string{{"/site/a", "/site/b"}, {"/site", "/away"}, {"/away", "/site"}} {
		must(t, os.Rename(top+move[0], top+move[1]))
		f.until("everything", isAll)
	}
	f.heard("b", ".")
}

func TestPollSeesTheKubernetesSwap(t *testing.T) {
	root := plant(t, "..1/f.md", "..2/f.md")
	must(t, os.Symlink("..1", root+"/..data"))
	o := polling()
	o.Skip = func(rel string, _ bool) bool { return strings.HasPrefix(rel, ".") }
	f := follow(t, root, o)
	must(t, os.Symlink("..2", root+"/..data_tmp"), os.Rename(root+"/..data_tmp", root+"/..data"))
	f.until("the swap", covers("."))
}

func TestPollIsSilentWhileNothingHappens(t *testing.T) {
	root := plant(t, "a/f.md", "b/f.md")
	var looks atomic.Int64
	o := polling()
	o.Skip = func(rel string, _ bool) bool {
		if rel == "a" {
			looks.Add(1)
		}
		return false
	}
	f := follow(t, root, o)
	for deadline := time.Now().Add(patient); looks.Load() < 10; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("got %d looks, want more", looks.Load())
		}
	}
	if len(f.batches) != 0 {
		t.Errorf("got %+v, want nothing", f.next())
	}
}
