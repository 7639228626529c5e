package check

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

var now = time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)

// Good documents, each with a place where a case puts something in.
const (
	goodAtom = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0" xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="en">
<id>urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6</id><title>Tide</title><updated>2026-11-20T08:00:00Z</updated>
<author><name>Mira</name></author>
<link rel="self" type="application/atom+xml" href="https://my.site/feed.atom"/><link href="https://my.site/"/>
{feed}<entry>
<id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</id><title>Low tide</title>
<link href="https://my.site/tide.html"/><published>2026-11-20T08:00:00Z</published><updated>2026-11-20T08:00:00Z</updated>
<content type="html">&lt;p&gt;The sea has gone out.&lt;/p&gt;</content>
{entry}</entry>
</feed>
`
	goodRSS = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:media="http://search.yahoo.com/mrss/"{ns}>
<channel>
<title>Tide</title><link>https://my.site/</link><description>What the tide left</description><language>en</language>
<atom:link rel="self" type="application/rss+xml" href="https://my.site/feed.rss"/>
{channel}<item>
<title>Low tide</title><link>https://my.site/tide.html</link><guid>https://my.site/tide.html</guid>
<pubDate>Fri, 20 Nov 2026 08:00:00 +0000</pubDate>
<description>The sea has gone out.</description>
{item}</item>
</channel>
</rss>
`
	goodJSON = `{"version": "https://jsonfeed.org/version/1.1", "title": "Tide", "home_page_url": "https://my.site/", "feed_url": "https://my.site/feed.json", "language": "en",
{feed}"items": [
{"id": "https://my.site/tide.html", "url": "https://my.site/tide.html", "title": "Low tide",
{item}"content_html": "<p>The sea has gone out.</p>", "date_published": "2026-11-20T08:00:00Z"}]}
`
	goodOPML = `<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0"><head><title>Feeds</title>{head}</head><body>
<outline text="Tide" title="Tide" type="rss" xmlUrl="https://my.site/feed.rss"/>{body}
</body></opml>
`
)

// with fills the places of a good document, each as in "item: <title/>"; a text with -> replaces instead.
func with(document string, changes ...string) string {
	for _, c := range changes {
		if from, to, replace := strings.Cut(c, " -> "); replace {
			if !strings.Contains(document, from) {
				panic("not in the document: " + from)
			}
			document = strings.Replace(document, from, to, 1)
			continue
		}
		place, text, _ := strings.Cut(c, ": ")
		document = strings.Replace(document, "{"+place+"}", text, 1)
	}
	for _, place := range []string{"{feed}", "{entry}", "{ns}", "{channel}", "{item}", "{head}", "{body}"} {
		document = strings.Replace(document, place, "", 1)
	}
	return document
}

const itunesPrefix = `ns:  xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"`

// bad are documents with one fault each: what is changed, and the level and rule that tell it.
var bad = []struct{ want, document, change string }{
	{"warning R1", goodAtom, "<?xml -> \uFEFF<?xml"},
	{"error R1", goodAtom, "<?xml -> \n<?xml"},
	{"warning R1", goodRSS, "utf-8 -> windows-1252"},
	{"error R1", goodRSS, "utf-8 -> klingon"},
	{"hint R1", goodRSS, ` encoding="utf-8" -> `},
	{"error R2", goodAtom, "Tide -> T\xFFide"},
	{"error R2", goodAtom, "Tide -> T\x02ide"},
	{"error R2", goodAtom, "Tide -> T&#2;ide"},
	{"warning R2", goodAtom, "Tide -> T\u0092ide"},
	{"error R4", goodAtom, "entry: <x:y/>"},
	{"error R4", goodAtom, "2005/Atom -> 2005/atom"},
	{"hint R4", goodAtom, `entry: <x xmlns="https://my.site/ns"/>`},
	{"hint R4", goodRSS, `item: <a:id xmlns:a="http://www.w3.org/2005/Atom">x:1</a:id>`},
	{"warning R5", goodRSS, "</channel> -> <ttl>60</ttl></channel>"},
	{"error R6", goodAtom, "1225c695-cfb8-4ebb-aaaa-80da344efa6a</id> -> 1225c695-cfb8-4ebb-aaaa-80da344efa6a</id><title>x</title><updated>2026-11-19T08:00:00Z</updated><content>x</content></entry><entry><id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</id>"},
	{"warning R6", goodRSS, "<guid>https://my.site/tide.html</guid> -> "},
	{"error R6", goodJSON, `"id": "https://my.site/tide.html", -> `},
	{"error R10", goodAtom, "urn:uuid:1225 -> urn:uuid:125"},
	{"error R10", goodAtom, "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a -> tide"},
	{"error R10", goodAtom, "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a -> tag:my.site:tide"},
	{"hint R10", goodAtom, "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a -> HTTPS://My.site:443/a/../tide"},
	{"error R11", goodRSS, "<guid>https://my.site/tide.html -> <guid>tide"},
	{"error R13", goodAtom, "<published>2026-11-20T08:00:00Z -> <published>2026-11-31T08:00:00Z"},
	{"error R13", goodAtom, "<published>2026-11-20T08:00:00Z -> <published>2026-11-20"},
	{"error R13", goodRSS, "Fri, 20 Nov -> Sat, 20 Nov"},
	{"error R13", goodRSS, "Fri, 20 Nov 2026 08:00:00 +0000 -> 2026-11-20T08:00:00Z"},
	{"warning R13", goodRSS, "2026 08 -> 26 08"},
	{"hint R13", goodRSS, "+0000 -> EST"},
	{"error R13", goodJSON, "2026-11-20T08:00:00Z -> yesterday"},
	{"error R14", goodAtom, "<published>2026-11-20 -> <published>2026-11-21"},
	{"error R14", goodJSON, `item: "date_modified": "2026-11-19T08:00:00Z",`},
	{"warning R15", goodAtom, "<published>2026 -> <published>1970"},
	{"warning R15", goodRSS, "Fri, 20 Nov 2026 -> Fri, 27 Nov 2026"},
	{"hint R17", goodAtom, "Tide</title><updated>2026 -> Tide</title><updated>2025"},
	{"hint R21", goodRSS, "<pubDate>Fri, 20 Nov 2026 08:00:00 +0000</pubDate> -> "},
	{"error R22", goodAtom, `entry: <link href="https://my.site/2"/>`},
	{"warning R23", goodAtom, `rel="self" -> rel="via"`},
	{"warning R23", goodAtom, `href="https://my.site/feed.atom" -> href="feed.atom"`},
	{"warning R23", goodRSS, `rel="self" -> rel="via"`},
	{"warning R23", goodJSON, `"feed_url": "https://my.site/feed.json", -> `},
	{"warning R24", goodAtom, `<link href="https://my.site/tide.html"/> -> <link href="tide.html"/>`},
	{"warning R24", goodAtom, "The sea -> &lt;a href='/sea'&gt;The sea&lt;/a&gt;"},
	{"warning R24", goodRSS, "<link>https://my.site/tide.html -> <link>/tide.html"},
	{"warning R25", goodAtom, `<link href="https://my.site/tide.html"/> -> <link href="http://localhost:8080/tide.html"/>`},
	{"warning R25", goodJSON, `"url": "https://my.site -> "url": "http://192.168.1.2`},
	{"hint R25", goodRSS, "<link>https://my.site/< -> <link>https://example.org/<"},
	{"error R26", goodAtom, `<link href="https://my.site/tide.html"/> -> <link href="https://my.site/low tide"/>`},
	{"error R26", goodRSS, "<link>https://my.site/tide.html -> <link>https://my.site/100%"},
	{"error R26", goodRSS, "<link>https://my.site/tide.html -> <link>https:///tide"},
	{"warning R26", goodRSS, "<link>https://my.site/tide.html -> <link>https://größe.site/tide"},
	{"warning R28", goodRSS, "<description>The -> <content:encoded>x</content:encoded><description>The"},
	{"warning R29", goodAtom, "The sea -> &lt;script&gt;x&lt;/script&gt;"},
	{"warning R29", goodAtom, "The sea -> &lt;a onclick=x href=https://my.site/&gt;The&lt;/a&gt;"},
	{"warning R29", goodRSS, "The sea -> &lt;iframe src='https://my.site/x'>&lt;/iframe>"},
	{"warning R29", goodJSON, "The sea -> <b style='position: fixed'>The</b>"},
	{"warning R30", goodAtom, "The sea -> &lt;em&gt;The sea"},
	{"warning R30", goodAtom, "The sea -> &lt;blink-&gt;"},
	{"warning R30", goodRSS, "The sea has gone out. -> &lt;a href="},
	{"error R30", goodAtom, `type="html">&lt;p&gt; -> type="xhtml">`},
	{"warning R31", goodAtom, "Low tide -> Low &lt;b>tide&lt;/b>"},
	{"warning R31", goodAtom, "Low tide -> Low &amp;amp; tide"},
	{"warning R31", goodRSS, "<title>Low tide -> <title>Low &lt;br/> tide"},
	{"hint R31", goodRSS, "<title>Low tide -> <title>Low &lt;tide"},
	{"error R31", goodAtom, "<title>Low tide -> <title>Low <b>tide</b>"},
	{"warning R32", goodAtom, `<content type="html">&lt;p&gt;The sea has gone out.&lt;/p&gt;</content> -> `},
	{"error R32", goodAtom, `<content type="html">&lt;p&gt;The sea has gone out.&lt;/p&gt;</content> -> <content type="application/pdf" src="https://my.site/x.pdf"/>`},
	{"warning R34", goodJSON, "The sea -> <img alt=''>"},
	{"hint R34", goodJSON, "The sea -> <img src='https://my.site/x.png'>"},
	{"warning R35", goodJSON, "Low tide -> <b>Low</b> tide"},
	{"error R35", goodJSON, `"content_html": "<p>The sea has gone out.</p>", -> `},
	{"error R37", goodAtom, "<author><name>Mira</name></author> -> "},
	{"error R37", goodRSS, "<description>What the tide left</description> -> "},
	{"error R37", goodRSS, "<title>Low tide -> <title>"},
	{"error R37", goodJSON, `"title": "Tide", -> `},
	{"hint R38", goodAtom, ` xml:lang="en" -> `},
	{"error R38", goodRSS, "<language>en -> <language>English"},
	{"error R40", goodAtom, "<name>Mira</name> -> <name>Mira</name><email>Mira</email>"},
	{"warning R40", goodRSS, "item: <author>mira@my.site</author>"},
	{"error R40", goodRSS, "item: <author>Mira</author>"},
	{"error R42", goodAtom, "entry: <title>x</title>"},
	{"warning R42", goodRSS, "item: <dc:date>2026-11-20</dc:date>"},
	{"error R42", goodJSON, `item: "title": "x",`},
	{"hint R43", goodJSON, "version/1.1 -> version/1"},
	{"error R49", goodAtom, `type="application/atom+xml" -> type="atom"`},
	{"warning R49", goodAtom, `type="application/atom+xml" -> type="text/html"`},
	{"warning R54", goodRSS, "item: <comments>https://my.site/" + strings.Repeat("x", 300<<10) + "</comments>"},
	{"error R54", goodRSS, "item: <comments>https://my.site/" + strings.Repeat("x", 600<<10) + "</comments>"},
	{"warning R56", goodAtom, `feed: <fh:complete/><link rel="prev-archive" href="https://my.site/archive/1.atom"/>`},
	{"warning R56", goodAtom, `entry: <link rel="prev-archive" href="https://my.site/archive/1.atom"/>`},
	{"error R58", goodRSS, "channel: <skipHours><hour>24</hour></skipHours>"},
	{"error R58", goodRSS, "channel: <skipDays><day>Mon</day></skipDays>"},
	{"error R58", goodRSS, "channel: <sy:updatePeriod>often</sy:updatePeriod>"},
	{"error R75", goodRSS, "channel: <ttl>1.5</ttl>"},
	{"error R61", goodOPML, `body: <outline text="x" type="rss"/>`},
	{"warning R61", goodOPML, `body: <outline text="x" xmlUrl="https://my.site/2.rss"/>`},
	{"error R37", goodOPML, "<head><title>Feeds</title>{head}</head> -> "},
	{"error R62", goodRSS, `item: <enclosure url="https://my.site/x.mp3" type="audio/mpeg"/>`},
	{"warning R62", goodRSS, `item: <enclosure url="https://my.site/x.mp3" length="1" type="audio/mpeg"/><enclosure url="https://my.site/y.mp3" length="1" type="audio/mpeg"/>`},
	{"error R62", goodJSON, `item: "attachments": [{"url": "https://my.site/x.mp3"}],`},
	{"warning R63", goodRSS, itunesPrefix + "|channel: <itunes:explicit>false</itunes:explicit>"},
	{"warning R64", goodRSS, itunesPrefix + "|item: <itunes:duration>1 hour</itunes:duration>"},
	{"warning R64", goodRSS, itunesPrefix + `|channel: <itunes:category text="Gossip"/>`},
	{"warning R64", goodRSS, `item: <media:thumbnail width="9"/>`},
	{"warning R64", goodRSS, itunesPrefix + "|channel: <podcast:guid>1</podcast:guid>"},
	{"warning R66", goodRSS, `item: <enclosure url="https://my.site/x.mp3" length="1" type="audio/mp3"/>`},
	{"warning R67", goodAtom, `feed: <at:deleted-entry ref="urn:x:1"/>`},
	{"error R75", goodAtom, "</entry> -> "},
	{"error R75", goodAtom, "entry: <pubDate>x</pubDate>"},
	{"error R75", goodAtom, "feed: text"},
	{"warning R75", goodAtom, `<link href -> <link url="x" href`},
	{"warning R75", goodAtom, `<link href="https://my.site/tide.html"/> -> <link rel="rainbow" href="https://my.site/"/>`},
	{"error R75", goodRSS, `version="2.0" xmlns -> version="3.0" xmlns`},
	{"error R75", goodRSS, "item: <body>x</body>"},
	{"warning R75", goodRSS, "channel: <textInput><title>x</title><description>x</description><name>q</name><link>https://my.site/q</link></textInput>"},
	{"warning R75", goodJSON, `item: "content": "x",`},
	{"error R75", goodJSON, `item: "tags": "sea",`},
	{"error R75", goodJSON, "]} -> ]"},
	{"error R75", goodOPML, "body: <item/>"},
	{"error R75", "Hello.\n", ""},
	{"error R75", "<x/>\n", ""},
	{"error R75", "<rss version='2.0'><channel><title>&lt;html></title></channel></rss>x", ""},
}

func TestBadDocuments(t *testing.T) {
	for _, c := range bad {
		changes := strings.Split(c.change, "|")
		if c.change == "" {
			changes = nil
		}
		found := Document("feed", []byte(with(c.document, changes...)), now)
		if !slices.ContainsFunc(found, func(f Finding) bool { return f.Level+" "+f.Rule == c.want }) {
			t.Errorf("%.100s: got %s, want %s", c.change, told(found), c.want)
		}
		for _, f := range found {
			if f.What == "" || f.Why == "" || f.How == "" || f.File != "feed" || strings.Contains(f.What, "%!") {
				t.Errorf("%.100s: %+v", c.change, f)
			}
		}
	}
}

func told(found []Finding) (all []string) {
	for _, f := range found {
		all = append(all, fmt.Sprintf("%d: %s %s: %s", f.Line, f.Level, f.Rule, f.What))
	}
	return all
}

// TestGoodDocuments holds that nothing is said of a good document, nor of what the specifications allow.
func TestGoodDocuments(t *testing.T) {
	for _, c := range []struct{ document, change string }{
		{goodAtom, ""},
		{goodRSS, ""},
		{goodJSON, ""},
		{goodOPML, ""},
		{goodAtom, "<title>Low tide -> <title>Salt &amp; pepper: a &lt;short> history"},
		{goodAtom, "<title>Low tide -> <title type='html'>Low &amp;lt;tide"},
		{goodAtom, "<updated>2026-11-20T08:00:00Z -> <updated>2026-11-20T09:00:00.5+01:00"},
		{goodAtom, `type="html">&lt;p&gt;The sea has gone out.&lt;/p&gt; -> type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The <em>sea</em></p></div>`},
		{goodAtom, "The sea -> &lt;ul>&lt;li>one&lt;li>two&lt;/ul>&lt;p>&lt;br>&lt;b style='color: red'>sea&lt;/b>&lt;!-- a > b -->"},
		{goodAtom, "The sea -> " + strings.Repeat("&lt;ul>&lt;li>", 150) + "The sea" + strings.Repeat("&lt;/li>&lt;/ul>", 150)},
		{goodAtom, `feed: <link rel="prev-archive" href="https://my.site/archive/1.atom"/>`},
		{goodAtom, `feed: <at:deleted-entry ref="urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6b" when="2026-11-20T08:00:00Z"/>`},
		{goodRSS, "<title>Low tide -> <title>Salt &#x26; pepper &#x3C;short>"},
		{goodRSS, `<guid> -> <guid isPermaLink="true">`},
		{goodRSS, "item: <content:encoded>&lt;p>The sea&lt;/p></content:encoded><dc:creator>Mira</dc:creator>"},
		{goodRSS, "channel: <managingEditor>mira@my.site (Mira Field)</managingEditor><ttl>60</ttl><skipHours><hour>0</hour></skipHours>"},
		{goodRSS, `item: <enclosure url="https://my.site/x.mp3" length="123" type="audio/mpeg"/>`},
		{goodJSON, `item: "_own": {"x": 1}, "attachments": [{"url": "https://my.site/x.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 12}],`},
		{"<!DOCTYPE html>\n<title>x</title><link rel=alternate type=application/atom+xml title=x href=feed.atom>\n", ""},
	} {
		document := with(c.document)
		if c.change != "" {
			document = with(c.document, c.change)
		}
		if found := Document("feed", []byte(document), now); len(found) > 0 {
			t.Errorf("%s: %q", c.change, told(found))
		}
	}
}

// TestPlaces holds that a finding names the line where it stands.
func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		document, change string
		line             int
	}{
		{goodAtom, "<published>2026 -> <published>1970", 8},
		{goodRSS, "Fri, 20 -> Sat, 20", 8},
		{goodJSON, "2026-11-20T08:00:00Z -> yesterday", 4},
		{goodAtom, "The sea -> The \x01sea", 9},
	} {
		found := Document("feed", []byte(with(c.document, c.change)), now)
		if len(found) != 1 || found[0].Line != c.line || found[0].Column == 0 {
			t.Errorf("%s: got %q, want line %d", c.change, told(found), c.line)
		}
	}
}

func TestSite(t *testing.T) {
	archive := with(goodAtom, "feed.atom -> archive/1.atom", `feed: <fh:archive/><link rel="current" href="https://my.site/feed.atom"/>`,
		"1225c695 -> 1225c696")
	site := fstest.MapFS{
		"feed.atom":       {Data: []byte(with(goodAtom, `feed: <link rel="prev-archive" href="https://my.site/archive/1.atom"/>`))},
		"archive/1.atom":  {Data: []byte(archive)},
		"index.html":      {Data: []byte("<!DOCTYPE html><title>x</title><link rel=alternate type=application/atom+xml href=feed.atom>\n")},
		"other.json":      {Data: []byte(`{"some": "thing"}`)},
		".hidden/bad.rss": {Data: []byte("x")},
		"pic.png":         {Data: []byte("x")},
	}
	check := func(what string, want ...string) {
		t.Helper()
		found, documents, err := Site(site, now, func(ext string, packed io.Reader) (io.ReadCloser, error) {
			if ext != ".gz" {
				return nil, errors.New("not here")
			}
			return io.NopCloser(hex.NewDecoder(packed)), nil
		})
		var got []string
		for _, f := range found {
			if f.Level != Hint {
				got = append(got, f.File+" "+f.Rule)
			}
		}
		if err != nil || documents < 2 || !slices.Equal(got, want) {
			t.Errorf("%s: got %d documents, %v, %q, want %q", what, documents, err, told(found), want)
		}
	}
	check("good")
	site["archive/1.atom"] = &fstest.MapFile{Data: []byte(strings.Replace(archive, "1225c696", "1225c695", 1))}
	check("an entry in two documents", "archive/1.atom R56")
	delete(site, "archive/1.atom")
	check("no archive", "feed.atom R56")
	site["index.html"] = &fstest.MapFile{Data: []byte("<!DOCTYPE html><title>x</title>\n")}
	check("no way to the feed", "feed.atom R56", "index.html R59")
	site["feed.rss"] = &fstest.MapFile{Data: []byte(with(goodRSS))}
	check("other entries", "feed.atom R56", "feed.rss R74", "feed.rss R74", "index.html R59")
	site["feeds.opml"] = &fstest.MapFile{Data: []byte(with(goodOPML, "feed.rss -> lost.rss"))}
	check("a list of what is not there", "feed.atom R56", "feed.rss R74", "feed.rss R74", "feeds.opml R61", "index.html R59")
	site = fstest.MapFS{"feed.atom": {Data: []byte(with(goodAtom))}, "index.html": {Data: []byte("<!DOCTYPE html><title>x</title><link rel=alternate type=application/atom+xml href=feed.atom>\n")}, "notes.txt": {Data: []byte("sea\n")}}
	add := func(name, text string) { site[name] = &fstest.MapFile{Data: []byte(text)} }
	add("feed.atom.gz", hex.EncodeToString([]byte(with(goodAtom))))
	add("notes.txt.gz", hex.EncodeToString([]byte("sea\n")))
	add("data.tar.gz", "stands beside nothing")
	add("pic.png.gz", "is no text")
	add("sitemap-news.xml", `<?xml version="1.0"?><urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><news:news><news:title>&lt;rss &lt;feed</news:title></news:news></url></urlset>`)
	add("robots.txt", "User-agent: *\n")
	check("twins in step")
	add("notes.txt.gz", hex.EncodeToString([]byte("sea")))
	add("feed.atom.gz", hex.EncodeToString([]byte(with(goodAtom)+"\n")))
	add("index.html.gz", "not hexadecimal")
	add("index.html.br", "unknown")
	check("twins out of step", "feed.atom.gz R48", "index.html.br R48", "index.html.gz R48", "notes.txt.gz R48")
}

// TestSiteEnclosures holds that what the site encloses is there, and as long as it says.
func TestSiteEnclosures(t *testing.T) {
	const enclosing = `item: <enclosure url="https://my.site/a%20b.mp3" length="3" type="audio/mpeg"/>`
	site := fstest.MapFS{"feed.rss": {Data: []byte(with(goodRSS, enclosing))}}
	rules := func() (all []string) {
		found, _, err := Site(site, now, nil)
		for _, f := range found {
			if f.Rule == "R62" {
				all = append(all, f.Level)
			}
		}
		if err != nil {
			t.Error(err)
		}
		return all
	}
	if got := rules(); !slices.Equal(got, []string{Error}) {
		t.Errorf("a file that isn't there: %q", got)
	}
	site["a b.mp3"] = &fstest.MapFile{Data: []byte("abcd")}
	if got := rules(); !slices.Equal(got, []string{Warning}) {
		t.Errorf("a file of another length: %q", got)
	}
	site["a b.mp3"] = &fstest.MapFile{Data: []byte("abc")}
	if got := rules(); got != nil {
		t.Errorf("a good file: %q", got)
	}
}

// FuzzCheck holds that any bytes give findings that can be printed, the same each time, and few enough to be read.
func FuzzCheck(f *testing.F) {
	for _, document := range []string{goodAtom, goodRSS, goodJSON, goodOPML} {
		f.Add([]byte(with(document)))
	}
	for _, c := range bad {
		if len(c.change) < 1000 && c.change != "" {
			f.Add([]byte(with(c.document, strings.Split(c.change, "|")...)))
		}
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		found := Document("feed", document, now)
		again := Document("feed", document, now)
		if !slices.Equal(told(found), told(again)) {
			t.Errorf("got %q, then %q", told(found), told(again))
		}
		for _, one := range found {
			if len(one.What) > 1000 || one.Line < 0 || one.Line > 1+strings.Count(string(document), "\n") && one.Line > 1 {
				t.Errorf("%+v", one)
			}
		}
	})
}

// TestTime holds that the work stays in proportion to the size, also where a document means to make it grow.
func TestTime(t *testing.T) {
	const n = 100_000
	for name, document := range map[string]string{
		"elements":   "<rss><channel>" + strings.Repeat("<item>x</item>", n),
		"mixed text": "<rss>" + strings.Repeat("x<a/>", n),
		"enclosures": with(goodRSS, "item: "+strings.Repeat("<x/>", n)+strings.Repeat("<enclosure/>", n)),
		"nesting":    "<rss>" + strings.Repeat("<a>", n),
		"attributes": "<rss " + strings.Repeat("xmlns:a='b' ", n) + ">",
		"tags":       with(goodRSS, "item: <content:encoded>"+strings.Repeat("&lt;b>", n)+strings.Repeat("&lt;/i>", n)+"</content:encoded>"),
		"open tags":  with(goodRSS, "item: <content:encoded>"+strings.Repeat("&lt;a ", n)+"</content:encoded>"),
		"scripts":    with(goodRSS, "item: <content:encoded>"+strings.Repeat("&lt;script>&lt;/", n)+"</content:encoded>"),
		"arrays":     strings.Repeat("[", n),
		"comments":   with(goodRSS, "pubDate>Fri -> pubDate>"+strings.Repeat("(", n)+"Fri"),
	} {
		start := time.Now()
		Document("feed", []byte(document), now)
		if took := time.Since(start); took > 20*time.Second { // a second with the race detector on a slow machine
			t.Errorf("%s: took %v", name, took)
		} else {
			t.Logf("%s: took %v", name, took)
		}
	}
}

// TestNoPodcast: a feed with a recording among its items is no podcast for that.
func TestNoPodcast(t *testing.T) {
	document := with(goodRSS, itunesPrefix, `item: <enclosure url="https://my.site/a.mp3" length="3" type="audio/mpeg"/><itunes:duration>3</itunes:duration>`)
	for _, f := range Document("feed.rss", []byte(document), now) {
		if f.Level != Hint {
			t.Errorf("%+v", f)
		}
	}
}
