package feed

import (
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/publish"
)

//go:embed templates
var builtIn embed.FS

// templateFolder is where, in the seeds, files of the same names replace the built-in ones.
const templateFolder = stateFolder + "/templates"

// sharedTemplates holds what several of the others have.
const sharedTemplates = "shared.html"

// look is how the pages of one build look.
type pageLook struct {
	session                *session
	css                    []publish.Document
	pageT, indexT, formerT *template.Template
	subscribeT, yearsT     *template.Template

	key     string // of the templates and of what each page says of the site
	total   int
	periods []period
	whole   *channel
	folders map[string]*channel // by the folder
	near    func(*channel) nearFeeds
	pages   map[string]*channel // by the page
	tagged  map[string]string   // the pages of tags, as references from the top of the site; "" for those without
	taken   map[string]bool     // pages of entries, in lower case: hosts exist that don't tell a from A

	parts *parts
}

// look loads the templates. The error names the file and line of a template that is wrong.
func (b *session) look(entries []*entry, channels []*channel) (*pageLook, error) {
	l := &pageLook{session: b, total: len(entries), whole: channels[0]}
	l.near = remembered(l.feedsNear)
	l.place(entries, channels)
	for _, name := range []string{stylePath, feedStylePath} {
		css, err := b.template(name)
		if err != nil {
			return nil, err
		}
		l.css = append(l.css, publish.Document{Path: name, Key: fingerprint("style", string(css)), Render: func(w io.Writer) error {
			_, err := w.Write(css)
			return err
		}})
	}
	shared, err := b.template(sharedTemplates)
	if err != nil {
		return nil, err
	}
	sources := []string{string(shared)}
	l.parts = newParts(shared)
	for _, t := range []struct {
		name string
		to   **template.Template
	}{{"page.html", &l.pageT}, {indexPath, &l.indexT}, {"former.html", &l.formerT}, {subscribePath, &l.subscribeT}, {"years.html", &l.yearsT}} {
		text, err := b.template(t.name)
		if err != nil {
			return nil, err
		}
		sources = append(sources, string(text))
		*t.to = template.New(t.name)
		(*t.to).Funcs(l.functions(*t.to))
		if _, err = (*t.to).New(sharedTemplates).Parse(string(shared)); err == nil {
			_, err = (*t.to).Parse(string(text))
		}
		if err != nil {
			return nil, withHint("mend it, or remove the file to get the built-in one", "read %s: %w", templateFolder, err)
		}
	}
	site := l.site()
	l.key = fingerprint(append(sources, fmt.Sprintf("%+v", site), b.cfg.zone.String())...)
	l.periods = periodsOf(entries, b.cfg.zone)
	return l, nil
}

func (b *session) template(name string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(b.site.seeds(), filepath.FromSlash(templateFolder), name))
	if errors.Is(err, fs.ErrNotExist) {
		return builtIn.ReadFile("templates/" + name)
	}
	return text, err
}

func (l *pageLook) functions(t *template.Template) template.FuncMap {
	return template.FuncMap{
		"part": func(name string, data pageData) (template.HTML, error) { return l.parts.render(t, name, data) },
		"date": func(t time.Time) string { return t.In(l.session.cfg.zone).Format("2 January 2006") },
		"day":  func(t time.Time) string { return t.In(l.session.cfg.zone).Format("2 January") },
		"iso":  func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	}
}

// What templates see.
type (
	pageData struct {
		Site    siteView
		Root    string     // leads from the page to the top of the site: "" or "../" as often as it is deep
		Feeds   []feedView // that the page names to browsers and feed readers, the most fitting first
		Entry   *entryView
		Channel *channelView // of a page that lists entries
		Entries []entryView
		Total   int    // of entries, of the channel or of the site
		Period  string // of a page that lists a year or month: which; "" for the one that leads to all
		Periods []periodView
		Moved   *Link // of a former page: where it leads; nil when its entry was withdrawn
	}
	siteView struct {
		Title, Subtitle, Language, Dir string
		URL, Author, Generator, Icon   string
		NoIcon                         bool // nor does its host have one, so browsers need not ask for it
	}
	feedView struct {
		Label, Title  string
		Kind, Heading string            // as those of the channel
		Path          string            // seen from the top of the site
		Type          template.HTMLAttr // type="…", as it stands in a tag
	}
	entryView struct {
		ID, Title, Path, URL, External string
		Language, Dir                  string
		Published, Updated             time.Time
		Edited                         bool
		Authors                        []Person
		Tags                           []Link // a path seen from the top of the site, "" when there is no page of it
		Summary                        string
		Content                        template.HTML
		Minutes                        int
		Image                          string
		ImageAlt                       string
		ImageWidth, ImageHeight        int  // pixels, 0 when nobody knows
		IsLarge                        bool // the picture can be shown large where the page is linked
		Related                        []Link
		Enclosure                      *enclosureView
		Newer, Older                   Link // by date; without a URL where there is none
	}
	chapterView   struct{ Start, Title, URL string }
	enclosureView struct {
		URL, Type, Name  string
		IsAudio, IsVideo bool
		IsImage          bool   // the text shows it
		Size             string // as people write it
		Duration         string // the same; "" when it is not known
		Chapters         []chapterView
		Transcripts      []Link
		Width, Height    int // of a picture, in pixels; 0 when it is not known
	}
)

func (l *pageLook) site() siteView {
	c, icon := l.session.cfg, l.session.siteFileURL(iconNames)
	return siteView{
		Title: c.title, Subtitle: c.subtitle, Language: first(c.language, unknown), Dir: direction(c.language),
		URL: c.base.String(), Author: c.authors[0].Name, Generator: "seedfeed " + Version, Icon: icon,
		NoIcon: icon == "" && c.base.Path == "/",
	}
}

// page is the document of one entry, which leads to those that came after and before it; they may be nil.
func (l *pageLook) page(e, newer, older *entry) publish.Document {
	near := l.near(l.folders[path.Dir(e.Path)])
	parts := []string{"page", l.key, l.session.versionOf(e), near.print, e.rec.Page}
	for _, t := range e.Tags {
		parts = append(parts, l.tagged[t])
	}
	for _, other := range []*entry{newer, older} {
		if other != nil {
			parts = append(parts, other.Title, other.rec.Page)
		} else {
			parts = append(parts, "", "")
		}
	}
	return publish.Document{Path: e.rec.Page, Key: fingerprint(parts...), Render: func(w io.Writer) error {
		body, err := l.session.body(e.Path)
		if err != nil {
			return err
		}
		view := l.view(e)
		view.Tags, view.Newer, view.Older = l.tags(e), linkFrom(e, newer), linkFrom(e, older)
		if v := view.Enclosure; v != nil && strings.Contains(body, `src="`+template.HTMLEscapeString(v.URL)+`"`) {
			v.IsAudio, v.IsVideo = false, false // the text has a player
		}
		view.Content = template.HTML(scrollable(body)) // safe: markup and prose made it so
		return render(w, l.pageT, pageData{Site: l.site(), Root: rootOf(e.rec.Page), Feeds: near.feeds, Entry: &view, Total: l.total})
	}}
}

// documents lists the pages and, apart from them, those of addresses that no entry has any more.
func (l *pageLook) documents(entries []*entry, channels []*channel, of extent) (docs, former []publish.Document) {
	for i, e := range entries {
		if of.shows(entries[max(0, i-1):min(i+2, len(entries))]...) {
			docs = append(docs, l.page(e, near(entries, i-1), near(entries, i+1)))
		}
	}
	if of == nil {
		docs = append(docs, l.css...)
	}
	for _, c := range channels {
		if c.page != "" && of.shows(c.head...) {
			docs = append(docs, l.list(c))
		}
	}
	docs = append(docs, l.years(of)...)
	if of == nil {
		if !l.taken[subscribePath] {
			docs = append(docs, l.subscribe(channels))
		}
		former = l.formerPages(entries)
	}
	return docs, former
}

// near is entry i of all, nil when there is none.
func near(all []*entry, i int) *entry {
	if i < 0 || i >= len(all) {
		return nil
	}
	return all[i]
}

func (l *pageLook) view(e *entry) entryView {
	v := entryView{
		ID: e.rec.ID, Title: e.Title, Path: relativeURL(e.rec.Page), URL: l.session.url(e), External: e.Link,
		Language: first(e.Language, l.session.cfg.language, unknown), Published: e.rec.Published, Updated: e.rec.Updated,
		Edited: e.rec.Updated.Sub(e.rec.Published) >= 24*time.Hour, Authors: e.Authors,
		Summary: e.Summary, Minutes: e.Minutes, Image: e.image, ImageAlt: e.imageAlt, ImageWidth: e.imageWidth, ImageHeight: e.imageHeight,
	}
	if f := e.enclosure; f != nil {
		v.Enclosure = &enclosureView{
			URL: f.URL, Type: f.Type, Name: path.Base(e.enclosed.Path), Size: sizeText(f.Bytes), Width: f.Width, Height: f.Height,
			IsAudio: strings.HasPrefix(f.Type, "audio/"), IsVideo: strings.HasPrefix(f.Type, "video/"), IsImage: strings.HasPrefix(f.Type, "image/"),
		}
		v.Enclosure.air(e)
	}
	if v.Authors == nil {
		v.Authors = l.session.cfg.authors
	}
	v.Dir = direction(v.Language)
	v.IsLarge = v.Image != "" && (v.ImageWidth == 0 || v.ImageWidth >= 300 && v.ImageHeight >= 157) // what X asks for
	for _, r := range e.related {
		link := Link{Title: r.title}
		if r.to != nil {
			link.URL = rootOf(e.rec.Page) + relativeURL(r.to.rec.Page)
		}
		v.Related = append(v.Related, link)
	}
	return v
}

// scrollable lets people reach what may be wider than the page with the keys, to scroll it: only some browsers let them
// anyway (WCAG 2.2, 2.1.1).
func scrollable(html string) string {
	var b strings.Builder
	done := 0
	for at := 0; ; {
		tag := strings.IndexByte(html[at:], '<')
		if tag < 0 {
			break
		}
		at += tag + 1
		for _, name := range []string{"pre", "table"} {
			if rest, is := strings.CutPrefix(html[at:], name); is && rest != "" && (rest[0] == ' ' || rest[0] == '>') {
				at += len(name)
				if done == 0 {
					b.Grow(len(html) + len(html)/8)
				}
				b.WriteString(html[done:at])
				b.WriteString(` tabindex="0"`)
				done = at
			}
		}
	}
	if done == 0 {
		return html
	}
	b.WriteString(html[done:])
	return b.String()
}

// linkFrom leads from the page of an entry to that of another, which may be nil.
func linkFrom(e, to *entry) Link {
	if to == nil {
		return Link{}
	}
	return Link{Title: to.Title, URL: rootOf(e.rec.Page) + relativeURL(to.rec.Page)}
}

// sizeText writes a number of bytes for people.
func sizeText(n int64) string {
	const unit = 1000
	if n < unit*unit {
		return fmt.Sprintf("%d kB", max(1, (n+unit/2)/unit))
	}
	return fmt.Sprintf("%.1f MB", float64(n)/unit/unit)
}

func render(w io.Writer, t *template.Template, data pageData) error { return t.Execute(w, data) }

// unknown is the tag of a language that nobody knows (BCP 47, RFC 5646 section 2.2.1): a page has to say one.
const unknown = "und"

func rootOf(page string) string { return strings.Repeat("../", strings.Count(page, "/")) }

// direction is the direction in which a language is written.
func direction(language string) string {
	primary, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch primary {
	case "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi":
		return "rtl"
	}
	return "ltr"
}
