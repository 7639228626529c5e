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
	return writeXML(w, &doc, "")
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
	}{Namespace: sitemapNamespace, Pages: places(pages)}, "")
}

// SitemapIndex writes a list of sitemaps. The error is the writer's.
func SitemapIndex(w io.Writer, parts []Place) error {
	return writeXML(w, &struct {
		XMLName   struct{} `xml:"sitemapindex"`
		Namespace string   `xml:"xmlns,attr"`
		Parts     []place  `xml:"sitemap"`
	}{Namespace: sitemapNamespace, Parts: places(parts)}, "")
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
