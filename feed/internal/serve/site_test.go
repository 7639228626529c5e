package serve

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const (
	atom = "application/atom+xml; charset=utf-8"
	html = "text/html; charset=utf-8"
	mp3  = "audio/mpeg"
)

var published = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// site is a folder with documents and the server for it.
type site struct {
	*Server
	t    testing.TB
	dir  string
	tree *Tree
}

func newSite(t testing.TB) *site {
	dir := t.TempDir()
	s := &site{Server: New(dir), t: t, dir: dir}
	t.Cleanup(func() { s.Close() })
	return s
}

// write replaces a file by rename, as publishers do, and returns what a tree
// should say of it.
func (s *site) write(path, kind, text string) File {
	s.t.Helper()
	full := filepath.Join(s.dir, filepath.FromSlash(path))
	f, err := replace(full, []byte(text), published)
	if err != nil {
		s.t.Fatal(err)
	}
	f.Type = kind
	return f
}

func replace(full string, text []byte, mtime time.Time) (File, error) {
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return File{}, err
	}
	temp := full + ".new"
	if err := os.WriteFile(temp, text, 0o644); err != nil {
		return File{}, err
	}
	if err := os.Chtimes(temp, mtime, mtime); err != nil {
		return File{}, err
	}
	f := File{Hash: Hash(text), Size: int64(len(text)), ModTime: mtime}
	return f, os.Rename(temp, full)
}

// publish writes a document and swaps the tree.
func (s *site) publish(path, kind, text string) File {
	s.t.Helper()
	f := s.write(path, kind, text)
	s.swap(map[string]File{path: f}, nil)
	return f
}

func (s *site) swap(changed map[string]File, gone []string) {
	s.tree = s.tree.With(changed, gone)
	s.Swap(s.tree)
}

// ask sends a request with headers in pairs and returns the answer as it went
// over the wire.
func (s *site) ask(method, target string, headers ...string) *answer {
	s.t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return s.send(r)
}

func (s *site) send(r *http.Request) *answer {
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, r)
	res := rec.Result()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return &answer{s.t, res.StatusCode, res.Header, string(body)}
}

type answer struct {
	t      testing.TB
	status int
	header http.Header
	body   string
}

// is checks the status and headers, given in pairs; "" means absent.
func (a *answer) is(status int, headers ...string) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Errorf("got status %d, want %d", a.status, status)
	}
	for i := 0; i < len(headers); i += 2 {
		if got := a.header.Get(headers[i]); got != headers[i+1] {
			a.t.Errorf("%s: got %q, want %q", headers[i], got, headers[i+1])
		}
	}
	return a
}

// says checks the body after its Content-Encoding is undone, and that
// Content-Length tells the truth.
func (a *answer) says(want string) *answer {
	a.t.Helper()
	if got := a.header.Get("Content-Length"); got != fmt.Sprint(len(a.body)) {
		a.t.Errorf("Content-Length: got %q for %d bytes", got, len(a.body))
	}
	got, err := unpack(a.header.Get("Content-Encoding"), []byte(a.body))
	if err != nil {
		a.t.Fatal(err)
	}
	if string(got) != want {
		a.t.Errorf("got body %.60q of %d bytes, want %.60q of %d", got, len(got), want, len(want))
	}
	return a
}

// unzstd is a decoder with the window that RFC 9659 lets browsers have.
var unzstd = sync.OnceValues(func() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderMaxWindow(8<<20))
})

func unpack(encoding string, b []byte) ([]byte, error) {
	switch encoding {
	case "":
		return b, nil
	case "gzip":
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(z)
	case "br":
		return io.ReadAll(brotli.NewReader(bytes.NewReader(b)))
	case "zstd":
		z, err := unzstd()
		if err != nil {
			return nil, err
		}
		return z.DecodeAll(b, nil)
	}
	return nil, fmt.Errorf("unknown coding %q", encoding)
}

// feedText is text that compresses about as well as a feed, different for
// each seed.
func feedText(size, seed int) string {
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n")
	for i := 0; b.Len() < size; i++ {
		word := Hash(fmt.Appendf(nil, "%d %d", seed, i))
		fmt.Fprintf(&b, "<entry><id>urn:x:%s</id><title>Entry %d of version %d</title><content>%s, and so on.</content></entry>\n", word, i, seed, word[:9])
	}
	return b.String()[:size-8] + "</feed>\n"
}
