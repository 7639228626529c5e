package wire

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/gorilla/feeds"
)

const atomNamespace = "http://www.w3.org/2005/Atom"

// atomFeed is an atom:feed (RFC 4287 section 4.1.1). FeedXml must stand here: the embedded type's own would write
// only what it knows itself.
type atomFeed struct {
	Language   string `xml:"xml:lang,attr,omitempty"`
	History    string `xml:"xmlns:fh,attr,omitempty"`
	Tombstones string `xml:"xmlns:at,attr,omitempty"`
	Media      string `xml:"xmlns:media,attr,omitempty"`
	*feeds.AtomFeed
	Links     []atomLink `xml:"link"`   // MUST NOT be two alternates of one type; SHOULD be a self
	Authors   []person   `xml:"author"` // MUST be one unless every entry has its own
	Generator *generator
	Complete  *struct{}   `xml:"fh:complete"`
	Archive   *struct{}   `xml:"fh:archive"`
	Deleted   []tombstone `xml:"at:deleted-entry"`
	// The entries follow.
}

// Namespaces of extensions. A document declares those that it uses: some validators warn of every other one.
const (
	historyNamespace   = "http://purl.org/syndication/history/1.0" // RFC 5005
	tombstoneNamespace = "http://purl.org/atompub/tombstones/1.0"  // RFC 6721
)

// tombstone is an at:deleted-entry (RFC 6721 section 3).
type tombstone struct {
	Ref  string `xml:"ref,attr"`  // MUST be the ID of the entry
	When string `xml:"when,attr"` // MUST be
}

// atomEntry is an atom:entry (RFC 4287 section 4.1.2).
type atomEntry struct {
	Language string `xml:"xml:lang,attr,omitempty"`
	*feeds.AtomEntry
	Links      []atomLink  `xml:"link"`
	Authors    []person    `xml:"author"`
	Categories []category  `xml:"category"`
	Thumbnail  *mediaImage `xml:"media:thumbnail"`
}

type atomLink struct {
	feeds.AtomLink
	Title string `xml:"title,attr,omitempty"`
}

type person struct{ feeds.AtomPerson }

type category struct {
	Term string `xml:"term,attr"` // MUST, RFC 4287 section 4.2.2
}

type generator struct {
	XMLName struct{} `xml:"generator"`
	URI     string   `xml:"uri,attr,omitempty"`
	Version string   `xml:"version,attr,omitempty"`
	Name    string   `xml:",chardata"`
}

// Atom makes f an Atom document (RFC 4287).
func Atom(f *Feed) *Document {
	doc := &atomFeed{
		Language: f.Language,
		AtomFeed: &feeds.AtomFeed{
			Xmlns: atomNamespace, Title: Line(f.Title), Subtitle: Line(f.Subtitle), Id: f.ID, Updated: stamp(f.Updated),
			Icon: address(f.Icon), Logo: address(f.Logo),
		},
		Links: links(
			atomLink{AtomLink: feeds.AtomLink{Href: address(f.Self), Rel: "self", Type: atomType}},
			atomLink{AtomLink: feeds.AtomLink{Href: address(f.Home), Rel: "alternate", Type: "text/html"}},
			atomLink{AtomLink: feeds.AtomLink{Href: address(f.Hub), Rel: "hub"}},
			atomLink{AtomLink: feeds.AtomLink{Href: address(f.Current), Rel: "current", Type: atomType}},
			atomLink{AtomLink: feeds.AtomLink{Href: address(f.Previous), Rel: "prev-archive", Type: atomType}}),
		Authors:   persons(f.Authors),
		Generator: &generator{URI: address(f.Generator.URL), Version: f.Generator.Version, Name: f.Generator.Name},
	}
	if f.Complete {
		doc.History, doc.Complete = historyNamespace, new(struct{})
	}
	if f.Archive {
		doc.History, doc.Archive = historyNamespace, new(struct{})
	}
	for _, d := range f.Deleted {
		doc.Tombstones = tombstoneNamespace
		doc.Deleted = append(doc.Deleted, tombstone{Ref: d.ID, When: stamp(d.When)})
	}
	items, uses := itemsOf(f, (*Encoder).Atom)
	doc.Media = uses.declared(usesMedia, mediaNamespace)
	return documentOf(encodeXML(doc, f.Style), items, "\n</feed>\n")
}

// Atom encodes an entry of an Atom document.
func (c *Encoder) Atom(e *Entry) (item Item) {
	a := &atomEntry{
		Language: e.Language,
		AtomEntry: &feeds.AtomEntry{
			Title: Line(e.Title), Id: e.ID, Published: stamp(e.Published), Updated: stamp(e.Updated),
			Content: &feeds.AtomContent{Type: "html"},
		},
		Links:   links(atomLink{AtomLink: feeds.AtomLink{Href: address(e.URL), Rel: "alternate", Type: "text/html"}}),
		Authors: persons(e.Authors),
	}
	if summary := strings.TrimSpace(Text(e.Summary)); summary != "" {
		a.Summary = &feeds.AtomSummary{Type: "text", Content: summary}
	}
	for _, c := range labels(e.Categories) {
		a.Categories = append(a.Categories, category{Term: c})
	}
	if a.Thumbnail = thumbnail(e); a.Thumbnail != nil {
		item.uses = usesMedia
	}
	if u := address(e.Enclosure.URL); u != "" {
		a.Links = append(a.Links, atomLink{AtomLink: feeds.AtomLink{Href: u, Rel: "enclosure", Type: e.Enclosure.Type, Length: strconv.FormatInt(e.Enclosure.Bytes, 10)}})
	}
	for _, r := range e.Related {
		a.Links = append(a.Links, links(atomLink{AtomLink: feeds.AtomLink{Href: address(r.URL), Rel: "related"}, Title: Line(r.Title)})...)
	}
	text := c.xml("entry", indentStep, a)
	const content = `<content type="html">` // no text has a "<"
	at := bytes.Index(text, []byte(content)) + len(content)
	item.text = escape(text[:at], Text(e.HTML), text[at:])
	return item
}

// links drops those without an address: href is a MUST (RFC 4287 section 4.2.7.1).
func links(all ...atomLink) []atomLink {
	kept := all[:0]
	for _, l := range all {
		if l.Href != "" {
			kept = append(kept, l)
		}
	}
	return kept
}

// persons drops those without a name.
func persons(people []Person) []person {
	var kept []person
	for _, p := range people {
		a := feeds.AtomPerson{Name: Line(p.Name), Uri: address(p.URL), Email: Mail(p.Email)}
		if a.Name != "" {
			kept = append(kept, person{a})
		}
	}
	return kept
}
