// Package serve answers HTTP requests with the documents of a published tree:
// ETags, 304, compression, ranges.
//
// A [Server] knows two things: a folder with the files, and a [Tree] that says
// which of them are published and what their bytes hash to. Only what is in
// the tree is served; there are no listings, and no redirects but those of the tree. Whoever publishes
// replaces files by rename, never writes into one, and then calls
// [Server.Swap]. Between the two a reader may get the new bytes early, under
// their own ETag; nobody gets torn bytes or bytes under a wrong ETag. Text is
// always hashed; of media it is believed that size and mtime tell versions apart.
//
// Text of at most 1 MiB is read, hashed and compressed (Brotli, zstd, gzip) on
// first use and then kept in memory, the least recently used leaving first. All else
// is streamed from the disk and not compressed. A request for a range always
// gets a range of the uncompressed bytes.
package serve

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const defaultCacheBytes = 64 << 20 // 64 MiB

// Server is an [http.Handler] for the documents of a folder. Make one with
// [New]. Its fields must not change after the first request.
type Server struct {
	// MaxAge is how long clients and proxies may keep a document without
	// asking again, in whole seconds. Zero means 5 minutes; if it is negative
	// they always ask. For HTML pages they always ask.
	MaxAge time.Duration

	// CacheBytes is the budget for text documents and their compressed twins in
	// memory. Zero means 64 MiB; if it is negative nothing is kept.
	CacheBytes int64

	dir     string
	tree    atomic.Pointer[Tree]
	closed  atomic.Bool
	bodies  bodies
	encoder encoder
}

// New returns a server for the files in dir, with an empty tree. The folder
// need not exist yet. Nothing outside of it can be reached, also not through a
// symbolic link that leads out.
func New(dir string) *Server { return &Server{dir: dir} }

// Swap puts t in the place of the tree that was served. A request sees one tree
// from its beginning to its end.
func (s *Server) Swap(t *Tree) { s.tree.Store(t) }

// Close lets go of all memory. Later requests are answered with 503. The error
// is always nil.
func (s *Server) Close() error {
	s.closed.Store(true)
	s.tree.Store(nil)
	s.bodies.drop()
	return nil
}

// ServeHTTP answers GET and HEAD with a document of the tree, and OPTIONS with
// leave for scripts of other sites to read it. A path that is empty or ends
// with a slash means index.html in that folder. The answer is 404 for what is
// not in the tree, 405 for other methods, and 503 with Retry-After for a
// document that is in the tree but cannot be read.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		s.answer(w, r)
	case http.MethodOptions:
		preflight(w)
	default:
		w.Header().Set("Allow", methods)
		refuse(w, r, http.StatusMethodNotAllowed, "This site can only be read.\n")
	}
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	if s.closed.Load() {
		unavailable(w, r)
		return
	}
	path, ok := documentPath(r.URL.Path)
	if ok {
		var f File
		if f, ok = s.tree.Load().Lookup(path); ok {
			s.document(w, r, path, f)
			return
		}
	}
	refuse(w, r, http.StatusNotFound, "There is no such document here.\n")
}

// documentPath turns the decoded path of a URL into a path in the tree. It
// refuses what no document can be called: "..", ".", empty elements, invalid
// UTF-8 (see [fs.ValidPath]), NUL, and the backslash, which Windows takes for a
// slash. It never repairs a path: a redirect from "//host/" could lead away.
func documentPath(url string) (path string, ok bool) {
	path = strings.TrimPrefix(url, "/")
	if path == "" || strings.HasSuffix(path, "/") {
		path += "index.html"
	}
	return path, fs.ValidPath(path) && !strings.ContainsAny(path, "\\\x00")
}

// document answers with f in the coding that suits the client.
func (s *Server) document(w http.ResponseWriter, r *http.Request, path string, f File) {
	if f.Size > maxKept || !isText(mediaType(f.Type)) {
		s.stream(w, r, path, f)
		return
	}
	b, err := s.body(path, f, coding(r))
	if errors.Is(err, errTooLarge) {
		s.stream(w, r, path, f)
		return
	}
	if err != nil {
		unavailable(w, r)
		return
	}
	h := s.head(b, f)
	if f.Gone || f.Location != "" {
		h.describe(w.Header(), r)
		former(w, r, f, b.bytes)
		return
	}
	switch h.answer(r) {
	case http.StatusOK:
		h.send(w, r, b.bytes)
	case http.StatusNotModified:
		h.notModified(w)
	default:
		h.describe(w.Header(), r)
		http.ServeContent(content{w, h, b.bytes}, r, "", f.ModTime, bytes.NewReader(b.bytes))
	}
}

// former answers for what is not there any more.
func former(w http.ResponseWriter, r *http.Request, f File, text []byte) {
	status := http.StatusGone
	if f.Location != "" {
		status = http.StatusMovedPermanently
		w.Header().Set("Location", f.Location)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(text) // the client went away
	}
}

// coding picks the content coding for a request. A range is one of the document
// itself, so that it can be joined with what the client has.
func coding(r *http.Request) string {
	if r.Header.Get("Range") != "" {
		return identity
	}
	return negotiate(strings.Join(r.Header.Values("Accept-Encoding"), ","))
}

// content helps [http.ServeContent] to send text. It adds Content-Length to a
// 200, which is left out when there is a Content-Encoding; set beforehand it
// would also go out with a 412. From a 304 it takes what needs not be said again.
type content struct {
	http.ResponseWriter
	head *head
	text []byte
}

func (c content) WriteHeader(status int) {
	switch status {
	case http.StatusOK:
		c.Header()["Content-Length"] = c.head.length
	case http.StatusNotModified:
		for _, f := range c.head.whole {
			delete(c.Header(), f.name)
		}
	}
	c.ResponseWriter.WriteHeader(status)
}

// ReadFrom writes the part of the text that r would read, without a copy of it.
func (c content) ReadFrom(r io.Reader) (int64, error) {
	if part, ok := r.(*io.LimitedReader); ok {
		if rest, ok := part.R.(*bytes.Reader); ok {
			text := c.text[len(c.text)-rest.Len():]
			n, err := c.Write(text[:min(int64(len(text)), part.N)])
			return int64(n), err
		}
	}
	return io.Copy(c.ResponseWriter, r)
}

var (
	_ http.Handler  = (*Server)(nil)
	_ io.Closer     = (*Server)(nil)
	_ io.ReaderFrom = content{}
)
