package serve

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"
)

// Trees against plain maps, over random histories that also branch.
func TestTreeIsAMap(t *testing.T) {
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 0))
		paths := make([]string, 1+rnd.IntN(600))
		for i := range paths {
			paths[i] = fmt.Sprintf("%d/%d.html", i%7, i)
		}
		type version struct {
			tree  *Tree
			model map[string]File
		}
		history := []version{{nil, map[string]File{}}, {&Tree{}, map[string]File{}}}
		for step := range 60 {
			from := history[len(history)-1]
			if rnd.IntN(4) == 0 {
				from = history[rnd.IntN(len(history))]
			}
			changed, gone, model := map[string]File{}, []string{}, maps.Clone(from.model)
			for range rnd.IntN(len(paths)) {
				gone = append(gone, paths[rnd.IntN(len(paths))])
			}
			for range rnd.IntN(len(paths)) * rnd.IntN(2) {
				changed[paths[rnd.IntN(len(paths))]] = File{Size: int64(step)}
			}
			for _, path := range gone {
				delete(model, path)
			}
			maps.Copy(model, changed)
			history = append(history, version{from.tree.With(changed, gone), model})
		}
		for i, v := range history {
			if v.tree.Len() != len(v.model) {
				t.Fatalf("seed %d, version %d: got %d documents, want %d", seed, i, v.tree.Len(), len(v.model))
			}
			for _, path := range append(paths, "", "0", "0/") {
				got, ok := v.tree.Lookup(path)
				if want, has := v.model[path]; ok != has || got != want {
					t.Fatalf("seed %d, version %d, %q: got %v %v, want %v %v", seed, i, path, got, ok, want, has)
				}
			}
		}
	}
}

// Paths whose hashes are equal in all bits end in one leaf, however many.
func TestTreeCollisions(t *testing.T) {
	tree, n := &Tree{made: 1}, 5*leafDocs
	for i := range n {
		tree.root = tree.put(tree.root, 0, doc{path: fmt.Sprint(i), sum: 42, file: File{Size: int64(i)}})
	}
	if tree.size != n {
		t.Errorf("got %d documents, want %d", tree.size, n)
	}
	leaf := tree.root
	for shift := 0; leaf.inner; shift += fanBits {
		leaf = leaf.kids[step(42, shift)]
	}
	if depth := longest(tree.root); depth > 1+hashBits/fanBits {
		t.Errorf("a path leads through %d nodes", depth)
	}
	for i := range n {
		if j := leaf.index(fmt.Sprint(i)); j < 0 || leaf.docs[j].file.Size != int64(i) {
			t.Errorf("document %d is lost", i)
		}
		tree.root = tree.remove(tree.root, 42, 0, fmt.Sprint(i))
	}
	if tree.root != nil {
		t.Error("an empty tree keeps nodes")
	}
}

// longest returns the number of nodes on the longest way down.
func longest(n *node) int {
	if n == nil {
		return 0
	}
	depth := 0
	for _, kid := range n.kids {
		depth = max(depth, longest(kid))
	}
	return 1 + depth
}

func TestLeavesAreSmall(t *testing.T) {
	var walk func(n *node)
	walk = func(n *node) {
		if n == nil {
			return
		}
		if len(n.docs) > leafDocs+1 || n.inner && n.docs != nil {
			t.Errorf("a node holds %d documents", len(n.docs))
		}
		for _, kid := range n.kids {
			walk(kid)
		}
	}
	walk(bigTree(10_000).root)
}

// The cost of a change must not grow with the tree.
func TestWithPaysForTheChange(t *testing.T) {
	cost := func(n int) float64 {
		tree := bigTree(n)
		return testing.AllocsPerRun(100, func() { tree.With(map[string]File{"p/7.html": {Size: 1}}, []string{"p/8.html"}) })
	}
	if small, large := cost(100), cost(100_000); large > small+20 {
		t.Errorf("got %v allocations with 100 documents, %v with 100,000", small, large)
	}
}

func bigTree(n int) *Tree {
	all := make(map[string]File, n)
	for i := range n {
		all[fmt.Sprintf("p/%d.html", i)] = File{Size: int64(i)}
	}
	return (*Tree)(nil).With(all, nil)
}

func BenchmarkWith(b *testing.B) {
	for _, n := range []int{100, 100_000} {
		tree, change := bigTree(n), map[string]File{"p/7.html": {}}
		b.Run(fmt.Sprintf("1of%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				tree.With(change, nil)
			}
		})
	}
}

func BenchmarkLookup(b *testing.B) {
	tree := bigTree(100_000)
	b.ReportAllocs()
	for b.Loop() {
		tree.Lookup("p/777.html")
	}
}
