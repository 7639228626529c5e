package markup

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// times returns the datetime of the first time element of an article, and that of the first that is marked as the date of a
// change. A time outside an article may be any date that a text mentions.
func times(root *html.Node) (published, updated string) {
	for n := range root.Descendants() {
		val := strings.TrimSpace(clean(attr(n, "datetime")))
		if n.Data != "time" || val == "" || !inArticle(n) {
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

func inArticle(n *html.Node) bool {
	for a := range n.Ancestors() {
		if a.Data == "article" {
			return true
		}
	}
	return false
}

// linked holds the dates of a page's JSON-LD: https://schema.org/Article.
type linked struct{ published, updated string }

// linkedData prefers what describes an article to what describes the page around it. Broken JSON is passed over: pages are full of
// it and nothing depends on it.
func linkedData(page *html.Node) linked {
	var article, other linked
	for n := range page.Descendants() {
		if n.Data != "script" || !strings.EqualFold(attr(n, "type"), "application/ld+json") || n.FirstChild == nil {
			continue
		}
		var value any
		if json.Unmarshal([]byte(n.FirstChild.Data), &value) == nil {
			collect(value, &article, &other, maxJSONDepth)
		}
	}
	if article != (linked{}) {
		return article
	}
	return other
}

const maxJSONDepth = 16 // levels; a graph of articles has four

// collect visits the objects of value in a fixed order and keeps the first dates of each sort.
func collect(value any, article, other *linked, depth int) {
	if depth == 0 {
		return
	}
	switch value := value.(type) {
	case []any:
		for _, v := range value {
			collect(v, article, other, depth-1)
		}
	case map[string]any:
		to := other
		if isArticle(value["@type"]) {
			to = article
		}
		published, _ := value["datePublished"].(string)
		updated, _ := value["dateModified"].(string)
		if *to == (linked{}) {
			*to = linked{strings.TrimSpace(clean(published)), strings.TrimSpace(clean(updated))}
		}
		for _, key := range slices.Sorted(maps.Keys(value)) {
			collect(value[key], article, other, depth-1)
		}
	}
}

// isArticle reports whether a type, or one of a list of types, is Article or a kind of it: NewsArticle, BlogPosting.
func isArticle(kind any) bool {
	switch kind := kind.(type) {
	case string:
		return strings.HasSuffix(kind, "Article") || strings.HasSuffix(kind, "Posting")
	case []any:
		return slices.ContainsFunc(kind, isArticle)
	}
	return false
}
