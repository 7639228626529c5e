package feed

import "strings"

// On its page an entry stands below its title, so its own headings begin at h2. In a feed its content is a document of its own (RFC 4287
// section 4.1.3), whose headings begin at h1: a reader puts them below whatever it makes of the title. Texts hold no "<" but in tags.

var (
	upward   = headingsBy(-1)
	downward = headingsBy(+1)
)

func headingsBy(step int) *strings.Replacer {
	var pairs []string
	for level := '1'; level <= '6'; level++ {
		if to := level + rune(step); '1' <= to && to <= '6' {
			pairs = append(pairs, "<h"+string(level), "<h"+string(to), "</h"+string(level), "</h"+string(to))
		}
	}
	return strings.NewReplacer(pairs...)
}

// forFeed is the content of an entry as feeds have it, forPage the same as pages do.
func forFeed(html string) string { return upward.Replace(html) }

func forPage(html string) string {
	if !strings.Contains(html, "<h1") { // it has no headings
		return html
	}
	return downward.Replace(html)
}
