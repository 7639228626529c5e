package feed_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/seedfeed/seedfeed/feed"
)

var update = flag.Bool("update", false, "rewrite testdata/samples.*")

// sampleGarden is a copy of the sample seeds. Their times are fixed, since a checkout makes files that are new.
func sampleGarden(t *testing.T) *garden {
	t.Helper()
	g := &garden{siteIn(t.TempDir()), t}
	g.Title, g.URL = "", "https://samples.test/"
	must(t, os.CopyFS(g.Seeds, os.DirFS("../seeds")), os.RemoveAll(filepath.Join(g.Seeds, ".seedfeed")))
	must(t, filepath.WalkDir(g.Seeds, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.Chtimes(file, rested, rested)
	}))
	return g
}

// TestSamples compares the feeds of the sample seeds with those that were last looked at by a person. After a change of
// the seeds or of what is made of them: go test ./feed -run TestSamples -update, and look at the difference.
func TestSamples(t *testing.T) {
	g := sampleGarden(t)
	for _, p := range g.build().Problems {
		t.Error(p.Error())
	}
	for _, ext := range []string{".atom", ".rss", ".json"} {
		b, err := os.ReadFile(filepath.Join(g.Out, "feed"+ext))
		must(t, err)
		got := strings.NewReplacer(`<generator version="`+feed.Version, `<generator version="VERSION`, "seedfeed "+feed.Version, "seedfeed VERSION").Replace(string(b))
		golden := filepath.Join("testdata", "samples"+ext)
		if *update {
			must(t, os.MkdirAll("testdata", 0o755), os.WriteFile(golden, []byte(got), 0o644))
		}
		want, err := os.ReadFile(golden)
		must(t, err)
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("the feed of the samples in %s (-want +got):\n%s", ext, diff)
		}
	}
	checkSchema(t, filepath.Join(g.Out, "feed.atom"))
	checkPages(t, g.Out)
}

// TestNewsSample holds R36: of a page saved from a news site, the article is kept whole and nothing else.
func TestNewsSample(t *testing.T) {
	g := sampleGarden(t)
	g.build()
	doc := g.published()
	find := func(title string) entry {
		i := slices.IndexFunc(doc.Entries, func(e entry) bool { return e.Title == title })
		if i < 0 {
			t.Fatalf("no entry is called %q", title)
		}
		return doc.Entries[i]
	}
	e := find("Blinken tells Lavrov diplomacy remains open, but requires Moscow to ‘deescalate’")
	if e.Language != "en" {
		t.Errorf("language is %q", e.Language)
	}
	text := paragraphs(t, e.Content)
	if len(text) != 9 || strings.Count(e.Content, "<p>") != 9 {
		t.Fatalf("%d paragraphs: %q", len(text), text)
	}
	if !strings.HasPrefix(text[0], "US Secretary of State") || !strings.HasSuffix(text[8], "citizens to leave.") {
		t.Errorf("from %q to %q", text[0], text[8])
	}
	const other = "Putin, Biden to hold high-stakes phone call on Ukraine crisis"
	page, _ := find(other).link("alternate")
	if href, title := e.link("related"); href != page || title != other || page == "" {
		t.Errorf("related is %q, %q, want %q, %q", title, href, other, page)
	}
}

// paragraphs returns the text of the p elements in a fragment.
func paragraphs(t *testing.T, content string) (all []string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(content))
	must(t, err)
	for n := range root.Descendants() {
		if n.Data != "p" {
			continue
		}
		var text strings.Builder
		for n := range n.Descendants() {
			if n.Type == html.TextNode {
				text.WriteString(n.Data)
			}
		}
		all = append(all, text.String())
	}
	return all
}

// TestSamplesHoldBack: no line, name or picture of what must not be published is anywhere in the site.
func TestSamplesHoldBack(t *testing.T) {
	g := sampleGarden(t)
	if res := g.build(); res.Held < 4 {
		t.Errorf("only %d seeds are held back", res.Held)
	}
	site := readTree(t, g.Out)
	for _, held := range []string{
		"_drafts/half-a-thought.md", "not-yet/a-letter-for-later.md", "not-yet/moon-gardening.md",
		"not-yet/seedling-swap.md", "scratch-list.txt", "pictures/nobody-shows-this.png",
	} {
		secret, err := os.ReadFile(filepath.Join(g.Seeds, held))
		must(t, err)
		base := filepath.Base(held)
		for name, text := range site {
			leaks := func(s string) {
				if strings.Contains(name, s) || strings.Contains(text, s) {
					t.Errorf("%s holds %q of %s", name, s, held)
				}
			}
			leaks(strings.TrimSuffix(base, filepath.Ext(base)))
			leaks(string(secret))
			for line := range strings.Lines(string(secret)) {
				line = strings.TrimSpace(strings.TrimPrefix(line, "title:"))
				if len(line) > len("Half a thought")-1 && !strings.Contains(line, ": ") {
					leaks(line)
				}
			}
		}
	}
}
