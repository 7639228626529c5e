package watch

import (
	"slices"
	"testing"
)

func TestCutTakesANameAndAllBelow(t *testing.T) {
	w := watched{owner: map[id]string{}}
	for i, rel := range []string{"b", "a/s/t", "a", "a-b", "a/s", ".", "a0", "a b/c", "a/s"} {
		w.put(spot{rel: rel, of: id{1, uint64(i)}})
	}
	got := w.cut("a")
	if want := []string{"a", "a/s", "a/s/t"}; !slices.Equal(got, want) {
		t.Errorf("cut %q, want %q", got, want)
	}
	var left []string
	for _, s := range w.spots {
		left = append(left, s.rel)
		if w.owner[s.of] != s.rel {
			t.Errorf("%q has lost its owner", s.rel)
		}
	}
	if want := []string{".", "a b/c", "a-b", "a0", "b"}; !slices.Equal(left, want) || len(w.owner) != len(want) {
		t.Errorf("left %q, %v, want %q", left, w.owner, want)
	}
	if got := w.cut("a"); len(got) != 0 {
		t.Errorf("cut %q of nothing", got)
	}
}
