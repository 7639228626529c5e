package feed

import (
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/publish"
	"github.com/seedfeed/seedfeed/feed/internal/wire"
)

const (
	opmlPath      = "feeds.opml"
	sitemapPath   = "sitemap.xml"
	sitemapFolder = "sitemap"
)

// planOPML is the list of all feeds, the site's own first.
func (b *session) planOPML(channels []*channel) publish.Document {
	var feeds []wire.Outline
	parts := []string{"opml", b.cfg.title}
	for _, c := range channels {
		f := wire.Outline{Title: c.title, Feed: b.feedURL(c), Home: b.homeOf(c)}
		feeds = append(feeds, f)
		parts = append(parts, f.Title, f.Feed, f.Home)
	}
	return publish.Document{Path: opmlPath, Key: fingerprint(parts...), Render: func(w io.Writer) error {
		return wire.OPML(w, b.cfg.title, feeds)
	}}
}

// planSitemap lists all pages for search engines. It is cut like the archives, so that a change rewrites the parts that it is in.
// The list of those parts names the one of news, too, if there is one.
func (b *session) planSitemap(channels []*channel, news []publish.Document, of extent) (docs []publish.Document) {
	whole := channels[0]
	var lists []wire.Place
	for _, c := range channels {
		c.date(of)
		if c.page != "" {
			lists = append(lists, wire.Place{URL: b.homeOf(c), Updated: c.updated})
		}
	}
	lists = append(lists, b.places(whole.head)...)
	if len(whole.shelves) == 0 {
		return append(news, planPlaces(sitemapPath, lists, wire.Sitemap))
	}
	docs = append(docs, planPlaces(sitemapFolder+"/0.xml", lists, wire.Sitemap))
	index := []wire.Place{{URL: b.pageURL(sitemapFolder + "/0.xml").String(), Updated: newest(whole.head)}}
	for _, s := range slices.Backward(whole.shelves) {
		if len(s.entries) > 0 {
			p := fmt.Sprintf("%s/%d.xml", sitemapFolder, s.number)
			if of.shows(s.entries...) {
				docs = append(docs, planPlaces(p, b.places(s.entries), wire.Sitemap))
			}
			index = append(index, wire.Place{URL: b.pageURL(p).String(), Updated: s.updated})
		}
	}
	for _, d := range news {
		docs, index = append(docs, d), append(index, wire.Place{URL: b.pageURL(d.Path).String(), Updated: newest(whole.head)})
	}
	return append(docs, planPlaces(sitemapPath, index, wire.SitemapIndex))
}

// places are the pages of entries.
func (b *session) places(entries []*entry) (all []wire.Place) {
	for _, e := range entries {
		all = append(all, wire.Place{URL: b.pageURL(e.rec.Page).String(), Updated: e.rec.Updated})
	}
	return all
}

func planPlaces(path string, places []wire.Place, write func(io.Writer, []wire.Place) error) publish.Document {
	parts := []string{"sitemap"}
	for _, p := range places {
		parts = append(parts, p.URL, p.Updated.Format(time.RFC3339Nano))
	}
	return publish.Document{Path: path, Key: fingerprint(parts...), Render: func(w io.Writer) error { return write(w, places) }}
}
