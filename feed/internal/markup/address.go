package markup

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	source "github.com/yuin/goldmark/text"
)

// To find the addresses that nobody marked as links the converter stops at each word, which takes a quarter of its time. Most texts have
// none: they are converted without, and again if what is left as text holds the beginning of one after all.

var unlinked = newMarkdown()

// convert returns the converter's tree of s, of which src are the bytes.
func convert(s string, src []byte) ast.Node {
	if !mayHoldAddress(s) {
		if tree := unlinked.Parser().Parse(source.NewReader(src)); !holdsAddress(tree, src) {
			return tree
		}
	}
	return markdown.Parser().Parse(source.NewReader(src))
}

// mayHoldAddress reports what [holdsAddress] would find too late, or not at all: an address of mail may begin in code, and a footnote to
// which nothing leads is not in the tree. White space at the end of a line is kept only where the converter stops at it.
func mayHoldAddress(s string) bool {
	return slices.ContainsFunc([]string{"@", "www.", "[^", " http", "\nhttp", " \n", "\t\n"}, func(sign string) bool { return strings.Contains(s, sign) })
}

// holdsAddress reports whether the text under n, code aside, holds the beginning of an address.
func holdsAddress(n ast.Node, src []byte) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok && holdsAddress(c, src) {
			return true
		}
		if !ok || t.IsRaw() {
			continue
		}
		text := t.Value(src)
		if bytes.IndexByte(text, ':') < 0 { // said at once of nearly all
			continue
		}
		if bytes.Contains(text, []byte("http:")) || bytes.Contains(text, []byte("https:")) || bytes.Contains(text, []byte("ftp:")) {
			return true
		}
	}
	return false
}
