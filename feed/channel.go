package feed

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
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
	updated                   time.Time // the latest change of an entry

	outlets
	most    int      // entries in its own document
	budget  int64    // bytes of it
	fit     int      // so many of the newest entries are within both
	podcast *Podcast // or nil
	artwork string   // path of the picture of the podcast, or empty
}

// whole is the channel of all entries.
func (b *session) whole(entries []*entry, res *Result) *channel {
	c := &channel{
		stem: feedStem, page: indexPath, entries: entries, heading: b.cfg.title,
		title: b.cfg.title, subtitle: b.cfg.subtitle, language: b.cfg.language, authors: b.cfg.authors,
		outlets: b.cfg.outlets, most: b.cfg.entries, budget: b.cfg.feedBytes,
	}
	if wrong := b.podcastOf(c, b.cfg.podcast, SettingsFile); wrong != nil {
		res.Problems = append(res.Problems, *wrong)
	}
	c.head, c.shelves = b.shelve(entries)
	return c
}

// date notes when entries changed, where documents that show them are planned.
func (c *channel) date(of extent) {
	if !of.shows(c.entries...) {
		return
	}
	c.updated = newest(c.entries)
	for _, s := range c.shelves {
		if of.shows(s.entries...) {
			s.updated = newest(s.entries)
		}
	}
}

// path is where the document in a format stands that has the newest entries.
func (c *channel) path(as *format) string { return c.stem + as.ext }

// archive is where archive document n stands; 0 is the one with the newest entries.
func (c *channel) archive(n int, as *format) string {
	if n == 0 {
		return c.path(as)
	}
	if c.kind == wholeSite {
		return archivePath(n, as)
	}
	return fmt.Sprintf("%s.%d%s", c.stem, n, as.ext)
}

// channels lists the channels besides the whole one, by their paths. What is wrong with a folder's settings goes to res.
func (b *session) channels(entries []*entry, res *Result) []*channel {
	all := map[string]*channel{}
	at := func(kind channelKind, stem, page string) *channel {
		if all[stem] == nil {
			all[stem] = &channel{
				kind: kind, stem: stem, page: page,
				outlets: b.cfg.outlets, most: b.cfg.entries, budget: b.cfg.feedBytes,
			}
		}
		return all[stem]
	}
	of := func(kind channelKind) func(label string) *channel {
		return remembered(func(label string) *channel {
			stem := stemOf(kind, label)
			return at(kind, stem, stem+".html")
		})
	}
	ofTag, ofAuthor := of(byTag), of(byAuthor)
	ofFolder := remembered(func(dir string) *channel {
		if isDate(dir) {
			return nil
		}
		place := folderSlug(dir)
		return at(byFolder, place+feedStem, place+indexPath)
	})
	has := b.cfg.channels
	if !b.cfg.isDivided() {
		entries = nil
	}
	for _, e := range entries {
		for dir := path.Dir(e.Path); has[byFolder] && dir != "."; dir = path.Dir(dir) {
			if c := ofFolder(dir); c != nil {
				c.put(dir, e)
			}
		}
		if has[byTag] {
			for _, t := range e.Tags {
				ofTag(t).put(t, e)
			}
		}
		if has[byAuthor] {
			for _, a := range b.authorsOf(e.seed) {
				ofAuthor(a.Name).put(a.Name, e)
			}
		}
	}
	b.dropLoneAuthor(all)
	for _, dir := range slices.Sorted(maps.Keys(b.said)) {
		if wrong := b.said[dir].wrong; wrong != nil {
			res.Problems = append(res.Problems, *wrong)
		}
	}
	list := make([]*channel, 0, len(all))
	for _, c := range all {
		list = append(list, c)
	}
	slices.SortFunc(list, func(x, y *channel) int { return cmp.Compare(x.stem, y.stem) })
	for _, c := range list {
		if c.kind == byFolder {
			c.folder, c.name = c.name, strings.ReplaceAll(c.name, "/", " / ")
		}
		c.name = wire.Line(c.name) // a folder may be called by any bytes
		c.heading = map[channelKind]string{byTag: "#"}[c.kind] + c.name
		c.title = b.cfg.title + ": " + c.heading
		c.formats = c.archived // in others there is the whole site alone
		if c.kind == byFolder {
			if wrong := b.configureFolder(c); wrong != nil {
				res.Problems = append(res.Problems, *wrong)
			}
		}
		c.language = first(c.language, b.cfg.language)
		switch {
		case c.kind == byAuthor:
			c.authors = []Person{{Name: c.name}}
		case c.authors == nil:
			c.authors = b.cfg.authors
		}
		b.keepFormats(c)
		b.divide(c)
	}
	return list
}

// put adds the next older entry, which calls the channel name: of all spellings the oldest entry's stands, which no new one changes.
func (c *channel) put(name string, e *entry) {
	c.name = name
	if n := len(c.entries); n == 0 || c.entries[n-1] != e {
		c.entries = append(c.entries, e)
	}
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

// stemOf is the stem of the channel of a tag or author.
func stemOf(kind channelKind, name string) string { return string(kind) + "/" + labelSlug(name) }

// remembered is f, which is asked once for each key.
func remembered[K comparable, V any](f func(K) V) func(K) V {
	known := map[K]V{}
	return func(key K) V {
		v, is := known[key]
		if !is {
			v = f(key)
			known[key] = v
		}
		return v
	}
}

// authorsOf are those that a seed names, else those of the site.
func (b *session) authorsOf(s *seed) []Person {
	if s.Authors != nil {
		return s.Authors
	}
	return b.cfg.authors
}

// topicsOf lists the channels of tags and authors that an entry is in; none when nobody knows any more what it said.
func (b *session) topicsOf(r *ledger.Record) (stems []string) {
	s := b.seeds[string(r.Path)]
	if s == nil || s.Print != r.Print {
		return nil
	}
	for _, t := range s.Tags {
		stems = append(stems, stemOf(byTag, t))
	}
	for _, a := range b.authorsOf(s) {
		stems = append(stems, stemOf(byAuthor, a.Name))
	}
	return stems
}

// isDate reports whether a folder is called by a year, month or day only: that is no subject.
func isDate(dir string) bool {
	name := path.Base(dir)
	return len(name) <= 4 && strings.Trim(name, "0123456789") == ""
}

// divide splits a channel's entries: those of the site's feed and as many more as fit are in its own, the rest in archives.
func (b *session) divide(c *channel) {
	byNumber := map[int]*shelf{}
	c.fit = b.fitting(c.entries, c.most, c.budget)
	for i, e := range c.entries {
		n := e.rec.Archive
		switch {
		case i < c.fit:
			c.head = append(c.head, e)
		case !b.cfg.shelves():
			return
		case n == 0:
			c.head = append(c.head, e)
		default:
			if byNumber[n] == nil {
				byNumber[n] = &shelf{number: n}
				c.shelves = append(c.shelves, byNumber[n])
			}
			byNumber[n].put(b, e)
		}
	}
	slices.SortFunc(c.shelves, func(x, y *shelf) int { return x.number - y.number })
}

// isDivided reports whether a channel is divided as it would be now that some of its entries have other texts.
func (b *session) isDivided(c *channel) bool {
	switch {
	case c.kind != wholeSite:
		return b.fitting(c.entries, c.most, c.budget) == c.fit
	case !b.cfg.shelves():
		return b.fits(c.entries) == len(c.head)
	}
	return b.isShelved(c.head, c.shelves)
}

// planChannel lists the feed documents of a channel, its archives first.
func (b *session) planChannel(c *channel, of extent) (docs []publish.Document) {
	if !of.shows(c.entries...) {
		return nil
	}
	archived := c.archived
	if !b.cfg.archives {
		archived = nil
	}
	plan := b.planFeeds(c)
	for i, s := range c.shelves {
		if !of.shows(s.entries...) {
			continue
		}
		docs = append(docs, plan(archived, s.number, s.entries, func(f *Feed, as *format) {
			f.Archive, f.Current = true, b.pageURL(c.path(as)).String()
			if i > 0 {
				f.Previous = b.pageURL(c.archive(c.shelves[i-1].number, as)).String()
			}
		})...)
	}
	if !of.shows(c.head...) {
		return docs
	}
	deleted, every := b.deleted(c), rhythm(c.head)
	return append(docs, plan(c.formats, 0, c.head, func(f *Feed, as *format) {
		f.Deleted, f.Every, f.Hub = deleted, every, b.cfg.hub
		if n := len(c.shelves); n == 0 {
			f.Complete = len(c.head) == len(c.entries)
		} else if slices.Contains(archived, as) {
			f.Previous = b.pageURL(c.archive(c.shelves[n-1].number, as)).String()
		}
	})...)
}

// keepFormats goes on writing the formats that a channel was published in, which somebody may have subscribed to, unless the owner
// named others.
func (b *session) keepFormats(c *channel) {
	for _, as := range b.cfg.formats {
		if _, was := b.folder.Files()[c.path(as)]; was && !c.chosen {
			c.formats = withFormat(c.formats, as)
		}
	}
}
