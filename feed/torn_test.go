package feed_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestLedgerTornAnywhere: wherever the last record of the ledger was cut, with the cache lost as well, IDs and dates are
// those that subscribers have.
func TestLedgerTornAnywhere(t *testing.T) {
	g := newGarden(t)
	g.sow("a.md", "# A\n\nThe first one stands here.\n")
	g.build()
	g.sow("b.md", "# B\n\nThe second one came later, and its date is that of its file.\n")
	g.build()
	must(t, os.Rename(filepath.Join(g.Seeds, "b.md"), filepath.Join(g.Seeds, "c.md")))
	g.build()
	want := g.published()
	file := filepath.Join(g.Seeds, ".seedfeed", "ledger")
	whole, err := os.ReadFile(file)
	must(t, err)
	last := bytes.LastIndexByte(bytes.TrimSuffix(whole, []byte("\n")), '\n') + 1
	step := 1
	if testing.Short() {
		step = 23
	}
	for at := last; at < len(whole); at += step {
		must(t, os.WriteFile(file, whole[:at], 0o644), os.RemoveAll(g.Cache))
		later := rested.AddDate(1, 0, 0)
		must(t, os.Chtimes(filepath.Join(g.Seeds, "c.md"), later, later))
		g.build()
		got := g.published()
		if len(got.Entries) != len(want.Entries) {
			t.Fatalf("cut at %d: %d entries", at-last, len(got.Entries))
		}
		for i, e := range got.Entries {
			if w := want.Entries[i]; e.ID != w.ID || e.Published != w.Published || e.Updated != w.Updated {
				t.Fatalf("cut at %d: %s was %s of %s and is %s of %s", at-last, w.Title, w.ID, w.Published, e.ID, e.Published)
			}
		}
	}
}
