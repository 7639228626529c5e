package feed_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
)

// poisons are all that has ever broken a feed: each byte, each Latin-1 character, what XML 1.0 forbids, what ends a
// CDATA section or begins an element, and UTF-8 that is none.
func poisons() (all []string) {
	for c := range 256 {
		all = append(all, string([]byte{byte(c)}))
	}
	for r := rune(0x80); r < 0x100; r++ {
		all = append(all, string(r))
	}
	return append(all,
		"]]>", "<![CDATA[", "&", "&#8;", "&#xFFFE;", "&nosuch;", "<script>", "<script>alert(1)</script>", "<!--", "-->", "<?xml ?>", "{{.}}",
		"\ufffe", "\uffff", "\U0001ffff", "\ufdd0", "\u2028", "\u202e", "\ufeff", "\u00ad",
		"\xed\xa0\x80", "\xed\xb0\x80", "\xed\xa0\xbd\xed\xb8\x80", "\xc0\x80", "\xf4\x90\x80\x80", "\xff\xfe", "\xfe\xff", "\xe2\x82")
}

// escapes are poisons as YAML can spell them in plain ASCII, lone surrogates among them.
func escapes() (all []string) {
	for c := range 256 {
		all = append(all, fmt.Sprintf(`\x%02X`, c))
	}
	return append(all, `\uD800`, `\uDFFF`, `\uD83D\uDE00`, `\uFFFE`, `\uFFFF`, `\U0001FFFF`, `\U00110000`, `\u2028`, `]]>`, `<script>`, `&`)
}

const (
	poisonBody = "Marker %s stands in a paragraph that is long enough to be taken for prose by anybody who reads it.\n\n" +
		"The second paragraph holds the poison%s here, in the middle of a sentence that goes on for a while.\n"
	poisonFields = "title: \"Title%[1]s of it\"\nauthor: \"Author%[1]s of it\"\ntags: [\"tag%[1]s\"]\nsummary: \"Summary%[1]s of it\"\n"
	poisonHead   = "<!DOCTYPE html>\n<html><head><title>Title%[1]s of it</title>\n<meta name=\"author\" content=\"Author%[1]s of it\">\n" +
		"<meta name=\"description\" content=\"Summary%[1]s of it\"></head>\n<body>\n<p>"
)

// sowPoison sows one poison in all fields and kinds of seeds, and returns the markers of those that must be published:
// the bare ones, of which only file name and body hold it, as do title and meta elements of HTML. A front matter or
// sidecar that isn't YAML any more is a problem, but only of its seed.
func sowPoison(g *garden, n int, poison string) (sure []string) {
	for i, ext := range []string{".txt", ".md", ".html"} {
		marker := fmt.Sprintf("bare-%d%s", n, ext)
		text := fmt.Sprintf(poisonBody, marker, poison)
		if ext == ".html" {
			text = fmt.Sprintf(poisonHead, poison) + text + "</body></html>\n"
		}
		sure = append(sure, marker)
		if mayName(poison) {
			marker = fmt.Sprintf("bare-%d-%s-%s", n, poison, ext)
		}
		g.sow(marker, text)

		marker = fmt.Sprintf("said-%d%s", n, ext)
		text, fields := fmt.Sprintf(poisonBody, marker, poison), fmt.Sprintf(poisonFields, poison)
		if (n+i)%2 == 0 {
			g.sow(marker, "---\n"+fields+"---\n"+text)
		} else {
			g.sow(marker, text)
			g.sow(marker+".yaml", fields)
		}
	}
	return sure
}

// mayName reports whether a file's name can hold s: on Linux all but a slash and a zero byte.
func mayName(s string) bool { return runtime.GOOS == "linux" && !strings.ContainsAny(s, "/\x00") }

// TestEveryByteEverywhere: whatever lies in the folder, the site is well-formed and safe, and a seed costs no other one.
func TestEveryByteEverywhere(t *testing.T) {
	g := newGarden(t)
	g.sow("feed.yaml", "limits:\n  entries: 100000\n  feed: 1000000000\n")
	var sure []string
	for n, poison := range poisons() {
		sure = append(sure, sowPoison(g, n, poison)...)
	}
	for n, escape := range escapes() {
		g.sow(fmt.Sprintf("escaped/m%d.md", n), fmt.Sprintf("---\n"+poisonFields+"---\n"+poisonBody, escape, "", ""))
	}
	res := g.build()
	t.Logf("%d entries, %d problems", res.Entries, len(res.Problems))

	doc := g.published()
	if len(doc.Entries) != res.Entries {
		t.Errorf("the feed holds %d entries of %d", len(doc.Entries), res.Entries)
	}
	there := map[string]bool{}
	for _, e := range doc.Entries {
		there[markerOf(e.Content)] = true
		checkText(t, e.Title, e.Title+e.Content)
		checkElements(t, e.Title, e.Content)
	}
	for _, marker := range sure {
		if !there[marker] {
			t.Errorf("seed %s isn't in the feed", marker)
		}
	}
	if lost := 6*len(poisons()) + len(escapes()) - res.Entries - len(res.Problems); lost != 0 {
		t.Errorf("%d seeds are neither published nor a problem", lost)
	}
	checkReader(t, filepath.Join(g.Out, "feed.atom"), res.Entries)
	feeds := 0 // of the whole, of folders, tags and authors: each has a page
	for name := range readTree(t, g.Out) {
		if path.Ext(name) == ".atom" {
			feeds++
			if read := readFeed(t, filepath.Join(g.Out, filepath.FromSlash(name))); len(read.Items) == 0 {
				t.Errorf("gofeed sees no entry in %s", name)
			}
		}
	}
	if pages := checkPages(t, g.Out); pages != res.Entries+feeds+3 { // how to subscribe, and by year
		t.Errorf("%d pages for %d entries and %d feeds", pages, res.Entries, feeds)
	}
	checkSchema(t, filepath.Join(g.Out, "feed.atom"))
}

func markerOf(content string) string {
	_, rest, _ := strings.Cut(content, "Marker ")
	marker, _, _ := strings.Cut(rest, " ")
	return marker
}

// checkText makes sure that s is UTF-8 without control characters and noncharacters.
func checkText(t *testing.T, name, s string) {
	t.Helper()
	for _, r := range s {
		if unicode.IsControl(r) && !strings.ContainsRune("\t\n\r", r) || r&0xFFFE == 0xFFFE {
			t.Errorf("%s holds %U", name, r)
			break
		}
	}
	if !utf8.ValidString(s) {
		t.Errorf("%s is no UTF-8", name)
	}
}

// checkElements makes sure that nothing in a document can run.
func checkElements(t *testing.T, name, text string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	must(t, err)
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "script" {
			t.Errorf("%s has a script", name)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s has an attribute %s", name, a.Key)
			}
		}
	}
	if strings.Contains(strings.ToLower(text), "<script") {
		t.Errorf("%s holds <script", name)
	}
}

// checkPages looks at each page and returns their number.
func checkPages(t *testing.T, dir string) (n int) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".html" {
			return err
		}
		n++
		text, err := os.ReadFile(file)
		if !bytes.HasSuffix(text, []byte("</html>\n")) {
			t.Errorf("%q has no end", file)
		}
		checkText(t, file, string(text))
		checkElements(t, file, string(text))
		return err
	}))
	return n
}

// checkReader lets a feed reader's parser count the entries.
func checkReader(t *testing.T, file string, want int) {
	t.Helper()
	if got := readFeed(t, file); len(got.Items) != want {
		t.Errorf("gofeed sees %d entries of %d", len(got.Items), want)
	}
}

// readFeed reads a feed as a reader does.
func readFeed(t testing.TB, file string) *gofeed.Feed {
	t.Helper()
	f, err := os.Open(file)
	must(t, err)
	defer f.Close() // only read
	got, err := gofeed.NewParser().Parse(f)
	must(t, err)
	return got
}

// checkSchema lets xmllint hold a feed against the RELAX NG schema of RFC 4287, appendix B. Only machines of the project must have both.
func checkSchema(t *testing.T, file string) {
	t.Helper()
	missing := t.Logf
	if os.Getenv("SEEDFEED_CI") == "1" {
		missing = t.Errorf
	}
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		missing("no schema check: %v", err)
		return
	}
	args := []string{"--noout", file}
	const schema = "internal/wire/testdata/atom.rng"
	if _, err := os.Stat(schema); err != nil {
		missing("no schema check: %v", err)
	} else {
		args = append(args, "--relaxng", schema)
	}
	if out, err := exec.CommandContext(t.Context(), lint, args...).CombinedOutput(); err != nil {
		t.Errorf("xmllint: %v: %.2000s", err, out)
	}
}
