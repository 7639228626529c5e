package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/seedfeed/seedfeed/feed/internal/prose"
)

// Kinds of pages.
const (
	raw      = "raw"      // what a scraper left
	full     = "full"     // the whole page
	typed    = "typed"    // a true body, as if its author had typed it
	snippets = "snippets" // a page of which only phrases are known
)

type page struct {
	kind, site, source, text string
	truth                    struct {
		Site, Source, Title, Body string
		TitleInRaw                *bool `json:"title_in_raw"`
		With, Without             []string
	}
	tokens    []string // of the true body
	fold      int
	survey    *prose.Survey
	keep      []float64 // share of each unit that belongs to the article, -1 when unknown
	titleAt   int       // the unit that a model picked that did not see the page's site,
	titleOdds float64   // and what it said
	article   prose.Article
}

func load(corpus, phrases string) ([]*page, error) {
	var pages []*page
	for _, from := range []struct{ dir, texts, kind string }{
		{corpus, "raw", raw}, {corpus, "full", full}, {corpus, "", typed}, {phrases, "raw", snippets},
	} {
		if from.dir == "" {
			continue
		}
		files, err := filepath.Glob(filepath.Join(from.dir, "truth", "*.json"))
		if err != nil || len(files) == 0 {
			return nil, errors.Join(err, errors.New("no truth in "+from.dir))
		}
		for _, f := range files {
			p := &page{kind: from.kind}
			b, err := os.ReadFile(f)
			if err == nil {
				err = json.Unmarshal(b, &p.truth)
			}
			if err != nil {
				return nil, err
			}
			p.site, p.source, p.text = p.truth.Site, p.truth.Source, p.truth.Body
			if from.kind != typed {
				name := strings.TrimSuffix(filepath.Base(f), ".json") + ".txt"
				b, err := os.ReadFile(filepath.Join(from.dir, from.texts, name))
				if errors.Is(err, fs.ErrNotExist) {
					continue
				} else if err != nil {
					return nil, err
				}
				p.text = string(b)
			}
			p.tokens = tokens(p.truth.Body)
			pages = append(pages, p)
		}
	}
	return pages, nil
}

// tokens are the words that the scorer counts.
func tokens(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_' })
}

func one(s string) string { return strings.Join(strings.Fields(s), " ") }

// label says of each unit of each page how much of it belongs to the truth.
func label(pages []*page) {
	parallel(len(pages), func(i int) {
		p := pages[i]
		p.survey = prose.Look(p.text, &prose.Model{})
		p.keep = make([]float64, len(p.survey.Texts))
		switch p.kind {
		case typed:
			for i := range p.keep {
				p.keep[i] = 1
			}
		case snippets:
			p.markPhrases()
		default:
			p.align()
		}
	})
}

func (p *page) markPhrases() {
	for i, t := range p.survey.Texts {
		p.keep[i] = -1
		t = one(t)
		for _, w := range p.truth.With {
			if w = one(w); strings.Contains(t, w) || strings.Contains(w, t) && len(t) > 12 {
				p.keep[i] = 1
			}
		}
		for _, w := range p.truth.Without {
			if w = one(w); strings.Contains(t, w) || strings.Contains(w, t) && len(t) > 3 {
				p.keep[i] = 0
			}
		}
	}
}

const (
	gram      = 4 // words of a shingle
	longUnit  = 8 // words of a unit that is found by its shingles
	headReach = 400
)

// align finds the units in the truth: long ones by their shingles, short ones word for word between the long ones around them.
func (p *page) align() {
	grams := map[string][]int{}
	for i := 0; i+gram <= len(p.tokens); i++ {
		k := strings.Join(p.tokens[i:i+gram], " ")
		grams[k] = append(grams[k], i)
	}
	n := len(p.survey.Texts)
	starts, ends := make([]int, n), make([]int, n) // where a long unit stands in the truth
	words := make([][]string, n)
	for i, t := range p.survey.Texts {
		words[i] = tokens(t)
		starts[i], ends[i] = -1, -1
		if len(words[i]) < longUnit {
			continue
		}
		share, at := covered(words[i], grams)
		p.keep[i] = share
		if share >= .5 && at >= 0 {
			starts[i], ends[i] = at, min(len(p.tokens), at+len(words[i]))
		}
	}
	p.dropCopies(words, starts)
	next := make([]int, n+1)
	next[n] = len(p.tokens)
	for i := n - 1; i >= 0; i-- {
		next[i] = next[i+1]
		if starts[i] >= 0 && starts[i] <= next[i+1]+40 {
			next[i] = starts[i]
		}
	}
	from, begun := 0, false
	for i, ts := range words {
		switch {
		case len(ts) >= longUnit:
			if ends[i] >= 0 {
				from, begun = ends[i], true
			}
			continue
		case len(ts) == 0:
			if i > 0 {
				p.keep[i] = p.keep[i-1]
			}
			continue
		}
		low, high := max(0, from-len(ts)), min(len(p.tokens), max(next[i]+len(ts), from))
		if high-from > headReach && !begun {
			low = max(0, high-headReach)
		}
		for j := low; j+len(ts) <= high; j++ {
			if slices.Equal(p.tokens[j:j+len(ts)], ts) {
				p.keep[i], from, begun = 1, max(from, j+len(ts)), true
				break
			}
		}
	}
}

// covered returns the share of words that stand in shingles of the truth, and where the unit begins there, -1 when that is unclear.
func covered(words []string, grams map[string][]int) (share float64, at int) {
	hit := make([]bool, len(words))
	var begins []int
	for j := 0; j+gram <= len(words); j++ {
		pos := grams[strings.Join(words[j:j+gram], " ")]
		if len(pos) == 0 {
			continue
		}
		for k := j; k < j+gram; k++ {
			hit[k] = true
		}
		if len(pos) == 1 {
			begins = append(begins, pos[0]-j)
		}
	}
	count := 0.0
	for _, h := range hit {
		if h {
			count++
		}
	}
	if len(begins) == 0 {
		return count / float64(len(words)), -1
	}
	slices.Sort(begins)
	return count / float64(len(words)), max(0, begins[len(begins)/2])
}

// dropCopies leaves as many copies of a long unit as the truth has: those with the most kept text around.
func (p *page) dropCopies(words [][]string, starts []int) {
	copies := map[string][]int{}
	var order []string
	for i, t := range p.survey.Texts {
		if len(words[i]) >= longUnit && p.keep[i] >= .5 {
			if copies[t] == nil {
				order = append(order, t)
			}
			copies[t] = append(copies[t], i)
		}
	}
	all := " " + strings.Join(p.tokens, " ") + " "
	near := func(i int) float64 {
		s := 0.0
		for j := max(0, i-3); j <= min(len(words)-1, i+3); j++ {
			if p.survey.Texts[j] != p.survey.Texts[i] {
				s += p.keep[j] * math.Min(30, float64(len(words[j])))
			}
		}
		return s
	}
	for _, t := range order {
		at := copies[t]
		if len(at) < 2 {
			continue
		}
		weight := map[int]float64{}
		for _, i := range at {
			weight[i] = near(i)
		}
		slices.SortStableFunc(at, func(a, b int) int {
			switch {
			case weight[a] > weight[b]:
				return -1
			case weight[a] < weight[b]:
				return 1
			}
			return a - b
		})
		stay := max(1, strings.Count(all, " "+strings.Join(words[at[0]], " ")+" "))
		for _, i := range at[min(stay, len(at)):] {
			p.keep[i], starts[i] = 0, -1
		}
	}
}

// Weights of a page's units in training: each page counts alike, its words most, its units some.
const (
	pageWeight, typedWeight, phraseWeight = 30.0, 25.0, 1.0
	wordShare                             = .7
)

// rows appends what the page teaches.
func (p *page) rows(rows *[][]float32, y, w *[]float64) {
	total := 0.0
	for _, n := range p.survey.Words {
		total += float64(n) + 3
	}
	weight := pageWeight
	if p.kind == typed {
		weight = typedWeight
	}
	for i, r := range p.survey.Rows {
		if p.keep[i] < 0 || p.kind != snippets && len(p.tokens) == 0 {
			continue
		}
		x := weight * (wordShare*(float64(p.survey.Words[i])+3)/total + (1-wordShare)/float64(len(p.keep)))
		if p.kind == snippets {
			x = phraseWeight
		}
		*rows, *y, *w = append(*rows, r), append(*y, math.Round(p.keep[i])), append(*w, x)
	}
}
