package walk

import (
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// plant makes files under a new folder: "path=content", "path->target" for a link.
func plant(t *testing.T, specs ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, s := range specs {
		name, target, isLink := strings.Cut(s, "->")
		name, content, _ := strings.Cut(name, "=")
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if isLink {
			err = os.Symlink(target, p)
		} else {
			err = os.WriteFile(p, []byte(content), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func list(t *testing.T, tree *Tree) []string {
	t.Helper()
	files, notes, err := tree.Everything(t.Context())
	if err != nil || len(notes) > 0 {
		t.Fatal(err, notes)
	}
	return paths(files)
}

func paths(files []File) []string {
	var names []string
	for _, f := range files {
		names = append(names, f.Path)
	}
	return names
}

func open(t *testing.T, dir string, exclude ...string) *Tree {
	t.Helper()
	tree, err := Open(dir, exclude...)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestEverything(t *testing.T) {
	outside := plant(t, "secret.txt=s")
	dir := plant(t, "a.txt=1", "b/c/d.md=2", "b/x.bin=3",
		".hidden=x", ".git/config=x", "node_modules/p/readme.md=x", "a.txt~=x", "#a.txt#=x", ".#a.txt=x", "4913=x",
		"b/.d.md.swp=x", "q.swp=x", "q.tmp=x", "q.part=x", "q.crdownload=x",
		".seedignore=# a comment\n*.log\n!keep.log\n/only-root.txt\nprivate/\n\n", "x.log=x", "b/y.log=x", "b/keep.log=x",
		"only-root.txt=x", "b/only-root.txt=x", "private/p.txt=x", "b/.seedignore=/z.txt\n!x.log", "b/z.txt=x", "z.txt=x", "b/x.log=x",
		"out/index.html=x",
		"leak.txt->"+outside+"/secret.txt", "leakdir->"+outside, "up->..", "loop->loop", "dangling->nowhere",
		"again.txt->a.txt", "againdir->b", "env.txt->.hidden", "gitdir->.git",
		"..v1/k8s.txt=x", "..data->..v1", "k8s.txt->..data/k8s.txt", "..v1/sub/s.txt=x", "vol->..data/sub")
	want := []string{"a.txt", "b/c/d.md", "b/keep.log", "b/only-root.txt", "b/x.bin", "b/x.log", "k8s.txt", "vol/s.txt", "z.txt"}
	if got := list(t, open(t, dir, filepath.Join(dir, "out"))); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestFolderLooksAtOneFolderByTheSameRules(t *testing.T) {
	dir := plant(t, ".seedignore=*.log\nskip/", "a.txt=1", "b/a.log=x", "b/c.txt=x", "b/deep/d.txt=x", "skip/e.txt=x")
	tree := open(t, dir)
	list(t, tree)
	for folder, want := range map[string][]string{".": {"a.txt"}, "b": {"b/c.txt"}, "skip": nil, "gone": nil, "b/deep": {"b/deep/d.txt"}} {
		files, _, err := tree.Folder(t.Context(), folder)
		if got := paths(files); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %q, %v; want %q", folder, got, err, want)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, IgnoreFile), []byte("nothing-at-all"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := tree.Folder(t.Context(), "b/deep"); !errors.Is(err, ErrElsewhere) {
		t.Errorf("got %v, want ErrElsewhere", err)
	}
	if got, want := list(t, tree), []string{"a.txt", "b/a.log", "b/c.txt", "b/deep/d.txt", "skip/e.txt"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestFolderByName: of some names it finds what it finds of all.
func TestFolderByName(t *testing.T) {
	dir := plant(t, ".seedignore=*.log\nskip/", "a.txt=1", "a.log=x", "b.txt~=x", "link.txt->a.txt", "b/a.log=x", "b/c.txt=x", "b/deep/d.txt=x", "skip/e.txt=x",
		"b/.seedignore=/z.txt\n!a.log", "b/z.txt=x", "..v1/k.txt=x", "..data->..v1", "k.txt->..data/k.txt", "site/.seedfeed/manifest=x", "site/page.html=x")
	tree := open(t, dir)
	list(t, tree)
	for _, folder := range []string{".", "b", "b/deep", "skip", "site", "gone", "a.txt"} {
		all, notes, err := tree.Folder(t.Context(), folder)
		if err != nil {
			t.Fatal(err)
		}
		entries, _ := os.ReadDir(filepath.Join(dir, folder)) // some of them are none
		names := []string{"nothing.txt"}
		for _, e := range entries {
			names = append(names, e.Name())
			files, _, err := tree.Folder(t.Context(), folder, e.Name())
			want := slices.DeleteFunc(slices.Clone(all), func(f File) bool { return path.Base(f.Path) != e.Name() })
			if err != nil || !slices.Equal(files, want) {
				t.Errorf("%s in %s: %v, %v; want %v", e.Name(), folder, files, err, want)
			}
		}
		files, other, err := tree.Folder(t.Context(), folder, names...)
		if err != nil || !slices.Equal(files, all) || len(other) != len(notes) {
			t.Errorf("all names in %s: %v, %v, %v; want %v, %v", folder, files, other, err, all, notes)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "b", IgnoreFile), []byte("nothing-at-all"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := tree.Folder(t.Context(), "b", "c.txt"); !errors.Is(err, ErrElsewhere) {
		t.Errorf("got %v, want ErrElsewhere", err)
	}
}

// TestFolderBecomesASite: then nothing in it counts, nor below it, and it counts again when it is none any more. A look at one folder notices.
func TestFolderBecomesASite(t *testing.T) {
	dir := plant(t, "a.txt=1", "b/c.txt=2", "b/deep/d.txt=3")
	tree := open(t, dir)
	list(t, tree)
	mark := filepath.Join(dir, "b", stateFolder, "manifest")
	if err := errors.Join(os.Mkdir(filepath.Dir(mark), 0o755), os.WriteFile(mark, nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	for _, isSite := range []bool{true, false} {
		for _, folder := range []string{"b", "b/deep"} {
			if _, _, err := tree.Folder(t.Context(), folder, "c.txt"); !errors.Is(err, ErrElsewhere) && folder == "b" {
				t.Errorf("%v: %s: got %v, want ErrElsewhere", isSite, folder, err)
			}
			files, _, err := tree.Folder(t.Context(), folder)
			if err != nil || (len(files) == 0) != isSite {
				t.Errorf("%v: %s: %v, %v", isSite, folder, files, err)
			}
		}
		want := []string{"a.txt", "b/c.txt", "b/deep/d.txt"}
		if isSite {
			want = want[:1]
		}
		if got := list(t, tree); !slices.Equal(got, want) {
			t.Errorf("%v: got %q, want %q", isSite, got, want)
		}
		_ = os.Remove(mark) // the second time it is gone
	}
}

// TestLinkedFolderGone: a look at where the link was notices that its files are gone.
func TestLinkedFolderGone(t *testing.T) {
	for _, folder := range []string{".", "b"} {
		dir := plant(t, "a.txt=1", "..v1/k.txt=2", "..data->..v1", "b/c.txt=3")
		link := filepath.Join(dir, folder, "posts")
		if err := os.Symlink(filepath.Join(dir, "..data"), link); err != nil {
			t.Fatal(err)
		}
		tree := open(t, dir)
		if got, want := list(t, tree), path.Join(folder, "posts/k.txt"); !slices.Contains(got, want) {
			t.Fatalf("got %q, want %q in it", got, want)
		}
		if _, _, err := tree.Folder(t.Context(), folder, "none"); err != nil {
			t.Error(err)
		}
		if err := os.Remove(link); err != nil {
			t.Fatal(err)
		}
		if _, _, err := tree.Folder(t.Context(), folder, "posts"); !errors.Is(err, ErrElsewhere) {
			t.Errorf("%s: got %v, want ErrElsewhere", folder, err)
		}
	}
}

// TestUnreadableFolderIsANote: it is one, not one for each of its files, also when it may be listed and only not be entered.
func TestUnreadableFolderIsANote(t *testing.T) {
	if os.Getuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("permissions don't bind here")
	}
	for name, mode := range map[string]os.FileMode{"closed": 0, "listed": 0o644} {
		t.Run(name, func(t *testing.T) {
			dir := plant(t, "a.txt=1", "locked/b.txt=2", "locked/c.txt=3")
			if err := os.Chmod(filepath.Join(dir, "locked"), mode); err != nil {
				t.Fatal(err)
			}
			defer os.Chmod(filepath.Join(dir, "locked"), 0o755)
			files, notes, err := open(t, dir).Everything(t.Context())
			if err != nil || len(files) != 1 || len(notes) != 1 || notes[0].Path != "locked" {
				t.Errorf("got %v, %v, %v", files, notes, err)
			}
		})
	}
}

func TestOpen(t *testing.T) {
	outside := plant(t, "secret.txt=s", "more/secret.txt=s")
	dir := plant(t, "a.txt=1", "..data/b.txt=2", "b.txt->..data/b.txt", "leak.txt->"+outside+"/secret.txt", "leak->"+outside+"/more")
	tree := open(t, dir)
	for p, want := range map[string]string{"a.txt": "1", "b.txt": "2", "leak.txt": "", "leak/secret.txt": "", "none.txt": ""} {
		f, err := tree.Open(p)
		if want == "" && err == nil {
			t.Errorf("%s is open", p)
		}
		if want == "" {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(f); string(got) != want || err != nil {
			t.Errorf("%s: got %q, %v", p, got, err)
		}
		f.Close()
	}
}

func TestSwappedVolume(t *testing.T) {
	dir := plant(t, "..v1/a.txt=one", "..data->..v1", "a.txt->..data/a.txt", "..v2/a.txt=longer")
	tree := open(t, dir)
	before, _, err := tree.Everything(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("..v2", filepath.Join(dir, "..data_tmp")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "..data_tmp"), filepath.Join(dir, "..data")); err != nil {
		t.Fatal(err)
	}
	after, _, err := tree.Everything(t.Context())
	if err != nil || len(before) != 1 || len(after) != 1 || after[0].Size != 6 || before[0].Size != 3 {
		t.Errorf("before %v, after %v, %v", before, after, err)
	}
}
