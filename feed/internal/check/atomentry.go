package check

import (
	"encoding/base64"
	"slices"
	"strings"
	"time"
)

// atomEntry checks an entry (RFC 4287 section 4.1.2). The feed is nil when the entry is a document.
func (r *report) atomEntry(e, feed *node) stamped {
	r.shape(e, entryGrammar)
	r.atomMetadata(e)
	r.authors(e, feed)
	s := r.entryDates(e)
	if id := e.first(atomNS, "id"); id != nil {
		s.id = id.value()
	}
	content, links := e.first(atomNS, "content"), e.all(atomNS, "link")
	alternate := slices.ContainsFunc(links, func(l *node) bool { return l.attr("rel") == "alternate" || !l.has("rel") })
	switch {
	case content == nil && !alternate: // section 4.1.2: MUST
		r.add(e.at, missing, "the entry has neither content nor an alternate link")
	case content == nil && e.first(atomNS, "summary") == nil:
		r.add(e.at, noText, "the entry has neither content nor a summary")
	case !alternate:
		r.add(e.at, wanted, "the entry has no alternate link")
	}
	if content != nil {
		r.atomContent(content)
	}
	if source := e.first(atomNS, "source"); source != nil {
		r.source(source)
	}
	r.modules(e)
	item := item{id: s.id, at: e.at}
	if t := e.first(atomNS, "title"); t != nil && (t.attr("type") == "text" || !t.has("type")) {
		item.title = t.value()
	}
	r.summary.items = append(r.summary.items, item)
	return s
}

// authors holds that an entry has an author of its own, of its source or of its feed (section 4.2.1).
func (r *report) authors(e, feed *node) {
	source := e.first(atomNS, "source")
	switch {
	case e.first(atomNS, "author") != nil, feed != nil && feed.first(atomNS, "author") != nil, source != nil && source.first(atomNS, "author") != nil:
	default:
		r.add(e.at, missing, "neither the entry nor the feed has an author")
	}
}

func (r *report) entryDates(e *node) stamped {
	s := stamped{at: e}
	u, p := e.first(atomNS, "updated"), e.first(atomNS, "published")
	if p == nil {
		r.add(e.at, noPublished, "the entry has no published")
	}
	if u == nil {
		return s
	}
	s.raw = u.value()
	s.updated, _ = time.Parse(time.RFC3339, s.raw)
	if p != nil {
		published, err := time.Parse(time.RFC3339, p.value())
		if err == nil && !s.updated.IsZero() && s.updated.Before(published) {
			r.add(u.at, turnedDates, "entry %q: updated is before published", entryName(e))
		}
	}
	return s
}

// entryName is what people know an entry by.
func entryName(e *node) string {
	for _, name := range []string{"title", "id", "guid", "link"} {
		for _, k := range e.kids {
			if k.name == name && k.value() != "" {
				return k.value()
			}
		}
	}
	return ""
}

// source checks where an entry came from (section 4.2.11): it should be what was there.
func (r *report) source(n *node) {
	r.shape(n, sourceGrammar)
	r.atomMetadata(n)
	for _, name := range []string{"id", "title", "updated"} {
		if n.first(atomNS, name) == nil {
			r.add(n.at, advised, "<source> has no <%s>", name)
		}
	}
}

// atomText checks a text construct (section 3.1).
func (r *report) atomText(n *node) {
	r.attributes(n, []string{"type"})
	kind, given := n.lookup("", "type")
	switch {
	case !given:
		kind = "text"
	case strings.TrimSpace(kind) == "":
		r.add(n.at, blank, "the type of <%s> is empty", n.name)
		kind = "text"
	case kind != "text" && kind != "html" && kind != "xhtml":
		r.add(n.at, badValue, "the type of <%s> must be text, html or xhtml, not %q", n.name, kind)
		if strings.HasSuffix(kind, "/html") {
			kind = "html"
		}
	}
	r.typed(n, kind)
}

// atomContent checks content (section 4.1.3).
func (r *report) atomContent(n *node) {
	r.attributes(n, []string{"type", "src"})
	kind, given := n.lookup("", "type")
	src, out := n.lookup("", "src")
	if given && strings.TrimSpace(kind) == "" {
		r.add(n.at, blank, "the type of <content> is empty")
	}
	short := kind == "text" || kind == "html" || kind == "xhtml"
	composite := strings.HasPrefix(kind, "multipart/") || strings.HasPrefix(kind, "message/")
	if kind != "" && (!short || out) && (composite || !mediaType().MatchString(kind)) { // sections 4.1.3.1 and 4.1.3.2
		r.add(n.at, badType, "the type of <content> is no media type that it may have: %q", kind)
	}
	if out {
		r.outside(n, src, given)
		return
	}
	if kind == "" {
		kind = "text"
	}
	if !mediaType().MatchString(kind) {
		r.typed(n, kind)
		return
	}
	r.mediaContent(n, kind)
}

// outside checks content that is elsewhere (section 4.1.3.2).
func (r *report) outside(n *node, src string, typed bool) {
	r.iri(n, "src of <content>", src)
	if !typed {
		r.add(n.at, advised, "<content> with src has no type")
	}
	for _, k := range n.kids {
		r.add(k.at, unknownElement, "unknown element <%s> in <content>, which must be empty", k.full())
	}
	if n.value() != "" {
		r.add(n.at, strayText, "text stands in <content>, which must be empty")
	}
	if n.parent.first(atomNS, "summary") == nil {
		r.add(n.at, noSummary, "the entry has no summary, though its content is elsewhere")
	}
}

// mediaContent checks content with a media type (section 4.1.3.3).
func (r *report) mediaContent(n *node, kind string) {
	base, _, _ := strings.Cut(strings.ToLower(kind), ";")
	isXML := strings.HasSuffix(base, "+xml") || strings.HasSuffix(base, "/xml")
	if isXML {
		if len(n.kids) > 0 && n.value() != "" {
			r.add(n.at, strayText, "text stands beside the XML in <content>")
		}
		if base == "application/xhtml+xml" && len(n.kids) > 0 && n.kids[0].name != "html" {
			r.add(n.at, oddType, "the type %s is that of a whole page, but <content> holds a piece of one", base)
		}
		if len(n.kids) > 0 {
			r.xhtml(n.kids[0], n)
		}
		return
	}
	r.escaped(n, kind)
	if strings.HasPrefix(base, "text/") {
		if base == "text/html" {
			r.fragment(n, "<content>", n.text)
			if n.value() != "" && !strings.Contains(strings.ToLower(n.text), "<html") {
				r.add(n.at, oddType, "the type text/html is that of a whole page, but <content> holds a piece of one")
			}
		} else {
			r.plain(n, "<content>", n.text, n.literal)
		}
		return
	}
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(n.text), ""))
	if err != nil {
		r.add(n.at, badValue, "<content> of type %s is not in Base64", kind)
	} else if strings.HasSuffix(base, "/html") {
		r.fragment(n, "<content>", string(data))
	}
	if n.parent.first(atomNS, "summary") == nil {
		r.add(n.at, noSummary, "the entry has no summary, though its content is in Base64")
	}
}

// typed checks text of the types text, html and xhtml (section 3.1.1).
func (r *report) typed(n *node, kind string) {
	if kind != "xhtml" {
		r.escaped(n, kind)
	}
	switch kind {
	case "html":
		r.fragment(n, "<"+n.name+">", n.text)
	case "xhtml":
		r.inline(n)
		return
	default:
		r.plain(n, "<"+n.name+">", n.text, false)
	}
	if n.value() == "" && len(n.kids) == 0 {
		r.add(n.at, blank, "<%s> is empty", n.name)
	}
}

// escaped reports elements in what must be text.
func (r *report) escaped(n *node, kind string) {
	for _, k := range n.kids {
		r.add(k.at, notEscaped, "<%s> stands in <%s>, whose type is %s", k.full(), n.name, kind)
	}
}

// inline checks type="xhtml": exactly one div of XHTML (section 3.1.1.3).
func (r *report) inline(n *node) {
	if v := n.value(); v != "" {
		if markupIn(v, true) != "" {
			r.add(n.at, notInline, "<%s> holds escaped markup", n.name)
		}
		r.add(n.at, noDiv, "text stands in <%s> outside of the div", n.name)
	}
	for i, k := range n.kids {
		switch {
		case k.name == "div" && k.space != xhtmlNS:
			r.add(k.at, noDiv, "the div in <%s> is not in the namespace of XHTML", n.name)
			r.add(k.at, badHTML, "the div in <%s> is in the namespace %q", n.name, k.space)
		case k.name != "div" || i > 0:
			r.add(k.at, noDiv, "<%s> stands in <%s> in place of one div", k.full(), n.name)
		case len(k.kids) == 0 && markupIn(k.text, true) != "":
			r.add(k.at, notInline, "<%s> holds escaped markup", n.name)
		}
		r.xhtml(k, n)
	}
	if len(n.kids) == 0 && n.value() == "" {
		r.add(n.at, blank, "<%s> is empty", n.name)
	}
}

// xhtml checks an element of inline content as [report.fragment] checks HTML.
func (r *report) xhtml(n, in *node) {
	what := "<" + in.name + ">"
	switch n.space {
	case xhtmlNS:
		t := tag{name: n.name}
		for _, a := range n.attrs {
			if a.Name.Space == "" {
				t.attrs = append(t.attrs, attribute{a.Name.Local, a.Value})
			}
		}
		r.element(n, what, t, false)
	case svgNS, mathNS:
		r.foreign(n, what)
	case "", atomNS:
		if n.name != "div" || n.parent != in {
			r.add(n.at, badHTML, "%s holds <%s> without the namespace of XHTML", what, n.name)
		}
	default:
		if _, known := prefixes[n.space]; known && (n.parent.name != "metadata") {
			r.add(n.at, unknownElement, "unknown element <%s> in <%s>", n.full(), n.parent.name)
		}
	}
	if n.space == xhtmlNS && n.prefix != "" && n.parent == in {
		r.add(n.at, oddPrefix, "the div has the prefix %s", n.prefix)
	}
	for _, k := range n.kids {
		r.xhtml(k, in)
	}
}

// foreign checks pictures and formulas: what runs or loads is as dangerous as in HTML.
func (r *report) foreign(n *node, what string) {
	if known := svgElements[n.name] || mathElements[n.name]; !known {
		r.add(n.at, dangerous, "%s holds <%s>", what, n.name)
	}
	for _, a := range n.attrs {
		if a.Name.Space == "" && (!foreignAttributes[a.Name.Local] || strings.HasPrefix(a.Name.Local, "on")) {
			r.add(n.at, dangerous, "%s holds the attribute %s of <%s>", what, a.Name.Local, n.name)
		}
	}
}
