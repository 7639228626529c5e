package main

import (
	"fmt"
	"strings"
)

// tally sums up what the scorer of the corpus counts.
type tally struct{ pages, kept, precision, recall, own, lost, true, junk, false float64 }

func shingles(t []string) map[string]int {
	m := make(map[string]int, len(t))
	if len(t) == 0 {
		return m
	}
	for i := range max(1, len(t)-gram+1) {
		m[strings.Join(t[i:min(len(t), i+gram)], "\x00")]++
	}
	return m
}

// compare counts what two texts share, and what only the second and only the first has.
func compare(truth, text map[string]int) (both, extra, missing float64) {
	for k, c := range truth {
		both += float64(min(c, text[k]))
		missing += float64(max(0, c-text[k]))
	}
	for k, c := range text {
		extra += float64(max(0, c-truth[k]))
	}
	return both, extra, missing
}

func (t *tally) add(p *page, body string) {
	truth := shingles(p.tokens)
	both, extra, missing := compare(truth, shingles(tokens(body)))
	true, false, _ := compare(truth, shingles(tokens(p.text)))
	t.pages++
	if both+extra > 0 {
		t.precision += both / (both + extra)
		t.kept++
	}
	t.recall += both / (both + missing)
	if both > 0 {
		t.own += 2 * both / (2*both + extra + missing)
	}
	t.lost += max(0, true-both)
	t.true += true
	t.junk += extra
	t.false += false
}

func (t *tally) String() string {
	p, r := t.precision/t.kept, t.recall/t.pages
	return fmt.Sprintf("F1 %.4f (P %.4f R %.4f)  F1 of a page %.4f  lost %.4f  junk %.4f  pages %.0f",
		2*p*r/(p+r), p, r, t.own/t.pages, t.lost/t.true, t.junk/max(1, t.false), t.pages)
}

// report prints the figures of each kind of page, without those of which the truth is another program's output.
func report(pages []*page) {
	for _, kind := range []string{raw, full, typed} {
		var t, ceiling tally
		asked, exact, near := 0.0, 0.0, 0.0
		for _, p := range pages {
			if p.kind != kind || p.source == "mozilla" || len(p.tokens) == 0 {
				continue
			}
			body := p.article.Body()
			if kind == typed && p.article.Title != "" {
				body = p.article.Title + "\n\n" + body // a first line that was taken for the title is not lost
			}
			t.add(p, body)
			var best strings.Builder
			for i, s := range p.survey.Texts {
				if p.keep[i] >= .5 {
					best.WriteString(s + "\n\n")
				}
			}
			ceiling.add(p, best.String())
			if kind == typed || p.truth.Title == "" || p.truth.TitleInRaw != nil && !*p.truth.TitleInRaw {
				continue
			}
			asked++
			if one(p.truth.Title) == one(p.article.Title) {
				exact++
			}
			if loose(p.truth.Title) == loose(p.article.Title) {
				near++
			}
		}
		fmt.Printf("%-6s %v\n", kind, &t)
		fmt.Printf("       ceiling: %v\n", &ceiling)
		if asked > 0 {
			fmt.Printf("       titles: exact %.3f, by letters %.3f of %.0f\n", exact/asked, near/asked, asked)
		}
	}
}
