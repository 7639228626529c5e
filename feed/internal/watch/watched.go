package watch

import (
	"slices"
	"strings"
)

// watched holds the names that have a watch, as fsnotify knows them. They are sorted, so that what is below a name stands
// together and a big rm -r or mv costs no search through all names for each folder.
type watched struct {
	spots []spot
	owner map[id]string // the name under which a folder is watched
}

// spot is one watched folder.
type spot struct {
	rel     string
	of      id
	refused bool // no watch: for lack of permission, or because the folder is watched under a newer name
}

// id tells a folder from all others that exist at the same time. The zero id is not known.
type id struct{ dev, ino uint64 }

func (w *watched) get(rel string) (spot, bool) {
	i, ok := w.find(rel)
	if !ok {
		return spot{}, false
	}
	return w.spots[i], true
}

func (w *watched) put(s spot) {
	w.drop(s.rel)
	i, _ := w.find(s.rel)
	w.spots = slices.Insert(w.spots, i, s)
	if s.of != (id{}) {
		w.owner[s.of] = s.rel
	}
}

// drop removes one name.
func (w *watched) drop(rel string) {
	if i, ok := w.find(rel); ok {
		w.remove(i, i+1)
	}
}

// cut removes a name and all below it, and returns these names.
func (w *watched) cut(rel string) (names []string) {
	if i, ok := w.find(rel); ok {
		names = w.remove(i, i+1)
	}
	from, _ := w.find(rel + "/")
	to, _ := w.find(rel + "0") // the byte after the slash
	return append(names, w.remove(from, to)...)
}

func (w *watched) remove(from, to int) (names []string) {
	for _, s := range w.spots[from:to] {
		names = append(names, s.rel)
		if w.owner[s.of] == s.rel {
			delete(w.owner, s.of)
		}
	}
	w.spots = slices.Delete(w.spots, from, to)
	return names
}

func (w *watched) find(rel string) (int, bool) {
	return slices.BinarySearchFunc(w.spots, rel, func(s spot, rel string) int { return strings.Compare(s.rel, rel) })
}
