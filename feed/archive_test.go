package feed_test

import (
	"encoding/xml"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// chain is a feed with its archives as a reader of RFC 5005 walks them.
type chain struct {
	documents []string // paths, the newest first
	entries   []string // titles, in the order of the walk
}

func (g *garden) walk() chain { return g.walkFrom("feed.atom") }

// walkFrom walks the feed that begins with the document at a path.
func (g *garden) walkFrom(head string) chain {
	g.t.Helper()
	var c chain
	for path := head; path != ""; {
		b, err := os.ReadFile(filepath.Join(g.Out, filepath.FromSlash(path)))
		must(g.t, err)
		doc, err := readAtom(b)
		must(g.t, err)
		c.documents = append(c.documents, path)
		for _, e := range doc.Entries {
			c.entries = append(c.entries, e.Title)
		}
		var links struct {
			Links []struct {
				Rel  string `xml:"rel,attr"`
				Href string `xml:"href,attr"`
			} `xml:"link"`
			Complete *struct{} `xml:"http://purl.org/syndication/history/1.0 complete"`
			Archive  *struct{} `xml:"http://purl.org/syndication/history/1.0 archive"`
		}
		must(g.t, xml.Unmarshal(b, &links))
		before, current := "", ""
		for _, l := range links.Links {
			switch l.Rel {
			case "prev-archive":
				before = strings.TrimPrefix(l.Href, g.URL)
			case "current":
				current = l.Href
			}
		}
		if isHead := path == head; isHead != (links.Archive == nil) || isHead != (current == "") || isHead && (links.Complete != nil) != (before == "") {
			g.t.Errorf("%s: complete %v, archive %v, current %q, prev-archive %q", path, links.Complete, links.Archive, current, before)
		}
		path = before
	}
	return c
}

func archiveName(n int) string { return fmt.Sprintf("%04d.md", n) }

func archiveText(n int) string {
	return fmt.Sprintf("---\ntitle: Entry %04d\ndate: %s\n---\n%s", n, rested.AddDate(0, 0, n-10000).Format("2006-01-02"), benchText(n)[200:])
}

// changedDocuments returns the feed documents that differ from before.
func changedDocuments(before, now map[string]string) (changed []string) {
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if strings.HasSuffix(name, ".atom") && before[name] != now[name] {
			changed = append(changed, name)
		}
	}
	return changed
}

// TestArchives: walking back from the feed finds every live entry exactly once, and a change touches no more documents
// than it must.
func TestArchives(t *testing.T) {
	g := newGarden(t)
	const n = 400
	want := []string{}
	for i := range n {
		g.sow(archiveName(i), archiveText(i))
		want = append(want, fmt.Sprintf("Entry %04d", i))
	}
	g.build()
	check := func(what string, most ...string) {
		t.Helper()
		c := g.walk()
		got := slices.Clone(c.entries)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%s: the walk finds %d entries of %d, or some twice", what, len(got), len(want))
		}
		head := g.published()
		if len(head.Entries) < 30 || !slices.IsSortedFunc(head.Entries, func(x, y entry) int { return strings.Compare(y.Published, x.Published) }) {
			t.Errorf("%s: the feed has %d entries, or not the newest first", what, len(head.Entries))
		}
		if info, err := os.Stat(filepath.Join(g.Out, "feed.atom")); err != nil || info.Size() > 250_000 {
			t.Errorf("%s: the feed has %v bytes", what, info.Size())
		}
	}
	check("built")
	if c := g.walk(); len(c.documents) < 5 {
		t.Fatalf("only %d documents", len(c.documents))
	}

	for i := n; i < n+30; i++ { // one by one: the feed, and one archive
		before := readTree(t, g.Out)
		g.sow(archiveName(i), archiveText(i))
		g.build()
		want = append(want, fmt.Sprintf("Entry %04d", i))
		if changed := changedDocuments(before, readTree(t, g.Out)); len(changed) > 2 || !slices.Contains(changed, "feed.atom") {
			t.Fatalf("adding one entry changed %v", changed)
		}
	}
	check("added one by one")

	before := readTree(t, g.Out)
	g.sow(archiveName(10), archiveText(10)+"\nThis sentence came much later, and it is longer than a slip of the pen.\n")
	g.build()
	if changed := changedDocuments(before, readTree(t, g.Out)); len(changed) != 1 || changed[0] == "feed.atom" {
		t.Errorf("editing an old entry changed %v", changed)
	}
	check("edited")

	before = readTree(t, g.Out)
	must(t, os.Remove(filepath.Join(g.Seeds, archiveName(20))))
	g.build()
	want = slices.DeleteFunc(want, func(title string) bool { return title == "Entry 0020" })
	if changed := changedDocuments(before, readTree(t, g.Out)); len(changed) != 2 {
		t.Errorf("deleting an old entry changed %v", changed)
	}
	check("deleted")

	for i := n + 5; i < n+30; i++ { // the feed is filled up again
		must(t, os.Remove(filepath.Join(g.Seeds, archiveName(i))))
		want = slices.DeleteFunc(want, func(title string) bool { return title == fmt.Sprintf("Entry %04d", i) })
	}
	g.build()
	check("the newest deleted")

	fresh := &garden{siteIn(t.TempDir()), t} // another machine, with the ledger
	copyTree(t, fresh.Seeds, g.Seeds)
	fresh.build()
	compareTrees(t, readTree(t, fresh.Out), readTree(t, g.Out))
}

// TestArchivesOfSubjects: walking back from the feed of a folder, tag or author finds each of its entries exactly once, and a change
// touches no more of its documents than it must.
func TestArchivesOfSubjects(t *testing.T) {
	g := newGarden(t)
	const n = 300
	heads := map[string]string{"tags/even.atom": "tags: even", "tags/odd.atom": "tags: odd", "authors/mira.atom": "author: Mira", "herbs/feed.atom": ""}
	want := map[string][]string{}
	sow := func(i int) {
		name, fields := archiveName(i), "tags: odd\nauthor: Tom\n"
		if i%2 == 0 {
			fields = "tags: even\nauthor: Mira\n"
		}
		if i%3 == 0 {
			name = "herbs/" + name
		}
		g.sow(name, strings.Replace(archiveText(i), "---\n", "---\n"+fields, 1))
		for head, mark := range heads {
			if mark != "" && strings.Contains(fields, mark) || mark == "" && i%3 == 0 {
				want[head] = append(want[head], fmt.Sprintf("Entry %04d", i))
			}
		}
	}
	check := func(what string) {
		t.Helper()
		for head := range heads {
			c := g.walkFrom(head)
			got := slices.Clone(c.entries)
			slices.Sort(got)
			slices.Sort(want[head])
			if !slices.Equal(got, want[head]) {
				t.Fatalf("%s: the walk from %s finds %d entries of %d, or some twice", what, head, len(got), len(want[head]))
			}
			if len(c.documents) < 2 {
				t.Errorf("%s: %s has no archives", what, head)
			}
		}
	}
	for i := range n {
		sow(i)
	}
	g.build()
	check("built")
	for i := n; i < n+12; i++ {
		before := readTree(t, g.Out)
		sow(i)
		g.build()
		check("added one by one")
		// The whole, and up to three that it is in: of each its own document and the archives that take in what fell out of it.
		if changed := changedDocuments(before, readTree(t, g.Out)); len(changed) > 12 {
			t.Errorf("adding one entry changed %v", changed)
		}
	}
	before := readTree(t, g.Out)
	g.sow("herbs/"+archiveName(12), strings.Replace(archiveText(12), "---\n", "---\ntags: even\nauthor: Mira\n", 1)+"\nThis sentence came much later, and it is longer than a slip of the pen.\n")
	g.build()
	check("edited")
	if changed := changedDocuments(before, readTree(t, g.Out)); len(changed) != 4 || slices.ContainsFunc(changed, func(name string) bool { return strings.HasPrefix(name, "tags/odd") }) {
		t.Errorf("editing an old entry changed %v", changed)
	}
}
