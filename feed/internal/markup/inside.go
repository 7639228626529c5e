package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// conformInside mends what an element holds, as far as its place doesn't matter.
func conformInside(n *html.Node) {
	switch n.Data {
	case "h1", "h2", "h3", "h4", "h5", "h6", "summary", "pre":
		for d := range n.Descendants() {
			if d.Type == html.ElementNode && !flat[d.Data] && !simple[d.Data] { // a list, a table
				rename(n, "div")
				break
			}
		}
	case "ul", "ol":
		wrapIn(n, func() *html.Node { return element("li") }, func(c *html.Node) bool { return c.Data == "li" })
	case "dl":
		if !isGrouped(n, true) {
			rename(n, "div")
		}
	case "figure":
		conformFigure(n)
	case "details":
		conformDetails(n)
	case "hgroup":
		if !isHeadingGroup(n) {
			rename(n, "div")
		}
	case "ruby":
		if child(n, "rt") == nil {
			rename(n, "span")
		}
	case "bdo":
		if d := strings.ToLower(attr(n, "dir")); d != "ltr" && d != "rtl" {
			rename(n, "span")
		}
	case "picture":
		conformPicture(n)
	case "a":
		for _, name := range []string{"audio", "video", "details"} {
			if first(n, name) != nil { // nothing to press may stand in a link
				rename(n, "div")
			}
		}
	case "table":
		conformTable(n)
	}
}

// wrapIn puts each run of children that is not as it must be into an element of its own.
func wrapIn(n *html.Node, box func() *html.Node, fits func(*html.Node) bool) {
	var last *html.Node
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.ElementNode && fits(c):
			last = nil
		case last == nil && isBlank(c):
		default:
			if last == nil {
				last = box()
				n.InsertBefore(last, c)
			}
			n.RemoveChild(c)
			last.AppendChild(c)
		}
		c = next
	}
}

// isGrouped reports whether a dl holds terms, each group with its descriptions, and no more. A group may have a div around it.
func isGrouped(n *html.Node, divs bool) bool {
	last := "dd"
	some := false
	for c := range n.ChildNodes() {
		switch {
		case isBlank(c):
			continue
		case c.Data == "dt":
		case c.Data == "dd" && some:
		case c.Data == "div" && divs && last != "dt" && isGrouped(c, false):
			last, some = "div", false
			continue
		default:
			return false
		}
		last, some = c.Data, true
	}
	return last == "dd" && some || last == "div"
}

// conformFigure leaves one caption, at one of the two ends.
func conformFigure(figure *html.Node) {
	var all []*html.Node
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := range n.ChildNodes() {
			if c.Data == caption {
				all = append(all, c)
			} else if c.Data != "figure" {
				walk(c)
			}
		}
	}
	walk(figure)
	for i, c := range all {
		if i > 0 {
			rename(c, "div")
			continue
		}
		if c.Parent != figure || !isEnd(c) {
			c.Parent.RemoveChild(c)
			figure.AppendChild(c)
		}
	}
}

// isEnd reports whether only blanks are beside n in one of the two directions.
func isEnd(n *html.Node) bool {
	before, after := n.PrevSibling, n.NextSibling
	for before != nil && isBlank(before) {
		before = before.PrevSibling
	}
	for after != nil && isBlank(after) {
		after = after.NextSibling
	}
	return before == nil || after == nil
}

// conformDetails makes a summary the first child. Without one nothing can be opened.
func conformDetails(n *html.Node) {
	s := child(n, "summary")
	if s == nil {
		rename(n, "div")
		return
	}
	for c := range n.ChildNodes() {
		if c.Data == "summary" && c != s {
			rename(c, "div")
		}
	}
	n.RemoveChild(s)
	n.InsertBefore(s, n.FirstChild)
}

func isHeadingGroup(n *html.Node) bool {
	count := 0
	for c := range n.ChildNodes() {
		switch {
		case isBlank(c), c.Data == "p":
		case headings[c.Data]:
			count++
		default:
			return false
		}
	}
	return count == 1
}

// conformPicture leaves sources and one picture, which is last.
func conformPicture(n *html.Node) {
	img := first(n, "img")
	var sources []*html.Node
	for d := range n.Descendants() {
		if d.Data == "source" && attr(d, "srcset") != "" {
			sources = append(sources, d)
		}
	}
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
	}
	if img == nil {
		return // and so it is empty
	}
	for _, s := range append(sources, img) {
		if s.Parent != nil {
			s.Parent.RemoveChild(s)
		}
		if s.Data == "source" {
			setAttr(s, "src", "")
		}
		n.AppendChild(s)
	}
}
