package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// takeTitle returns the title of the content under root and takes its heading out. If the title is known already, it is
// the first h1 with the same words that goes, and only if remove is true.
func takeTitle(root *html.Node, known string, remove bool) string {
	if known == "" {
		if h1, _ := leading(root); h1 != nil {
			known = title(line(h1))
			h1.Parent.RemoveChild(h1)
		}
	} else if remove {
		if h1 := heading(root, known); h1 != nil {
			h1.Parent.RemoveChild(h1)
		}
	}
	for h1, _ := leading(root); h1 != nil; h1, _ = leading(root) {
		h1.Data, h1.DataAtom = "h2", atom.H2
	}
	return known
}

// title returns s as a title: composed, on one line.
func title(s string) string {
	return strings.Join(strings.Fields(clean(s)), " ")
}

// leading returns the h1 with which the content under n begins, if it does. Empty h1 elements do not count. It is done when it
// has met anything that a reader sees.
func leading(n *html.Node) (h1 *html.Node, done bool) {
	for c := range n.ChildNodes() {
		if c.Type == html.TextNode {
			if strings.TrimSpace(c.Data) != "" {
				return nil, true
			}
			continue
		}
		switch c.Data {
		case "h1":
			if line(c) != "" {
				return c, true
			}
			return nil, true
		case "a", "article", "div", "header", "hgroup", "section", "span":
			if h1, done = leading(c); done {
				return h1, true
			}
		default:
			return nil, true
		}
	}
	return nil, false
}

// heading returns the first h1 with these words.
func heading(root *html.Node, words string) *html.Node {
	for n := range root.Descendants() {
		if n.Data == "h1" && n.Type == html.ElementNode && strings.EqualFold(title(line(n)), words) {
			return n
		}
	}
	return nil
}
