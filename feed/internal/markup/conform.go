package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What a parser makes of careless markup is safe and well-formed, but elements stand where HTML allows none: an item without
// a list, a paragraph in a span, a heading in a heading. Readers make of that what they like, and validators fault it. [conform]
// gives each element a place of the content models of https://html.spec.whatwg.org/multipage/dom.html#content-models. Text
// stays, in its order, save that a caption between pictures goes to the end of its figure: elements become others, or go
// and leave what they hold.

// phrasing elements hold only text and each other.
var phrasing = map[string]bool{
	"abbr": true, "b": true, "bdi": true, "bdo": true, "cite": true, "code": true, "dfn": true, "em": true, "h1": true, "h2": true, "h3": true,
	"h4": true, "h5": true, "h6": true, "i": true, "kbd": true, "mark": true, "p": true, "pre": true, "q": true, "rp": true, "rt": true, "ruby": true,
	"s": true, "samp": true, "small": true, "span": true, "strong": true, "sub": true, "summary": true, "sup": true, "time": true, "u": true, "var": true,
}

// flat elements stand in any text; a, del and ins hold what may stand where they are.
var flat = map[string]bool{
	"a": true, "abbr": true, "audio": true, "b": true, "bdi": true, "bdo": true, "br": true, "cite": true, "code": true, "del": true, "dfn": true, "em": true,
	"i": true, "img": true, "ins": true, "kbd": true, "mark": true, "picture": true, "q": true, "rp": true, "rt": true, "ruby": true, "s": true, "samp": true,
	"small": true, "source": true, "span": true, "strong": true, "sub": true, "sup": true, "time": true, "track": true, "u": true, "var": true,
	"video": true, "wbr": true,
}

// simple blocks can become a part of a line.
var simple = map[string]bool{
	"address": true, "article": true, "aside": true, "div": true, "figcaption": true, "footer": true, "h1": true, "h2": true, "h3": true, "h4": true,
	"h5": true, "h6": true, "header": true, "hgroup": true, "p": true, "section": true, "summary": true,
}

// conform mends the tree under root. Doing it twice changes nothing.
func conform(root *html.Node) {
	c := conformer{holds: map[*html.Node]bool{}}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && !flat[n.Data] {
			for a := n.Parent; a != nil && !c.holds[a]; a = a.Parent {
				c.holds[a] = true
			}
		}
	}
	c.children(root, within{})
	dropEmpty(root)
	rank(root)
}

// conformer mends a tree.
type conformer struct {
	holds map[*html.Node]bool // elements with one within that no text can hold
	boxes int                 // that were made by share
}

// within says what is around a node.
type within struct {
	line                           bool // only text and flat elements may stand here
	link, dfn, address, band, cell bool // band: a header or footer; cell: an element that has no headings and sections
}

func (m *conformer) children(n *html.Node, in within) {
	for c := n.FirstChild; c != nil; {
		if c.Type != html.ElementNode {
			c = c.NextSibling
			continue
		}
		if next, gone := m.place(c, in); gone {
			c = next
			continue
		}
		conformAttributes(c)
		conformInside(c)
		m.children(c, in.and(c.Data))
		c = c.NextSibling
	}
}

// and is what is around the children of an element of this name.
func (in within) and(name string) within {
	in.line = in.line || phrasing[name]
	switch name {
	case "a":
		in.link = true
	case "dfn":
		in.dfn = true
	case "address":
		in.address, in.cell = true, true
	case "header", "footer":
		in.band = true
	case "dt", "th":
		in.cell = true
	case "td", "figcaption", "li", "dd":
		in.cell = in.address
	}
	return in
}

// place gives n another name if it must not stand where it is, or takes it out and leaves what it holds: then the walk
// goes on with next.
func (m *conformer) place(n *html.Node, in within) (next *html.Node, gone bool) {
	parent := n.Parent.Data
	switch n.Data {
	case "li":
		if parent != "ul" && parent != "ol" {
			rename(n, "div")
		}
	case "dt", "dd":
		if parent != "dl" && (parent != "div" || n.Parent.Parent == nil || n.Parent.Parent.Data != "dl") {
			rename(n, "div")
		}
	case caption:
		if parent != "figure" {
			rename(n, "div")
		}
	case "summary":
		if parent != "details" {
			rename(n, "div")
		}
	case "rt", "rp":
		if parent != "ruby" {
			rename(n, "span")
		}
	case "source":
		if parent != "picture" && parent != "audio" && parent != "video" {
			return remove(n), true
		}
	case "track":
		if parent != "audio" && parent != "video" || attr(n, "src") == "" {
			return remove(n), true
		}
	case "h1", "h2", "h3", "h4", "h5", "h6", "hgroup", "article", "aside", "section", "header", "footer":
		if in.cell || in.band && (n.Data == "header" || n.Data == "footer") {
			rename(n, "div")
		}
	case "address":
		if in.address {
			rename(n, "div")
		}
	case "dfn":
		if in.dfn {
			return unwrap(n), true
		}
	case "a":
		if in.link {
			return unwrap(n), true
		}
	case "details":
		if in.link {
			rename(n, "div")
		}
	case "b", "code", "em", "i", "kbd", "mark", "s", "samp", "small", "strong", "u", "var":
		if isWithin(n, n.Data) { // twice says no more
			return unwrap(n), true
		}
	}
	if in.line && !flat[n.Data] {
		return flatten(n), true
	}
	if !in.line && phrasing[n.Data] && flat[n.Data] && m.holds[n] {
		if n.Data == "span" {
			rename(n, "div")
		} else {
			return m.share(n), true
		}
	}
	return nil, false
}

// share puts what n says of its text, as that it is bold, on each line of text in the blocks that n holds, and takes n out.
func (m *conformer) share(n *html.Node) (next *html.Node) {
	if isWithin(n, n.Data) {
		return unwrap(n)
	}
	var same []*html.Node
	for d := range n.Descendants() {
		if d.Data == n.Data {
			same = append(same, d)
		}
	}
	for _, d := range same {
		unwrap(d)
	}
	m.shareOut(n, n)
	return unwrap(n)
}

// maxBoxes bounds what a flood of blocks within many elements would grow to. The rest are no longer bold.
const maxBoxes = 1 << 16

func (m *conformer) shareOut(n, on *html.Node) {
	fits := func(c *html.Node) bool { return !flat[c.Data] || m.holds[c] }
	for c := range on.ChildNodes() {
		if c.Type == html.ElementNode && fits(c) {
			m.shareOut(n, c)
		}
	}
	if isFrame(on) || m.boxes > maxBoxes {
		return
	}
	wrapIn(on, func() *html.Node {
		m.boxes++
		box := element(n.Data)
		for _, a := range n.Attr {
			if a.Key == "lang" || a.Key == "dir" {
				box.Attr = append(box.Attr, a)
			}
		}
		return box
	}, fits)
}

// isFrame reports whether n holds no text itself.
func isFrame(n *html.Node) bool {
	switch n.Data {
	case "ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "colgroup", "picture", "hgroup":
		return true
	}
	return false
}

// flatten takes a block out of a line, with a space where its words would run into others.
func flatten(n *html.Node) (next *html.Node) {
	first := n.FirstChild
	space := func(before *html.Node) {
		n.Parent.InsertBefore(&html.Node{Type: html.TextNode, Data: " "}, before)
	}
	if p := n.PrevSibling; first != nil && p != nil && (p.Type != html.TextNode || !endsInSpace(p.Data)) {
		space(n)
	}
	if s := n.NextSibling; first != nil && s != nil && (s.Type != html.TextNode || s.Data == strings.TrimLeft(s.Data, " \t\n")) {
		space(s)
	}
	return unwrap(n)
}

func endsInSpace(s string) bool { return s != strings.TrimRight(s, " \t\n") }

func isBlank(n *html.Node) bool {
	return n.Type == html.TextNode && strings.Trim(n.Data, " \t\n") == "" || n.Type == html.CommentNode
}

// child returns the first child of this name, or nil.
func child(n *html.Node, name string) *html.Node {
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode && c.Data == name {
			return c
		}
	}
	return nil
}

func element(name string) *html.Node {
	return &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name))}
}

// rename makes another element of n. Attributes that this may not have go in the next round.
func rename(n *html.Node, name string) {
	n.Data, n.DataAtom = name, atom.Lookup([]byte(name))
}

// unwrap puts what n holds in its place and returns what stands there now.
func unwrap(n *html.Node) (next *html.Node) {
	next = n.NextSibling
	if n.FirstChild != nil {
		next = n.FirstChild
	}
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		n.Parent.InsertBefore(c, n)
	}
	n.Parent.RemoveChild(n)
	return next
}

func remove(n *html.Node) (next *html.Node) {
	next = n.NextSibling
	n.Parent.RemoveChild(n)
	return next
}
