package feed_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seedfeed/seedfeed/feed"
)

// TestCacheIsNeverAheadOfTheLedger: what a build read that then came to nothing is settled by the next one. The seeds are
// large, so that what was read goes to the cache before the end.
func TestCacheIsNeverAheadOfTheLedger(t *testing.T) {
	large := func(title string) string {
		return "# " + title + "\n\n" + strings.Repeat("This is "+title+", which is long, and *goes on* and on.\n\n", 60_000)
	}
	g := newGarden(t)
	g.sow("a.md", large("Alpha"))
	g.sow("b.md", large("Beta"))
	g.build()
	was := map[string]string{}
	for _, e := range g.published().Entries {
		was[nameIn(e)] = e.ID
	}
	g.sow("a.md", large("Beta"))
	g.sow("b.md", large("Alpha"))
	touchLater(t, g, "a.md", "b.md")
	dry := *siteOf(g)
	dry.DryRun = true
	if _, err := dry.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	g.build()
	for _, e := range g.published().Entries {
		if name := nameIn(e); e.ID != was[name] {
			t.Errorf("%s was %s and is %s", name, was[name], e.ID)
		}
	}
}

// nameIn is what a large text says of itself.
func nameIn(e entry) string {
	if strings.Contains(e.Content, "Alpha") {
		return "Alpha"
	}
	return "Beta"
}

// siteOf copies the options of a garden's site.
func siteOf(g *garden) *feed.Site {
	return &feed.Site{Seeds: g.Seeds, Out: g.Out, Cache: g.Cache, URL: g.URL, Title: g.Title, Grace: g.Grace, Allow: g.Allow}
}

func touchLater(t *testing.T, g *garden, names ...string) {
	t.Helper()
	for i, name := range names {
		at := rested.AddDate(0, 1, i)
		must(t, os.Chtimes(filepath.Join(g.Seeds, name), at, at))
	}
}

// TestWithdrawnStaysWithdrawn: a bad seed at the place of a withdrawn one doesn't bring its text back, cache or not.
func TestWithdrawnStaysWithdrawn(t *testing.T) {
	for _, loseCache := range []bool{false, true} {
		g := newGarden(t)
		g.sow("secret.md", "# Secret\n\nNobody should read this any more.\n")
		g.sow("other.md", "# Other\n\nText.\n")
		g.build()
		must(t, os.Remove(filepath.Join(g.Seeds, "secret.md")))
		g.build()
		if loseCache {
			must(t, os.RemoveAll(g.Cache))
		}
		g.sow("secret.md", "---\ntitle: one: two\n---\n")
		if res := g.build(); len(res.Problems) != 1 {
			t.Errorf("%d problems", len(res.Problems))
		}
		for name, text := range readTree(t, g.Out) {
			if strings.Contains(text, "Nobody should") {
				t.Errorf("%s has it", name)
			}
		}
	}
}

// TestExpiredLeavesATombstone, also when it expired long before anybody built.
func TestExpiredLeavesATombstone(t *testing.T) {
	g := newGarden(t)
	g.sow("a.md", "# A\n\nText of a.\n")
	g.sow("b.md", "# B\n\nText of b.\n")
	g.build()
	g.sow("a.md", "---\nexpires: 2020-01-01\n---\n# A\n\nText of a.\n")
	touchLater(t, g, "a.md")
	g.build()
	if text := readTree(t, g.Out)["feed.atom"]; !strings.Contains(text, "<at:deleted-entry ") {
		t.Error("the feed doesn't say that the entry went")
	}
}

// TestLostLedgerAndSeeds: what is gone together with the ledger counts as gone, for the gate and for subscribers.
func TestLostLedgerAndSeeds(t *testing.T) {
	g := newGarden(t)
	for n := range 12 {
		g.sow(fmt.Sprintf("%d.md", n), fmt.Sprintf("# Seed %d\n\n%s\n", n, benchText(n)[200:400]))
	}
	g.build()
	must(t, os.RemoveAll(filepath.Join(g.Seeds, ".seedfeed")))
	for n := range 9 {
		must(t, os.Remove(filepath.Join(g.Seeds, fmt.Sprintf("%d.md", n))))
	}
	strict := siteOf(g)
	strict.Allow = nil
	if _, err := strict.Build(t.Context()); !isRefusal(err, "loss") {
		t.Errorf("got %v, want a refusal", err)
	}
	g.build()
	if n := strings.Count(readTree(t, g.Out)["feed.atom"], "<at:deleted-entry "); n != 9 {
		t.Errorf("%d tombstones", n)
	}
}

func isRefusal(err error, reason string) bool {
	r, ok := errors.AsType[*feed.Refusal](err)
	return ok && r.Reason == reason
}

// TestOlderLedger: one that was set back takes neither updated dates nor withdrawals back.
func TestOlderLedger(t *testing.T) {
	g := newGarden(t)
	g.sow("a.md", "# A\n\nText of a that is long enough to be known again.\n")
	g.sow("b.md", "# B\n\nText of b, which is another one altogether.\n")
	g.build()
	file := filepath.Join(g.Seeds, ".seedfeed", "ledger")
	old, err := os.ReadFile(file)
	must(t, err)
	g.sow("a.md", "# A\n\nText of a that is long enough to be known again. And now there is more of it than before.\n")
	touchLater(t, g, "a.md")
	must(t, os.Remove(filepath.Join(g.Seeds, "b.md")))
	g.build()
	before := readTree(t, g.Out)["feed.atom"]
	must(t, os.WriteFile(file, old, 0o644))
	g.build()
	now := readTree(t, g.Out)["feed.atom"]
	for _, sign := range []string{"<updated>2024-06-01T12:00:00Z</updated>", "<at:deleted-entry "} {
		if !strings.Contains(before, sign) || !strings.Contains(now, sign) {
			t.Errorf("%s: before %v, now %v", sign, strings.Contains(before, sign), strings.Contains(now, sign))
		}
	}
}

// TestGivenIDsAreHeldAtTheGate: an ID that moves from a deleted seed to a copy that is published already, or that comes
// with a rename, makes readers show a known entry again.
func TestGivenIDsAreHeldAtTheGate(t *testing.T) {
	g := newGarden(t)
	given := "---\nid: tag:garden.test,2022:x\n---\n# X\n\n" + benchText(1)[200:900] + "\n"
	g.sow("a.md", given)
	g.build()
	g.sow("b.md", given)
	g.build()
	ids := func() (all []string) {
		for _, e := range g.published().Entries {
			all = append(all, e.ID)
		}
		slices.Sort(all)
		return all
	}
	before := ids()
	must(t, os.Remove(filepath.Join(g.Seeds, "a.md")))
	g.build()
	g.sow("b.md", given+"\nAn edit that is long enough to be one.\n")
	touchLater(t, g, "b.md")
	g.build()
	if now := ids(); len(now) != 1 || !slices.Contains(before, now[0]) || now[0] == "tag:garden.test,2022:x" {
		t.Errorf("the copy was one of %v and is %v", before, now)
	}

	strict := siteOf(g)
	strict.Allow, strict.Grace = nil, 0
	must(t, os.Remove(filepath.Join(g.Seeds, "b.md")))
	g.sow("c.md", strings.Replace(given, "2022:x", "2022:y", 1)+"\nAn edit that is long enough to be one.\n")
	if _, err := strict.Build(t.Context()); !isRefusal(err, "ids") {
		t.Errorf("got %v, want a refusal", err)
	}
}
