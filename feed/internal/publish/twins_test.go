package publish

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// kinds are two kinds of twins that can be told at sight. Texts of less than four letters aren't worth any.
func kinds() (all []Twin) {
	for _, ext := range []string{".x", ".y"} {
		all = append(all, Twin{Ext: ext, Pack: func(text []byte) []byte {
			if len(text) < 4 {
				return nil
			}
			return []byte(ext + " " + string(text))
		}})
	}
	return all
}

// twins publishes documents with twins as a process of its own.
func (s *site) twins(docs ...Document) (published, twinned *Result) {
	s.t.Helper()
	published, twinned, err := s.tryTwins(s.open(), docs)
	if err != nil {
		s.t.Fatal(err)
	}
	return published, twinned
}

func (s *site) tryTwins(f *Folder, docs []Document) (published, twinned *Result, err error) {
	if published, err = f.Publish(s.t.Context(), docs, nil); err != nil {
		return nil, nil, err
	}
	var of []string
	for _, d := range docs {
		if strings.HasSuffix(d.Path, ".html") {
			of = append(of, d.Path)
		}
	}
	twinned, err = f.Twins(s.t.Context(), of, kinds(), nil)
	return published, twinned, err
}

func (s *site) read(name string) string {
	b, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// inStep reports twins that don't belong to what they stand beside.
func (s *site) inStep() {
	s.t.Helper()
	for p := range strings.FieldsSeq(s.list()) {
		ext := filepath.Ext(p)
		if ext != ".x" && ext != ".y" || strings.HasPrefix(s.read(p), "theirs") {
			continue
		}
		if of := s.read(strings.TrimSuffix(p, ext)); s.read(p) != ext+" "+of {
			s.t.Errorf("%s holds %q beside %q", p, s.read(p), of)
		}
	}
}

func TestTwinsFollowTheirDocuments(t *testing.T) {
	s := newSite(t)
	s.twins(doc("a.html", "apple"), doc("d/b.html", "berry"), doc("c.html", "sea"), doc("e.png", "picture"))
	want := "a.html a.html.x a.html.y c.html d/ d/b.html d/b.html.x d/b.html.y e.png"
	if s.inStep(); s.list() != want {
		t.Errorf("have %s", s.list())
	}
	document, err := os.Stat(filepath.Join(s.dir, "a.html"))
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(filepath.Join(s.dir, "a.html.x"))
	if err != nil || !before.ModTime().Equal(document.ModTime()) {
		t.Errorf("the twin is of %v, its document of %v, %v", before.ModTime(), document.ModTime(), err)
	}
	lines := len(s.lines)
	if pub, tw := s.twins(doc("a.html", "apple"), doc("d/b.html", "berry"), doc("c.html", "sea"), doc("e.png", "picture")); len(pub.Written)+len(tw.Written) > 0 || len(s.lines) > lines {
		t.Errorf("a build without changes wrote %v, %v, %q", pub.Written, tw.Written, s.lines[lines:])
	}
	_, tw := s.twins(doc("a.html", "apple"), doc("d/b.html", "blackberry"), doc("c.html", "sea"), doc("e.png", "picture"))
	if s.inStep(); len(tw.Written) != 2 || s.list() != want {
		t.Errorf("wrote %v, have %s", tw.Written, s.list())
	}
	if after, err := os.Stat(filepath.Join(s.dir, "a.html.x")); err != nil || !os.SameFile(before, after) {
		t.Errorf("the twin of another document was replaced: %v", err)
	}
	s.twins(doc("a.html", "app"), doc("c.html", "seaside")) // one is worth it no more, one is now, one is gone
	if s.inStep(); s.list() != "a.html c.html c.html.x c.html.y" {
		t.Errorf("have %s", s.list())
	}
	s.must(doc("a.html", "app"), doc("c.html", "seaweed")) // without Twins none is out of step either
	if s.inStep(); s.list() != "a.html c.html" {
		t.Errorf("have %s", s.list())
	}
	s.twins(doc("a.html", "apple"), doc("c.html", "seaweed"))
	f := s.open()
	if _, err := f.Publish(t.Context(), []Document{doc("a.html", "apple"), doc("c.html", "seaweed")}, nil); err != nil {
		t.Fatal(err)
	}
	if res, err := f.Twins(t.Context(), nil, nil, nil); err != nil || len(res.Removed) != 4 || s.list() != "a.html c.html" {
		t.Errorf("%v, %v, have %s", res, err, s.list())
	}
}

func TestTwinsComeBack(t *testing.T) {
	s := newSite(t)
	docs := []Document{doc("a.html", "apple"), doc("b.html", "berry")}
	s.twins(docs...)
	if err := errors.Join(os.Remove(filepath.Join(s.dir, "a.html.x")), os.Truncate(filepath.Join(s.dir, "b.html.y"), 3)); err != nil {
		t.Fatal(err)
	}
	if _, tw := s.twins(docs...); len(tw.Written) != 2 {
		t.Errorf("wrote %v", tw.Written)
	}
	s.inStep()
	s.lines = nil // a lost manifest: what has the bytes that it should have is taken for ours
	if _, tw := s.twins(docs...); len(tw.Written)+len(tw.Foreign) > 0 {
		t.Errorf("wrote %v, not ours are %q", tw.Written, tw.Foreign)
	}
	s.twins(doc("a.html", "another"))
	if s.inStep(); s.list() != "a.html a.html.x a.html.y" {
		t.Errorf("have %s", s.list())
	}
}

func TestTwinsOfOthersStay(t *testing.T) {
	s := newSite(t)
	theirs := func(name string) {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte("theirs"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	theirs("a.html.x")
	if err := os.Mkdir(filepath.Join(s.dir, "b.html.y"), 0o755); err != nil {
		t.Fatal(err)
	}
	_, tw := s.twins(doc("a.html", "apple"), doc("b.html", "berry"), doc("c.html", "cherry"))
	if !slices.Equal(tw.Foreign, []string{"a.html.x", "b.html.y"}) || strings.Contains(s.list(), ".tmp") {
		t.Errorf("not ours are %q, have %s", tw.Foreign, s.list())
	}
	theirs("b.html.x") // where ours was
	theirs("c.html.x")
	pub, tw := s.twins(doc("a.html", "another"), doc("b.html", "other"))
	if !slices.Equal(tw.Foreign, []string{"a.html.x", "b.html.x", "b.html.y"}) || !slices.Equal(pub.Left, []string{"b.html.x", "c.html.x"}) && !slices.Equal(pub.Left, []string{"c.html.x", "b.html.x"}) {
		t.Errorf("not ours are %q, left %q", tw.Foreign, pub.Left)
	}
	for _, name := range []string{"a.html.x", "b.html.x", "c.html.x"} {
		if s.read(name) != "theirs" {
			t.Errorf("%s holds %q", name, s.read(name))
		}
	}
	if s.inStep(); s.read("a.html.y") != ".y another" {
		t.Errorf("have %s", s.list())
	}
}

// TestDocumentInPlaceOfTwin: a document of the site that is called like a twin is no twin, before and after.
func TestDocumentInPlaceOfTwin(t *testing.T) {
	s := newSite(t)
	s.twins(doc("a.html", "apple"))
	for _, text := range []string{".x apple", "quite another"} {
		s.twins(doc("a.html", "another"), doc("a.html.x", text))
		if s.read("a.html.x") != text || s.read("a.html.y") != ".y another" {
			t.Errorf("it holds %q; %q", s.read("a.html.x"), s.read("a.html.y"))
		}
		s.twins(doc("a.html", "apple"))
		if s.inStep(); s.list() != "a.html a.html.x a.html.y" {
			t.Errorf("have %s", s.list())
		}
	}
}

// TestTwinsAreInStepAtAnyMoment replays what the kernel says happened in the folder: whenever a document came into its
// place, no twin was there that it didn't have.
func TestTwinsAreInStepAtAnyMoment(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems don't tell each event in its order")
	}
	s := newSite(t)
	s.twins(doc("a.html", "apple"), doc("b.html", "berry"), doc("c.html", "cherry"), doc("d.html", "date"))
	w, err := fsnotify.NewBufferedWatcher(1000)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Add(s.dir); err != nil {
		t.Fatal(err)
	}
	s.twins(doc("a.html", "another"), doc("b.html", "bee"), doc("d.html", "date"))
	s.must(doc("a.html", "without"), doc("d.html", "date"))
	if err := os.WriteFile(filepath.Join(s.dir, "end"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, p := range []string{"a.html", "b.html", "c.html", "d.html"} {
		there[p], there[p+".x"], there[p+".y"] = true, true, true
	}
	seen := ""
	for !there["end"] {
		var e fsnotify.Event
		select {
		case e = <-w.Events:
		case err := <-w.Errors:
			t.Fatal(err)
		case <-time.After(10 * time.Second):
			t.Fatal("no end")
		}
		name := filepath.Base(e.Name)
		if strings.HasPrefix(name, ".") {
			continue
		}
		switch {
		case e.Has(fsnotify.Create):
			there[name] = true
		case e.Has(fsnotify.Remove):
			delete(there, name)
		default:
			continue
		}
		seen += " " + e.Op.String() + " " + name
		if filepath.Ext(name) == ".html" && (there[name+".x"] || there[name+".y"]) {
			t.Errorf("%s changed or went while a twin of it was there:%s", name, seen)
		}
		if of := strings.TrimSuffix(name, filepath.Ext(name)); e.Has(fsnotify.Create) && name != "end" && !there[of] && of != strings.TrimSuffix(name, ".html") {
			t.Errorf("%s came before its document:%s", name, seen)
		}
	}
	for _, part := range []string{"CREATE a.html", "CREATE a.html.x", "CREATE b.html", "REMOVE c.html", "REMOVE c.html.y"} {
		if !strings.Contains(seen+" ", " "+part+" ") {
			t.Errorf("there was no %s:%s", part, seen)
		}
	}
}

// TestTwinsAfterCrash: the process dies before the n-th time that the manifest is written, and the next one wants twins or doesn't.
func TestTwinsAfterCrash(t *testing.T) {
	for n := range 5 {
		for _, wanted := range []bool{true, false} {
			testTwinsAfterCrash(t, n, wanted)
		}
	}
}

func testTwinsAfterCrash(t *testing.T, n int, wanted bool) {
	s := newSite(t)
	s.twins(doc("a.html", "apple"), doc("d/b.html", "berry"), doc("s.html", "shrinks"))
	f, saves := s.open(), 0
	f.save = func(lines []string) error {
		if saves == n {
			return errors.New("crash")
		}
		saves++
		s.lines = append(s.lines, lines...)
		return nil
	}
	docs := []Document{doc("a.html", "another"), doc("c.html", "cherry"), doc("s.html", "s")}
	if _, _, err := s.tryTwins(f, docs); (err == nil) != (n == 4) {
		t.Fatalf("%d: %v", n, err)
	}
	s.inStep()
	want := "a.html c.html s.html"
	if wanted {
		want = "a.html a.html.x a.html.y c.html c.html.x c.html.y s.html"
		if _, tw := s.twins(docs...); len(tw.Foreign)+len(tw.Left) > 0 {
			t.Errorf("%d: not ours are %q, left %q", n, tw.Foreign, tw.Left)
		}
	} else {
		docs[0] = doc("a.html", "yet another")
		f := s.open()
		if _, err := f.Publish(t.Context(), docs, nil); err != nil {
			t.Fatal(err)
		}
		s.inStep()
		if res, err := f.Twins(t.Context(), nil, nil, nil); err != nil || len(res.Left) > 0 {
			t.Errorf("%d: %v, %v", n, res, err)
		}
	}
	if s.inStep(); s.list() != want {
		t.Errorf("%d: have %s", n, s.list())
	}
}
