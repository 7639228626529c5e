package markup

import (
	"strings"
	"testing"
)

func TestTitle(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`<title>T | Site</title><h1>T</h1>`, "T"},
		{`<title>T – Part | Site</title><h1>T – Part</h1>`, "T – Part"},
		{`<title>T | Site</title><p>x`, "T | Site"},
		{`<title>Other | Site</title><h1>T</h1>`, "Other | Site"},
		{`<title>Tea | Site</title><h1>T</h1>`, "Tea | Site"},
		{`<title></title><body><p>x<h1>Late</h1>`, "Late"},
		{`<html><header><h1>Only in the header</h1></header><p>x`, "Only in the header"},
		{`<html><header><h1>Site</h1></header><title>Site | T</title><main><p>x</main>`, "Site | T"},
		{"<title>é\n a&amp;b</title>", "é a&b"},
		{`<meta property="og:title" content="O"><title>T</title>`, "O"},
		{`<svg><title>icon</title></svg><h1>T</h1>`, "T"},
		{`<div><header><a id=x></a><h1>T</h1></header></div>`, "T"},
		{`<p>before</p><h1>T</h1>`, ""},
		{`<meta property=og:title content="Low tide at the mill"><h1>The Post</h1><h1>Low tide at the old mill</h1>`, "Low tide at the old mill"},
		{`<meta property=og:title content="Low tide at the mill"><h1>Weather: Low tide at the mill</h1>`, "Low tide at the mill"},
		{`<meta property=og:title content="Low tide at the mill"><h1>LOW TIDE AT THE MILL</h1>`, "Low tide at the mill"},
		{`<meta property=og:title content="Low tide at the mill - The Post"><meta property=og:site_name content="The Post"><p>x`, "Low tide at the mill"},
		{`<title>Low tide at the mill | Post</title><p>x`, "Low tide at the mill"},
		{`<title>The Post: Low tide</title><meta property=og:site_name content="The Post"><p>x`, "Low tide"},
		{`<html><title>Tides of the year – Ann's notes</title><header><h1>Ann's notes</h1></header><p>x`, "Tides of the year – Ann's notes"},
		{`<html><script type="application/ld+json">{"@type":"Article","headline":"Low&amp;high
			tide"}</script><title>x</title><p>y`, "Low&high tide"},
		{`<title>満潮：朝の新聞</title><h1>満潮</h1>`, "満潮"},
	} {
		doc, err := HTML(c.in, testOptions())
		if err != nil || doc.Title != c.want {
			t.Errorf("%s: got %q, %v; want %q", c.in, doc.Title, err, c.want)
		}
		if strings.Contains(doc.HTML, ">"+c.want+"<") && c.want != "" {
			t.Errorf("%s: %s repeats the title", c.in, doc.HTML)
		}
	}
}

func TestContent(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`<body><article>a</article><article>bbb<article>cc</article></article><article>dd</article>`, "bbb\ncc"},
		{`<body><article></article><main>m<nav>n</nav></main>`, "m"},
		{`<body><article><script>long long script</script></article><main>m</main>`, "m"},
		{`<body><div role=main>m</div><p>p</p>`, "m"},
		{`<body><form><article>a</article></form>`, "a"},
		{`<body><form><label>l</label><p>p</p></form><p>q</p>`, "q"},
		{`<body><div><header>h</header><p>p</p></div><aside>a</aside>`, "p"},
		{`<body><p>p</p><math><article>x<col>`, "p\nx"}, // an article of MathML is none
		{`<frameset><frame src=x></frameset>`, ""},
	} {
		doc, err := HTML(c.in, testOptions())
		if err != nil || doc.Text != c.want {
			t.Errorf("%s: got %q, %v; want %q", c.in, doc.Text, err, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	for _, c := range []struct{ in, published, updated string }{
		{`<script type="application/ld+json">[{"@type":"Person"},{"@type":"BlogPosting","dateModified":"2022-02-02"}]</script>`, "", "2022-02-02"},
		{`<script type="application/ld+json">{"@type":"WebSite","datePublished":"2021-01-01"}</script>`, "2021-01-01", ""},
		{`<script type="application/ld+json">{broken</script><body><article><time datetime="2023-03-03">x`, "2023-03-03", ""},
		{`<script type="application/ld+json">{"a":` + strings.Repeat("[", 30) + `{"datePublished":"2021-01-01"}` + strings.Repeat("]", 30) + `}</script>`, "", ""},
		{`<body><p><time datetime="2023-03-03">x`, "", ""},
		{`<meta name=DC.date.issued content=2020-05-06><meta name=last-modified content=2020-05-07>`, "2020-05-06", "2020-05-07"},
		{`<meta property=article:published_time content=1700000000000>`, "2023-11-14T22:13:20Z", ""},
		{`<meta property=article:published_time content="12 May"><meta name=date content="12 May 2020">`, "12 May 2020", ""},
		{`<body><h1>T</h1><span itemprop=datePublished content=2020-05-06>May</span>`, "2020-05-06", ""},
		{`<body><h1>T</h1><p class=post-date>Published on May 6, 2020 by Ann</p>`, "May 6, 2020", ""},
		{`<body><h1>T</h1><p class=date>Updated on May 6, 2020</p>`, "", ""},
		{`<body><h1>T</h1><p class=date>6 May</p>`, "", ""},
		{`<body><h1>T</h1><aside><p class=date>6 May 2020</p></aside><p>On 6 May 2020 it rained.</p>`, "", ""},
		{`<body><article><h1>T</h1></article><article><time datetime=2020-05-06>x</time></article>`, "", ""},
		{`<body><article><time itemprop=dateModified datetime=2024-04-04>x</time><time>y</time>`, "", "2024-04-04"},
	} {
		doc, err := HTML("<html>"+c.in, testOptions())
		if err != nil || doc.Published != c.published || doc.Updated != c.updated {
			t.Errorf("%s: got %q and %q, %v; want %q and %q", c.in, doc.Published, doc.Updated, err, c.published, c.updated)
		}
	}
}

func TestAuthors(t *testing.T) {
	in := `<html><meta name=author content=" Ann  Lee "><meta name=author content="Ann Lee"><meta name=author content="">
		<meta property=article:author content="/people/ann"><meta property=article:author content="www.x.test">
		<meta name=Author content="` + strings.Repeat("long ", 30) + `">`
	doc, err := HTML(in, testOptions())
	if err != nil || strings.Join(doc.Authors, "|") != "Ann Lee" {
		t.Errorf("got %q, %v", doc.Authors, err)
	}
}

func TestAuthorsOfPage(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`<script type="application/ld+json">{"@type":"Article","author":["Ann Lee",{"name":"Bo Li"}]}</script>`, "Ann Lee|Bo Li"},
		{`<script type="application/ld+json">[{"@type":"Article","author":{"@id":"#a"}},{"@id":"#a","name":"Ann Lee"}]</script>`, "Ann Lee"},
		{`<meta name=author content="The Post"><meta property=og:site_name content="The Post"><a rel=author>Ann Lee</a>`, "Ann Lee"},
		{`<meta name=author content="The Post"><meta property=og:site_name content="The Post">`, "The Post"},
		{`<meta name=author content="By Ann Lee, Bo Li and Cy Day">`, "Ann Lee|Bo Li|Cy Day"},
		{`<meta name=author content="Ann Lee, editor">`, "Ann Lee, editor"},
		{`<body><p itemprop=author><b itemprop=name>Ann Lee</b>, editor</p>`, "Ann Lee"},
		{`<body><p class=byline>By Ann Lee</p>`, "Ann Lee"},
		{`<body><p class=byline>Some words about tides</p>`, ""},
		{`<body><div class=comment><a rel=author>Bo Li</a></div>`, ""},
		{`<body><p class=author>Read more from 12 authors</p>`, ""},
	} {
		doc, err := HTML("<html>"+c.in+"<p>x", testOptions())
		if got := strings.Join(doc.Authors, "|"); err != nil || got != c.want {
			t.Errorf("%s: got %q, %v; want %q", c.in, got, err, c.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`<html lang=de><meta property=og:locale content=en_US>`, "de"},
		{`<html lang="?"><meta property=og:locale content=en_US>`, "en-US"},
		{`<html><script type="application/ld+json">{"@type":"Article","inLanguage":"fr"}</script>`, "fr"},
		{`<html>`, ""},
	} {
		if doc, err := HTML(c.in+"<p>x", testOptions()); err != nil || doc.Language != c.want {
			t.Errorf("%s: got %q, %v", c.in, doc.Language, err)
		}
	}
}

func TestLazy(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`<img data-src="https://a.test/a.png">`, `src="https://a.test/a.png"`},
		{`<img src="data:image/gif;base64,AAAA" nitro-lazy-src="https://a.test/a.png">`, `src="https://a.test/a.png"`},
		{`<img src="/blank.gif" lib-srcset="https://a.test/a.png 2x">`, `srcset="https://a.test/a.png 2x"`},
		{`<img src="https://a.test/a.png" data-small-src="https://a.test/b.png">`, `src="https://a.test/a.png"`},
		{`<img src="https://a.test/a.png" data-src="https://a.test/${width}.png">`, `src="https://a.test/a.png"`},
		{`<img src="/blank.gif"><noscript><img src="https://a.test/a.png"></noscript>`, `src="https://a.test/a.png"`},
	} {
		if doc, err := HTML(c.in, testOptions()); err != nil || !strings.Contains(doc.HTML, c.want) || strings.Count(doc.HTML, "<img") != 1 {
			t.Errorf("%s: got %s, %v", c.in, doc.HTML, err)
		}
	}
}

func TestClean(t *testing.T) {
	in := "\uFEFFa\x00\x01\xff\r\nb\rc\fd\uFFFE\uFFFF\u0085\U0010FFFF\xed\xa0\x80"
	want := "a\uFFFD\nb\nc d\u0085\U0010FFFF\uFFFD"
	if got := clean(in); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
