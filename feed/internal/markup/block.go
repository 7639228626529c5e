package markup

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Block is a part of a page that reads as one: a paragraph, an item, a heading, a cell.
type Block struct {
	Text   string
	Kind   string  // the element: p, li, h1 to h6, figcaption, blockquote, pre, td, th, dt, dd, summary; p for bare text
	Links  float64 // the share of its letters that are inside links
	Inside bool    // whether it is taken for content as far as the page's structure tells
}

// block is a Block and where it stands: a run of neighbours, or one element.
type block struct {
	Block
	nodes []*html.Node
}

// caption is the kind of a block below a picture, whatever element holds it.
const caption = "figcaption"

// kinds are the elements that name a block.
var kinds = map[string]bool{
	"p": true, "li": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "figcaption": true,
	"blockquote": true, "pre": true, "td": true, "th": true, "dt": true, "dd": true, "summary": true, "caption": true,
}

// blocksOf lists the blocks under root in the order of the page.
func blocksOf(root *html.Node, inside map[*html.Node]bool) []block {
	var list []block
	var run []*html.Node
	end := func() {
		if b, ok := newBlock(run, inside); ok {
			list = append(list, b)
		}
		run = nil
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := range n.ChildNodes() {
			switch {
			case c.Type == html.TextNode:
				run = append(run, c)
			case c.Type != html.ElementNode || dropped[c.Data] || isHidden(c) || c.Data == "video" || c.Data == "audio":
			case c.Data == "math", inline[c.Data] && c.Data != "td" && c.Data != "th" && !hasBlock(c):
				run = append(run, c)
			case c.Data == "br" && len(run) > 0 && n.Data != "pre":
				run = append(run, c)
			default:
				end()
				walk(c)
				end()
			}
		}
	}
	walk(root)
	end()
	return list
}

func hasBlock(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Namespace == "" && (!inline[d.Data] || d.Data == "td") && d.Data != "br" && !dropped[d.Data] {
			return true
		}
	}
	return false
}

func newBlock(run []*html.Node, inside map[*html.Node]bool) (block, bool) {
	b := block{nodes: run}
	letters, linked, in := 0, 0, 0
	for _, n := range run {
		for t := range textNodes(n) {
			size := utf8.RuneCountInString(strings.Join(strings.Fields(t.Data), ""))
			letters += size
			if inside[t] {
				in += size
			}
			if isWithin(t, "a") {
				linked += size
			}
		}
	}
	if letters == 0 {
		return b, false
	}
	b.Kind = "p"
	for a := range run[0].Ancestors() {
		if kinds[a.Data] {
			b.Kind = a.Data
			break
		}
	}
	v := visible{captions: true}
	for _, n := range run {
		switch literal := b.Kind == "pre"; {
		case n.Type == html.TextNode && literal:
			v.lines(n.Data)
		case n.Type == html.TextNode:
			v.words(n.Data)
		default:
			v.element(n, literal)
		}
	}
	b.Text = v.text()
	if isCaption(run[0], len(b.Text)) {
		b.Kind = caption
	}
	b.Links = float64(linked) / float64(letters)
	b.Inside = 2*in > letters
	return b, b.Text != ""
}

// textNodes ranges over n if it is text, else over the text under it.
func textNodes(n *html.Node) func(func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		if n.Type == html.TextNode {
			yield(n)
			return
		}
		for d := range n.Descendants() {
			if d.Type == html.TextNode && !yield(d) {
				return
			}
		}
	}
}

const (
	maxCaption       = 600 // bytes
	maxCaptionLevels = 4   // elements around a caption that may bear the name, or hold the picture
)

// isCaption reports whether n stands below a picture: in a figure that is no table, listing or quotation, or in an element
// that is called a caption.
func isCaption(n *html.Node, size int) bool {
	near := 0
	for a := range n.Ancestors() {
		switch a.Data {
		case "table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6":
			return false
		case "figcaption", "figure":
			return true
		}
		if near++; near <= maxCaptionLevels && size <= maxCaption && isCaptionClass(attr(a, "class")) {
			return true
		}
	}
	return false
}

// isCaptionClass reports whether a class is that of a caption, not of what has one.
func isCaptionClass(class string) bool {
	for token := range strings.FieldsSeq(class) {
		first := ""
		for w := range nameWords(token) {
			if first = firstOf(first, w); w == "caption" && first != "has" && first != "with" && first != "no" {
				return true
			}
		}
	}
	return false
}
