package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// solid elements count for something although nothing is in them.
var solid = map[string]bool{
	"br": true, "hr": true, "wbr": true, "img": true, "source": true, "track": true, "td": true, "th": true, "li": true, "dt": true, "dd": true,
}

// dropEmpty takes out of n what shows nothing. An anchor stays.
func dropEmpty(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.ElementNode && !solid[c.Data] {
			dropEmpty(c)
			switch id := attr(c, "id"); {
			case !isEmpty(c):
			case id == "" || !mayHold(c.Parent):
				n.RemoveChild(c)
			default:
				rename(c, "span")
				c.Attr = []html.Attribute{{Key: "id", Val: id}}
			}
		} else {
			dropEmpty(c)
		}
		c = next
	}
}

func isEmpty(n *html.Node) bool {
	switch n.Data {
	case "audio", "video":
		return attr(n, "src") == "" && child(n, "source") == nil
	case "tr":
		return child(n, "td") == nil && child(n, "th") == nil
	}
	if headings[n.Data] && strings.TrimSpace(line(n)) == "" {
		for img := range n.Descendants() {
			if img.Data != "img" {
				continue
			}
			if attr(img, "alt") == "" { // a heading needs words
				rename(n, "div")
			}
			return false
		}
		return true
	}
	for c := range n.ChildNodes() {
		if !isBlank(c) {
			return false
		}
	}
	return true
}

// mayHold reports whether a span may stand in n.
func mayHold(n *html.Node) bool {
	switch n.Data {
	case "ruby", "audio", "video", "details":
		return false
	}
	return !isFrame(n)
}
