package markup

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

const (
	maxName   = 100 // runes; a longer author is a sentence
	maxByline = 60  // runes of a name that only the page's design marks as one
	maxMarked = 100 // elements that are looked at for a name, or for a date
)

// authors returns the names of those who wrote a page, of the first source that has any. The name of the site itself counts
// only if nobody else is named.
func authors(page *html.Node, m meta, ld linked) []string {
	site := squeeze(m.first("og:site_name", "application-name"))
	var fallback []string
	for _, given := range [][]string{
		ld.authors,
		slices.Concat(m["author"], m["article:author"]),
		slices.Concat(m["parsely-author"], m["sailthru.author"], m["dc.creator"], m["dcterms.creator"], m["byl"], m["cxenseparse:author"]),
		markedAuthors(page),
	} {
		found := people(given)
		if len(found) == 0 {
			continue
		}
		if len(found) > 1 || site == "" || squeeze(found[0]) != site {
			return found
		}
		fallback = found
	}
	return fallback
}

// people returns those of given that can be the names of people: article:author is often the address of a profile instead.
func people(given []string) []string {
	var names []string
	for _, val := range split(given) {
		isURL := strings.Contains(val, "://") || strings.HasPrefix(val, "www.") || strings.HasPrefix(val, "/")
		if val == "" || isURL || utf8.RuneCountInString(val) > maxName || !strings.ContainsFunc(val, unicode.IsLetter) || slices.Contains(names, val) {
			continue
		}
		names = append(names, val)
	}
	return names
}

var between = lazily(`\s*(?:[,;]|\s(?:and|und|et|y|e|&)\s)\s*`)

// split takes names apart that stand in one string, if every part is one.
func split(given []string) []string {
	var names []string
	for _, val := range given {
		val = bareName(title(html.UnescapeString(val)))
		parts := between().Split(val, -1)
		if slices.ContainsFunc(parts, func(s string) bool { return !isShortName(s) }) {
			parts = []string{val}
		}
		names = append(names, parts...)
	}
	return names
}

var by = lazily(`^(?:(?i:(?:(?:written|posted|story|words) )?by|von|par|por|author|autor|text)(?::\s*|\s+)|Written by)`)

// bareName leaves a name without the word that says that it is one.
func bareName(s string) string {
	if rest := by().ReplaceAllString(s, ""); rest != "" {
		return rest
	}
	return s
}

// markedAuthors returns the names that the page's content marks as its authors': by itemprop, by rel, by class.
func markedAuthors(page *html.Node) []string {
	var items, links, classes []string
	marked := 0
	for n := range page.Descendants() {
		isLink := n.Data == "a" && slices.Contains(strings.Fields(attr(n, "rel")), "author")
		isItem, isByline := attr(n, "itemprop") == "author", isBylineClass(attr(n, "class"))
		if n.Type != html.ElementNode || !isLink && !isItem && !isByline {
			continue
		}
		if marked++; marked > maxMarked {
			break
		}
		if isBeside(n) {
			continue
		}
		switch {
		case isItem:
			items = append(items, itemName(n))
		case isLink:
			links = append(links, line(n))
		default:
			classes = append(classes, bylineText(n))
		}
	}
	if found := people(items); len(found) > 0 {
		return found
	}
	for _, s := range append(links, classes...) {
		if isShortName(bareName(title(s))) {
			return []string{s}
		}
	}
	return nil
}

// isBeside reports whether n is in what a page has beside its article, such as the words of its readers.
func isBeside(n *html.Node) bool {
	for a := range n.Ancestors() {
		if a.Data == "aside" || a.Data == "footer" || a.Data == "nav" {
			return true
		}
		for w := range nameWords(attr(a, "class") + " " + attr(a, "id")) {
			if a.Data != "body" && a.Data != "html" && (w == "comment" || w == "comments" || w == "related") {
				return true
			}
		}
	}
	return false
}

// itemName returns the name of a person in microdata: https://schema.org/Person.
func itemName(n *html.Node) string {
	if content := attr(n, "content"); content != "" {
		return content
	}
	for d := range n.Descendants() {
		if attr(d, "itemprop") == "name" {
			return firstOf(attr(d, "content"), line(d))
		}
	}
	return line(n)
}

func isBylineClass(class string) bool {
	for w := range nameWords(class) {
		if w == "author" || w == "byline" {
			return true
		}
	}
	return false
}

// bylineText returns the first link of a byline, or its text if it has none.
func bylineText(n *html.Node) string {
	for d := range n.Descendants() {
		if d.Data == "a" {
			if s := line(d); isShortName(s) {
				return s
			}
		}
	}
	return line(n)
}

// isShortName reports whether s looks like the name of a person: two to five words, two of them with capitals, without digits.
func isShortName(s string) bool {
	fields := strings.Fields(s)
	if len(fields) < 2 || len(fields) > 5 || utf8.RuneCountInString(s) > maxByline || strings.ContainsAny(s, "0123456789:|@?!") {
		return false
	}
	capitals := 0
	for _, f := range fields {
		if r, _ := utf8.DecodeRuneInString(f); !unicode.IsLower(r) {
			capitals++
		}
	}
	return capitals >= 2
}
