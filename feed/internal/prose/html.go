package prose

import (
	"html"
	"strings"
	"unicode"
)

// HTML returns the kept blocks as safe HTML: p, h2, ul, ol, blockquote and pre, and a for addresses that begin
// with http:// or https://. All else is escaped, and characters that XML forbids are left out.
func (a *Article) HTML() string {
	var b strings.Builder
	open := "" // the list that is open
	var last *Block
	for i := range a.Blocks {
		bl := &a.Blocks[i]
		if !bl.Kept {
			continue
		}
		list, number := bl.list()
		if open != "" && (list != open || number == "1") {
			b.WriteString("</" + open + ">\n")
			open = ""
		}
		if list != "" && open == "" {
			b.WriteString(openList(list, number))
			open = list
		}
		bl.write(&b, last)
		last = bl
	}
	if open != "" {
		b.WriteString("</" + open + ">\n")
	}
	return b.String()
}

// list returns the element that holds the block, "" when it is no item, and the number of a numbered item.
func (bl *Block) list() (element, number string) {
	if bl.Kind != Item {
		return "", ""
	}
	mark, _ := itemMark(bl.source)
	if number = strings.TrimRight(mark, ".)"); number != mark {
		return "ol", strings.TrimLeft(number, "0")
	}
	return "ul", ""
}

func openList(list, number string) string {
	if list == "ol" && number != "" && number != "1" {
		return `<ol start="` + number + "\">\n"
	}
	return "<" + list + ">\n"
}

func (bl *Block) write(b *strings.Builder, last *Block) {
	switch bl.Kind {
	case Heading:
		b.WriteString("<h2>" + inline(bl.Text) + "</h2>\n")
	case Item:
		b.WriteString("<li>" + inline(bl.Text) + "</li>\n")
	case Quote:
		b.WriteString("<blockquote><p>" + strings.ReplaceAll(inline(bl.Text), "\n", "<br/>\n") + "</p></blockquote>\n")
	case Verbatim:
		// A newline right after <pre> is not part of its text (HTML standard, 13.2.6.4.7), so one is always there.
		b.WriteString("<pre>\n" + inline(bl.Text) + "</pre>\n")
	default:
		b.WriteString("<p>" + inline(bl.Text) + "</p>\n")
	}
}

// inline escapes text and makes its web addresses links.
func inline(s string) string {
	s = strings.Map(legal, strings.ToValidUTF8(s, ""))
	var b strings.Builder
	for {
		before, address, after := cutAddress(s)
		b.WriteString(html.EscapeString(before))
		if address == "" {
			return b.String()
		}
		e := html.EscapeString(address)
		b.WriteString(`<a href="` + e + `">` + e + "</a>")
		s = after
	}
}

// cutAddress splits s around its first web address.
func cutAddress(s string) (before, address, after string) {
	for from := 0; ; {
		i := strings.Index(s[from:], "http")
		if i < 0 {
			return s, "", ""
		}
		i += from
		if n := addressLen(s[i:]); n > 0 {
			return s[:i], s[i : i+n], s[i+n:]
		}
		from = i + len("http")
	}
}

// addressLen is the length of the web address at the start of s. It ends before white space, a quote, an
// angle bracket or a CJK character, and does not take the punctuation of the sentence around it along.
func addressLen(s string) int {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(s, "http://"); !ok {
			return 0
		}
	}
	scheme := len(s) - len(rest)
	n := strings.IndexFunc(rest, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune("<>\"`{}|\\^“”«»", r) || isWide(r)
	})
	if n < 0 {
		n = len(rest)
	}
	address := strings.TrimRight(rest[:n], ".,;:!?'*_~’…")
	for strings.HasSuffix(address, ")") && strings.Count(address, ")") > strings.Count(address, "(") {
		address = strings.TrimRight(address[:len(address)-1], ".,;:!?'")
	}
	if !hasInk(address) {
		return 0
	}
	return scheme + len(address)
}
