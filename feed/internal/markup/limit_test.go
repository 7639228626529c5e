package markup

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// open returns n b elements, each open and unlike the others, so that the parser copies all of them.
func open(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<b id=%d>", i)
	}
	return b.String()
}

// TestAbsurd reads what would take minutes or gigabytes if it were interpreted. The tests' own time limit is the check on time;
// the words must survive.
func TestAbsurd(t *testing.T) {
	many := strings.Repeat
	for name, c := range map[string]struct {
		read func(string, Options) (Document, error)
		in   string
	}{
		"a million div":         {HTML, many("<div>", 1_000_000) + "words"},
		"copied elements":       {HTML, open(500) + many("<p>words", 20_000)},
		"copies in Markdown":    {Markdown, open(500) + many("<p>words\n\n", 10_000)},
		"a flood of tags":       {HTML, many("<br>", maxTags+1) + "words"},
		"a flood of attributes": {HTML, "<p " + many("a ", maxTags) + ">words"},
		"a deep page":           {HTML, savedPage("", many("<div>", 480)+many("<p>words, words, and words in a paragraph.</p>", 20_000))},
		"a wide page":           {HTML, savedPage("", many("<div class=a><a href=x>words</a> words, words</div>", 20_000))},
		"captions":              {HTML, savedPage("", prose(20)+"words"+many("<figure><img src=a><figcaption>words</figcaption></figure>", 9000))},
		"headlines":             {HTML, savedPage("<title>"+many("a b ", 50_000)+"</title>", prose(20)+many("<h1>words "+many("a ", 50)+"</h1>", 5000))},
		"authors":               {HTML, savedPage("", "<div class='"+many("word ", 50_000)+"'>"+many("<p class=author>words", 20_000))},
		"linked data":           {HTML, savedPage(`<script type="application/ld+json">`+many("[", 500_000)+"</script>", prose(20)+"words")},
		"pictures in a link":    {HTML, "words<a href=x>" + many("<img src=a>", 60_000)},
		"heads in a row":        {HTML, "words<table><tr><th>a<tr>" + many("<th>", 60_000)},
		"tables in a caption":   {HTML, "words<table><caption>" + many("<table><tr><td>x</table>", 20_000)},
		"far cells":             {HTML, "words<table>" + many("<tr><td rowspan=999 colspan=999>", 5000)},
		"holes in a table":      {HTML, "words<table><tr>" + many("<td>", 3000) + many("<tr><td>", 20_000)},
		"blocks in lines":       {HTML, "<q><cite><sub><sup><kbd><var>" + many("<q>", 200) + many("<div>words", 200) + many("</div><ul><li>a", 5000)},
		"headings in headings":  {HTML, many("<h2><div>", 200) + many("words<div>", 20) + many("a<br>", 50_000)},
		"long Markdown":         {Markdown, many("words ", maxMarkdown/6+1)},
		"quotations in a line":  {Markdown, many("> ", 50_000) + "words"},
		"lists in a line":       {Markdown, many("- ", 50_000) + "words"},
		"definitions":           {Markdown, many("[a]: x\n", 100_000) + "words"},
		"footnotes":             {Markdown, many("[^1]: words\n\n", 8000) + many("[^1] ", 8000)},
		"a wide table":          {Markdown, many("|words", 1000) + "|\n" + many("|-", 1000) + "|\n" + many("|\n", 100_000)},
		"emphasis":              {Markdown, many("*a_", 30_000) + "words"},
		"links":                 {Markdown, many("[a](", 20_000) + "words"},
		"angle brackets":        {Markdown, many("<a ", 20_000) + "words"},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := c.read(c.in, testOptions())
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(doc.Text, "words") || doc.HTML == "" || doc.First == "" {
				t.Errorf("the words are lost: %.80q", doc.HTML)
			}
			if len(doc.HTML) > 16*len(c.in) {
				t.Errorf("%d bytes grew to %d", len(c.in), len(doc.HTML))
			}
			if err := checkLaws(doc, testOptions()); err != nil {
				t.Errorf("%.500s", err.Error())
			}
		})
	}
}

// TestFits reads large documents that a person could have written, which must stay markup.
func TestFits(t *testing.T) {
	row := "| a | [b](c) | *d* |\n"
	for name, in := range map[string]string{
		"table":      "| a | b | c |\n|---|---|---|\n" + strings.Repeat(row, 4000),
		"list":       strings.Repeat("- [a](b) *c*\n", 8000),
		"footnotes":  strings.Repeat("text[^1]\n\n", 500) + "[^1]: note\n",
		"rule":       "text\n\n" + strings.Repeat("- ", 40) + "\n\n" + strings.Repeat("=", 1000) + "\n\n" + strings.Repeat("*a* ", 300),
		"nested":     strings.Repeat("> ", 50) + "*deep*",
		"ascii art":  "*a*\n\n```\n" + strings.Repeat(" ", 300) + "x\n```\n",
		"paragraphs": strings.Repeat("*a* _b_ `c` [d](e)\n\n", 5000),
	} {
		doc, err := Markdown(in, testOptions())
		if err != nil || !strings.Contains(doc.HTML, "</") || strings.Contains(doc.Text, "*") || strings.Contains(doc.Text, "](") {
			t.Errorf("%s was not interpreted: %v, %.80q", name, err, doc.HTML)
		}
	}
}

// TestLongBlock has more delimiters in one paragraph than are matched: the first work, the rest are characters, none is lost.
func TestLongBlock(t *testing.T) {
	doc, err := Markdown(strings.Repeat("*a*\n", maxDelimiters), Options{})
	if err != nil {
		t.Fatal(err)
	}
	matched := strings.Count(doc.HTML, "<em>a</em>")
	plain := strings.Count(doc.HTML, "*a*")
	if matched == 0 || plain == 0 || matched+plain != maxDelimiters {
		t.Errorf("%d matched and %d plain, of %d", matched, plain, maxDelimiters)
	}
}

// TestThrift uses a long reference at every word: the first links work, and the words of all are there.
func TestThrift(t *testing.T) {
	doc, err := Markdown("[words]: /"+strings.Repeat("x", 30_000)+"\n\n"+strings.Repeat("[words] ", 600), testOptions())
	if err != nil || !strings.Contains(doc.HTML, "/xxx") || strings.Count(doc.Text, "words") != 600 {
		t.Errorf("got %.80q, %v", doc.HTML, err)
	}
	if len(doc.HTML) > 2<<20 {
		t.Errorf("35 KB grew to %d bytes", len(doc.HTML))
	}
}

func TestTooLong(t *testing.T) {
	src := strings.Repeat("a", MaxBytes+1)
	_, md := Markdown(src, Options{})
	_, page := HTML(src, Options{})
	want := "read HTML: 16777217 bytes are more than 16777216"
	if md == nil || page == nil || page.Error() != want {
		t.Errorf("got %v and %v, want %q", md, page, want)
	}
}

// TestDeep makes a tree that is deeper than the parser's own limit allows to write.
func TestDeep(t *testing.T) {
	root, err := parse("<p>a</p><p><b>c</b></p>")
	if err != nil || deep(root) {
		t.Fatalf("a flat tree is deep, or %v", err)
	}
	n := root.LastChild
	for range maxDepth {
		child := *root
		child.Parent, child.FirstChild, child.LastChild, child.PrevSibling, child.NextSibling = nil, nil, nil, nil, nil
		n.AppendChild(&child)
		n = &child
	}
	if !deep(root) {
		t.Error("a deep tree is not deep")
	}
	if _, err := settle(root, Document{}, newReferences(Options{}, nil)); err == nil || errors.Is(err, errUnsettled) {
		t.Errorf("settling a tree too deep for the parser: got %v, want the parser's error", err)
	}
}
