package feed_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/seedfeed/seedfeed/feed"
)

// TestTwinsAfterAnyCrash: a process killed at any instant leaves no twin that isn't that of its document.
func TestTwinsAfterAnyCrash(t *testing.T) {
	const span = 400 * time.Millisecond // a few builds with twins
	if dir := os.Getenv(crashFolder); dir != "" {
		s := siteIn(dir)
		s.Twins = true
		buildOnAndOn(t, s)
		return
	}
	dir := t.TempDir()
	g := &garden{siteIn(dir), t}
	g.Twins = true
	must(t, os.MkdirAll(filepath.Join(g.Seeds, "beds"), 0o755), os.Mkdir(filepath.Join(dir, "shed"), 0o755))
	for n := range crashSeeds {
		g.sow(crashName(n), crashText(n, 0))
	}
	g.build()
	rnd := rand.New(rand.NewPCG(7, 5))
	missing := 0
	for range max(10, kills/5) {
		killAfter(t, dir, time.Duration(rnd.Int64N(int64(span))))
		missing += lookAtTwins(t, g.Out)
	}
	t.Logf("%d twins were on their way", missing)
	g.build()
	if n := lookAtTwins(t, g.Out); n > 0 {
		t.Errorf("%d documents have no twin", n)
	}
	g.Site = siteIn(dir)
	g.build()
	for name := range readTree(t, g.Out) {
		if isTwin(name) {
			t.Errorf("%s is still there", name)
		}
	}
}

func isTwin(name string) bool {
	switch filepath.Ext(name) {
	case ".gz", ".br", ".zst":
		return true
	}
	return false
}

// lookAtTwins makes sure that twins say what their documents do, and counts documents without one.
func lookAtTwins(t *testing.T, out string) (missing int) {
	t.Helper()
	found, _, err := feed.CheckSite(os.DirFS(out))
	must(t, err)
	for _, f := range found {
		if isTwin(f.File) {
			t.Errorf("%s: %s", f.File, f.What)
		}
	}
	tree := readTree(t, out)
	for name, text := range tree {
		if _, there := tree[name+".gz"]; !there && !isTwin(name) && filepath.Ext(name) != ".tmp" && len(text) > 2000 {
			missing++
		}
	}
	return missing
}
