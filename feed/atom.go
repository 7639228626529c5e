package feed

import (
	"encoding/xml"
	"errors"
	"io"
	"time"
)

// atomDocument is what is read back of an Atom document.
type atomDocument struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated time.Time   `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
	Deleted []struct {
		Ref  string    `xml:"ref,attr"`
		When time.Time `xml:"when,attr"`
	} `xml:"http://purl.org/atompub/tombstones/1.0 deleted-entry"`
}

type atomEntry struct {
	archive int // number of the archive document that it stands in, 0 for the feed

	Language   string       `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID         string       `xml:"id"`
	Title      string       `xml:"title"`
	Published  time.Time    `xml:"published"`
	Updated    time.Time    `xml:"updated"`
	Content    string       `xml:"content"`
	Summary    string       `xml:"summary"`
	Links      []atomLink   `xml:"link"`
	Authors    []atomPerson `xml:"author"`
	Categories []struct {
		Term string `xml:"term,attr"`
	} `xml:"category"`
}

type atomLink struct {
	Rel    string `xml:"rel,attr"`
	Href   string `xml:"href,attr"`
	Type   string `xml:"type,attr"`
	Length int64  `xml:"length,attr"`
}

// link returns the address of the first link of a kind, "" when there is none.
func (e *atomEntry) link(rel string) string { return linkOf(e.Links, rel) }

func linkOf(links []atomLink, rel string) string {
	for _, l := range links {
		if l.Rel == rel {
			return l.Href
		}
	}
	return ""
}

type atomPerson struct {
	Name  string `xml:"name"`
	URL   string `xml:"uri"`
	Email string `xml:"email"`
}

func parseAtom(r io.Reader) (*atomDocument, error) {
	doc := new(atomDocument)
	d := xml.NewDecoder(r)
	if err := d.Decode(doc); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err == nil { // a line end is all that may follow
		_, err = d.Token()
		if !errors.Is(err, io.EOF) {
			return nil, errors.New("something follows the feed")
		}
	}
	return doc, nil
}
