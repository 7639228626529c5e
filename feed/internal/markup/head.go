package markup

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// readHead returns what a page says of itself: in its head, and in the marks that its content carries.
func readHead(page, content *html.Node, refs references) Document {
	m := metadata(page)
	var doc Document
	doc.Title = pageTitle(page, content, m)
	doc.Authors = m.authors()
	doc.Description = title(m.first("description", "og:description"))
	if root := first(page, "html"); root != nil && languageTag.MatchString(attr(root, "lang")) {
		doc.Language = attr(root, "lang")
	}
	linked := linkedData(page)
	published, updated := times(content)
	doc.Published = firstOf(m.first("article:published_time"), linked.published, published)
	doc.Updated = firstOf(m.first("article:modified_time"), linked.updated, updated)
	doc.Canonical = canonical(page)
	doc.Image, _ = refs.absolute(m.first("og:image", "og:image:url"), asMedia)
	return doc
}

// meta holds the contents of a page's meta elements by name or property, in order.
type meta map[string][]string

func metadata(page *html.Node) meta {
	m := meta{}
	for n := range page.Descendants() {
		if n.Type != html.ElementNode || n.Data != "meta" {
			continue
		}
		key := strings.ToLower(firstOf(attr(n, "property"), attr(n, "name")))
		if val := strings.TrimSpace(clean(attr(n, "content"))); key != "" && val != "" {
			m[key] = append(m[key], val)
		}
	}
	return m
}

// first returns the first content of the first of keys that has one.
func (m meta) first(keys ...string) string {
	for _, key := range keys {
		if len(m[key]) > 0 {
			return m[key][0]
		}
	}
	return ""
}

const maxName = 100 // runes; a longer author is a sentence

// authors returns the names of people: article:author is often the address of a profile instead.
func (m meta) authors() []string {
	var names []string
	for _, val := range slices.Concat(m["author"], m["article:author"]) {
		val = title(val)
		isURL := strings.Contains(val, "://") || strings.HasPrefix(val, "www.") || strings.HasPrefix(val, "/")
		if val != "" && !isURL && utf8.RuneCountInString(val) <= maxName && !slices.Contains(names, val) {
			names = append(names, val)
		}
	}
	return names
}

// pageTitle returns og:title, else the title element, each without the name of the site if an h1 shows which part that is;
// else the first h1 of the content or of the page.
func pageTitle(page, content *html.Node, m meta) string {
	whole := title(m.first("og:title"))
	if whole == "" {
		whole = elementTitle(page)
	}
	best := ""
	for _, h1 := range headlines(page) {
		if agrees(whole, h1) && len(h1) > len(best) {
			best = h1
		}
	}
	if found := firstOf(best, whole); found != "" {
		return found
	}
	all := slices.Concat(headlines(content), headlines(page))
	if h1 := first(page, "h1"); h1 != nil {
		all = append(all, title(line(h1)))
	}
	return firstOf(all...)
}

// elementTitle returns the text of the page's title element; that of an svg is another.
func elementTitle(page *html.Node) string {
	for n := range page.Descendants() {
		if n.Data == "title" && n.Namespace == "" && n.FirstChild != nil {
			return title(n.FirstChild.Data)
		}
	}
	return ""
}

// headlines returns the words of the h1 elements under root, save those of the site: in the header of a page or beside its text.
func headlines(root *html.Node) []string {
	var words []string
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "h1" && !isAround(n) {
			if s := title(line(n)); s != "" {
				words = append(words, s)
			}
		}
	}
	return words
}

func isAround(n *html.Node) bool {
	around := false
	for a := range n.Ancestors() {
		switch a.Data {
		case "article", "main":
			return false
		case "aside", "footer", "header", "nav":
			around = true
		}
	}
	return around
}

// agrees reports whether whole is h1, or h1 and after a separator the name of a site.
func agrees(whole, h1 string) bool {
	tail, ok := strings.CutPrefix(whole, h1)
	if !ok {
		return false
	}
	if tail == "" {
		return true
	}
	for _, separator := range []string{" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " / "} {
		if strings.HasPrefix(tail, separator) {
			return true
		}
	}
	return false
}

func canonical(page *html.Node) string {
	for n := range page.Descendants() {
		if n.Data != "link" || !slices.Contains(strings.Fields(strings.ToLower(attr(n, "rel"))), "canonical") {
			continue
		}
		if u := trimReference(attr(n, "href")); scheme.MatchString(u) {
			if u, ok := normal(u, asMedia); ok {
				return u
			}
		}
	}
	return ""
}

func firstOf(values ...string) string {
	for _, s := range values {
		if s != "" {
			return s
		}
	}
	return ""
}
