package feed

import (
	"cmp"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/seedfeed/seedfeed/feed/internal/publish"
	"github.com/seedfeed/seedfeed/feed/internal/qr"
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

		// Only of the page that tells how to subscribe.
		Readers []readerView
		Code    *codeView // the address of the feed, for phones
	}
	// readerView leads to a program that takes the feed.
	readerView struct {
		Title string
		URL   template.URL // safe: it is made here
	}
	codeView struct {
		Size  int           // width and height of the view box
		Inner template.HTML // of the svg element
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

const (
	topicsMost = 30  // of a kind, on the first page: those with the most entries
	feedsMost  = 100 // on the page that tells how to subscribe; the list for readers has all
)

var httpScheme = regexp.MustCompile(`^https?:`)

// place finds out which channels have a page: those whose place neither an entry has, nor the list of all, to which every page leads.
func (l *pageLook) place(entries []*entry, channels []*channel) {
	l.taken = make(map[string]bool, len(entries))
	for _, e := range entries {
		l.taken[strings.ToLower(e.rec.Page)] = true
	}
	l.folders, l.pages, l.tagged = map[string]*channel{}, map[string]*channel{}, map[string]string{}
	for _, c := range channels {
		if c.kind == byFolder {
			l.folders[c.folder] = c
		}
		if page := strings.ToLower(c.page); l.taken[page] || page == yearsPath {
			c.page = ""
			continue
		}
		l.pages[c.page] = c
	}
	for _, e := range entries {
		for _, t := range e.Tags {
			if _, known := l.tagged[t]; !known {
				l.tagged[t] = ""
				if c := l.pages[stemOf(byTag, t)+".html"]; c != nil {
					l.tagged[t] = relativeURL(c.page)
				}
			}
		}
	}
}

// feeds lists what a page names to feed readers: the feeds of channels.
func (l *pageLook) feeds(channels ...*channel) (all []feedView) {
	for _, c := range channels {
		for i, as := range c.advertised {
			format := ""
			if i > 0 {
				format = " (" + as.label + ")"
			}
			all = append(all, feedView{as.label, c.title + format, string(c.kind), c.heading + format, relativeURL(c.path(as)), template.HTMLAttr(`type="` + as.media + `"`)})
		}
	}
	return all
}

// nearFeeds are what the page of an entry names, with what tells them from others.
type nearFeeds struct {
	feeds []feedView
	print string
}

// feedsNear lists what the page of an entry names: the feeds of the whole site, and of the folder that it is in, which may have no channel.
func (l *pageLook) feedsNear(c *channel) nearFeeds {
	feeds := l.feeds(l.whole)
	if c != nil {
		feeds = append(feeds, l.feeds(c)...)
	}
	return nearFeeds{feeds, fmt.Sprint(feeds)}
}

// tags lists the tags of an entry with their pages.
func (l *pageLook) tags(e *entry) (all []Link) {
	for _, t := range e.Tags {
		all = append(all, Link{Title: t, URL: l.tagged[t]})
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

// subscribe is the page that tells how to subscribe, and to what.
func (l *pageLook) subscribe(channels []*channel) publish.Document {
	address := l.session.feedURL(l.whole)
	view := channelView{
		Title: l.whole.title, URL: l.session.pageURL(subscribePath).String(), FeedURL: address, Feeds: l.feeds(channels[:min(len(channels), feedsMost)]...),
		Readers: []readerView{
			{"the one on this device", template.URL(httpScheme.ReplaceAllString(address, "feed:"))},
			{"Feedly", template.URL("https://feedly.com/i/subscription/" + url.PathEscape("feed/"+address))},
			{"Inoreader", template.URL("https://www.inoreader.com/?" + url.Values{"add_feed": {address}}.Encode())},
			{"NewsBlur", template.URL("https://www.newsblur.com/?" + url.Values{"url": {address}}.Encode())},
			{"The Old Reader", template.URL("https://theoldreader.com/feeds/subscribe?" + url.Values{"url": {address}}.Encode())},
		},
	}
	if inner, size, err := qr.SVG(address); err == nil { // else the address is too long for one
		view.Code = &codeView{size, template.HTML(inner)}
	}
	key := fingerprint("subscribe", l.key, fmt.Sprint(view.FeedURL, view.Feeds))
	return publish.Document{Path: subscribePath, Key: key, Render: func(w io.Writer) error {
		return render(w, l.subscribeT, pageData{Site: l.site(), Feeds: l.feeds(l.whole), Channel: &view})
	}}
}

// list is the page of a channel, with its newest entries.
func (l *pageLook) list(c *channel) publish.Document {
	view := channelView{
		Kind: string(c.kind), Heading: c.heading, Title: c.title, Subtitle: c.subtitle, Language: first(c.language, unknown), Dir: direction(c.language),
		URL: l.session.homeOf(c), FeedURL: l.session.feedURL(c), Feeds: l.feeds(c),
	}
	feeds := view.Feeds
	if c.kind == wholeSite {
		view.Topics = l.topics()
	} else {
		feeds = slices.Concat(feeds, l.feeds(l.whole))
	}
	parts := []string{"list", l.key, fmt.Sprint(view, feeds, len(c.entries))}
	for _, e := range c.head {
		parts = append(parts, l.session.versionOf(e))
	}
	return publish.Document{Path: c.page, Key: fingerprint(parts...), Render: func(w io.Writer) error {
		data := pageData{Site: l.site(), Root: rootOf(c.page), Feeds: feeds, Channel: &view, Total: len(c.entries)}
		for _, e := range c.head {
			data.Entries = append(data.Entries, l.view(e))
		}
		return render(w, l.indexT, data)
	}}
}
