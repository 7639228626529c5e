package serve

import (
	"hash/maphash"
	"slices"
	"time"
)

// A tree is a hash trie: each step down takes four more bits of the path's
// hash, and a leaf holds a few documents. Making a new version copies only the
// nodes on the way to what changed and points to the old version for the
// rest, so a site of 100,000 pages pays for the one page that is new. A map
// would have to be copied whole, since readers may still hold the old one.

const (
	fanBits  = 4 // bits of the hash used by one step
	fanOut   = 1 << fanBits
	leafDocs = 8  // a fuller leaf is split
	hashBits = 64 // no bits are left to split by at this depth
)

// File is one document of the tree as it was published.
type File struct {
	// Hash is the [Hash] of its bytes; it becomes the strong ETag.
	Hash string
	// Type is the Content-Type, with a charset where the type has one.
	Type string
	// Size is the number of its bytes.
	Size int64
	// ModTime becomes Last-Modified. For a document that is not text or larger
	// than 1 MiB it must be the file's mtime: together with Size it tells that
	// the file on disk is still the one that Hash speaks of.
	ModTime time.Time
	// Gone makes 410 of what else were 200: the document tells people that
	// something is no more.
	Gone bool
	// Location, when not empty, makes 301 of it: a reference to where the
	// document is now, relative to its own place.
	Location string
}

// Tree is an immutable set of documents, by slash-separated path without a
// leading slash. Nil and the zero value are empty trees. Any number of
// goroutines may use one.
type Tree struct {
	root *node
	size int
	seed maphash.Seed // set as soon as root is
	made uint64       // one more than the tree it was made from
}

// node is an inner node (inner is true, kids is used) or a leaf (docs is used).
type node struct {
	made  uint64 // Tree.made of the only tree that may change the node, and only inside With
	inner bool
	kids  [fanOut]*node
	docs  []doc
}

type doc struct {
	path string
	sum  uint64
	file File
}

// With returns a tree like t without the documents in gone and with those in
// changed; a path in both is in the result. It never changes t, shares with it
// all that is equal, and costs in proportion to the two arguments.
func (t *Tree) With(changed map[string]File, gone []string) *Tree {
	next := &Tree{}
	if t != nil {
		*next = *t
	}
	if next.root == nil {
		next.seed = maphash.MakeSeed()
	}
	next.made++
	for _, path := range gone {
		if _, ok := next.Lookup(path); ok {
			next.root = next.remove(next.root, next.hash(path), 0, path)
			next.size--
		}
	}
	for path, file := range changed {
		next.root = next.put(next.root, 0, doc{path, next.hash(path), file})
	}
	return next
}

// Lookup returns the document at path. The path is compared byte by byte.
func (t *Tree) Lookup(path string) (File, bool) {
	if t == nil || t.root == nil {
		return File{}, false
	}
	n, sum := t.root, t.hash(path)
	for shift := 0; n != nil && n.inner; shift += fanBits {
		n = n.kids[step(sum, shift)]
	}
	if n != nil {
		if i := n.index(path); i >= 0 {
			return n.docs[i].file, true
		}
	}
	return File{}, false
}

// Len returns the number of documents.
func (t *Tree) Len() int {
	if t == nil {
		return 0
	}
	return t.size
}

func (t *Tree) hash(path string) uint64 { return maphash.String(t.seed, path) }

func step(sum uint64, shift int) uint64 { return sum >> shift % fanOut }

func (n *node) index(path string) int {
	return slices.IndexFunc(n.docs, func(d doc) bool { return d.path == path })
}

// own returns n if it was made for t, or else a copy that t may change. Every
// node that t got from elsewhere has a smaller number, also when two trees were
// made from the same one, because neither of them can reach the other's nodes.
func (t *Tree) own(n *node) *node {
	switch {
	case n == nil:
		return &node{made: t.made}
	case n.made == t.made:
		return n
	}
	mine := *n
	mine.made = t.made
	mine.docs = slices.Clone(n.docs)
	return &mine
}

func (t *Tree) put(n *node, shift int, d doc) *node {
	n = t.own(n)
	if n.inner {
		kid := &n.kids[step(d.sum, shift)]
		*kid = t.put(*kid, shift+fanBits, d)
		return n
	}
	if i := n.index(d.path); i >= 0 {
		n.docs[i] = d
		return n
	}
	t.size++
	n.docs = append(n.docs, d)
	if len(n.docs) > leafDocs && shift < hashBits {
		t.split(n, shift)
	}
	return n
}

// split turns a leaf into an inner node. No kid is split again at once: if all
// documents fall into one, the next put that comes there does it.
func (t *Tree) split(n *node, shift int) {
	for _, d := range n.docs {
		kid := &n.kids[step(d.sum, shift)]
		*kid = t.own(*kid)
		(*kid).docs = append((*kid).docs, d)
	}
	n.inner, n.docs = true, nil
}

// remove returns n without the document, which must be below it, or nil if
// nothing is left.
func (t *Tree) remove(n *node, sum uint64, shift int, path string) *node {
	n = t.own(n)
	if !n.inner {
		i := n.index(path)
		n.docs = slices.Delete(n.docs, i, i+1)
		if len(n.docs) == 0 {
			return nil
		}
		return n
	}
	kid := &n.kids[step(sum, shift)]
	*kid = t.remove(*kid, sum, shift+fanBits, path)
	if n.kids == [fanOut]*node{} {
		return nil
	}
	return n
}
