package feed_test

import (
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
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

// TestTwinsThatFail: the site is published all the same.
func TestTwinsThatFail(t *testing.T) {
	g := newGarden(t)
	g.Twins = true
	g.sow("a.md", crashText(1, 1))
	hash := sha256.Sum256([]byte("feed.atom.gz"))
	inTheWay := filepath.Join(g.Out, ".seedfeed-"+hex.EncodeToString(hash[:8])+".tmp") // where it would be written
	must(t, os.MkdirAll(inTheWay, 0o755))
	res := g.build()
	if len(res.Problems) != 1 || !strings.Contains(res.Problems[0].Text, "feed.atom.gz") || len(g.published().Entries) != 1 {
		t.Errorf("got %v", res.Problems)
	}
	must(t, os.RemoveAll(inTheWay))
	if res := g.build(); len(res.Problems) > 0 || lookAtTwins(t, g.Out) > 0 {
		t.Errorf("got %v", res.Problems)
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
