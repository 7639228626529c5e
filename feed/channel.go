package feed

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seedfeed/seedfeed/feed/internal/markup"
	"github.com/seedfeed/seedfeed/feed/internal/publish"
	"github.com/seedfeed/seedfeed/feed/internal/wire"
)

// Besides the site's own feed there is one for each folder, tag and author, with an ID, a page and archives of its own. Its archives
// are numbered like those of the site: what falls out of its own document goes to the one of the number that the site's archives
// have it under. So the ledger need not know of it, and an archive changes only with its own entries.

// channelKind says what the entries of a channel have in common.
type channelKind string

const (
	wholeSite channelKind = ""
	byFolder  channelKind = "folders"
	byTag     channelKind = "tags"
	byAuthor  channelKind = "authors"
)

// channel is a feed of some of the entries, with its page.
type channel struct {
	kind                      channelKind
	name                      string // of the folder, tag or author, as people write it
	folder                    string // path of the folder
	stem                      string // path of its documents, without the extension
	page                      string // path of its page
	heading                   string // of its page, whose head names the site
	title, subtitle, language string
	authors                   []Person
	entries, head             []*entry // newest first
	shelves                   []*shelf
}

// whole is the channel of all entries.
func (b *session) whole(entries []*entry) *channel {
	c := &channel{
		stem: feedStem, page: indexPath, entries: entries, heading: b.cfg.title,
		title: b.cfg.title, subtitle: b.cfg.subtitle, language: b.cfg.language, authors: b.cfg.authors,
	}
	c.head, c.shelves = b.shelve(entries)
	return c
}

// path is where the document in a format stands that has the newest entries.
func (c *channel) path(as *format) string { return c.stem + as.ext }

// archive is where archive document n stands.
func (c *channel) archive(n int, as *format) string {
	if c.kind == wholeSite {
		return archivePath(n, as)
	}
	return fmt.Sprintf("%s.%d%s", c.stem, n, as.ext)
}

// channels lists the channels besides the whole one, by their paths. What is wrong with a folder's settings goes to res.
func (b *session) channels(entries []*entry, res *Result) []*channel {
	all := map[string]*channel{}
	put := func(kind channelKind, name, stem, page string, e *entry) *channel {
		c := all[stem]
		if c == nil {
			c = &channel{kind: kind, stem: stem, page: page, language: b.cfg.language, authors: b.cfg.authors}
			all[stem] = c
		}
		c.name = name // the oldest entry's spelling, which no new one changes
		if n := len(c.entries); n == 0 || c.entries[n-1] != e {
			c.entries = append(c.entries, e)
		}
		return c
	}
	has := b.cfg.channels
	for _, e := range entries {
		for dir := path.Dir(e.Path); has[byFolder] && dir != "."; dir = path.Dir(dir) {
			if !isDate(dir) {
				place := folderSlug(dir)
				put(byFolder, strings.ReplaceAll(dir, "/", " / "), place+feedStem, place+indexPath, e).folder = dir
			}
		}
		if has[byTag] {
			for _, t := range e.Tags {
				s := string(byTag) + "/" + labelSlug(t)
				put(byTag, t, s, s+".html", e)
			}
		}
		if has[byAuthor] {
			for _, a := range b.authorsOf(e) {
				s := string(byAuthor) + "/" + labelSlug(a.Name)
				put(byAuthor, a.Name, s, s+".html", e)
			}
		}
	}
	b.dropLoneAuthor(all)
	list := make([]*channel, 0, len(all))
	for _, c := range all {
		list = append(list, c)
	}
	slices.SortFunc(list, func(x, y *channel) int { return cmp.Compare(x.stem, y.stem) })
	for _, c := range list {
		c.name = wire.Line(c.name) // a folder may be called by any bytes
		c.heading = map[channelKind]string{byTag: "#"}[c.kind] + c.name
		c.title = b.cfg.title + ": " + c.heading
		if c.kind == byAuthor {
			c.authors = []Person{{Name: c.name}}
		}
		if c.kind == byFolder {
			if err := b.folderSettings(c); err != nil {
				res.Problems = append(res.Problems, *err)
			}
		}
		b.divide(c)
	}
	return list
}

// dropLoneAuthor takes the author's channel out when there is one author only: it would be the whole site again.
func (b *session) dropLoneAuthor(all map[string]*channel) {
	authors := 0
	var last string
	for stem, c := range all {
		if c.kind == byAuthor {
			authors, last = authors+1, stem
		}
	}
	if authors == 1 {
		delete(all, last)
	}
}

// authorsOf are those that an entry names, else those of the site.
func (b *session) authorsOf(e *entry) []Person {
	if e.Authors != nil {
		return e.Authors
	}
	return b.cfg.authors
}

// isDate reports whether a folder is called by a year, month or day only: that is no subject.
func isDate(dir string) bool {
	name := path.Base(dir)
	return len(name) <= 4 && strings.Trim(name, "0123456789") == ""
}

// folderSettings takes what the feed.yaml of a folder says of its feed.
func (b *session) folderSettings(c *channel) *Problem {
	name := c.folder + "/" + SettingsFile
	if _, there := b.files[name]; !there {
		return nil
	}
	file, err := readSettings(filepath.Join(b.site.seeds(), filepath.FromSlash(name)))
	switch wrong, ok := errors.AsType[*Problem](err); {
	case ok:
		return &Problem{Path: name, Line: wrong.Line, Text: wrong.Text, Hint: wrong.Hint}
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		p := b.problem(name, err)
		return &p
	}
	for _, key := range []string{"url", "id", "timezone", "grace", "limits", "formats", "feeds"} {
		if line := file.Lines[key]; line > 0 {
			return &Problem{Path: name, Line: line, Text: fmt.Sprintf("%q is a setting of the whole site", key), Hint: "move it to the feed.yaml at the root of the seeds"}
		}
	}
	if title := wire.Line(file.Title); title != "" {
		c.title, c.heading = title, title
	}
	c.subtitle = wire.Line(file.Subtitle)
	c.language = first(markup.Language(file.Language), c.language)
	if authors := persons(file.Authors); authors != nil {
		c.authors = authors
	}
	return nil
}

// divide splits a channel's entries: those of the site's feed and as many more as fit are in its own, the rest in archives.
func (b *session) divide(c *channel) {
	byNumber := map[int]*shelf{}
	bytes, full := int64(0), false
	for _, e := range c.entries {
		bytes += b.weight(e)
		full = full || len(c.head) >= b.cfg.entries || bytes > b.cfg.feedBytes
		if n := e.rec.Archive; n > 0 && full {
			if byNumber[n] == nil {
				byNumber[n] = &shelf{number: n}
				c.shelves = append(c.shelves, byNumber[n])
			}
			byNumber[n].put(b, e)
			continue
		}
		c.head = append(c.head, e)
	}
	slices.SortFunc(c.shelves, func(x, y *shelf) int { return x.number - y.number })
}

// planChannel lists the feed documents of a channel, its archives first.
func (b *session) planChannel(c *channel) (docs []publish.Document) {
	as := b.cfg.formats
	if c.kind != wholeSite {
		as = b.cfg.archived
	}
	for i, s := range c.shelves {
		for _, as := range b.cfg.archived {
			docs = append(docs, b.planFeed(c, c.archive(s.number, as), as, s.entries, func(f *Feed) {
				f.Archive, f.Current = true, b.pageURL(c.path(as)).String()
				if i > 0 {
					f.Previous = b.pageURL(c.archive(c.shelves[i-1].number, as)).String()
				}
			}))
		}
	}
	for _, as := range as {
		docs = append(docs, b.planFeed(c, c.path(as), as, c.head, func(f *Feed) {
			f.Deleted, f.Every = b.deleted(c), rhythm(c.head)
			if n := len(c.shelves); n == 0 {
				f.Complete = true
			} else if slices.Contains(b.cfg.archived, as) {
				f.Previous = b.pageURL(c.archive(c.shelves[n-1].number, as)).String()
			}
		}))
	}
	return docs
}
