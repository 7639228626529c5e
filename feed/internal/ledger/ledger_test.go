package ledger

import (
	"testing"
	"time"
)

const key = "6ba7b811-9dad-11d1-80b4-00c04fd430c8"

func at(day int) time.Time { return time.Date(2022, 2, day, 12, 0, 0, 0, time.UTC) }

func fact(path, text string, day int) Fact {
	return Fact{Path: path, Print: "p:" + text, Text: "t:" + text, ModTime: at(day)}
}

// book drives a ledger through days, saving and loading it again before each.
type book struct {
	t     *testing.T
	lines []string
	*Ledger
}

func newBook(t *testing.T) *book {
	b := &book{t: t, Ledger: New()}
	b.SetKey(key)
	return b
}

func (b *book) settle(day int, facts []Fact, vanished ...string) []Change {
	b.t.Helper()
	changes := b.Settle(at(day), facts, vanished)
	b.reload()
	return changes
}

func (b *book) reload() {
	b.t.Helper()
	lines, err := b.Lines()
	if err != nil {
		b.t.Fatal(err)
	}
	b.lines = append(b.lines, lines...)
	b.Ledger = New()
	for _, line := range b.lines {
		if err := b.Read(line); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *book) want(path, id string, published, updated int) {
	b.t.Helper()
	r := b.Record(path)
	if r == nil {
		b.t.Fatalf("%s: no record", path)
	}
	if id != "" && r.ID != id {
		b.t.Errorf("%s: ID %s, want %s", path, r.ID, id)
	}
	if !r.Published.Equal(at(published)) || !r.Updated.Equal(at(updated)) {
		b.t.Errorf("%s: published %v, updated %v; want days %d and %d", path, r.Published, r.Updated, published, updated)
	}
}

func kinds(changes []Change) string {
	s := ""
	for _, c := range changes {
		s += c.Kind + " " + c.Path + ";"
	}
	return s
}

func TestLifeOfAnEntry(t *testing.T) {
	b := newBook(t)
	if got := kinds(b.settle(2, []Fact{fact("a.txt", "one", 1), fact("b.txt", "two", 2)})); got != "added a.txt;added b.txt;" {
		t.Error(got)
	}
	b.want("a.txt", "", 1, 1)
	id := b.Record("a.txt").ID

	if got := kinds(b.settle(3, []Fact{fact("a.txt", "one", 3)})); got != "" { // touched
		t.Error(got)
	}
	b.want("a.txt", id, 1, 1)
	if got := kinds(b.settle(5, []Fact{fact("a.txt", "edited", 4)})); got != "edited a.txt;" {
		t.Error(got)
	}
	b.want("a.txt", id, 1, 4)
	minor := fact("a.txt", "edited a bit", 6)
	minor.Minor = true
	b.settle(6, []Fact{minor})
	b.want("a.txt", id, 1, 4)
	if got := kinds(b.settle(7, []Fact{fact("sub/c.txt", "edited a bit", 6)}, "a.txt")); got != "renamed sub/c.txt;" {
		t.Error(got)
	}
	b.want("sub/c.txt", id, 1, 4)
	if got := kinds(b.settle(8, []Fact{fact("a.txt", "new", 8)})); got != "added a.txt;" {
		t.Error(got)
	}
	if b.Record("a.txt").ID == id {
		t.Error("an ID was used twice")
	}
	if got := kinds(b.settle(9, nil, "sub/c.txt")); got != "removed sub/c.txt;" {
		t.Error(got)
	}
	if b.Record("sub/c.txt") != nil {
		t.Error("a removed seed has a live record")
	}
	if got := kinds(b.settle(10, []Fact{fact("sub/c.txt", "edited a bit", 10)})); got != "restored sub/c.txt;" {
		t.Error(got)
	}
	b.want("sub/c.txt", id, 1, 4)
	b.settle(11, nil, "sub/c.txt")
	b.settle(12, []Fact{fact("back.txt", "edited a bit", 12)}) // comes back under another name
	b.want("back.txt", id, 1, 4)
}

func TestDates(t *testing.T) {
	b := newBook(t)
	future := fact("a.txt", "one", 20) // a clock that was set back
	b.settle(2, []Fact{future})
	b.want("a.txt", "", 2, 2)
	old := fact("b.txt", "x", 1)
	old.ModTime = time.Unix(0, 0)
	b.settle(3, []Fact{old})
	b.want("b.txt", "", 3, 3)

	given := fact("a.txt", "one", 3)
	given.Published, given.From = at(1), "front matter"
	b.settle(4, []Fact{given})
	b.want("a.txt", "", 1, 2)
	if from := b.Record("a.txt").PublishedFrom; from != "front matter" {
		t.Errorf("source %q", from)
	}
	given = fact("a.txt", "one", 4) // the date was taken out again: it stays
	b.settle(5, []Fact{given})
	b.want("a.txt", "", 1, 2)
	given.Published = at(6)
	b.settle(7, []Fact{given})
	b.want("a.txt", "", 6, 6)
	given.Updated = at(5) // never back
	b.settle(8, []Fact{given})
	b.want("a.txt", "", 6, 6)
	given.Updated = at(9)
	b.settle(9, []Fact{given})
	b.want("a.txt", "", 6, 9)
}

func TestIDsDeriveFromKeyAndPath(t *testing.T) {
	a, b := newBook(t), newBook(t)
	a.settle(1, []Fact{fact("x.txt", "one", 1), fact("caf\u00e9.txt", "two", 1)})
	b.settle(9, []Fact{fact("x.txt", "other", 9), fact("cafe\u0301.txt", "two", 9)})
	if a.Record("x.txt").ID != b.Record("x.txt").ID || a.Record("caf\u00e9.txt").ID != b.Record("cafe\u0301.txt").ID {
		t.Error("the same path gives another ID in a second ledger")
	}
	c := newBook(t)
	c.SetKey("https://elsewhere.test/")
	c.settle(1, []Fact{fact("x.txt", "one", 1)})
	if c.Record("x.txt").ID == a.Record("x.txt").ID {
		t.Error("two sites share an ID")
	}
	if got, want := a.Record("x.txt").ID, "urn:uuid:"; got[:9] != want {
		t.Errorf("got %q", got)
	}
}

func TestGivenIDs(t *testing.T) {
	b := newBook(t)
	mine := fact("a.txt", "one", 1)
	mine.ID = "tag:a.test,2022:1"
	b.settle(1, []Fact{mine})
	b.want("a.txt", "tag:a.test,2022:1", 1, 1)
	mine.Path = "b.txt"
	mine.Text = "t:edited and renamed"
	b.settle(2, []Fact{mine}, "a.txt")
	b.want("b.txt", "tag:a.test,2022:1", 1, 2)

	twin := fact("c.txt", "other", 3)
	twin.ID = mine.ID
	b.settle(3, []Fact{twin})
	if b.Record("c.txt").ID == mine.ID || b.Record("b.txt").ID != mine.ID {
		t.Errorf("two seeds share an ID: %v, %v", b.Record("b.txt"), b.Record("c.txt"))
	}
}

func TestPathsOfAnyBytes(t *testing.T) {
	b := newBook(t)
	for _, p := range []string{"100%.txt", "caf\xe9.txt", "a%20b.txt", "\xff\xfe"} {
		b.settle(1, []Fact{fact(p, p, 1)})
		if r := b.Record(p); r == nil || string(r.Path) != p {
			t.Errorf("%q came back as %v", p, r)
		}
	}
}

func FuzzPath(f *testing.F) {
	f.Add("a%b\xff")
	f.Fuzz(func(t *testing.T, s string) {
		b, err := Path(s).MarshalText()
		var p Path
		if err != nil || p.UnmarshalText(b) != nil || string(p) != s {
			t.Fatalf("%q became %q, then %q", s, b, p)
		}
	})
}
