package markup

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// furniture lists words that sites use in the class or id of what they put around or between the paragraphs of a text.
var furniture = wordSet(`about-author ads advert advertisement advertising author authors bio biography breadcrumb breadcrumbs byline comments
	consent cookie cookies copyright cta disclaimer disqus donate donation follow gdpr login modal newsletter newsletters onetrust
	outbrain pager pagination paywall-notice popular popup promotion rating recirc recommendations recommended register registration related
	share sharing sharedaddy signup social sponsor sponsored subscribe subscription survey taboola tags tooltip trending`)

// labels are words for short things only: a line with a date, a count, a credit.
var labels = wordSet(`attribution count credit date duration kicker meta published tag time timestamp updated views`)

const maxLabel = 150 // bytes of text

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// clearFurniture removes from a page what stands around its text by the names it bears. A name is not trusted when the element
// holds more than a share of the words: themes name whole pages after what they have, too.
func clearFurniture(body *html.Node, size map[*html.Node]int) {
	limit := size[body] * 3 / 10
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			if c.Type == html.ElementNode {
				if size[c] <= limit && isFurniture(c, size[c]) || isDiscussion(c) && size[body]-size[c] > 500 && first(c, "h1") == nil {
					n.RemoveChild(c)
				} else {
					walk(c)
				}
			}
			c = next
		}
	}
	walk(body)
}

func isFurniture(n *html.Node, size int) bool {
	switch n.Data {
	case "nav", "dialog":
		return true
	case "footer", "header":
		if isOfPage(n) && first(n, "h1") == nil {
			return true
		}
	case "main", "article", "body", "code", "pre", "table", "math", "svg":
		return false
	}
	if isUnseen(n) {
		return true
	}
	switch attr(n, "role") {
	case "navigation", "complementary", "dialog", "alertdialog", "menu", "menubar", "search", "contentinfo":
		return true
	}
	for _, s := range [...]string{attr(n, "class"), attr(n, "id")} {
		for w := range nameWords(s) {
			if furniture[w] || labels[w] && size <= maxLabel {
				return true
			}
		}
	}
	return false
}

// isOfPage reports whether a header or footer is the page's, not that of a part of it.
func isOfPage(n *html.Node) bool {
	for a := range n.Ancestors() {
		switch a.Data {
		case "article", "main", "section", "blockquote":
			return false
		}
	}
	return true
}

// unseen are classes that by general custom hide an element, unless another shows it on wider screens.
var unseen = wordSet(`hidden d-none sr-only visually-hidden screen-reader-text`)

func isUnseen(n *html.Node) bool {
	found := false
	for class := range strings.FieldsSeq(attr(n, "class")) {
		found = found || unseen[class]
		if strings.Contains(class, ":") || strings.HasPrefix(class, "d-") && class != "d-none" {
			return false
		}
	}
	return found
}

func isDiscussion(n *html.Node) bool {
	for _, s := range [...]string{attr(n, "class"), attr(n, "id")} {
		for w := range nameWords(s) {
			if w == "comments" || w == "disqus" || w == "respond" {
				return true
			}
		}
	}
	return false
}

// maxClass is how much of a class is read. It is read again for each block that it is around.
const maxClass = 1000 // bytes

// nameWords ranges over the words of a class or id in lower case: "articleBody post-meta__date" has five.
func nameWords(s string) func(func(string) bool) {
	return func(yield func(string) bool) {
		s = s[:min(len(s), maxClass)]
		start, last := -1, rune(0)
		for i, r := range s {
			switch {
			case !unicode.IsLetter(r):
				if start >= 0 && !yield(strings.ToLower(s[start:i])) {
					return
				}
				start = -1
			case start < 0:
				start = i
			case unicode.IsUpper(r) && unicode.IsLower(last):
				if !yield(strings.ToLower(s[start:i])) {
					return
				}
				start = i
			}
			last = r
		}
		if start >= 0 {
			yield(strings.ToLower(s[start:]))
		}
	}
}

// sizes returns how much text outside links each element under root holds.
func sizes(root *html.Node) map[*html.Node]int {
	size := map[*html.Node]int{}
	var measure func(*html.Node) int
	measure = func(n *html.Node) int {
		if n.Type == html.TextNode {
			return len(strings.TrimSpace(n.Data))
		}
		sum := 0
		for c := range n.ChildNodes() {
			if !dropped[c.Data] && c.Data != "a" {
				sum += measure(c)
			}
			if c.Data == "a" {
				measure(c)
			}
		}
		size[n] = sum
		return sum
	}
	measure(root)
	return size
}
