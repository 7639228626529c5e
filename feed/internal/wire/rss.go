package wire

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/feeds"
)

// Namespaces of the extensions that an RSS document uses, with the prefixes that readers look for.
const (
	contentNamespace  = "http://purl.org/rss/1.0/modules/content/"
	creatorNamespace  = "http://purl.org/dc/elements/1.1/"
	cadenceNamespace  = "http://purl.org/rss/1.0/modules/syndication/"
	itunesNamespace   = "http://www.itunes.com/dtds/podcast-1.0.dtd"
	rssVersion        = "2.0"
	rssDate           = "Mon, 02 Jan 2006 15:04:05 -0700" // RFC 822 with four digits for the year, as RSS 2.0 asks
	rssType, atomType = "application/rss+xml", "application/atom+xml"
)

// rssDocument is an rss element (RSS 2.0, and the best practices profile of the RSS Advisory Board, 2009).
type rssDocument struct {
	XMLName struct{} `xml:"rss"`
	Version string   `xml:"version,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	Content string   `xml:"xmlns:content,attr,omitempty"`
	Creator string   `xml:"xmlns:dc,attr,omitempty"`
	Cadence string   `xml:"xmlns:sy,attr,omitempty"`
	Media   string   `xml:"xmlns:media,attr,omitempty"`
	ITunes  string   `xml:"xmlns:itunes,attr,omitempty"`
	Podcast string   `xml:"xmlns:podcast,attr,omitempty"`
	History string   `xml:"xmlns:fh,attr,omitempty"`
	Channel rssChannel
}

// rssChannel shadows what gorilla's channel writes poorly.
type rssChannel struct {
	*feeds.RssFeed
	Title  rssTitle  `xml:"title"`
	Links  []rssLink `xml:"atom:link"` // the profile asks for a self
	Image  *rssImage `xml:"image"`
	Period string    `xml:"sy:updatePeriod,omitempty"`
	Times  int       `xml:"sy:updateFrequency,omitempty"`
	All    *struct{} `xml:"fh:complete"`
	Old    *struct{} `xml:"fh:archive"`
	*rssPodcast
	// The items follow: what describes the channel comes before them.
}

// rssTitle is plain text. Readers disagree whether a title is HTML; a character reference by number comes out right in all of
// them (the profile, "Character Data").
type rssTitle struct {
	XML string `xml:",innerxml"`
}

// rssText is text that is escaped already.
type rssText struct {
	XML []byte `xml:",innerxml"`
}

type rssLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
}

// rssImage is the channel's image, whose title and link are those of the channel. It may be 144 by 400 pixels.
type rssImage struct {
	URL   string   `xml:"url"`
	Title rssTitle `xml:"title"`
	Link  string   `xml:"link"`
}

type rssItem struct {
	*feeds.RssItem
	Title       *rssTitle     `xml:"title"`
	Description rssText       `xml:"description"`     // HTML
	Content     *rssText      `xml:"content:encoded"` // after the description: readers take the last of the two
	Creators    []string      `xml:"dc:creator"`      // names: an author has to be a mail address, and both would say the same twice
	Categories  []string      `xml:"category"`
	Picture     *mediaContent `xml:"media:content"`
	Thumbnail   *mediaImage   `xml:"media:thumbnail"`
	*rssEpisode
}

var byNumber = strings.NewReplacer("&", "&#x26;", "<", "&#x3C;", ">", "&#x3E;")

func title(s string) rssTitle { return rssTitle{byNumber.Replace(Line(s))} }

var escaped = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// RSS makes f an RSS 2.0 document.
func RSS(f *Feed) *Document {
	home := address(first(f.Home, f.Self))
	doc := &rssDocument{Version: rssVersion, Atom: atomNamespace, Channel: rssChannel{
		RssFeed: &feeds.RssFeed{
			Link: home, Description: first(Line(f.Subtitle), Line(f.Title)), Language: f.Language, LastBuildDate: f.Updated.UTC().Format(rssDate),
			Generator: strings.TrimSpace(f.Generator.Name + " " + f.Generator.Version),
		},
		Title: title(f.Title),
	}}
	c := &doc.Channel
	for _, l := range []rssLink{{f.Self, "self", rssType}, {f.Hub, "hub", ""}, {f.Current, "current", rssType}, {f.Previous, "prev-archive", rssType}} {
		if l.Href = address(l.Href); l.Href != "" {
			c.Links = append(c.Links, l)
		}
	}
	if u := address(f.Icon); u != "" {
		c.Image = &rssImage{URL: u, Title: c.Title, Link: home}
	}
	if f.Complete {
		doc.History, c.All = historyNamespace, new(struct{})
	}
	if f.Archive {
		doc.History, c.Old = historyNamespace, new(struct{})
	}
	if f.Every > 0 && !f.Archive {
		doc.Cadence, c.Times = cadenceNamespace, 1
		c.Period, c.Ttl = cadence(f.Every)
	}
	doc.podcast(f)
	items, uses := itemsOf(f, (*Encoder).RSS)
	doc.Content, doc.Creator = uses.declared(usesContent, contentNamespace), uses.declared(usesCreator, creatorNamespace)
	doc.Media, doc.ITunes = uses.declared(usesMedia, mediaNamespace), first(doc.ITunes, uses.declared(usesITunes, itunesNamespace))
	return documentOf(encodeXML(doc, f.Style), items, "\n  </channel>\n</rss>\n")
}

// RSS encodes an item of an RSS document.
func (c *Encoder) RSS(e *Entry) (out Item) {
	item := &rssItem{
		RssItem: &feeds.RssItem{
			Link: address(e.URL), PubDate: e.Published.UTC().Format(rssDate),
			Guid: &feeds.RssGuid{Id: e.ID, IsPermaLink: "false"},
		},
		Description: rssText{escape(nil, Text(e.HTML), nil)},
	}
	if t := title(e.Title); t.XML != "" {
		item.Title = &t
	}
	if summary := strings.TrimSpace(Text(e.Summary)); summary != "" {
		item.Description, item.Content = rssText{escape(nil, escaped.Replace(summary), nil)}, &rssText{item.Description.XML}
		out.uses |= usesContent
	}
	for _, p := range persons(e.Authors) {
		out.uses |= usesCreator
		item.Creators = append(item.Creators, p.Name)
	}
	item.Categories = labels(e.Categories)
	if item.Thumbnail, item.Picture = thumbnail(e), content(e.Enclosure); item.Thumbnail != nil || item.Picture != nil {
		out.uses |= usesMedia
	}
	if u := address(e.Enclosure.URL); u != "" {
		item.Enclosure = &feeds.RssEnclosure{Url: u, Length: strconv.FormatInt(e.Enclosure.Bytes, 10), Type: e.Enclosure.Type}
		if item.rssEpisode = episode(e, c.InPodcast); item.rssEpisode != nil {
			out.uses |= usesITunes
		}
	}
	out.text = bytes.Clone(c.xml("item", indentStep+indentStep, item))
	return out
}

// cadence says how often to look at a feed that has a new entry every so often: as a period of the syndication module, and
// in minutes (RSS 2.0, ttl).
func cadence(every time.Duration) (period string, minutes int) {
	const day = 24 * time.Hour
	switch {
	case every < 6*time.Hour:
		return "hourly", 60
	case every < 4*day:
		return "daily", 6 * 60
	case every < 20*day:
		return "weekly", 12 * 60
	}
	return "monthly", 24 * 60
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
