package check

import (
	"net/url"
	"strings"
)

// feedTypes are the types by which browsers and readers find feeds.
var feedTypes = set("application/atom+xml application/rss+xml application/feed+json application/json")

// page checks how an HTML page leads to feeds (R59). The rest of a page is its author's affair.
func (r *report) page(text string) {
	r.kind = "html"
	titles := map[string]bool{}
	for {
		t, rest, found, _ := next(text)
		if !found || t.name == "body" {
			break
		}
		text = rest
		kind, _, _ := strings.Cut(strings.ToLower(t.attr("type")), ";")
		if t.name != "link" || t.end || !feedTypes[strings.TrimSpace(kind)] {
			continue
		}
		rel := strings.ToLower(strings.Join(strings.Fields(t.attr("rel")), " "))
		href := strings.TrimSpace(t.attr("href"))
		at := place{}
		switch {
		case !strings.Contains(" "+rel+" ", " alternate "):
			continue
		case rel != "alternate":
			r.add(at, noDiscovery, "a link to a feed has rel=%q, not alternate alone", rel)
		case href == "":
			r.add(at, noDiscovery, "a link to a feed has no href")
		case titles[kind+t.attr("title")] && t.attr("title") != "":
			r.add(at, noDiscovery, "two links to feeds have the title %q", t.attr("title"))
		}
		titles[kind+t.attr("title")] = true
		if u, err := url.Parse(href); err == nil {
			r.reachable(at, "a link to a feed", u)
		}
		r.summary.feeds = append(r.summary.feeds, href)
	}
}
