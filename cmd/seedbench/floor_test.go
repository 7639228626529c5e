package main

import (
	"bytes"
	"os"
	"testing"
)

// TestFloor: the floor does what it is a yardstick for: the newest seeds in their order, all pages, and nothing when nothing changed.
func TestFloor(t *testing.T) {
	t.Chdir(t.TempDir())
	const n = 40
	s := &site{program: &program{seeds: floorSeeds, feed: floorOut + "/feed.atom"}, dir: ".", mode: withPages, n: n}
	if _, err := sow(t.Context(), floorSeeds, n); err != nil {
		t.Fatal(err)
	}
	build := func(text string) os.FileInfo {
		t.Helper()
		err := runFloor(nil)
		if err == nil {
			err = s.verify(text)
		}
		info, statErr := os.Stat(s.feed)
		if err != nil || statErr != nil {
			t.Fatal(err, statErr)
		}
		return info
	}
	first := build("")
	feed, err := os.ReadFile(s.feed)
	if err != nil {
		t.Fatal(err)
	}
	last := -1
	for i := range newest {
		date := newSeed(n-1-i, n).date.Format("<updated>2006-01-02T15:04:05Z07:00</updated><content>")
		at := bytes.Index(feed, []byte(date))
		if at <= last {
			t.Fatalf("entry %d, %s, is at %d, the one before at %d", i, date, at, last)
		}
		last = at
	}
	if again := build(""); !os.SameFile(first, again) {
		t.Error("nothing changed, and it published")
	}
	if err := s.save(renamed, "tide"); err != nil {
		t.Fatal(err)
	}
	if changed := build("tide"); os.SameFile(first, changed) {
		t.Error("a seed changed, and the feed is the old one")
	}
	if err := os.Remove(floorSeeds + "/" + newSeed(n-1, n).path); err != nil {
		t.Fatal(err)
	}
	build("")
	if feed, err := os.ReadFile(s.feed); err != nil || bytes.Contains(feed, []byte("tide")) {
		t.Errorf("a seed is gone, and still in the feed: %v", err)
	}
}
