package markup

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxDepth is the deepest tree that is walked. The parser gives up at 512 open elements, but misnested
// formatting can make a tree deeper than its stack ever was; walks here recurse.
const maxDepth = 600 // levels

// parse reads a fragment as the content of a div, which is the node that it returns.
func parse(s string) (*html.Node, error) {
	root := &html.Node{Type: html.ElementNode, DataAtom: atom.Div, Data: "div"}
	nodes, err := html.ParseFragment(strings.NewReader(s), root)
	if err != nil {
		return nil, err
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	if deep(root) {
		return nil, errUnsettled
	}
	return root, nil
}

// deep reports whether the tree has more than maxDepth levels. It does not recurse.
func deep(root *html.Node) bool {
	depth := 0
	for n := root; ; {
		switch {
		case n.FirstChild != nil:
			n = n.FirstChild
			depth++
		default:
			for n != root && n.NextSibling == nil {
				n = n.Parent
				depth--
			}
			if n == root {
				return false
			}
			n = n.NextSibling
		}
		if depth > maxDepth {
			return true
		}
	}
}

// quotes are written by their name: feedparser, and with it rss2email and others, puts the character in the place of the number before it
// parses, which ends an attribute there.
var quotes = strings.NewReplacer("&#34;", "&quot;")

// Attribute writes a text as it stands between the quotation marks of an attribute.
func Attribute(text string) string { return string(escape(nil, text)) }

// entities are how characters stand in HTML that can't stand there as they are.
var entities = [256]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&quot;", '\'': "&#39;", '\r': "&#13;"}

// escape appends a text as [render] writes it.
func escape(b []byte, text string) []byte {
	from := 0
	for i := range len(text) {
		if entity := entities[text[i]]; entity != "" {
			b = append(append(b, text[from:i]...), entity...)
			from = i + 1
		}
	}
	return append(b, text[from:]...)
}

// render writes the children of root. It fails if the parser has put something inside an element that cannot hold anything, as it
// does with a col within MathML.
func render(root *html.Node) (string, error) {
	var b strings.Builder
	for n := range root.ChildNodes() {
		if err := html.Render(&b, n); err != nil {
			return "", fmt.Errorf("render HTML: %w", err)
		}
	}
	return quotes.Replace(b.String()), nil
}

func attr(n *html.Node, key string) string {
	val, _ := lookup(n, key)
	return val
}

func lookup(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// setAttr gives n the attribute, or takes it away if val is empty.
func setAttr(n *html.Node, key, val string) {
	if attr(n, key) == val && val != "" {
		return
	}
	kept := n.Attr[:0]
	for _, a := range n.Attr {
		if a.Key != key {
			kept = append(kept, a)
		}
	}
	n.Attr = kept
	if val != "" {
		n.Attr = append(n.Attr, html.Attribute{Key: key, Val: val})
	}
}

// replace puts plain text in the place of n.
func replace(n *html.Node, text string) {
	if text != "" {
		n.Parent.InsertBefore(&html.Node{Type: html.TextNode, Data: text}, n)
	}
	n.Parent.RemoveChild(n)
}

// first returns the first element called name under root, or nil. An element of SVG or MathML is another.
func first(root *html.Node, name string) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Namespace == "" && n.Data == name {
			return n
		}
	}
	return nil
}
