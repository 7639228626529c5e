package markup

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	source "github.com/yuin/goldmark/text"
)

// eastAsian joins the lines of a paragraph in Chinese or Japanese, which write no space between words: the end of a
// line would show as one. Goldmark's own CJK extension also joins lines before a link or emphasis, in any script.
type eastAsian struct{}

// Transform implements [parser.ASTTransformer].
func (eastAsian) Transform(doc *ast.Document, reader source.Reader, _ parser.Context) {
	bytes := reader.Source()
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the walker returns no error
		line, isText := n.(*ast.Text)
		if !entering || !isText || !line.SoftLineBreak() {
			return ast.WalkContinue, nil
		}
		next, isText := line.NextSibling().(*ast.Text)
		if !isText {
			return ast.WalkContinue, nil
		}
		last, _ := utf8.DecodeLastRune(line.Segment.Value(bytes))
		first, _ := utf8.DecodeRune(next.Segment.Value(bytes))
		if writesNoSpaces(last) && writesNoSpaces(first) {
			line.SetSoftLineBreak(false)
		}
		return ast.WalkContinue, nil
	})
}

func writesNoSpaces(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) ||
		r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF // punctuation, and full-width forms
}

var _ parser.ASTTransformer = eastAsian{}
