package markup

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	source "github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
)

// testOptions are those of all cases: a page, a folder with one known picture, pictures of known size, and a prefix.
func testOptions() Options {
	base, err := url.Parse("https://site.test/blog/post.html")
	if err != nil {
		panic(err)
	}
	return Options{Base: base, IDPrefix: "e1-", Resolve: resolveTest, Size: sizeTest}
}

// sizeTest knows one picture, and one that is larger than can be written.
func sizeTest(absolute string) (width, height int) {
	switch absolute {
	case "https://site.test/blog/known.png":
		return 640, 480
	case "https://site.test/blog/huge.png":
		return 1 << 20, 10
	}
	return 0, 0
}

func resolveTest(ref string) (string, bool) {
	path, rest, _ := strings.Cut(ref, "#")
	if path == "pic.png" || path == "my pic.png" || path == "my%20pic.png" {
		return "https://media.test/pic one.png#" + rest, true
	}
	return "", false
}

var forbidden = map[string]bool{
	"script": true, "style": true, "iframe": true, "object": true, "embed": true, "form": true, "input": true, "svg": true,
	"math": true, "base": true, "meta": true, "link": true, "noscript": true, "template": true, "title": true,
}

// checkLaws reports the first promise that a document breaks.
func checkLaws(doc Document, o Options) error {
	if err := checkXML(doc.HTML); err != nil {
		return err
	}
	for _, s := range append(doc.Authors, doc.Title, doc.Text, doc.First, doc.Description, doc.Published, doc.Updated) {
		if clean(s) != s || !utf8.ValidString(s) {
			return fmt.Errorf("text %q has characters that XML forbids", s)
		}
	}
	for _, u := range []string{doc.Image, doc.Canonical} {
		if err := checkURL("image", u); u != "" && err != nil {
			return err
		}
	}
	if err := checkPlaces(doc.HTML); err != nil {
		return err
	}
	if len(doc.HTML) > MaxBytes {
		return nil
	}
	again, err := HTML(doc.HTML, o)
	if err != nil {
		return err
	}
	if again.HTML != doc.HTML {
		return fmt.Errorf("settled\n%q\nbecame\n%q", doc.HTML, again.HTML)
	}
	return nil
}

// places are the elements that stand in some others only.
var places = map[string]string{
	"li": "ul ol", "dt": "dl div", "dd": "dl div", "figcaption": "figure", "summary": "details", "rt": "ruby", "rp": "ruby", "source": "picture audio video",
	"track": "audio video", "tr": "thead tbody tfoot", "td": "tr", "th": "tr", "caption": "table", "col": "colgroup",
}

// checkPlaces reports the first element that stands where HTML has none.
func checkPlaces(s string) error {
	root, err := parse(s)
	if err != nil {
		return err
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		fail := func(why string) error { return fmt.Errorf("<%s> in <%s>: %s in %q", n.Data, n.Parent.Data, why, s) }
		if in := places[n.Data]; in != "" && !slices.Contains(strings.Fields(in), n.Parent.Data) {
			return fail("not its place")
		}
		if only := map[string]string{"ul": "li", "ol": "li", "picture": "source img"}[n.Parent.Data]; only != "" && !slices.Contains(strings.Fields(only), n.Data) {
			return fail("nothing else may be there")
		}
		if _, there := lookup(n, "alt"); n.Data == "img" && !there {
			return fail("no alt")
		}
		if headings[n.Data] && (n.Data == "h1" || line(n) == "" && first(n, "img") == nil) {
			return fail("no such heading")
		}
		for a := range n.Ancestors() {
			if phrasing[a.Data] && !flat[n.Data] {
				return fail("a block within <" + a.Data + ">")
			}
		}
	}
	return nil
}

// checkXML reads HTML as strict XML that knows no entities of HTML.
func checkXML(s string) error {
	d := xml.NewDecoder(strings.NewReader("<div>" + s + "</div>"))
	d.Strict = true
	ids := map[string]bool{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("not XML: %w in %q", err, s)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if forbidden[start.Name.Local] {
			return fmt.Errorf("element %s in %q", start.Name.Local, s)
		}
		if err := checkAttributes(start, ids); err != nil {
			return fmt.Errorf("%w in %q", err, s)
		}
	}
}

func checkAttributes(start xml.StartElement, ids map[string]bool) error {
	seen := map[string]bool{}
	for _, a := range start.Attr {
		key := a.Name.Local
		switch {
		case seen[key]:
			return fmt.Errorf("second attribute %s", key)
		case strings.HasPrefix(key, "on"), key == "style", strings.HasPrefix(key, "data"), key == "action":
			if key != "datetime" {
				return fmt.Errorf("attribute %s", key)
			}
		case key == "id" && ids[a.Value]:
			return fmt.Errorf("second id %q", a.Value)
		case key == "id":
			ids[a.Value] = true
		case key == "srcset":
			for candidate := range strings.SplitSeq(a.Value, ", ") {
				if err := checkURL(key, strings.Fields(candidate)[0]); err != nil {
					return err
				}
			}
		case key == "href", key == "src", key == "poster", key == "cite":
			if err := checkURL(key, a.Value); err != nil {
				return err
			}
		}
		seen[key] = true
	}
	return nil
}

func checkURL(key, s string) error {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", key, err)
	case !u.IsAbs():
		return fmt.Errorf("%s %q is relative", key, s)
	case u.Scheme == "javascript", u.Scheme == "vbscript", u.Scheme == "file", u.Scheme == "blob":
		return fmt.Errorf("%s %q is unsafe", key, s)
	case u.Scheme == "data" && (key != "src" || !strings.HasPrefix(s, "data:image/") || strings.Contains(s, "svg")):
		return fmt.Errorf("%s %q is unsafe", key, s)
	case strings.ContainsAny(s, " \"<>\\^`{|}"):
		return fmt.Errorf("%s %q is not percent-encoded", key, s)
	case strings.HasPrefix(u.Scheme, "http") && u.Host == "":
		return fmt.Errorf("%s %q has no host", key, s)
	}
	return nil
}

func FuzzMarkdown(f *testing.F) {
	for _, c := range loadCases(f) {
		f.Add(c["in.md"] + c["in.html"])
	}
	for _, post := range posts(f) {
		f.Add(post)
	}
	f.Fuzz(func(t *testing.T, src string) {
		doc, err := Markdown(src, testOptions())
		if err != nil {
			t.Fatal(err)
		}
		if err := checkLaws(doc, testOptions()); err != nil {
			t.Error(err)
		}
		for _, o := range []Options{testOptions(), {}} {
			if err := checkWays(clean(src), o); err != nil {
				t.Error(err)
			}
		}
	})
}

// checkWays reports Markdown of which a short way makes something else than the long one: to convert with a look at each word, and to
// parse what the converter writes.
func checkWays(s string, o Options) error {
	if isAbsurd(s) {
		return nil
	}
	src := []byte(s)
	tree, whole := convert(s, src), markdown.Parser().Parse(source.NewReader(src))
	if got, want := rendered(src, tree), rendered(src, whole); got != want {
		return fmt.Errorf("%q without addresses is\n%s\nnot\n%s", s, got, want)
	}
	short, ok := write(s, src, tree, newReferences(o, nil))
	if !ok {
		return nil
	}
	if long, err := settleMarkdown(src, whole, newReferences(o, nil)); err != nil || !reflect.DeepEqual(short, long) {
		return fmt.Errorf("%q is\n%+v\nnot\n%+v, %v", s, short, long, err)
	}
	return nil
}

func rendered(src []byte, tree ast.Node) string {
	var b strings.Builder
	if err := markdown.Renderer().Render(&b, src, tree); err != nil {
		return err.Error()
	}
	return b.String()
}

func FuzzHTML(f *testing.F) {
	for _, c := range loadCases(f) {
		f.Add(c["in.html"] + c["in.md"])
	}
	f.Fuzz(func(t *testing.T, src string) {
		for _, o := range []Options{testOptions(), {}} {
			doc, err := HTML(src, o)
			if err != nil {
				t.Fatal(err)
			}
			if err := checkLaws(doc, o); err != nil {
				t.Error(err)
			}
		}
	})
}

// FuzzWords has the short way for plain words lead to the same as the one for any text, whatever was seen before.
func FuzzWords(f *testing.F) {
	for _, text := range []string{"one two", " ", " one", "one ", "  ", "one  two", "one\x7f", "one\u00a0two", "\u00e9 one", "one\n", ""} {
		f.Add(text, " two")
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		var got, want visible
		for _, s := range []string{one, two, one} {
			got.words(s)
			want.anyWords(s)
		}
		if string(got.b) != string(want.b) || got.due != want.due {
			t.Errorf("%q and %q: %q, and %d is due; want %q and %d", one, two, got.b, got.due, want.b, want.due)
		}
	})
}
