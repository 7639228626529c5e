package main

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"sync"

	"github.com/seedfeed/seedfeed/feed/internal/prose"
)

// settings of a forest: how many trees, leaves of each, how fast it learns, the least weight of a leaf, the penalty on great
// leaves, and the shares of rows and columns that each tree sees.
type settings struct {
	trees, leaves      int
	rate, least, ridge float64
	rows, columns      float64
	seed               uint64
}

const bins = 64 // values of a feature are told apart no finer

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// grow boosts trees on rows with answers y in [0,1] and weights w, by gradient and curvature of the logistic loss (Chen and Guestrin,
// "XGBoost", KDD 2016), each tree growing where it gains most.
func grow(rows [][]float32, y, w []float64, cfg settings) *prose.Forest {
	n, m := len(rows), len(rows[0])
	rng := rand.New(rand.NewPCG(cfg.seed, 7))
	b := bench{cuts: make([][]float32, m), columns: make([][]uint8, m), g: make([]float64, n), h: make([]float64, n), cfg: cfg}
	parallel(m, func(f int) { b.cuts[f], b.columns[f] = quantise(rows, f) })
	yes, all := 0.0, 0.0
	for i := range y {
		yes += y[i] * w[i]
		all += w[i]
	}
	forest := &prose.Forest{Bias: float32(math.Log(yes / (all - yes)))}
	odds := make([]float64, n)
	for i := range odds {
		odds[i] = float64(forest.Bias)
	}
	for range cfg.trees {
		var sample []int32
		for i := range n {
			p := sigmoid(odds[i])
			b.g[i], b.h[i] = w[i]*(p-y[i]), w[i]*math.Max(p*(1-p), 1e-6)
			if rng.Float64() < cfg.rows {
				sample = append(sample, int32(i))
			}
		}
		b.features = b.features[:0]
		for f := range m {
			if rng.Float64() < cfg.columns {
				b.features = append(b.features, f)
			}
		}
		one := prose.Forest{Trees: [][]prose.Node{b.tree(sample)}}
		forest.Trees = append(forest.Trees, one.Trees[0])
		const parts = 8
		parallel(parts, func(part int) {
			for i := part * n / parts; i < (part+1)*n/parts; i++ {
				odds[i] += one.Score(rows[i])
			}
		})
	}
	return forest
}

// quantise cuts the values of a feature into bins.
func quantise(rows [][]float32, f int) (cuts []float32, column []uint8) {
	sorted := make([]float32, len(rows))
	for i := range rows {
		sorted[i] = rows[i][f]
	}
	slices.Sort(sorted)
	if distinct := slices.Compact(slices.Clone(sorted)); len(distinct) <= bins {
		for i := 0; i+1 < len(distinct); i++ {
			cuts = append(cuts, (distinct[i]+distinct[i+1])/2)
		}
	} else {
		for b := 1; b < bins; b++ {
			if v := sorted[b*len(rows)/bins]; len(cuts) == 0 || v > cuts[len(cuts)-1] {
				cuts = append(cuts, v)
			}
		}
	}
	column = make([]uint8, len(rows))
	for i := range rows {
		v := rows[i][f]
		column[i] = uint8(sort.Search(len(cuts), func(k int) bool { return v <= cuts[k] }))
	}
	return cuts, column
}

// bench is what growing a tree needs.
type bench struct {
	cuts     [][]float32
	columns  [][]uint8
	g, h     []float64 // gradient and curvature of each row
	features []int     // that this tree may ask for
	cfg      settings
}

// bough is a leaf that may still be split.
type bough struct {
	at           int // its node
	rows         []int32
	g, h         float64
	sums         [][bins][2]float64 // gradient and curvature of each bin of each feature
	gain         float64            // of the best split, which is
	feature, bin int
}

type fork struct {
	feature, bin, left, right int
	value                     float64
}

func (b *bench) tree(sample []int32) []prose.Node {
	root := b.bough(0, sample)
	b.sum(root, nil, nil)
	nodes := []fork{{feature: -1}}
	open := []*bough{root}
	for len(open) < b.cfg.leaves {
		best := slices.IndexFunc(open, func(o *bough) bool { return o.gain > 1e-6 })
		if best < 0 {
			break
		}
		for i, o := range open {
			if o.gain > open[best].gain {
				best = i
			}
		}
		o := open[best]
		var left, right []int32
		for _, i := range o.rows {
			if int(b.columns[o.feature][i]) <= o.bin {
				left = append(left, i)
			} else {
				right = append(right, i)
			}
		}
		l, r := b.bough(len(nodes), left), b.bough(len(nodes)+1, right)
		nodes[o.at] = fork{feature: o.feature, bin: o.bin, left: l.at, right: r.at}
		nodes = append(nodes, fork{feature: -1}, fork{feature: -1})
		small, large := l, r
		if len(left) > len(right) {
			small, large = r, l
		}
		b.sum(small, nil, nil)
		b.sum(large, o, small)
		o.sums = nil
		open[best] = l
		open = append(open, r)
	}
	for _, o := range open {
		nodes[o.at].value = -b.cfg.rate * o.g / (o.h + b.cfg.ridge)
	}
	return b.preorder(nodes, 0, nil)
}

// preorder writes the nodes as [prose.Node] wants them.
func (b *bench) preorder(nodes []fork, i int, out []prose.Node) []prose.Node {
	n := nodes[i]
	if n.feature < 0 {
		return append(out, prose.Node{Feature: prose.Leaf, Value: short(n.value)})
	}
	at := len(out)
	out = append(out, prose.Node{Feature: uint8(n.feature), Value: b.cuts[n.feature][n.bin]})
	out = b.preorder(nodes, n.left, out)
	out[at].Right = uint8(len(out))
	return b.preorder(nodes, n.right, out)
}

// short rounds what a leaf adds to four digits, as it is written.
func short(x float64) float32 { return float32(math.Round(x*1e4) / 1e4) }

func (b *bench) bough(at int, rows []int32) *bough {
	o := &bough{at: at, rows: rows}
	for _, i := range rows {
		o.g += b.g[i]
		o.h += b.h[i]
	}
	return o
}

// sum fills the sums of a bough, from those of its parent and sibling if there are, and finds its best split.
func (b *bench) sum(o, parent, sibling *bough) {
	o.sums = make([][bins][2]float64, len(b.features))
	parallel(len(b.features), func(k int) {
		sums := &o.sums[k]
		if parent != nil {
			for x := range bins {
				sums[x][0] = parent.sums[k][x][0] - sibling.sums[k][x][0]
				sums[x][1] = parent.sums[k][x][1] - sibling.sums[k][x][1]
			}
			return
		}
		column := b.columns[b.features[k]]
		for _, i := range o.rows {
			sums[column[i]][0] += b.g[i]
			sums[column[i]][1] += b.h[i]
		}
	})
	whole := o.g * o.g / (o.h + b.cfg.ridge)
	for k, f := range b.features {
		g, h := 0.0, 0.0
		for x := range b.cuts[f] {
			g += o.sums[k][x][0]
			h += o.sums[k][x][1]
			if h < b.cfg.least || o.h-h < b.cfg.least {
				continue
			}
			gain := g*g/(h+b.cfg.ridge) + (o.g-g)*(o.g-g)/(o.h-h+b.cfg.ridge) - whole
			if gain > o.gain {
				o.gain, o.feature, o.bin = gain, f, x
			}
		}
	}
}

// parallel calls do with each number below n.
func parallel(n int, do func(int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range 2 {
		wg.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}
