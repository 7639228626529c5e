// Command train makes the weights that package prose judges texts by.
//
//	go run ./train -corpus DIR             cross-validates, and prints figures; writes nothing
//	go run ./train -corpus DIR -write weights.go    trains on everything and writes the table
//
// DIR holds labelled pages: raw/NAME.txt (and full/NAME.txt, the page with its menus) with truth/NAME.json, which has "title", "body" and
// "site". With -phrases DIR2 come pages of which only phrases that must be kept ("with") or must go ("without") are known.
// True bodies are taken as typed texts, from which nothing may go.
//
// Three models are trained, each from the one before. A linear model of words (logistic regression, L1) says what a line's words
// lean to. A forest picks the title among the first lines. Another says of each unit whether it belongs to the article; its features are
// listed in features.go. What a model is given of the one before is always made by one that did not see the page's site.
//
// Cross-validation is over sites: a page is judged by models that saw no page of its site, through [prose.Clean] itself, so that all
// rules around the models are in the figures. They are those of the corpus's scorer: F1 of four-word shingles from mean
// precision and recall, mean F1 of a page, lost (share of true text that is missing), junk (share of other text that stayed).
package main

import (
	"flag"
	"fmt"
	"hash/fnv"
	"os"

	"github.com/seedfeed/seedfeed/feed/internal/prose"
)

const folds = 10

func main() {
	corpus := flag.String("corpus", "", "folder of labelled pages")
	phrases := flag.String("phrases", "", "folder of pages with phrases")
	write := flag.String("write", "", "train on everything and write this file")
	flag.Parse()
	pages, err := load(*corpus, *phrases)
	if err != nil {
		fmt.Fprintln(os.Stderr, "train: read the corpus:", err)
		os.Exit(1)
	}
	for _, p := range pages {
		h := fnv.New32a()
		h.Write([]byte(p.site))
		p.fold = int(h.Sum32() % folds)
	}
	label(pages)
	if *write != "" {
		if err := save(*write, train(pages)); err != nil {
			fmt.Fprintln(os.Stderr, "train: write the weights:", err)
			os.Exit(1)
		}
		return
	}
	for fold := range folds {
		seen, unseen := split(pages, fold)
		m := train(seen)
		for _, p := range unseen {
			if p.kind != snippets {
				p.article = prose.Clean(p.text, prose.Options{Model: m})
			}
		}
		fmt.Fprintf(os.Stderr, "fold %d of %d: %d words\n", fold+1, folds, len(m.Words))
	}
	report(pages)
}

func split(pages []*page, fold int) (others, of []*page) {
	for _, p := range pages {
		if p.fold == fold {
			of = append(of, p)
		} else {
			others = append(others, p)
		}
	}
	return others, of
}

// train makes a model of pages.
func train(pages []*page) *prose.Model {
	m := &prose.Model{}
	look(pages, m)
	m.Title = *titleModel(pages)
	var rows [][]float32
	var y, w []float64
	for _, p := range pages {
		p.survey.Entitle(p.titleAt, p.titleOdds)
		p.rows(&rows, &y, &w)
	}
	m.Article = *grow(rows, y, w, settings{trees: 200, leaves: 16, rate: .06, least: 6, ridge: 3, rows: .6, columns: .5, seed: 1})
	return m
}
