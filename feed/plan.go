package feed

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/publish"
)

const (
	feedPath  = "feed.atom"
	indexPath = "index.html"
	stylePath = "seedfeed.css"
)

// plan lists all documents of the site, each with a key that says what goes into it: what has a key that is published
// already is not rendered. The order is that in which they are put in place, so that nothing is mentioned before it is there.
func (b *session) plan(entries []*entry, res *Result) ([]publish.Document, error) {
	docs, missing := b.planFiles(entries)
	res.Notes = append(res.Notes, missing...)
	head := b.head(entries)
	if b.cfg.pages {
		look, err := b.look(len(entries))
		if err != nil {
			return nil, err
		}
		docs = slices.DeleteFunc(docs, func(d publish.Document) bool { return d.Path == stylePath })
		for _, e := range entries {
			docs = append(docs, look.page(e))
		}
		docs = append(docs, b.keepPages()...)
		docs = append(docs, look.style(), look.index(head))
	}
	return append(docs, b.planFeed(head)), nil
}

// head returns the entries of the feed document: the newest, as many as its limits allow but at least one.
func (b *session) head(entries []*entry) []*entry {
	bytes := int64(0)
	for i, e := range entries {
		bytes += e.Bulk
		if i == b.cfg.entries || i > 0 && bytes > b.cfg.feedBytes {
			return entries[:i]
		}
	}
	return entries
}

// planFiles lists the pictures and other files that live entries refer to. Of a picture that isn't there it tells when
// the seed that shows it is new or different.
func (b *session) planFiles(entries []*entry) (docs []publish.Document, missing []Problem) {
	planned := map[string]bool{}
	plan := func(p string) {
		if file, there := b.files[p]; there && !planned[p] {
			planned[p] = true
			docs = append(docs, publish.Document{
				Path:   p,
				Key:    fingerprint("file", strconv.FormatInt(file.Size, 10), strconv.FormatInt(file.ModTime.UnixNano(), 10)),
				Render: func(w io.Writer) error { return b.copyFile(w, p) },
			})
		}
	}
	plan(b.siteFile(iconNames))
	plan(b.siteFile(logoNames))
	for _, e := range entries {
		for _, p := range e.Files {
			plan(p)
			if !planned[p] && isPicture(p) && b.fresh[e.Path] && !b.hidden(p) {
				missing = append(missing, Problem{Path: e.Path, Text: "shows a picture that isn't there: " + strconv.Quote(p), Hint: "put the picture there, or mend the reference"})
			}
		}
	}
	slices.SortFunc(docs, func(x, y publish.Document) int { return strings.Compare(x.Path, y.Path) })
	return docs, missing
}

// Names of the pictures at the root of the seeds that stand for the whole site, the preferred one first.
var (
	iconNames = []string{"icon.png", "icon.svg", "favicon.png", "favicon.svg", "favicon.ico"} // square, RFC 4287 section 4.2.5
	logoNames = []string{"logo.png", "logo.svg", "logo.jpg"}                                  // twice as wide as high, section 4.2.8
)

// siteFile returns the first of names that is there, or "".
func (b *session) siteFile(names []string) string {
	for _, name := range names {
		if _, there := b.files[name]; there {
			return name
		}
	}
	return ""
}

// siteFileURL is its address, or "".
func (b *session) siteFileURL(names []string) string {
	if name := b.siteFile(names); name != "" {
		return b.pageURL(name).String()
	}
	return ""
}

func (b *session) copyFile(w io.Writer, p string) error {
	real, err := b.tree.Real(p)
	if err != nil {
		return err
	}
	f, err := os.Open(real)
	if err != nil {
		return err
	}
	defer f.Close() // only read
	_, err = io.Copy(w, f)
	return err
}

// keepPages keeps the pages of seeds which can't be read and of which no good version is known here, but which are
// published: the cache was lost in a bad moment.
func (b *session) keepPages() (docs []publish.Document) {
	for p, s := range b.seeds {
		r := b.ledger.Record(p)
		if s.Usable || r == nil || len(s.Problems) == 0 {
			continue
		}
		if have, published := b.folder.Files()[r.Page]; published && have.Key != "" {
			docs = append(docs, publish.Document{Path: r.Page, Key: have.Key, Render: func(io.Writer) error {
				return errors.New("seedfeed: internal error: a kept page is rendered")
			}})
		}
	}
	return docs
}

// planFeed is the Atom document of the newest entries.
func (b *session) planFeed(head []*entry) publish.Document {
	parts := []string{"feed", Version, b.feedID(), b.cfg.title, b.cfg.subtitle, b.cfg.language, b.cfg.base.String(), strconv.FormatBool(b.cfg.pages)}
	for _, a := range b.cfg.authors {
		parts = append(parts, a.Name, a.URL, a.Email)
	}
	parts = append(parts, b.siteFile(iconNames), b.siteFile(logoNames), "entries")
	for _, e := range head {
		parts = append(parts, e.version)
	}
	return publish.Document{Path: feedPath, Key: fingerprint(parts...), Render: func(w io.Writer) error {
		f, err := b.feed(head)
		if err != nil {
			return err
		}
		return writeChecked(w, f)
	}}
}

// feed makes the feed of the newest entries, with their texts.
func (b *session) feed(head []*entry) (*Feed, error) {
	f := &Feed{
		ID: b.feedID(), Title: b.cfg.title, Subtitle: b.cfg.subtitle, Language: b.cfg.language,
		URL: b.pageURL(feedPath).String(), Authors: b.cfg.authors, Updated: newest(head),
		Icon: b.siteFileURL(iconNames), Logo: b.siteFileURL(logoNames),
	}
	if b.cfg.pages {
		f.Home = b.cfg.base.String()
	}
	for _, e := range head {
		body, err := b.body(e.Path)
		if err != nil {
			return nil, err
		}
		f.Entries = append(f.Entries, b.feedEntry(e, body))
	}
	return f, nil
}

func (b *session) feedEntry(e *entry, body string) Entry {
	out := Entry{
		ID: e.rec.ID, Title: e.Title, URL: b.url(e), Language: e.Language, Published: e.rec.Published, Updated: e.rec.Updated,
		Authors: e.Authors, Categories: e.Tags, Summary: e.Summary, Content: body,
	}
	if e.Brief {
		out.Summary = "" // readers would show the same text twice
	}
	for _, r := range e.related {
		if r.to != nil {
			out.Related = append(out.Related, Link{Title: r.title, URL: b.url(r.to)})
		}
	}
	return out
}

// newest is the time of the last change: the feed's own date, never that of a build (RFC 4287 section 4.2.15).
func newest(entries []*entry) time.Time {
	t := time.Unix(0, 0)
	for _, e := range entries {
		if e.rec.Updated.After(t) {
			t = e.rec.Updated
		}
	}
	return t
}

func publishError(err error, out string) error {
	if foreign, ok := errors.AsType[*publish.ForeignError](err); ok {
		return withHint("move "+path.Join(out, foreign.Path)+" away, or choose another folder with --out", "publish into %q: %w", out, err)
	}
	return fmt.Errorf("publish into %q: %w", out, err)
}
