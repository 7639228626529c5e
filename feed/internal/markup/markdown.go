package markup

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	source "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The converter cannot be interrupted, and some of its steps are quadratic. These limits keep the worst known inputs at about a
// second; each is far above what people write.
const (
	maxMarkdown   = 1 << 20 // bytes that are interpreted
	maxDelimiters = 2000    // of one block, such as a paragraph or a table cell; later ones are plain characters
	maxFootnotes  = 10_000  // uses of "[^" in a document: each reference is looked up in a list
	maxReferences = 20_000  // uses of "]:" in a document: each definition moves the rest of its paragraph
	maxFilling    = 1 << 17 // cells that are not written: every row of a table is filled up to the width of its head
	maxLevels     = 250     // of lists and quotations that one line can open: half a megabyte of "> " took minutes
)

// markdown never changes once it is made, and may be used by many goroutines. Raw HTML passes: it is made safe with the rest.
var markdown = newMarkdown(extension.Linkify)

func newMarkdown(more ...goldmark.Extender) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
			extension.Strikethrough, extension.TaskList, extension.Footnote, extension.DefinitionList,
		),
		goldmark.WithExtensions(more...),
		goldmark.WithParserOptions(
			parser.WithInlineParsers(util.Prioritized(governor{}, -1), util.Prioritized(wikiLinks{}, 199)), // before other links
			parser.WithASTTransformers(util.Prioritized(thrift{}, 1000), util.Prioritized(eastAsian{}, 1001)),
		),
		goldmark.WithRendererOptions(html.WithUnsafe()),
	)
}

// readMarkdown reads Markdown of clean characters.
func readMarkdown(s string, o Options) Document {
	if isAbsurd(s) {
		return plain(s)
	}
	src := []byte(s)
	tree := convert(s, src)
	if doc, ok := write(s, src, tree, newReferences(o, nil)); ok {
		return doc
	}
	doc, err := settleMarkdown(src, tree, newReferences(o, nil))
	if err != nil {
		return plain(s)
	}
	return doc
}

// settleMarkdown reads what the converter writes as [HTML] reads what people write.
func settleMarkdown(src []byte, tree ast.Node, refs references) (Document, error) {
	var b strings.Builder
	if err := markdown.Renderer().Render(&b, src, tree); err != nil {
		return Document{}, err
	}
	if !survey(b.String()).tame {
		return Document{}, errUnsettled
	}
	root, err := parse(b.String())
	if err != nil {
		return Document{}, err
	}
	nameHeadings(root)
	return settle(root, Document{}, refs)
}

// isAbsurd reports what would make the converter slow or its output much larger than s.
func isAbsurd(s string) bool {
	if len(s) > maxMarkdown || strings.Count(s, "[^") > maxFootnotes || strings.Count(s, "]:") > maxReferences {
		return true
	}
	width, filling := 0, 0
	for line := range strings.Lines(s) {
		if levels(line) > maxLevels {
			return true
		}
		cells := strings.Count(line, "|")
		switch {
		case cells == 0 && width == 0: // no table is near
		case strings.Trim(line, "> \t\n") == "": // ends a table
			width = 0
		case strings.Trim(line, "|:->*+ \t\n0123456789.)") == "": // may be the second row of one
			width = max(width, cells)
		}
		filling += max(width-cells, 0)
	}
	return filling > maxFilling
}

// levels returns how many lists and quotations a line can be inside of: one for each of its first markers, one for each
// two columns of indentation.
func levels(line string) int {
	n, columns := 0, 0
	for {
		rest := strings.TrimLeft(line, " ")
		columns += len(line) - len(rest)
		marker := 0
		switch {
		case rest == "":
		case rest[0] == '\t':
			marker, columns = 1, columns+4
		case rest[0] == '>':
			marker = 1
			n++
		default:
			if marker = itemMarker(rest); marker > 0 {
				n++
			}
		}
		if marker == 0 {
			return n + columns/2
		}
		line = rest[marker:]
	}
}

// itemMarker returns the length of the marker of a list item with which s begins, or 0.
func itemMarker(s string) int {
	end := 0
	for end < len(s) && end < 9 && '0' <= s[end] && s[end] <= '9' {
		end++
	}
	marks := ".)"
	if end == 0 {
		marks = "-+*"
	}
	if end+1 < len(s) && strings.IndexByte(marks, s[end]) >= 0 && strings.IndexByte(" \t\n", s[end+1]) >= 0 {
		return end + 1
	}
	return 0
}

// governor counts the delimiters of a block before any other parser sees them. Matching emphasis and links takes time that grows
// with the square of their number (90 KB of "*a_" took 3 s), so from maxDelimiters on each stands for itself.
type governor struct{}

const delimiters = "*_[]!`<~("

var governed = parser.NewContextKey()

type tally struct {
	block ast.Node
	count int
}

func (governor) Trigger() []byte { return []byte(delimiters) }

func (governor) Parse(parent ast.Node, block source.Reader, pc parser.Context) ast.Node {
	t, _ := pc.Get(governed).(*tally)
	if t == nil || t.block != parent {
		t = &tally{block: parent}
		pc.Set(governed, t)
	}
	t.count++
	line, segment := block.PeekLine()
	if t.count <= maxDelimiters || strings.IndexByte(delimiters, line[0]) < 0 {
		return nil
	}
	block.Advance(1)
	return ast.NewTextSegment(segment.WithStop(segment.Start + 1))
}

// thrift takes the destinations from links once they add up to far more than the source. A long reference that is used at
// every word would otherwise grow a megabyte into gigabytes.
type thrift struct{}

func (thrift) Transform(doc *ast.Document, reader source.Reader, pc parser.Context) {
	if len(pc.References()) == 0 { // each is written where it is used
		return
	}
	budget := 4*len(reader.Source()) + 1<<20                                    // bytes
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // it fails only if the function does
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			n.Destination, n.Title, budget = spend(n.Destination, n.Title, budget)
		case *ast.Image:
			n.Destination, n.Title, budget = spend(n.Destination, n.Title, budget)
		}
		return ast.WalkContinue, nil
	})
}

func spend(destination, title []byte, budget int) ([]byte, []byte, int) {
	if budget -= len(destination) + len(title); budget < 0 {
		return nil, nil, budget
	}
	return destination, title, budget
}

var (
	_ parser.InlineParser   = governor{}
	_ parser.ASTTransformer = thrift{}
)
