package check

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// served answers with a good feed as a good server does; the headers named in without are left away.
func served(t *testing.T, without ...string) *httptest.Server {
	t.Helper()
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path == "/old.atom" {
			http.Redirect(w, req, "/feed.atom", http.StatusFound)
			return
		}
		if req.URL.Path == "/tide.mp3" {
			if slices.Contains(without, "ranges") {
				req.Header.Del("Range")
			}
			if slices.Contains(without, "file") {
				http.NotFound(w, req)
				return
			}
			http.ServeContent(w, req, "tide.mp3", time.Time{}, strings.NewReader("0123456789"))
			return
		}
		if req.Method == http.MethodHead && slices.Contains(without, "HEAD") {
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		length := "10"
		if slices.Contains(without, "length") {
			length = "11"
		}
		document := []byte(strings.ReplaceAll(with(goodAtom, "The sea -> "+strings.Repeat("The sea ", 500),
			`entry: <link rel="enclosure" href="https://my.site/tide.mp3" length="`+length+`" type="audio/mpeg"/>`), "https://my.site", server.URL))
		h := w.Header()
		h.Set("ETag", `"1"`)
		h.Set("Cache-Control", "max-age=60")
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Content-Type", "application/atom+xml; charset=utf-8")
		h.Set("Vary", "Accept-Encoding")
		for _, name := range without {
			if name, value, replaced := strings.Cut(name, ": "); replaced {
				h.Set(name, value)
			} else {
				h.Del(name)
			}
		}
		if !slices.Contains(without, "gzip") {
			h.Set("Content-Encoding", "gzip")
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, err1 := z.Write(document)
			if err := z.Close(); err1 != nil || err != nil {
				t.Error(err1, err)
			}
			document = b.Bytes()
		}
		modified := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
		if slices.Contains(without, "Last-Modified") {
			modified = time.Time{}
		}
		if slices.Contains(without, "304") {
			req.Header.Del("If-None-Match")
			req.Header.Del("If-Modified-Since")
		}
		http.ServeContent(w, req, "", modified, bytes.NewReader(document))
	}))
	t.Cleanup(server.Close)
	return server
}

func TestURL(t *testing.T) {
	for _, c := range []struct {
		path    string
		without []string
		want    []string
	}{
		{"/feed.atom", nil, nil},
		{"/feed.atom", []string{"ETag"}, nil},
		{"/feed.atom", []string{"ETag", "Last-Modified"}, []string{"warning R44"}},
		{"/feed.atom", []string{"304"}, []string{"warning R44", "warning R44"}},
		{"/feed.atom", []string{"Cache-Control"}, []string{"hint R47"}},
		{"/feed.atom", []string{"gzip"}, []string{"warning R48"}},
		{"/feed.atom", []string{"Vary"}, []string{"warning R48"}},
		{"/feed.atom", []string{"Content-Type: text/plain; charset=utf-8"}, []string{"warning R49"}},
		{"/feed.atom", []string{"Content-Type: application/atom+xml"}, []string{"hint R49"}},
		{"/feed.atom", []string{"Content-Type: text/xml; charset=iso-8859-1"}, []string{"error R49"}},
		{"/feed.atom", []string{"Access-Control-Allow-Origin"}, []string{"hint R51"}},
		{"/feed.atom", []string{"HEAD"}, []string{"warning R48"}},
		{"/feed.atom", []string{"ranges"}, []string{"warning R52"}},
		{"/feed.atom", []string{"length"}, []string{"warning R62"}},
		{"/feed.atom", []string{"file"}, []string{"error R62"}},
		{"/old.atom", nil, []string{"warning R50"}},
	} {
		found, err := URL(t.Context(), served(t, c.without...).URL+c.path, "test", now)
		var got []string
		for _, f := range found {
			got = append(got, f.Level+" "+f.Rule)
		}
		slices.Sort(got)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s without %q: got %q, %v, want %q", c.path, c.without, told(found), err, c.want)
		}
	}
}

func TestURLWithoutAnswer(t *testing.T) {
	server := served(t)
	server.Close()
	if found, err := URL(t.Context(), server.URL, "test", now); err == nil {
		t.Errorf("got %q, want an error", told(found))
	}
	missing := httptest.NewServer(http.NotFoundHandler())
	defer missing.Close()
	found, err := URL(t.Context(), missing.URL, "test", now)
	if err != nil || len(found) != 1 || found[0].Rule != "R44" {
		t.Errorf("got %q, %v, want R44", told(found), err)
	}
}
