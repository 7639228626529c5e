package feed

import (
	"cmp"
	"fmt"
	"html/template"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/seedfeed/seedfeed/feed/internal/publish"
)

// Pages that list entries: those of the whole site, and those of a folder, tag or author.

type (
	// channelView is what the page of a channel shows of it.
	channelView struct {
		Kind, Heading                  string // "" for the whole site; else folders, tags or authors; and the headline
		Title, Subtitle, Language, Dir string
		URL, FeedURL                   string     // the address of the page, and that of the feed
		Feeds                          []feedView // in all formats
		Topics                         []topicGroup
	}
	// topicGroup is what the pages of one kind are called, and where they are.
	topicGroup struct {
		Kind, Title string
		Topics      []topicView
	}
	// topicView leads to the page of a folder, tag or author.
	topicView struct {
		Name, Path string // the path is seen from the top of the site
		Count      int    // of entries
	}
)

const topicsMost = 30 // of a kind, on the first page: those with the most entries

// place finds out which channels have a page: those whose place no entry has.
func (l *pageLook) place(entries []*entry, channels []*channel) {
	taken := make(map[string]bool, len(entries))
	for _, e := range entries {
		taken[strings.ToLower(e.rec.Page)] = true
	}
	l.folders, l.pages = map[string]*channel{}, map[string]*channel{}
	for _, c := range channels {
		if c.kind == byFolder {
			l.folders[c.folder] = c
		}
		if taken[strings.ToLower(c.page)] {
			c.page = ""
			continue
		}
		l.pages[c.page] = c
	}
}

// feeds lists what a page names to feed readers: the feeds of channels.
func (l *pageLook) feeds(channels ...*channel) (all []feedView) {
	for _, c := range channels {
		for i, as := range l.session.cfg.advertised {
			title := c.title
			if i > 0 {
				title += " (" + as.label + ")"
			}
			all = append(all, feedView{as.label, title, relativeURL(c.path(as)), template.HTMLAttr(`type="` + as.media + `"`)})
		}
	}
	return all
}

// near lists the channels that the page of an entry names: the whole site, and the folder that it is in.
func (l *pageLook) near(e *entry) []*channel {
	if c := l.folders[path.Dir(e.Path)]; c != nil {
		return []*channel{l.whole, c}
	}
	return []*channel{l.whole}
}

// tags lists the tags of an entry with their pages.
func (l *pageLook) tags(e *entry) (all []Link) {
	for _, t := range e.Tags {
		link := Link{Title: t}
		if c := l.pages[string(byTag)+"/"+labelSlug(t)+".html"]; c != nil {
			link.URL = relativeURL(c.page)
		}
		all = append(all, link)
	}
	return all
}

// topics lists the parts of the site, by kind and path.
func (l *pageLook) topics() (groups []topicGroup) {
	for _, g := range []topicGroup{{Kind: string(byFolder), Title: "Folders"}, {Kind: string(byTag), Title: "Tags"}, {Kind: string(byAuthor), Title: "Authors"}} {
		for p, c := range l.pages {
			if string(c.kind) == g.Kind {
				g.Topics = append(g.Topics, topicView{c.name, relativeURL(p), len(c.entries)})
			}
		}
		slices.SortFunc(g.Topics, func(x, y topicView) int { return cmp.Or(y.Count-x.Count, strings.Compare(x.Path, y.Path)) })
		g.Topics = g.Topics[:min(len(g.Topics), topicsMost)]
		slices.SortFunc(g.Topics, func(x, y topicView) int { return strings.Compare(x.Path, y.Path) })
		if len(g.Topics) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// list is the page of a channel, with its newest entries.
func (l *pageLook) list(c *channel) publish.Document {
	view := channelView{
		Kind: string(c.kind), Heading: c.heading, Title: c.title, Subtitle: c.subtitle, Language: c.language, Dir: direction(c.language),
		URL: l.session.homeOf(c),
	}
	view.Feeds = l.feeds(c)
	feeds := view.Feeds
	if c.kind == wholeSite {
		view.Topics = l.topics()
	} else {
		feeds = slices.Concat(feeds, l.feeds(l.whole))
	}
	view.FeedURL = l.session.pageURL(c.path(l.session.cfg.advertised[0])).String()
	parts := []string{"list", l.key, fmt.Sprint(view, feeds, len(c.entries))}
	for _, e := range c.head {
		parts = append(parts, e.version)
	}
	return publish.Document{Path: c.page, Key: fingerprint(parts...), Render: func(w io.Writer) error {
		data := pageData{Site: l.site(), Root: rootOf(c.page), Feeds: feeds, Channel: &view, Total: len(c.entries)}
		for _, e := range c.head {
			data.Entries = append(data.Entries, l.view(e))
		}
		return render(w, l.indexT, data)
	}}
}
