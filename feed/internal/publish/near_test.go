package publish

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestRendering: documents of a group are rendered together, and among them those of a folder; they are put in place as they were given.
func TestRendering(t *testing.T) {
	var docs []Document
	for i, p := range []string{"b/1", "a", "b/2", "c/1", "b/3", "c/2"} {
		docs = append(docs, Document{Path: p, Group: i % 2})
	}
	var order []string
	for _, i := range rendering(docs) {
		order = append(order, docs[i].Path)
	}
	if want := []string{"b/1", "b/2", "b/3", "a", "c/1", "c/2"}; !slices.Equal(order, want) {
		t.Errorf("rendered %q, want %q", order, want)
	}
	var named []string
	s := newSite(t)
	f := s.open()
	for i := range docs {
		docs[i].Key, docs[i].Render = "k", func(w io.Writer) error { _, err := fmt.Fprint(w, i); return err }
	}
	if _, err := f.Publish(t.Context(), docs, nil); err != nil {
		t.Fatal(err)
	}
	for _, l := range s.lines[len(docs):] { // after what is about to be written
		named = append(named, l[1:len(`b/1`)+1])
	}
	if want := []string{"b/1", `a" `, "b/2", "c/1", "b/3", "c/2"}; !slices.Equal(named, want) {
		t.Errorf("put in place %q, want %q", named, want)
	}
}

// TestLinkedFolders: a folder may be a link to another one of the site, but not to one outside.
func TestLinkedFolders(t *testing.T) {
	s := newSite(t)
	outside := t.TempDir()
	if err := os.MkdirAll(filepath.Join(s.dir, "real"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real", filepath.Join(s.dir, "inside")); err != nil {
		t.Skip(err)
	}
	if err := os.Symlink(outside, filepath.Join(s.dir, "outside")); err != nil {
		t.Fatal(err)
	}
	docs := []Document{doc("inside/deep/a.html", "one"), doc("inside/b.html", "two"), doc("c.html", "three")}
	for range 2 {
		s.must(docs...)
		if s.list() != "c.html inside outside real/ real/b.html real/deep/ real/deep/a.html" {
			t.Errorf("have %s", s.list())
		}
	}
	if _, err := s.publish(append(docs, doc("outside/d.html", "four"))...); err == nil {
		t.Error("a file was written outside")
	}
	if left, err := os.ReadDir(outside); err != nil || len(left) > 0 {
		t.Errorf("outside are %v, %v", left, err)
	}
}
