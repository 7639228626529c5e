package wire

import (
	"encoding/json"
	"io"
	"time"
)

// Outline is a feed in a list of feeds. URLs are absolute.
type Outline struct{ Title, Feed, Home string }

// OPML writes a list of feeds (OPML 2.0, "subscription lists") that readers take. The error is the writer's.
func OPML(w io.Writer, title string, feeds []Outline) error {
	type outline struct {
		Type string `xml:"type,attr"`
		Text string `xml:"text,attr"` // MUST be there; shown
		Name string `xml:"title,attr"`
		Feed string `xml:"xmlUrl,attr"`
		Home string `xml:"htmlUrl,attr,omitempty"`
	}
	var doc struct {
		XMLName struct{}  `xml:"opml"`
		Version string    `xml:"version,attr"`
		Title   string    `xml:"head>title"`
		Feeds   []outline `xml:"body>outline"`
	}
	doc.Version, doc.Title = "2.0", Line(title)
	for _, f := range feeds {
		doc.Feeds = append(doc.Feeds, outline{"rss", Line(f.Title), Line(f.Title), address(f.Feed), address(f.Home)})
	}
	return writeXML(w, &doc)
}

// Place is a page, or a part of a sitemap, and when it last changed.
type Place struct {
	URL     string
	Updated time.Time
}

const sitemapNamespace = "http://www.sitemaps.org/schemas/sitemap/0.9"

type place struct {
	URL     string `xml:"loc"`
	Updated string `xml:"lastmod,omitempty"`
}

func places(all []Place) (out []place) {
	for _, p := range all {
		out = append(out, place{address(p.URL), stamp(p.Updated)})
	}
	return out
}

// Sitemap writes a list of pages for search engines (sitemaps.org, protocol 0.9), which take 50,000 in one. The error is the writer's.
func Sitemap(w io.Writer, pages []Place) error {
	return writeXML(w, &struct {
		XMLName   struct{} `xml:"urlset"`
		Namespace string   `xml:"xmlns,attr"`
		Pages     []place  `xml:"url"`
	}{Namespace: sitemapNamespace, Pages: places(pages)})
}

// SitemapIndex writes a list of sitemaps. The error is the writer's.
func SitemapIndex(w io.Writer, parts []Place) error {
	return writeXML(w, &struct {
		XMLName   struct{} `xml:"sitemapindex"`
		Namespace string   `xml:"xmlns,attr"`
		Parts     []place  `xml:"sitemap"`
	}{Namespace: sitemapNamespace, Parts: places(parts)})
}

// Chapter is a part of a recording.
type Chapter struct {
	Start time.Duration
	Title string
}

// Chapters writes the parts of a recording as podcast apps take them (JSON Chapters 1.2.0 of
// github.com/Podcastindex-org/podcast-namespace). The error is the writer's.
func Chapters(w io.Writer, all []Chapter) error {
	type chapter struct {
		Start float64 `json:"startTime"` // in seconds
		Title string  `json:"title,omitempty"`
	}
	doc := struct {
		Version  string    `json:"version"`
		Chapters []chapter `json:"chapters"`
	}{Version: "1.2.0"}
	for _, c := range all {
		doc.Chapters = append(doc.Chapters, chapter{c.Start.Seconds(), Line(c.Title)})
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	return out.Encode(doc)
}

// News is a page with an article. The language is as Google wants it: ISO 639, or zh-cn or zh-tw.
type News struct {
	URL, Title, Language string
	Published            time.Time
}

// NewsSitemap writes a list of articles of the publication of this name for Google News, which takes 1000 in one. The error is the
// writer's.
func NewsSitemap(w io.Writer, publication string, articles []News) error {
	type article struct {
		URL         string `xml:"loc"`
		Publication string `xml:"news:news>news:publication>news:name"` // as it is on news.google.com
		Language    string `xml:"news:news>news:publication>news:language"`
		Published   string `xml:"news:news>news:publication_date"`
		Title       string `xml:"news:news>news:title"`
	}
	doc := struct {
		XMLName   struct{}  `xml:"urlset"`
		Namespace string    `xml:"xmlns,attr"`
		News      string    `xml:"xmlns:news,attr"`
		Articles  []article `xml:"url"`
	}{Namespace: sitemapNamespace, News: "http://www.google.com/schemas/sitemap-news/0.9"}
	for _, a := range articles {
		doc.Articles = append(doc.Articles, article{address(a.URL), Line(publication), a.Language, stamp(a.Published), Line(a.Title)})
	}
	return writeXML(w, &doc)
}
