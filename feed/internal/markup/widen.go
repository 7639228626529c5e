package markup

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// The extractor chooses one container and what is near it. Page builders put each paragraph into a container of its own, and
// many sites set the first apart; then it has a part of the text only. What follows sees that by the paragraphs that are left out.

const (
	longEnough = 80   // bytes from which a block can be told from a label
	fewLinks   = 0.3  // share of a paragraph that may be links
	mostLinks  = 0.8  // share from which a block is a list of links
	coverage   = 0.6  // share of the paragraphs of an article from which the extractor is believed
	outer      = 0.35 // the same for what is around that article
)

// correct mends what the extractor chose.
func correct(list []block) {
	oneArticle(list)
	cover(list)
	standfirst(list)
	captions(list)
	dropTwice(list)
	dropTeasers(list)
}

// isParagraph reports whether a block reads as running text.
func (b block) isParagraph() bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(b.Text, `"'”’»)`))
	return len(b.Text) >= longEnough && b.Links < fewLinks && strings.ContainsRune(".!?…:。！？।؟", last)
}

// cover takes a whole article when the extractor has but a small share of its paragraphs.
func cover(list []block) {
	for i, scope := range scopesOf(list) {
		all, in := 0, 0
		for _, b := range list {
			if b.isParagraph() && b.isWithin(scope) && !b.isAside() {
				all += len(b.Text)
				if b.Inside {
					in += len(b.Text)
				}
			}
		}
		enough := outer
		if i == 0 {
			enough = coverage
		}
		if float64(in) >= enough*float64(all) {
			continue
		}
		for i := range list {
			b := &list[i]
			if b.isWithin(scope) && !b.isAside() && b.Links < mostLinks && b.Kind != "h1" {
				b.Inside = true
			}
		}
	}
}

// scopesOf returns each article or main that holds more than half of what is inside, from the inmost out.
func scopesOf(list []block) []*html.Node {
	holds := map[*html.Node]int{}
	all := 0
	for _, b := range list {
		if !b.Inside {
			continue
		}
		all += len(b.Text)
		for a := range b.nodes[0].Ancestors() {
			if a.Data == "article" || a.Data == "main" || attr(a, "role") == "main" {
				holds[a] += len(b.Text)
			}
		}
	}
	maps.DeleteFunc(holds, func(_ *html.Node, size int) bool { return 2*size <= all })
	return slices.SortedFunc(maps.Keys(holds), func(a, b *html.Node) int { // each is in the next
		if isInside(a, b) {
			return -1
		}
		return 1
	})
}

func (b block) isWithin(scope *html.Node) bool { return isInside(b.nodes[0], scope) }

func (b block) isAside() bool { return isWithin(b.nodes[0], "aside") || isWithin(b.nodes[0], "footer") }

// standfirst adds the paragraphs between the headline and the content.
func standfirst(list []block) {
	h1, from := -1, -1
	for i, b := range list {
		if b.Kind == "h1" && h1 < 0 {
			h1 = i
		}
		if b.Inside {
			from = i
			break
		}
	}
	if h1 < 0 {
		return
	}
	for i := h1 + 1; i < from; i++ {
		b := &list[i]
		if b.isParagraph() && b.Kind != "li" && b.Kind != caption && !b.isAside() {
			b.Inside = true
		}
	}
}

// captions adds those of figures from the headline to the end of the text, where [keepMedia] keeps the pictures.
func captions(list []block) {
	scopes := scopesOf(list)
	last := -1
	for i, b := range list {
		if b.Inside {
			last = i
		}
	}
	below := false
	for i := range max(last, 0) {
		b := &list[i]
		below = below || b.Kind == "h1"
		if below && b.Kind == caption && len(scopes) > 0 && b.isWithin(scopes[0]) && isWithin(b.nodes[0], "figure") && !b.isAside() {
			b.Inside = true
		}
	}
}
