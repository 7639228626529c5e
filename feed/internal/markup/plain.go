package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// plain returns text that cannot be interpreted as paragraphs, split at blank lines.
func plain(s string) Document {
	var written, seen []string
	var paragraph []string
	end := func() {
		if len(paragraph) > 0 {
			p := strings.Join(paragraph, "\n")
			written = append(written, "<p>"+html.EscapeString(p)+"</p>")
			seen = append(seen, strings.Join(strings.Fields(p), " "))
		}
		paragraph = paragraph[:0]
	}
	for s := range strings.SplitSeq(s, "\n") {
		if s = strings.TrimSpace(s); s == "" {
			end()
			continue
		}
		paragraph = append(paragraph, s)
	}
	end()
	doc := Document{HTML: strings.Join(written, "\n"), Text: strings.Join(seen, "\n")}
	if len(seen) > 0 {
		doc.First = seen[0]
	}
	return doc
}

// bareText returns the text between the tags of s, with a blank line wherever a block element begins or ends.
func bareText(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	hidden := false
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return clean(b.String())
		case html.TextToken:
			if !hidden {
				b.Write(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, _ := z.TagName()
			hidden = kind == html.StartTagToken && dropped[string(name)] && isLiteral(string(name))
			if !inline[string(name)] {
				b.WriteString("\n\n")
			}
		}
	}
}

// isLiteral reports the elements whose content the tokenizer returns as one text.
func isLiteral(name string) bool {
	switch name {
	case "iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title":
		return true
	}
	return false
}
