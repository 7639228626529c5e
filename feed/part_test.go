package feed

import (
	"fmt"
	"html/template"
	"regexp"
	"strings"
	"testing"
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
