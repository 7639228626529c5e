package feed

import (
	"bytes"
	"context"
	"path"
	"strconv"
	"strings"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
)

// A seed that can't be read, or is missing for a while, keeps its last good version, which the cache holds. The cache
// may be lost; then the published documents still have the entry, and with it all that subscribers saw.

// readPublished reads the feed that is there already. One that can't be read says nothing.
func (b *session) readPublished() *atomDocument {
	doc := b.readDocument(feedPath)
	if doc.ID == "" && b.site.Previous != "" && b.ledger.Len() == 0 {
		doc, b.fetched = b.fetchDocument(b.site.Previous), true
	}
	return doc
}

// fetchDocument reads the feed that subscribers see, and says so in the log if that fails.
func (b *session) fetchDocument(address string) *atomDocument {
	text, err := load(context.Background(), address)
	if err == nil {
		var doc *atomDocument
		if doc, err = parseAtom(bytes.NewReader(text)); err == nil {
			return doc
		}
	}
	b.site.log().Warn("the previous feed can't be read, so nothing is recovered from it", "address", address, "err", err)
	return new(atomDocument)
}

func (b *session) readDocument(p string) *atomDocument {
	f, err := b.folder.Open(p)
	if err != nil {
		return new(atomDocument)
	}
	defer f.Close() // only read
	doc, err := parseAtom(f)
	if err != nil {
		return new(atomDocument)
	}
	return doc
}

// readAllPublished reads the feed and its archive documents; entries by ID.
func (b *session) readAllPublished() map[string]atomEntry {
	all := map[string]atomEntry{}
	for p := range b.folder.Files() {
		if path.Dir(p) != archiveFolder || path.Ext(p) != formats[0].ext {
			continue
		}
		n, _ := strconv.Atoi(strings.TrimSuffix(path.Base(p), path.Ext(p))) // a number, as we wrote it
		for _, e := range b.readDocument(p).Entries {
			e.archive = n
			all[e.ID] = e
		}
	}
	doc := b.readDocument(feedPath)
	if doc.ID == "" {
		doc = b.published()
	}
	for _, e := range doc.Entries {
		all[e.ID] = e
	}
	if b.fetched {
		b.fetchArchives(doc, all)
	}
	return all
}

// fetchArchives walks from the feed back through its archives (RFC 5005 section 4).
func (b *session) fetchArchives(doc *atomDocument, all map[string]atomEntry) {
	for range loadMost {
		before := linkOf(doc.Links, "prev-archive")
		if before == "" {
			return
		}
		doc = b.fetchDocument(before)
		n, _ := strconv.Atoi(strings.TrimSuffix(path.Base(before), path.Ext(before))) // a number, as we wrote it
		for _, e := range doc.Entries {
			if _, newer := all[e.ID]; !newer {
				e.archive = n
				all[e.ID] = e
			}
		}
	}
}

// recalled makes a seed of what was published of r, and keeps it; nil when there is nothing.
func (b *session) recalled(r *ledger.Record) *seed {
	s, body := b.recall(r)
	if s == nil || s.Path == "" || b.keep(s, body) != nil {
		return nil
	}
	return s
}

// recall makes a seed of the entry that was published for r; nil when there is none.
func (b *session) recall(r *ledger.Record) (s *seed, body string) {
	if !r.Live { // what was withdrawn stays so
		return nil, ""
	}
	e, found := b.allPublished()[r.ID]
	if !found {
		return nil, ""
	}
	content := forPage(e.Content)
	s = &seed{
		Path: string(r.Path), Usable: true, Print: r.Print, Title: e.Title, traits: &traits{r.Text, r.Sketch, r.Shared},
		details: &details{
			Body: fingerprint(content), Bulk: bulk(content, e.Title+e.Summary), Summary: e.Summary, Language: e.Language, Expires: r.Expires,
		},
	}
	if r.How == "author" {
		s.GivenID = r.ID
	}
	for _, a := range e.Authors {
		s.Authors = append(s.Authors, Person(a))
	}
	for _, c := range e.Categories {
		s.Tags = append(s.Tags, c.Term)
	}
	for _, l := range e.Links {
		if l.Rel == "enclosure" && (isMedium(s.Path) || isPhoto(s.Path)) {
			s.Medium, s.Files = &enclosed{Type: l.Type, Bytes: l.Length}, []string{s.Path}
		}
	}
	if link := e.link("alternate"); link != b.pageURL(r.Page).String() {
		s.Link = link
	}
	return s, content
}
