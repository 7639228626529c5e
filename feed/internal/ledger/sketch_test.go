package ledger

import (
	"math/rand/v2"
	"strings"
	"testing"
)

const (
	garden = "The garden keeps a slow clock. Beans climb their poles while the rain fills both barrels before noon, so that nobody " +
		"has to water them in the evening. Under the old wall the lettuce bolts in June, and shade helps only for a week or two. " +
		"In October the last tomatoes are carried into the kitchen, green as they are, and laid out on newspaper to redden."
	sea = "Nobody swims here before the first of May. The harbour master says that the water is no colder in April than it is " +
		"in November, but nobody believes him, and so the steps stay empty until the flags go up and somebody's aunt goes first. " +
		"After that there is no holding them, and by the middle of June the whole village lies on the stones like washing."
	chinese = "花园里的钟走得很慢。豆子顺着竿子往上爬,雨水在中午以前就装满了两只木桶,所以晚上谁也不用浇水。六月里,老墙下面的生菜开始抽薹,遮阴也只能管上一两个星期。"
)

func TestAlike(t *testing.T) {
	half := len(garden) / 2
	for _, c := range []struct {
		name     string
		a, b     string
		min, max float64
	}{
		{"the same", garden, garden, 1, 1},
		{"other spaces, capitals and signs", garden, strings.ToUpper(strings.ReplaceAll(garden, " ", "\n\t ")) + "!", 1, 1},
		{"a typo", garden, strings.Replace(garden, "slow", "solw", 1), 0.8, 0.999},
		{"half of it another text", garden, garden[:half] + sea[:half], 0.15, 0.65},
		{"another text", garden, sea, 0, 0.1},
		{"Chinese, a sentence more", chinese, chinese + "十月里,最后的番茄被搬进了厨房。", 0.6, 0.95},
		{"short and other", "Low tide", "High tide", 0, 0.35},
		{"no letters", "", "", 0, 0},
		{"no letters and some", "...", garden, 0, 0},
	} {
		if got := Alike(SketchOf(c.a), SketchOf(c.b)); got < c.min || got > c.max {
			t.Errorf("%s: %.3f, want %v to %v", c.name, got, c.min, c.max)
		}
	}
}

func TestChanged(t *testing.T) {
	for _, c := range []struct {
		name     string
		a, b     string
		min, max int
	}{
		{"the same", garden, garden, 0, 0},
		{"other spaces, capitals and signs", garden, strings.ToLower(strings.ReplaceAll(garden, " ", " \n")) + "!", 0, 0},
		{"a letter", garden, strings.Replace(garden, "clock", "clack", 1), 1, 1},
		{"two letters swapped", garden, strings.Replace(garden, "slow", "solw", 1), 1, 4},
		{"a sentence of 36 letters more", garden, garden + " Then it is winter and nothing grows any more.", 30, 40},
		{"the same one less", garden + " Then it is winter and nothing grows any more.", garden, 30, 40},
		{"another text", garden, sea, 60, 300},
		{"hardly any text", "Yes", "No", 1, 5},
		{"a Chinese sentence of 14", chinese, chinese + "十月里,最后的番茄被搬进了厨房。", 12, 15},
		{"from nothing", "", "The sea has gone out.", 14, 17},
	} {
		if got, of := changed(SketchOf(c.a), SketchOf(c.b)); got < c.min || got > c.max || of < got {
			t.Errorf("%s: %d letters of %d, want %d to %d", c.name, got, of, c.min, c.max)
		}
	}
}

// TestUnlikeTextsAreUnlike: of a thousand notes from the same words no two are taken for versions of one another.
func TestUnlikeTextsAreUnlike(t *testing.T) {
	words := strings.Fields(garden + " " + sea)
	rnd := rand.New(rand.NewPCG(1, 2))
	var all []Sketch
	for range 1000 {
		var text strings.Builder
		for range 100 {
			text.WriteString(words[rnd.IntN(len(words))] + " ")
		}
		all = append(all, SketchOf(text.String()))
	}
	for i, a := range all {
		for _, b := range all[:i] {
			if got := Alike(a, b); got > 0.3 {
				t.Fatalf("two random texts are %.2f alike", got)
			}
		}
	}
}

// TestSketchesStay: sketches stand in ledgers, to be compared with those of later versions of the program.
func TestSketchesStay(t *testing.T) {
	const want = "Ber9_O4x7gHZI_9bAyO0DsTCz9NiNNoGvGb3GvMmp1ePkaDCSWxvUg97-8D8xp03_v-3cKhIVLEvcFvyNV7lm_PjnH2E2KVJaz6DOtXj7r_9XSWlK6RAytqZ2ePt4a5Q" +
		"DQkICAUMFQkMDA0FCAgHDgsUCQEIDQYJDQkICA0JCQwQCggEEwgLBg4ICQYLDgsLBwEOCSEIBwQHCQIEBwcGBg"
	if got := SketchOf(garden, chinese, sea); got != want {
		t.Errorf("got %q", got)
	}
}

func TestDamagedSketches(t *testing.T) {
	good := SketchOf(garden)
	for _, bad := range []Sketch{"", "x", good[:20], good[:len(good)-9], "!" + good[1:]} {
		if got := Alike(bad, good); got > 1 {
			t.Errorf("%q is %v alike", bad, got)
		}
		if letters, of := changed(bad, good); letters > of {
			t.Errorf("%q: %d letters of %d", bad, letters, of)
		}
	}
}

func FuzzSketch(f *testing.F) {
	f.Add(garden, sea)
	f.Add("", "a")
	f.Add(chinese, "\xff\xfe")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := SketchOf(a), SketchOf(b)
		if x != SketchOf(strings.ReplaceAll(a, " ", "  ")) || x != SketchOf(a, "") {
			t.Error("white space makes a difference")
		}
		if got, back := Alike(x, y), Alike(y, x); got != back || got < 0 || got > 1 {
			t.Errorf("alike %v and %v", got, back)
		}
		if len(x.marks()) > 0 && Alike(x, x) != 1 {
			t.Error("unlike itself")
		}
		letters, of := changed(x, y)
		back, _ := changed(y, x)
		if same, _ := changed(x, x); letters != back || letters < 0 || letters > of || same != 0 {
			t.Errorf("%d and %d letters of %d, %d of itself", letters, back, of, same)
		}
	})
}

func BenchmarkSketch(b *testing.B) {
	text := strings.Repeat(garden, 10)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		SketchOf(text)
	}
}
