package markup

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// readPage reads a whole page: what its head says of it, and its content.
func readPage(s string, o Options) (Document, error) {
	page, err := parsePage(s)
	if err != nil {
		return Document{}, err
	}
	refs := newReferences(o, baseOf(page))
	saved := isSaved(page)
	if saved {
		refs.origin = originOf(page)
	}
	content, around := contentOf(page)
	doc := readHead(page, content, refs)
	if saved {
		if found := savedContent(page, doc.Title, o.Judge); found != nil {
			doc.saved = true
			dropLost(found, refs)
			return settle(found, doc, refs)
		}
		if page, err = parsePage(s); err != nil { // as it was
			return Document{}, err
		}
		content, around = contentOf(page)
	}
	strip(content, around...)
	return settle(content, doc, refs)
}

func parsePage(s string) (*html.Node, error) {
	page, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return nil, err
	}
	if deep(page) {
		return nil, errUnsettled
	}
	return page, nil
}

// originOf returns where a page was saved from, or nil.
func originOf(page *html.Node) *url.URL {
	u, err := url.Parse(canonical(page, metadata(page)))
	if err != nil || u.Host == "" {
		return nil
	}
	return u
}

// baseOf returns the absolute URL of the page's base element, or nil. A relative base says how the page was laid out on its
// own site, which is not where it is now.
func baseOf(page *html.Node) *url.URL {
	base := first(page, "base")
	if base == nil {
		return nil
	}
	u, err := url.Parse(strings.TrimSpace(attr(base, "href")))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil
	}
	return u
}

// contentOf returns the element of the page that holds its text, and the names of the elements in it that are not text but
// what a site puts around it.
func contentOf(page *html.Node) (content *html.Node, around []string) {
	if article := largestArticle(page); article != nil {
		return article, []string{"nav", "form"}
	}
	if main := mainOf(page); main != nil {
		return main, []string{"nav", "form"}
	}
	if body := first(page, "body"); body != nil {
		return body, []string{"nav", "form", "aside", "header", "footer"}
	}
	return &html.Node{Type: html.ElementNode, Data: "div"}, nil // a page of frames
}

func mainOf(page *html.Node) *html.Node {
	for n := range page.Descendants() {
		if n.Type == html.ElementNode && n.Namespace == "" && (n.Data == "main" || attr(n, "role") == "main") {
			return n
		}
	}
	return nil
}

// largestArticle returns the article with the most text, the first of equals. An empty one does not count: scripts fill
// it.
func largestArticle(page *html.Node) *html.Node {
	var best *html.Node
	most := 0
	var measure func(*html.Node) int
	measure = func(n *html.Node) int {
		if n.Type == html.TextNode {
			return len(strings.TrimSpace(n.Data))
		}
		size := 0
		for c := range n.ChildNodes() {
			if !dropped[c.Data] {
				size += measure(c)
			}
		}
		if n.Data == "article" && n.Namespace == "" && (size > most || size == most && best != nil && isInside(best, n)) {
			best, most = n, size
		}
		return size
	}
	measure(page)
	return best
}

func isInside(n, outer *html.Node) bool {
	for a := range n.Ancestors() {
		if a == outer {
			return true
		}
	}
	return false
}

// strip removes the elements called names under n. Articles inside keep theirs, and so does a form around the whole page, which
// some site builders write.
func strip(n *html.Node, names ...string) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type != html.ElementNode || c.Data == "article":
		case isAmong(c, names):
			n.RemoveChild(c)
		default:
			strip(c, names...)
		}
		c = next
	}
}

func isAmong(n *html.Node, names []string) bool {
	for _, name := range names {
		if n.Data == name {
			return name != "form" || first(n, "h1") == nil && first(n, "article") == nil
		}
	}
	return false
}
