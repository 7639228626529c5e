// Package markup turns Markdown or HTML into safe HTML with absolute URLs, a title and a first paragraph.
//
// What comes out can be shown by any feed reader as it is: no script, style, frame, form or event handler is left, every URL is
// absolute and percent-encoded, every ID is unique, each element stands where HTML allows it, and the markup is well-formed XML of
// XML 1.0 characters as well as HTML.
// It is also settled: [HTML] of a [Document]'s HTML, with the same options, is that HTML again.
//
// A leading h1 is the title and is taken out of the HTML, because readers show the title themselves. An h1 that would then
// lead becomes an h2, so that no reader and no second pass takes it for another title. Below the title no heading skips a level.
//
// Task list boxes become the characters ☐ and ☑: feed readers drop inputs.
//
// Work is bounded. Input that no person writes (see [MaxBytes] and the limits in the source: nesting over 500 levels, a flood
// of tags, tables wider than they can be read) comes out as plain paragraphs of its text; nothing is lost and nothing hangs.
package markup

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// MaxBytes is the largest input that is read. Markdown over 1 MiB is not interpreted: it becomes plain paragraphs.
const MaxBytes = 16 << 20 // 16 MiB

// maxRounds bounds the settling of HTML that parses differently each time it is written. One round changes ordinary
// documents and one more confirms; the worst of 200,000 random tag soups took 3.
const maxRounds = 10

// maxWritten bounds the growth of what is mostly characters that HTML must escape.
const maxWritten = 2 * MaxBytes

// errUnsettled says that the HTML kept changing, or that it holds more tags or levels than are read.
var errUnsettled = errors.New("markup does not settle")

// Options say where a document will be shown. The zero value works: it removes relative references.
type Options struct {
	// Base is the absolute URL of the page that shows the document. Relative references resolve against it; "#note" becomes
	// page#note. If it is nil or not absolute, relative references that Resolve does not know are removed.
	Base *url.URL

	// Resolve, if set, is asked first for each relative reference that has a path and no scheme or host. It gets the reference
	// as written (percent-encoding, query, fragment) save that backslashes in the path are slashes and that spaces around it and
	// line breaks within it are gone. If ok is false, or the answer is not an absolute URL, the reference resolves against Base.
	Resolve func(ref string) (absolute string, ok bool)

	// Named, if set, says where what a wiki link names is: [[name]], or [[name#heading]]. If ok is false the link is plain text.
	Named func(name string) (absolute string, ok bool)

	// Size, if set, returns the width and height in pixels of the picture at an absolute URL; zero where it is not known. A picture for
	// which its author gave neither gets both, so that a page doesn't move when it comes.
	Size func(absolute string) (width, height int)

	// IDPrefix is put before every id that does not begin with it, so that documents shown on one page do not clash.
	// It is made of letters, digits and "-_.:", and ends in one of these four.
	IDPrefix string

	// Judge, if set, says which blocks of a saved page are its text. It gets all that are left of the page once menus and the like
	// are out, in their order, and returns for each whether it stays. Without it, and for blocks beyond its answer, those stay that
	// are Inside. If nothing would stay, the page is read as one that was not saved.
	Judge func(blocks []Block) (keep []bool)
}

// Document is what was found in a text. All its fields are clean: valid UTF-8 of XML 1.0 characters.
type Document struct {
	Title       string   // Plain text in one line: of a page the h1 that its head agrees with, else what its head says; of Markdown and HTML fragments the leading h1. May be empty.
	HTML        string   // Safe, settled, well-formed HTML; it does not repeat Title.
	Text        string   // The visible text, block elements separated by newlines, Title not included; of a saved page without captions.
	First       string   // The first paragraph that reads like one, as plain text on one line.
	Language    string   // The lang attribute of the page, else what its head says.
	Authors     []string // The names in JSON-LD, else in meta elements, else those that the page marks as its authors'.
	Published   string   // As written in meta elements, else JSON-LD, else microdata, else a time element or a line marked as a date. It has a year.
	Updated     string   // As written in the same places.
	Canonical   string   // The absolute http(s) URL of the page's link rel=canonical, else og:url.
	Image       string   // The absolute URL of og:image, else of the first picture in the content.
	Description string   // Plain text of the meta description, else og:description.

	Pictures []Picture // The first of those in the content that are elsewhere, not inside the document.

	saved bool // It was cut out of a saved page: Text has no captions then, which are about pictures that it does not show.
}

// Picture is a picture in the content.
type Picture struct {
	URL, Alt      string
	Width, Height int // pixels; 0 where nobody said it
}

// Markdown reads CommonMark with GitHub's tables, strikethrough, task lists and autolinks, and with footnotes. Raw HTML
// in it is treated as [HTML] treats it. Headings get ids that keep the letters of any script.
// The error says that src is over [MaxBytes].
func Markdown(src string, o Options) (Document, error) {
	if len(src) > MaxBytes {
		return Document{}, tooLong("Markdown", src)
	}
	return readMarkdown(clean(src), o), nil
}

// HTML reads a whole page or a fragment, decoded to UTF-8. A fragment, one without doctype, html, head or body, is content from
// beginning to end. Of a page that was saved from a site, with menus and machinery around it (see saved.go for how it is known),
// the content is what an extractor finds, less what the page's own names say is furniture. The content of any other page is
// its largest article; without one its main; without that its body less navigation, asides, forms, and headers and footers
// of the page. The error says that src is over [MaxBytes].
func HTML(src string, o Options) (Document, error) {
	if len(src) > MaxBytes {
		return Document{}, tooLong("HTML", src)
	}
	s := clean(src)
	doc, err := read(s, o)
	if err != nil {
		bare := plain(bareText(s))
		doc.HTML, doc.Text, doc.First = bare.HTML, bare.Text, bare.First
	}
	return doc, nil
}

func tooLong(kind, src string) error {
	return fmt.Errorf("read %s: %d bytes are more than %d", kind, len(src), MaxBytes)
}

func read(s string, o Options) (Document, error) {
	look := survey(s)
	if !look.tame {
		return Document{}, errUnsettled
	}
	if look.page {
		return readPage(s, o)
	}
	root, err := parse(s)
	if err != nil {
		return Document{}, err
	}
	var doc Document
	doc.Published, doc.Updated = times(root)
	return settle(root, doc, newReferences(o, nil))
}

// settle makes the content under root safe and completes doc with it. Neither a parser nor a sanitiser of HTML is idempotent:
// taking out one element may let the parser read the rest differently. So the result counts only when another
// round leaves it as it is, which also proves that each step finds nothing more to do.
func settle(root *html.Node, doc Document, refs references) (Document, error) {
	last := ""
	for round := range maxRounds {
		tidy(root, refs)
		safe, err := sanitise(root)
		if err != nil {
			return doc, err
		}
		doc.Title = takeTitle(safe, doc.Title, round == 0)
		conform(safe)
		written, err := render(safe)
		if err != nil {
			return doc, err
		}
		written = strings.Trim(written, " \n\t")
		switch {
		case len(written) > maxWritten:
			return doc, errUnsettled
		case written == last:
			if look := survey(written); !look.tame || look.page {
				return doc, errUnsettled
			}
			return finish(doc, safe, written), nil
		}
		last = written
		if root, err = parse(written); err != nil {
			return doc, err
		}
	}
	return doc, errUnsettled
}

func sanitise(root *html.Node) (*html.Node, error) {
	s, err := render(root)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	if err := safety().SanitizeReaderToWriter(strings.NewReader(s), &b); err != nil {
		return nil, fmt.Errorf("sanitise HTML: %w", err)
	}
	return parse(b.String())
}

// finish fills in what is read off the settled content.
func finish(doc Document, content *html.Node, written string) Document {
	doc.HTML = written
	doc.Text = visibleText(content, !doc.saved)
	doc.First = firstParagraph(content, doc.Text)
	doc.Pictures = pictures(content)
	if doc.Image == "" {
		doc.Image = firstImage(doc.Pictures)
	}
	return doc
}
