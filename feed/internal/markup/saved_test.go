package markup

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// savedPage puts the furniture of a site around the content of a page.
func savedPage(head, content string) string {
	return `<!doctype html><html><head><title>Knots | The Rope Shop</title><script src="a.js"></script>` + head + `</head><body>
		<header><a href="/">The Rope Shop</a></header><nav><a href="/a">Ropes</a> <a href="/b">Hooks</a></nav>` + content +
		`<footer><p>The Rope Shop is a shop for ropes, and all rights are reserved.</p></footer></body></html>`
}

// prose returns n paragraphs that are all different.
func prose(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<p>Paragraph %d says how the bowline is tied, and why it holds, and how it is untied when it is wet.</p>\n", i)
	}
	return b.String()
}

func readSaved(t *testing.T, page string) Document {
	t.Helper()
	doc, err := HTML(page, testOptions())
	if err == nil {
		err = checkLaws(doc, testOptions())
	}
	if err != nil {
		t.Fatal(err)
	}
	if !doc.saved {
		t.Error("the page was not taken for a saved one")
	}
	return doc
}

func TestIsSaved(t *testing.T) {
	for _, c := range []struct {
		in    string
		saved bool
	}{
		{`<html><head><title>T</title><style>p{}</style></head><body><h1>T</h1>`, false},
		{`<html><body><nav><a href=/>Home</a></nav><h1>T</h1>`, false},
		{`<html><head><script>a</script></head><body><h1>T</h1><img src=a>`, false},
		{`<html><body><header><h1>T</h1></header><footer>me</footer>`, false},
		{`<html><head><meta property=og:title content=T></head><body><nav>n</nav>`, true},
		{`<html><head><script src=a.js></script></head><body><div role=navigation>n</div>`, true},
		{`<html><body><form><input></form><aside>a</aside>`, true},
		{`<html><head>` + strings.Repeat("<script>a</script>", 4) + `</head><body><iframe src=x></iframe>`, true},
	} {
		root, err := parsePage(c.in)
		if err != nil || isSaved(root) != c.saved {
			t.Errorf("%s: got %v, %v", c.in, isSaved(root), err)
		}
	}
}

// TestShapes reads pages whose content is not an article of paragraphs: all of it must stay, and nothing of the site.
func TestShapes(t *testing.T) {
	repeat := func(item string) string {
		var b strings.Builder
		for i := range 14 {
			b.WriteString(strings.ReplaceAll(item, "#", fmt.Sprintf("no. %d", i)))
		}
		return b.String()
	}
	for name, content := range map[string]string{
		"links":      "<ul>" + repeat(`<li><a href="/k">The knot #</a> and what it is good for, and when it must not be used by anyone at all.</li>`) + "</ul>",
		"terms":      "<dl>" + repeat(`<dt>Term #</dt><dd>The meaning of it is explained here at some length for those who read such lists.</dd>`) + "</dl>",
		"answers":    repeat(`<details><summary>Question #?</summary><p>One of all the answers that there are to give to such a question.</p></details>`),
		"verses":     repeat(`<p>The sea came in, # it was,<br>and nobody was there to see,<br>the gulls went up, the boats went by,<br>and so did we.</p>`),
		"pictures":   "<p>Some words.</p>" + repeat(`<figure><img src="pic.png"><figcaption>Picture # shows the harbour in the morning, with boats and gulls.</figcaption></figure>`),
		"changes":    repeat(`<h2>Version #</h2><ul><li>Mend a thing that was broken since the spring of last year</li><li>Add another</li></ul>`),
		"thread":     repeat(`<article><div><p>I think that # is right, and that the others are wrong about the knots of old.</p></div></article>`),
		"columns":    repeat(`<div><div><h3>Point #</h3><p>It was made in a column of its own by a page builder, as is the custom now.</p></div></div>`),
		"table":      "<table>" + repeat(`<tr><td>Row #</td><td>It has a second cell with words, and an empty one after it.</td><td></td></tr>`) + "</table>",
		"paragraphs": repeat("<p>Paragraph # says how the bowline is tied, and why it holds, and how it is untied when wet.</p>"),
	} {
		t.Run(name, func(t *testing.T) {
			doc := readSaved(t, savedPage("", "<main><h1>Knots</h1>"+content+"</main>"))
			for i := range 14 {
				if want := fmt.Sprintf("no. %d", i); !strings.Contains(doc.HTML, want) {
					t.Errorf("%s is lost", want)
				}
			}
			if doc.Title != "Knots" || strings.Contains(doc.HTML, "Rope Shop") || strings.Contains(doc.HTML, "Hooks") || strings.Contains(doc.HTML, "<h1>") {
				t.Errorf("the site is left in %q: %s", doc.Title, doc.HTML)
			}
		})
	}
}

// TestFurniture puts what sites have between the paragraphs of an article into one.
func TestFurniture(t *testing.T) {
	for _, junk := range []string{
		`<div class="newsletter-signup"><p>JUNK is what you get each morning, in a letter that is full of it.</p></div>`,
		`<section class="authorBio"><p>JUNK is the name of the author, who has written about ropes for years.</p></section>`,
		`<div id="related-stories"><h3>JUNK</h3><p>Another story, of which the first words are here to be read.</p></div>`,
		`<p class="meta-date">JUNK 12 March</p>`,
		`<div role="complementary">JUNK and nothing but</div>`,
		`<div class="sr-only">JUNK for those who hear the page</div>`,
		`<div hidden>JUNK</div>`,
		`<aside>JUNK beside the text</aside>`,
		`<p><a href="/x">ROWERS WIN THE JUNK REGATTA</a></p>`,
		`<video src="v.mp4">JUNK: your browser cannot play this.</video>`,
	} {
		doc := readSaved(t, savedPage("", "<article><h1>Knots</h1>"+prose(8)+junk+strings.ReplaceAll(prose(8), "Paragraph", "Part")+"</article>"))
		if strings.Contains(doc.Text, "JUNK") || !strings.Contains(doc.Text, "Paragraph 7") || !strings.Contains(doc.Text, "Part 7") {
			t.Errorf("%s: got %s", junk, doc.Text)
		}
	}
	for _, good := range []string{
		`<div class="md:flex hidden md:block"><p>GOOD is shown on wide screens.</p></div>`,
		`<div class="hasCaption"><h2>GOOD</h2></div>`,
		`<p>“GOOD,” he said, and <a href="/x">that was it</a>.</p>`,
	} {
		doc := readSaved(t, savedPage("", "<article><h1>Knots</h1>"+prose(8)+good+strings.ReplaceAll(prose(8), "Paragraph", "Part")+"</article>"))
		if !strings.Contains(doc.Text, "GOOD") {
			t.Errorf("%s: got %s", good, doc.Text)
		}
	}
}

// TestArticles keeps the article with the headline, not its neighbours, and one copy of it.
func TestArticles(t *testing.T) {
	other := strings.ReplaceAll(prose(12), "Paragraph", "Other")
	long := "<p>" + strings.Repeat("This paragraph is long and stands on the page twice. ", 5) + "</p>"
	for name, c := range map[string]struct{ in, not string }{
		"neighbour":       {"<main><article><h1>Knots</h1>" + prose(8) + "</article><article><h2>More</h2>" + other + "</article></main>", "Other"},
		"builder":         {"<article><h1>Knots</h1><div><div>" + strings.ReplaceAll(prose(14), "</p>", "</p></div></div><div><div>") + "</div></div></article>", ""},
		"standfirst":      {"<main><h1>Knots</h1><div><p>Paragraph 0 stands apart from the others, above a picture, as the first one often does.</p></div><hr><div>" + prose(14) + "</div></main>", ""},
		"ends with links": {"<main><h1>Knots</h1>" + prose(14) + "<h3>Read on</h3><ul><li><a href=/1>Other knots for old ropes</a></li></ul></main>", "Other"},
		"twice":           {"<main><h1>Knots</h1><div>" + prose(7) + long + "</div><div><div>" + long + "</div></div></main>", ""},
	} {
		t.Run(name, func(t *testing.T) {
			doc := readSaved(t, savedPage("", c.in))
			if c.not != "" && strings.Contains(doc.Text, c.not) || !strings.Contains(doc.Text, "Paragraph 0") || !strings.Contains(doc.Text, "Paragraph 6") {
				t.Errorf("got %s", doc.Text)
			}
			if n := strings.Count(doc.Text, "stands on the page twice"); n > 5 {
				t.Errorf("the long paragraph is there %d times", n/5)
			}
		})
	}
}

// TestJudge lets the caller decide what stays, down to a list whose items all go.
func TestJudge(t *testing.T) {
	page := savedPage("", "<main><h1>Knots</h1>"+prose(12)+`<ul><li>first <a href="/l">thing</a></li><li>second</li></ul><figure><img src="pic.png"><figcaption>Seen</figcaption></figure>`+prose(1)+"</main>")
	var seen []Block
	o := testOptions()
	o.Judge = func(blocks []Block) []bool {
		seen = slices.Clone(blocks)
		keep := make([]bool, len(blocks))
		for i, b := range blocks {
			keep[i] = b.Inside && b.Kind != "li"
		}
		return keep
	}
	doc, err := HTML(page, o)
	if err != nil || strings.Contains(doc.HTML, "<ul>") || !strings.Contains(doc.HTML, "<figcaption>Seen") || strings.Contains(doc.Text, "Seen") {
		t.Errorf("got %s, %v", doc.HTML, err)
	}
	i := slices.IndexFunc(seen, func(b Block) bool { return b.Kind == "li" })
	if i < 0 || seen[i].Text != "first thing" || seen[i].Links != 0.5 || !seen[i].Inside {
		t.Errorf("got %+v", seen)
	}
	o.Judge = func([]Block) []bool { return nil } // it keeps what it was not asked about
	if again, _ := HTML(page, o); !strings.Contains(again.HTML, "<li>second") {
		t.Errorf("got %s", again.HTML)
	}
	o.Judge = func(b []Block) []bool { return make([]bool, len(b)) } // nothing may be the answer of a broken judge only
	if again, _ := HTML(page, o); !strings.Contains(again.HTML, "Paragraph 3") {
		t.Errorf("everything is gone: %s", again.HTML)
	}
}

// TestOrigin sends the links of a saved page to where it was saved from, save those to files that were saved with it.
func TestOrigin(t *testing.T) {
	in := savedPage(`<link rel=canonical href="https://rope.test/knots/bowline"><meta property="og:url" content="https://rope.test/">`,
		"<main><h1>Knots</h1>"+prose(12)+`<p>See <a href="hitch">the hitch</a> and <a href="#top">above</a>. <img src="pic.png"><img src="/img/a.png"><img alt="lost"></p>`+prose(1)+"</main>")
	doc := readSaved(t, in)
	for _, want := range []string{`href="https://rope.test/knots/hitch"`, `href="https://site.test/blog/post.html#top"`, `src="https://media.test/pic%20one.png`, `src="https://rope.test/img/a.png"`} {
		if !strings.Contains(doc.HTML, want) {
			t.Errorf("no %s in %s", want, doc.HTML)
		}
	}
	if strings.Contains(doc.HTML, "lost") || doc.Canonical != "https://rope.test/knots/bowline" {
		t.Errorf("got %q and %s", doc.Canonical, doc.HTML)
	}
}
