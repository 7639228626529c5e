package ledger

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRegister: whatever comes and goes, a register has under each key what a plain list has, in its order.
func TestRegister(t *testing.T) {
	g, want := newRegister(0), map[string][]*Record{}
	rnd := rand.New(rand.NewPCG(3, 4))
	for step := range 10_000 {
		key := string(rune('a' + rnd.IntN(5)))
		if list := want[key]; len(list) > 0 && rnd.IntN(2) == 0 {
			at := rnd.IntN(len(list))
			g.remove(key, list[at])
			want[key] = slices.Delete(slices.Clone(list), at, at+1)
		} else {
			r := NewRecord()
			g.add(key, r)
			want[key] = append(want[key], r)
		}
		g.remove(key, NewRecord()) // of which it doesn't know
		if got := slices.Collect(g.all(key)); !slices.Equal(got, want[key]) {
			t.Fatalf("step %d: %d records under %q, want %d", step, len(got), key, len(want[key]))
		}
	}
}
