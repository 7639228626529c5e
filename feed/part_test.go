package feed

import (
	"fmt"
	"html/template"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/publish"
)

// TestParts: a piece that another page has made is the one that the page would make itself.
func TestParts(t *testing.T) {
	shared, err := builtIn.ReadFile("templates/" + sharedTemplates)
	if err != nil {
		t.Fatal(err)
	}
	set := template.Must(template.New("page.html").Parse(string(shared)))
	p := newParts(shared)
	for _, name := range regexp.MustCompile(`define "(\w+)"`).FindAllStringSubmatch(string(shared), -1) {
		different := map[string]bool{}
		for _, feed := range []string{"feed.atom", "a/feed.atom", "b/feed.atom"} {
			feeds := []feedView{{Path: feed, Title: feed, Type: `type="application/atom+xml"`}}
			for _, page := range []string{"x.html", "y.html", "a/x.html", "a/b/x.html"} {
				data := pageData{Site: siteView{Title: "Garden", Language: "en", Dir: "ltr"}, Root: rootOf(page), Feeds: feeds, Entry: &entryView{Title: page}}
				var want strings.Builder
				if err := set.ExecuteTemplate(&want, name[1], data); err != nil {
					t.Fatal(err)
				}
				if got, err := p.render(set, name[1], data); err != nil || string(got) != want.String() {
					t.Errorf("%s of %s beside %s: got %q, %v, want %q", name[1], page, feed, got, err, want.String())
				}
				different[want.String()] = true
			}
		}
		if name[1] == "links" && len(different) != 9 {
			t.Errorf("%d different links", len(different))
		}
	}
}

// TestPartsOfOthers: what pieces depend on that somebody wrote himself, nobody knows.
func TestPartsOfOthers(t *testing.T) {
	mine := []byte(`{{define "masthead"}}{{.Entry.Title}}{{end}}`)
	set, p := template.Must(template.New("page.html").Parse(string(mine))), newParts(mine)
	for _, title := range []string{"one", "two"} {
		if got, err := p.render(set, "masthead", pageData{Entry: &entryView{Title: title}}); err != nil || string(got) != title {
			t.Errorf("got %q, %v", got, err)
		}
	}
	if _, err := p.render(set, "footer", pageData{}); err == nil {
		t.Error("a piece that isn't there is made")
	}
}

// TestPartsAreBounded: a site of many folders needs no more memory for them.
func TestPartsAreBounded(t *testing.T) {
	shared, _ := builtIn.ReadFile("templates/" + sharedTemplates)
	set, p := template.Must(template.New("page.html").Parse(string(shared))), newParts(shared)
	for i := range 3 * partsMost {
		if _, err := p.render(set, "look", pageData{Root: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
	}
	if len(p.made) > partsMost {
		t.Errorf("%d are remembered", len(p.made))
	}
}

func TestScrollable(t *testing.T) {
	for html, want := range map[string]string{
		`<p>no listing: pre> table></p>`: `<p>no listing: pre> table></p>`,
		`<pre>a</pre><pre lang="go">b</pre><table><tr><td><pre>c</pre></table><table class="x"></table>`: `<pre tabindex="0">a</pre><pre tabindex="0" lang="go">b</pre>` +
			`<table tabindex="0"><tr><td><pre tabindex="0">c</pre></table><table tabindex="0" class="x"></table>`,
		`<prefix><tables><pre`: `<prefix><tables><pre`,
	} {
		if got := scrollable(html); got != want {
			t.Errorf("%q: got %q", html, got)
		}
	}
}

// BenchmarkPage is the page of an entry of about 5 kB.
func BenchmarkPage(b *testing.B) {
	session, entries := proofSession(strings.Repeat("<p>The garden keeps a slow clock, and “beans” climb.</p>\n", 80))
	session.site, session.folder, session.cfg.zone, session.cfg.base = &Site{Seeds: b.TempDir()}, new(publish.Folder), time.UTC, &url.URL{Scheme: "https", Host: "a.test", Path: "/"}
	session.cfg.authors = []Person{{Name: "Mira Field"}}
	e := entries[0]
	e.Title, e.Summary, e.Minutes, e.Tags, e.rec.Page = "A slow clock", strings.Repeat("The garden keeps a slow clock. ", 9), 3, []string{"garden"}, "a/b.html"
	look, err := session.look(entries, []*channel{{stem: feedStem, page: indexPath, title: "Garden", outlets: outlets{advertised: formats[:1]}}})
	if err != nil {
		b.Fatal(err)
	}
	page := look.page(e, e, e)
	b.ReportAllocs()
	for b.Loop() {
		if err := page.Render(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
