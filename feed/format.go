package feed

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/wire"
)

// format is a way to write a feed document. All formats say the same of the same entries.
type format struct {
	name  string // as settings call it
	label string // as people do
	ext   string
	media string // type
	isXML bool

	encode   func(*wire.Encoder, *wire.Entry) wire.Item
	document func(*wire.Feed) *wire.Document
	parse    func(io.Reader) (readBack, error)
}

// formats are those there are. Atom comes first: it is always written, because it is what the next build reads.
var formats = []*format{
	{"atom", "Atom", ".atom", "application/atom+xml", true, (*wire.Encoder).Atom, wire.Atom, readAtom},
	{"rss", "RSS", ".rss", "application/rss+xml", true, (*wire.Encoder).RSS, wire.RSS, readRSS},
	{"json", "JSON Feed", ".json", "application/feed+json", false, (*wire.Encoder).JSON, wire.JSON, readJSON},
}

func formatNamed(name string) *format {
	for _, f := range formats {
		if f.name == name {
			return f
		}
	}
	return nil
}

// readBack is what a reader finds in a feed document. What its format can't say is zero.
type readBack struct {
	id, title string
	updated   time.Time
	deleted   int
	grain     time.Duration // to which its dates are exact
	entries   []readEntry
}

type readEntry struct {
	id, title, content string
	published, updated time.Time
}

func readAtom(r io.Reader) (readBack, error) {
	doc, err := parseAtom(r)
	if err != nil {
		return readBack{}, err
	}
	got := readBack{id: doc.ID, title: doc.Title, updated: doc.Updated, deleted: len(doc.Deleted), grain: time.Millisecond}
	for _, e := range doc.Entries {
		got.entries = append(got.entries, readEntry{e.ID, e.Title, e.Content, e.Published, e.Updated})
	}
	return got, nil
}

func readRSS(r io.Reader) (readBack, error) {
	var doc struct {
		XMLName xml.Name `xml:"rss"`
		Channel struct {
			Title   string  `xml:"title"`
			Updated rssTime `xml:"lastBuildDate"`
			Items   []struct {
				ID          string  `xml:"guid"`
				Title       string  `xml:"title"`
				Published   rssTime `xml:"pubDate"`
				Description string  `xml:"description"`
				Content     string  `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
			} `xml:"item"`
		} `xml:"channel"`
	}
	if err := xml.NewDecoder(r).Decode(&doc); err != nil {
		return readBack{}, err
	}
	got := readBack{title: doc.Channel.Title, updated: doc.Channel.Updated.Time, grain: time.Second}
	for _, i := range doc.Channel.Items {
		got.entries = append(got.entries, readEntry{id: i.ID, title: i.Title, content: first(i.Content, i.Description), published: i.Published.Time})
	}
	return got, nil
}

// rssTime is a date of RFC 822 with four digits for the year.
type rssTime struct{ time.Time }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (t *rssTime) UnmarshalText(text []byte) (err error) {
	t.Time, err = time.Parse(time.RFC1123Z, string(text))
	return err
}

func readJSON(r io.Reader) (readBack, error) {
	var doc struct {
		Title string `json:"title"`
		Items []struct {
			ID        string    `json:"id"`
			Title     string    `json:"title"`
			Content   string    `json:"content_html"`
			Published time.Time `json:"date_published"`
			Updated   time.Time `json:"date_modified"`
		} `json:"items"`
	}
	if err := json.NewDecoder(r).Decode(&doc); err != nil {
		return readBack{}, err
	}
	got := readBack{title: doc.Title, grain: time.Millisecond}
	for _, i := range doc.Items {
		got.entries = append(got.entries, readEntry{i.ID, i.Title, i.Content, i.Published, i.Updated})
	}
	return got, nil
}

// says compares what a reader would find with what was meant: f with these entries. means compares texts.
func (got *readBack) says(f *Feed, entries []Entry, means func(read, want string) bool) error {
	same := func(is, want time.Time) bool { return is.IsZero() || is.Equal(want.Truncate(got.grain)) }
	if got.id != "" && !means(got.id, f.ID) || !means(got.title, f.Title) || !same(got.updated, f.Updated) || len(got.entries) != len(entries) {
		return fmt.Errorf("id %q, title %q, updated %v, %d entries came back as %q, %q, %v, %d", f.ID, f.Title, f.Updated, len(entries), got.id, got.title, got.updated, len(got.entries))
	}
	if got.id != "" && got.deleted != len(f.Deleted) {
		return errors.New("tombstones got lost")
	}
	for i, e := range got.entries {
		want := entries[i]
		switch {
		case !means(e.id, want.ID) || !means(e.title, want.Title) || !means(e.content, want.Content):
			return fmt.Errorf("entry %q came back changed", want.ID)
		case e.published.IsZero() || !same(e.published, want.Published) || !same(e.updated, want.Updated) || want.Updated.Before(want.Published):
			return fmt.Errorf("entry %q came back with other dates", want.ID)
		}
	}
	return nil
}
