package prose

import (
	"math"
	"strconv"
	"strings"
	"sync"
)

// Model is what was learned from labelled texts; see the program in train. The one that Clean uses by itself is compiled in.
type Model struct {
	Article Forest             // which units belong to the article
	Title   Forest             // which of the candidates is the title
	Words   map[string]float32 // what words lean to, above zero to lines that go; see [EachGram] for what a word is here
}

// Forest is a sum of trees, gradient boosted (Friedman, "Greedy function approximation: a gradient boosting machine",
// Annals of Statistics 29(5), 2001).
type Forest struct {
	Bias  float32
	Trees [][]Node
}

// Node is a place in a tree. A tree lists its nodes in preorder: what follows a node is its left child.
type Node struct {
	Feature uint8   // Leaf for a leaf
	Right   uint8   // where the right child stands
	Value   float32 // what goes left is at most this; of a leaf, what it adds
}

// Leaf marks a node that asks nothing.
const Leaf = 255

// Score is the logarithm of the odds that a row stands for a yes.
func (f *Forest) Score(row []float32) float64 {
	s := f.Bias
	for _, t := range f.Trees {
		i := 0
		for t[i].Feature != Leaf {
			if row[t[i].Feature] <= t[i].Value {
				i++
			} else {
				i = int(t[i].Right)
			}
		}
		s += t[i].Value
	}
	return float64(s)
}

// probability turns the logarithm of odds into a probability.
func probability(logOdds float64) float64 { return 1 / (1 + math.Exp(-logOdds)) }

// compiled is the model of weights.go, whose table of words is read when it is first asked for.
var compiled = sync.OnceValue(func() *Model {
	m := &Model{Article: articleForest, Title: titleForest, Words: map[string]float32{}}
	for row := range strings.Lines(wordWeights) {
		fields := strings.Fields(row)
		weight, err := strconv.ParseFloat(fields[0], 32)
		if err != nil {
			panic(err) // the table is ours, and each test reads it
		}
		for _, w := range fields[1:] {
			m.Words[strings.ReplaceAll(w, "_", " ")] = float32(weight)
		}
	}
	return m
})
