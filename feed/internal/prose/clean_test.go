package prose

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

// sections reads a txtar file: named parts after lines "-- name --".
func sections(t *testing.T, path string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	name := ""
	for line := range strings.Lines(string(data)) {
		if n, ok := strings.CutPrefix(line, "-- "); ok && strings.HasSuffix(n, " --\n") {
			name = strings.TrimSuffix(n, " --\n")
			parts[name] = ""
			continue
		}
		parts[name] += line
	}
	return parts
}

// shown is what a case may say about an article, by the name of its section.
func shown(a *Article) map[string]string {
	var dropped []string
	for _, b := range a.Blocks {
		if !b.Kept {
			dropped = append(dropped, b.Reason+": "+b.Text)
		}
	}
	return map[string]string{
		"title": a.Title, "byline": a.Byline, "authors": strings.Join(a.Authors, "\n"), "published": a.Published,
		"language": a.Language, "body": a.Body(), "related": strings.Join(a.Related, "\n"),
		"dropped": strings.Join(dropped, "\n"), "html": a.HTML(),
	}
}

func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) {
			want := sections(t, f)
			a := Clean(want["in"], Options{})
			got := shown(&a)
			for name, w := range want {
				if name == "" || name == "in" {
					continue
				}
				g, known := got[name]
				if !known {
					t.Errorf("unknown section %q", name)
				}
				if g, w = strings.TrimSuffix(g, "\n"), strings.TrimSuffix(w, "\n"); g != w {
					t.Errorf("%s: got\n%s\nwant\n%s", name, g, w)
				}
			}
			checkLaws(t, want["in"])
		})
	}
}

func TestSample(t *testing.T) {
	data, err := os.ReadFile("../../../seeds/000_68606d4df204cb4e.txt")
	if err != nil {
		t.Fatal(err)
	}
	a := Clean(string(data), Options{})
	if want := "Blinken tells Lavrov diplomacy remains open, but requires Moscow to ‘deescalate’"; a.Title != want {
		t.Errorf("title: got %q, want %q", a.Title, want)
	}
	if a.Language != "en" || a.Published != "" || a.Byline != "" {
		t.Errorf("got language %q, published %q, byline %q", a.Language, a.Published, a.Byline)
	}
	body := strings.Split(a.Body(), "\n\n")
	if len(body) != 9 || !strings.HasPrefix(body[0], "US Secretary of State") || !strings.HasSuffix(body[len(body)-1], "citizens to leave.") {
		t.Errorf("body: got %d paragraphs\n%s", len(body), a.Body())
	}
	if n := strings.Count(a.HTML(), "<p>"); n != 9 {
		t.Errorf("html: got %d paragraphs, want 9", n)
	}
	for _, junk := range []string{"Published:", "Read Mode", "Font Size", "min read", "latest headlines", "Read more:", "Top Content", "Taiwan says"} {
		if strings.Contains(a.Body(), junk) {
			t.Errorf("body has %q", junk)
		}
	}
	related := []string{
		"In response to Ukraine crisis, Taiwan says closely watching situation with China",
		"Putin, Biden to hold high-stakes phone call on Ukraine crisis",
	}
	if !slices.Equal(a.Related, related) {
		t.Errorf("related: got %q, want %q", a.Related, related)
	}
	for _, b := range a.Blocks {
		if b.Kept != (b.Reason == "") {
			t.Errorf("kept %v with reason %q: %q", b.Kept, b.Reason, b.Text)
		}
	}
	checkLaws(t, string(data))
}

func TestModes(t *testing.T) {
	page := sections(t, "testdata/scraped_en.txtar")["in"]
	if off := Clean(page, Options{Mode: Off}); !strings.Contains(off.Body(), "Advertisement") {
		t.Error("Off dropped a line")
	}
	note := sections(t, "testdata/note_one_sign.txtar")["in"]
	if on := Clean(note, Options{Mode: On}); strings.Contains(on.Body(), "Share") {
		t.Error("On kept a share label")
	}
}

func TestKnownTitle(t *testing.T) {
	const body = "It rained all day and we stayed inside."
	for _, c := range []struct{ in, want string }{
		{"My day\n\n" + body, body},
		{"MY DAY!\n" + body, body},
		{"My day\n\nMy day\n\n" + body, body},
		{"Weather\n\n" + body, "Weather\n\n" + body},
		{body, body},
	} {
		a := Clean(c.in, Options{Title: "My day"})
		if a.Title != "My day" || a.Body() != c.want {
			t.Errorf("%q: got title %q, body %q", c.in, a.Title, a.Body())
		}
	}
}

func TestTitle(t *testing.T) {
	const para = "The long road goes over the hill and down to the river, where nobody has lived since the flood."
	for _, c := range []struct{ in, want string }{
		{"A walk\n\n" + para, "A walk"},
		{"A walk\n" + para, "A walk"},
		{"# A walk\n" + para, "A walk"},
		{"A walk\n- up\n- down", "A walk"},
		{"I went for a walk.\n\n" + para, ""},
		{"Dear Jane,\n\n" + para, ""},
		{"Needed:\n\n- rope", ""},
		{para + "\n\n" + para, ""},
		{"A walk", ""},
		{"roses are red\nviolets are blue", ""},
		{"https://example.org/a\n\n" + para, ""},
		{"", ""},
	} {
		if a := Clean(c.in, Options{}); a.Title != c.want {
			t.Errorf("%q: got %q, want %q", c.in, a.Title, c.want)
		}
	}
}

func TestLineEnds(t *testing.T) {
	a := Clean("\ufeffOne\r\n\r\nThe first line is here.\r\rAnd\x00 the \x1bsecond.\u2029\fThe third\xff.", Options{})
	if want := "The first line is here.\n\nAnd the second.\n\nThe third."; a.Title != "One" || a.Body() != want {
		t.Errorf("got %q, %q", a.Title, a.Body())
	}
}

// Long lines and many lines take seconds even under the race detector; quadratic work would take hours.
func TestLinear(t *testing.T) {
	const n = 1 << 16
	for name, text := range map[string]string{
		"line":     strings.Repeat("word ", 8*n),
		"no space": strings.Repeat("x", 32*n),
		"http":     strings.Repeat("http", 8*n),
		"lines":    strings.Repeat("a line of text\n", n),
		"items":    strings.Repeat("- a\n  b\n", n),
		"one item": "- a" + strings.Repeat("\n  b", n),
		"fences":   strings.Repeat("```\n\n~~~\n", n),
		"quotes":   strings.Repeat("> a\n", n),
		"labels":   strings.Repeat("2 min read\n\nRead more:\n\nBy Jane Doe\n", n/4),
	} {
		start := time.Now()
		a := Clean(text, Options{})
		_ = a.HTML()
		_, _ = Summary(text, 200), ReadingTime(text)
		if d := time.Since(start); d > time.Minute {
			t.Errorf("%s: took %v", name, d)
		}
	}
}

func TestLogIsShownAsItStands(t *testing.T) {
	log := strings.Repeat("12:00 all is well\n", maxLines+2)
	for _, title := range []string{"", "The log"} {
		a := Clean(log, Options{Title: title})
		if len(a.Blocks) != 1 || a.Blocks[0].Kind != Verbatim || a.Body() != strings.TrimSpace(log) {
			t.Errorf("title %q: %d blocks, %d bytes", title, len(a.Blocks), len(a.Body()))
		}
	}
}

// checkLaws holds Clean to its promises for one text.
func checkLaws(t *testing.T, text string) {
	t.Helper()
	a := Clean(text, Options{})
	again := a.Body()
	if a.Title != "" {
		again = a.Title + "\n\n" + again
	}
	b := Clean(again, Options{})
	if b.Title != a.Title || b.Body() != a.Body() {
		t.Errorf("not idempotent: got title %q, body %q\nthen title %q, body %q", a.Title, a.Body(), b.Title, b.Body())
	}
	if !isSubsequence(inked(a.Body()), inked(text)) {
		t.Errorf("body is no subsequence: %q", a.Body())
	}
	off := Clean(text, Options{Mode: Off})
	var all strings.Builder
	for _, bl := range off.Blocks {
		all.WriteString(bl.source)
	}
	marks := strings.NewReplacer(">", "", "#", "", "=", "", "-", "") // joined quotes and titles lose theirs
	ink := func(s string) string { return marks.Replace(inked(s)) }
	if got, want := ink(all.String()), ink(tidy(text)); got != want {
		t.Errorf("off: got %q, want %q", got, want)
	}
	checkXML(t, a.HTML())
}

// inked is s without white space.
func inked(s string) string {
	return strings.Map(func(r rune) rune {
		if isBlank(r) || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func isSubsequence(sub, s string) bool {
	rest := []rune(sub)
	for _, r := range s {
		if len(rest) > 0 && rest[0] == r {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

func checkXML(t *testing.T, html string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader("<div>" + html + "</div>"))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("html: %v: %q", err, html)
			return
		}
	}
}

func FuzzClean(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		_, in, _ := strings.Cut(string(data), "-- in --\n")
		in, _, _ = strings.Cut(in, "-- title --\n")
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, text string) { checkLaws(t, text) })
}
