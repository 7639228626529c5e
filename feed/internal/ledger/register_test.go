package ledger

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRegister: whatever comes and goes, a register has under each key what a plain list has, in its order, also when keys have one hash.
func TestRegister(t *testing.T) {
	all := taken
	t.Cleanup(func() { taken = all })
	for name, bits := range map[string]uint64{"good": all, "poor": 1} {
		taken = bits
		g, want := newRegister(pathOf, 0), map[string][]*Record{}
		rnd := rand.New(rand.NewPCG(3, 4))
		for step := range 10_000 {
			key := string(rune('a' + rnd.IntN(5)))
			if list := want[key]; len(list) > 0 && rnd.IntN(2) == 0 {
				at := rnd.IntN(len(list))
				g.remove(list[at])
				want[key] = slices.Delete(slices.Clone(list), at, at+1)
			} else {
				r := NewRecord()
				r.Path = Path(key)
				g.add(r)
				want[key] = append(want[key], r)
			}
			stranger := NewRecord()
			stranger.Path = Path(key)
			g.remove(stranger) // of which it doesn't know
			if step%1000 == 0 {
				for key, list := range want {
					for i, r := range list {
						r.ID = string(rune('z' - i))
					}
					slices.SortFunc(list, byPathAndID)
					want[key] = list
				}
				g.sort()
			}
			for key, list := range want {
				if got := slices.Collect(g.all(key)); !slices.Equal(got, list) {
					t.Fatalf("%s hash, step %d: %d records under %q, want %d", name, step, len(got), key, len(list))
				}
				if got := g.get(key); len(list) > 0 && got != list[0] || len(list) == 0 && got != nil {
					t.Fatalf("%s hash, step %d: another record is the first under %q", name, step, key)
				}
			}
		}
	}
}
