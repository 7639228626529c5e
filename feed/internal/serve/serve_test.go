package serve

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestDocument(t *testing.T) {
	s := newSite(t)
	text := feedText(5000, 1)
	f := s.publish("feed.atom", atom, text)

	for _, c := range []struct{ accept, encoding, suffix string }{
		{"", "", ""},
		{"gzip, deflate", "gzip", "-gzip"},
		{"gzip, deflate, zstd", "zstd", "-zstd"},
		{"gzip, deflate, br, zstd", "br", "-br"},
		{"gzip;q=0, zstd;q=0, identity;q=0", "", ""},
	} {
		t.Run(c.accept, func(t *testing.T) {
			s.t = t
			get := s.ask("GET", "/feed.atom", "Accept-Encoding", c.accept)
			get.says(text).is(200,
				"Content-Encoding", c.encoding,
				"ETag", `"`+f.Hash+c.suffix+`"`,
				"Content-Type", atom,
				"Last-Modified", "Sun, 01 Mar 2026 12:00:00 GMT",
				"Cache-Control", "max-age=300",
				"Vary", "Accept-Encoding, Sec-Fetch-Dest",
				"Accept-Ranges", "bytes",
				"Access-Control-Allow-Origin", "*",
				"Access-Control-Expose-Headers", "ETag, Last-Modified",
				"X-Content-Type-Options", "nosniff",
				"Referrer-Policy", "strict-origin-when-cross-origin",
				"Cross-Origin-Resource-Policy", "cross-origin")

			head := s.ask("HEAD", "/feed.atom", "Accept-Encoding", c.accept).is(200)
			if head.body != "" {
				t.Errorf("HEAD: got a body of %d bytes", len(head.body))
			}
			for name := range get.header {
				head.is(200, name, get.header.Get(name))
			}
		})
	}
}

func TestEncodingLinesAreJoined(t *testing.T) {
	s := newSite(t)
	s.publish("feed.atom", atom, feedText(5000, 1))
	s.ask("GET", "/feed.atom", "Accept-Encoding", "deflate", "Accept-Encoding", "gzip").is(200, "Content-Encoding", "gzip")
}

func TestConditional(t *testing.T) {
	s := newSite(t)
	f := s.publish("feed.atom", atom, feedText(5000, 1))
	s.publish("talk.mp3", mp3, "sound")
	plain, packed := `"`+f.Hash+`"`, `"`+f.Hash+`-gzip"`
	then, before := published.Format(http.TimeFormat), published.Add(-time.Second).Format(http.TimeFormat)

	for _, c := range []struct {
		name    string
		headers []string
		status  int
	}{
		{"same", []string{"If-None-Match", plain}, 304},
		{"weak comparison", []string{"If-None-Match", "W/" + plain}, 304},
		{"list", []string{"If-None-Match", `"a", W/"b", ` + plain + `, "c"`}, 304},
		{"any", []string{"If-None-Match", "*"}, 304},
		{"other", []string{"If-None-Match", `"a", "b"`}, 200},
		{"other coding", []string{"If-None-Match", packed}, 200},
		{"same coding", []string{"If-None-Match", packed, "Accept-Encoding", "gzip"}, 304},
		{"not since", []string{"If-Modified-Since", then}, 304},
		{"since", []string{"If-Modified-Since", before}, 200},
		{"ETag wins: other, not since", []string{"If-None-Match", `"a"`, "If-Modified-Since", then}, 200},
		{"ETag wins: same, since", []string{"If-None-Match", plain, "If-Modified-Since", before}, 304},
		{"lost update", []string{"If-Match", `"a"`, "Accept-Encoding", "gzip"}, 412},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			t.Run(c.name+" "+method, func(t *testing.T) {
				s.t = t
				a := s.ask(method, "/feed.atom", c.headers...).is(c.status)
				if c.status == 200 {
					return
				}
				if a.body != "" {
					t.Errorf("got a body of %d bytes", len(a.body))
				}
				a.is(c.status, "Content-Length", "", "Cache-Control", "max-age=300", "Vary", "Accept-Encoding, Sec-Fetch-Dest", "Access-Control-Allow-Origin", "*")
				if got := a.header.Get("ETag"); got != plain && got != packed {
					t.Errorf("ETag: got %q", got)
				}
			})
		}
	}
	s.t = t
	tag := s.ask("GET", "/talk.mp3").says("sound").is(200, "Vary", "").header.Get("ETag")
	s.ask("GET", "/talk.mp3", "If-None-Match", tag).is(304, "ETag", tag)
}

// TestSimpleRequests: those that are answered without ServeContent are answered as it does. "If-Match: *" asks for nothing, but it sees to it.
func TestSimpleRequests(t *testing.T) {
	s := newSite(t)
	f := s.publish("feed.atom", atom, feedText(5000, 1))
	s.publish("index.html", html, "<p>short</p>")
	undated := s.write("b.json", "application/json", feedText(5000, 2))
	undated.ModTime = time.Time{}
	s.swap(map[string]File{"b.json": undated}, nil)
	then := published.Format(http.TimeFormat)
	for _, method := range []string{"GET", "HEAD"} {
		for _, target := range []string{"/feed.atom", "/", "/b.json"} {
			for _, coding := range []string{"", "gzip", "zstd", "br"} {
				for _, also := range [][]string{
					nil,
					{"Sec-Fetch-Dest", "document"},
					{"If-None-Match", etag(f.Hash, coding)},
					{"If-None-Match", "W/" + etag(f.Hash, coding)},
					{"If-None-Match", ""},
					{"If-None-Match", `"a"`},
					{"If-None-Match", `"a,b"`},
					{"If-None-Match", `"a", "b"`},
					{"If-None-Match", "W/x"},
					{"If-None-Match", etag(f.Hash, coding) + "x"},
					{"If-None-Match", `"a"`, "If-None-Match", etag(f.Hash, coding)},
					{"If-Modified-Since", then},
					{"If-Modified-Since", ""},
					{"If-Modified-Since", then, "If-None-Match", `"a"`},
					{"If-Modified-Since", "x", "If-None-Match", etag(f.Hash, coding)},
					{"Range", ""},
					{"If-Range", `"a"`},
				} {
					headers := append([]string{"Accept-Encoding", coding}, also...)
					got, want := s.ask(method, target, headers...), s.ask(method, target, append(headers, "If-Match", "*")...)
					if got.status != want.status || !maps.EqualFunc(got.header, want.header, slices.Equal) || got.body != want.body {
						t.Errorf("%s %s with %q: got %d %q and %d bytes, ServeContent says %d %q and %d", method, target, headers, got.status, got.header, len(got.body), want.status, want.header, len(want.body))
					}
				}
			}
		}
	}
}

// TestEqualDocuments: documents of equal bytes share them, and nothing else.
func TestEqualDocuments(t *testing.T) {
	s := newSite(t)
	text := feedText(5000, 1)
	f := s.publish("a.atom", atom, text)
	g := s.publish("b.xml", "application/xml", text)
	g.ModTime = g.ModTime.Add(time.Hour)
	s.swap(map[string]File{"b.xml": g}, nil)
	for range 2 {
		s.ask("GET", "/a.atom", "Accept-Encoding", "br").says(text).is(200, "Content-Type", atom, "Last-Modified", f.ModTime.Format(http.TimeFormat))
		s.ask("GET", "/b.xml", "Accept-Encoding", "br").says(text).is(200, "Content-Type", "application/xml", "Last-Modified", g.ModTime.Format(http.TimeFormat))
	}
	if len(s.bodies.kept) != 1 {
		t.Errorf("%d bodies are kept, want 1", len(s.bodies.kept))
	}
}

func TestUnchangedRebuildKeepsValidators(t *testing.T) {
	s := newSite(t)
	s.publish("feed.atom", atom, feedText(5000, 1))
	first := s.ask("GET", "/feed.atom")
	s.publish("feed.atom", atom, feedText(5000, 1))
	s.ask("GET", "/feed.atom").is(200, "ETag", first.header.Get("ETag"), "Last-Modified", first.header.Get("Last-Modified"))
	s.publish("feed.atom", atom, feedText(5000, 2))
	s.ask("GET", "/feed.atom", "If-None-Match", first.header.Get("ETag")).says(feedText(5000, 2)).is(200)
}

func TestRanges(t *testing.T) {
	s := newSite(t)
	sound := strings.Repeat("0123456789", 1000)
	f := s.publish("talk.mp3", mp3, sound)
	g := s.publish("feed.atom", atom, feedText(5000, 1))
	large := feedText(maxKept+1, 1)
	s.publish("large.atom", atom, large)
	tag := `"` + f.Hash + `"`

	s.ask("GET", "/talk.mp3", "Accept-Encoding", "gzip, zstd").says(sound).is(200, "Content-Encoding", "", "Accept-Ranges", "bytes", "ETag", tag)
	s.ask("GET", "/talk.mp3", "Range", "bytes=10-14").says("01234").is(206, "Content-Range", "bytes 10-14/10000", "ETag", tag)
	s.ask("GET", "/talk.mp3", "Range", "bytes=-3").says("789").is(206)
	s.ask("GET", "/talk.mp3", "Range", "bytes=10000-").is(416, "Content-Range", "bytes */10000")
	s.ask("GET", "/talk.mp3", "Range", "bytes=0-1", "If-Range", tag).says("01").is(206)
	s.ask("GET", "/talk.mp3", "Range", "bytes=0-1", "If-Range", `"old"`).says(sound).is(200)
	if a := s.ask("GET", "/talk.mp3", "Range", "bytes=0-1,5-6").is(206); !strings.HasPrefix(a.header.Get("Content-Type"), "multipart/byteranges") {
		t.Errorf("got type %q", a.header.Get("Content-Type"))
	}

	// A range of text is one of the text, whatever the client accepts.
	s.ask("GET", "/feed.atom", "Range", "bytes=0-4", "Accept-Encoding", "gzip").says("<?xml").is(206, "Content-Encoding", "", "ETag", `"`+g.Hash+`"`)
	s.ask("GET", "/feed.atom", "Range", "bytes=0-4", "Accept-Encoding", "gzip", "If-Range", `"`+g.Hash+`-gzip"`).says(feedText(5000, 1)).is(200)
	s.ask("GET", "/feed.atom", "Range", "bytes=9999-", "Accept-Encoding", "gzip").is(416, "Content-Encoding", "", "Cache-Control", "")
	s.ask("GET", "/large.atom", "Accept-Encoding", "gzip").says(large).is(200, "Content-Encoding", "", "Vary", "Accept-Encoding, Sec-Fetch-Dest")
	s.ask("GET", "/large.atom", "Range", "bytes=0-4").says("<?xml").is(206)
}

func TestSmallTextIsNotInflated(t *testing.T) {
	s := newSite(t)
	f := s.publish("a.txt", "text/plain; charset=utf-8", "hi")
	s.publish("empty.txt", "text/plain; charset=utf-8", "")
	s.ask("GET", "/a.txt", "Accept-Encoding", "gzip").says("hi").is(200, "Content-Encoding", "", "ETag", `"`+f.Hash+`"`, "Vary", "Accept-Encoding")
	s.ask("GET", "/empty.txt", "Accept-Encoding", "zstd").says("").is(200, "Content-Encoding", "")
}

func TestMethods(t *testing.T) {
	s := newSite(t)
	s.publish("feed.atom", atom, "feed")
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get"} {
		s.ask(method, "/feed.atom").says("This site can only be read.\n").is(405, "Allow", "GET, HEAD, OPTIONS")
	}
	a := s.ask("OPTIONS", "/feed.atom", "Origin", "https://reader.example", "Access-Control-Request-Headers", "if-none-match")
	a.is(204, "Allow", "GET, HEAD, OPTIONS", "Access-Control-Allow-Origin", "*", "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS", "Content-Length", "")
	if !strings.Contains(a.header.Get("Access-Control-Allow-Headers"), "If-None-Match") {
		t.Errorf("got %q", a.header.Get("Access-Control-Allow-Headers"))
	}
}

func TestContentPolicyAndFreshness(t *testing.T) {
	s := newSite(t)
	for path, c := range map[string]struct{ kind, policy, cache string }{
		"index.html": {html, contentPolicy, "no-cache"},
		"x.xhtml":    {"Application/XHTML+XML", contentPolicy, "no-cache"},
		"a.svg":      {"image/svg+xml", contentPolicy, "max-age=300"},
		"feed.json":  {"application/feed+json", contentPolicy, "max-age=300"},
		"a.png":      {"image/png", "", "max-age=300"},
	} {
		s.publish(path, c.kind, "x")
		s.ask("GET", "/"+path).is(200, "Content-Security-Policy", c.policy, "Cache-Control", c.cache, "Content-Type", c.kind)
	}
	s.publish("noext", "", "<html>")
	s.ask("GET", "/noext").is(200, "Content-Type", "application/octet-stream")
	for age, want := range map[time.Duration]string{time.Hour + time.Millisecond: "max-age=3600", -1: "no-cache"} {
		s := newSite(t)
		s.MaxAge = age
		s.publish("feed.json", "application/feed+json", "x")
		s.ask("GET", "/feed.json").is(200, "Cache-Control", want)
	}
}

func TestPaths(t *testing.T) {
	s := newSite(t)
	s.publish("index.html", html, "top")
	s.publish("tags/index.html", html, "tags")
	s.publish("tags/feed.atom", atom, "feed")
	s.publish("ein satz.html", html, "space")
	s.publish("ü/100%.html", html, "percent")
	s.write("secret.txt", "text/plain", "secret")
	s.write("files/secret.txt", "text/plain", "secret")

	for target, want := range map[string]string{
		"/":                   "top",
		"/?q=1":               "top",
		"/index.html":         "top",
		"/tags/":              "tags",
		"/tags/feed.atom":     "feed",
		"/tags%2Ffeed.atom":   "feed",
		"/%74ags/":            "tags",
		"/ein%20satz.html":    "space",
		"/%C3%BC/100%25.html": "percent",
	} {
		s.ask("GET", target).says(want).is(200)
	}
	// Not even if a tree should name them.
	for _, path := range []string{`tags\feed.atom`, "index.html\x00", "../secret.txt", "./index.html", "tags//feed.atom", "/tags/index.html"} {
		s.swap(map[string]File{path: {Type: mp3}}, nil)
	}
	for _, target := range []string{
		"/secret.txt", "/files/", "/files", "/tags", "/feed.atom/", "/nothing", "/INDEX.HTML",
		"//", "//tags/", "//evil.example/..", "/tags//feed.atom", "/./index.html", "/tags/../index.html",
		"/%2e%2e/secret.txt", "/..%2findex.html", "/tags%5Cfeed.atom", "/..%5c..%5csecret.txt", "/index.html%00",
		"/%00", "/%ff", "/tags/feed.atom%20", "/tags/feed.atom.",
	} {
		a := s.ask("GET", target).says("There is no such document here.\n")
		a.is(404, "Location", "", "Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-store", "ETag", "")
	}
	if a := s.ask("HEAD", "/nothing").is(404, "Content-Length", "32"); a.body != "" {
		t.Errorf("HEAD: got a body of %d bytes", len(a.body))
	}
	s.send(&http.Request{Method: "GET", URL: &url.URL{Path: "tags/feed.atom"}}).says("feed") // as http.StripPrefix leaves it
	s.send(&http.Request{Method: "GET", URL: &url.URL{Path: ""}}).says("top")
	s.send(&http.Request{Method: "GET", URL: &url.URL{Path: "*"}}).is(404)
}

// Even a tree that names them does not open what lies outside of the folder.
func TestNothingOutside(t *testing.T) {
	s := newSite(t)
	outside := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(outside, []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.write("inside.txt", "text/plain", "inside")
	rel, err := filepath.Rel(s.dir, outside)
	if err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"abs": outside, "rel": rel, "in": "inside.txt", "dir": filepath.Dir(outside)} {
		if err := os.Symlink(to, filepath.Join(s.dir, name)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	if err := os.Mkdir(filepath.Join(s.dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(s.dir, "folder"))
	if err != nil {
		t.Fatal(err)
	}
	s.swap(map[string]File{"folder": {Hash: "h", Type: mp3, Size: info.Size(), ModTime: info.ModTime()}}, nil)
	s.ask("GET", "/folder").is(503)
	for _, kind := range []string{"text/plain", mp3} {
		for _, path := range []string{"abs", "rel", "dir/secret.txt", "folder", "dir"} {
			s.swap(map[string]File{path: {Hash: Hash(nil), Type: kind, Size: 6}}, nil)
			s.ask("GET", "/"+path).is(503, "Retry-After", "5")
		}
		s.swap(map[string]File{"in": {Type: kind, Size: 6}}, nil)
		s.ask("GET", "/in").says("inside").is(200)
	}
}

func TestMissing(t *testing.T) {
	s := newSite(t)
	for path, kind := range map[string]string{"feed.atom": atom, "talk.mp3": mp3} {
		s.publish(path, kind, "gone")
		if err := os.Remove(filepath.Join(s.dir, path)); err != nil {
			t.Fatal(err)
		}
		s.ask("GET", "/"+path).says("This document is being published. Please try again.\n").is(503, "Retry-After", "5", "Cache-Control", "no-store", "ETag", "")
		s.publish(path, kind, "back")
		s.ask("GET", "/"+path).says("back").is(200)
	}
	if err := os.RemoveAll(s.dir); err != nil {
		t.Fatal(err)
	}
	s.publish("new.atom", atom, "a folder of the same name")
	s.ask("GET", "/new.atom").says("a folder of the same name").is(200)
}

func TestEmptyAndClosed(t *testing.T) {
	s := New(filepath.Join(t.TempDir(), "not yet"))
	for _, status := range []int{404, 503} {
		rec := httptest.NewRecorder()
		s.ServeHTTP(rec, httptest.NewRequest("GET", "/nothing", nil))
		if rec.Code != status {
			t.Errorf("got %d, want %d", rec.Code, status)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		s.Swap((*Tree)(nil).With(map[string]File{"index.html": {}}, nil))
	}
}

// The publisher has replaced the file but not swapped the tree yet.
func TestReplacedBeforeSwap(t *testing.T) {
	s := newSite(t)
	for path, kind := range map[string]string{"feed.atom": atom, "talk.mp3": mp3} {
		old, now := feedText(5000, 1), feedText(5000, 2)
		s.publish(path, kind, old)
		f, err := replace(filepath.Join(s.dir, path), []byte(now), published.Add(time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			s.ask("GET", "/"+path).says(now).is(200, "ETag", `"`+f.Hash+`"`)
		}
		f.Type = kind
		s.swap(map[string]File{path: f}, nil)
		s.ask("GET", "/"+path).says(now).is(200, "ETag", `"`+f.Hash+`"`)
	}

	// What was read once is answered as the tree says.
	s.publish("b.atom", atom, "one version")
	s.ask("GET", "/b.atom").says("one version")
	s.write("b.atom", atom, "another version")
	s.ask("GET", "/b.atom").says("one version").is(200)

	// A file that has grown over the limit since.
	s.publish("c.atom", atom, "short")
	long := feedText(maxKept+1, 3)
	f := s.write("c.atom", atom, long)
	s.ask("GET", "/c.atom", "Accept-Encoding", "gzip").says(long).is(200, "ETag", `"`+f.Hash+`"`, "Content-Encoding", "")

	// A recording that was not hashed when the tree was made.
	f = s.write("e.mp3", mp3, "sound")
	s.swap(map[string]File{"e.mp3": {Type: mp3, Size: f.Size, ModTime: f.ModTime}}, nil)
	s.ask("GET", "/e.mp3").says("sound").is(200, "ETag", `"`+f.Hash+`"`)

	// The digest of a file is remembered, but not longer than its size and mtime stay.
	s.publish("d.mp3", mp3, "first")
	for _, text := range []string{"first", "other!", "longer still"} {
		f := s.write("d.mp3", mp3, text)
		s.ask("GET", "/d.mp3").says(text).is(200, "ETag", `"`+f.Hash+`"`)
		s.ask("GET", "/d.mp3").says(text).is(200, "ETag", `"`+f.Hash+`"`)
	}
}

func TestHash(t *testing.T) {
	if got := Hash([]byte("abc")); got != "ba7816bf8f01cfea414140de5dae2223" {
		t.Errorf("got %q", got)
	}
}

// The law: an answer is the document of exactly that path, or 404.
func FuzzPath(f *testing.F) {
	for _, path := range []string{"/", "", "/a/", "/a.txt", "//a.txt", "/../secret.txt", "/b/..\\secret.txt", "/secret.txt", "/a/\x00", "/./b/c.txt", "*"} {
		f.Add(path)
	}
	s := newSite(f)
	want := map[string]string{}
	for _, path := range []string{"index.html", "a.txt", "a/index.html", "b/c.txt"} {
		s.publish(path, "text/plain", "document "+path)
		folder := strings.TrimSuffix(path, "index.html")
		for _, url := range []string{path, "/" + path, folder, "/" + folder} {
			want[url] = "document " + path
		}
	}
	s.write("secret.txt", "text/plain", "secret")
	s.write("b/secret.txt", "text/plain", "secret")
	f.Fuzz(func(t *testing.T, path string) {
		a := s.send(&http.Request{Method: "GET", URL: &url.URL{Path: path}})
		a.t = t
		if text, ok := want[path]; ok {
			a.says(text).is(200)
			return
		}
		a.says("There is no such document here.\n").is(404, "Location", "")
	})
}

// TestBrowserSeesFeed: a person who opens a feed in a browser gets it as XML, which it shows with the style sheet; programs get its type.
func TestBrowserSeesFeed(t *testing.T) {
	s := newSite(t)
	s.publish("feed.atom", atom, "<feed/>")
	s.publish("a.txt", "text/plain; charset=utf-8", "hi")
	s.publish("large.atom", atom, feedText(maxKept+1, 1))
	for _, c := range []struct{ path, dest, want string }{
		{"/large.atom", "document", "application/xml; charset=utf-8"},
		{"/large.atom", "", atom},
		{"/feed.atom", "document", "application/xml; charset=utf-8"},
		{"/feed.atom", "empty", atom},
		{"/feed.atom", "", atom},
		{"/a.txt", "document", "text/plain; charset=utf-8"},
	} {
		a := s.ask("GET", c.path, "Sec-Fetch-Dest", c.dest).is(200, "Content-Type", c.want)
		if varies := strings.Contains(a.header.Get("Vary"), "Sec-Fetch-Dest"); varies != strings.HasSuffix(c.path, ".atom") {
			t.Errorf("%s: Vary %q", c.path, a.header.Values("Vary"))
		}
	}
}
