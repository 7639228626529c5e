package ledger

import (
	"cmp"
	"maps"
	"path"
	"slices"
)

// How a seed is recognised.
const (
	byGivenID = "same id in the seed"
	byPath    = "same path"
	byBytes   = "same bytes"
	byText    = "similar text"
	byPage    = "same page in a feed"
	byTitle   = "same title in a feed"
	byMint    = "new"
)

// How alike two versions of a text are at least.
const (
	versionAlike = 0.4 // of a seed that has another path now
	samePlace    = 0.3 // of a seed at the same path
)

// settling is one call of Settle. Each pass recognises some of the seeds.
type settling struct {
	*Ledger
	facts []Fact
	found []*Record // by fact, nil while unknown
	why   []string
	taken map[*Record]bool
	at    map[string]int // path -> index of fact
	left  []*Record      // whose seed is missed only now
	stood register       // those that were at the places of facts, by their bytes
}

func (s *settling) take(i int, r *Record, why string) {
	s.found[i], s.why[i] = r, why
	s.taken[r] = true
}

// each calls use for each fact that is not recognised yet, and whose author didn't give it an ID that is new.
func (s *settling) each(use func(i int, f *Fact)) {
	for i := range s.facts {
		if s.found[i] == nil && s.why[i] == "" {
			use(i, &s.facts[i])
		}
	}
}

// home is the record of the fact's path, unless another fact has taken it.
func (s *settling) home(f *Fact) *Record {
	if r := s.Record(f.Path); r != nil && !s.taken[r] {
		return r
	}
	return nil
}

// byGivenID recognises seeds by the ID that their author gave them. Of two with the same ID the one that has it keeps
// it; the other is settled as if it had none.
func (s *settling) byGivenID() {
	given := map[string]bool{}
	s.each(func(i int, f *Fact) {
		if f.ID == "" || given[f.ID] && s.byID[f.ID] == nil {
			return
		}
		r := s.byID[f.ID]
		switch {
		case r == nil:
			given[f.ID] = true
			s.why[i] = byGivenID // a new record, whatever is known of the path: that is what the key is for
		case s.taken[r] || s.home(f) != nil && s.home(f) != r && s.home(f).Live && r.isAway():
			// the entry that is here has been published under another ID since
		case r.isAway() || string(r.Path) == f.Path || s.isElsewhere(r):
			s.take(i, r, byGivenID)
		}
	})
}

// isElsewhere reports whether another seed, by the ID that its author gives it, is at the place of r now.
func (s *settling) isElsewhere(r *Record) bool {
	i, changed := s.at[string(r.Path)]
	return changed && s.facts[i].ID != r.ID
}

func (s *settling) byPathAndBytes() {
	s.each(func(i int, f *Fact) {
		if r := s.home(f); r != nil && r.Print == f.Print {
			s.take(i, r, byPath)
		}
	})
}

// bySwap recognises bytes that stood, at the last look, at a path which has others now.
func (s *settling) bySwap() {
	s.stood = newRegister(printOf, 0)
	for _, f := range s.facts {
		for r := range s.byPath.all(f.Path) {
			if !r.isAway() {
				s.stood.add(r)
			}
		}
	}
	s.each(func(i int, f *Fact) {
		var best *Record
		for r := range s.stood.all(f.Print) {
			if !s.taken[r] && s.isDisplaced(r) && (best == nil || s.nearer(f, r, best)) {
				best = r
			}
		}
		if best != nil {
			s.take(i, best, byBytes)
		}
	})
}

// isDisplaced reports whether r's path has a text now that is no version of it, a draft, or one known from another path.
func (s *settling) isDisplaced(r *Record) bool {
	i, changed := s.at[string(r.Path)]
	if !changed || s.found[i] == r {
		return false
	}
	f := &s.facts[i]
	if f.Draft || Alike(r.Sketch, f.Sketch) < samePlace { // what subscribers have goes on in what they are shown
		return true
	}
	for other := range s.stood.all(f.Print) {
		if other != r {
			return true
		}
	}
	return false
}

func (s *settling) bySimilarPath() {
	s.each(func(i int, f *Fact) {
		if r := s.home(f); r != nil && Alike(r.Sketch, f.Sketch) >= samePlace {
			s.take(i, r, byPath)
		}
	})
}

// byMissingBytes recognises bytes that went missing, also long ago. Of several the one with the same name is taken,
// then one whose entry is still in the site, then the one that was missed last.
func (s *settling) byMissingBytes() {
	if s.present == s.Len() {
		return
	}
	s.each(func(i int, f *Fact) {
		var best *Record
		for r := range s.withPrint(f.Print) {
			if r.isAway() && !s.taken[r] && (best == nil || s.nearer(f, r, best)) {
				best = r
			}
		}
		if best != nil {
			s.take(i, best, byBytes)
		}
	})
}

// nearer reports whether a is rather than b what f was before.
func (s *settling) nearer(f *Fact, a, b *Record) bool {
	rank := func(r *Record) int {
		n := 0
		if path.Base(string(r.Path)) == path.Base(f.Path) {
			n += 2
		}
		if r.Gone.IsZero() {
			n++
		}
		return n
	}
	return cmp.Or(rank(a)-rank(b), a.Missing.Compare(b.Missing), cmp.Compare(b.ID, a.ID)) > 0
}

// byFeed recognises what a feed tells of: by the ID that a seed of this path would get, by the page, by the title when
// only one entry has it.
func (s *settling) byFeed() {
	if len(s.orphans) == 0 {
		return
	}
	pages, titles, twice := map[string]*Record{}, map[string]*Record{}, map[string]bool{}
	for _, r := range slices.SortedFunc(maps.Values(s.orphans), func(a, b *Record) int { return cmp.Compare(a.ID, b.ID) }) {
		for _, p := range append(slices.Clone(r.Pages), r.Page) {
			pages[p] = r
		}
		twice[r.Title] = titles[r.Title] != nil || r.Title == ""
		titles[r.Title] = r
	}
	s.each(func(i int, f *Fact) {
		if r := s.orphans[s.ID(f.Path)]; s.home(f) == nil && r != nil && !s.taken[r] {
			s.take(i, r, byPath)
		}
	})
	s.each(func(i int, f *Fact) {
		if s.home(f) != nil {
			return
		}
		for _, p := range f.Pages {
			if r := pages[p]; r != nil && !s.taken[r] {
				s.take(i, r, byPage)
				return
			}
		}
	})
	s.each(func(i int, f *Fact) {
		if r := titles[f.Title]; s.home(f) == nil && r != nil && !twice[f.Title] && !s.taken[r] {
			s.take(i, r, byTitle)
		}
	})
}

// pair is a seed and a record that may be its own.
type pair struct {
	fact  int
	r     *Record
	alike float64
}

// bySimilarText recognises versions of texts whose seed is missing, or whose path has another text now. The likest pairs
// come first.
func (s *settling) bySimilarText() {
	if !slices.Contains(s.found, nil) {
		return
	}
	index := s.indexLoose()
	var pairs []pair
	s.each(func(i int, f *Fact) {
		shared := map[*Record]bool{}
		for _, m := range f.Sketch.marks() {
			for _, r := range index[m] {
				shared[r] = true
			}
		}
		for r := range shared {
			if r.Path == "" && s.home(f) != nil {
				continue // the ledger knows better than a feed
			}
			if a := Alike(r.Sketch, f.Sketch); a >= versionAlike {
				pairs = append(pairs, pair{i, r, a})
			}
		}
	})
	slices.SortFunc(pairs, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.alike, x.alike), cmp.Compare(x.fact, y.fact), cmp.Compare(x.r.ID, y.r.ID))
	})
	for _, p := range pairs {
		if s.found[p.fact] == nil && !s.taken[p.r] {
			s.take(p.fact, p.r, byText)
		}
	}
}

// crowd is how many texts may share a mark before it tells nothing: it is that of a form that all of them follow.
const crowd = 64

// indexLoose returns the records that a text elsewhere may continue, by the marks of their sketches.
func (s *settling) indexLoose() map[uint32][]*Record {
	index := map[uint32][]*Record{}
	add := func(r *Record) {
		if r != nil && !s.taken[r] {
			for _, m := range r.Sketch.marks() {
				if len(index[m]) < crowd {
					index[m] = append(index[m], r)
				}
			}
		}
	}
	for _, r := range s.missing() {
		add(r)
	}
	for _, r := range s.left {
		if !r.Gone.IsZero() { // a draft, which was there until now
			add(r)
		}
	}
	for _, f := range s.facts {
		if r := s.home(&f); r != nil && !r.isAway() {
			add(r)
		}
	}
	return index
}

// missing lists the records that are away but whose entry is not, sorted so that all machines see them alike.
func (l *Ledger) missing() []*Record {
	return slices.SortedFunc(maps.Values(l.away), byPathAndID)
}

// byPathAlone takes any other text at a known path for an edit, unless the entry has left the site.
func (s *settling) byPathAlone() {
	s.each(func(i int, f *Fact) {
		if r := s.home(f); r != nil && (r.Missing.IsZero() || r.Gone.IsZero()) {
			s.take(i, r, byPath)
		}
	})
}
