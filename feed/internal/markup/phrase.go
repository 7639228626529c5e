package markup

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extended "github.com/yuin/goldmark/extension/ast"
	converter "github.com/yuin/goldmark/renderer/html"
	source "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"
)

// phrase writes a part of a line.
func (w *writer) phrase(n ast.Node, in setting) {
	switch n := n.(type) {
	case *ast.Text:
		w.words(n)
	case *ast.Link:
		w.link(n, in)
	case *ast.AutoLink:
		w.autoLink(n, in)
	case *ast.Image:
		w.image(n, in)
	case *ast.CodeSpan:
		w.code(n)
	case *ast.Emphasis:
		if n.Level == 2 {
			w.odd = w.odd || in.strong // twice says no more
			in.strong = true
			w.span(n, in, "<strong>", "</strong>")
			return
		}
		w.odd = w.odd || in.em
		in.em = true
		w.span(n, in, "<em>", "</em>")
	case *extended.Strikethrough:
		w.span(n, in, "<del>", "</del>")
	case *extended.TaskCheckBox:
		w.odd = w.odd || in.heading
		if n.IsChecked {
			w.say("☑ ")
		} else {
			w.say("☐ ")
		}
	case *extended.FootnoteLink:
		w.mark(n, in)
	case *extended.FootnoteBacklink:
		w.say("\u00a0")
		w.anchor(w.href("#"+markID(n.Index, n.RefIndex)), nil)
		w.say("↩\ufe0e")
		w.put("</a>")
	default: // HTML
		w.odd = true
	}
}

// say writes text.
func (w *writer) say(s string) {
	w.html = escape(w.html, s)
	w.seen.words(s)
}

// words writes a line of a paragraph, or a part of one.
func (w *writer) words(n *ast.Text) {
	w.say(w.value(n))
	switch {
	case n.IsRaw():
	case n.HardLineBreak():
		w.empty("<br/>")
		w.say("\n")
	case n.SoftLineBreak():
		w.say("\n")
	}
}

// value returns what the author means by what he wrote.
func (w *writer) value(n *ast.Text) string {
	s := w.written(n.Segment)
	if n.IsRaw() {
		return s
	}
	return w.resolved(s)
}

func (w *writer) written(s source.Segment) string {
	if s.Padding == 0 && !s.ForceNewline {
		return w.text[s.Start:s.Stop]
	}
	return string(s.Value(w.src))
}

// resolved returns s with its escapes and references resolved. They can hide characters that are not to be written.
func (w *writer) resolved(s string) string {
	if strings.IndexByte(s, '&') < 0 && strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b memory
	converter.DefaultWriter.Write(&b, []byte(s))
	s = html.UnescapeString(b.String())
	w.odd = w.odd || clean(s) != s || strings.Contains(s, byteOrderMark)
	return s
}

// memory is what the converter's functions write to.
type memory struct{ bytes.Buffer }

func (*memory) Buffered() int { return 0 }
func (*memory) Flush() error  { return nil }

func (w *writer) code(n *ast.CodeSpan) {
	before := len(w.seen.b)
	w.put("<code>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		s := w.written(c.(*ast.Text).Segment)
		if line, ok := strings.CutSuffix(s, "\n"); ok {
			w.say(line)
			s = " "
		}
		w.say(s)
	}
	w.put("</code>")
	w.odd = w.odd || len(w.seen.b) == before
}

func (w *writer) link(n *ast.Link, in setting) {
	w.odd = w.odd || in.link
	href := w.href(string(util.URLEscape(n.Destination, true)))
	w.anchor(href, n.Title)
	only := n.FirstChild()
	in.link = true
	in.alone = href != "" && only != nil && only.Kind() == ast.KindImage && only.NextSibling() == nil
	w.span(n, in, "", "</a>")
}

func (w *writer) autoLink(n *ast.AutoLink, in setting) {
	w.odd = w.odd || in.link
	ref := string(util.URLEscape(n.URL(w.src), false))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(ref), "mailto:") {
		ref = "mailto:" + ref
	}
	w.anchor(w.href(ref), nil)
	w.say(string(n.Label(w.src)))
	w.put("</a>")
}

// anchor begins a link.
func (w *writer) anchor(href string, title []byte) {
	w.put("<a")
	if href != "" {
		w.attribute("href", href)
	}
	if title != nil {
		w.attribute("title", w.resolved(string(title)))
	}
	w.put(">")
}

// href returns where a link leads, "" for nowhere.
func (w *writer) href(ref string) string {
	to := w.ids.target(ref)
	w.ahead = w.ahead || to == ref && strings.HasPrefix(ref, "#")
	href, _ := w.refs.absolute(to, asLink)
	return href
}

// image writes a picture, or the words that stand for it if it is nowhere.
func (w *writer) image(n *ast.Image, in setting) {
	alt := w.alt(n)
	src, ok := w.refs.absolute(string(util.URLEscape(n.Destination, true)), asPicture)
	if !ok {
		w.odd = w.odd || in.heading
		w.say(alt)
		return
	}
	title := w.resolved(string(n.Title))
	last := "" // an alt that the author did not write comes last
	if strings.TrimSpace(alt) == "" {
		last = title
		if in.link && strings.TrimSpace(title) == "" {
			w.odd = w.odd || !in.alone
			last = fileName(src)
		}
	}
	w.put("<img")
	w.attribute("src", src)
	if last == "" {
		w.attribute("alt", alt)
	}
	if n.Title != nil {
		w.attribute("title", title)
	}
	width, height := w.refs.options.size(src)
	if width > 0 {
		w.attribute("width", strconv.Itoa(width))
		w.attribute("height", strconv.Itoa(height))
	}
	if last != "" {
		w.attribute("alt", last)
		alt = last
	}
	w.put("/>")
	w.solid++
	w.pictures = list(w.pictures, Picture{src, alt, width, height})
}

// alt returns the text of n as the converter writes it into an attribute.
func (w *writer) alt(n ast.Node) (s string) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			s += w.alt(c)
			continue
		}
		s += w.value(t)
		switch {
		case t.IsRaw():
		case t.HardLineBreak():
			s += "<br>\n"
		case t.SoftLineBreak():
			s += "\n"
		}
	}
	return s
}

// mark writes the mark of a footnote, which is no text as long as it is a link; see [isMark].
func (w *writer) mark(n *extended.FootnoteLink, in setting) {
	number := strconv.Itoa(n.Index)
	href := w.href("#fn:" + number)
	w.odd = w.odd || in.link || in.heading && href == ""
	w.put("<sup" + w.id(markID(n.Index, n.RefIndex)) + ">")
	w.anchor(href, nil)
	if href == "" {
		w.say(number)
	} else {
		w.put(number)
	}
	w.put("</a></sup>")
	w.solid++
}

func markID(index, reference int) string {
	if reference == 0 {
		return "fnref:" + strconv.Itoa(index)
	}
	return "fnref" + strconv.Itoa(reference) + ":" + strconv.Itoa(index)
}
