package watch

import (
	"fmt"
	"os"
	"testing"
	"time"
)

// action is what a user or a program does to a tree, by the system calls it uses.
type action struct {
	name   string
	tree   []string
	do     func(t *testing.T, root string) // in the root
	told   string                          // the folder that must be looked at
	all    bool                            // or everything
	folder []string                        // where changes must be heard afterwards
}

var actions = []action{
	{name: "write", tree: []string{"f.md"}, told: ".", do: func(t *testing.T, root string) {
		write(t, root+"/f.md", "new")
	}},
	{name: "write below", tree: []string{"a/b/f.md"}, told: "a/b", do: func(t *testing.T, root string) {
		write(t, root+"/a/b/f.md", "new")
	}},
	{name: "append", tree: []string{"f.md"}, told: ".", do: func(t *testing.T, root string) {
		f, err := os.OpenFile(root+"/f.md", os.O_APPEND|os.O_WRONLY, 0)
		must(t, err)
		_, err = f.WriteString("more")
		must(t, err, f.Close())
	}},
	{name: "touch", tree: []string{"a/f.md"}, told: "a", do: func(t *testing.T, root string) {
		must(t, os.Chtimes(root+"/a/f.md", time.Unix(1e9, 0), time.Unix(1e9, 0)))
	}},
	{name: "chmod", tree: []string{"a/f.md"}, told: "a", do: func(t *testing.T, root string) {
		must(t, os.Chmod(root+"/a/f.md", 0o600))
	}},
	{name: "chmod of a folder", tree: []string{"a/f.md"}, all: true, folder: []string{"a"}, do: func(t *testing.T, root string) {
		must(t, os.Chmod(root+"/a", 0o700))
	}},
	{name: "remove", tree: []string{"a/f.md"}, told: "a", do: func(t *testing.T, root string) {
		must(t, os.Remove(root+"/a/f.md"))
	}},
	{name: "rename over", tree: []string{"a/f.md"}, told: "a", do: func(t *testing.T, root string) {
		write(t, root+"/a/.f.tmp", "new")
		must(t, os.Rename(root+"/a/.f.tmp", root+"/a/f.md"))
	}},
	{name: "rename from outside", tree: []string{"a/f.md"}, told: "a", do: func(t *testing.T, root string) {
		out := t.TempDir() + "/f"
		write(t, out, "new")
		must(t, os.Rename(out, root+"/a/f.md"))
	}},
	{name: "move file out", tree: []string{"a/f.md"}, told: "a", do: func(t *testing.T, root string) {
		must(t, os.Rename(root+"/a/f.md", t.TempDir()+"/f"))
	}},
	{name: "vim", tree: []string{"a/f.md"}, told: "a", do: func(t *testing.T, root string) {
		write(t, root+"/a/4913", "")
		must(t, os.Chmod(root+"/a/4913", 0o600), os.Remove(root+"/a/4913"), os.Rename(root+"/a/f.md", root+"/a/f.md~"))
		write(t, root+"/a/f.md", "new")
		must(t, os.Chmod(root+"/a/f.md", 0o644), os.Remove(root+"/a/f.md~"))
	}},
	{name: "sed -i", tree: []string{"a/f.md"}, told: "a", do: func(t *testing.T, root string) {
		write(t, root+"/a/sedX8pQ2a", "new")
		must(t, os.Chmod(root+"/a/sedX8pQ2a", 0o644), os.Rename(root+"/a/sedX8pQ2a", root+"/a/f.md"))
	}},
	{name: "hard link", tree: []string{"a/f.md"}, told: "a", do: func(t *testing.T, root string) {
		must(t, os.Link(root+"/a/f.md", root+"/a/g.md"))
	}},
	{name: "git checkout", tree: []string{"a/f.md", "b/f.md"}, told: "b", do: func(t *testing.T, root string) {
		for i := range 200 {
			for _, dir := range []string{"/a/", "/b/"} {
				name := fmt.Sprint(root, dir, i, ".md")
				_ = os.Remove(name) // git removes before it creates
				write(t, name, "new")
			}
		}
	}},
	{name: "new folder", all: true, folder: []string{"a"}, do: func(t *testing.T, root string) {
		must(t, os.Mkdir(root+"/a", 0o755))
	}},
	{name: "mkdir -p and a file at once", all: true, folder: []string{"a/b/c", "a"}, do: func(t *testing.T, root string) {
		must(t, os.MkdirAll(root+"/a/b/c", 0o755))
		write(t, root+"/a/b/c/f.md", "new")
	}},
	{name: "remove folder", tree: []string{"a/b/f.md", "c/"}, all: true, folder: []string{"c"}, do: func(t *testing.T, root string) {
		must(t, os.RemoveAll(root+"/a"))
	}},
	{name: "remove folder and make it anew", tree: []string{"a/b/f.md"}, all: true, folder: []string{"a", "a/b"}, do: func(t *testing.T, root string) {
		must(t, os.RemoveAll(root+"/a"), os.MkdirAll(root+"/a/b", 0o755))
	}},
	{name: "folder becomes a file", tree: []string{"a/f.md"}, all: true, folder: []string{"."}, do: func(t *testing.T, root string) {
		must(t, os.RemoveAll(root+"/a"))
		write(t, root+"/a", "a file")
	}},
	{name: "rename folder", tree: []string{"a/sub/deep/f.md"}, all: true, folder: []string{"b", "b/sub", "b/sub/deep"}, do: func(t *testing.T, root string) {
		must(t, os.Rename(root+"/a", root+"/b"))
	}},
	{name: "move folder down", tree: []string{"a/sub/f.md", "b/"}, all: true, folder: []string{"b/a", "b/a/sub"}, do: func(t *testing.T, root string) {
		must(t, os.Rename(root+"/a", root+"/b/a"))
	}},
	{name: "move folder in", all: true, folder: []string{"a", "a/sub"}, do: func(t *testing.T, root string) {
		out := t.TempDir() + "/a"
		must(t, os.MkdirAll(out+"/sub", 0o755), os.Rename(out, root+"/a"))
	}},
	{name: "move folder out", tree: []string{"a/sub/f.md", "b/"}, all: true, folder: []string{"b"}, do: func(t *testing.T, root string) {
		must(t, os.Rename(root+"/a", t.TempDir()+"/a"))
	}},
	{name: "swap folders", tree: []string{"a/s/f.md", "b/s/f.md"}, all: true, folder: []string{"a", "b", "a/s", "b/s"}, do: func(t *testing.T, root string) {
		must(t, os.Rename(root+"/a", root+"/t"), os.Rename(root+"/b", root+"/a"), os.Rename(root+"/t", root+"/b"))
	}},
	{name: "replace folder", tree: []string{"a/s/f.md", "a.new/s/f.md"}, all: true, folder: []string{"a", "a/s"}, do: func(t *testing.T, root string) {
		must(t, os.Rename(root+"/a", root+"/a.old"), os.Rename(root+"/a.new", root+"/a"), os.RemoveAll(root+"/a.old"))
	}},
	{name: "folder there and back", tree: []string{"a/s/f.md"}, all: true, folder: []string{"a", "a/s"}, do: func(t *testing.T, root string) {
		must(t, os.Rename(root+"/a", root+"/b"), os.Rename(root+"/b", root+"/a"))
	}},
	{name: "new symlink", tree: []string{"a/f.md"}, all: true, folder: []string{"a"}, do: func(t *testing.T, root string) {
		must(t, os.Symlink(root+"/a/f.md", root+"/a/g.md"))
	}},
	{name: "root removed and recreated", tree: []string{"a/f.md"}, all: true, folder: []string{".", "a"}, do: func(t *testing.T, root string) {
		must(t, os.RemoveAll(root), os.MkdirAll(root+"/a", 0o755))
	}},
	{name: "root replaced by rename", tree: []string{"a/f.md"}, all: true, folder: []string{".", "a"}, do: func(t *testing.T, root string) {
		out := t.TempDir()
		must(t, os.MkdirAll(out+"/new/a", 0o755), os.Rename(root, out+"/old"), os.Rename(out+"/new", root))
	}},
}

func TestActions(t *testing.T) {
	for _, a := range actions {
		t.Run(a.name, func(t *testing.T) {
			root := plant(t, a.tree...)
			f := follow(t, root, quick())
			a.do(t, root)
			if a.all {
				f.until("everything", isAll)
			} else if b := f.until(a.told, covers(a.told)); b.All || b.Why != "change" {
				t.Errorf("got %+v, want a change in %q only", b, a.told)
			}
			f.heard(a.folder...)
		})
	}
}
