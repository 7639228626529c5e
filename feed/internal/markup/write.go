package markup

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	extended "github.com/yuin/goldmark/extension/ast"
)

// Most Markdown has no HTML of its author's in it, and what the converter makes of it stands where it may. It is written straight from
// the converter's tree, in one walk that gathers the text, the title and the pictures as well. To write it as HTML, and to parse that only
// to find that [settle] has little to do, takes seven times as long. What the walk doesn't know, or would have to mend, makes the
// document odd: then it goes the long way. FuzzMarkdown holds that both ways lead to the same.

// What is larger is left to the long way, which may refuse it.
const (
	maxPlainNodes = 1 << 15 // each becomes eight tags and attributes at most; see maxTags
	maxPlainDepth = 100     // nodes within each other; a parser of HTML gives up at 512 elements
)

// writer writes a document.
type writer struct {
	text string // what is read
	src  []byte // the same
	refs references

	html     []byte
	seen     visible
	title    string
	opening  opening
	pictures []Picture

	ids   anchors
	slugs slugs
	ranks ranks

	nodes int
	solid int  // what has been written that a reader sees but is no text
	ahead bool // A link leads to an id that is not known yet.
	odd   bool // The document must go the long way.
}

func (r *room) writer(s string, src []byte, refs references, known map[string]string) *writer {
	w := &writer{text: s, src: src, refs: refs, ids: newAnchors(refs.options.IDPrefix, known), slugs: slugs{}}
	w.html, w.seen.b = slices.Grow(r.html[:0], len(s)+len(s)/2), slices.Grow(r.text[:0], len(s))
	return w
}

// room is where a document is written. What stays of it is copied.
type room struct{ html, text []byte }

var rooms = sync.Pool{New: func() any { return new(room) }}

// mostRoom is how large a document may be that leaves its room to the next one: 1 MiB.
const mostRoom = 1 << 20

// setting says what a node is in.
type setting struct {
	depth         int
	quoted        bool // in something whose paragraphs are not the author's own
	heading, link bool
	em, strong    bool
	alone         bool // the only thing in a link that leads somewhere
}

// write returns the document of s, of which src are the bytes, from its tree. It is not ok if the document must go the long way.
func write(s string, src []byte, tree ast.Node, refs references) (doc Document, ok bool) {
	prefix := refs.options.IDPrefix
	if strings.Contains(s, byteOrderMark) || prefix != "" && !identifier().MatchString(prefix) {
		return doc, false
	}
	r := rooms.Get().(*room)
	defer rooms.Put(r)
	w := r.writer(s, src, refs, map[string]string{})
	w.document(tree)
	if w.ahead && !w.odd { // all ids are known now
		w = r.writer(s, src, refs, w.ids.known)
		w.document(tree)
	}
	if cap(w.html) <= mostRoom {
		r.html, r.text = w.html, w.seen.b
	}
	if w.odd || len(w.html) > maxWritten {
		return doc, false
	}
	doc.Title, doc.HTML, doc.Text, doc.Pictures = w.title, string(bytes.Trim(w.html, " \n\t")), w.seen.text(), w.pictures
	doc.First, doc.Image = w.opening.of(doc.Text), firstImage(w.pictures)
	return doc, true
}

// document writes all that is in the tree but the title. A heading that would then be taken for another title is one of the second level.
func (w *writer) document(tree ast.Node) {
	n := skipDefinitions(tree.FirstChild())
	if h, ok := n.(*ast.Heading); ok && h.Level == 1 {
		w.title = w.heading(h, 1, setting{})
		w.html, w.seen.b, w.pictures, w.ranks = w.html[:0], w.seen.b[:0], nil, nil
		n = skipDefinitions(n.NextSibling())
		if h, ok = n.(*ast.Heading); ok && h.Level == 1 {
			w.heading(h, 2, setting{})
			n = n.NextSibling()
		}
	}
	for ; n != nil && !w.odd; n = n.NextSibling() {
		w.node(n, setting{})
	}
}

// skipDefinitions returns the first of n and its next siblings that is shown.
func skipDefinitions(n ast.Node) ast.Node {
	for n != nil && n.Kind() == ast.KindLinkReferenceDefinition {
		n = n.NextSibling()
	}
	return n
}

func (w *writer) children(n ast.Node, in setting) {
	in.depth++
	for c := n.FirstChild(); c != nil && !w.odd; c = c.NextSibling() {
		w.node(c, in)
	}
}

func (w *writer) node(n ast.Node, in setting) {
	if w.nodes++; w.nodes > maxPlainNodes || in.depth > maxPlainDepth {
		w.odd = true
		return
	}
	switch n := n.(type) {
	case *ast.Paragraph:
		from := len(w.seen.b)
		w.block(n, in, "<p>", "</p>\n")
		if !in.quoted && w.opening.prose == "" {
			w.opening.offer(w.line(from))
		}
	case *ast.TextBlock:
		w.children(n, in)
		if n.NextSibling() != nil && n.FirstChild() != nil {
			w.say("\n")
		}
	case *ast.Heading:
		w.heading(n, n.Level, in)
	case *ast.ThematicBreak:
		w.empty("<hr/>\n")
	case *ast.Blockquote:
		in.quoted = true
		w.block(n, in, "<blockquote>\n", "</blockquote>\n")
	case *ast.CodeBlock:
		w.listing(n, nil)
	case *ast.FencedCodeBlock:
		w.listing(n, n.Language(w.src))
	case *ast.LinkReferenceDefinition:
	case *ast.List:
		w.list(n, in)
	case *ast.ListItem:
		start := "<li>"
		if first := n.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
			start = "<li>\n"
		}
		w.item(n, in, start, "</li>\n")
	case *extended.DefinitionList:
		first, last := n.FirstChild(), n.LastChild()
		w.odd = w.odd || first == nil || first.Kind() != extended.KindDefinitionTerm || last.Kind() != extended.KindDefinitionDescription
		w.block(n, in, "<dl>\n", "</dl>\n")
	case *extended.DefinitionTerm:
		w.item(n, in, "<dt>", "</dt>\n")
	case *extended.DefinitionDescription:
		start := "<dd>\n"
		if n.IsTight {
			start = "<dd>"
		}
		w.item(n, in, start, "</dd>\n")
	case *extended.FootnoteList:
		w.block(n, in, "<div>\n<hr/>\n<ol>\n", "</ol>\n</div>\n")
	case *extended.Footnote:
		w.item(n, in, "<li"+w.id("fn:"+strconv.Itoa(n.Index))+">\n", "</li>\n")
	case *extended.Table, *extended.TableHeader, *extended.TableRow, *extended.TableCell:
		w.table(n, in)
	default:
		w.phrase(n, in)
	}
}

func (w *writer) put(s string) { w.html = append(w.html, s...) }

func (w *writer) attribute(key, value string) {
	w.put(" " + key + `="`)
	w.html = escape(w.html, value)
	w.put(`"`)
}

// span writes n between two tags. It is odd to show nothing there: that would be taken out.
func (w *writer) span(n ast.Node, in setting, start, end string) {
	before := w.solid + len(w.seen.b)
	w.put(start)
	w.children(n, in)
	w.put(end)
	w.odd = w.odd || w.solid+len(w.seen.b) == before
}

// block is a span that has lines of its own.
func (w *writer) block(n ast.Node, in setting, start, end string) {
	w.seen.due = newline
	w.span(n, in, start, end)
	w.seen.due = newline
}

// item is a block that may be empty.
func (w *writer) item(n ast.Node, in setting, start, end string) {
	w.empty(start)
	w.children(n, in)
	w.put(end)
	w.seen.due = newline
}

// empty writes a tag that counts, whatever follows.
func (w *writer) empty(tag string) {
	w.put(tag)
	w.seen.due = newline
	w.solid++
}

// heading writes a heading and returns its text.
func (w *writer) heading(n *ast.Heading, level int, in setting) string {
	at, from := len(w.html), len(w.seen.b)
	name := "h" + strconv.Itoa(w.ranks.next(level))
	in.heading = true
	w.block(n, in, "", "</"+name+">\n")
	text := w.line(from)
	w.odd = w.odd || text == ""
	tag := "<" + name + w.id(w.slugs.distinct(slug(text))) + ">"
	w.html = slices.Insert(w.html, at, []byte(tag)...)
	return text
}

// line returns on one line the words that have been seen from an offset on.
func (w *writer) line(from int) string {
	return strings.ReplaceAll(string(bytes.TrimLeft(w.seen.b[from:], " \n")), "\n", " ")
}

// id returns the attribute of an element that is to have an id.
func (w *writer) id(old string) string {
	id := w.ids.add(old)
	if id == "" {
		return ""
	}
	return ` id="` + id + `"`
}

// listing writes a block of code.
func (w *writer) listing(n ast.Node, language []byte) {
	code := string(n.Lines().Value(w.src))
	w.put("<pre><code")
	if len(language) > 0 {
		if class := codeLanguage("language-" + w.resolved(string(language))); class != "" {
			w.attribute("class", class)
		}
	}
	w.put(">")
	w.html = escape(w.html, code)
	w.put("</code></pre>\n")
	w.seen.due = newline
	w.seen.lines(code)
	w.seen.due = newline
	w.odd = w.odd || strings.TrimSpace(code) == ""
}

func (w *writer) list(n *ast.List, in setting) {
	switch {
	case !n.IsOrdered():
		w.block(n, in, "<ul>\n", "</ul>\n")
	case n.Start == 1:
		w.block(n, in, "<ol>\n", "</ol>\n")
	default:
		w.block(n, in, `<ol start="`+strconv.Itoa(n.Start)+"\">\n", "</ol>\n")
	}
}

// table writes a table or a part of one. All rows are equally wide: the converter cuts and fills them.
func (w *writer) table(n ast.Node, in setting) {
	in.quoted = true
	switch n := n.(type) {
	case *extended.Table:
		w.item(n, in, "<table>\n", "</table>\n")
	case *extended.TableHeader:
		w.item(n, in, "<thead>\n<tr>\n", "</tr>\n</thead>\n")
		if n.NextSibling() != nil {
			w.put("<tbody>\n")
		}
	case *extended.TableRow:
		w.item(n, in, "<tr>\n", "</tr>\n")
		if n.NextSibling() == nil {
			w.put("</tbody>\n")
		}
	case *extended.TableCell:
		name := "td"
		if n.Parent().Kind() == extended.KindTableHeader {
			name = "th"
		}
		w.put("<" + name)
		if n.Alignment != extended.AlignNone {
			w.attribute("class", n.Alignment.String())
		}
		w.put(">")
		w.seen.due = max(w.seen.due, space)
		w.children(n, in)
		w.put("</" + name + ">\n")
	}
}
