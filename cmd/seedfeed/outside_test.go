package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"image/png"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

// TestOutside runs the program among the programs of others: feed readers, a validator, a browser, editors. One that is
// not installed is skipped, but with SEEDFEED_CI=1 it is an error.
func TestOutside(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: readers, a browser and editors take their time")
	}
	if runtime.GOOS != "linux" {
		t.Skip("the programs of others are called with the options that they have on Linux")
	}
	program := filepath.Join(t.TempDir(), "seedfeed")
	command(t, ".", "go", "build", "-o", program, ".")
	home := t.TempDir()
	for name, value := range map[string]string{
		"HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home, "TERM": "xterm",
		"LC_ALL": "C.UTF-8", "no_proxy": "localhost", "GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_NOSYSTEM": "1",
	} {
		t.Setenv(name, value)
	}
	t.Run("gofeed", func(t *testing.T) { testGofeed(t, program) })
	t.Run("xmllint", func(t *testing.T) { testXmllint(t, program) })
	t.Run("newsboat", func(t *testing.T) { testNewsboat(t, program) })
	t.Run("chromium", func(t *testing.T) { testChromium(t, program) })
	t.Run("editors", func(t *testing.T) { testEditors(t, program) })
	t.Run("git", func(t *testing.T) { testGit(t, program) })
}

func testGofeed(t *testing.T, program string) {
	site := start(t, program, samples(t))
	got, err := gofeed.NewParser().ParseURLWithContext(site.url+"feed.atom", t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := site.feed(t)
	if len(got.Items) != len(want.Entries) || len(got.Items) == 0 {
		t.Fatalf("%d items, want %d", len(got.Items), len(want.Entries))
	}
	for i, item := range got.Items {
		authors := []string(nil)
		for _, a := range item.Authors {
			authors = append(authors, a.Name)
		}
		read := fmt.Sprintf("%q", []any{item.GUID, item.Title, item.Link, authors, item.Categories, item.PublishedParsed.UTC(), item.UpdatedParsed.UTC(), strings.TrimSpace(item.Content)})
		e := want.Entries[i]
		if meant := fmt.Sprintf("%q", []any{e.ID, e.Title, e.link(), e.Authors, e.terms(), e.Published.UTC(), e.Updated.UTC(), strings.TrimSpace(e.Content)}); read != meant {
			t.Errorf("got  %s\nwant %s", read, meant)
		}
	}
}

func testXmllint(t *testing.T, program string) {
	requires(t, "xmllint")
	schema, err := filepath.Abs("../../feed/internal/wire/testdata/atom.rng")
	if err != nil {
		t.Fatal(err)
	}
	body, err := get(start(t, program, samples(t)).url + "feed.atom")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "feed.atom"), string(body))
	command(t, dir, "xmllint", "--nonet", "--noout", "--relaxng", schema, "feed.atom")
}

// testNewsboat subscribes with newsboat, which shows an entry again when its ID changes.
func testNewsboat(t *testing.T, program string) {
	requires(t, "newsboat", "sqlite3")
	seeds := samples(t)
	site := start(t, program, seeds)
	reader := t.TempDir()
	write(t, filepath.Join(reader, "urls"), site.url+"feed.atom\n")
	write(t, filepath.Join(reader, "config"), "auto-reload no\nmax-items 0\ncleanup-on-quit no\nuse-proxy no\n")
	reload := func(when string) {
		t.Helper()
		command(t, reader, "newsboat", "-q", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload")
		var got []struct{ GUID, Title, URL, Content string }
		stored := command(t, reader, "sqlite3", "-json", "cache.db", "SELECT guid, title, url, content FROM rss_item ORDER BY guid")
		if err := json.Unmarshal([]byte(stored), &got); err != nil {
			t.Fatalf("%v in %s", err, stored)
		}
		want := site.feed(t).Entries
		slices.SortFunc(want, func(a, b heardEntry) int { return cmp.Compare(a.ID, b.ID) })
		if len(got) != len(want) {
			t.Fatalf("%s: newsboat has %d items of %d", when, len(got), len(want))
		}
		for i, g := range got {
			if w := want[i]; g.GUID != w.ID || g.Title != w.Title || g.URL != w.link() || strings.TrimSpace(g.Content) != strings.TrimSpace(w.Content) {
				t.Errorf("%s: newsboat has %q, want %q", when, g, w)
			}
		}
	}
	reload("new")

	const was, is = "rain-barrel.md", "water-butt.md"
	if err := os.Rename(filepath.Join(seeds, was), filepath.Join(seeds, is)); err != nil {
		t.Fatal(err)
	}
	site.await(t, func(f *heardFeed) error { return f.shows("water-butt.html", "") })
	reload("renamed")

	write(t, filepath.Join(seeds, is), "# The rain barrel, told again\n\nNobody had expected a second barrel.\n")
	site.await(t, func(f *heardFeed) error { return f.shows("water-butt.html", "Nobody had expected") })
	reload("edited")
}

func testChromium(t *testing.T, program string) {
	requires(t, "chromium")
	site := start(t, program, samples(t))
	feed, profile := site.feed(t), t.TempDir()
	browse := func(args ...string) string {
		t.Helper()
		return command(t, profile, "chromium", append([]string{
			"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--user-data-dir=" + profile,
			"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
		}, args...)...)
	}

	index := html.UnescapeString(browse("--dump-dom", site.url))
	link := regexp.MustCompile(`<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">`).FindStringSubmatch(index)
	if link == nil || link[1] != "feed.atom" && link[1] != site.url+"feed.atom" {
		t.Errorf("link to the feed: %q", link)
	}
	for _, e := range feed.Entries {
		if !strings.Contains(index, ">"+e.Title+"</a>") {
			t.Errorf("index.html lacks %q", e.Title)
		}
	}

	page := browse("--dump-dom", site.url+"a-note.html")
	for _, want := range []string{`<h1 class="p-name">A note is enough</h1>`, "<p>Nothing else is needed. There is no form to fill in and no button"} {
		if !strings.Contains(page, want) {
			t.Errorf("a-note.html lacks %q in %s", want, page)
		}
	}

	for _, width := range []int{390, 1280} {
		for _, page := range []string{"", "a-note.html"} {
			picture := filepath.Join(profile, "screen.png")
			browse(fmt.Sprintf("--window-size=%d,900", width), "--screenshot="+picture, site.url+page)
			if got, colours := look(t, picture); got != width || colours < 3 {
				t.Errorf("%q at %d pixels: %d wide, %d colours", page, width, got, colours)
			}
		}
	}
}

// look returns how wide a picture is and how many colours it has. It removes the picture.
func look(t *testing.T, name string) (width, colours int) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	seen, size := map[any]bool{}, picture.Bounds()
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			seen[picture.At(x, y)] = true
		}
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	return size.Dx(), len(seen)
}

// testEditors changes seeds that are served with the programs that people change files with. Each change ends with the
// feed that is meant, IDs stay, and at no time does the feed show a seed half-written or twice.
func testEditors(t *testing.T, program string) {
	const long = 4000 // lines: more than any program writes at once
	base := t.TempDir()
	seeds, bench := filepath.Join(base, "garden"), filepath.Join(base, "bench")
	w := versions{}
	for n := range 10 {
		w.write(t, seeds, fmt.Sprintf("Bed %d", n), 1, long/(n+1))
		versions{}.write(t, bench, fmt.Sprintf("Bed %d", n), 4, long/(n+1))
	}
	versions{}.write(t, filepath.Join(base, "greenhouse"), "Melon", 1, long)
	versions{}.write(t, filepath.Join(base, "greenhouse", "shelf"), "Basil", 1, 1)
	g := growing{running: start(t, program, seeds), want: w, ids: map[string]string{}}
	g.await(t, g.missing)
	defer g.witness(t)()

	for _, step := range []struct {
		name, tool string
		args       []string
		change     func(versions)
	}{
		{"sed", "sed", []string{"-i", "-E", "s/^version [0-9]+ /version 2 /", "bed-0.md", "bed-1.md", "bed-9.md"}, func(v versions) { v["Bed 0"], v["Bed 1"], v["Bed 9"] = 2, 2, 2 }},
		{"vim", vim(), []string{"-N", "-u", "NONE", "-i", "NONE", "-es", "--cmd", "set backupskip=", "-c", "%s/^version [0-9]* /version 3 /", "-c", "wq", "bed-0.md"}, func(v versions) { v["Bed 0"] = 3 }},
		{"vim in place", vim(), []string{"-N", "-u", "NONE", "-i", "NONE", "-es", "--cmd", "set nobackup nowritebackup", "-c", "%s/^version [0-9]* /version 5 /", "-c", "wq", "bed-1.md"}, func(v versions) { v["Bed 1"] = 5 }},
		{"rsync", "rsync", []string{"-a", bench + "/", "."}, func(v versions) {
			for title := range v {
				v[title] = 4
			}
		}},
		{"mv a folder in", "mv", []string{"../greenhouse", "."}, func(v versions) { v["Melon"], v["Basil"] = 1, 1 }},
		{"mv a folder out", "mv", []string{"greenhouse", ".."}, func(v versions) { delete(v, "Melon"); delete(v, "Basil") }},
		{"mv a folder back", "mv", []string{"../greenhouse", "."}, func(v versions) { v["Melon"], v["Basil"] = 1, 1 }},
	} {
		t.Run(step.name, func(t *testing.T) {
			requires(t, step.tool)
			command(t, seeds, step.tool, step.args...)
			step.change(w)
			g.await(t, g.missing)
		})
	}
}

// vim returns the name of the vim that is installed; Debian's small one keeps its own.
func vim() string {
	if _, err := exec.LookPath("vim.tiny"); err == nil {
		return "vim.tiny"
	}
	return "vim"
}

// testGit checks out another state of 1,000 seeds, and the first one again.
func testGit(t *testing.T, program string) {
	requires(t, "git")
	seeds := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		command(t, seeds, "git", append([]string{"-c", "user.name=t", "-c", "user.email=t@t.test", "-c", "commit.gpgsign=false"}, args...)...)
	}
	git("init", "-q", "-b", "one")
	w := versions{}
	for version := 1; version <= 2; version++ {
		for n := range 1000 {
			w.write(t, filepath.Join(seeds, fmt.Sprint(n%7)), fmt.Sprintf("Row %d", n), version, 3)
		}
		if version == 2 {
			git("checkout", "-q", "-b", "two")
		}
		git("add", ".")
		git("commit", "-q", "-m", "sow")
	}
	g := growing{running: start(t, program, seeds), want: w, ids: map[string]string{}}
	g.await(t, g.missing)
	defer g.witness(t)()
	for version, branch := range map[int]string{1: "one", 2: "two"} {
		git("checkout", "-q", branch)
		for title := range w {
			w[title] = version
		}
		g.await(t, g.missing)
	}
}

// versions holds the version of each seed, by title. A seed says it at both ends.
type versions map[string]int

var bothEnds = regexp.MustCompile(`(?s)^<p>version (\d+) begins</p>\n.*\n<p>version (\d+) ends</p>\s*$`)

func (v versions) write(t *testing.T, dir, title string, version, lines int) {
	t.Helper()
	v[title] = version
	name := filepath.Join(dir, strings.ToLower(strings.ReplaceAll(title, " ", "-"))+".md")
	write(t, name, fmt.Sprintf("# %s\n\nversion %d begins\n\n%s\nversion %d ends\n", title, version, strings.Repeat("Rain fell on the "+title+" and on all that grew there.\n", lines), version))
}

// read returns the versions that a feed shows. An entry that is half there is an error, so is one that is there twice.
func (v versions) read(f *heardFeed) error {
	for _, e := range f.Entries {
		ends := bothEnds.FindStringSubmatch(e.Content)
		if ends == nil || ends[1] != ends[2] {
			return fmt.Errorf("%q is half there: %d bytes, %.40q to %q", e.Title, len(e.Content), e.Content, e.Content[max(0, len(e.Content)-40):])
		}
		if _, twice := v[e.Title]; twice {
			return fmt.Errorf("%q is there twice", e.Title)
		}
		fmt.Sscan(ends[1], new(int))
		n := 0
		if _, err := fmt.Sscan(ends[1], &n); err != nil {
			return err
		}
		v[e.Title] = n
	}
	return nil
}
