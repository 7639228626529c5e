package feed

import (
	"io"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/wire"
)

// Feed is what a feed document says. Texts are plain text; whatever bytes they hold, the document is well-formed.
type Feed struct {
	ID       string // a URI that never changes, RFC 4287 section 4.2.6
	Title    string
	Subtitle string
	Language string // BCP 47, or empty
	URL      string // absolute, of the document itself
	Home     string // absolute, of the page that it belongs to; empty when there is none
	Icon     string // absolute, of a square picture; or empty
	Logo     string // absolute, of a picture twice as wide as high; or empty
	Style    string // absolute, of a style sheet with which browsers show the document; or empty
	Hub      string // absolute, of what tells subscribers of changes (WebSub); or empty
	Updated  time.Time
	Authors  []Person
	Entries  []Entry   // newest first
	Deleted  []Deleted // entries that were taken back and that subscribers may still have (RFC 6721)

	// A feed may span several documents (RFC 5005).
	Complete bool   // all entries are in this document
	Archive  bool   // this document is an archive of older entries
	Current  string // of an archive: absolute URL of the document with the newest entries
	Previous string // absolute URL of the archive document that comes before this one in time; or empty

	Every   time.Duration // between two new entries, as a rule; 0 when nobody knows
	Podcast *Podcast      // of a podcast what directories ask for, which RSS alone can say; nil for any other feed
}

// Podcast is what a feed says of itself as a podcast. GUID, Owner's address, Category and artwork are what directories ask for.
type Podcast struct {
	GUID                  string // UUID that it keeps wherever it moves
	Category, Subcategory string // as Apple's directory calls them; or empty
	Explicit              string // "true" or "false"; empty when nobody said
	Image                 string // absolute URL of the artwork: JPEG or PNG, square, 1400 to 3000 pixels wide
	Owner                 Person // without a mail address there is none
	Serial                bool   // to be heard from the first episode on
	Locked                string // "yes" when no other platform may take it over, or "no"; empty when nobody said
	Funding               Link   // where listeners give money
	Copyright             string
	New                   string // absolute URL that the feed moved to
	Complete              bool   // there will be no more episodes
}

// Episode is what an entry of a podcast says besides its enclosure.
type Episode struct {
	Season, Number int    // from 1; 0 when unknown
	Kind           string // full, trailer or bonus; empty for full
	Explicit       string // "true" or "false"; empty for what the podcast says
	Image          string // absolute URL of a cover of its own; or empty
	Chapters       string // absolute URL of its chapters (github.com/Podcastindex-org/podcast-namespace, JSON); or empty
	Transcripts    []Transcript
}

// Transcript is a file with what is said in an episode.
type Transcript struct {
	URL, Type string
	Captions  bool // it says when, too
}

// Deleted is an entry that was taken back.
type Deleted struct {
	ID   string
	When time.Time
}

// Entry is one entry of a feed.
type Entry struct {
	ID         string // a URI that never changes
	Title      string // plain text
	URL        string // permalink, absolute; empty when it has no page
	Language   string // BCP 47, or empty
	Published  time.Time
	Updated    time.Time // not before Published
	Authors    []Person
	Categories []string
	Summary    string // plain text
	Content    string // HTML, safe to show, with absolute addresses only
	Image      string // absolute URL of a picture that stands for the entry; or empty
	Related    []Link // what to read besides
	Enclosure  *Enclosure
	Episode    *Episode

	ImageWidth, ImageHeight int // pixels; 0 when they are not known
}

// Enclosure is a file that comes with an entry: a recording, a film, a book, a picture.
type Enclosure struct {
	URL      string // absolute
	Type     string // as in audio/mpeg
	Bytes    int64
	Duration time.Duration // of audio and video; 0 when it is not known
	Width    int           // of pictures and video, in pixels; 0 when it is not known, as is the height
	Height   int
}

// Person is an author.
type Person struct {
	Name  string `json:"name"`
	URL   string `json:"url,omitempty"`
	Email string `json:"email,omitempty"`
}

// Link is an address with a title.
type Link struct {
	Title string `json:"title"`
	URL   string `json:"url,omitempty"`
}

// WriteAtom writes f as an Atom document (RFC 4287). The error is w's.
func (f *Feed) WriteAtom(w io.Writer) error { return f.write(w, wire.Atom) }

// WriteRSS writes f as an RSS 2.0 document, whose archives are RSS as well. The error is w's.
func (f *Feed) WriteRSS(w io.Writer) error { return f.write(w, wire.RSS) }

// WriteJSON writes f as a JSON Feed 1.1. The error is w's.
func (f *Feed) WriteJSON(w io.Writer) error { return f.write(w, wire.JSON) }

func (f *Feed) write(w io.Writer, as func(*wire.Feed) *wire.Document) error {
	_, err := as(f.wire()).WriteTo(w)
	return err
}

func (f *Feed) wire() *wire.Feed {
	doc := &wire.Feed{
		ID: f.ID, Title: f.Title, Subtitle: f.Subtitle, Language: f.Language, Self: f.URL, Home: f.Home,
		Icon: f.Icon, Logo: f.Logo, Style: f.Style, Hub: f.Hub, Updated: f.Updated, Authors: people(f.Authors), Every: f.Every,
		Generator: wire.Generator{Name: "seedfeed", Version: Version},
		Complete:  f.Complete, Archive: f.Archive, Current: f.Current, Previous: f.Previous,
	}
	if p := f.Podcast; p != nil {
		doc.Podcast = &wire.Podcast{
			GUID: p.GUID, Category: p.Category, Subcategory: p.Subcategory, Explicit: p.Explicit, Image: p.Image, Owner: wire.Person(p.Owner),
			Serial: p.Serial, Locked: p.Locked, Funding: wire.Link{URL: p.Funding.URL, Title: p.Funding.Title}, Copyright: p.Copyright,
			New: p.New, Complete: p.Complete,
		}
	}
	for _, d := range f.Deleted {
		doc.Deleted = append(doc.Deleted, wire.Deleted(d))
	}
	for _, e := range f.Entries {
		doc.Entries = append(doc.Entries, *e.wire())
	}
	return doc
}

func (e *Entry) wire() *wire.Entry {
	out := &wire.Entry{
		ID: e.ID, Title: e.Title, URL: e.URL, Language: e.Language, Published: e.Published, Updated: e.Updated,
		Authors: people(e.Authors), Categories: e.Categories, Summary: e.Summary, HTML: e.Content, Image: e.Image, ImageWidth: e.ImageWidth, ImageHeight: e.ImageHeight, Related: related(e.Related),
	}
	if e.Enclosure != nil {
		out.Enclosure = wire.Enclosure(*e.Enclosure)
	}
	if x := e.Episode; x != nil {
		out.Episode = &wire.Episode{Season: x.Season, Number: x.Number, Kind: x.Kind, Explicit: x.Explicit, Image: x.Image, Chapters: x.Chapters}
		for _, t := range x.Transcripts {
			out.Episode.Transcripts = append(out.Episode.Transcripts, wire.Transcript(t))
		}
	}
	return out
}

func people(all []Person) (out []wire.Person) {
	for _, p := range all {
		out = append(out, wire.Person(p))
	}
	return out
}

func related(all []Link) (out []wire.Link) {
	for _, l := range all {
		out = append(out, wire.Link{URL: l.URL, Title: l.Title})
	}
	return out
}
