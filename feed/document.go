package feed

import (
	"errors"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seedfeed/seedfeed/feed/internal/charset"
	"github.com/seedfeed/seedfeed/feed/internal/dates"
	"github.com/seedfeed/seedfeed/feed/internal/header"
	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/markup"
	"github.com/seedfeed/seedfeed/feed/internal/prose"
	"github.com/seedfeed/seedfeed/feed/internal/walk"
	"github.com/seedfeed/seedfeed/feed/internal/wire"
)

// summaryRunes is how long a summary may be that nobody wrote.
const summaryRunes = 300

// titleRunes is how long a line may be that is a title and a text as well.
const titleRunes = 80

// document turns the bytes of a seed into what is known of it.
type document struct {
	session *session
	seed    *seed
	fields  header.Fields
	html    string
	notes   []Problem

	fromSidecar bool // the date of publication is the sidecar's
}

// Where a date was found.
const (
	fromHTML = "page metadata"
	fromText = "text"
)

// extract is what a kind of text gives, whatever kind it is.
type extract struct {
	title, html, text, summary, language, image, link string
	published, updated, from                          string
	authors, related                                  []string
	pictures                                          []markup.Picture
}

// read fills the seed. The error is a [*Problem] or errNoSeed.
func (d *document) read(content, side []byte) error {
	k := kindOf(d.seed.Path)
	d.seed.Print = fingerprint(content, side)
	if k == markdown {
		if enough, err := d.glance(content, side); enough {
			return err
		}
	}
	if k == perhapsText {
		if !charset.IsText(content) {
			return errNoSeed
		}
		k = plainText
	}
	if charset.IsBinary(content) {
		return &Problem{Path: d.seed.Path, Text: "is no text", Hint: "give it another extension, or list it in " + walk.IgnoreFile}
	}
	text := charset.Decode(content, k == html)
	d.noteCharset(text)
	body, err := d.readFields(text.String, side)
	if err != nil {
		return err
	}
	e, err := d.extract(k, body)
	if err != nil {
		return err
	}
	if e.text == "" && e.html == "" && e.title != "" { // all that it says is its title
		e.text, e.html = e.title, "<p>"+template.HTMLEscapeString(e.title)+"</p>"
	}
	if strings.TrimSpace(e.text) == "" && strings.TrimSpace(e.html) == "" {
		return &Problem{Path: d.seed.Path, Text: "has no text", Hint: "write something into it, or list it in " + walk.IgnoreFile}
	}
	d.fill(e)
	return d.fillDates(e)
}

func (d *document) noteCharset(t charset.Text) {
	if t.Guessed {
		d.note(0, fmt.Sprintf("read as %s, which is a guess", t.Charset), "save it as UTF-8 if letters look wrong")
	}
	if t.Damaged > 0 {
		d.note(0, fmt.Sprintf("%d places can't be read as %s and show as \uFFFD", t.Damaged, t.Charset), "save it again as UTF-8")
	}
}

func (d *document) note(line int, text, hint string) {
	d.notes = append(d.notes, Problem{Path: d.seed.Path, Line: line, Text: text, Hint: hint})
}

// readFields takes front matter and sidecar, and returns the text below the front matter.
func (d *document) readFields(text string, side []byte) (body string, err error) {
	d.fields, body, err = header.Parse(text)
	if e, ok := errors.AsType[*header.Error](err); ok {
		return "", &Problem{Path: d.seed.Path, Line: e.Line, Text: "front matter: " + e.Text, Hint: e.Hint}
	}
	if d.seed.Sidecar == "" {
		return body, nil
	}
	below, err := header.Sidecar(charset.Decode(side, false).String)
	if e, ok := errors.AsType[*header.Error](err); ok {
		return "", &Problem{Path: d.seed.Sidecar, Line: e.Line, Text: e.Text, Hint: e.Hint}
	}
	d.fromSidecar = d.fields.Published == "" && below.Published != ""
	d.fields = d.fields.Over(below)
	return body, nil
}

func (d *document) extract(k kind, body string) (extract, error) {
	if k == plainText {
		d.seed.Clean = d.session.cleanOf(d.seed.Path)
		a := prose.Clean(body, prose.Options{
			Title: d.fields.Title, Mode: mode(first(d.fields.Clean, d.seed.Clean)),
			Known: d.session.recurring(d.seed.Path, d.seed.Print),
		})
		d.seed.Shared = encodeKeys(a.Shared)
		return extract{
			title: first(a.Title, onlyLine(a.Body())), html: a.HTML(), text: a.Body(), language: a.Language, authors: a.Authors,
			published: a.Published, from: fromText, related: a.Related,
		}, nil
	}
	base := d.session.pageURL(pagePaths(d.seed.Path, "")[0])
	options := markup.Options{Base: base, Resolve: d.resolve, Named: d.namedIn, Size: d.sizeOf, IDPrefix: idPrefix(d.seed.Path)}
	read := markup.Markdown
	if k == html {
		read = markup.HTML
	}
	m, err := read(body, options)
	if err != nil {
		return extract{}, &Problem{Path: d.seed.Path, Text: err.Error(), Hint: "split it"}
	}
	language := m.Language
	if language == "" && markup.Language(d.fields.Language) == "" {
		language = prose.Language(m.Text)
	}
	return extract{
		title: m.Title, html: m.HTML, text: m.Text, summary: m.Description, language: language,
		image: m.Image, link: m.Canonical, authors: m.Authors, published: m.Published, updated: m.Updated, from: fromHTML, pictures: m.Pictures,
	}, nil
}

// onlyLine returns the text when it is one short line, which then is its own title, else "".
func onlyLine(text string) string {
	if len(text) > 4*titleRunes || utf8.RuneCountInString(text) > titleRunes || strings.Contains(text, "\n") {
		return ""
	}
	return text
}

// fill takes what the author said, then what the text gives.
func (d *document) fill(e extract) {
	d.fillIdentity(e.title)
	s, f := d.seed, d.fields
	s.Language = first(d.language(f.Language), markup.Language(e.language))
	s.Summary = first(wire.Line(f.Summary), wire.Line(e.summary), wire.Line(prose.Summary(e.text, summaryRunes)))
	words := spaced(e.text)
	s.Brief = f.Summary == "" && s.Summary == words
	s.Link = first(s.Link, webAddress(e.link))
	s.Image = first(d.address("image", f.Image), e.image)
	d.takeImage(wire.Line(f.Alt), e.pictures)
	s.Minutes = int((prose.ReadingTime(e.text) + time.Minute - 1) / time.Minute)
	s.Authors = persons(f.Authors)
	if s.Authors == nil {
		for _, name := range e.authors {
			s.Authors = append(s.Authors, Person{Name: wire.Line(name)})
		}
	}
	for _, t := range f.Tags {
		if t = wire.Line(t); t != "" && !slices.Contains(s.Tags, t) {
			s.Tags = append(s.Tags, t)
		}
	}
	for _, headline := range e.related {
		s.Related = append(s.Related, wire.Line(headline))
	}
	s.Episode = d.saidEpisode()
	d.html = wire.Text(e.html)
	s.Body = fingerprint(d.html)
	s.Text = fingerprint(s.Title, words)
	s.Sketch = ledger.SketchOf(s.Title, e.text)
	s.Bulk = bulk(d.html, s.Title+s.Summary)
}

// fillIdentity takes what tells the entry from others. title is what the text has for one.
func (d *document) fillIdentity(title string) {
	s, f := d.seed, d.fields
	s.Usable = true
	s.GivenID = d.givenID(f.ID)
	s.Draft, s.Minor = f.Draft || isDraft(s.Path), f.Minor
	if s.Title = first(wire.Line(f.Title), wire.Line(title)); s.Title == "" {
		s.Title = first(wire.Line(nameTitle(s.Path)), "Untitled")
	}
	s.Link = d.address("link", f.Link)
}

// spaced returns the words of a text with one space between them.
func spaced(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	add := func(words string) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(words)
	}
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case line == "":
		case wire.IsLine(line):
			add(line)
		default:
			for word := range strings.FieldsSeq(line) {
				add(word)
			}
		}
	}
	return b.String()
}

// bulk is about how many bytes an entry takes in a feed document, where its HTML is escaped and what is said about it stands besides.
func bulk(html, about string) int64 {
	return int64(len(html) + 3*strings.Count(html, "<") + 3*strings.Count(html, ">") + 4*strings.Count(html, "&") + len(about) + 1000)
}

func persons(given []header.Person) (out []Person) {
	for _, p := range given {
		if name := wire.Line(p.Name); name != "" {
			out = append(out, Person{Name: name, URL: webAddress(p.URL), Email: mailAddress(p.Email)})
		}
	}
	return out
}

// mailAddress returns a mail address with its host as DNS knows it, "" when readers would not take it for one.
func mailAddress(s string) string {
	s = strings.TrimPrefix(wire.Line(s), "mailto:")
	if name, host, ok := strings.Cut(s, "@"); ok {
		s = name + "@" + markup.Host(host)
	}
	return wire.Mail(s)
}

// language returns the tag that an author gave when it is one.
func (d *document) language(tag string) string {
	if tag != "" && markup.Language(tag) == "" {
		d.problem("language", fmt.Sprintf("language %q is no language tag and is not used", tag), "write one like en or pt-BR")
	}
	return markup.Language(tag)
}

// webAddress returns s when it is an address that a browser may be sent to, else "".
func webAddress(s string) string {
	if s == "" {
		return ""
	}
	u, err := url.Parse(wire.Line(s))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.Host = markup.Host(u.Host)
	return u.String()
}

// givenID returns the ID that an author gave when it can be one: an absolute URI (RFC 4287 section 4.2.6).
func (d *document) givenID(id string) string {
	if id == "" {
		return ""
	}
	if !isURI(id) {
		d.problem("id", fmt.Sprintf("id %q is no URI and is not used", id), "write one like urn:uuid:… or tag:my.site,2022:name, or take the line out")
		return ""
	}
	return id
}

// isURI reports whether id is an absolute URI, which the ID of a feed or an entry must be.
func isURI(id string) bool {
	u, err := url.Parse(id)
	return err == nil && u.Scheme != "" && (u.Opaque != "" || u.Host != "" || u.Path != "") && wire.Line(id) == id && !strings.ContainsAny(id, " <>\"{}|\\^`")
}

// address makes a reference that an author gave absolute.
func (d *document) address(field, ref string) string {
	if ref == "" {
		return ""
	}
	u, err := url.Parse(ref)
	if err != nil || u.Scheme != "" && (u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil) {
		d.problem(field, fmt.Sprintf("%s %q is no web address and is not used", field, ref), "write it like https://my.site/page")
		return ""
	}
	u.Host = markup.Host(u.Host)
	if u.Scheme == "" && u.Host == "" {
		if absolute, ok := d.resolve(ref); ok {
			return absolute
		}
	}
	return d.session.pageURL(pagePaths(d.seed.Path, "")[0]).ResolveReference(u).String()
}

// problem notes something wrong that does not keep the seed from being used.
func (d *document) problem(field, text, hint string) {
	d.seed.Problems = append(d.seed.Problems, Problem{Path: d.seed.Path, Line: d.fields.Lines.Of(field), Text: text, Hint: hint})
}

// fillDates reads the dates. One that the author gave and that can't be read is an error; one that was found is not.
func (d *document) fillDates(e extract) error {
	s, f := d.seed, d.fields
	for _, date := range []struct {
		field, text string
		to          *time.Time
	}{{"published", f.Published, &s.Published}, {"updated", f.Updated, &s.Updated}, {"expires", f.Expires, &s.Expires}} {
		if date.text == "" {
			continue
		}
		at, _, err := dates.Parse(date.text, d.session.cfg.zone)
		if err != nil {
			return &Problem{Path: s.Path, Line: f.Lines.Of(date.field), Text: date.field + " date: " + err.Error(), Hint: "write it like 2022-02-13 or 2022-02-13T15:04:05+01:00"}
		}
		if date.field == "updated" && at.After(d.session.now) {
			d.problem("updated", "updated date "+date.text+" is still to come and is not used", "write when the text changed, or take the line out")
			continue
		}
		*date.to = at.UTC()
	}
	s.From, s.Firm = "front matter", true
	if d.fromSidecar {
		s.From = "sidecar"
	}
	if s.Published.IsZero() {
		d.findDate(e)
	}
	if s.Updated.IsZero() && f.Published == "" {
		s.Updated = d.found(e.updated)
	}
	return nil
}

// findDate takes the date of a page's metadata, of the path, or of the head of a text, in this order.
func (d *document) findDate(e extract) {
	s := d.seed
	s.Published, s.From, s.Firm = d.found(e.published), e.from, false
	if !s.Published.IsZero() && e.from == fromHTML {
		s.Firm = true
		return
	}
	// A day that a path says is no better than the time of that day which a camera noted.
	if at, ok := dates.InPath(s.Path, d.session.cfg.zone); ok && (e.from != fromTags || !sameDay(e.published, at)) {
		s.Published, s.From = at.UTC(), "file name"
	}
}

// sameDay reports whether a date, as it is written, is of the day of at.
func sameDay(written string, at time.Time) bool {
	return strings.HasPrefix(written, at.Format(time.DateOnly))
}

// found reads a date that stands in the text: only one that can be true is believed.
func (d *document) found(text string) time.Time {
	at, _, err := dates.Parse(text, d.session.cfg.zone)
	if text == "" || err != nil || at.Year() < 1990 || at.After(d.session.now) {
		return time.Time{}
	}
	return at.UTC()
}
