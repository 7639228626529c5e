package markup

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	source "github.com/yuin/goldmark/text"
)

// wikiScheme marks a link that names what it leads to instead of saying where that is; see [Options.Named].
const wikiScheme = "wiki:"

const maxWiki = 300 // bytes of a wiki link

// wikiLinks reads [[name]], [[name|label]], [[name#heading]] and, for pictures, ![[name]]. CommonMark knows none of them: what stands between
// two brackets is a link only where a definition follows, which nobody writes for these.
type wikiLinks struct{}

// Trigger implements [parser.InlineParser].
func (wikiLinks) Trigger() []byte { return []byte{'!', '['} }

// Parse implements [parser.InlineParser].
func (wikiLinks) Parse(_ ast.Node, block source.Reader, _ parser.Context) ast.Node {
	line, at := block.PeekLine()
	rest, isPicture := bytes.CutPrefix(line, []byte("!"))
	inner, ok := bytes.CutPrefix(rest, []byte("[["))
	if !ok {
		return nil
	}
	end := bytes.Index(inner[:min(len(inner), maxWiki)], []byte("]]"))
	if end <= 0 || bytes.ContainsAny(inner[:end], "[]\n") {
		return nil
	}
	start := at.Start + len(line) - len(inner)
	block.Advance(len(line) - len(inner) + end + 2)
	name, label := inner[:end], source.NewSegment(start, start+end)
	if bar := bytes.IndexByte(name, '|'); bar > 0 {
		label = source.NewSegment(start+bar+1, start+end)
		name = name[:bar]
	}
	link := ast.NewLink()
	link.Destination = append([]byte(wikiScheme), bytes.TrimSpace(name)...)
	link.AppendChild(link, ast.NewTextSegment(label))
	if isPicture {
		return ast.NewImage(link)
	}
	return link
}
