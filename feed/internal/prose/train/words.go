package main

import (
	"math"
	"math/rand/v2"

	"github.com/seedfeed/seedfeed/feed/internal/prose"
)

const (
	wordRate  = .3  // of learning
	wordLasso = 2.0 // pulls weights to nothing
	wordSites = 4   // that a word must stand in
	wordLeast = .08 // a smaller weight is none
	epochs    = 8
)

// look surveys the pages with words that other sites taught, and leaves those of all in m.
func look(pages []*page, m *prose.Model) {
	by := make([]map[string]float32, folds+1)
	parallel(folds+1, func(fold int) {
		others, _ := split(pages, fold) // the last fold is nobody's
		by[fold] = words(others)
	})
	m.Words = by[folds]
	parallel(len(pages), func(i int) {
		p := pages[i]
		p.survey = prose.Look(p.text, &prose.Model{Words: by[p.fold]})
	})
}

type line struct {
	grams []int32
	y, w  float64
}

// words trains a logistic regression on the words of lines, with an L1 penalty that is caught up with when a word comes again.
func words(pages []*page) map[string]float32 {
	ids := map[string]int32{}
	var sites []map[string]bool
	var lines []line
	for _, p := range pages {
		if p.kind == typed {
			continue
		}
		total := 0.0
		for _, n := range p.survey.Words {
			total += float64(n) + 3
		}
		for i, t := range p.survey.Texts {
			if p.keep[i] < 0 {
				continue
			}
			// A long line weighs more, one of a long page less.
			l := line{y: 1 - math.Round(p.keep[i]), w: 20 * math.Sqrt(float64(p.survey.Words[i])+1) / math.Sqrt(total+100)}
			prose.EachGram(t, func(g []byte) {
				id, ok := ids[string(g)]
				if !ok {
					id = int32(len(ids))
					ids[string(g)] = id
					sites = append(sites, map[string]bool{})
				}
				if len(sites[id]) < wordSites {
					sites[id][p.site] = true
				}
				l.grams = append(l.grams, id)
			})
			lines = append(lines, l)
		}
	}
	for i := range lines {
		known := lines[i].grams[:0]
		for _, id := range lines[i].grams {
			if len(sites[id]) >= wordSites {
				known = append(known, id)
			}
		}
		lines[i].grams = known
	}
	weight, squares, last := make([]float64, len(ids)), make([]float64, len(ids)), make([]int, len(ids))
	bias, biasSquares, step := 0.0, 1.0, 0
	shrink := func(id int32) {
		by := float64(step-last[id]) * wordLasso / float64(len(lines)) * wordRate / math.Sqrt(squares[id]+1)
		last[id] = step
		weight[id] = math.Copysign(math.Max(0, math.Abs(weight[id])-by), weight[id])
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range epochs {
		rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		for i := range lines {
			step++
			l := &lines[i]
			if len(l.grams) == 0 {
				continue
			}
			norm := 1 / math.Sqrt(float64(len(l.grams))+4)
			s := bias
			for _, id := range l.grams {
				shrink(id)
				s += weight[id] * norm
			}
			g := (sigmoid(s) - l.y) * l.w
			biasSquares += g * g
			bias -= wordRate * g / math.Sqrt(biasSquares)
			for _, id := range l.grams {
				squares[id] += g * norm * g * norm
				weight[id] -= wordRate * g * norm / math.Sqrt(squares[id]+1)
			}
		}
	}
	out := map[string]float32{}
	for g, id := range ids {
		if shrink(id); math.Abs(weight[id]) >= wordLeast {
			out[g] = float32(math.Round(weight[id]*10) / 10) // as it will be written
		}
	}
	return out
}
