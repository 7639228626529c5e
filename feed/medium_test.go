package feed_test

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// recording puts a recording into the garden: of the samples that package media is tested with.
func (g *garden) recording(name, sample string) {
	g.t.Helper()
	b, err := os.ReadFile(filepath.Join("internal", "media", "testdata", sample))
	must(g.t, err)
	g.sow(name, string(b))
}

// enclosures are the titles of entries with the names of what they enclose.
func (g *garden) enclosures() map[string]string {
	g.t.Helper()
	all := map[string]string{}
	for _, item := range readFeed(g.t, filepath.Join(g.Out, "feed.rss")).Items {
		all[item.Title] = ""
		for _, e := range item.Enclosures {
			all[item.Title] = strings.TrimPrefix(e.URL, g.URL)
			info, err := os.Stat(filepath.Join(g.Out, filepath.FromSlash(all[item.Title])))
			must(g.t, err)
			if e.Length != strconv.FormatInt(info.Size(), 10) || e.Type == "" {
				g.t.Errorf("%s: length %s of %d, type %q", e.URL, e.Length, info.Size(), e.Type)
			}
		}
	}
	return all
}

func (g *garden) idOf(title string) string {
	g.t.Helper()
	doc := g.published()
	i := slices.IndexFunc(doc.Entries, func(e entry) bool { return e.Title == title })
	if i < 0 {
		g.t.Fatalf("no entry is called %q", title)
	}
	return doc.Entries[i].ID
}

// TestRecordingIsAnEntry: with the title, author and date that its tags say, and the file as enclosure.
func TestRecordingIsAnEntry(t *testing.T) {
	g := newGarden(t)
	g.recording("show/first.m4a", "tide.m4a")
	g.sow("show/broken.mp3", "no music\n")
	g.sow("a.txt", "Apple\n\nText.\n")
	res := g.build()
	if len(res.Problems) != 1 || res.Problems[0].Path != "show/broken.mp3" {
		t.Errorf("problems: %v", res.Problems)
	}
	e := g.published().Entries
	if len(e) != 2 {
		t.Fatalf("%d entries", len(e))
	}
	item := readFeed(t, filepath.Join(g.Out, "feed.rss")).Items[1]
	if item.Title != "Low tide" || item.PublishedParsed.Format("2006-01-02") != "2021-05-03" || item.Authors[0].Name != "Ada Björk" || item.ITunesExt == nil || item.ITunesExt.Duration != "2" {
		t.Errorf("got %q, %v, %v, %v", item.Title, item.PublishedParsed, item.Authors, item.ITunesExt)
	}
	if got := g.enclosures()["Low tide"]; got != "show/first.m4a" {
		t.Errorf("encloses %q", got)
	}
	atom, json := readFeed(t, filepath.Join(g.Out, "feed.atom")).Items[1].Enclosures, readFeed(t, filepath.Join(g.Out, "feed.json")).Items[1].Enclosures
	if len(atom) != 1 || len(json) != 1 || atom[0].URL != item.Enclosures[0].URL || json[0].URL != item.Enclosures[0].URL || atom[0].Type != "audio/x-m4a" || atom[0].Length != item.Enclosures[0].Length {
		t.Errorf("atom %v, json %v", atom, json)
	}
	page, err := os.ReadFile(filepath.Join(g.Out, "show", "first.html"))
	must(t, err)
	if !strings.Contains(string(page), `<audio class="u-audio" controls preload="none" src="`+g.URL+`show/first.m4a"></audio>`) {
		t.Errorf("the page doesn't play it")
	}
	checkPages(t, g.Out)

	id := g.idOf("Low tide")
	must(t, os.Rename(filepath.Join(g.Seeds, "show", "first.m4a"), filepath.Join(g.Seeds, "show", "renamed.m4a")))
	g.build()
	if got := g.idOf("Low tide"); got != id {
		t.Errorf("a rename made %s of %s", got, id)
	}
}

// TestNotesBelongToTheRecording: whichever of the two comes first, there is one entry, with one ID.
func TestNotesBelongToTheRecording(t *testing.T) {
	const notes = "# Out at sea\n\nWhat we talked about, at some length: the tide, the moon, and who left the gate open.\n"
	for _, order := range [][]string{{"ep.mp3", "ep.md"}, {"ep.md", "ep.mp3"}, {"ep.mp3", "ep.mp3.txt"}} {
		g := newGarden(t)
		g.sow("a.txt", "Apple\n\nText.\n")
		var id string
		for i, name := range order {
			if strings.HasSuffix(name, ".mp3") {
				g.recording(name, "vbr.mp3")
			} else {
				g.sow(name, notes)
			}
			g.build()
			doc := g.published()
			if len(doc.Entries) != 2 {
				t.Fatalf("%v: %d entries", order[:i+1], len(doc.Entries))
			}
			e := doc.Entries[slices.IndexFunc(doc.Entries, func(e entry) bool { return e.Title != "Apple" })]
			if id != "" && e.ID != id {
				t.Errorf("%v: another ID", order[:i+1])
			}
			id = e.ID
		}
		if got := g.enclosures(); len(got) != 2 || got["Out at sea"] != "ep.mp3" && got["# Out at sea"] != "ep.mp3" {
			t.Errorf("%v: %v", order, got)
		}
	}
}

// TestNotesThatAreADraft hold the recording back, and so does a text that refers to it.
func TestNotesThatAreADraft(t *testing.T) {
	g := newGarden(t)
	g.sow("a.txt", "Apple\n\nText.\n")
	g.recording("secret.mp3", "vbr.mp3")
	g.sow("secret.md", "---\ndraft: true\n---\nNot yet.\n")
	g.recording("other.mp3", "cbr.mp3")
	g.sow("draft-other.md", "Listen to [this](other.mp3).\n")
	g.build()
	if got := g.enclosures(); len(got) != 1 {
		t.Errorf("got %v", got)
	}
	for _, name := range []string{"secret.mp3", "other.mp3"} {
		if _, err := os.Stat(filepath.Join(g.Out, name)); err == nil {
			t.Errorf("%s is public", name)
		}
	}
}

// TestTextThatRefersToARecording encloses it, also when that was an entry before.
func TestTextThatRefersToARecording(t *testing.T) {
	g := newGarden(t)
	g.recording("song.mp3", "vbr.mp3")
	g.sow("a.txt", "Apple\n\nText.\n")
	g.build()
	g.sow("b.md", "# Berry\n\nListen to [this](song.mp3).\n")
	g.build()
	if got := g.enclosures(); len(got) != 2 || got["Berry"] != "song.mp3" {
		t.Errorf("got %v", got)
	}
	must(t, os.Remove(filepath.Join(g.Seeds, "b.md")))
	g.build()
	if got := g.enclosures(); len(got) != 2 || got["Low tide"] != "song.mp3" {
		t.Errorf("got %v", got)
	}
}

// TestServedAsWhatItIs: the server says the type that the enclosure says.
func TestServedAsWhatItIs(t *testing.T) {
	g := newGarden(t)
	for name, sample := range map[string]string{
		"a.mov": "tide.mov", "b.mp4": "tide.mp4", "c.m4v": "tide.mp4", "d.m4a": "tide.m4a", "e.opus": "tide.opus", "f.oga": "tide.ogg", "g.webm": "tide.webm",
	} {
		g.recording(name, sample)
	}
	g.build()
	for _, item := range readFeed(t, filepath.Join(g.Out, "feed.rss")).Items {
		res := httptest.NewRecorder()
		g.ServeHTTP(res, httptest.NewRequest("GET", "/"+strings.TrimPrefix(item.Enclosures[0].URL, g.URL), nil))
		if got := res.Header().Get("Content-Type"); res.Code != 200 || got != item.Enclosures[0].Type {
			t.Errorf("%s: %d, type %q, want %q", item.Enclosures[0].URL, res.Code, got, item.Enclosures[0].Type)
		}
	}
}

// TestOnePlayer: a page has a player for what its text encloses, unless the text has one.
func TestOnePlayer(t *testing.T) {
	g := newGarden(t)
	g.recording("film.mp4", "tide.mp4")
	g.sow("a.md", "# A\n\nA [film](film.mp4).\n")
	g.build()
	if n := strings.Count(g.read("a.html"), "<video"); n != 1 {
		t.Errorf("%d players", n)
	}
	g.sow("a.md", "# A\n\nA film.\n\n<video src=\"film.mp4\" controls></video>\n")
	g.build()
	if page := g.read("a.html"); strings.Count(page, "<video") != 1 || !strings.Contains(page, "film.mp4\" download") {
		t.Errorf("the page has another player:\n%s", page)
	}
}
