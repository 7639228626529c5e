package feed_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"github.com/seedfeed/seedfeed/feed"
)

// untagged is a recording without a date in its tags, made different by what stands behind it.
func (g *garden) untagged(name string) {
	g.t.Helper()
	b, err := os.ReadFile(filepath.Join("internal", "media", "testdata", "tide.wav"))
	must(g.t, err)
	g.sow(name, string(b)+name)
}

func (g *garden) read(name string) string {
	g.t.Helper()
	b, err := os.ReadFile(filepath.Join(g.Out, filepath.FromSlash(name)))
	must(g.t, err)
	return string(b)
}

const showSettings = `title: Tide talks
language: en
author: Ada Björk
podcast:
  category: natural sciences
  explicit: no
  email: ada@tide.test
  type: serial
  locked: yes
  funding: https://give.test/ Help & hope
`

// TestPodcast: a folder of recordings is one that directories take, with what its feed.yaml says and what files bring.
func TestPodcast(t *testing.T) {
	g := newGarden(t)
	for _, name := range []string{"a", "b", "c"} {
		g.sow(name+".txt", strings.ToUpper(name)+"\n\nText.\n") // so that the site itself is no podcast
	}
	g.sow("show/feed.yaml", showSettings)
	g.recording("show/Season 2/007 first.m4a", "tide.m4a")
	g.sow("show/Season 2/007 first.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n")
	g.recording("show/trailer.mp3", "cbr.mp3")
	g.sow("show/trailer.md", "---\nexplicit: true\nepisode: 1\n---\nCome in.\n")
	g.recording("show/cover.jpg", "picture.jpg")
	if res := g.build(); len(res.Problems) > 0 || len(res.Notes) != 1 || !strings.Contains(res.Notes[0].Text, "no artwork that directories") {
		t.Errorf("problems: %v, %v", res.Problems, res.Notes)
	}
	show := readFeed(t, filepath.Join(g.Out, "show", "feed.rss"))
	x := show.ITunesExt
	if x == nil || x.Type != "serial" || x.Explicit != "false" || x.Image != g.URL+"show/cover.jpg" || x.Owner.Email != "ada@tide.test" || x.Author != "Ada Björk" {
		t.Fatalf("channel: %+v", x)
	}
	if c := x.Categories; len(c) != 1 || c[0].Text != "Science" || c[0].Subcategory == nil || c[0].Subcategory.Text != "Natural Sciences" {
		t.Errorf("categories: %v", c)
	}
	podcast := show.Extensions["podcast"]
	if guid, locked, funding := podcast["guid"], podcast["locked"], podcast["funding"]; len(guid) != 1 || len(guid[0].Value) != 36 || locked[0].Value != "yes" || funding[0].Value != "Help & hope" || funding[0].Attrs["url"] != "https://give.test/" {
		t.Errorf("podcast: %v", podcast)
	}
	byTitle := map[string]*gofeed.Item{}
	for _, i := range show.Items {
		byTitle[filepath.Base(i.Enclosures[0].URL)] = i
	}
	first, trailer := byTitle["007%20first.m4a"], byTitle["trailer.mp3"]
	if i := first.ITunesExt; i.Season != "2" || i.Episode != "7" || i.EpisodeType != "" || !strings.HasPrefix(i.Image, g.URL+"covers/") {
		t.Errorf("first: %+v", i)
	}
	if i := trailer.ITunesExt; i.EpisodeType != "trailer" || i.Episode != "1" || i.Explicit != "true" {
		t.Errorf("trailer: %+v", i)
	}
	if cover := strings.TrimPrefix(first.ITunesExt.Image, g.URL); !strings.HasPrefix(g.read(cover), "\x89PNG") || first.ITunesExt.Image != trailer.ITunesExt.Image {
		t.Errorf("covers: %q", cover)
	}
	at := first.Extensions["podcast"]
	if tr := at["transcript"][0].Attrs; tr["url"] != g.URL+"show/Season%202/007%20first.vtt" || tr["type"] != "text/vtt" || !strings.HasPrefix(g.read("show/Season 2/007 first.vtt"), "WEBVTT") {
		t.Errorf("transcript: %v", tr)
	}
	var chapters struct {
		Version  string
		Chapters []struct {
			StartTime float64
			Title     string
		}
	}
	if ch := at["chapters"][0].Attrs; ch["type"] != "application/json+chapters" || ch["url"] != g.URL+"show/Season%202/007%20first.m4a.chapters.json" {
		t.Errorf("chapters: %v", ch)
	}
	must(t, json.Unmarshal([]byte(g.read("show/Season 2/007 first.m4a.chapters.json")), &chapters))
	if chapters.Version != "1.2.0" || len(chapters.Chapters) < 2 || chapters.Chapters[0].Title == "" || chapters.Chapters[1].StartTime <= 0 {
		t.Errorf("chapters: %+v", chapters)
	}
	if page := g.read("show/Season-2/007-first.html"); !strings.Contains(page, "#t=") || !strings.Contains(page, "Transcript (VTT)") || !strings.Contains(page, `href="../../show/feed.rss"`) && !strings.Contains(page, `show/Season-2/feed.rss`) {
		t.Errorf("page lacks chapters, transcript or feed:\n%s", page)
	}
	g.recording("film.mp4", "tide.mp4")
	g.sow("film.vtt", "WEBVTT\n")
	g.build()
	if page := g.read("film.html"); !strings.Contains(page, `<track kind="captions" src="`+g.URL+`film.vtt" label="Captions"></video>`) {
		t.Errorf("the film has no captions:\n%s", page)
	}
	must(t, os.Remove(filepath.Join(g.Seeds, "film.mp4")), os.Remove(filepath.Join(g.Seeds, "film.vtt")))
	g.build()
	// The folder in it is one too, as the folder that it is in says.
	if inner := readFeed(t, filepath.Join(g.Out, "show", "Season-2", "feed.rss")); inner.ITunesExt == nil || len(inner.ITunesExt.Categories) != 1 || inner.Language != "en" || inner.ITunesExt.Image != g.URL+"show/cover.jpg" {
		t.Errorf("the season: %+v", inner.ITunesExt)
	}
	if whole := readFeed(t, filepath.Join(g.Out, "feed.rss")); whole.ITunesExt != nil && whole.ITunesExt.Type != "" {
		t.Errorf("the site became a podcast: %+v", whole.ITunesExt)
	}
	for _, name := range []string{"show/feed.rss", "show/Season-2/feed.rss"} {
		for _, f := range feed.Check(name, []byte(g.read(name))) {
			if f.Level != feed.LevelHint {
				t.Errorf("%s: %+v", name, f)
			}
		}
	}
	checkPages(t, g.Out)
	if res := g.build(); res.Written+res.Removed+len(res.Notes) > 0 {
		t.Errorf("a build without changes: %+v", res)
	}

	// When texts come to outnumber the recordings, who subscribed to the RSS still finds it.
	g.sow("show/feed.yaml", "title: Tide talks\n")
	for _, name := range []string{"d", "e", "f"} {
		g.sow("show/"+name+".txt", strings.ToUpper(name)+"\n\nText.\n")
	}
	g.build()
	if show := readFeed(t, filepath.Join(g.Out, "show", "feed.rss")); len(show.Items) != 5 || show.ITunesExt != nil && show.ITunesExt.Type != "" {
		t.Errorf("%d items, %+v", len(show.Items), show.ITunesExt)
	}
}

// TestEpisodeOrder: recordings that came at once and say no date are apart in time, in the order of their numbers.
func TestEpisodeOrder(t *testing.T) {
	g := newGarden(t)
	names := []string{"s01e01 z", "s01e02 y", "s01e10 x", "s02e01 a"}
	for _, name := range slices.Backward(names) {
		g.untagged("show/" + name + ".wav")
	}
	g.build()
	items := readFeed(t, filepath.Join(g.Out, "show", "feed.rss")).Items
	slices.SortFunc(items, func(a, b *gofeed.Item) int { return a.PublishedParsed.Compare(*b.PublishedParsed) })
	var got []string
	for _, i := range items {
		got = append(got, i.Title)
	}
	if !slices.Equal(got, names) || items[0].PublishedParsed.Equal(*items[1].PublishedParsed) {
		t.Errorf("got %q", got)
	}
	if newest := items[3].PublishedParsed; !newest.Equal(rested) {
		t.Errorf("the newest has the date %v", newest)
	}
}

// TestPodcastSettings: what is wrong in them is told with its line, and the rest goes on.
func TestPodcastSettings(t *testing.T) {
	for text, want := range map[string]struct {
		line int
		text string
	}{
		"podcast:\n  category: Gardens\n":       {2, `no category "Gardens"`},
		"podcast:\n  category: Arts > Comedy\n": {2, "no category"},
		"podcast: Gardens\n":                    {1, "no category"},
		"podcast:\n  catgory: Arts\n":           {2, `unknown setting "catgory"`},
		"podcast:\n  type: weekly\n":            {2, "no type of a podcast"},
		"podcast:\n  guid: me\n":                {2, "no UUID"},
		"podcast:\n  image: none.jpg\n":         {2, `no picture "none.jpg"`},
		"podcast:\n  funding: me\n":             {2, "no web address"},
		"podcast: [Arts]\n":                     {1, "holds a list"},
		"limits: {change: 3}\n":                 {1, `"change" is a limit of the whole site`},
		"formats: [atom, xml]\n":                {1, `no format "xml"`},
	} {
		g := newGarden(t)
		g.untagged("show/a.wav")
		g.sow("show/feed.yaml", text)
		res := g.build()
		if len(res.Problems) != 1 || res.Problems[0].Path != "show/feed.yaml" || res.Problems[0].Line != want.line || !strings.Contains(res.Problems[0].Text, want.text) || res.Problems[0].Hint == "" {
			t.Errorf("%q: %v", text, res.Problems)
		}
		if res.Entries != 1 {
			t.Errorf("%q: %d entries", text, res.Entries)
		}
	}
	g := newGarden(t)
	g.untagged("show/a.wav")
	g.sow("show/feed.yaml", "podcast: no\n")
	g.build()
	if _, err := os.Stat(filepath.Join(g.Out, "show", "feed.rss")); err == nil {
		t.Error("podcast: no is not heard")
	}
}

// TestFolderSettings: a folder has formats and limits of its own.
func TestFolderSettings(t *testing.T) {
	g := newGarden(t)
	for _, name := range []string{"a", "b", "c"} {
		g.sow("notes/"+name+".txt", strings.ToUpper(name)+"\n\nText.\n")
	}
	g.sow("notes/feed.yaml", "formats: [json, atom]\nlimits: {entries: 2}\n")
	if res := g.build(); len(res.Problems) > 0 {
		t.Fatal(res.Problems)
	}
	if n := len(readFeed(t, filepath.Join(g.Out, "notes", "feed.json")).Items); n != 3 {
		t.Errorf("%d entries: those of the site's own feed stay in", n)
	}
	if page := g.read("notes/index.html"); !strings.Contains(page, `href="../notes/feed.json"`) || !strings.Contains(page, `href="../notes/feed.atom"`) {
		t.Errorf("the page names other feeds:\n%s", page)
	}
	g.sow("feed.yaml", "limits: {entries: 1}\n")
	g.build()
	if n := len(readFeed(t, filepath.Join(g.Out, "notes", "feed.json")).Items); n != 2 {
		t.Errorf("%d entries", n)
	}
}
