package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seedfeed/seedfeed/feed"
)

// TestHosts runs other web servers as `seedfeed host` tells them to, and compares their answers with those of the
// built-in one. A server that is not installed is skipped, but with SEEDFEED_CI=1 it is an error.
func TestHosts(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: web servers take their time")
	}
	if runtime.GOOS != "linux" {
		t.Skip("the servers are called as on Linux")
	}
	for _, s := range []webServer{
		{"nginx", "nginx", "nginx.conf", nginxConf, []string{"-e", "stderr", "-p", ".", "-c", "nginx.conf"}},
		{"apache", "apache2", "apache.conf", apacheConf, []string{"-D", "FOREGROUND", "-d", ".", "-f", "apache.conf"}},
		{"caddy", "caddy", "Caddyfile", caddyConf, []string{"run", "--adapter", "caddyfile", "--config", "Caddyfile"}},
	} {
		t.Run(s.host, func(t *testing.T) {
			requires(t, s.program)
			t.Run("root", func(t *testing.T) { s.test(t, "/") })
			t.Run("folder", func(t *testing.T) { s.test(t, "/my notes/") })
			t.Run("twins", s.testTwins)
			t.Run("own twins", s.testOwnTwins)
		})
	}
}

// webServer is a program that is told by the files of a host how to answer.
type webServer struct {
	host, program string
	name, conf    string // of its configuration: PORT, BASE, DIR and FILE stand for what they say
	args          []string
}

const (
	nginxConf = `daemon off; master_process off; pid nginx.pid; error_log stderr;
events {}
http {
	access_log off;
	client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
	server { listen 127.0.0.1:PORT; include FILE; }
}
`
	apacheConf = `ServerName localhost
Listen 127.0.0.1:PORT
PidFile apache.pid
DefaultRuntimeDir .
ErrorLog /dev/stderr
User nobody
Group nogroup
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule mime_module /usr/lib/apache2/modules/mod_mime.so
LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
LoadModule autoindex_module /usr/lib/apache2/modules/mod_autoindex.so
LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
LoadModule filter_module /usr/lib/apache2/modules/mod_filter.so
LoadModule deflate_module /usr/lib/apache2/modules/mod_deflate.so
LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so
TypesConfig /dev/null
Alias "BASE" "DIR/"
<Directory "DIR">
	AllowOverride All
	Options Indexes FollowSymLinks
	Require all granted
</Directory>
`
	caddyConf = `{
	admin off
	auto_https off
}
http://127.0.0.1:PORT {
	bind 127.0.0.1
	import FILE
}
`
)

// test compares the answers.
func (s webServer) test(t *testing.T, base string) {
	site := newSite(t, base)
	model := httptest.NewServer(site)
	defer model.Close()
	address := s.start(t, base, site)

	for _, p := range []string{
		"", "index.html", "feed.atom", "seedfeed.css", "one.html", "zwei-ü.html", "shed/three.html", "shed/list.csv",
		"shed/pear.webp", "shed/pear.avif", "shed/pear.PNG", "shed/song.mp3", "shed/other.json", "shed/all.opml", "shed/plan.svg",
		"feed.rss", "feed.json", "feeds.opml", "sitemap.xml", "shed/", "shed/feed.atom", "feed.css", "2022/four.html",
		"tw-o.html", "shed/góne.html", "none.html", "none.atom", "none", "shed/none/", ".seedfeed/manifest", ".seedfeed/lock", "shed/.hidden",
	} {
		want, got := ask(t, model.URL+"/"+escapePath(p), ""), ask(t, address+escapePath(p), "")
		if got.StatusCode != want.StatusCode {
			t.Errorf("%q: status %d, want %d", p, got.StatusCode, want.StatusCode)
			continue
		}
		if to, _ := want.Location(); to != nil {
			at, err := got.Location()
			if err != nil || at.Path != base+to.Path[1:] || at.Port() != got.Request.URL.Port() {
				t.Errorf("%q: leads to %v, %v; want %s%s", p, at, err, base, to.Path[1:])
			}
			continue
		}
		for _, name := range []string{"Content-Type", "Cache-Control", "Content-Security-Policy"} {
			if want.StatusCode < 300 && got.Header.Get(name) != want.Header.Get(name) {
				t.Errorf("%q: %s %q, want %q", p, name, got.Header.Get(name), want.Header.Get(name))
			}
		}
		for _, name := range []string{"Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Cross-Origin-Resource-Policy", "Referrer-Policy", "X-Content-Type-Options"} {
			if have := got.Header.Values(name); len(have) != 1 || have[0] != want.Header.Get(name) {
				t.Errorf("%q: %s %q, want %q", p, name, have, want.Header.Get(name))
			}
		}
		if want.StatusCode == http.StatusOK && !bytes.Equal(got.body, want.body) {
			t.Errorf("%q: %d bytes, want %d", p, len(got.body), len(want.body))
		}
	}
	if got := ask(t, address+escapePath("shed/góne.html"), ""); !strings.Contains(string(got.body), "This entry was withdrawn") {
		t.Errorf("of a withdrawn entry it says %s", got.body)
	}
	if got := ask(t, address+"2022/", "").StatusCode; got != http.StatusNotFound && (s.host != "apache" || got != http.StatusForbidden) {
		t.Errorf("a folder without a page: %d", got)
	}
	for _, p := range []string{"feed.atom", "one.html", "seedfeed.css"} {
		s.testAgain(t, address+p)
	}
	for _, p := range []string{"shed/a.bin", "shed/a"} { // Apache can't be told of these only
		if got := ask(t, address+p, "").Header.Get("Content-Type"); got != "application/octet-stream" && (s.host != "apache" || got != "") {
			t.Errorf("%q: Content-Type %q", p, got)
		}
	}
	if got := ask(t, address+"shed/song.mp3", "", "Range: bytes=2-5"); got.StatusCode != http.StatusPartialContent || string(got.body) != "song" {
		t.Errorf("a range: %d %q", got.StatusCode, got.body)
	}
}

// testTwins puts compressed files beside the documents, which all but Caddy send, and a page for what isn't found.
func (s webServer) testTwins(t *testing.T) {
	site := newSite(t, "/my notes/")
	var twin bytes.Buffer
	z := gzip.NewWriter(&twin)
	if _, err := io.WriteString(z, "the twin"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"feed.atom.gz", "index.html.gz"} {
		write(t, filepath.Join(site.Out, name), twin.String())
	}
	write(t, filepath.Join(site.Out, "404.html"), "my own page")
	address := s.start(t, "/my notes/", site)
	for path, kind := range map[string]string{"feed.atom": "application/atom+xml; charset=utf-8", "": "text/html; charset=utf-8"} {
		plain, packed := ask(t, address+path, ""), ask(t, address+path, "gzip")
		if packed.StatusCode != http.StatusOK || packed.Header.Get("Content-Encoding") != "gzip" || (string(packed.body) == "the twin") == (s.host == "caddy") || packed.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %v %s", path, packed.Header, packed.body)
		}
		if plain.Header.Get("Content-Encoding") != "" || string(plain.body) == "the twin" {
			t.Errorf("%q: %v %s", path, plain.Header, plain.body)
		}
		for _, got := range []reply{plain, packed} {
			if got.Header.Get("Content-Type") != kind || got.Header.Get("Cache-Control") == "" || got.Header.Get("Content-Security-Policy") == "" {
				t.Errorf("%q: %v", path, got.Header)
			}
		}
	}
	if got := ask(t, address+"none/at/all.atom", ""); got.StatusCode != http.StatusNotFound || string(got.body) != "my own page" || got.Header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("not found: %d %v %s", got.StatusCode, got.Header, got.body)
	}
}

// testOwnTwins lets seedfeed write the twins: in each coding a document is the same one, also after it was replaced.
func (s webServer) testOwnTwins(t *testing.T) {
	old := newSite(t, "/my notes/")
	site := &feed.Site{Seeds: old.Seeds, Out: old.Out, Cache: old.Cache, URL: old.URL, Grace: old.Grace, Twins: true}
	build := func() {
		t.Helper()
		if _, err := site.Build(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	build()
	address := s.start(t, "/my notes/", site)
	look := func() {
		t.Helper()
		for _, p := range []string{"", "index.html", "one.html", "feed.atom", "feed.rss", "feed.json", "feeds.opml", "sitemap.xml", "seedfeed.css"} {
			plain, packed := ask(t, address+p, ""), ask(t, address+p, "gzip")
			if !bytes.Equal(packed.body, plain.body) || plain.Header.Get("Content-Encoding") != "" {
				t.Errorf("%q: %d bytes packed, %d plain", p, len(packed.body), len(plain.body))
			}
			for _, name := range []string{"Content-Type", "Cache-Control", "Last-Modified", "Content-Security-Policy"} {
				if packed.Header.Get(name) != plain.Header.Get(name) {
					t.Errorf("%q: %s %q packed, %q plain", p, name, packed.Header.Get(name), plain.Header.Get(name))
				}
			}
			twin, err := os.Stat(filepath.Join(site.Out, cmp.Or(p, "index.html")+".gz"))
			if err == nil && s.host != "caddy" && packed.Header.Get("Content-Length") != fmt.Sprint(twin.Size()) {
				t.Errorf("%q: the twin has %d bytes, the answer %s", p, twin.Size(), packed.Header.Get("Content-Length"))
			}
			if err != nil && len(plain.body) >= 1000 {
				t.Errorf("%q has no twin: %v", p, err)
			}
		}
	}
	look()
	write(t, filepath.Join(site.Seeds, "one.md"), "# One\n\nThe first note says something else now, about nothing that anybody had thought of before.\n")
	build()
	look()
	if got := ask(t, address+"one.html", ""); !strings.Contains(string(got.body), "anybody had thought of before") {
		t.Errorf("the old page is still there: %s", got.body)
	}
}

// testAgain asks for a document as those do who have it already.
func (s webServer) testAgain(t *testing.T, address string) {
	for _, coding := range []string{"", "gzip"} {
		got := ask(t, address, coding)
		if got.Header.Get("Content-Encoding") != coding {
			t.Errorf("%s: Content-Encoding %q, want %q", address, got.Header.Get("Content-Encoding"), coding)
		}
		if vary := strings.Join(got.Header.Values("Vary"), ","); coding != "" && vary != "Accept-Encoding" {
			t.Errorf("%s: Vary %q", address, vary)
		}
		for _, condition := range []string{"If-None-Match: " + got.Header.Get("ETag"), "If-Modified-Since: " + got.Header.Get("Last-Modified")} {
			again := ask(t, address, coding, condition)
			if again.StatusCode != http.StatusNotModified || len(again.body) > 0 {
				t.Errorf("%s in coding %q with %s: %d", address, coding, condition, again.StatusCode)
			}
			if again.Header.Get("Cache-Control") != got.Header.Get("Cache-Control") {
				t.Errorf("%s: 304 has Cache-Control %q", address, again.Header.Get("Cache-Control"))
			}
		}
	}
}

// newSite builds a site with all kinds of documents, an entry that was renamed and one that was withdrawn.
func newSite(t *testing.T, base string) *feed.Site {
	t.Helper()
	place := filepath.Join(t.TempDir(), "my.site")
	for dir := filepath.Dir(place); strings.HasPrefix(dir, os.TempDir()+"/"); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil { // for servers that give root's rights away
			t.Fatal(err)
		}
	}
	site := &feed.Site{Seeds: filepath.Join(place, "seeds"), Out: filepath.Join(place, "my.site"), Cache: filepath.Join(place, "cache"), URL: "https://my.site" + base, Grace: -1}
	seed := func(name, text string) { t.Helper(); write(t, filepath.Join(site.Seeds, name), text) }
	seed("one.md", "# One\n\nThe first note stays as it is and says rather little about a great many things.\n")
	seed("tw o.md", "# Two\n\nThe second note will be renamed, so that its page is elsewhere; it has words of its own: barrel, spade.\n")
	seed("shed/góne.md", "# Gone\n\nThis one will be withdrawn, and its words are other ones again: lantern, feather, cobblestone.\n")
	var refs strings.Builder
	for _, name := range []string{"list.csv", "pear.webp", "pear.avif", "pear.PNG", "song.mp3", "other.json", "all.opml", "plan.svg"} {
		seed("shed/"+name, "a song such as this one\n")
		fmt.Fprintf(&refs, "- [%s](%[1]s)\n", name)
	}
	seed("2022/four.md", "# Four\n\nA folder called by a year has no page.\n")
	seed("shed/three.md", "# Three\n\nWhat lies in the shed:\n\n"+refs.String())
	if _, err := site.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Rename(filepath.Join(site.Seeds, "tw o.md"), filepath.Join(site.Seeds, "zwei ü.md")), os.Remove(filepath.Join(site.Seeds, "shed/góne.md"))); err != nil {
		t.Fatal(err)
	}
	if _, err := site.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".hidden", "a.bin", "a"} {
		write(t, filepath.Join(site.Out, "shed", name), "by somebody else\n")
	}
	return site
}

// start runs the server until the test ends, and returns the address of the site.
func (s webServer) start(t *testing.T, base string, site *feed.Site) (address string) {
	t.Helper()
	place := filepath.Dir(site.Out)
	files, _, err := site.Host(s.host)
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(place, "host.conf")
	for _, f := range files {
		if f.Path == "" {
			f.Path = own
		}
		if changed, err := f.Write(t.Context()); err != nil || !changed {
			t.Fatalf("write %s: %t, %v", f.Path, changed, err)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String()) // it has one
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(place, s.name), strings.NewReplacer("PORT", port, "BASE", base, "DIR", site.Out, "FILE", own).Replace(s.conf))

	var said transcript
	cmd := exec.CommandContext(t.Context(), s.program, s.args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.Dir, cmd.Env = place, append(os.Environ(), "HOME="+place)
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &said, &said, 5*time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }() // it is told to end, with whatever code
	t.Cleanup(func() {
		<-ended
		if t.Failed() {
			t.Logf("it said:\n%s", said.String())
		}
	})
	address = "http://127.0.0.1:" + port + escapePath(base)
	until(t, func() error {
		select {
		case <-ended:
			t.Fatalf("it ended: %s", said.String())
		default:
		}
		_, _, err := get(t.Context(), address+"feed.atom", "")
		return err
	})
	return address
}

func escapePath(p string) string { return (&url.URL{Path: p}).EscapedPath() }

// reply is an answer with its decoded body.
type reply struct {
	*http.Response
	body []byte
}

// ask gets a document, without following where it leads.
func ask(t *testing.T, address, coding string, headers ...string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", cmp.Or(coding, "identity")) // else net/http asks for gzip by itself
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() // only read
	body, err := io.ReadAll(res.Body)
	if err == nil && res.Header.Get("Content-Encoding") == "gzip" && len(body) > 0 {
		var z *gzip.Reader
		if z, err = gzip.NewReader(bytes.NewReader(body)); err == nil {
			body, err = io.ReadAll(z)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return reply{res, body}
}
