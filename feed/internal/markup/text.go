package markup

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// The gap that is due before the next word.
type gap int

const (
	none gap = iota
	space
	newline
)

// visible collects the text that a person sees.
type visible struct {
	b        []byte
	due      gap
	captions bool // Are captions part of it?
}

// inline elements do not break the line. Table cells are among them: a row is a line.
var inline = map[string]bool{
	"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "big": true, "cite": true, "code": true, "data": true, "del": true,
	"dfn": true, "em": true, "font": true, "i": true, "img": true, "ins": true, "kbd": true, "label": true, "mark": true, "nobr": true,
	"q": true, "ruby": true, "s": true, "samp": true, "small": true, "span": true, "strike": true, "strong": true, "sub": true,
	"sup": true, "td": true, "th": true, "time": true, "tt": true, "u": true, "var": true, "wbr": true,
	"annotation": true, "mi": true, "mn": true, "mo": true, "mrow": true, "msub": true, "msup": true, "mtext": true,
}

// text returns the visible text under n, block elements separated by newlines.
func text(n *html.Node) string {
	return visibleText(n, true)
}

func visibleText(n *html.Node, captions bool) string {
	v := visible{captions: captions}
	v.children(n, false)
	return v.text()
}

func (v *visible) text() string { return string(bytes.TrimRight(v.b, " \n")) }

// line returns the visible text under n on one line.
func line(n *html.Node) string {
	return strings.Join(strings.Fields(text(n)), " ")
}

func (v *visible) children(n *html.Node, literal bool) {
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode && literal:
			v.lines(c.Data)
		case c.Type == html.TextNode:
			v.words(c.Data)
		case c.Type == html.ElementNode:
			v.element(c, literal)
		}
	}
}

// element leaves out what is not the running text: readings above ruby, marks of footnotes, and what stands in for media
// or script.
func (v *visible) element(n *html.Node, literal bool) {
	switch n.Data {
	case "rt", "rp", "audio", "video", "noscript", "script", "style", "template", "textarea", "select", "svg":
		return
	case "sup":
		if isMark(n) {
			return
		}
	case caption:
		if !v.captions {
			return
		}
	case "td", "th":
		v.due = max(v.due, space)
	}
	if inline[n.Data] {
		v.children(n, literal)
		return
	}
	v.due = newline
	v.children(n, literal || n.Data == "pre")
	v.due = newline
}

// isMark reports whether n is the mark of a footnote: nothing but a link within a page.
func isMark(n *html.Node) bool {
	a := n.FirstChild
	return a != nil && a.NextSibling == nil && a.Data == "a" && strings.Contains(attr(a, "href"), "#")
}

func (v *visible) words(s string) {
	if !isSpaced(s) {
		v.anyWords(s)
		return
	}
	if s[0] == ' ' {
		v.due = max(v.due, space)
	}
	if core := strings.Trim(s, " "); core != "" {
		v.write(core)
	}
	if s[len(s)-1] == ' ' {
		v.due = max(v.due, space)
	}
}

// anyWords is words for any text.
func (v *visible) anyWords(s string) {
	start := -1
	for i, r := range s {
		switch {
		case !isSpace(r):
			if start < 0 {
				start = i
			}
		case r == ' ' && start >= 0 && i+1 < len(s) && isGraphic(rune(s[i+1])): // as it shall be
		default:
			if start >= 0 {
				v.write(s[start:i])
				start = -1
			}
			v.due = max(v.due, space)
		}
	}
	if start >= 0 {
		v.write(s[start:])
	}
}

// isSpaced reports what most texts are: ASCII words with one space between them, which may also be before and behind them.
func isSpaced(s string) bool {
	var odd uint // above its lowest seven bits, as soon as one is below a space or above a tilde
	for i := range len(s) {
		c := uint(s[i])
		odd |= (c - ' ') | (c + 1)
	}
	return s != "" && odd < 1<<7 && !strings.Contains(s, "  ")
}

// isSpace is [unicode.IsSpace], which takes longer.
func isSpace(r rune) bool { return r == ' ' || !isGraphic(r) && unicode.IsSpace(r) }

// isGraphic reports what is visible in ASCII.
func isGraphic(r rune) bool { return ' ' < r && r < 0x7F }

// lines keeps the spaces and the lines of preformatted text.
func (v *visible) lines(s string) {
	for part := range strings.SplitAfterSeq(s, "\n") {
		body := strings.TrimSuffix(part, "\n")
		if strings.TrimSpace(body) != "" {
			v.write(body)
		} else if body != "" { // between the coloured words of a listing
			v.due = max(v.due, space)
		}
		if body != part {
			v.due = newline
		}
	}
}

func (v *visible) write(s string) {
	switch {
	case len(v.b) == 0 || v.due == none:
	case v.due == space:
		v.b = append(v.b, ' ')
	default:
		v.b = append(v.b, '\n')
	}
	v.due = none
	v.b = append(v.b, s...)
}

// enough is the length from which a paragraph need not end like a sentence to be one.
const enough = 60 // letters

// firstParagraph returns the first p that reads like prose; else the first p, else the first line, that has a letter.
// A byline, a date or a row of badges is not prose, and a quotation or a caption is not the author's paragraph.
func firstParagraph(root *html.Node, all string) string {
	var o opening
	for p := range paragraphs(root) {
		if o.offer(line(p)); o.prose != "" {
			break
		}
	}
	return o.of(all)
}

// opening is the first paragraph of those that were offered, and what stands for it.
type opening struct{ prose, other string }

// offer considers the next paragraph, as long as none was prose.
func (o *opening) offer(paragraph string) {
	if isProse(paragraph) {
		o.prose = paragraph
	} else if o.other == "" && letters(paragraph) > 0 {
		o.other = paragraph
	}
}

// of returns the opening of a text.
func (o *opening) of(all string) string {
	if s := firstOf(o.prose, o.other); s != "" {
		return s
	}
	for s := range strings.SplitSeq(all, "\n") {
		if letters(s) > 0 {
			return strings.Join(strings.Fields(s), " ")
		}
	}
	return ""
}

// paragraphs ranges over the p elements under n that belong to the author's own text.
func paragraphs(n *html.Node) func(func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) { ownParagraphs(n, yield) }
}

func ownParagraphs(n *html.Node, yield func(*html.Node) bool) bool {
	for c := range n.ChildNodes() {
		switch c.Data {
		case "blockquote", "figure", "table", "aside", "footer", "pre":
			continue
		case "p":
			if !yield(c) {
				return false
			}
		default:
			if !ownParagraphs(c, yield) {
				return false
			}
		}
	}
	return true
}

func isProse(s string) bool {
	n := letters(s)
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, `"'”’»)]`))
	return n >= enough || n >= 12 && strings.ContainsRune(".!?…:。！？：।؟", last)
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
