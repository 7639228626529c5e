package markup

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

const (
	longEnough = 80  // bytes from which a block can be told from a label
	fewLinks   = 0.3 // share of a paragraph that may be links
	mostLinks  = 0.8 // share from which a block is a list of links
	coverage   = 0.6 // share of the prose of an article from which the extractor is believed
)

// isParagraph reports whether a block reads as running text.
func (b block) isParagraph() bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(b.Text, `"'”’»)`))
	return len(b.Text) >= longEnough && b.Links < fewLinks && strings.ContainsRune(".!?…:。！？।؟", last)
}

// widen corrects the extractor where the page says more: it chooses one container and what is near it, while page builders put
// each paragraph into a container of its own.
func widen(list []block) {
	oneArticle(list)
	cover(list)
	standfirst(list)
	dropTwice(list)
}

func cover(list []block) {
	scope := scopeOf(list)
	if scope == nil {
		return
	}
	all, in := 0, 0
	for _, b := range list {
		if b.isParagraph() && b.isWithin(scope) && !b.isAside() {
			all += len(b.Text)
			if b.Inside {
				in += len(b.Text)
			}
		}
	}
	if float64(in) >= coverage*float64(all) {
		return
	}
	for i := range list {
		b := &list[i]
		if b.isWithin(scope) && !b.isAside() && b.Links < mostLinks && b.Kind != "h1" {
			b.Inside = true
		}
	}
}

// scopeOf returns the innermost article or main that holds at least half of what is inside, or nil.
func scopeOf(list []block) *html.Node {
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
	var best *html.Node
	for a, n := range holds {
		if 2*n >= all && (best == nil || isInside(a, best)) {
			best = a
		}
	}
	return best
}

func (b block) isWithin(scope *html.Node) bool { return isInside(b.nodes[0], scope) }

func (b block) isAside() bool {
	for a := range b.nodes[0].Ancestors() {
		if a.Data == "aside" || a.Data == "footer" {
			return true
		}
	}
	return false
}

// oneArticle keeps to the article that has the first h1 when the page has others beside it: more stories to read.
func oneArticle(list []block) {
	var lead *html.Node
	for _, b := range list {
		if b.Kind == "h1" {
			lead = outermost(b.nodes[0])
			break
		}
	}
	if lead == nil {
		return
	}
	in := false
	for _, b := range list {
		in = in || b.Inside && b.Kind != "h1" && b.isWithin(lead) && b.isParagraph()
	}
	for i := range list {
		if a := outermost(list[i].nodes[0]); in && a != nil && a != lead {
			list[i].Inside = false
		}
	}
}

func outermost(n *html.Node) *html.Node {
	var found *html.Node
	for a := range n.Ancestors() {
		if a.Data == "article" {
			found = a
		}
	}
	return found
}

// dropTwice drops what a page repeats elsewhere for other screens.
func dropTwice(list []block) {
	seen := map[string]*html.Node{}
	for i := range list {
		b := &list[i]
		if !b.Inside || utf8.RuneCountInString(b.Text) < 150 {
			continue
		}
		box := b.nodes[0].Parent.Parent
		if first := seen[b.Text]; first != nil && first != box {
			b.Inside = false
		} else {
			seen[b.Text] = box
		}
	}
}

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
