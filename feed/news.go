package feed

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/publish"
	"github.com/seedfeed/seedfeed/feed/internal/wire"
)

const (
	newsPath   = "sitemap-news.xml"
	robotsPath = "robots.txt"

	// Google takes articles of the last two days, 1000 in a sitemap:
	// https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
	newsSpan = 48 * time.Hour
	maxNews  = 1000
)

// planNews lists the newest pages for Google News: those of the two days up to the newest entry. Two days up to the build
// would give other bytes from the same seeds, and need builds only to empty the list; Google passes over by itself what
// has become too old since.
func (b *session) planNews(entries []*entry, res *Result) publish.Document {
	var all []wire.News
	parts, without := []string{"news", b.cfg.title}, 0
	for _, e := range entries { // newest first
		if len(all) == maxNews || entries[0].rec.Published.Sub(e.rec.Published) > newsSpan {
			break
		}
		language := newsLanguage(first(b.cfg.language, e.Language))
		if language == "" {
			without++
			continue
		}
		n := wire.News{URL: b.pageURL(e.rec.Page).String(), Title: e.Title, Language: language, Published: e.rec.Published}
		all = append(all, n)
		parts = append(parts, n.URL, n.Title, n.Language, n.Published.Format(time.RFC3339Nano))
	}
	if without > 0 {
		res.Problems = append(res.Problems, Problem{
			Path: SettingsFile, Line: b.cfg.lines.Of("news"), Hint: "say that of the site, as in language: en",
			Text: fmt.Sprintf("entries without a language that are not in %s, which needs one: %d", newsPath, without),
		})
	}
	return publish.Document{Path: newsPath, Key: fingerprint(parts...), Render: func(w io.Writer) error {
		return wire.NewsSitemap(w, b.cfg.title, all)
	}}
}

// newsLanguage writes a language tag as Google wants it: ISO 639, but zh-cn and zh-tw for the scripts of Chinese. It is
// "" when the language is not known.
func newsLanguage(tag string) string {
	language, rest, _ := strings.Cut(strings.ToLower(tag), "-")
	switch {
	case language == unknown:
		return ""
	case language != "zh":
		return language
	case strings.Contains(rest, "hant"), !strings.Contains(rest, "hans") && (strings.Contains(rest, "tw") || strings.Contains(rest, "hk") || strings.Contains(rest, "mo")):
		return "zh-tw"
	}
	return "zh-cn"
}

// planRobots is a robots.txt (RFC 9309) that shuts nobody out and names the sitemaps, which are among docs. Robots look
// for it at the root of a host and nowhere else (section 2.3).
func (b *session) planRobots(docs []publish.Document, res *Result) []publish.Document {
	if b.cfg.base.Path != "/" {
		res.Problems = append(res.Problems, Problem{
			Path: SettingsFile, Line: b.cfg.lines.Of("robots"), Text: fmt.Sprintf("no %s is written: robots look for it at the root of %s only, and this site is in %s", robotsPath, b.cfg.base.Host, b.cfg.base.Path),
			Hint: fmt.Sprintf("remove the line, and write `Sitemap: %s` into the %s of the host", b.pageURL(sitemapPath), robotsPath),
		})
		return nil
	}
	text := "User-agent: *\nAllow: /\n"
	for _, d := range docs {
		if d.Path == sitemapPath || d.Path == newsPath {
			text += "\nSitemap: " + b.pageURL(d.Path).String()
		}
	}
	text = strings.TrimRight(text, "\n") + "\n"
	return []publish.Document{{Path: robotsPath, Key: fingerprint("robots", text), Render: func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}}}
}
