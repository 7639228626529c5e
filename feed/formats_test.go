package feed_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/seedfeed/seedfeed/feed"
)

// TestParity holds R74: entries, order, IDs, dates and texts are the same in all formats, as a reader finds them, whatever the
// seeds hold.
func TestParity(t *testing.T) {
	g := sampleGarden(t)
	all := "every byte: "
	for c := range 256 {
		all += string([]byte{byte(c)})
	}
	g.sow("hostile/bytes.txt", all+"\n\n]]> &amp; <script>alert(1)</script> \ufffe\uffff\n")
	g.sow("hostile/title.md", "---\ntitle: \"<b>Tom</b> & Jerry ]]>\"\ndate: 2022-02-13T10:00:00.250Z\n---\nText with <i>marks</i>.\n")
	g.sow("hostile/long.txt", strings.Repeat("long title ", 1000)+"\n\nText.\n")
	g.sow("hostile/rtl.txt", "שלום עולם\n\nטקסט קצר על הים והרוח ועל כל מה שביניהם. 🌊\n")
	g.sow("hostile/only-title.txt", "One line\n")
	g.build()
	read := func(name string) *gofeed.Feed { return readFeed(t, filepath.Join(g.Out, name)) }
	found, _, err := feed.CheckSite(os.DirFS(g.Out))
	must(t, err)
	for _, f := range found {
		if f.Level != feed.LevelHint && !strings.Contains(f.What, "</b>") { // a title of plain text may look like markup
			t.Errorf("%s:%d: %s %s: %s", f.File, f.Line, f.Level, f.Rule, f.What)
		}
	}
	atom := read("feed.atom")
	if len(atom.Items) < 20 {
		t.Fatalf("only %d entries", len(atom.Items))
	}
	for _, name := range []string{"feed.rss", "feed.json"} {
		other := read(name)
		if other.Title != atom.Title || other.Link != atom.Link || other.Description != atom.Description || len(other.Items) != len(atom.Items) {
			t.Fatalf("%s: %q, %q, %q, %d entries", name, other.Title, other.Link, other.Description, len(other.Items))
		}
		for i, got := range other.Items {
			want := atom.Items[i]
			content := got.Content
			if content == "" {
				content = got.Description
			}
			published := *want.PublishedParsed
			if name == "feed.rss" {
				published = published.Truncate(time.Second)
			}
			switch {
			case got.GUID != want.GUID || got.Link != want.Link || got.Title != want.Title:
				t.Errorf("%s: entry %d is %q, %q, %q, want %q, %q, %q", name, i, got.GUID, got.Link, got.Title, want.GUID, want.Link, want.Title)
			case strings.TrimSpace(content) != strings.TrimSpace(want.Content):
				t.Errorf("%s: %q has another text", name, got.Title)
			case !got.PublishedParsed.Equal(published):
				t.Errorf("%s: %q is of %v, want %v", name, got.Title, got.PublishedParsed, published)
			case name == "feed.json" && !got.UpdatedParsed.Equal(*want.UpdatedParsed):
				t.Errorf("%s: %q was updated %v, want %v", name, got.Title, got.UpdatedParsed, want.UpdatedParsed)
			case strings.Join(got.Categories, "|") != strings.Join(want.Categories, "|"):
				t.Errorf("%s: %q has tags %q, want %q", name, got.Title, got.Categories, want.Categories)
			}
		}
	}
}
