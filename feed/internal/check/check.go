// Package check tells what readers of a feed document will stumble over.
//
// It reads Atom 1.0 (RFC 4287), RSS 2.0 with the best practices profile of the RSS Advisory Board, JSON Feed 1.0 and 1.1,
// OPML 2.0 and the heads of HTML pages. Each finding names its rule:
//
//	R1-R4    bytes: UTF-8, declared, well-formed; only characters that XML allows; namespaces declared and known
//	R5       RSS: the channel's own elements before its items
//	R6       every entry has an ID, no two are equal
//	R10-R11  IDs are URIs in their canonical form; a guid that is no URL says so
//	R13-R15  dates: RFC 3339 or RFC 822 to the letter, in order, plausible, not in the future
//	R16, R21 entries have dates of their own
//	R22-R26  links: alternate, self, absolute, of a host that others can reach, with allowed characters
//	R28-R32  content: RSS description first, nothing dangerous, well-formed HTML, plain titles, not empty
//	R34-R35  pictures have a source and a text; JSON items have content
//	R37-R43  metadata: what must be there is, once; languages, people, types and numbers are what they say
//	R44-R52  HTTP: validators and 304, freshness, compression (of a site on disk: compressed files beside documents), HEAD, type and charset, no redirect, CORS,
//	         ranges for enclosures
//	R54      size
//	R56      history (RFC 5005), on one document and along the chain of a site
//	R58      cadence: ttl, skipHours, skipDays, the syndication module
//	R59, R61 discovery in pages, lists of feeds
//	R62-R66  podcasts: enclosures, the elements of iTunes and Podcasting 2.0, Media RSS
//	R67      tombstones (RFC 6721)
//	R74-R75  all formats of a site say the same; the document is what its specification says, element by element
//
// Not read: RSS 1.0 and older, Atom 0.3, and modules other than these: Atom in RSS, content, Dublin Core, syndication,
// threading, media, itunes, podcast, history, tombstones. What a document can't show, like an ID that changed since
// yesterday, is not checked.
package check

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"
	"time"
)

// Levels of a finding.
const (
	Error   = "error"   // against a MUST, or readers fail on it
	Warning = "warning" // against a SHOULD, or some readers do
	Hint    = "hint"    // could be better
)

// Finding is something that is not as it should be.
type Finding struct {
	Rule, Level, File string
	Line, Column      int // from 1; 0 when it is about the whole document
	What, Why, How    string
	fault             *fault
}

// Document checks one document. Its name stands in the findings and tells by its end what it means to be when its first
// bytes don't; now is when it is read.
func Document(name string, data []byte, now time.Time) []Finding {
	return read(name, data, now).sorted()
}

// read checks one document, and keeps what a check of the whole site asks of it.
func read(name string, data []byte, now time.Time) *report {
	r := &report{name: name, now: now, size: len(data)}
	text := r.decode(data)
	switch kindOf(name, text) {
	case "json":
		r.jsonFeed(data)
	case "html":
		if slices.Contains([]string{".atom", ".rss", ".xml", ".opml"}, extension(name)) {
			r.add(place{}, notFeed, "this is a page, no feed")
		}
		r.page(text)
	case "xml":
		r.xml(text)
	default:
		r.add(place{}, notFeed, "this is no feed: it starts with %q", clip(firstOf(text, 40)))
	}
	return r
}

// kindOf tells what a text is by its first tag.
func kindOf(name, text string) string {
	text = strings.TrimLeft(firstOf(text, 4<<10), " \t\r\n\uFEFF")
	if strings.HasPrefix(text, "{") || extension(name) == ".json" {
		return "json"
	}
	if !strings.HasPrefix(text, "<") {
		return ""
	}
	for {
		t, rest, found, _ := next(text)
		switch {
		case found && (t.name[0] == '!' || t.name[0] == '?') && !strings.HasPrefix(strings.ToLower(text), "<!doctype html"):
			text = strings.TrimLeft(rest, blanks)
		case found && slices.Contains([]string{"!doctype", "html", "head", "body", "meta"}, t.name):
			return "html"
		default:
			return "xml"
		}
	}
}

func extension(name string) string { return strings.ToLower(path.Ext(name)) }

// xml checks a document by its root element.
func (r *report) xml(text string) {
	root := r.parse(text)
	if root == nil {
		return
	}
	switch {
	case root.name == "feed" && root.space == atomNS:
		r.atomFeed(root)
	case root.name == "entry" && root.space == atomNS:
		r.atomEntry(root, nil)
	case root.name == "rss":
		r.rss(root)
	case root.name == "opml" && root.space == "":
		r.opml(root)
	case root.name == "feed", root.name == "entry":
		r.add(root.at, wrongNamespace, "<%s> is in the namespace %q", root.name, root.space)
		root.rename(root.space, atomNS)
		if root.name == "feed" {
			r.atomFeed(root)
		}
	case root.name == "RDF":
		r.add(root.at, notFeed, "RSS 1.0 is not checked")
	default:
		r.add(root.at, notFeed, "<%s> is the root of no feed", root.name)
	}
	r.sized()
}

// Sizes of a document (JSON Feed and reader authors name them as limits).
const (
	goodSize = 250 << 10 // bytes
	maxSize  = 512 << 10 // bytes
)

func (r *report) sized() {
	switch {
	case r.size > maxSize:
		r.add(place{}, tooLarge, "the document has %d kB", r.size>>10)
	case r.size > goodSize:
		r.add(place{}, large, "the document has %d kB", r.size>>10)
	}
}

// place is where something stands, from 1; 0 when unknown.
type place struct{ line, column int }

// report collects what is found in one document.
type report struct {
	name     string
	now      time.Time
	size     int
	kind     string // atom, rss, json, opml, html, or empty
	isOld    bool   // RSS 0.91, whose descriptions are plain text
	findings []Finding
	counts   map[*fault]int
	summary  summary
}

// maxAlike is how many findings of one kind a document may have: nobody reads more, and the rest is mostly the same.
const maxAlike = 50

func (r *report) add(at place, f *fault, what string, args ...any) {
	if r.counts == nil {
		r.counts = map[*fault]int{}
	}
	if r.counts[f]++; r.counts[f] <= maxAlike {
		r.findings = append(r.findings, Finding{f.rule, f.level, r.name, at.line, at.column, say(what, args...), f.why, f.how, f})
	}
}

// sorted returns the findings in the order of the document, without those that say the same of the same place.
func (r *report) sorted() []Finding {
	slices.SortStableFunc(r.findings, func(a, b Finding) int {
		return cmp.Or(a.Line-b.Line, a.Column-b.Column, strings.Compare(a.Rule, b.Rule))
	})
	return slices.CompactFunc(r.findings, func(a, b Finding) bool { return a == b })
}

func firstOf(s string, n int) string { return s[:min(n, len(s))] }

func lineOf(data []byte, offset int) place {
	before := data[:min(offset, len(data))]
	return place{1 + bytes.Count(before, []byte("\n")), len(before) - bytes.LastIndexByte(before, '\n')}
}
