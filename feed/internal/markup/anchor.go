package markup

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// anchors maps the ids of a document, as written, to the ids that it will have.
type anchors map[string]string

// maxID is the length of the longest id; a longer one is no name. The expression doesn't count: one that does takes 10 MB.
const maxID = 1024 // bytes

// nameAnchors gives every id under root its prefix. An a with a name, the way of HTML 4, gets it as id. The second of
// two equal ids is dropped: links go to the first.
func nameAnchors(root *html.Node, prefix string) anchors {
	ids := anchors{}
	used := map[string]bool{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		old := attr(n, "id")
		if old == "" && n.Data == "a" {
			old = attr(n, "name")
		}
		setAttr(n, "id", "")
		id := old
		if !strings.HasPrefix(id, prefix) {
			id = prefix + id
		}
		if old == "" || used[id] || len(id) > maxID || !identifier.MatchString(id) {
			continue
		}
		used[id] = true
		ids[old] = id
		setAttr(n, "id", id)
	}
	return ids
}

// target returns a link as it must be written once the ids have their prefix.
func (ids anchors) target(href string) string {
	fragment, ok := strings.CutPrefix(trimReference(href), "#")
	if !ok {
		return href
	}
	if decoded, err := url.PathUnescape(fragment); err == nil {
		fragment = decoded
	}
	if id, ok := ids[fragment]; ok {
		return "#" + id
	}
	return href
}

var headings = map[string]bool{"h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true}

// nameHeadings gives each heading that has no id one made of its text, as GitHub does, but keeps the letters of every script.
func nameHeadings(root *html.Node) {
	used := map[string]bool{}
	for n := range root.Descendants() {
		if id := attr(n, "id"); id != "" {
			used[id] = true
		}
	}
	count := map[string]int{}
	for n := range root.Descendants() {
		if !headings[n.Data] || n.Type != html.ElementNode || attr(n, "id") != "" {
			continue
		}
		word := slug(line(n))
		if word == "" {
			continue
		}
		id := word
		for used[id] {
			count[word]++
			id = word + "-" + strconv.Itoa(count[word])
		}
		used[id] = true
		setAttr(n, "id", id)
	}
}

// maxSlug keeps ids readable; a heading is rarely longer.
const maxSlug = 80 // runes

func slug(s string) string {
	var b strings.Builder
	runes := 0
	for _, r := range strings.ToLower(s) {
		if unicode.IsSpace(r) {
			r = '-'
		}
		if runes == maxSlug {
			break
		}
		if unicode.In(r, unicode.L, unicode.M, unicode.N) || r == '-' || r == '_' {
			b.WriteRune(r)
			runes++
		}
	}
	return strings.Trim(b.String(), "-")
}
