package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// keep removes from body all but the blocks that are inside and the pictures and films that belong to them. It reports whether
// any text is left.
func keep(body *html.Node, list []block, inside map[*html.Node]bool) bool {
	kept := map[*html.Node]bool{}
	for _, b := range list {
		if b.Inside && b.Kind != caption {
			for _, n := range b.nodes {
				kept[n] = true
			}
		}
	}
	if len(kept) == 0 {
		return false
	}
	keepMedia(body, list, inside, kept)
	holds := map[*html.Node]bool{} // something to look at
	for n := range kept {
		for a := n; isMedia(n) && a != nil && !holds[a]; a = a.Parent {
			holds[a] = true
		}
	}
	for _, b := range list {
		if !b.Inside || b.Kind != caption {
			continue
		}
		if box := mediaAround(b.nodes[0], holds); box != nil {
			for _, n := range b.nodes {
				kept[n] = true
			}
			nameCaption(b, box)
		}
	}
	trim(body, kept)
	return true
}

// isMedia reports the elements that are kept for what they show, with all that they hold.
func isMedia(n *html.Node) bool {
	switch n.Data {
	case "img", "picture", "video", "audio":
		return n.Type == html.ElementNode
	}
	return false
}

// keepMedia keeps the pictures that the extractor kept, and those in a figure from the headline to the end of the text: the
// extractor tends to overlook the one above the first paragraph.
func keepMedia(body *html.Node, list []block, inside, kept map[*html.Node]bool) {
	scopes := scopesOf(list)
	head := first(body, "h1")
	var last *html.Node
	for _, b := range list {
		if b.Inside {
			last = b.nodes[len(b.nodes)-1]
		}
	}
	below, above := false, true
	for n := range body.Descendants() {
		below = below || n == head
		above = above && n != last
		switch {
		case n.Data == "hr" && inside[n], isMedia(n) && anyInside(n, inside):
			kept[n] = true
		case isMedia(n) && below && above && len(scopes) > 0 && isInside(n, scopes[0]) && isWithin(n, "figure") && !isWithin(n, "aside"):
			kept[n] = true
		}
	}
}

func anyInside(n *html.Node, inside map[*html.Node]bool) bool {
	if inside[n] {
		return true
	}
	for d := range n.Descendants() {
		if inside[d] {
			return true
		}
	}
	return false
}

func isWithin(n *html.Node, name string) bool {
	for a := range n.Ancestors() {
		if a.Data == name {
			return true
		}
	}
	return false
}

// mediaAround returns the nearest element around n that holds something to look at, or nil.
func mediaAround(n *html.Node, holds map[*html.Node]bool) *html.Node {
	near := 0
	for a := range n.Ancestors() {
		if holds[a] {
			return a
		}
		if near++; near == maxCaptionLevels || a.Data == "figure" {
			return nil
		}
	}
	return nil
}

// nameCaption makes a figure of a box around a picture and the caption below it, if it is not one yet: what its class said is lost
// with the class.
func nameCaption(b block, box *html.Node) {
	n := b.nodes[0].Parent
	if n == box || isWithin(n, "figcaption") || isWithin(n, "p") {
		return
	}
	switch n.Data {
	case "div", "p", "span":
		n.Data, n.DataAtom = caption, atom.Figcaption
	default:
		return
	}
	if box.Data == "div" {
		box.Data, box.DataAtom = "figure", atom.Figure
	}
}

// trim removes what is not kept, and containers that then hold nothing. It reports whether n still holds anything. A table
// keeps its empty cells.
func trim(n *html.Node, kept map[*html.Node]bool) bool {
	any := false
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case kept[c]:
			any = true
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "":
		case c.Type == html.ElementNode && (trim(c, kept) || isCell(c)):
			any = any || !isCell(c) || c.FirstChild != nil
		default:
			n.RemoveChild(c)
		}
		c = next
	}
	return any
}

func isCell(n *html.Node) bool {
	switch n.Data {
	case "td", "th", "col", "colgroup":
		return true
	}
	return false
}

// dropLost removes pictures that cannot be found any more. The words that stand in for one that an author left out would be noise
// here: a saved page has many, and they describe what nobody misses.
func dropLost(content *html.Node, refs references) {
	var lost []*html.Node
	for n := range content.Descendants() {
		if n.Data == "img" && n.Namespace == "" {
			if _, ok := refs.absolute(attr(n, "src"), asPicture); !ok && refs.srcset(attr(n, "srcset")) == "" {
				lost = append(lost, n)
			}
		}
	}
	for _, n := range lost {
		n.Parent.RemoveChild(n)
	}
}
