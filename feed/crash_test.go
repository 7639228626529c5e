package feed_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seedfeed/seedfeed/feed"
)

const (
	crashFolder = "SEEDFEED_CRASH_FOLDER" // tells the child of a test where to work
	crashSpan   = 120 * time.Millisecond  // in which it is killed: a few builds
	crashLimit  = 10 * time.Second        // after which a forgotten child ends by itself
	crashSeeds  = 12
)

// TestCrash: a process killed at any instant leaves the old site or the new one, and the next one goes on from there as
// if nothing had been.
func TestCrash(t *testing.T) {
	if dir := os.Getenv(crashFolder); dir != "" {
		buildOnAndOn(t, siteIn(dir))
		return
	}
	dir := t.TempDir()
	g := &garden{siteIn(dir), t}
	must(t, os.MkdirAll(filepath.Join(g.Seeds, "beds"), 0o755), os.Mkdir(filepath.Join(dir, "shed"), 0o755))
	for n := range crashSeeds {
		g.sow(crashName(n), crashText(n, 0))
	}
	g.build()
	o := &observer{garden: g, known: map[string]string{}, feeds: map[string]bool{}}
	o.look()
	rnd := rand.New(rand.NewPCG(3, 5))
	for range kills {
		killAfter(t, dir, time.Duration(rnd.Int64N(int64(crashSpan))))
		o.look()
	}
	t.Logf("%d kills left %d different feeds", kills, len(o.feeds))
	if len(o.feeds) < kills/4 {
		t.Error("too few feeds to tell anything")
	}

	g.build()
	o.look()
	fresh := &garden{siteIn(t.TempDir()), t}
	copyTree(t, fresh.Seeds, g.Seeds) // the ledger with it
	fresh.build()
	compareTrees(t, readTree(t, g.Out), readTree(t, fresh.Out))
}

// killAfter starts the child and kills it, so that it can't tidy up, this long after it began its first build.
func killAfter(t *testing.T, dir string, wait time.Duration) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), crashFolder+"="+dir)
	var talk bytes.Buffer
	child.Stderr = &talk
	out, err := child.StdoutPipe()
	must(t, err, child.Start())
	_, err = out.Read(make([]byte, 1))
	time.Sleep(wait) // no synchronisation: the instant is what the test varies
	must(t, err, child.Process.Kill())
	if err := child.Wait(); child.ProcessState.Exited() {
		t.Fatalf("the child ended before it was killed: %v\n%s", err, &talk)
	}
}

// buildOnAndOn is the child. It begins with a build, so that no seed is moved and edited between two of them. Each of
// its changes is whole at any instant: the test is of the site, not of an editor.
func buildOnAndOn(t *testing.T, s *feed.Site) {
	dir := filepath.Dir(s.Seeds)
	fmt.Println("go")
	rnd := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	for start := time.Now(); time.Since(start) < crashLimit; {
		if _, err := s.Build(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		for _, n := range rnd.Perm(crashSeeds)[:1+rnd.IntN(3)] {
			changeWhole(t, dir, n, rnd)
		}
	}
}

// changeWhole edits seed n, moves it between two folders, or puts it into a shed outside and out of there again.
func changeWhole(t *testing.T, dir string, n int, rnd *rand.Rand) {
	name := crashName(n)
	places := []string{filepath.Join(dir, "seeds", name), filepath.Join(dir, "seeds", "beds", name), filepath.Join(dir, "shed", name)}
	at := slices.IndexFunc(places, func(file string) bool { _, err := os.Stat(file); return err == nil })
	if shed := len(places) - 1; at == shed || rnd.IntN(2) == 0 { // who is away comes back as he went, so that he is known
		must(t, os.Rename(places[at], places[(at+1+rnd.IntN(2))%3]))
		return
	}
	temp, long := filepath.Join(dir, "edited"), time.Now().Add(-time.Hour) // ago, so that no build waits for it to settle
	must(t, os.WriteFile(temp, []byte(crashText(n, rnd.Uint32())), 0o644), os.Chtimes(temp, long, long), os.Rename(temp, places[at]))
}

func crashName(n int) string { return fmt.Sprintf("seed-%d.md", n) }

func crashText(n int, version uint32) string {
	return fmt.Sprintf("# Seed %d\n\nHere Seed %d begins, in version %d.\n\nAnd here Seed %d ends, too.\n", n, n, version, n)
}

// observer looks at the site between crashes.
type observer struct {
	*garden
	known map[string]string // title -> ID and date of publication, which never change
	feeds map[string]bool   // the different ones that were there
}

func (o *observer) look() {
	o.t.Helper()
	tree := readTree(o.t, o.Out)
	feed := tree["feed.atom"]
	o.feeds[feed] = true
	doc, err := readAtom([]byte(feed))
	must(o.t, err)
	for _, e := range doc.Entries {
		now := e.ID + " of " + e.Published
		if before := o.known[e.Title]; before != "" && before != now {
			o.t.Errorf("%s was %s and is %s", e.Title, before, now)
		}
		o.known[e.Title] = now
		if !isWhole(e.Title, e.Content) {
			o.t.Errorf("%q is torn: %q", e.Title, e.Content)
		}
		href, _ := e.link("alternate")
		if page := tree[strings.TrimPrefix(href, o.URL)]; !isWhole(e.Title, page) {
			o.t.Errorf("the feed mentions %s, which is not the page of %s: %q", href, e.Title, page)
		}
	}
	for name, text := range tree {
		if filepath.Ext(name) == ".html" && !strings.HasSuffix(text, "</html>\n") {
			o.t.Errorf("page %q is torn: %q", name, text)
		}
	}
}

// readTree returns the files of a published site by name. What seedfeed notes for itself is left out.
func readTree(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	must(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == ".seedfeed":
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		all[name] = string(text)
		return err
	}))
	return all
}

func compareTrees(t testing.TB, got, want map[string]string) {
	t.Helper()
	if g, w := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)); !slices.Equal(g, w) {
		t.Errorf("the site holds %q,\na fresh one %q", g, w)
	}
	for name, text := range want {
		if old, there := got[name]; there && old != text {
			t.Errorf("%s is\n%s\nand in a fresh site\n%s", name, old, text)
		}
	}
}

// copyTree copies files with their times, as rsync and tar do.
func copyTree(t testing.TB, to, from string) {
	t.Helper()
	must(t, os.CopyFS(to, os.DirFS(from)))
	must(t, filepath.WalkDir(from, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		return os.Chtimes(filepath.Join(to, strings.TrimPrefix(file, from)), info.ModTime(), info.ModTime())
	}))
}
