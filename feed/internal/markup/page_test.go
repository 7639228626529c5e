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
	} {
		doc, err := HTML([]byte(c.in), testOptions())
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
		doc, err := HTML([]byte(c.in), testOptions())
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
		{`<body><article><time itemprop=dateModified datetime=2024-04-04>x</time><time>y</time>`, "", "2024-04-04"},
	} {
		doc, err := HTML([]byte("<html>"+c.in), testOptions())
		if err != nil || doc.Published != c.published || doc.Updated != c.updated {
			t.Errorf("%s: got %q and %q, %v; want %q and %q", c.in, doc.Published, doc.Updated, err, c.published, c.updated)
		}
	}
}

func TestAuthors(t *testing.T) {
	in := `<html><meta name=author content=" Ann  Lee "><meta name=author content="Ann Lee"><meta name=author content="">
		<meta property=article:author content="/people/ann"><meta property=article:author content="www.x.test">
		<meta name=Author content="` + strings.Repeat("long ", 30) + `">`
	doc, err := HTML([]byte(in), testOptions())
	if err != nil || strings.Join(doc.Authors, "|") != "Ann Lee" {
		t.Errorf("got %q, %v", doc.Authors, err)
	}
}

func TestClean(t *testing.T) {
	in := "\uFEFFa\x00\x01\xff\r\nb\rc\fd\uFFFE\uFFFF\u0085\U0010FFFF\xed\xa0\x80"
	want := "a\uFFFD\nb\nc d\u0085\U0010FFFF\uFFFD"
	if got := clean(in); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
