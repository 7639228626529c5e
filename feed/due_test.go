package feed

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestDueEntries: while nothing happens in the folder, an entry comes when its date does and another goes when it expires.
func TestDueEntries(t *testing.T) {
	dir := t.TempDir()
	s := &Site{
		Seeds: filepath.Join(dir, "seeds"), Out: filepath.Join(dir, "public"), Cache: filepath.Join(dir, "cache"),
		URL: "https://garden.test/",
	}
	due := time.Date(2040, 1, 1, 12, 0, 0, 0, time.UTC)
	sowDated(t, s, "coming", "published", due)
	sowDated(t, s, "going", "expires", due)
	sowDated(t, s, "far", "published", due.AddDate(1, 0, 0))
	clock := stoppedClock(due.Add(-300 * time.Millisecond))
	s.now = clock.now

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var seen [][]string
	for res, err := range s.Watch(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, publishedTitles(t, s))
		if len(seen) == 2 {
			if clock.now().Before(due) {
				t.Errorf("the change came %v early", due.Sub(clock.now()))
			}
			if res.Read != 0 || res.Entries != 1 || res.Held != 2 {
				t.Errorf("got %d read, %d entries, %d held, want 0, 1, 2", res.Read, res.Entries, res.Held)
			}
			break
		}
		clock.start()
	}
	if got, want := fmt.Sprint(seen), "[[going] [coming]]"; got != want {
		t.Errorf("the feeds held %s, want %s", got, want)
	}
}

func sowDated(t *testing.T, s *Site, title, field string, at time.Time) {
	t.Helper()
	text := fmt.Sprintf("---\ntitle: %s\n%s: %s\n---\nA text of %s.\n", title, field, at.Format(time.RFC3339), title)
	if err := os.MkdirAll(s.Seeds, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.Seeds, title+".md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func publishedTitles(t *testing.T, s *Site) (all []string) {
	t.Helper()
	f, err := os.Open(filepath.Join(s.Out, feedPath))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // only read
	doc, err := parseAtom(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range doc.Entries {
		all = append(all, e.Title)
	}
	slices.Sort(all)
	return all
}

// clock stands still until it is started, so that a slow first build costs no time.
type clock struct {
	at      time.Time
	started atomic.Pointer[time.Time]
}

func stoppedClock(at time.Time) *clock { return &clock{at: at} }

func (c *clock) start() {
	now := time.Now()
	c.started.CompareAndSwap(nil, &now)
}

func (c *clock) now() time.Time {
	if t := c.started.Load(); t != nil {
		return c.at.Add(time.Since(*t))
	}
	return c.at
}

// TestSealEnds: that nothing is left to be done counts only until an entry is due, or a tombstone has stood long enough.
func TestSealEnds(t *testing.T) {
	dir := t.TempDir()
	start := time.Date(2040, 1, 1, 12, 0, 0, 0, time.UTC)
	now := start
	build := func() *Result {
		t.Helper()
		s := &Site{
			Seeds: filepath.Join(dir, "seeds"), Out: filepath.Join(dir, "public"), Cache: filepath.Join(dir, "cache"),
			URL: "https://garden.test/", Grace: -1, Allow: []string{"loss"}, now: func() time.Time { return now },
		}
		res, err := s.Build(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	s := &Site{Seeds: filepath.Join(dir, "seeds")}
	sowDated(t, s, "coming", "published", start.Add(time.Hour))
	sowDated(t, s, "here", "published", start.Add(-time.Hour))
	sowDated(t, s, "gone", "published", start.Add(-time.Hour))
	build()
	if err := os.Remove(filepath.Join(s.Seeds, "gone.md")); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		at               time.Duration
		entries, written int
	}{
		{time.Minute, 1, -1},
		{2 * time.Minute, 1, 0},
		{time.Hour, 2, -1}, // one is due
		{2 * time.Hour, 2, 0},
		{tombstoneTime + 2*time.Minute, 2, -1}, // the tombstone goes
		{tombstoneTime + 3*time.Minute, 2, 0},
	} {
		now = start.Add(step.at)
		res := build()
		if res.Entries != step.entries || step.written == 0 && res.Written > 0 || step.written < 0 && res.Written == 0 {
			t.Errorf("after %v: %d entries, %d written", step.at, res.Entries, res.Written)
		}
	}
}

// TestTombstonesEnd: a tombstone goes by its date from a feed that nothing else changes, also while a watcher sees other texts change.
func TestTombstonesEnd(t *testing.T) {
	dir := t.TempDir()
	now := time.Date(2040, 1, 1, 12, 0, 0, 0, time.UTC)
	s := &Site{
		Seeds: filepath.Join(dir, "seeds"), Out: filepath.Join(dir, "public"), Cache: filepath.Join(dir, "cache"),
		URL: "https://garden.test/", Grace: -1, Allow: []string{"loss"}, now: func() time.Time { return now },
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.MkdirAll(s.Seeds, 0o755))
	sow := func(name, tag, text string) {
		t.Helper()
		must(os.WriteFile(filepath.Join(s.Seeds, name), []byte("---\ndate: 2039-01-01\ntags: ["+tag+"]\n---\n"+text+"\n"), 0o644))
	}
	sow("goes.md", "sea", "Words.")
	sow("stays.md", "sea", "Other words.")
	sow("edited.md", "wind", "Words of day 0.")
	b := opened(t, s, everything)
	defer b.close()
	must(os.Remove(filepath.Join(s.Seeds, "goes.md")))
	for day := range 32 {
		sow("edited.md", "wind", fmt.Sprintf("Words of day %d.", day))
		_, err := b.build(t.Context(), look{files: []string{"goes.md", "edited.md"}})
		must(err)
		for _, feed := range []string{"feed.atom", "tags/sea.atom"} {
			text, err := os.ReadFile(filepath.Join(s.Out, feed))
			must(err)
			if stands := strings.Contains(string(text), "deleted-entry"); stands != (day < 30) {
				t.Errorf("day %d: a tombstone in %s: %v", day, feed, stands)
			}
		}
		now = now.AddDate(0, 0, 1)
	}
}
