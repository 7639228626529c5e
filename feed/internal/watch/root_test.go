package watch

import (
	"os"
	"strings"
	"testing"
)

func TestRootIsASymlinkAndPointsElsewhere(t *testing.T) {
	top := plant(t, "one/a/f.md", "two/a/f.md")
	must(t, os.Symlink("one", top+"/live"))
	f := follow(t, top+"/live", quick())
	f.heard(".", "a")
	must(t, os.Symlink("two", top+"/next"), os.Rename(top+"/next", top+"/live"))
	f.until("the other root", because("root replaced"))
	f.heard(".", "a")
}

func TestRootVanishesAndIsBack(t *testing.T) {
	top := plant(t, "site/a/f.md")
	root := top + "/site"
	f := follow(t, root, quick())
	must(t, os.Rename(root, top+"/away"))
	f.until("a vanished root", because("root gone"))
	must(t, os.Rename(top+"/away", root))
	f.until("a root", because("root back"))
	f.heard(".", "a")
}

func TestRootIsMissingAtTheStart(t *testing.T) {
	root := t.TempDir() + "/later"
	f := follow(t, root, quick())
	must(t, os.MkdirAll(root+"/a", 0o755))
	if b := f.next(); !b.All || b.Why != "root back" {
		t.Errorf("got %+v, want all of the root that is there now", b)
	}
	f.heard(".", "a")
}

func TestRootIsNoFolder(t *testing.T) {
	root := plant(t, "f.md") + "/f.md"
	n := 0
	for b, err := range Folder(t.Context(), root, Options{}) {
		n++
		if err == nil || b.All || !strings.Contains(err.Error(), "not a folder") {
			t.Errorf("got %+v, %v, want an error", b, err)
		}
	}
	if n != 1 {
		t.Errorf("got %d elements, want the error only", n)
	}
}
