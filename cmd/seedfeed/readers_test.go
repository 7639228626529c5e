package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

// TestReaders: what real readers have read of a feed, in each format that they know, is what its JSON Feed says: IDs, titles,
// dates, texts and enclosures. A reader that is not installed is skipped, but with SEEDFEED_CI=1 it is an error.
func TestReaders(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: readers take their time")
	}
	if runtime.GOOS != "linux" {
		t.Skip("the readers are called as on Linux")
	}
	program := filepath.Join(t.TempDir(), "seedfeed")
	command(t, ".", "go", "build", "-o", program, ".")
	for name, seeds := range map[string]string{"samples": samples(t), "recordings": recordings(t), "pictures": photos(t), "hostile": hostile(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings, err := os.ReadFile(filepath.Join(seeds, "feed.yaml"))
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
			own, _, _ := strings.Cut(string(settings), "limits:") // the last of the samples' settings
			write(t, filepath.Join(seeds, "feed.yaml"), own+"limits: {entries: 500, feed: 5 MB}\nformats: [atom, rss, json]\n")
			p := publication{site: filepath.Join(t.TempDir(), "site")}
			build := exec.CommandContext(t.Context(), program, "build", seeds, "--out", p.site, "--url", "https://readers.test/", "--cache", filepath.Join(p.site+"-cache"))
			if said, err := build.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, said)
			}
			server := httptest.NewServer(http.FileServer(http.Dir(p.site)))
			defer server.Close()
			p.address = server.URL
			p.want = p.jsonFeed(t)
			for _, format := range []string{"atom", "rss", "json"} {
				p.compare(t, "gofeed", format, p.gofeed)
			}
			for _, format := range []string{"atom", "rss"} {
				p.compare(t, "newsboat", format, p.newsboat)
				p.compare(t, "feedparser", format, p.feedparser)
				p.compare(t, "sfeed", format, p.sfeed)
				p.compare(t, "rss2email", format, p.rss2email)
			}
		})
	}
}

// recordings are sounds and films, some with notes, of names that addresses must escape.
func recordings(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "recordings")
	media := "../../feed/internal/media/testdata"
	for _, name := range []string{"cbr.mp3", "vbr.mp3", "tide.m4a", "tide.ogg", "tide.opus", "tide.flac", "tide.wav", "tide.mp4"} {
		b, err := os.ReadFile(filepath.Join(media, name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), string(b))
		write(t, filepath.Join(dir, "more", `ep 2 #1 50% "ü" & `+name), string(b)+"\x00")
	}
	write(t, filepath.Join(dir, "cbr.md"), "---\ntitle: \"The tide & <the> moon\"\ndate: 2022-02-13\n---\nNotes with a [link](https://a.test/?a=1&b=2).\n")
	write(t, filepath.Join(dir, "paper.pdf"), "%PDF-1.4\n%%EOF\n")
	return dir
}

// photos are pictures that texts show, and some in a folder of their own, which are entries.
func photos(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "pictures")
	for _, name := range []string{"picture.png", "picture.jpg", "picture.webp", "picture.avif"} {
		b, err := os.ReadFile(filepath.Join("../../feed/internal/media/testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "my "+name), string(b))
		write(t, filepath.Join(dir, "album", `5 < 6 "ü" & `+name), string(b)+"\x00")
	}
	write(t, filepath.Join(dir, "one.md"), "# Gulls\n\n![two \"gulls\" & a <tern>](<my picture.png> \"5 < 6\")\n")
	write(t, filepath.Join(dir, "two.html"), `<h1>Harbour</h1><figure><img src="my picture.jpg" alt='the "old" harbour'><figcaption>In the <em>fog</em></figcaption></figure>`)
	write(t, filepath.Join(dir, "three.md"), "---\nimage: my picture.webp\n---\n# Wiki\n\n![[my picture.avif]]\n")
	return dir
}

// hostile texts are everything that has ever broken a feed. None of them is a problem to seedfeed.
func hostile(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "hostile")
	write(t, filepath.Join(dir, "feed.yaml"), "title: \"Hostile ]]> & <b>bold</b> &amp; \\u0007\"\nauthor: {name: \"A <b>\", email: a@b.test}\n")
	day := time.Date(2022, 2, 13, 12, 0, 0, 0, time.UTC)
	n := 0
	seed := func(name, front, text string) {
		n++
		write(t, filepath.Join(dir, filepath.FromSlash(name)), fmt.Sprintf("---\ndate: %s\n%s---\n%s", day.Add(time.Duration(n)*time.Hour).Format(time.RFC3339), front, text))
	}
	for c := range 0xA0 { // every control character, in a title, a tag, a name, and texts of each kind
		if c >= 0x20 && c < 0x7F || c == '\n' || c == '\r' {
			continue
		}
		in := string(rune(c))
		seed(fmt.Sprintf("control/%02x.md", c), fmt.Sprintf("title: \"T a\\x%02xb\"\ntags: [\"t\\x%02xg\"]\nauthor: \"N\\x%02xn <a\\x%02x@b.test>\"\n", c, c, c, c), "a"+in+"b `code"+in+"` [l](https://a.test/"+in+").\n")
		if c != 0 { // a NUL makes it no text
			seed(fmt.Sprintf("control/%02x.txt", c), "", fmt.Sprintf("Title number %d%sx\n\nText a%sb with it, and some more words.\n", c, in, in))
		}
	}
	for i, title := range []string{
		"]]>", "<b>bold</b> &amp; &lt;x&gt; &nbsp;", "A & B", "5 < 6 > 4", "<!-- c -->", "<![CDATA[ c ]]>", "&#x41;&#65;&copy;", `"q" 'q' \ {{.Title}} %s $x`,
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 𝔘", "مرحبا \u202eevil\u202c \u2066iso\u2069", "zero\u200bwidth\u200d\ufeffbom\u00ad",
		"non \ufdd0\ufffe\uffff \U0001ffff\U0010ffff", "\u2028ls\u2029ps \u00a0nbsp", "   spaced   out   ", "&amp;amp; twice &amp;lt;", strings.Repeat("long ", 2000),
	} {
		quoted, err := json.Marshal(title)
		if err != nil {
			t.Fatal(err)
		}
		yaml := strings.NewReplacer(`\ufffe`, "", `\uffff`, "", "\ufffe", "", "\uffff", "", "\U0001ffff", "", "\U0010ffff", "").Replace(string(quoted)) // no YAML
		seed(fmt.Sprintf("titles/%d.md", i), "title: "+yaml+"\nsummary: "+yaml+"\n", "A word: "+title+"\n\n<div title='a \"b\" <c>'>"+title+"</div>\n")
		seed(fmt.Sprintf("titles/%d.txt", i), "", title+"\n\nThe text of "+title+".\n")
	}
	for i, author := range []string{`"U <ü@b.test>"`, `"V <a@bücher.test>"`, `{name: W, email: "a@b@c"}`, `{name: "]]>", url: "https://bücher.test/ü"}`} {
		seed(fmt.Sprintf("authors/%d.md", i), "author: "+author+"\n", fmt.Sprintf("# By %d\n\nText.\n", i))
	}
	seed("links.md", "", "# Links\n\n[a](javascript:x) [b](https://bücher.test/ü x) [c](https://👻.test/👻) [d](//e.test/\"x\") [e](http://[::1) [f](<https://a b.test/>) [g](https://a.test/%zz)\n")
	seed("nest.html", "", "<h1>Nest</h1>"+strings.Repeat("<div><b><ul><li>", 90)+"deep")
	seed("soup.html", "", `<h1>Soup</h1><p>un<b>closed <i>mis</b>nested</i><table><td>cell<tr><p>foster</table><li>li<dt>dt<svg><script>x</script></svg><a href="x" onclick=y>z</a><img alt='"&<>' src=i.png>`)
	for _, name := range []string{"sp ace", "per%41cent", "ha#sh", "ques?tion", `quo"te`, "new\nline", "emo😀ji", "an<gle>&", "\u202ertl", "b\xffytes"} {
		seed("names/"+name+".txt", "", fmt.Sprintf("Named %q\n\nWhat %q says.\n", name, name))
	}
	write(t, filepath.Join(dir, "surrogates.md"), "# Lone \xed\xa0\x80 surrogate\n\nand \xed\xb0\x80 another, \xff a byte.\n")
	return dir
}

// publication is a site, and what its JSON Feed says.
type publication struct {
	site, address string
	want          []reading
}

// reading is what a reader has of an entry: id, title, text, dates in seconds, and the enclosure's url, type and bytes. What a reader has
// no place for is not there.
type reading map[string]string

func seconds(t *time.Time) string {
	if t == nil {
		return ""
	}
	return strconv.FormatInt(t.Unix(), 10)
}

// compare reads a document with a reader. White space around texts, which some keep and some don't, counts for nothing.
func (p *publication) compare(t *testing.T, reader, format string, read func(t *testing.T, format string) []reading) {
	t.Run(reader+" "+format, func(t *testing.T) {
		got := read(t, format)
		if len(got) != len(p.want) || len(got) == 0 {
			t.Errorf("%d entries, want %d", len(got), len(p.want))
		}
		byID := map[string]reading{}
		for _, w := range p.want {
			byID[w["id"]] = w
		}
		for _, g := range got {
			w := byID[g["id"]]
			if w == nil {
				t.Errorf("an entry that is not there, or twice: %.300q", g)
			}
			delete(byID, g["id"])
			for field, value := range g {
				if want := w[field]; strings.TrimSpace(value) != strings.TrimSpace(want) && w != nil {
					t.Errorf("%s: %s is %.300q, want %.300q", w["id"], field, value, want)
				}
			}
		}
	})
}

func (p *publication) read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(p.site, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (p *publication) jsonFeed(t *testing.T) (all []reading) {
	var doc struct {
		Items []struct {
			ID, Title   string
			HTML        string    `json:"content_html"`
			Published   time.Time `json:"date_published"`
			Updated     time.Time `json:"date_modified"`
			Attachments []struct {
				URL   string
				Type  string `json:"mime_type"`
				Bytes int64  `json:"size_in_bytes"`
			}
		}
	}
	if err := json.Unmarshal(p.read(t, "feed.json"), &doc); err != nil {
		t.Fatal(err)
	}
	for _, i := range doc.Items {
		r := reading{"id": i.ID, "title": i.Title, "text": i.HTML, "published": seconds(&i.Published), "updated": seconds(&i.Updated)}
		for _, a := range i.Attachments {
			r["url"], r["type"], r["bytes"] = a.URL, a.Type, strconv.FormatInt(a.Bytes, 10)
		}
		all = append(all, r)
	}
	return all
}

func (p *publication) gofeed(t *testing.T, format string) (all []reading) {
	f, err := gofeed.NewParser().Parse(bytes.NewReader(p.read(t, "feed."+format)))
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range f.Items {
		r := reading{"id": i.GUID, "title": i.Title, "published": seconds(i.PublishedParsed), "text": i.Content, "url": "", "type": "", "bytes": ""}
		if format != "rss" {
			r["updated"] = seconds(i.UpdatedParsed)
		}
		if r["text"] == "" { // RSS without a summary
			r["text"] = i.Description
		}
		for _, e := range i.Enclosures {
			r["url"], r["type"], r["bytes"] = e.URL, e.Type, e.Length
		}
		all = append(all, r)
	}
	return all
}

// newsboat keeps enclosures that can be played only, without their length.
func (p *publication) newsboat(t *testing.T, format string) (all []reading) {
	requires(t, "newsboat", "sqlite3")
	dir := home(t)
	write(t, filepath.Join(dir, "urls"), p.address+"/feed."+format+"\n")
	write(t, filepath.Join(dir, "config"), "auto-reload no\nmax-items 0\ncleanup-on-quit no\nuse-proxy no\n")
	inHome(t, dir, nil, "newsboat", "-q", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload")
	stored := inHome(t, dir, nil, "sqlite3", "-json", "cache.db", "SELECT guid, title, pubDate, content, enclosure_url, enclosure_type FROM rss_item")
	var items []struct {
		GUID, Title, Content string
		PubDate              int64
		URL                  string `json:"enclosure_url"`
		Type                 string `json:"enclosure_type"`
	}
	if err := json.Unmarshal([]byte(stored), &items); err != nil {
		t.Fatalf("%v in %.1000s", err, stored)
	}
	for _, i := range items {
		r := reading{"id": i.GUID, "title": i.Title, "text": i.Content, "published": strconv.FormatInt(i.PubDate, 10)}
		if i.URL != "" {
			r["url"], r["type"] = i.URL, i.Type
		}
		all = append(all, r)
	}
	return all
}

// feedparserScript prints what feedparser has. As readers call it it writes the HTML again; then the words in attributes must still
// be those.
const feedparserScript = `
import calendar, feedparser, html.parser, json, sys
class Words(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)
    def handle_starttag(self, tag, attrs):
        self.found += [v for k, v in attrs if k in ("alt", "title", "href")]
def text(e):
    return e.content[0].value if "content" in e else e.summary
def seconds(t):
    return str(calendar.timegm(t)) if t else ""
raw = feedparser.parse(sys.argv[1], sanitize_html=False, resolve_relative_uris=False)
for d in raw, feedparser.parse(sys.argv[1]):
    if d.bozo:
        sys.exit(str(d.bozo_exception))
    for e, r in zip(d.entries, raw.entries):
        if Words(text(e)).found != Words(text(r)).found:
            sys.exit("%s: %r, want %r" % (e.id, Words(text(e)).found, Words(text(r)).found))
all = []
for e in raw.entries:
    r = {"id": e.id, "title": e.title, "published": seconds(e.published_parsed), "text": text(e), "url": "", "type": "", "bytes": ""}
    if raw.version.startswith("atom"):
        r["updated"] = seconds(e.updated_parsed)
    for x in e.enclosures:
        r["url"], r["type"], r["bytes"] = x.href, x.type, x.length
    all.append(r)
json.dump(all, sys.stdout)
`

func (p *publication) feedparser(t *testing.T, format string) (all []reading) {
	const python = "/usr/bin/python3" // which knows Debian's packages
	requires(t, python)
	if err := exec.CommandContext(t.Context(), python, "-c", "import feedparser").Run(); err != nil {
		if os.Getenv("SEEDFEED_CI") != "" {
			t.Fatal(err)
		}
		t.Skip("there is no feedparser")
	}
	out := inHome(t, home(t), nil, python, "-c", feedparserScript, filepath.Join(p.site, "feed."+format))
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// sfeed writes an entry a line, with control characters as C does.
func (p *publication) sfeed(t *testing.T, format string) (all []reading) {
	requires(t, "sfeed")
	unescape := strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\\`, `\`)
	for line := range strings.Lines(inHome(t, home(t), p.read(t, "feed."+format), "sfeed")) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) < 9 {
			t.Fatalf("a line of %d fields: %.200q", len(f), line)
		}
		all = append(all, reading{"published": f[0], "title": f[1], "text": unescape.Replace(f[3]), "id": f[5], "url": f[7]})
	}
	return all
}

// rss2email makes a mail of each entry, dated by when it was updated where the format says that. It takes titles in RSS for HTML, and
// writes texts again: feedparser, which it reads with, has them above.
func (p *publication) rss2email(t *testing.T, format string) (all []reading) {
	requires(t, "r2e")
	dir := home(t)
	for _, d := range []string{"INBOX/cur", "INBOX/new", "INBOX/tmp", "cur", "new", "tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, "Maildir", d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(dir, "cfg"), "[DEFAULT]\nfrom = feeds@localhost\nto = me@localhost\nemail-protocol = maildir\nmaildir-path = "+dir+
		"/Maildir\nmaildir-mailbox = INBOX\nhtml-mail = True\ndate-header = True\ntrust-guid = True\nverbose = warning\n")
	inHome(t, dir, nil, "r2e", "-c", "cfg", "-d", "data.json", "add", "feed", p.address+"/feed."+format)
	inHome(t, dir, nil, "r2e", "-c", "cfg", "-d", "data.json", "run")
	mails, err := filepath.Glob(filepath.Join(dir, "Maildir/INBOX/new/*"))
	if err != nil {
		t.Fatal(err)
	}
	var words mime.WordDecoder
	for _, name := range mails {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := mail.ReadMessage(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		at, err := m.Header.Date()
		if err != nil {
			t.Fatal(err)
		}
		title, err := words.DecodeHeader(m.Header.Get("Subject"))
		if err != nil {
			t.Fatal(err)
		}
		r := reading{"id": m.Header.Get("X-RSS-ID"), "published": seconds(&at)}
		if format == "atom" {
			r = reading{"id": r["id"], "updated": r["published"], "title": title}
		}
		all = append(all, r)
	}
	return all
}

func home(t *testing.T) string {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, ".local", "share"), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// inHome runs a reader in a home of its own, where nothing is known and no proxy is asked.
func inHome(t *testing.T, dir string, in []byte, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	var out, complaints bytes.Buffer
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = dir, bytes.NewReader(in), &out, &complaints, time.Second
	cmd.Env = []string{"HOME=" + dir, "XDG_CONFIG_HOME=" + dir, "XDG_DATA_HOME=" + filepath.Join(dir, ".local", "share"), "XDG_CACHE_HOME=" + dir, "TERM=xterm", "LC_ALL=C.UTF-8", "PATH=" + os.Getenv("PATH"), "no_proxy=127.0.0.1"}
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %q: %v\n%.2000s%.2000s", name, args, err, &out, &complaints)
	}
	return out.String()
}
