package check

import (
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"
)

// node is an element of an XML document.
type node struct {
	at                  place
	space, prefix, name string
	attrs               []xml.Attr
	parent              *node
	kids                []*node
	firsts              map[xml.Name]*node // of kids, the first of each name
	language            string             // xml:lang as it holds here (XML 1.0 section 2.12)
	base                *url.URL           // that xml:base gives, absolute; nil when relative references are left to the reader
	text                string             // all that stands directly in it
	gathered            strings.Builder    // of text, until the element ends
	literal             bool               // a part of text is a CDATA section or a numeric reference: its author thought of escaping
	hex                 bool               // a part of text is a hexadecimal reference, as the RSS profile writes & and <
}

// No content that readers show nests deeper or has more attributes, and the work for an element stays small.
const (
	maxDepth      = 200
	maxAttributes = 500
)

// parse reads a document into a tree. After an error it returns what it has read so far, with the elements closed.
func (r *report) parse(text string) (root *node) {
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	p := &parser{report: r, text: text, declared: map[string]string{xmlNS: "xml"}}
	for {
		from := d.InputOffset()
		line, column := d.InputPos()
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = p.take(token, text[from:d.InputOffset()], place{line, column})
		}
		if err != nil {
			line, column = d.InputPos()
			r.illFormed(err, place{line, column})
			break
		}
	}
	for p.in != nil {
		p.close()
	}
	if p.root == nil && len(r.findings) == 0 {
		r.add(place{}, notFeed, "there is no element")
	}
	return p.root
}

func (r *report) illFormed(err error, at place) {
	what := err.Error()
	if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
		what = syntax.Msg
	}
	kind := illFormed
	if strings.Contains(what, "illegal character") {
		kind = badCharacter
	}
	r.add(at, kind, "the document is not well-formed: %s", strings.TrimPrefix(what, "xml: "))
}

type parser struct {
	report   *report
	text     string
	root, in *node
	depth    int
	declared map[string]string // namespace to prefix
}

var systemEntity = lazily(`(?s)<!ENTITY\s|\bSYSTEM\s|\[`)

func (p *parser) take(token xml.Token, raw string, at place) error {
	switch t := token.(type) {
	case xml.StartElement:
		return p.open(t, raw, at)
	case xml.EndElement:
		p.close()
	case xml.CharData:
		if p.in == nil {
			if strings.TrimSpace(string(t)) != "" {
				return errors.New("text outside of the root element")
			}
			return nil
		}
		p.in.gathered.Write(t)
		p.in.literal = p.in.literal || strings.HasPrefix(raw, "<![CDATA[") || strings.Contains(raw, "&#")
		p.in.hex = p.in.hex || strings.Contains(raw, "&#x")
	case xml.Directive:
		if s := string(t); strings.HasPrefix(s, "DOCTYPE") && systemEntity().MatchString(s) {
			p.report.add(at, doctype, "the DOCTYPE brings entities")
		}
	}
	return nil
}

func (p *parser) close() {
	p.in.text = p.in.gathered.String()
	p.in = p.in.parent
	p.depth--
}

func (p *parser) open(t xml.StartElement, raw string, at place) error {
	if p.in == nil && p.root != nil {
		return errors.New("a second root element <" + t.Name.Local + ">")
	}
	if strings.EqualFold(t.Name.Space, itunesNS) { // as it was written in the beginning
		t.Name.Space = itunesNS
	}
	if p.depth++; p.depth > maxDepth || len(t.Attr) > maxAttributes {
		return errors.New("elements nest too deep or have too many attributes")
	}
	name := strings.TrimPrefix(raw, "<")
	prefix, _, prefixed := strings.Cut(name[:max(0, strings.IndexAny(name+">", " \t\r\n/>"))], ":")
	if !prefixed {
		prefix = ""
	}
	n := &node{at: at, space: t.Name.Space, prefix: prefix, name: t.Name.Local, attrs: t.Attr, parent: p.in}
	n.language, _ = n.lookup(xmlNS, "lang")
	if v, ok := n.lookup(xmlNS, "base"); ok {
		if u, err := url.Parse(v); err == nil && u.IsAbs() {
			n.base = u
		}
	}
	p.namespaces(n)
	seen := make(map[xml.Name]bool, len(t.Attr))
	for _, a := range t.Attr {
		if seen[a.Name] {
			return errors.New("attribute " + a.Name.Local + " twice")
		}
		seen[a.Name] = true
		if a.Name.Space != "" && a.Name.Space != "xmlns" {
			p.known(a.Name.Space, a.Name.Local, at)
		}
	}
	if n.space != "" {
		p.known(n.space, n.prefix+":"+n.name, at)
	}
	if p.in == nil {
		p.root = n
	} else {
		p.in.adopt(n)
	}
	p.in = n
	return nil
}

// adopt appends a child, which inherits language and base.
func (n *node) adopt(kid *node) {
	n.kids = append(n.kids, kid)
	if n.firsts == nil {
		n.firsts = map[xml.Name]*node{}
	}
	if name := (xml.Name{Space: kid.space, Local: kid.name}); n.firsts[name] == nil {
		n.firsts[name] = kid
	}
	if _, own := kid.lookup(xmlNS, "lang"); !own {
		kid.language = n.language
	}
	if kid.base == nil {
		kid.base = n.base
	}
}

// known reports a prefix that nothing declared: the decoder then gives the prefix in place of the namespace.
func (p *parser) known(space, name string, at place) {
	if _, ok := p.declared[space]; !ok {
		p.report.add(at, undeclared, "the prefix %q of %s is not declared", space, strings.TrimPrefix(name, ":"))
	}
}

// namespaces checks the declarations on an element (R4).
func (p *parser) namespaces(n *node) {
	for _, a := range n.attrs {
		if a.Name.Space != "xmlns" && (a.Name.Space != "" || a.Name.Local != "xmlns") {
			continue
		}
		prefix := a.Name.Local
		if a.Name.Space == "" {
			prefix = ""
		}
		if strings.EqualFold(a.Value, itunesNS) {
			a.Value = itunesNS
		}
		if before, again := p.declared[a.Value]; again && before == prefix {
			continue
		}
		p.declared[a.Value] = prefix
		usual, known := prefixes[a.Value]
		switch {
		case !known && ownPrefix(prefix):
			p.report.add(n.at, oddPrefix, "the prefix %s belongs to another namespace than %q", prefix, a.Value)
		case !known && a.Value != "":
			p.report.add(n.at, oddNamespace, "the namespace %q is not known", a.Value)
		case usual != prefix && prefix != "":
			p.report.add(n.at, oddPrefix, "the prefix of %s is %s", a.Value, prefix)
		}
	}
}

func (n *node) attr(name string) string { v, _ := n.lookup("", name); return v }

func (n *node) has(name string) bool { _, ok := n.lookup("", name); return ok }

func (n *node) lookup(space, name string) (value string, ok bool) {
	for _, a := range n.attrs {
		if a.Name.Space == space && a.Name.Local == name {
			return a.Value, true
		}
	}
	return "", false
}

// value is the text without white space around it.
func (n *node) value() string { return strings.TrimSpace(n.text) }

// first returns the first child of a name, or nil.
func (n *node) first(space, name string) *node { return n.firsts[xml.Name{Space: space, Local: name}] }

func (n *node) all(space, name string) (found []*node) {
	for _, k := range n.kids {
		if k.name == name && k.space == space {
			found = append(found, k)
		}
	}
	return found
}

// full is the name as the document would best write it.
func (n *node) full() string {
	if p := prefixes[n.space]; p != "" && n.prefix != "" {
		return p + ":" + n.name
	}
	return n.name
}

// rename moves a tree into another namespace.
func (n *node) rename(from, to string) {
	if n.space == from {
		n.space = to
	}
	kids := n.kids
	n.kids, n.firsts = nil, nil
	for _, k := range kids {
		k.rename(from, to)
		n.adopt(k)
	}
}
