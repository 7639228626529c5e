package markup

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Around its article a page has others, or their headlines; and it may have the same article twice, for screens of two sizes.

const (
	leadShare  = 0.2 // share of the paragraphs that an article must have to be the one that the headline belongs to
	outerShare = 0.6 // share of the paragraphs outside articles from which articles are something else
)

// oneArticle keeps to the article with the headline when the page has others beside it: more stories to read. When most of the
// text is in no article, all articles are such.
func oneArticle(list []block) {
	size := map[*html.Node]int{}
	all := 0
	var lead *html.Node
	hasHeadline := false
	for _, b := range list {
		if b.Kind == "h1" && !hasHeadline {
			lead, hasHeadline = outermost(b.nodes[0]), true
		}
		if b.Inside && b.isParagraph() {
			size[outermost(b.nodes[0])] += len(b.Text)
			all += len(b.Text)
		}
	}
	share := float64(size[lead]) / float64(max(all, 1))
	if lead != nil && share < leadShare || lead == nil && share < outerShare {
		return
	}
	for i := range list {
		if a := outermost(list[i].nodes[0]); a != nil && a != lead {
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

const (
	allLink = 0.95 // share of a block from which it is nothing but a link
	maxTail = 0.2  // share of the text that may be cut off its end
)

// dropTeasers drops the headlines of other stories: a line between paragraphs that is a link in capitals, and links and headings with
// which the text ends.
func dropTeasers(list []block) {
	all, tail := 0, 0
	for i := range list {
		b := &list[i]
		if b.Inside && b.Kind == "p" && b.Links >= allLink && b.Text == strings.ToUpper(b.Text) && b.Text != strings.ToLower(b.Text) {
			b.Inside = false
		}
		if b.Inside {
			all += len(b.Text)
		}
	}
	for i := len(list) - 1; i >= 0; i-- {
		b := &list[i]
		if !b.Inside || b.Kind == caption {
			continue
		}
		tail += len(b.Text)
		if b.Links < allLink && !headings[b.Kind] || float64(tail) > maxTail*float64(all) {
			return
		}
		b.Inside = false
	}
}
