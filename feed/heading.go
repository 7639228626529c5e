package feed

import "strings"

// On its page an entry stands below its title, so its own headings begin at h2. In a feed its content is a document of its own (RFC 4287
// section 4.1.3), whose headings begin at h1: a reader puts them below whatever it makes of the title. Texts hold no "<" but in tags.

// forFeed is the content of an entry as feeds have it, forPage the same as pages do.
func forFeed(html string) string { return withHeadings(html, -1) }

func forPage(html string) string {
	if !strings.Contains(html, "<h1") { // it has no headings
		return html
	}
	return withHeadings(html, +1)
}

// withHeadings moves the headings by a step, but none beyond h1 or h6.
func withHeadings(html string, step int) string {
	var moved strings.Builder
	done := 0
	for rest := html; ; {
		tag := strings.IndexByte(rest, '<')
		if tag < 0 {
			break
		}
		rest = strings.TrimPrefix(rest[tag+1:], "/")
		if len(rest) < 2 || rest[0] != 'h' || rest[1] < '1' || rest[1] > '6' {
			continue
		}
		if to := int(rest[1]) + step; '1' <= to && to <= '6' {
			if done == 0 {
				moved.Grow(len(html))
			}
			at := len(html) - len(rest) + 1
			moved.WriteString(html[done:at])
			moved.WriteByte(byte(to))
			done = at + 1
		}
	}
	if done == 0 {
		return html
	}
	moved.WriteString(html[done:])
	return moved.String()
}
