package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
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
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
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

// writeChecked writes f and makes sure that what was written says what f says: a document that doesn't is never published.
func writeChecked(w io.Writer, f *Feed) error {
	var b bytes.Buffer
	if err := f.WriteAtom(&b); err != nil {
		return err
	}
	doc, err := parseAtom(bytes.NewReader(b.Bytes()))
	if err != nil {
		return fmt.Errorf("check the feed: %w", err)
	}
	if err := doc.says(f); err != nil {
		return fmt.Errorf("check the feed: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// says compares what a reader would find with what was meant.
func (d *atomDocument) says(f *Feed) error {
	if d.ID != f.ID || d.Title != f.Title || !d.Updated.Equal(f.Updated) || len(d.Entries) != len(f.Entries) || len(d.Deleted) != len(f.Deleted) {
		return fmt.Errorf("id %q, title %q, updated %v, %d entries came back as %q, %q, %v, %d", f.ID, f.Title, f.Updated, len(f.Entries), d.ID, d.Title, d.Updated, len(d.Entries))
	}
	seen := map[string]bool{}
	for i, got := range d.Entries {
		want := f.Entries[i]
		switch {
		case got.ID != want.ID || got.Title != want.Title || got.Content != want.Content:
			return fmt.Errorf("entry %q came back changed", want.ID)
		case !got.Published.Equal(want.Published) || !got.Updated.Equal(want.Updated) || got.Updated.Before(got.Published):
			return fmt.Errorf("entry %q came back with other dates", want.ID)
		case seen[got.ID]:
			return fmt.Errorf("entry %q is there twice", want.ID)
		}
		seen[got.ID] = true
	}
	return nil
}
