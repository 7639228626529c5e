package main

import (
	"strings"
	"unicode"

	"github.com/seedfeed/seedfeed/feed/internal/prose"
)

func loose(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// titleModel trains the forest that picks titles, and picks those of the pages by forests that did not see their sites.
func titleModel(pages []*page) *prose.Forest {
	for fold := range folds {
		others, of := split(pages, fold)
		if len(of) == 0 {
			continue
		}
		f := titles(others)
		for _, p := range of {
			p.titleAt, p.titleOdds = -1, 0
			for k, i := range p.survey.TitleAt {
				if s := f.Score(p.survey.TitleRows[k]); p.titleAt < 0 || s > p.titleOdds {
					p.titleAt, p.titleOdds = i, s
				}
			}
		}
	}
	return titles(pages)
}

func titles(pages []*page) *prose.Forest {
	var rows [][]float32
	var y, w []float64
	for _, p := range pages {
		if p.kind == typed || p.truth.Title == "" {
			continue
		}
		right := 0.0
		is := make([]bool, len(p.survey.TitleAt))
		for k, i := range p.survey.TitleAt {
			if is[k] = loose(p.truth.Title) == loose(p.survey.Texts[i]); is[k] {
				right++
			}
		}
		for k := range is {
			switch {
			case right == 0: // the text doesn't have its title
			case is[k]:
				rows, y, w = append(rows, p.survey.TitleRows[k]), append(y, 1), append(w, 1/right)
			default:
				rows, y, w = append(rows, p.survey.TitleRows[k]), append(y, 0), append(w, .3)
			}
		}
	}
	return grow(rows, y, w, settings{trees: 100, leaves: 8, rate: .1, least: 1, ridge: 2, rows: .7, columns: .4, seed: 3})
}
