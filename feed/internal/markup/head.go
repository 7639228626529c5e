package markup

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// readHead returns what a page says of itself: in its head, and in the marks that its content carries.
func readHead(page, content *html.Node, refs references) Document {
	m := metadata(page)
	ld := linkedData(page)
	var doc Document
	doc.Title = pageTitle(page, m, ld.headline)
	doc.Authors = authors(page, m, ld)
	doc.Description = firstOf(title(m.first("description", "og:description", "twitter:description")), ld.description)
	doc.Language = language(page, m, ld)
	doc.Published = published(page, content, m, ld)
	doc.Updated = updated(page, content, m, ld)
	doc.Canonical = canonical(page, m)
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

// language returns what the page says that it is written in: RFC 5646, "en_GB" being a common mistake.
func language(page *html.Node, m meta, ld linked) string {
	var given []string
	if root := first(page, "html"); root != nil {
		given = append(given, attr(root, "lang"), attr(root, "xml:lang"))
	}
	for _, tag := range append(given, m.first("content-language"), ld.language, m.first("og:locale", "dc.language")) {
		if tag = Language(tag); tag != "" {
			return tag
		}
	}
	return ""
}

// canonical returns the address that the page gives as its own: an og:url that is no more than a site is a mistake.
func canonical(page *html.Node, m meta) string {
	for n := range page.Descendants() {
		if n.Data != "link" || !slices.Contains(strings.Fields(strings.ToLower(attr(n, "rel"))), "canonical") {
			continue
		}
		if u := webPage(attr(n, "href")); u != "" {
			return u
		}
	}
	if u, err := url.Parse(webPage(m.first("og:url"))); err == nil && strings.Trim(u.Path, "/") != "" {
		return u.String()
	}
	return ""
}

func webPage(ref string) string {
	if ref = trimReference(ref); !hasScheme(ref) {
		return ""
	}
	u, _ := normal(ref, asMedia)
	return u
}

func firstOf(values ...string) string {
	for _, s := range values {
		if s != "" {
			return s
		}
	}
	return ""
}
