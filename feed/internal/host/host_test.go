package host_test

import (
	"bytes"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seedfeed/seedfeed/feed/internal/host"
)

var update = flag.Bool("update", false, "write what the hosts are told into testdata")

// site has a document of most sorts, at an address with a path.
func site() host.Site {
	headers := func(pairs ...string) http.Header {
		h := http.Header{"Access-Control-Allow-Origin": {"*"}}
		for i := 0; i < len(pairs); i += 2 {
			h.Set(pairs[i], pairs[i+1])
		}
		return h
	}
	text := headers("Cache-Control", "max-age=300", "Content-Security-Policy", "default-src 'none'", "Vary", "Accept-Encoding")
	page := headers("Cache-Control", "no-cache", "Content-Security-Policy", "default-src 'none'", "Vary", "Accept-Encoding")
	other := headers("Cache-Control", "max-age=300")
	return host.Site{
		Dir: "/var/www/my notes", URL: &url.URL{Scheme: "https", Host: "my.site", Path: "/my notes/"},
		Kinds: []host.Kind{
			{Ends: []string{".atom"}, Type: "application/atom+xml; charset=utf-8", Header: text},
			{Ends: []string{"/feed.json"}, Type: "application/feed+json", Header: text},
			{Ends: []string{".json"}, Type: "application/json", Header: text},
			{Ends: []string{".jpeg", ".jpg"}, Type: "image/jpeg", Header: other},
			{Ends: []string{".html"}, Type: "text/html; charset=utf-8", Header: page},
		},
		Other: other,
		Paths: []string{"archive/1.atom", "feed.atom", "feed.json", "garden/gate.jpg", "index.html", "other.json"},
		Moves: []host.Move{{From: "old $1.html", To: "garden/new: *.html"}, {From: "schön.html", To: "garden/schön.html"}},
		Gone:  []string{`it's "gone".html`},
		Twins: []string{".br", ".zst", ".gz"},
	}
}

func TestFilesAreAsInTestdata(t *testing.T) {
	for _, name := range host.Names() {
		got := told(t, name, site())
		golden := filepath.Join("testdata", name+".golden")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: it is not as in %s; see go test ./feed/internal/host -update and git diff:\n%s", name, golden, got)
		}
	}
}

// told returns all that a host is told.
func told(t *testing.T, name string, s host.Site) string {
	t.Helper()
	files, notes, err := host.Files(name, s)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range files {
		if !bytes.Contains(f.Text[:min(len(f.Text), 200)], []byte(host.Mark)) {
			t.Errorf("%s: %s doesn't say who wrote it", name, f.Path)
		}
		fmt.Fprintf(&b, "-- %s --\n%s", f.Path, f.Text)
	}
	fmt.Fprintf(&b, "-- notes --\n%s\n", strings.Join(notes, "\n"))
	return b.String()
}

// A host for a whole domain gets its files in the folder above, or else leads to whole addresses.
func TestTopOfADomain(t *testing.T) {
	for dir, want := range map[string]string{
		"/var/www/my notes": "-- /var/www/_redirects --\n# " + host.Mark + " netlify: pages of https://my.site/my%20notes/ that moved or were withdrawn\n" +
			"/my%20notes/.seedfeed/* /404.html 404!\n/my%20notes/old%20%241.html /my%20notes/garden/new%3A%20%2A.html 301!\n",
		"/var/www/out": "-- /var/www/out/_redirects --\n# " + host.Mark + " netlify: pages of https://my.site/my%20notes/ that moved or were withdrawn\n" +
			"/.seedfeed/* /404.html 404!\n/old%20%241.html https://my.site/my%20notes/garden/new%3A%20%2A.html 301!\n",
	} {
		s := site()
		s.Dir = dir
		if got := told(t, "netlify", s); !strings.Contains(got, want) {
			t.Errorf("%s: it lacks\n%s\nin\n%s", dir, want, got)
		}
	}
}

func TestWhatCannotBeQuotedIsRefused(t *testing.T) {
	for _, name := range []string{"nginx", "apache", "caddy", "s3"} {
		s := site()
		s.Moves = []host.Move{{From: "two\nlines.html", To: "x.html"}}
		if _, _, err := host.Files(name, s); err == nil {
			t.Errorf("%s took a path with a line end", name)
		}
	}
	s := site()
	s.Dir = "/var/$www"
	if _, _, err := host.Files("nginx", s); err == nil {
		t.Error("nginx took a folder that it would read as a variable")
	}
	if _, _, err := host.Files("common", s); err == nil {
		t.Error("there is a host called common")
	}
}
