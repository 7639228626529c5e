package feed_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// photo puts a photograph into the garden whose camera noted when it was taken and, if it is turned, that it was held upright. tail makes it
// another one.
func (g *garden) photo(name, taken, zone, by string, turned bool, tail string) {
	g.t.Helper()
	sample, err := os.ReadFile(filepath.Join("internal", "media", "testdata", "picture.jpg")) // 30 x 20
	must(g.t, err)
	be16, be32 := func(n int) string { return string(binary.BigEndian.AppendUint16(nil, uint16(n))) }, func(n int) string { return string(binary.BigEndian.AppendUint32(nil, uint32(n))) }
	orientation := 1
	if turned {
		orientation = 6
	}
	taken, zone, by = taken+"\x00", zone+"\x00", by+"\x00\x00\x00\x00"
	exif := "MM\x00*" + be32(8) +
		be16(4) + be16(0x0112) + be16(3) + be32(1) + be16(orientation) + be16(0) + be16(0x013B) + be16(2) + be32(len(by)) + be32(92+len(taken)+len(zone)) +
		be16(0x8769) + be16(4) + be32(1) + be32(62) + be16(0x8825) + be16(4) + be32(1) + be32(0) + be32(0) +
		be16(2) + be16(0x9003) + be16(2) + be32(len(taken)) + be32(92) + be16(0x9011) + be16(2) + be32(len(zone)) + be32(92+len(taken)) + be32(0) +
		taken + zone + by
	segment := "Exif\x00\x00" + exif
	g.sow(name, string(sample[:2])+"\xFF\xE1"+be16(2+len(segment))+segment+string(sample[2:])+tail)
}

func (g *garden) byTitle(title string) entry {
	g.t.Helper()
	for _, e := range g.published().Entries {
		if e.Title == title {
			return e
		}
	}
	g.t.Fatalf("no entry is called %q", title)
	return entry{}
}

// TestPhotoIsAnEntry: with the date and author that the camera noted, and the picture as text, turned as it is shown.
func TestPhotoIsAnEntry(t *testing.T) {
	g := newGarden(t)
	g.sow("feed.yaml", "timezone: Europe/Berlin\n")
	g.photo("coast/IMG_0001.jpg", "2021:05:03 10:11:12", "+09:00", "Ada Björk", true, "1")
	g.photo("coast/IMG_0002.jpg", "2021:05:03 23:11:12", "", "Ada Björk", false, "2")
	g.photo("coast/2021-05-04-boat.jpg", "2021:05:04 08:00:00", "", "Bo", false, "3")
	g.photo("coast/2022-05-05-boat.jpg", "2021:05:04 08:00:00", "", "Bo", false, "4") // shown on another day than it was taken
	g.photo("coast/IMG_0003.jpg", "2099:01:01 00:00:00", "", "Bo", false, "5")        // a clock that can't be right
	g.sow("coast/IMG_0002.md", "# Low tide\n\nThe sea has gone out to think.\n")
	res := g.build()
	if len(res.Problems) > 0 {
		t.Errorf("problems: %v", res.Problems)
	}
	got := map[string]string{}
	for _, e := range g.published().Entries {
		href, _ := e.link("alternate")
		got[strings.TrimPrefix(href, g.URL+"coast/")] = e.Published
	}
	for page, want := range map[string]string{
		"IMG_0001.html": "2021-05-03T01:11:12Z", "IMG_0002.html": "2021-05-03T21:11:12Z", "2021-05-04-boat.html": "2021-05-04T06:00:00Z",
		"2022-05-05-boat.html": "2022-05-04T22:00:00Z", "IMG_0003.html": rested.Format(time.RFC3339),
	} {
		if got[page] != want {
			t.Errorf("%s: published %q, want %q", page, got[page], want)
		}
	}
	if e := g.byTitle("IMG 0001"); e.Content != `<figure><img src="`+g.URL+`coast/IMG_0001.jpg" alt="IMG 0001" width="20" height="30"/></figure>`+"\n" {
		t.Errorf("content %q", e.Content)
	}
	if e := g.byTitle("Low tide"); e.Content != `<figure><img src="`+g.URL+`coast/IMG_0002.jpg" alt="Low tide" width="30" height="20"/></figure>`+"\n<p>The sea has gone out to think.</p>" {
		t.Errorf("content %q", e.Content)
	}
	for _, name := range []string{"feed.atom", "feed.rss", "feed.json"} {
		for _, item := range readFeed(t, filepath.Join(g.Out, name)).Items {
			if len(item.Enclosures) != 1 || item.Enclosures[0].Type != "image/jpeg" || item.Enclosures[0].Length == "" || len(item.Authors) != 1 {
				t.Errorf("%s: %q: enclosures %v, authors %v", name, item.Title, item.Enclosures, item.Authors)
			}
		}
	}
	checkPages(t, g.Out)
}

// TestPhotoIsFollowed by its bytes, wherever it goes and whatever goes with it; two that are merely called alike are two.
func TestPhotoIsFollowed(t *testing.T) {
	g := newGarden(t)
	g.sow("a.txt", "Apple\n\nText.\n")
	g.photo("coast/holiday at the coast 001.jpg", "2021:05:03 10:11:12", "", "", false, "1")
	g.photo("coast/holiday at the coast 002.jpg", "2021:05:03 10:11:13", "", "", false, "2")
	g.build()
	one, two := g.byTitle("holiday at the coast 001").ID, g.byTitle("holiday at the coast 002").ID

	must(t, os.Rename(filepath.Join(g.Seeds, "coast", "holiday at the coast 002.jpg"), filepath.Join(g.Seeds, "boat.jpg"))) // the root is no album
	must(t, os.Remove(filepath.Join(g.Seeds, "coast", "holiday at the coast 001.jpg")))
	g.photo("coast/holiday at the coast 003.jpg", "2021:05:03 10:11:14", "", "", false, "3")
	g.photo("tram.jpg", "2021:05:03 10:11:15", "", "", false, "4") // as large as what is missing, but another
	g.build()
	if got := g.byTitle("boat").ID; got != two {
		t.Errorf("a move made %s of %s", got, two)
	}
	if got := g.byTitle("holiday at the coast 003").ID; got == one || got == two {
		t.Error("a new picture took the ID of one that is gone")
	}
	if n := len(g.published().Entries); n != 3 {
		t.Errorf("%d entries", n)
	}
	if _, err := os.Stat(filepath.Join(g.Out, "tram.jpg")); err == nil {
		t.Error("a picture at the root is public")
	}

	// The bytes of a picture are no text: another one in its place is the same entry, and nobody is told of an edit.
	before := g.byTitle("boat")
	g.photo("boat.jpg", "2021:05:03 10:11:13", "", "", true, "22")
	g.build()
	if e := g.byTitle("boat"); e.ID != before.ID || e.Updated != before.Updated || !strings.Contains(e.Content, `width="20" height="30"`) {
		t.Errorf("got %+v after %+v", e, before)
	}
	if res := g.build(); res.Read != 0 || res.Written != 0 {
		t.Errorf("read %d, written %d", res.Read, res.Written)
	}
}

// TestPhotosWithoutState: neither a lost cache nor a lost ledger takes an entry or its ID away.
func TestPhotosWithoutState(t *testing.T) {
	g := newGarden(t)
	g.sow("a.txt", "Apple\n\nText.\n")
	g.photo("coast/one.jpg", "2021:05:03 10:11:12", "", "", false, "1")
	g.build()
	g.sow("coast/about.md", "# About\n\nThe coast.\n")
	g.sow("b.md", "# Berry\n\n![](coast/one.jpg)\n")
	g.build()
	id := g.byTitle("one").ID
	for _, lose := range [][]string{{g.Cache}, {filepath.Join(g.Seeds, ".seedfeed", "ledger")}, {g.Cache, filepath.Join(g.Seeds, ".seedfeed", "ledger")}} {
		for _, path := range lose {
			must(t, os.RemoveAll(path))
		}
		g.build()
		if got := g.byTitle("one").ID; got != id || len(g.published().Entries) != 4 {
			t.Errorf("without %v: %s of %s, %d entries", lose, got, id, len(g.published().Entries))
		}
	}
}

// TestWatchedPhotos: what a folder says counts for the folders in it at once.
func TestWatchedPhotos(t *testing.T) {
	g := newGarden(t)
	g.sow("a.txt", "Apple\n\nText.\n")
	g.sow("blog/post.txt", "Post\n\nText.\n")
	g.photo("blog/deep/one.jpg", "2021:05:03 10:11:12", "", "", false, "1")
	g.sow("blog/deep/two.txt", "Two\n\nText.\n")
	g.watch()
	waits := func(n int) {
		t.Helper()
		for deadline := time.Now().Add(20 * time.Second); len(g.published().Entries) != n; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%d entries, want %d", len(g.published().Entries), n)
			}
		}
	}
	waits(3)
	g.sow("blog/feed.yaml", "pictures: entries\n")
	waits(4)
	g.sow("blog/feed.yaml", "pictures: none\n")
	waits(3)
}

// TestUnreadableTextsHoldPhotosBack: nobody knows which pictures a text shows that can't be read, and what was published can't be taken back.
func TestUnreadableTextsHoldPhotosBack(t *testing.T) {
	g := newGarden(t)
	g.sow("a.txt", "Apple\n\nText.\n")
	g.sow("trip.md", "---\ntitle: One: two\n---\n![](trip/one.jpg)\n")
	g.photo("trip/one.jpg", "2021:05:03 10:11:12", "", "", false, "1")
	g.photo("trip/two.jpg", "2021:05:03 10:11:12", "", "", false, "2")
	for _, text := range []string{"", "---\ntitle: Mended\n---\n![](trip/one.jpg)\n", "---\ntitle: Mended\n---\n![](" + g.URL + "trip/one.jpg)\n"} {
		if text != "" {
			g.sow("trip.md", text)
		}
		g.build()
		for _, e := range g.published().Entries {
			if e.Title != "Apple" && e.Title != "Mended" {
				t.Errorf("%q is an entry", e.Title)
			}
		}
	}
	must(t, os.Remove(filepath.Join(g.Seeds, "trip.md")))
	g.build()
	if n := len(g.published().Entries); n != 3 {
		t.Errorf("%d entries", n)
	}
}

// TestRecalledPhoto: an entry that only the site knows, while its picture is missing, was not read for the build that shows it: nothing is told of
// what it shows.
func TestRecalledPhoto(t *testing.T) {
	g := newGarden(t)
	g.Grace = time.Hour
	for _, name := range []string{"1", "2", "3"} {
		g.photo("album/"+name+".jpg", "2024:05:01 12:00:00", "+00:00", "", false, name)
	}
	g.build()
	must(t, os.RemoveAll(g.Cache), os.Remove(filepath.Join(g.Seeds, "album", "1.jpg")))
	res := g.build()
	if res.Read != 2 || res.Missing != 1 || len(res.Notes) != 1 || !strings.Contains(res.Notes[0].Text, "is missing") {
		t.Errorf("read %d, missing %d, notes %v", res.Read, res.Missing, res.Notes)
	}
}
