package feed

import "path"

// A picture that is an entry goes on being one wherever it is moved, also to where no new ones come from. A size says which files may be one
// of those that are missing, and its bytes, once it is read, whether it is.

// findMoved takes for entries, for now, the pictures that may be moved ones.
func (b *session) findMoved() {
	b.moved, b.followed = map[string]bool{}, map[string]bool{}
	if b.census.pictures == 0 {
		return
	}
	sizes := map[int64]bool{}
	for p, s := range b.seeds {
		if !b.isFile(p) && s.Medium != nil && isPhoto(p) && b.isLive(p) {
			sizes[s.Size] = true
		}
	}
	if len(sizes) == 0 {
		return
	}
	for p, f := range b.files {
		if isPhoto(p) && sizes[f.Size] && !b.photos[p] && b.seeds[p] == nil && b.picturesIn(path.Dir(p)) != picturesNone {
			b.photos[p], b.moved[p] = true, true
		}
	}
}

// judgeMoved lets those be entries which have the bytes of one that is missing.
func (b *session) judgeMoved(found *findings) {
	for p := range b.moved {
		s := b.seeds[p]
		if s != nil && s.Usable {
			if r := b.ledger.Known(p, s.Print); r != nil && r.Live {
				b.followed[p] = !b.isFile(string(r.Path))
			}
		}
		if !b.followed[p] {
			b.photos[p], b.doubtful = false, true // what went with it doesn't
			b.drop(p)
			found.changed = without(found.changed, p)
		}
	}
	clear(b.moved)
}
