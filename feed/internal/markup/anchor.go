package markup

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// anchors are the ids of a document.
type anchors struct {
	prefix string            // of all
	known  map[string]string // by the id as it was written
	used   map[string]bool
}

func newAnchors(prefix string, known map[string]string) anchors {
	return anchors{prefix, known, map[string]bool{}}
}

// add returns the id that an element shall have, "" for none. The second of two equal ids is dropped: links go to the first.
func (ids anchors) add(old string) string {
	id := old
	if !strings.HasPrefix(id, ids.prefix) {
		id = ids.prefix + id
	}
	if old == "" || ids.used[id] || len(id) > maxID {
		return ""
	}
	ids.used[id] = true
	ids.known[old] = id
	return id
}

// maxID is the length of the longest id; a longer one is no name. The expression doesn't count: one that does takes 10 MB.
const maxID = 1024 // bytes

// nameAnchors gives every id under root its prefix. An a with a name, the way of HTML 4, gets it as id.
func nameAnchors(root *html.Node, prefix string) anchors {
	ids := newAnchors(prefix, map[string]string{})
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		old := attr(n, "id")
		if old == "" && n.Data == "a" {
			old = attr(n, "name")
		}
		setAttr(n, "id", "")
		if identifier().MatchString(prefix + old) {
			setAttr(n, "id", ids.add(old))
		}
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
	if id, ok := ids.known[fragment]; ok {
		return "#" + id
	}
	return href
}

var headings = map[string]bool{"h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true}

// nameHeadings gives each heading that has no id one made of its text, as GitHub does, but keeps the letters of every script.
func nameHeadings(root *html.Node) {
	s := slugs{}
	for n := range root.Descendants() {
		if id := attr(n, "id"); id != "" {
			s[id] = 0
		}
	}
	for n := range root.Descendants() {
		if !headings[n.Data] || n.Type != html.ElementNode || attr(n, "id") != "" {
			continue
		}
		setAttr(n, "id", s.distinct(slug(line(n))))
	}
}

// slugs are the ids that are in use, each with the last number that was put behind it.
type slugs map[string]int

// distinct returns word, with a number if it is in use already. No word makes no id.
func (s slugs) distinct(word string) string {
	if word == "" {
		return ""
	}
	id := word
	for number, used := s[id]; used; _, used = s[id] {
		number++
		s[word], id = number, word+"-"+strconv.Itoa(number)
	}
	s[id] = 0
	return id
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
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '-' || r == '_' {
			b.WriteRune(r)
			runes++
		}
	}
	return strings.Trim(b.String(), "-")
}
