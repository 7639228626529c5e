package publish

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// site is a folder whose manifest lives in memory, as a file would.
type site struct {
	t     *testing.T
	dir   string
	lines []string
}

func newSite(t *testing.T) *site { return &site{t: t, dir: t.TempDir()} }

func (s *site) open() *Folder {
	s.t.Helper()
	f, err := Open(s.dir, func(lines []string) error { s.lines = append(s.lines, lines...); return nil })
	if err != nil {
		s.t.Fatal(err)
	}
	for _, line := range s.lines {
		if err := f.Read(line); err != nil {
			s.t.Fatal(err)
		}
	}
	s.t.Cleanup(func() { f.Close() })
	return f
}

func (s *site) publish(docs ...Document) (*Result, error) {
	f := s.open()
	return f.Publish(s.t.Context(), docs, nil)
}

func (s *site) must(docs ...Document) *Result {
	s.t.Helper()
	res, err := s.publish(docs...)
	if err != nil {
		s.t.Fatal(err)
	}
	return res
}

func (s *site) list() string {
	s.t.Helper()
	var all []string
	err := filepath.WalkDir(s.dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && p != s.dir {
			rel, _ := filepath.Rel(s.dir, p)
			if d.IsDir() {
				rel += "/"
			}
			all = append(all, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.Join(all, " ")
}

func doc(path, text string) Document {
	return Document{Path: path, Key: "key of " + text, Render: func(w io.Writer) error { _, err := io.WriteString(w, text); return err }}
}

func TestOnlyWhatChangedIsWritten(t *testing.T) {
	s := newSite(t)
	res := s.must(doc("a.html", "one"), doc("deep/down/b.html", "two"))
	if len(res.Written) != 2 || s.list() != "a.html deep/ deep/down/ deep/down/b.html" {
		t.Errorf("wrote %v, have %s", res.Written, s.list())
	}
	before, err := os.Stat(filepath.Join(s.dir, "a.html"))
	if err != nil {
		t.Fatal(err)
	}
	untouched := Document{Path: "a.html", Key: "key of one", Render: func(io.Writer) error { return errors.New("rendered again") }}
	equal := doc("deep/down/b.html", "two")
	equal.Key = "another key"
	if res = s.must(untouched, equal); len(res.Written) != 0 {
		t.Errorf("wrote %v", res.Written)
	}
	if res = s.must(doc("a.html", "one"), doc("c.html", "three")); len(res.Written) != 1 || !slices.Equal(res.Removed, []string{"deep/down/b.html"}) {
		t.Errorf("wrote %v, removed %v", res.Written, res.Removed)
	}
	after, err := os.Stat(filepath.Join(s.dir, "a.html"))
	if err != nil || !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
		t.Errorf("an unchanged file was replaced: %v, %v", after, err)
	}
	if s.list() != "a.html c.html" {
		t.Errorf("have %s", s.list())
	}
}

func TestForeignFilesAreNeverTouched(t *testing.T) {
	s := newSite(t)
	mine := filepath.Join(s.dir, "feed.atom")
	if err := os.WriteFile(mine, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := s.publish(doc("a.html", "one"), doc("feed.atom", "ours"))
	if foreign, ok := errors.AsType[*ForeignError](err); !ok || foreign.Path != "feed.atom" {
		t.Errorf("got %v", err)
	}
	if b, err := os.ReadFile(mine); err != nil || string(b) != "mine" || s.list() != "feed.atom" {
		t.Errorf("%q, %v, have %s", b, err, s.list())
	}
	s.must(doc("feed.atom", "mine")) // the same bytes: taken for ours
	s.must()
	if s.list() != "" {
		t.Errorf("have %s", s.list())
	}
	for name, make := range map[string]func(p string) error{
		"folder": func(p string) error { return os.Mkdir(p, 0o755) },
		"link":   func(p string) error { return os.Symlink(os.DevNull, p) },
	} {
		if err := make(filepath.Join(s.dir, name)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.publish(doc(name, "ours")); err == nil {
			t.Errorf("a %s was replaced", name)
		}
	}
}

func TestRemoveLeavesForeignNeighbours(t *testing.T) {
	s := newSite(t)
	s.must(doc("d/a.html", "one"), doc("e/b.html", "two"))
	if err := os.WriteFile(filepath.Join(s.dir, "d", "notes"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	s.must(doc("x", "x"))
	if s.list() != "d/ d/notes x" {
		t.Errorf("have %s", s.list())
	}
}

func TestFailurePublishesNothing(t *testing.T) {
	s := newSite(t)
	s.must(doc("a.html", "one"), doc("b.html", "two"))
	broken := Document{Path: "c.html", Key: "k", Render: func(io.Writer) error { return errors.New("template says no") }}
	if _, err := s.publish(doc("a.html", "new"), broken); err == nil || !strings.Contains(err.Error(), "template says no") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.open().Publish(ctx, []Document{doc("z.html", "new")}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if b, err := os.ReadFile(filepath.Join(s.dir, "a.html")); err != nil || string(b) != "one" || s.list() != "a.html b.html" {
		t.Errorf("%q, %v, have %s", b, err, s.list())
	}
}

func TestLostAndCutFilesComeBack(t *testing.T) {
	s := newSite(t)
	s.must(doc("a.html", "one"), doc("b.html", "two"))
	if err := errors.Join(os.Remove(filepath.Join(s.dir, "a.html")), os.Truncate(filepath.Join(s.dir, "b.html"), 1)); err != nil {
		t.Fatal(err)
	}
	s.must(doc("a.html", "one"), doc("b.html", "two"))
	for name, want := range map[string]string{"a.html": "one", "b.html": "two"} {
		if b, err := os.ReadFile(filepath.Join(s.dir, name)); err != nil || string(b) != want {
			t.Errorf("%s: %q, %v", name, b, err)
		}
	}
}

// TestCrashBetweenAnyTwoManifestWrites: the process dies before the n-th time that the manifest is written; the next
// run must find its way to the wanted tree and take nothing for somebody else's.
func TestCrashBetweenAnyTwoManifestWrites(t *testing.T) {
	for n := range 3 {
		s := newSite(t)
		s.must(doc("a.html", "one"), doc("gone/b.html", "two"))
		f := s.open()
		saves := 0
		f.save = func(lines []string) error {
			if saves == n {
				return errors.New("crash")
			}
			saves++
			s.lines = append(s.lines, lines...)
			return nil
		}
		docs := []Document{doc("a.html", "changed"), doc("new/c.html", "three")}
		if _, err := f.Publish(t.Context(), docs, nil); (err == nil) != (n == 2) {
			t.Fatalf("%d: %v", n, err)
		}
		s.must(docs...)
		if b, err := os.ReadFile(filepath.Join(s.dir, "a.html")); err != nil || string(b) != "changed" {
			t.Errorf("%d: %q, %v", n, b, err)
		}
		if s.list() != "a.html new/ new/c.html" {
			t.Errorf("%d: have %s", n, s.list())
		}
	}
}

func TestManyDocuments(t *testing.T) {
	s := newSite(t)
	var docs []Document
	for i := range 3 * bulkDocuments {
		docs = append(docs, doc(fmt.Sprintf("d%d/%s.html", i%7, strings.Repeat("n", 200)+fmt.Sprint(i)), fmt.Sprint(i)))
	}
	last := 0
	f := s.open()
	res, err := f.Publish(t.Context(), docs, func(done, total int) { last = done * 1000 / total })
	if err != nil || len(res.Written) != len(docs) || last != 1000 {
		t.Fatalf("%v, %d, progress %d", err, len(res.Written), last)
	}
	if strings.Contains(s.list(), ".tmp") {
		t.Error("temporary files are left")
	}
	again := &site{t: t, dir: s.dir, lines: f.Manifest()}
	if res := again.must(docs...); len(res.Written) != 0 {
		t.Errorf("wrote %d", len(res.Written))
	}
}

// FuzzManifest: a file of any name and key is read back as it was written.
func FuzzManifest(f *testing.F) {
	f.Add("a b\n\xff\"", "key", int64(5))
	f.Fuzz(func(t *testing.T, p, key string, size int64) {
		folder := &Folder{files: map[string]File{}}
		want := File{Key: key, Hash: "h", Size: size}
		l := line(p, want)
		if err := folder.Read(l); err != nil || folder.files[p] != want {
			t.Fatalf("%q: %v, %v", l, err, folder.files)
		}
		if err := folder.Read(removed(p)); err != nil || len(folder.files) != 0 {
			t.Fatalf("%q: %v, %v", p, err, folder.files)
		}
	})
}

// TestFilesPutInPlaceOfOurs: what somebody put where a document of ours was is his, whatever the manifest says.
func TestFilesPutInPlaceOfOurs(t *testing.T) {
	doc := func(path, key, text string) Document {
		return Document{Path: path, Key: key, Render: func(w io.Writer) error { _, err := io.WriteString(w, text); return err }}
	}
	s := newSite(t)
	s.must(doc("a", "1", "ours a"), doc("b", "1", "ours b"), doc("c", "1", "ours c"))
	for name, text := range map[string]string{"a": "theirs", "b": "theirs, longer", "c": "our"} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.publish(doc("a", "2", "ours again"), doc("b", "1", "ours b"), doc("c", "1", "ours c"))
	if foreign, ok := errors.AsType[*ForeignError](err); !ok || foreign.Path != "a" && foreign.Path != "b" {
		t.Errorf("replacing what is theirs: %v", err)
	}
	res := s.must(doc("c", "1", "ours c")) // cut short, it is still ours
	if !slices.Equal(res.Left, []string{"a", "b"}) {
		t.Errorf("left %q", res.Left)
	}
	for name, want := range map[string]string{"a": "theirs", "b": "theirs, longer", "c": "ours c"} {
		if got, err := os.ReadFile(filepath.Join(s.dir, name)); err != nil || string(got) != want {
			t.Errorf("%s holds %q, %v", name, got, err)
		}
	}
}

func TestOwnedFileMayBeReplaced(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "_headers"), []byte("old\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := Open(dir, func([]string) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	docs := []Document{{Path: "_headers", Key: "new", Render: func(w io.Writer) error {
		_, err := io.WriteString(w, "new\n")
		return err
	}}}
	if _, err := f.Publish(t.Context(), docs, nil); err == nil {
		t.Error("a file of somebody else was replaced")
	}
	if err := f.Own("_headers"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Publish(t.Context(), docs, nil); err != nil {
		t.Error(err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "_headers")); err != nil || string(got) != "new\n" {
		t.Errorf("it holds %q, %v", got, err)
	}
}
