package markup

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// A page says when it was published in its head, in JSON-LD, in microdata, in a time element or only to the eye. The first
// that has a year is believed, from what machines read to what people read. Nothing is made up: without any the date is empty.

// publishedNames are the names and properties of meta elements for the date of publication, the most used first.
var publishedNames = []string{
	"article:published_time", "article:published", "og:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
	"pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "published_time", "date.published", "sailthru.date", "cxenseparse:recs:publishtime",
	"dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dcterms.date", "dc.date", "citation_publication_date",
	"citation_online_date", "originalpublicationdate", "article_date_original", "date",
}

var updatedNames = []string{
	"article:modified_time", "og:updated_time", "article:modified", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified",
}

// published returns the date of publication as it is written.
func published(page, content *html.Node, m meta, ld linked) string {
	fromTime, _ := times(content)
	return firstDate(m.first(publishedNames[0]), ld.published, m.firstDate(publishedNames[1:]...), itemDate(page, "datePublished"), fromTime, markedDate(page))
}

// updated returns the date of the last change as it is written.
func updated(page, content *html.Node, m meta, ld linked) string {
	_, fromTime := times(content)
	return firstDate(m.first(updatedNames[0]), ld.updated, m.firstDate(updatedNames[1:]...), itemDate(page, "dateModified"), fromTime)
}

func (m meta) firstDate(names ...string) string {
	for _, name := range names {
		if s := firstDate(m[name]...); s != "" {
			return s
		}
	}
	return ""
}

// year is what makes a date one; "12 March" is a day of any.
var year = lazily(`(?:^|[^0-9])(?:19|20)[0-9][0-9]|[0-9]{2}年|^[0-9]{8}$`)

func firstDate(given ...string) string {
	for _, s := range given {
		if s = instant(s); year().MatchString(s) {
			return s
		}
	}
	return ""
}

// instant rewrites seconds or milliseconds since 1970, which some publishers write.
func instant(s string) string {
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err == nil && len(s) == 13:
		return time.UnixMilli(n).UTC().Format(time.RFC3339)
	case err == nil && len(s) == 10:
		return time.Unix(n, 0).UTC().Format(time.RFC3339)
	}
	return s
}

// itemDate returns the first date that microdata gives: https://schema.org/datePublished.
func itemDate(page *html.Node, property string) string {
	marked := 0
	for n := range page.Descendants() {
		if marked < maxMarked && slices.Contains(strings.Fields(attr(n, "itemprop")), property) && !isBeside(n) {
			marked++
			if s := firstDate(clean(attr(n, "content")), clean(attr(n, "datetime")), dateOf(n)); s != "" {
				return s
			}
		}
	}
	return ""
}

const maxDate = 80 // bytes of a line that is a date, and perhaps who wrote it

// shown are the ways to write a date that can be told from other text.
var shown = lazily(`(?i)[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9]{2}:?[0-9]{2})?)?|` +
	`(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? [0-9]{1,2},? [0-9]{4}|` +
	`[0-9]{1,2} (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? [0-9]{4}|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}`)

// change are words beside the date of a change.
var change = lazily(`(?i)update|modif|revis|aktualis|geändert|mis(e)? à jour|actualiz|aggiorna|atualiz|bijgewerkt|更新`)

// dateOf returns the date that a short line shows, if it is not that of a change.
func dateOf(n *html.Node) string {
	s := line(n)
	if len(s) > maxDate || change().MatchString(s) {
		return ""
	}
	return firstOf(shown().FindString(s), s)
}

// times returns the datetime of the first time element of an article, and that of the first that is marked as the date of a
// change. A time outside an article may be any date that a text mentions.
func times(root *html.Node) (published, updated string) {
	for n := range root.Descendants() {
		val := strings.TrimSpace(clean(attr(n, "datetime")))
		if n.Data != "time" || val == "" || !isWithin(n, "article") {
			continue
		}
		if attr(n, "itemprop") == "dateModified" || slices.Equal(strings.Fields(attr(n, "class")), []string{"updated"}) {
			updated = firstOf(updated, val)
		} else {
			published = firstOf(published, val)
		}
	}
	return published, updated
}

// markedDate returns the first date that a page shows near its headline: a time element, or a short line whose class says that
// it is one.
func markedDate(page *html.Node) string {
	h1 := first(page, "h1")
	if h1 == nil {
		return ""
	}
	marked := 0
	for n := range page.Descendants() {
		if marked > maxMarked {
			break
		}
		if n.Type != html.ElementNode || n.Namespace != "" || n.Data == "body" || n.Data == "html" {
			continue
		}
		isTime := n.Data == "time"
		for w := range nameWords(attr(n, "class")) {
			isTime = isTime || w == "date" || w == "published" || w == "pubdate" || w == "posted" || w == "timestamp"
		}
		if isTime {
			marked++
		}
		if isTime && !isBeside(n) && !isTeaser(n, h1) {
			if s := firstDate(clean(attr(n, "datetime")), dateOf(n)); s != "" {
				return s
			}
		}
	}
	return ""
}

// isTeaser reports whether n belongs to another article than the headline.
func isTeaser(n, h1 *html.Node) bool {
	a := outermost(n)
	return a != nil && a != outermost(h1) || isWithin(n, "li")
}
