// Package wire turns a feed into the bytes of a feed document.
//
// The documents embed the element types of gorilla/feeds and shadow what is poor there (one link, no category, no
// language, no generator). Every text passes [Text] or [Line] on its way, so that no input
// can make a document ill-formed.
package wire

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
)

// Feed is what a feed document says.
type Feed struct {
	ID, Title, Subtitle, Language string
	Self, Home                    string // absolute URLs of the document and of the page it belongs to
	Icon, Logo                    string // absolute URLs, or empty
	Generator                     Generator
	Updated                       time.Time
	Authors                       []Person
	Entries                       []Entry
	Items                         []Item // Entries as the document has them, when they were encoded before; or nil
	Deleted                       []Deleted
	Style                         string        // absolute URL of a style sheet for browsers, or empty
	Every                         time.Duration // between two entries, as a rule; 0 when nobody knows
	Podcast                       *Podcast      // or nil
	Hub                           string        // absolute URL of a WebSub hub, or empty

	// Of a feed that spans several documents, RFC 5005.
	Complete bool   // all entries are in this document (section 2)
	Archive  bool   // the document holds older entries (section 4)
	Current  string // of an archive: absolute URL of the newest document
	Previous string // absolute URL of the archive document that comes before in time
}

// Deleted is an entry that was taken back, RFC 6721.
type Deleted struct {
	ID   string
	When time.Time
}

// Generator names the program that wrote the document.
type Generator struct{ Name, Version, URL string }

// Entry is one entry of a feed.
type Entry struct {
	ID, Title, Language string
	URL                 string // absolute URL of what the entry stands for
	Published, Updated  time.Time
	Authors             []Person
	Categories          []string
	Summary             string // plain text
	HTML                string // safe HTML with absolute URLs
	Image               string // absolute URL of a picture that stands for the entry, or empty
	Related             []Link
	Enclosure           Enclosure // without a URL there is none
	Episode             *Episode  // or nil

	ImageWidth, ImageHeight int // pixels; 0 when they are not known
}

// Enclosure is a file that comes with an entry.
type Enclosure struct {
	URL, Type string
	Bytes     int64
	Duration  time.Duration // of audio and video; 0 when it is not known
	Width     int           // of pictures and video, in pixels; 0 when it is not known, as is the height
	Height    int
}

// Person is an author.
type Person struct{ Name, URL, Email string }

// Link is an address with its title.
type Link struct{ URL, Title string }

func writeXML(w io.Writer, doc any) error {
	_, err := w.Write(encodeXML(doc, ""))
	return err
}

// encodeXML encodes a document; style is the address of the style sheet that a browser shows it with, or empty (W3C, "Associating
// Style Sheets with XML documents 1.0").
func encodeXML(doc any, style string) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if style = address(style); style != "" {
		b.WriteString(`<?xml-stylesheet type="text/css" href="` + escaped.Replace(style) + `"?>` + "\n")
	}
	e := xml.NewEncoder(&b)
	e.Indent("", indentStep)
	if err := e.Encode(doc); err != nil {
		panic(fmt.Sprint("seedfeed: internal error: encode a document: ", err))
	}
	b.WriteByte('\n')
	return b.Bytes()
}

// stamp writes an instant as RFC 3339, in UTC, with milliseconds only where it has some (RFC 4287 section 3.3).
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999Z07:00") }

// address returns s when it is an absolute URL with nothing that a URI doesn't allow, percent-encoding what needs it.
func address(s string) string {
	u, err := url.Parse(strings.TrimSpace(Line(s)))
	if err != nil || u.Scheme == "" || u.Opaque == "" && u.Host == "" && u.Path == "" {
		return ""
	}
	return u.String()
}
