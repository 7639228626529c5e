package ledger

import (
	"slices"
	"time"
)

// Fact is what is known about a seed that is new or different.
type Fact struct {
	Path      string
	Print     string    // fingerprint of the bytes
	Text      string    // fingerprint of the visible text
	Sketch    Sketch    // of the visible text
	Title     string    // for a record that only a feed tells of
	Pages     []string  // where its page may be, likewise
	ID        string    // given by the author, "" otherwise
	Published time.Time // zero when nothing says it
	From      string    // where Published is from
	Firm      bool      // Published is the author's word, which counts also after the publication
	Updated   time.Time // given by the author, zero otherwise
	Minor     bool      // the author says that this edit is not worth a new updated
	Draft     bool      // gets no record of its own yet
	Expires   time.Time // given by the author, zero otherwise
	ModTime   time.Time // of the file
	Shared    string    // for the caller, kept as long as the bytes stay
}

// Event is what became of a seed that is new or different.
type Event struct {
	ID, Path string
	New      bool   // the entry is new
	From     string // the former path, when it has another one now
	Edited   bool   // the visible text is another
	Twin     string // path of a seed with the same bytes that is an entry of its own
	Why      string // how the seed was recognised
}

// Settle takes note of seeds that are new or different and of paths that are gone, and says what that means. A seed
// without a record gets one, unless it is a draft. now is the time of the build; it becomes a date only where the file
// has none that is plausible. Facts must be sorted by path.
//
// A seed is recognised by, in this order: the ID that its author gave it; path and bytes; bytes that stood at a path
// which has others now (swapped names); path and a similar text; bytes that went missing elsewhere; what a feed tells
// of it; a text similar to one that went missing; the path alone. So identity follows the text where a text can be
// followed, and the path where it can't. An entry that left the site comes back only with the same bytes, or with a
// similar text at the same path: its ID must not become another text's.
func (l *Ledger) Settle(now time.Time, facts []Fact, vanished []string) []Event {
	s := settling{Ledger: l, facts: facts, found: make([]*Record, len(facts)), why: make([]string, len(facts)), taken: map[*Record]bool{}, at: make(map[string]int, len(facts))}
	for _, p := range vanished {
		if r := l.Record(p); r != nil && r.Missing.IsZero() {
			l.Miss(r, now)
			s.left = append(s.left, r)
		}
	}
	for i, f := range facts {
		s.at[f.Path] = i
	}
	for _, pass := range []func(){s.byGivenID, s.byPathAndBytes, s.bySwap, s.bySimilarPath, s.byMissingBytes, s.byFeed, s.bySimilarText, s.byPathAlone} {
		pass()
	}
	return s.apply(now)
}

// apply writes down what was recognised, mints what wasn't, and notes what has no seed any more.
func (s *settling) apply(now time.Time) []Event {
	events := make([]Event, 0, len(s.facts))
	for i, f := range s.facts {
		if r := s.Record(f.Path); r != nil && r != s.found[i] && !s.taken[r] && !(f.Draft && s.found[i] == nil) {
			s.Miss(r, now) // another text took its place
		}
	}
	for i := range s.facts {
		f := &s.facts[i]
		if s.found[i] == nil && f.Draft {
			continue
		}
		e := Event{Path: f.Path, Why: s.why[i]}
		r := s.found[i]
		if r == nil {
			r = s.create(f, now)
			e.New, e.Why, e.Twin = true, byMint, s.twin(f)
		} else if r.Path != "" && string(r.Path) != f.Path {
			e.From = string(r.Path)
		}
		e.Edited = !e.New && r.Text != "" && r.Text != f.Text
		e.ID = r.ID
		if e.New {
			s.write(r, f, e, now)
			s.remember(r)
			s.touch(r)
		} else {
			s.change(r, func() { s.write(r, f, e, now) })
		}
		events = append(events, e)
	}
	return events
}

func (s *settling) create(f *Fact, now time.Time) *Record {
	r := NewRecord()
	if r.Seen = plausible(f.ModTime, now); f.Published.IsZero() { // else it is a date of the entry only if its author takes the other one out in time
		r.Seen = s.fileTime(f.ModTime, now, r, dates{})
	}
	if f.ID != "" && s.byID[f.ID] == nil {
		r.ID, r.Rare = f.ID, &Rare{How: "author"}
	} else {
		r.ID = s.mint(f.Path)
	}
	return r
}

// twin returns the path of another seed with the same bytes.
func (s *settling) twin(f *Fact) string {
	for r := range s.withPrint(f.Print) {
		if !r.isAway() && string(r.Path) != f.Path {
			return string(r.Path)
		}
	}
	return ""
}

func (s *settling) write(r *Record, f *Fact, e Event, now time.Time) {
	if r.Seen.IsZero() {
		r.Seen = second(now)
	}
	recovered := r.Path == ""
	s.date(now, r, f, recovered)
	if r.Rare != &noRare || e.From != "" || f.Shared != "" || !f.Expires.IsZero() {
		r.rarely(func(rare *Rare) {
			if e.From != "" {
				rare.Former = append(slices.Clone(rare.Former), Former{Path: r.Path, Until: second(now), Why: e.Why})
			}
			rare.Missing, rare.Title, rare.Expires, rare.Shared = time.Time{}, "", f.Expires, f.Shared
		})
	}
	r.Path, r.Print, r.Text = Path(f.Path), f.Print, f.Text
}
