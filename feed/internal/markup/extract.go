package markup

import (
	"strconv"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
)

// stamp is the name of the attribute that carries a node's number through the extractor. Text nodes carry it, too: the library
// copies attributes of any node and writes none of a text.
const stamp = "seed-node"

// These bound the pages that go through the extractor, whose time grows with the nodes and with their depth. The largest of
// 513 pages of the Web had 8,709 nodes, and together they stood 132,211 levels deep.
const (
	maxNodes  = 50_000
	maxDepths = 1_000_000 // levels of all nodes together
)

// extract asks the extractor which nodes of a page are its content. The library rewrites what it keeps (a div may become a p,
// a link loses its class), so it gets a copy whose nodes are numbered, and only points: the page's own markup is what stays.
// It is nil if the extractor found nothing or could not cope.
func extract(page *html.Node) (inside map[*html.Node]bool) {
	defer func() {
		if recover() != nil { // a panic of the library must not cost the seed: it has met only the pages of others
			inside = nil
		}
	}()
	if isLarge(page) {
		return nil
	}
	var nodes []*html.Node
	copied := numbered(page, &nodes)
	parser := readability.NewParser()
	parser.KeepClasses = true
	parser.DisableJSONLD = true
	article, err := parser.ParseAndMutate(copied, nil)
	if err != nil || article.Node == nil {
		return nil
	}
	inside = map[*html.Node]bool{}
	for n := range article.Node.Descendants() {
		if i, err := strconv.Atoi(attr(n, stamp)); err == nil && i < len(nodes) {
			inside[nodes[i]] = true
		}
	}
	return inside
}

// numbered returns a copy of the tree under n, each node with its index in nodes.
func numbered(n *html.Node, nodes *[]*html.Node) *html.Node {
	c := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Namespace: n.Namespace}
	c.Attr = make([]html.Attribute, 0, len(n.Attr)+1)
	for _, a := range n.Attr {
		if a.Key != stamp {
			c.Attr = append(c.Attr, a)
		}
	}
	c.Attr = append(c.Attr, html.Attribute{Key: stamp, Val: strconv.Itoa(len(*nodes))})
	*nodes = append(*nodes, n)
	for child := range n.ChildNodes() {
		c.AppendChild(numbered(child, nodes))
	}
	return c
}

func isLarge(page *html.Node) bool {
	nodes, depths := 0, 0
	var measure func(n *html.Node, depth int)
	measure = func(n *html.Node, depth int) {
		nodes++
		depths += depth
		for c := range n.ChildNodes() {
			measure(c, depth+1)
		}
	}
	measure(page, 0)
	return nodes > maxNodes || depths > maxDepths
}
