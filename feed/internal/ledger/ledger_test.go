package ledger

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

const key = "6ba7b811-9dad-11d1-80b4-00c04fd430c8"

func at(day int) time.Time { return time.Date(2022, 2, day, 12, 0, 0, 0, time.UTC) }

// text is one of many texts that have nothing in common, of 40 words.
func text(n uint64) string {
	rnd := rand.New(rand.NewPCG(n, 7))
	var b strings.Builder
	for range 40 {
		for range 3 + rnd.IntN(6) {
			b.WriteByte('a' + byte(rnd.IntN(26)))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

func fact(path, text string, day int) Fact {
	return Fact{Path: path, Print: "p:" + text, Text: "t:" + text, Sketch: SketchOf(text), ModTime: at(day)}
}

// book drives a ledger through days, saving and loading it again before each. All entries are shown.
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

// settle returns what happened, as in "new a.txt; edited b.txt; c.txt from d.txt (same bytes)".
func (b *book) settle(day int, facts []Fact, vanished ...string) string {
	b.t.Helper()
	var all []string
	for _, e := range b.Settle(at(day), facts, vanished) {
		b.Show(b.Find(e.ID), at(day))
		switch {
		case e.New && e.Twin != "":
			all = append(all, "new "+e.Path+" like "+e.Twin)
		case e.New:
			all = append(all, "new "+e.Path)
		case e.From != "" && e.Edited:
			all = append(all, fmt.Sprintf("%s from %s (%s), edited", e.Path, e.From, e.Why))
		case e.From != "":
			all = append(all, fmt.Sprintf("%s from %s (%s)", e.Path, e.From, e.Why))
		case e.Edited:
			all = append(all, "edited "+e.Path)
		}
	}
	b.reload()
	return strings.Join(all, "; ")
}

func (b *book) reload() {
	b.t.Helper()
	for line, err := range b.Lines() {
		if err != nil {
			b.t.Fatal(err)
		}
		b.lines = append(b.lines, string(line))
	}
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

func same(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestLifeOfAnEntry(t *testing.T) {
	b := newBook(t)
	one, two := text(1), text(2)
	same(t, b.settle(2, []Fact{fact("a.txt", one, 1), fact("b.txt", two, 2)}), "new a.txt; new b.txt")
	b.want("a.txt", "", 1, 1)
	id := b.Record("a.txt").ID

	same(t, b.settle(3, []Fact{fact("a.txt", one, 3)}), "") // touched
	b.want("a.txt", id, 1, 1)
	one += " Something new stands at the end of it."
	same(t, b.settle(5, []Fact{fact("a.txt", one, 4)}), "edited a.txt")
	b.want("a.txt", id, 1, 4)
	minor := fact("a.txt", one+" And something that nobody needs to be told.", 6)
	minor.Minor = true
	same(t, b.settle(6, []Fact{minor}), "edited a.txt")
	b.want("a.txt", id, 1, 4)
	one += " And something that nobody needs to be told."
	same(t, b.settle(7, []Fact{fact("sub/c.txt", one, 6)}, "a.txt"), "sub/c.txt from a.txt (same bytes)")
	b.want("sub/c.txt", id, 1, 4)
	same(t, b.settle(8, []Fact{fact("a.txt", text(3), 8)}), "new a.txt")
	if b.Record("a.txt").ID == id {
		t.Error("an ID was used twice")
	}

	b.settle(9, nil, "sub/c.txt")
	if r := b.Record("sub/c.txt"); r.Missing.IsZero() || !r.Live {
		t.Errorf("a missing seed is not missed, or its entry went at once: %+v", r)
	}
	b.Retract(b.Record("sub/c.txt"), at(9), nil)
	same(t, b.settle(10, []Fact{fact("sub/c.txt", one, 10)}), "")
	b.want("sub/c.txt", id, 1, 4)
	b.settle(11, nil, "sub/c.txt")
	b.Retract(b.Record("sub/c.txt"), at(11), nil)
	same(t, b.settle(12, []Fact{fact("back.txt", one, 12)}), "back.txt from sub/c.txt (same bytes)")
	b.want("back.txt", id, 1, 4)
}

// TestRecognition: what became of each seed of a batch, known by the ID that it had.
func TestRecognition(t *testing.T) {
	more := " To this a sentence was added later on."
	for _, c := range []struct {
		name     string
		now      map[string]string // path -> text, in place of a, b and c with texts 1, 2 and 3
		vanished string
		want     string // path=former path or "new"
	}{
		{"rename and edit", map[string]string{"d": text(1) + more}, "a", "d=a"},
		{"swap", map[string]string{"a": text(2), "b": text(1)}, "", "a=b b=a"},
		{"swap and edit one", map[string]string{"a": text(2), "b": text(1) + more}, "", "a=b b=a"},
		{"rotate", map[string]string{"a": text(4), "b": text(1), "c": text(2)}, "", "a=new b=a c=b"},
		{"move away, another in its place", map[string]string{"a": text(4), "d": text(1)}, "", "a=new d=a"},
		{"the same, and edit", map[string]string{"a": text(4), "d": text(1) + more}, "", "a=new d=a"},
		{"move over another", map[string]string{"b": text(1)}, "a", "b=a"},
		{"copy over another", map[string]string{"b": text(1)}, "", "b=b"},
		{"copy", map[string]string{"d": text(1)}, "", "d=new"},
		{"copy and edit", map[string]string{"d": text(1) + more}, "", "d=new"},
		{"rewrite", map[string]string{"a": text(4)}, "", "a=a"},
		{"copy over another, which is edited", map[string]string{"a": text(2), "b": text(2) + more}, "", "a=a b=b"},
		{"delete one, add another", map[string]string{"d": text(4)}, "a", "d=new"},
		{"save by way of a temporary name", map[string]string{"a": text(1) + more}, "c", "a=a"},
		{"move and copy", map[string]string{"d": text(1), "e": text(1)}, "a", "d=a e=new"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBook(t)
			b.settle(1, []Fact{fact("a", text(1), 1), fact("b", text(2), 1), fact("c", text(3), 1)})
			was := map[string]string{b.Record("a").ID: "a", b.Record("b").ID: "b", b.Record("c").ID: "c"}
			var facts []Fact
			for _, p := range slices.Sorted(maps.Keys(c.now)) {
				facts = append(facts, fact(p, c.now[p], 2))
			}
			b.settle(2, facts, strings.Fields(c.vanished)...)
			var got []string
			for _, f := range facts {
				got = append(got, f.Path+"="+cmp.Or(was[b.Record(f.Path).ID], "new"))
			}
			same(t, strings.Join(got, " "), c.want)
		})
	}
}

// TestThousandMove: a folder that moves, half of its texts edited at the same time.
func TestThousandMove(t *testing.T) {
	b := newBook(t)
	var facts, moved []Fact
	var gone []string
	for n := range uint64(1000) {
		f := fact(fmt.Sprintf("old/%03d", n), text(n), 1)
		facts, gone = append(facts, f), append(gone, f.Path)
		now := text(n)
		if n%2 == 0 {
			now += " And one sentence more than there was before."
		}
		moved = append(moved, fact(fmt.Sprintf("new/%03d", 999-n), now, 2))
	}
	b.settle(1, facts)
	ids := map[string]string{}
	for n, f := range facts {
		ids[moved[n].Path] = b.Record(f.Path).ID
	}
	slices.SortFunc(moved, func(x, y Fact) int { return strings.Compare(x.Path, y.Path) })
	b.settle(2, moved, gone...)
	for path, id := range ids {
		if r := b.Record(path); r == nil || r.ID != id {
			t.Fatalf("%s: %+v, want %s", path, r, id)
		}
	}
}

func TestNewTextAtTheNameOfOneThatLeft(t *testing.T) {
	b := newBook(t)
	b.settle(1, []Fact{fact("a", text(1), 1)})
	id := b.Record("a").ID
	b.settle(2, nil, "a")
	b.Retract(b.Record("a"), at(2), nil)
	same(t, b.settle(3, []Fact{fact("a", text(2), 3)}), "new a")
	if b.Record("a").ID == id {
		t.Error("an ID was used for another text")
	}
	b.settle(4, nil, "a")
	b.Retract(b.Record("a"), at(4), nil)
	b.settle(5, []Fact{fact("a", text(1), 5)})
	b.want("a", id, 1, 1)
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
	given.Published, given.From = at(1), "text" // found after the publication: too late
	b.settle(4, []Fact{given})
	b.want("a.txt", "", 2, 2)
	given.From, given.Firm = "front matter", true
	b.settle(4, []Fact{given})
	b.want("a.txt", "", 1, 2)
	if from := b.Record("a.txt").PublishedFrom; from != "front matter" {
		t.Errorf("source %q", from)
	}
	b.settle(5, []Fact{fact("a.txt", "one", 4)}) // the date was taken out again: it stays
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

func TestUpdatedMovesWithWhatReadersCallAChange(t *testing.T) {
	long := strings.Repeat(garden+" "+sea+" ", 30)
	for _, c := range []struct {
		name, before, after string
		moves               bool
	}{
		{"a typo", garden, strings.Replace(garden, "slow", "solw", 1), false},
		{"white space and capitals", garden, strings.ToUpper(strings.ReplaceAll(garden, " ", "\n")), false},
		{"three typos", garden, strings.NewReplacer("slow", "solw", "barrels", "barells", "lettuce", "letuce").Replace(garden), false},
		{"a sentence more", garden, garden + " This was added on Monday morning.", true},
		{"a sentence less", garden, garden[:len(garden)-60], true},
		{"another text", garden, sea, true},
		{"a short text that becomes another", "Tea at four.", "Tea at five, bring cake.", true},
		{"a letter in a short text", "Tea at four o'clock today.", "Tea at four o'clock todaz.", false},
		{"ten typos in a long text", long, strings.Replace(long, "water", "watre", 10), false},
		{"a paragraph in a long text", long, long + chinese + garden[:200], true},
	} {
		b := newBook(t)
		b.settle(1, []Fact{fact("a", c.before, 1)})
		b.settle(5, []Fact{fact("a", c.after, 4)})
		if moved := b.Record("a").Updated.Equal(at(4)); moved != c.moves {
			t.Errorf("%s: updated moved: %v", c.name, moved)
		}
	}
}

// TestSmallEditsAddUp: what is no change of the text by itself is one when there are enough of them.
func TestSmallEditsAddUp(t *testing.T) {
	b := newBook(t)
	now := garden
	b.settle(1, []Fact{fact("a", now, 1)})
	for day := 2; day < 12; day++ {
		now += " more"
		b.settle(day, []Fact{fact("a", now, day)})
	}
	if r := b.Record("a"); !r.Updated.Equal(at(7)) {
		t.Errorf("updated is %v", r.Updated)
	}
	c := New()
	c.Letters = 0
	c.SetKey(key)
	c.Settle(at(1), []Fact{fact("a", garden, 1)}, nil)
	c.Show(c.Record("a"), at(1))
	c.Settle(at(2), []Fact{fact("a", strings.Replace(garden, "slow", "sloe", 1), 2)}, nil)
	if r := c.Record("a"); !r.Updated.Equal(at(2)) {
		t.Errorf("with no letters to spare, updated is %v", r.Updated)
	}
}

// TestInstantsStayApart: files of one second keep the times that tell them apart.
func TestInstantsStayApart(t *testing.T) {
	b := newBook(t)
	var facts []Fact
	for n := range 3 {
		f := fact(fmt.Sprint(n), text(uint64(n)), 1)
		f.ModTime = at(1).Add(time.Duration(n) * 250 * time.Millisecond)
		facts = append(facts, f)
	}
	b.settle(2, facts)
	seen := map[time.Time]bool{}
	for n := range 3 {
		seen[b.Record(fmt.Sprint(n)).Updated] = true
	}
	if len(seen) != 3 {
		t.Errorf("three instants became %v", seen)
	}
}

// TestInstantsAreThoseOfOthers: however often it was asked before, a record's own dates are no reason to keep apart from them.
func TestInstantsAreThoseOfOthers(t *testing.T) {
	for asked := range 2 * rarelyAsked {
		b := newBook(t)
		b.settle(1, []Fact{fact("a", text(1), 1), fact("b", text(2), 2)}) // reloaded, so that nothing is counted
		for range asked {
			b.isTaken(at(20), nil, dates{})
		}
		edited := fact("a", text(3), 5)
		edited.ModTime, edited.Published, edited.From, edited.Firm = at(5).Add(time.Second/2), at(5), "front matter", true
		b.Settle(at(6), []Fact{edited}, nil)
		if r := b.Record("a"); !r.Updated.Equal(at(5)) {
			t.Errorf("asked %d times: updated %v", asked, r.Updated)
		}
		b.isTaken(at(20), nil, dates{})
		for second, n := range b.instant {
			count := 0
			for r := range b.All() {
				for _, t := range r.dates() {
					if t.Unix() == second {
						count++
					}
				}
			}
			if n != count {
				t.Errorf("asked %d times: %d dates in %v, want %d", asked, n, time.Unix(second, 0), count)
			}
		}
	}
}

// TestMergedLedgers: Git keeps the lines of both clones (merge=union), in some order.
func TestMergedLedgers(t *testing.T) {
	a := newBook(t)
	a.settle(1, []Fact{fact("x", garden, 1)})
	b := newBook(t)
	b.lines = slices.Clone(a.lines)
	b.reload()
	base := len(a.lines)
	a.settle(3, []Fact{fact("x", garden+" Clone A says something here.", 3), fact("y", text(1), 2)})
	b.settle(4, []Fact{fact("x", garden+" Clone B knows better than that.", 4), fact("z", text(2), 2)})
	for _, lines := range [][]string{
		slices.Concat(a.lines, b.lines[base:]), slices.Concat(b.lines, a.lines[base:]),
	} {
		m := newBook(t)
		m.lines = lines
		m.reload()
		m.want("x", a.Record("x").ID, 1, 4)
		m.want("y", a.Record("y").ID, 2, 2)
		m.want("z", b.Record("z").ID, 2, 2)
	}
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
	mine := fact("a.txt", text(1), 1)
	mine.ID = "tag:a.test,2022:1"
	b.settle(1, []Fact{mine})
	b.want("a.txt", "tag:a.test,2022:1", 1, 1)
	mine = fact("b.txt", text(2), 2)
	mine.ID = "tag:a.test,2022:1"
	b.settle(2, []Fact{mine}, "a.txt")
	b.want("b.txt", "tag:a.test,2022:1", 1, 2)

	twin := fact("c.txt", text(3), 3)
	twin.ID = mine.ID
	b.settle(3, []Fact{twin})
	if b.Record("c.txt").ID == mine.ID || b.Record("b.txt").ID != mine.ID {
		t.Errorf("two seeds share an ID: %v, %v", b.Record("b.txt"), b.Record("c.txt"))
	}

	x, y := fact("b.txt", text(3), 4), fact("c.txt", text(2), 4) // the names are swapped: the ID goes along
	y.ID = mine.ID
	b.settle(4, []Fact{x, y})
	if b.Record("c.txt").ID != mine.ID || b.Record("b.txt").ID == mine.ID {
		t.Errorf("after the swap: %v, %v", b.Record("b.txt"), b.Record("c.txt"))
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

// TestDatesBeforeThePublication: until somebody has seen an entry its dates follow what the author says.
func TestDatesBeforeThePublication(t *testing.T) {
	l := New()
	l.SetKey(key)
	planned := fact("a", garden, 1)
	planned.Published, planned.From, planned.Firm = at(20), "front matter", true
	l.Settle(at(2), []Fact{planned}, nil)
	early := planned
	early.Published, early.Print = at(3), "p:2"
	l.Settle(at(4), []Fact{early}, nil)
	if r := l.Record("a"); !r.Published.Equal(at(3)) || !r.Updated.Equal(at(3)) {
		t.Errorf("moved up: %+v", r)
	}
	undated := fact("a", garden, 1)
	undated.Print = "p:3"
	l.Settle(at(5), []Fact{undated}, nil)
	if r := l.Record("a"); !r.Published.Equal(at(1)) {
		t.Errorf("without its date: %+v", r)
	}
	l.Show(l.Record("a"), at(5))

	slip := planned // published, then a slip in the year
	slip.Published, slip.Print = at(25), "p:4"
	l.Settle(at(6), []Fact{slip}, nil)
	mended := planned
	mended.Published, mended.Print = at(2), "p:5"
	l.Settle(at(7), []Fact{mended}, nil)
	if r := l.Record("a"); !r.Published.Equal(at(2)) || r.Updated.After(at(7)) {
		t.Errorf("after a slip: %+v", r)
	}
	l.Settle(at(8), []Fact{slip}, nil)
	l.Show(l.Record("a"), at(26)) // its time has come
	if r := l.Record("a"); r.Updated.Before(r.Published) {
		t.Errorf("updated before published: %+v", r)
	}
}

// TestAdoptedDatesStay: a date in the seed that says the same day as the feed that subscribers have moves nothing.
func TestAdoptedDatesStay(t *testing.T) {
	l := New()
	l.SetKey(key)
	given := fact("a", garden, 1)
	given.Published, given.From, given.Firm = at(1).Truncate(24*time.Hour), "front matter", true
	l.Settle(at(2), []Fact{given}, nil)
	l.Adopt(l.Record("a"), "https://old.test/?p=1", at(1), time.Time{})
	given.Print = "p:2"
	l.Settle(at(3), []Fact{given}, nil)
	if r := l.Record("a"); r.ID != "https://old.test/?p=1" || !r.Published.Equal(at(1)) {
		t.Errorf("%+v", r)
	}
	given.Published, given.Print = at(9), "p:3"
	l.Settle(at(10), []Fact{given}, nil)
	if r := l.Record("a"); !r.Published.Equal(at(9)) {
		t.Errorf("a new date doesn't count: %+v", r)
	}
}

// TestOrderOfLinesDoesNotMatter: a ledger means the same after it was rewritten.
func TestOrderOfLinesDoesNotMatter(t *testing.T) {
	b := newBook(t)
	b.settle(1, []Fact{fact("p", text(1), 1)})
	b.settle(2, nil, "p")
	b.Retract(b.Record("p"), at(2), nil)
	b.settle(3, []Fact{fact("p", text(2), 3)})
	b.settle(4, nil, "p")
	want := b.Record("p").ID
	var all []string
	for line, err := range b.Rewritten() {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(line))
	}
	slices.Reverse(all[1:]) // as another path order would have it
	again := New()
	for _, line := range all {
		if err := again.Read(line); err != nil {
			t.Fatal(err)
		}
	}
	if got := again.Record("p").ID; got != want {
		t.Errorf("the path belongs to %s, want %s", got, want)
	}
}

// TestOddRecords: what a hand that slipped wrote costs no more than itself.
func TestOddRecords(t *testing.T) {
	l := New()
	l.SetKey(key)
	for _, line := range []string{
		`{"id":"a","path":"a","page":"/abs.html","pages":["../x.html","feed.atom","ok.html"],"archive":-3}`,
		`{"id":"b","path":"b","page":"seedfeed.css","archive":1000000000}`,
		`{"id":"c","path":"a"}`,
	} {
		if err := l.Read(line); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
	if r := l.Find("a"); r.Page != "" || !slices.Equal(r.Pages, []string{"ok.html"}) || r.Archive != 0 {
		t.Errorf("%+v", r)
	}
	if n := l.Archives(); l.Find("b").Page != "" || n != 0 {
		t.Errorf("%+v, %d archives", l.Find("b"), n)
	}
	for _, line := range []string{`{"path":"a"}`, `{"id":"a"}`, `null`, `[]`, `x`} {
		if err := l.Read(line); err == nil {
			t.Errorf("%s is taken for a record", line)
		}
	}
}

// TestEqualSeesEachField: a field of a record that is different is saved, whatever fields come to be.
func TestEqualSeesEachField(t *testing.T) {
	for _, part := range []reflect.Type{reflect.TypeFor[Record](), reflect.TypeFor[Rare]()} {
		for i := range part.NumField() {
			a, b := Record{Rare: new(Rare)}, Record{Rare: new(Rare)}
			if !a.equal(&b) {
				t.Fatal("two empty records differ")
			}
			of := reflect.ValueOf(&b).Elem()
			if part == reflect.TypeFor[Rare]() {
				of = of.FieldByName("Rare").Elem()
			}
			f := of.Field(i)
			if !f.CanSet() { // says nothing of the entry
				continue
			}
			switch v := f.Addr().Interface().(type) {
			case **Rare:
				continue
			case *time.Time:
				*v = at(1)
			case *[]Former:
				*v = []Former{{Path: "p"}}
			case *[]string:
				*v = []string{"x"}
			case *int:
				*v = 1
			case *bool:
				*v = true
			default:
				f.SetString("x")
			}
			if a.equal(&b) {
				t.Errorf("%s makes no difference", part.Field(i).Name)
			}
		}
	}
}

// FuzzLine: a line is what [json.Marshal] writes.
func FuzzLine(f *testing.F) {
	f.Add("urn:x:1", "a%b/é.txt", "p<>&\"\\\x01", int64(1e9), int64(5), 3, true)
	f.Add("", "\xff", "\u2028", int64(-1e15), int64(0), 0, false)
	f.Fuzz(func(t *testing.T, id, path, text string, seconds, nanos int64, number int, flag bool) {
		r := &Record{
			ID: id, Path: Path(path), Page: text, Archive: number, Print: id, Text: text, Sketch: Sketch(text), PublishedFrom: text, UpdatedFrom: id,
			Seen: time.Unix(seconds, nanos).UTC(), Published: time.Unix(seconds, 0), Given: time.Unix(nanos, seconds).UTC(), Live: flag, Rare: NoRare(),
		}
		if flag {
			r.Rare = &Rare{How: text, Pages: []string{path}, Gone: r.Seen, Former: []Former{{Path: Path(path), Until: r.Given, Why: id}}}
		}
		got, gotErr := r.appendJSON(nil)
		want, wantErr := json.Marshal(r)
		if (gotErr == nil) != (wantErr == nil) || gotErr == nil && string(got) != string(want) {
			t.Fatalf("got  %s, %v\nwant %s, %v", got, gotErr, want, wantErr)
		}
	})
}

// TestMain makes sure that nobody writes to what records share.
func TestMain(m *testing.M) {
	code := m.Run()
	if !reflect.ValueOf(noRare).IsZero() {
		fmt.Printf("a record wrote to what all share: %+v\n", noRare)
		code = 1
	}
	os.Exit(code)
}

// TestKnownAtOnce: many readers may ask at once for what was seen with some bytes.
func TestKnownAtOnce(t *testing.T) {
	b := newBook(t)
	b.settle(1, []Fact{fact("a", text(1), 1), fact("b", text(2), 1)})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if r := b.Known("elsewhere", "p:"+text(2)); r == nil || r.Path != "b" {
				t.Errorf("got %+v", r)
			}
		})
	}
	wg.Wait()
}
