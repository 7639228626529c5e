package markup

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// rank numbers the headings so that none skips a level: the page that shows them has the title as its h1.
func rank(root *html.Node) {
	var r ranks
	for n := range root.Descendants() {
		if !headings[n.Data] || n.Type != html.ElementNode {
			continue
		}
		n.Data = "h" + string(rune('0'+r.next(int(n.Data[1]-'0'))))
		n.DataAtom = atom.Lookup([]byte(n.Data))
	}
}

// ranks are the levels of the headings around a place, as they were written.
type ranks []int

// next returns the level of the next heading, of which another was written.
func (r *ranks) next(written int) int {
	const top, lowest = 2, 6
	open := *r
	for len(open) > 0 && open[len(open)-1] >= written {
		open = open[:len(open)-1]
	}
	*r = append(open, written)
	return min(len(*r)+top-1, lowest)
}
