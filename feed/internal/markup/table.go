package markup

import (
	"strconv"

	"golang.org/x/net/html"
)

// conformTable keeps cells within the part of the table that they are in, and makes its rows equally wide, as they are shown:
// https://html.spec.whatwg.org/multipage/tables.html#forming-a-table. A table in the caption goes before the table.
func conformTable(table *html.Node) {
	if c := child(table, "caption"); c != nil {
		for _, t := range tablesIn(c, nil) {
			t.Parent.RemoveChild(t)
			table.Parent.InsertBefore(t, table)
			conformTable(t)
		}
	}
	nameHeads(table)
	width := 0
	var grids []*grid
	for part := range table.ChildNodes() {
		switch part.Data {
		case "thead", "tbody", "tfoot":
			g := newGrid(part)
			grids = append(grids, g)
			for _, w := range g.widths {
				width = max(width, w)
			}
		}
	}
	for _, g := range grids {
		g.fill(width)
	}
}

// tablesIn appends the tables within n that are in no other.
func tablesIn(n *html.Node, all []*html.Node) []*html.Node {
	for c := range n.ChildNodes() {
		if c.Data == "table" {
			all = append(all, c)
		} else {
			all = tablesIn(c, all)
		}
	}
	return all
}

// nameHeads says of each head what it is the head of, once that is not clear: below the first row, or beside other cells.
func nameHeads(table *html.Node) {
	var rows []*html.Node
	below := false
	for part := range table.ChildNodes() {
		for r := range part.ChildNodes() {
			if r.Data == "tr" {
				below = below || child(r, "th") != nil && (len(rows) > 0 || child(r, "td") != nil)
				rows = append(rows, r)
			}
		}
	}
	for i, r := range rows {
		if !below {
			return
		}
		scope := "col"
		if child(r, "td") != nil && (i > 0 || len(rows) < 2 || child(rows[1], "th") != nil) {
			scope = "row"
		}
		for c := range r.ChildNodes() {
			if c.Data == "th" && attr(c, "scope") == "" {
				setAttr(c, "scope", scope)
			}
		}
	}
}

// grid is where the cells of a part of a table are.
type grid struct {
	rows   []*html.Node
	widths []int // columns that each row has, with those of cells from above
	cells  int
}

// maxSpread is how many places the cells of a part of a table may take; of one that takes more no more is known.
const maxSpread = 1 << 17

func newGrid(part *html.Node) *grid {
	g := &grid{}
	for r := range part.ChildNodes() {
		if r.Data == "tr" {
			g.rows = append(g.rows, r)
		}
	}
	g.widths = make([]int, len(g.rows))
	spread := 0
	taken := make([]map[int]bool, len(g.rows))
	for i := range taken {
		taken[i] = map[int]bool{}
	}
	for i, r := range g.rows {
		column := 0
		for c := range r.ChildNodes() {
			if c.Data != "td" && c.Data != "th" {
				continue
			}
			for taken[i][column] {
				column++
			}
			g.cells++
			down, across := span(c, "rowspan"), span(c, "colspan")
			if down > len(g.rows)-i {
				down = len(g.rows) - i
				setSpan(c, "rowspan", down)
			}
			for k := range across {
				if taken[i][column+k] { // it would lie over a cell from above
					across = k
					setSpan(c, "colspan", across)
					break
				}
			}
			if spread += down * across; spread > maxSpread {
				return &grid{}
			}
			for below := i; below < i+down; below++ {
				for k := range across {
					taken[below][column+k] = true
				}
				g.widths[below] = max(g.widths[below], column+across)
			}
			column += across
		}
	}
	return g
}

// fill gives rows that are narrower than the table empty cells. One that would be mostly those stays ragged.
func (g *grid) fill(width int) {
	missing := 0
	for _, w := range g.widths {
		missing += width - w
	}
	if missing > g.cells+10 {
		return
	}
	for i, r := range g.rows {
		for range width - g.widths[i] {
			r.AppendChild(element("td"))
		}
	}
}

func span(cell *html.Node, key string) int {
	n, err := strconv.Atoi(attr(cell, key))
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// setSpan says how far a cell reaches; 1 need not be said.
func setSpan(cell *html.Node, key string, n int) {
	if n <= 1 {
		setAttr(cell, key, "")
		return
	}
	setAttr(cell, key, strconv.Itoa(n))
}
