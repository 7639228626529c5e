package feed_test

import (
	"strings"
	"testing"
)

// TestSavedPage makes an entry of a page that was saved from a site: it leads to where the page came from.
func TestSavedPage(t *testing.T) {
	g := newGarden(t)
	g.sow("knots.html", `<!doctype html><html lang="en"><head><title>Knots for cold hands | The Rope Shop</title>
		<link rel="canonical" href="https://rope.test/knots"><script src="a.js"></script><meta property="og:image" content="/knot.jpg">
		<script type="application/ld+json">{"@type":"Article","author":{"name":"Ann Lee"},"datePublished":"2021-02-03T04:05:06Z"}</script></head>
		<body><nav><a href="/">Ropes</a></nav><main><h1>Knots for cold hands</h1>`+
		strings.Repeat("<p>This is how a knot is tied by those who sail in winter, and how it is untied again when the rope is wet and frozen.</p>", 12)+
		`</main><footer>The Rope Shop</footer></body></html>`)
	g.build()
	e := g.published().Entries[0]
	if href, _ := e.link("alternate"); href != "https://rope.test/knots" {
		t.Errorf("it leads to %q", href)
	}
	if e.Title != "Knots for cold hands" || e.Published != "2021-02-03T04:05:06Z" || strings.Contains(e.Content, "Rope") {
		t.Errorf("got %q of %s: %s", e.Title, e.Published, e.Content)
	}
}
