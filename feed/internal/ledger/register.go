package ledger

import (
	"hash/maphash"
	"iter"
	"slices"
)

// register finds records by what several of them may have in common, in the order in which they came. Nearly all have it alone: those are found
// by a hash of it, since of a million records the keys themselves would take a hundred megabytes.
type register struct {
	key   func(*Record) string
	first map[uint64]*Record   // by the hash of their key
	more  map[string][]*Record // which follow the first one of that key, or have another key than the first one of its hash
}

func newRegister(key func(*Record) string, records int) register {
	return register{key, make(map[uint64]*Record, records), map[string][]*Record{}}
}

var (
	seed  = maphash.MakeSeed()
	taken = ^uint64(0) // bits of a hash that count; fewer in tests
)

func hashOf(key string) uint64 { return maphash.String(seed, key) & taken }

// get returns the first record with a key, nil when there is none.
func (g *register) get(key string) *Record {
	if r := g.first[hashOf(key)]; r != nil && g.key(r) == key {
		return r
	}
	if more := g.more[key]; len(more) > 0 {
		return more[0]
	}
	return nil
}

// add lists a record; what has no key is nowhere.
func (g *register) add(r *Record) {
	key := g.key(r)
	if key == "" {
		return
	}
	if h := hashOf(key); g.first[h] == nil && g.more[key] == nil {
		g.first[h] = r
	} else {
		g.more[key] = append(g.more[key], r)
	}
}

// remove takes out a record that is listed and has the key with which it was.
func (g *register) remove(r *Record) {
	key := g.key(r)
	h, rest := hashOf(key), g.more[key]
	if g.first[h] != r {
		if at := slices.Index(rest, r); at >= 0 {
			g.keep(key, slices.Concat(rest[:at], rest[at+1:]))
		}
		return
	}
	if delete(g.first, h); len(rest) > 0 {
		g.first[h] = rest[0]
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
	for key := range g.more {
		all := slices.SortedFunc(g.all(key), byPathAndID)
		if h := hashOf(key); len(all) > len(g.more[key]) {
			g.first[h], all = all[0], all[1:]
		}
		g.more[key] = all
	}
}

// all ranges over the records under key.
func (g *register) all(key string) iter.Seq[*Record] {
	return func(yield func(*Record) bool) {
		if r := g.first[hashOf(key)]; r != nil && g.key(r) == key && !yield(r) {
			return
		}
		for _, r := range g.more[key] {
			if !yield(r) {
				return
			}
		}
	}
}

func pathOf(r *Record) string  { return string(r.Path) }
func printOf(r *Record) string { return r.Print }
