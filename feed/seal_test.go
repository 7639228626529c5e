package feed_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seedfeed/seedfeed/feed"
)

// cron is a site as a cron job builds it: each time by a process that knows nothing.
func (g *garden) cron() *feed.Result {
	g.t.Helper()
	site := siteIn(filepath.Dir(g.Seeds))
	site.Title, site.NoPages = g.Title, g.NoPages
	res, err := site.Build(g.t.Context())
	must(g.t, err)
	return res
}

// spoil makes the cache such that a build which opened it would write a new one, and returns whether none did.
func (g *garden) spoil() (untouched func() bool) {
	g.t.Helper()
	file := filepath.Join(g.Cache, "cache")
	junk := bytes.Repeat([]byte("junk"), 5000)
	must(g.t, os.WriteFile(file, junk, 0o644))
	return func() bool {
		b, err := os.ReadFile(file)
		must(g.t, err)
		return bytes.Equal(b, junk)
	}
}

// TestSeal: a build after one that left nothing to do loads nothing, and says the same.
func TestSeal(t *testing.T) {
	g := newGarden(t)
	g.sow("a.txt", "Apple\n\nText.\n")
	g.sow("b.md", "---\npublished: 2090-01-01\n---\n# Pear\n\nText.\n")
	g.cron()
	untouched := g.spoil()
	if res := g.cron(); res.Entries != 1 || res.Held != 1 || res.Read+res.Written+len(res.Changes) > 0 || !untouched() {
		t.Errorf("%+v, untouched %v", res, untouched())
	}
	for what, change := range map[string]func(){
		"a seed is new":             func() { g.sow("c.txt", "Cherry\n\nText.\n") },
		"a seed was touched":        func() { must(t, os.Chtimes(filepath.Join(g.Seeds, "a.txt"), time.Time{}, rested.Add(time.Hour))) },
		"a seed is gone":            func() { must(t, os.Remove(filepath.Join(g.Seeds, "c.txt"))) },
		"settings are new":          func() { g.sow("feed.yaml", "subtitle: Fruit\n") },
		"a template is new":         func() { g.sow(".seedfeed/templates/seedfeed.css", "body {}\n") },
		"a published file is gone":  func() { must(t, os.Remove(filepath.Join(g.Out, "a.html"))) },
		"a published file was cut":  func() { must(t, os.Truncate(filepath.Join(g.Out, "feed.atom"), 3)) },
		"an option is another":      func() { g.Title = "Orchard" },
		"the ledger was written to": func() { appendTo(t, filepath.Join(g.Seeds, ".seedfeed", "ledger"), "# mine\n") },
	} {
		g.cron()
		g.cron()
		if strings.HasPrefix(what, "a seed is gone") {
			g.sow("c.txt", "Cherry\n\nText.\n")
			g.cron()
		}
		change()
		untouched := g.spoil()
		g.cron()
		if untouched() {
			t.Errorf("%s: the build did nothing", what)
		}
	}
}

func appendTo(t *testing.T, file, text string) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	must(t, err)
	_, err = f.WriteString(text)
	must(t, err, f.Close())
}

// TestSealOfProblems: what is wrong is told by each build, and what isn't in order is looked at by each.
func TestSealOfProblems(t *testing.T) {
	g := newGarden(t)
	g.sow("a.txt", "Apple\n\nText.\n")
	g.sow("b.md", "---\ntitle: [\n---\nText.\n")
	for range 3 {
		if res := g.cron(); len(res.Problems) != 1 || res.Entries != 1 {
			t.Errorf("%+v", res)
		}
	}
}

// TestSealServes: a site that finds nothing to do is served like any other, withdrawn pages too.
func TestSealServes(t *testing.T) {
	g := newGarden(t)
	g.sow("a.txt", "Apple\n\nText.\n")
	g.sow("b.txt", "Pear, of which nothing is like the other\n\nAnother text.\n")
	g.cron()
	must(t, os.Remove(filepath.Join(g.Seeds, "b.txt")))
	g.cron()
	g.cron()
	site := siteIn(filepath.Dir(g.Seeds))
	untouched := g.spoil()
	if _, err := site.Build(t.Context()); err != nil || !untouched() {
		t.Fatalf("%v, untouched %v", err, untouched())
	}
	for path, want := range map[string]int{"/feed.atom": http.StatusOK, "/a.html": http.StatusOK, "/b.html": http.StatusGone, "/c.html": http.StatusNotFound} {
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
}
