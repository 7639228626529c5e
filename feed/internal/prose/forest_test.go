package prose

import (
	"math"
	"testing"
)

// TestWeights holds the compiled model to the features that there are.
func TestWeights(t *testing.T) {
	m := compiled()
	for name, c := range map[string]struct {
		forest   *Forest
		features int
	}{
		"article": {&m.Article, int(featureCount)},
		"title":   {&m.Title, int(titleCount) + int(featureCount)},
	} {
		if len(c.forest.Trees) < 50 {
			t.Errorf("%s: got %d trees", name, len(c.forest.Trees))
		}
		last := 0
		for _, tree := range c.forest.Trees {
			for i, n := range tree {
				if n.Feature == Leaf {
					continue
				}
				last = max(last, int(n.Feature))
				if int(n.Right) <= i+1 || int(n.Right) >= len(tree) {
					t.Fatalf("%s: node %d leads to %d of %d", name, i, n.Right, len(tree))
				}
			}
		}
		if last >= c.features || last < c.features*9/10 {
			t.Errorf("%s: the weights ask for feature %d, there are %d: train again", name, last, c.features)
		}
	}
	if len(m.Words) < 1000 || m.Words["advertisement"] <= 0 {
		t.Errorf("got %d words, %v for advertisement", len(m.Words), m.Words["advertisement"])
	}
}

func TestScore(t *testing.T) {
	f := Forest{Bias: 0.5, Trees: [][]Node{
		{{Feature: 0, Right: 2, Value: 1}, {Feature: Leaf, Value: 2}, {Feature: Leaf, Value: -2}},
		{{Feature: Leaf, Value: 0.25}},
	}}
	for x, want := range map[float32]float64{0: 2.75, 1: 2.75, 1.5: -1.25} {
		if got := f.Score([]float32{x}); math.Abs(got-want) > 1e-6 {
			t.Errorf("%v: got %v, want %v", x, got, want)
		}
	}
}

// TestDecide holds the choice to what makes the expected F1 greatest, and to the laws around it.
func TestDecide(t *testing.T) {
	logit := func(p float64) float64 { return math.Log(p / (1 - p)) }
	units := func(words ...int) (us []unit) {
		for _, w := range words {
			us = append(us, unit{text: "x", marks: marks{words: w}})
		}
		return us
	}
	for _, c := range []struct {
		name  string
		units []unit
		p     []float64
		want  []bool
	}{
		{"sure", units(20, 20, 20), []float64{.99, .98, .02}, []bool{true, true, false}},
		{"all doubtful", units(20, 20, 20), []float64{.3, .3, .02}, []bool{true, true, false}},
		{"inside", units(20, 20, 20, 20), []float64{.9, .36, .9, .36}, []bool{true, true, true, false}},
	} {
		d := &draft{units: c.units, options: Options{Mode: On}}
		odds := make([]float64, len(c.p))
		for i, p := range c.p {
			odds[i] = logit(p)
		}
		got := d.decide(odds)
		for i := range c.want {
			if got == nil || got[i] != c.want[i] {
				t.Errorf("%s: got %v, want %v", c.name, got, c.want)
				break
			}
		}
	}
}

func TestKnownLines(t *testing.T) {
	page := sections(t, "testdata/scraped_en.txtar")["in"]
	a := Clean(page, Options{})
	var line string
	for _, b := range a.Blocks {
		if b.Kept && b.Kind == Paragraph {
			line = b.Text
		}
	}
	known := func(key uint64) int {
		if key == Key(line) {
			return Strangers
		}
		return 0
	}
	b := Clean(page, Options{Known: known})
	if len(b.Shared) != 1 || b.Shared[0] != Key(line) {
		t.Errorf("got %v for %q", b.Shared, line)
	}
	for _, bl := range b.Blocks {
		if bl.Text == line && (bl.Kept || bl.Reason != "repeated in 2 seeds") {
			t.Errorf("got %v, %q", bl.Kept, bl.Reason)
		}
	}
	typed := "My day\n\nIt rained all day and we stayed inside.\n\nYours, Mira"
	whole := Clean(typed, Options{})
	if a = Clean(typed, Options{Known: func(uint64) int { return 9 }}); a.Body() != whole.Body() || len(a.Shared) != 0 {
		t.Errorf("a typed text lost lines: %q", a.Body())
	}
}
