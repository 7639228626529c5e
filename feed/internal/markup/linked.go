package markup

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// linked holds what a page's JSON-LD says of its article: https://schema.org/Article.
type linked struct {
	headline, published, updated, language, description string
	authors                                             []string
}

// linkedData prefers what describes an article to what describes the page around it. Broken JSON is passed over: pages are full of
// it and nothing depends on it.
func linkedData(page *html.Node) linked {
	var c collector
	for n := range page.Descendants() {
		if n.Data != "script" || !strings.EqualFold(attr(n, "type"), "application/ld+json") || n.FirstChild == nil {
			continue
		}
		var value any
		if json.Unmarshal([]byte(bareJSON(n.FirstChild.Data)), &value) == nil {
			c.name(value, maxJSONDepth)
			c.collect(value, maxJSONDepth)
		}
	}
	if c.isArticle {
		return c.article
	}
	return c.other
}

// bareJSON takes away what pages put around their JSON, and the line breaks that they leave in its strings.
func bareJSON(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 {
			return ' '
		}
		return r
	}, s)
	s = strings.TrimSpace(s)
	for _, wrap := range [][2]string{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"//<![CDATA[", "//]]>"}} {
		s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, wrap[0]), wrap[1]))
	}
	return strings.TrimSpace(strings.TrimSuffix(s, ";"))
}

const maxJSONDepth = 16 // levels; a graph of articles has four

// collector keeps the first article that JSON-LD describes, and apart from it the first of anything else.
type collector struct {
	article, other linked
	isArticle      bool
	names          map[string]string // by @id
}

// name notes the names of the things that other things refer to.
func (c *collector) name(value any, depth int) {
	switch value := value.(type) {
	case []any:
		for _, v := range value {
			if depth > 0 {
				c.name(v, depth-1)
			}
		}
	case map[string]any:
		id, _ := value["@id"].(string)
		if name, _ := value["name"].(string); id != "" && name != "" {
			if c.names == nil {
				c.names = map[string]string{}
			}
			c.names[id] = name
		}
		for _, v := range value {
			if depth > 0 {
				c.name(v, depth-1)
			}
		}
	}
}

// collect visits the objects of value in a fixed order.
func (c *collector) collect(value any, depth int) {
	if depth == 0 {
		return
	}
	switch value := value.(type) {
	case []any:
		for _, v := range value {
			c.collect(v, depth-1)
		}
	case map[string]any:
		found := c.read(value)
		switch {
		case isArticle(value["@type"]):
			if !c.isArticle {
				c.article, c.isArticle = found, true
			}
		case c.other.published == "" && c.other.updated == "":
			c.other = linked{published: found.published, updated: found.updated}
		}
		for _, key := range slices.Sorted(maps.Keys(value)) {
			c.collect(value[key], depth-1)
		}
	}
}

func (c *collector) read(value map[string]any) linked {
	return linked{
		headline: title(firstOf(words(value["headline"]), words(value["name"]))), published: trimmed(value["datePublished"]),
		updated: trimmed(value["dateModified"]), language: trimmed(value["inLanguage"]),
		description: title(words(value["description"])), authors: c.people(value["author"]),
	}
}

// people returns the names of authors: a name, an object that has one or refers to one, or a list of such.
func (c *collector) people(value any) []string {
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		var names []string
		for _, v := range value {
			names = append(names, c.people(v)...)
		}
		return names
	case map[string]any:
		id, _ := value["@id"].(string)
		if name := firstOf(words(value["name"]), c.names[id]); name != "" {
			return []string{name}
		}
	}
	return nil
}

func words(value any) string {
	s, _ := value.(string)
	return html.UnescapeString(s)
}

func trimmed(value any) string {
	s, _ := value.(string)
	return strings.TrimSpace(clean(s))
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
