package wire

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"
)

func sample(s string) *Feed {
	return &Feed{
		ID: "urn:uuid:1", Title: s, Subtitle: s, Language: "en", Self: "https://a.test/feed.atom", Home: "https://a.test/",
		Icon: "https://a.test/i c.png", Generator: Generator{"seedfeed", "1", "https://g.test/"},
		Updated: time.Date(2022, 2, 13, 12, 0, 0, 0, time.FixedZone("", 3600)),
		Authors: []Person{{Name: "A " + s, Email: s}},
		Entries: []Entry{{
			ID: "urn:uuid:2", Title: s, URL: "https://a.test/é x.html", Language: "de",
			Published: time.Unix(1e9, 0), Updated: time.Unix(2e9, 0), Authors: []Person{{Name: s, URL: s, Email: "x@y.test"}},
			Categories: []string{s, "sea", " ", "sea"}, Summary: s, HTML: "<p>" + s + "</p>",
			Related: []Link{{"https://b.test/", s}, {"", "no address"}},
		}},
	}
}

// show is a podcast all of whose words are s.
func show(s string) *Feed {
	f := sample(s)
	f.Podcast = &Podcast{
		GUID: s, Category: s, Subcategory: s, Explicit: s, Image: s, Owner: Person{Name: s, Email: "x@y.test"}, Locked: s,
		Funding: Link{"https://b.test/", strings.Repeat(s, 200)}, Copyright: s, New: s,
	}
	e := &f.Entries[0]
	e.Enclosure = Enclosure{URL: "https://a.test/x.mp3", Type: "audio/mpeg", Bytes: 1, Duration: time.Minute}
	e.Episode = &Episode{Season: 1, Number: 2, Kind: s, Explicit: s, Image: s, Chapters: s, Transcripts: []Transcript{{s, s, true}}}
	return f
}

func TestPodcast(t *testing.T) {
	var b bytes.Buffer
	if _, err := RSS(show("Tom & <b>]]></b>\x08")).WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"`, `xmlns:podcast="https://podcastindex.org/namespace/1.0"`,
		`<itunes:category text="Tom &amp; &lt;b&gt;]]&gt;&lt;/b&gt;">`, `<itunes:email>x@y.test</itunes:email>`, `<podcast:locked owner="x@y.test">Tom &amp;`,
		`<itunes:season>1</itunes:season>`, `<itunes:episode>2</itunes:episode>`, `<itunes:duration>60</itunes:duration>`, `<podcast:funding url="https://b.test/">Tom`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
	checkXML(t, b.String())
}

func TestAtom(t *testing.T) {
	var b bytes.Buffer
	if _, err := Atom(sample("Tom & Jerry <b>]]></b>\x08")).WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<?xml version="1.0" encoding="UTF-8"?>`, `<feed xml:lang="en" xmlns="http://www.w3.org/2005/Atom">`,
		`<title>Tom &amp; Jerry &lt;b&gt;]]&gt;&lt;/b&gt;</title>`, `<updated>2022-02-13T11:00:00Z</updated>`,
		`<link href="https://a.test/feed.atom" rel="self" type="application/atom+xml"></link>`,
		`<link href="https://a.test/" rel="alternate" type="text/html"></link>`,
		`<generator uri="https://g.test/" version="1">seedfeed</generator>`, `<icon>https://a.test/i%20c.png</icon>`,
		`<entry xml:lang="de">`, `<published>2001-09-09T01:46:40Z</published>`, `<category term="sea"></category>`,
		`<link href="https://a.test/%C3%A9%20x.html" rel="alternate" type="text/html"></link>`,
		`<link href="https://b.test/" rel="related" title="Tom &amp; Jerry`, `<email>x@y.test</email>`,
		`<content type="html">&lt;p&gt;Tom`, `<summary type="text">`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("lacks %s", want)
		}
	}
	if strings.Count(b.String(), "<category") != 2 || strings.Count(b.String(), "<email>") != 1 || !strings.HasSuffix(b.String(), "</feed>\n") {
		t.Errorf("got %s", b.String())
	}
}

func TestRSS(t *testing.T) {
	f := sample("Tom & Jerry <b>]]></b>\x08")
	f.Every, f.Previous, f.Entries[0].Image = 30*time.Hour, "https://a.test/archive/1.rss", "https://a.test/p.png"
	var b bytes.Buffer
	if _, err := RSS(f).WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"`, `xmlns:content="http://purl.org/rss/1.0/modules/content/"`,
		`<title>Tom &#x26; Jerry &#x3C;b&#x3E;]]&#x3E;&#x3C;/b&#x3E;</title>`, `<lastBuildDate>Sun, 13 Feb 2022 11:00:00 +0000</lastBuildDate>`,
		`<atom:link href="https://a.test/feed.atom" rel="self" type="application/rss+xml"></atom:link>`,
		`<atom:link href="https://a.test/archive/1.rss" rel="prev-archive"`, `<generator>seedfeed 1</generator>`,
		`<url>https://a.test/i%20c.png</url>`, `<ttl>360</ttl>`, `<sy:updatePeriod>daily</sy:updatePeriod>`,
		`<guid isPermaLink="false">urn:uuid:2</guid>`, `<pubDate>Sun, 09 Sep 2001 01:46:40 +0000</pubDate>`, `<category>sea</category>`,
		`<description>Tom &amp;amp; Jerry &amp;lt;b&amp;gt;]]&amp;gt;`, `<content:encoded>&lt;p&gt;Tom`,
		`<dc:creator>Tom &amp; Jerry`, `<media:thumbnail url="https://a.test/p.png">`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("lacks %s", want)
		}
	}
	if strings.Count(b.String(), "<author>") != 0 || strings.Count(b.String(), "<title>") != 3 { // the channel's, its image's and the item's
		t.Errorf("got %s", b.String())
	}
}

func TestJSON(t *testing.T) {
	for _, c := range []struct {
		entries int
		want    []string
	}{
		{0, []string{`"items": []`, `"version": "https://jsonfeed.org/version/1.1"`, `"feed_url": "https://a.test/feed.atom"`}},
		{1, []string{`"content_html": "<p>x & y</p>"`, `"date_published": "2001-09-09T01:46:40Z"`, `"language": "de"`, `"url": "mailto:z@y.test"`, `"tags": [`}},
	} {
		f := sample("x & y")
		f.Entries = f.Entries[:c.entries]
		f.Authors = []Person{{Name: "Z", Email: "z@y.test"}}
		var b bytes.Buffer
		if _, err := JSON(f).WriteTo(&b); err != nil {
			t.Fatal(err)
		}
		for _, want := range c.want {
			if !strings.Contains(b.String(), want) {
				t.Errorf("lacks %s in %s", want, b.String())
			}
		}
	}
}

func TestLists(t *testing.T) {
	evil := "<&\x00]]>"
	for _, c := range []struct {
		write func(io.Writer) error
		want  string
	}{
		{func(w io.Writer) error { return OPML(w, evil, []Outline{{evil, "https://a.test/f é", ""}}) }, `<outline type="rss" text="&lt;&amp;]]&gt;" title="&lt;&amp;]]&gt;" xmlUrl="https://a.test/f%20%C3%A9"></outline>`},
		{func(w io.Writer) error { return Sitemap(w, []Place{{"https://a.test/&", time.Unix(1e9, 0)}}) }, "<loc>https://a.test/&amp;</loc>\n    <lastmod>2001-09-09T01:46:40Z</lastmod>"},
		{func(w io.Writer) error {
			return NewsSitemap(w, evil, []News{{"https://a.test/&", evil, "en", time.Unix(1e9, 0)}})
		}, "<news:name>&lt;&amp;]]&gt;</news:name>\n        <news:language>en</news:language>\n      </news:publication>\n      <news:publication_date>2001-09-09T01:46:40Z</news:publication_date>\n      <news:title>&lt;&amp;]]&gt;</news:title>"},
		{func(w io.Writer) error { return SitemapIndex(w, []Place{{"https://a.test/1.xml", time.Unix(1e9, 0)}}) }, "<sitemap>\n    <loc>https://a.test/1.xml</loc>"},
	} {
		var b bytes.Buffer
		if err := c.write(&b); err != nil {
			t.Fatal(err)
		}
		if checkXML(t, b.String()); !strings.Contains(b.String(), c.want) {
			t.Errorf("lacks %s in %s", c.want, b.String())
		}
	}
}

// TestEveryByteEverywhere holds R2 and R3: no byte in any field makes the document ill-formed or hides a field.
func TestEveryByteEverywhere(t *testing.T) {
	all := "x"
	for c := range 256 {
		all += string([]byte{byte(c)}) + string(rune(c))
	}
	all += "]]>&<script>\xed\xa0\x80\ufffe\uffff\U0001ffff\u2028"
	check(t, all)
}

func FuzzWire(f *testing.F) {
	f.Add("]]>\x00&amp;<script>\xff")
	f.Add("https://a.test/%zz")
	f.Fuzz(func(t *testing.T, s string) { check(t, s) })
}

func check(t *testing.T, s string) {
	t.Helper()
	for name, make := range map[string]func(*Feed) *Document{"atom": Atom, "rss": RSS, "json": JSON} {
		var b bytes.Buffer
		if _, err := make(show(s)).WriteTo(&b); err != nil {
			t.Fatal(name, err)
		}
		if !utf8.Valid(b.Bytes()) || strings.ContainsRune(b.String(), 0) {
			t.Fatal(name, "not clean UTF-8")
		}
		if name != "json" {
			checkXML(t, b.String())
		}
		feed, err := gofeed.NewParser().Parse(bytes.NewReader(b.Bytes()))
		if err != nil || len(feed.Items) != 1 || feed.Items[0].GUID != "urn:uuid:2" || feed.Link != "https://a.test/" {
			t.Fatalf("%s: %v, %v", name, err, feed)
		}
		item := feed.Items[0]
		content := item.Content
		if name == "rss" && content == "" {
			content = item.Description
		}
		if want := "<p>" + Text(s) + "</p>"; norm(content) != norm(want) {
			t.Fatalf("%s: content %q, want %q", name, content, want)
		}
		if name == "json" && item.Title != Line(s) {
			t.Fatalf("title %q, want %q", item.Title, Line(s))
		}
	}
}

func checkXML(t *testing.T, s string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in %s", err, s)
		}
	}
}

// norm folds what XML itself folds: line ends (XML 1.0 section 2.11), and what a parser trims.
func norm(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
}

func TestMail(t *testing.T) {
	for s, want := range map[string]string{
		"a@b.test": "a@b.test", " a.b+c@x \n": "a.b+c@x", "ü@b.test": "", "a@bücher.test": "", "a@b@c": "", "mailto:a@b.test": "", "<a@b.test>": "",
		"a b@c.test": "", "a@b.test, c@d.test": "", "a@-b.test": "", "@b": "", "a@": "", "": "", "a\x01@b.test": "a@b.test",
	} {
		if got := Mail(s); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}

// FuzzText: what Text returns is valid, and final.
func FuzzText(f *testing.F) {
	f.Add("a\x00b\xffc\u0085\ufffe")
	for c := range rune(0xA1) { // where eight bytes are looked at together, and where they aren't
		f.Add("12345678 " + string(c) + " 12345678")
		f.Add("12 " + string(c) + "\n4")
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Text(s)
		if !utf8.ValidString(got) || Text(got) != got || xml.EscapeText(io.Discard, []byte(got)) != nil || strings.ContainsAny(got, "\x00\x0b\x7f\ufffe") {
			t.Fatalf("Text(%q) = %q", s, got)
		}
		var b bytes.Buffer
		if err := xml.EscapeText(&b, []byte(got)); err != nil || string(escape([]byte("<"), got, []byte(">"))) != "<"+b.String()+">" {
			t.Fatalf("%q escaped is %q, want %q, %v", got, escape(nil, got, nil), b.String(), err)
		}
	})
}

func BenchmarkText(b *testing.B) {
	text := strings.Repeat("<p>The harbour was quiet that morning, and nobody on the “pier” had seen the boats leave during the night.</p>\n", 40)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Text(text)
	}
}

// TestLine: what is a line already is told from what isn't as the long way does.
func TestLine(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	const often = "ab  \n\t~\x7f\x00é\u00a0\u2028\xff"
	for range 10_000 {
		var b strings.Builder
		for range rnd.IntN(6) {
			b.WriteByte(often[rnd.IntN(len(often))])
		}
		if got, want := Line(b.String()), strings.Join(strings.Fields(Text(b.String())), " "); got != want {
			t.Fatalf("%q: %q, want %q", b.String(), got, want)
		}
	}
}
