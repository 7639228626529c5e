package pack

import (
	"reflect"
	"strings"
	"testing"
	"testing/quick"
	"time"
)

type name string

type sample struct {
	Text  string
	Name  name
	Big   int64
	Small int
	Yes   bool
	When  time.Time
	Words []string
	Rare  map[string]int
}

func (s *sample) pack(c *Codec) {
	String(c, &s.Text)
	String(c, &s.Name)
	Int(c, &s.Big)
	Int(c, &s.Small)
	c.Bool(&s.Yes)
	c.Time(&s.When)
	List(c, &s.Words, String[string])
	Rare(c, &s.Rare)
}

func TestReadsWhatWasWritten(t *testing.T) {
	check := func(a, b sample, seconds int64, nanos int32) bool {
		a.When = time.Unix(seconds%1e11, int64(nanos)).UTC()
		for _, s := range []*sample{&a, &b} {
			if len(s.Words) == 0 {
				s.Words = nil
			}
			s.Rare = map[string]int{"x": s.Small}
		}
		w := Writer(nil)
		a.pack(w)
		b.pack(w)
		r := Reader(string(w.Bytes()))
		var x, y sample
		x.pack(r)
		y.pack(r)
		return !r.Damaged() && !r.More() && reflect.DeepEqual(x, a) && reflect.DeepEqual(y, b)
	}
	rare := func(text string, n int64, when int64) bool { // quick makes no times
		return check(sample{Text: text, Big: n}, sample{}, when, int32(n))
	}
	if err := quick.Check(rare, nil); err != nil {
		t.Error(err)
	}
	all := func(text, nm string, big int64, small int, yes bool, words []string, when int64, nanos int32) bool {
		return check(sample{Text: text, Name: name(nm), Big: big, Small: small, Yes: yes, Words: words}, sample{Text: nm}, when, nanos)
	}
	if err := quick.Check(all, nil); err != nil {
		t.Error(err)
	}
}

// TestCutAnywhere: what is cut is damaged, and no more.
func TestCutAnywhere(t *testing.T) {
	s := sample{Text: "text", Words: []string{"a", "b"}, Rare: map[string]int{"x": 1}, When: time.Unix(1, 2)}
	w := Writer(nil)
	s.pack(w)
	for i := range w.Bytes() {
		var got sample
		r := Reader(string(w.Bytes()[:i]))
		if got.pack(r); !r.Damaged() || r.More() {
			t.Fatalf("cut at %d: %+v", i, got)
		}
	}
}

func FuzzReader(f *testing.F) {
	w := Writer(nil)
	s := sample{Text: "text", Words: []string{"a"}, When: time.Unix(1, 2)}
	s.pack(w)
	f.Add(string(w.Bytes()))
	f.Add(strings.Repeat("\xff", 40))
	f.Fuzz(func(t *testing.T, text string) {
		for r := Reader(text); r.More(); {
			var s sample
			s.pack(r)
		}
	})
}
