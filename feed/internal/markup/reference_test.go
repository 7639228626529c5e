package markup

import (
	"net/url"
	"strings"
	"testing"
)

func TestResolve(t *testing.T) {
	var asked []string
	o := testOptions()
	o.Resolve = func(ref string) (string, bool) {
		asked = append(asked, ref)
		switch ref {
		case "known.png?a=b#c":
			return "https://media.test/k.png?a=b#c", true
		case "rude.png":
			return "../not/absolute", true
		case "bad.png":
			return "javascript:alert(1)", true
		}
		return "", false
	}
	refs := newReferences(o, nil)
	for _, c := range []struct{ ref, want string }{
		{"known.png?a=b#c", "https://media.test/k.png?a=b#c"},
		{"rude.png", "https://site.test/blog/rude.png"},
		{"bad.png", ""},
		{"my%20\n pic.png", "https://site.test/blog/my%20%20pic.png"},
		{`a\b.png?c\d`, `https://site.test/blog/a/b.png?c%5Cd`},
		{"/root.png", "https://site.test/root.png"},
		{"#frag", "https://site.test/blog/post.html#frag"},
		{"?q", "https://site.test/blog/post.html?q"},
		{"//host.test", "https://host.test/"},
		{"https://abs.test/%zz", "https://abs.test/%25zz"},
		{"HTTPS://ABS.test", "https://ABS.test/"},
		{"http://[::1]:80/", "http://[::1]:80/"},
		{"http://[::1", ""},
		{"http:x", ""},
		{"http://:80/", ""},
		{"", ""},
		{" \t ", ""},
		{"mailto:a b@c.test", "mailto:a%20b@c.test"},
		{"java\tscript:x", ""},
		{"\x01javascript:x", ""},
		{"data:image/png;base64,AAAA", ""},
	} {
		got, ok := refs.absolute(c.ref, asLink)
		if !ok {
			got = ""
		}
		if got != c.want {
			t.Errorf("absolute(%q): got %q, want %q", c.ref, got, c.want)
		}
	}
	want := `known.png?a=b#c|rude.png|bad.png|my%20 pic.png|a/b.png?c\d|/root.png`
	if got := strings.Join(asked, "|"); got != want {
		t.Errorf("asked for\n%s, want\n%s", got, want)
	}
}

// TestNoBase holds that without a page nothing relative is left.
func TestNoBase(t *testing.T) {
	in := `<a href="x">a</a><a href="#n">b</a><img src="i.png" alt="alt"><img src="https://a.test/i.png">`
	want := `<a>a</a><a>b</a>alt<img src="https://a.test/i.png" alt=""/>`
	for _, base := range []*url.URL{nil, {Path: "/blog/"}} {
		doc, err := HTML(in, Options{Base: base})
		if err != nil || doc.HTML != want {
			t.Errorf("got %s, %v; want %s", doc.HTML, err, want)
		}
	}
}

// TestDataURL holds that small pictures may be inside the document and large ones may not.
func TestDataURL(t *testing.T) {
	for _, c := range []struct {
		size int
		ok   bool
	}{{100, true}, {maxDataURL + 4, false}} {
		src := "data:image/png;base64," + strings.Repeat("AAAA", c.size/4)
		doc, err := HTML(`<img src="`+src+`">x`, Options{})
		if err != nil || strings.Contains(doc.HTML, src) != c.ok {
			t.Errorf("%d bytes: got %.60q, %v", c.size, doc.HTML, err)
		}
	}
}

func FuzzAbsolute(f *testing.F) {
	for _, s := range []string{"a b", "//h", "http://é/ü?ß#%", "mailto:x", `\\h\p`, "x:y", "http://a:b@[::1]:9/;,?#", "%", "?%zz#\x00"} {
		f.Add(s)
	}
	refs := newReferences(testOptions(), nil)
	f.Fuzz(func(t *testing.T, ref string) {
		got, ok := refs.absolute(ref, asLink)
		if !ok {
			return
		}
		if err := checkURL("href", got); err != nil {
			t.Error(err)
		}
		if again, ok := refs.absolute(got, asLink); !ok || again != got {
			t.Errorf("%q became %q, then %q", ref, got, again)
		}
	})
}

// TestHost holds R26: hosts are written as DNS knows them.
func TestHost(t *testing.T) {
	for host, want := range map[string]string{
		"a.test": "a.test", "a.test:8080": "a.test:8080", "bücher.test": "xn--bcher-kva.test", "Bücher.test:81": "xn--bcher-kva.test:81",
		"例え.テスト": "xn--r8jz45g.xn--zckzah", "[::1]:80": "[::1]:80", "\u200dx.test": "\u200dx.test",
	} {
		if got := Host(host); got != want {
			t.Errorf("%q: got %q, want %q", host, got, want)
		}
	}
}
