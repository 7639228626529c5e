package feed

import "slices"

// A seed that can't be read keeps its last good version, which the cache holds. The cache may be lost; then the
// published feed still has the entry, and with it all that subscribers saw.

// readPublished reads the feed that is there already. One that can't be read says nothing.
func (b *session) readPublished() *atomDocument {
	f, err := b.folder.Open(feedPath)
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

// recall makes a seed of the entry that was published for the file at p; nil when there is none.
func (b *session) recall(p string) (s *seed, body string) {
	r := b.ledger.Record(p)
	if r == nil {
		return nil, ""
	}
	entries := b.published().Entries
	i := slices.IndexFunc(entries, func(e atomEntry) bool { return e.ID == r.ID })
	if i < 0 {
		return nil, ""
	}
	e := entries[i]
	s = &seed{
		Path: p, Usable: true, Print: r.Print, Text: r.Text, Body: fingerprint(e.Content), Bulk: bulk(e.Content, e.Summary),
		Title: e.Title, Summary: e.Summary, Language: e.Language,
	}
	if r.Minted != "" {
		s.GivenID = r.ID
	}
	for _, a := range e.Authors {
		s.Authors = append(s.Authors, Person(a))
	}
	for _, c := range e.Categories {
		s.Tags = append(s.Tags, c.Term)
	}
	for _, l := range e.Links {
		if l.Rel == "alternate" && l.Href != b.pageURL(r.Page).String() {
			s.Link = l.Href
		}
	}
	return s, e.Content
}
