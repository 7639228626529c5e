package markup

import (
	"io"
	"strings"

	"golang.org/x/net/html"
)

// The parser copies every formatting element that is still open (<b>, <font>, <a> ...) into each block that follows. A page of
// 500 open elements and a million <p> would become 500 million nodes, so the copies are estimated before parsing.
// Honest pages leave at most a few open.
const (
	maxTags   = 1 << 19 // tags and attributes; a 16 MiB text with one in 32 bytes
	maxCopies = 1 << 20 // copied elements beyond 4 for each tag
)

// formatting lists the elements that the parser copies: https://html.spec.whatwg.org/#formatting.
var formatting = map[string]bool{
	"a": true, "b": true, "big": true, "code": true, "em": true, "font": true, "i": true,
	"nobr": true, "s": true, "small": true, "strike": true, "strong": true, "tt": true, "u": true,
}

type outlook struct {
	page bool // It is a page, not a fragment.
	tame bool // It can be parsed with memory in proportion to its length.
}

// survey looks at the tags of s without building a tree.
func survey(s string) outlook {
	var o outlook
	var tags, open, copies int
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			o.tame = z.Err() == io.EOF && tags <= maxTags && copies-4*tags <= maxCopies
			return o
		case html.DoctypeToken:
			o.page = true
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, more := z.TagName()
			switch {
			case formatting[string(name)] && kind == html.EndTagToken:
				open = max(open-1, 0)
			case formatting[string(name)]:
				open++
			}
			o.page = o.page || kind != html.EndTagToken && ofPage(string(name), tags == 0)
			tags++
			copies += open
			for more {
				_, _, more = z.TagAttr()
				tags++
			}
		}
	}
}

// ofPage reports whether a tag is found in whole pages only. HTML lets authors omit html, head and body: then a page begins with
// what belongs in a head.
func ofPage(name string, isFirst bool) bool {
	switch name {
	case "html", "head", "body", "frameset":
		return true
	case "title", "meta", "link", "base":
		return isFirst
	}
	return false
}
