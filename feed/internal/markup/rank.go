package markup

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// rank numbers the headings so that none skips a level: the page that shows them has the title as its h1.
func rank(root *html.Node) {
	const top, lowest = 2, 6
	var open []byte // the levels around, as they were written
	for n := range root.Descendants() {
		if !headings[n.Data] || n.Type != html.ElementNode {
			continue
		}
		level := n.Data[1]
		for len(open) > 0 && open[len(open)-1] >= level {
			open = open[:len(open)-1]
		}
		open = append(open, level)
		n.Data = "h" + string(rune('0'+min(len(open)+top-1, lowest)))
		n.DataAtom = atom.Lookup([]byte(n.Data))
	}
}
