package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
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
	t.Run("migration", func(t *testing.T) { testMigration(t, program) })
	t.Run("chromium", func(t *testing.T) { testChromium(t, program) })
	t.Run("gpodder", func(t *testing.T) { testGpodder(t, program) })
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
	body, _, err := get(t.Context(), start(t, program, samples(t)).url+"feed.atom", "")
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
	settings, err := os.ReadFile(filepath.Join(seeds, "feed.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(seeds, "feed.yaml"), string(settings)+"grace: 300ms\n")
	site := start(t, program, seeds)
	reader := t.TempDir()
	write(t, filepath.Join(reader, "urls"), site.url+"feed.atom\n")
	write(t, filepath.Join(reader, "config"), "auto-reload no\nmax-items 0\ncleanup-on-quit no\nuse-proxy no\n")
	guids := map[string]string{} // title -> GUID, as a reader on gofeed knows them
	reload := func(when string) {
		t.Helper()
		f, err := gofeed.NewParser().ParseURLWithContext(site.url+"feed.atom", t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range f.Items {
			if known := guids[item.Title]; known != "" && known != item.GUID {
				t.Errorf("%s: to gofeed %q was %s and is %s", when, item.Title, known, item.GUID)
			}
			guids[item.Title] = item.GUID
		}
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

	// What changes in the second of the Last-Modified that newsboat has would pass unseen: its libcurl drops an answer
	// that is no newer by the clock, whatever the ETag says (CURLOPT_TIMECONDITION).
	renamed := time.Now().Unix()
	until(t, func() error {
		if time.Now().Unix() > renamed {
			return nil
		}
		return errors.New("the clock stands still")
	})
	write(t, filepath.Join(seeds, is), "# The rain barrel, told again\n\nNobody had expected a second barrel.\n")
	site.await(t, func(f *heardFeed) error { return f.shows("water-butt.html", "Nobody had expected") })
	reload("edited")

	// Moved and edited in one step: to a reader nothing but an edit.
	write(t, filepath.Join(seeds, "garden", "butt.md"), "# The rain barrel, told again\n\nNobody had expected a second barrel. Nor a third one.\n")
	if err := os.Remove(filepath.Join(seeds, is)); err != nil {
		t.Fatal(err)
	}
	site.await(t, func(f *heardFeed) error { return f.shows("garden/butt.html", "Nor a third one") })
	moved := time.Now().Unix()
	until(t, func() error {
		if time.Now().Unix() > moved {
			return nil
		}
		return errors.New("the clock stands still")
	})
	write(t, filepath.Join(seeds, "new.md"), "# New\n\nSo that the feed is newer by a second.\n")
	site.await(t, func(f *heardFeed) error { return f.shows("new.html", "") })
	reload("moved and edited")

	// Deleted: the feed says so; newsboat keeps what it has, and shows nothing twice.
	before := command(t, reader, "sqlite3", "cache.db", "SELECT guid FROM rss_item ORDER BY guid")
	deleted := time.Now().Unix()
	until(t, func() error {
		if time.Now().Unix() > deleted {
			return nil
		}
		return errors.New("the clock stands still")
	})
	if err := os.Remove(filepath.Join(seeds, "new.md")); err != nil {
		t.Fatal(err)
	}
	site.await(t, func(f *heardFeed) error {
		if f.shows("new.html", "") == nil {
			return errors.New("it is still there")
		}
		return nil
	})
	command(t, reader, "newsboat", "-q", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload")
	if after := command(t, reader, "sqlite3", "cache.db", "SELECT guid FROM rss_item ORDER BY guid"); after != before {
		t.Errorf("after a deletion newsboat has\n%s\nnot\n%s", after, before)
	}
}

// testMigration subscribes to the feed of another program, lets seedfeed adopt it, and looks again at the same address.
func testMigration(t *testing.T, program string) {
	requires(t, "newsboat", "sqlite3")
	base := t.TempDir()
	seeds, out, reader := filepath.Join(base, "notes"), filepath.Join(base, "public"), filepath.Join(base, "reader")
	var items strings.Builder
	for n := range 12 {
		title := fmt.Sprintf("Post number %d", n)
		text := strings.Repeat(fmt.Sprintf("What post %d says is said here. ", n), 10)
		fmt.Fprintf(&items, "<item><title>%s</title><link>https://old.test/2020/01/%02d/post-%d/</link><guid isPermaLink=\"false\">https://old.test/?p=%d</guid>"+
			"<pubDate>%s</pubDate><description>%s</description></item>\n", title, n+1, n, n, time.Date(2020, 1, n+1, 9, 0, 0, 0, time.UTC).Format(time.RFC1123Z), text)
		write(t, filepath.Join(seeds, fmt.Sprintf("2020-01-%02d-post-%d.md", n+1, n)), "# "+title+"\n\n"+text+"\n")
	}
	old := "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Notes</title><link>https://old.test/</link><description>d</description>\n" + items.String() + "</channel></rss>\n"
	write(t, filepath.Join(base, "old.xml"), old)

	var now atomic.Pointer[string]
	now.Store(&old)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, *now.Load()) }))
	defer server.Close()
	write(t, filepath.Join(reader, "urls"), server.URL+"/feed\n")
	write(t, filepath.Join(reader, "config"), "auto-reload no\nmax-items 0\ncleanup-on-quit no\nuse-proxy no\n")
	counts := func(when string, want int) {
		t.Helper()
		command(t, reader, "newsboat", "-q", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload")
		if got := strings.TrimSpace(command(t, reader, "sqlite3", "cache.db", "SELECT count(*), count(DISTINCT title) FROM rss_item")); got != fmt.Sprintf("%d|%d", want, want) {
			t.Errorf("%s: newsboat has %s items and titles, want %d", when, got, want)
		}
	}
	counts("before", 12)
	command(t, base, program, "adopt", "old.xml", "--seeds", seeds, "--out", out, "--url", "https://new.test/", "--cache", filepath.Join(base, "cache"))
	write(t, filepath.Join(seeds, "fresh.md"), "# A fresh one\n\nNobody has seen it.\n")
	command(t, base, program, "build", seeds, "--out", out, "--url", "https://new.test/", "--cache", filepath.Join(base, "cache"))
	feed, err := os.ReadFile(filepath.Join(out, "feed.atom"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(feed)
	now.Store(&text)
	counts("after", 13)
	f, err := hear(feed)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range f.Entries {
		if e.Title != "A fresh one" && (!strings.HasPrefix(e.ID, "https://old.test/?p=") || e.Published.Hour() != 9) {
			t.Errorf("%s has the ID %s and was published at %v", e.Title, e.ID, e.Published)
		}
	}
}

// testEditors changes seeds that are served with the programs that people change files with. Each change ends with the
// feed that is meant, IDs stay, and at no time does the feed show a seed half-written or twice.
func testEditors(t *testing.T, program string) {
	const long = 4000 // lines: more than programs write at once
	base := t.TempDir()
	seeds, bench := filepath.Join(base, "garden"), filepath.Join(base, "bench")
	w := versions{}
	for n := range 10 {
		w.write(t, seeds, fmt.Sprintf("Bed %d", n), 1, long/(n+1))
		versions{}.write(t, bench, fmt.Sprintf("Bed %d", n), 10, long/(n+1)) // another length: rsync goes by it
	}
	versions{}.write(t, filepath.Join(base, "greenhouse"), "Melon", 1, long)
	versions{}.write(t, filepath.Join(base, "greenhouse", "shelf"), "Basil", 1, 1)
	write(t, filepath.Join(seeds, "feed.yaml"), plenty)
	site, o := start(t, program, seeds), observer{}
	site.awaitAll(t, o, w)
	defer site.witness(t)()

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
				v[title] = 10
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
			site.awaitAll(t, o, w)
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
	write(t, filepath.Join(seeds, "feed.yaml"), plenty)
	site, o := start(t, program, seeds), observer{}
	site.awaitAll(t, o, w)
	defer site.witness(t)()
	for i, branch := range []string{"one", "two"} {
		git("checkout", "-q", branch)
		for title := range w {
			w[title] = i + 1
		}
		site.awaitAll(t, o, w)
	}
}

// plenty are settings that leave no seed out of the feed.
const plenty = "title: Garden\nid: tag:garden.test,2024:feed\ngrace: 300ms\nlimits:\n  entries: 2000\n  feed: 50000000\n"

// versions holds the version of each seed, by title. A seed says it at both ends.
type versions map[string]int

func (v versions) write(t *testing.T, dir, title string, version, lines int) {
	t.Helper()
	v[title] = version
	name := filepath.Join(dir, strings.ToLower(strings.ReplaceAll(title, " ", "-"))+".md")
	text := strings.Repeat("Rain fell on the "+title+" and on all that grew there.\n", lines)
	write(t, name, fmt.Sprintf("# %s\n\nversion %d begins\n\n%s\nversion %d ends\n", title, version, text, version))
}

var bothEnds = regexp.MustCompile(`(?s)^<p>version (\d+) begins</p>\n.*\n<p>version (\d+) ends</p>\s*$`)

// observer remembers the ID of each title that it saw.
type observer map[string]string

// read returns the versions that a feed shows. The error tells of an entry that is half there, twice there, or not known
// under this ID.
func (o observer) read(f *heardFeed) (versions, error) {
	v := versions{}
	for _, e := range f.Entries {
		ends := bothEnds.FindStringSubmatch(e.Content)
		if ends == nil || ends[1] != ends[2] {
			return nil, fmt.Errorf("%q is half there: %d bytes, %.40q to %q", e.Title, len(e.Content), e.Content, e.Content[max(0, len(e.Content)-40):])
		}
		if _, twice := v[e.Title]; twice {
			return nil, fmt.Errorf("%q is there twice", e.Title)
		}
		if known := o[e.Title]; known != "" && known != e.ID {
			return nil, fmt.Errorf("%q was %s and is %s", e.Title, known, e.ID)
		}
		o[e.Title] = e.ID
		v[e.Title], _ = strconv.Atoi(ends[1]) // digits they are
	}
	return v, nil
}

// awaitAll waits until the feed shows all that is wanted and nothing else.
func (r *running) awaitAll(t *testing.T, o observer, want versions) {
	t.Helper()
	r.await(t, func(f *heardFeed) error {
		got, err := o.read(f)
		if err == nil && !maps.Equal(got, want) {
			err = fmt.Errorf("it has %d entries of %d: %.500v, want %.500v", len(got), len(want), fmt.Sprint(got), fmt.Sprint(want))
		}
		return err
	})
}

// witness reads the feed all the time, as a reader with bad luck would, and fails the test for what it sees amiss. The
// function that it returns ends that.
func (r *running) witness(t *testing.T) (end func()) {
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		again := time.NewTicker(2 * time.Millisecond)
		defer again.Stop()
		o, tag := observer{}, ""
		for {
			select {
			case <-ctx.Done():
				return
			case <-again.C:
			}
			body, now, err := get(ctx, r.url+"feed.atom", tag)
			if ctx.Err() != nil {
				return
			}
			if err == nil && now != tag {
				var f *heardFeed
				if f, err = hear(body); err == nil {
					_, err = o.read(f)
				}
				tag = now
			}
			if err != nil {
				t.Errorf("for a moment: %v", err)
			}
		}
	})
	return func() { cancel(); wg.Wait() }
}

// heardFeed is what encoding/xml reads in a feed.
type heardFeed struct {
	Entries []heardEntry `xml:"entry"`
}

type heardEntry struct {
	ID        string    `xml:"id"`
	Title     string    `xml:"title"`
	Published time.Time `xml:"published"`
	Updated   time.Time `xml:"updated"`
	Content   string    `xml:"content"`
	Authors   []string  `xml:"author>name"`
	Links     []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Categories []struct {
		Term string `xml:"term,attr"`
	} `xml:"category"`
}

func hear(body []byte) (*heardFeed, error) {
	f := new(heardFeed)
	return f, xml.Unmarshal(body, f)
}

// link returns the address of the entry's page.
func (e heardEntry) link() string {
	for _, l := range e.Links {
		if l.Rel == "alternate" {
			return l.Href
		}
	}
	return ""
}

func (e heardEntry) terms() (all []string) {
	for _, c := range e.Categories {
		all = append(all, c.Term)
	}
	return all
}

// shows reports as an error that no entry has a page of this name with this text.
func (f *heardFeed) shows(page, text string) error {
	if slices.ContainsFunc(f.Entries, func(e heardEntry) bool {
		return strings.HasSuffix(e.link(), "/"+page) && strings.Contains(e.Content, text)
	}) {
		return nil
	}
	return fmt.Errorf("no entry %q with %q", page, text)
}

// running is the program, serving a folder of seeds at url.
type running struct {
	url string
	transcript
}

// start runs the program until the test ends, which it must survive.
func start(t *testing.T, program, seeds string) *running {
	t.Helper()
	r := new(running)
	cmd := exec.CommandContext(t.Context(), program, "serve", seeds, "--listen", "localhost:0", "--cache", t.TempDir())
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay, cmd.Stdout, cmd.Stderr = longest, &r.transcript, &r.transcript
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Wait(); !cmd.ProcessState.Success() {
			t.Errorf("it ended with %v, %v", cmd.ProcessState, err)
		}
		if t.Failed() {
			t.Logf("it said:\n%s", r.String())
		}
	})
	until(t, func() error {
		if r.url = regexp.MustCompile(`http://localhost:\d+/`).FindString(r.String()); r.url == "" {
			return errors.New("it doesn't say where it serves")
		}
		_, _, err := get(t.Context(), r.url+"feed.atom", "")
		return err
	})
	return r
}

func (r *running) feed(t *testing.T) (now *heardFeed) {
	t.Helper()
	r.await(t, func(f *heardFeed) error { now = f; return nil })
	return now
}

// await waits until check is content with the feed.
func (r *running) await(t *testing.T, check func(*heardFeed) error) {
	t.Helper()
	until(t, func() error {
		body, _, err := get(t.Context(), r.url+"feed.atom", "")
		if err != nil {
			return err
		}
		f, err := hear(body)
		if err != nil {
			return err
		}
		return check(f)
	})
}

// transcript is what a program says while others read it.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *transcript) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *transcript) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// longest is how long anything here may take.
const longest = time.Minute

// until waits for check to be content.
func until(t *testing.T, check func() error) {
	t.Helper()
	late := time.After(longest)
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		err := check()
		if err == nil {
			return
		}
		select {
		case <-again.C:
		case <-late:
			t.Fatalf("waited in vain: %v", err)
		}
	}
}

// get returns a document and its ETag; the document is nil when it still has the tag that is known.
func get(ctx context.Context, url, known string) (body []byte, tag string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, "", err
	}
	if known != "" {
		req.Header.Set("If-None-Match", known)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer res.Body.Close() // only read
	switch {
	case known != "" && res.StatusCode == http.StatusNotModified:
		return nil, known, nil
	case res.StatusCode != http.StatusOK:
		return nil, "", fmt.Errorf("GET %s: %s", url, res.Status)
	}
	body, err = io.ReadAll(res.Body)
	return body, res.Header.Get("ETag"), err
}

// requires skips the test when a program is not installed.
func requires(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil && os.Getenv("SEEDFEED_CI") != "" {
			t.Fatal(err)
		} else if err != nil {
			t.Skip(err)
		}
	}
}

// command runs a program in a folder, to a good end, and returns what it wrote to stdout.
func command(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), longest)
	defer cancel()
	var out, complaints bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = dir, &out, &complaints, time.Second
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %q: %v\n%s%s", name, args, err, &out, &complaints)
	}
	return out.String()
}

// samples returns a copy of the sample seeds.
func samples(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "seeds")
	if err := os.CopyFS(dir, os.DirFS("../../seeds")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, ".seedfeed")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// write makes a file, and its folder if need be.
func write(t *testing.T, name, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}
