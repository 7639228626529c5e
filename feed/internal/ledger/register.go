package ledger

import (
	"iter"
	"slices"
)

// register finds records by what several of them may have in common, in the order in which they came. Nearly all have it alone.
type register struct {
	first map[string]*Record
	more  map[string][]*Record
}

func newRegister(records int) register {
	return register{make(map[string]*Record, records), map[string][]*Record{}}
}

// add lists a record under key; what has no key is nowhere.
func (g *register) add(key string, r *Record) {
	switch {
	case key == "":
	case g.first[key] == nil:
		g.first[key] = r
	default:
		g.more[key] = append(g.more[key], r)
	}
}

func (g *register) remove(key string, r *Record) {
	rest := g.more[key]
	if g.first[key] != r {
		for i, other := range rest {
			if other == r {
				g.keep(key, append(rest[:i:i], rest[i+1:]...))
				return
			}
		}
		return
	}
	if delete(g.first, key); len(rest) > 0 {
		g.first[key] = rest[0]
		g.keep(key, rest[1:])
	}
}

func (g *register) keep(key string, rest []*Record) {
	if g.more[key] = rest; len(rest) == 0 {
		delete(g.more, key)
	}
}

// sort puts records of the same key in the order in which all machines see them alike.
func (g *register) sort() {
	for key, rest := range g.more {
		all := append([]*Record{g.first[key]}, rest...)
		slices.SortFunc(all, byPathAndID)
		g.first[key], g.more[key] = all[0], all[1:]
	}
}

// all ranges over the records under key.
func (g *register) all(key string) iter.Seq[*Record] {
	return func(yield func(*Record) bool) {
		if r := g.first[key]; r == nil || !yield(r) {
			return
		}
		for _, r := range g.more[key] {
			if !yield(r) {
				return
			}
		}
	}
}
