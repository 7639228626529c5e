package serve

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Most requests are for a document as it is or for a 304, and nearly all that such an answer says is known before
// anybody asks. A head holds it ready: a request then formats nothing, and sends the bytes that are kept, not a copy
// of them. All other requests, for ranges and with lists of ETags or dates, are for [http.ServeContent].

// head is what answers with a body of a document say. Nobody changes it.
type head struct {
	file         File    // what it was made for
	feed         bool    // see showFeed
	always       []field // in each answer
	whole        []field // in those that are no 304
	etag         string
	lastModified string // empty if unknown
	length       []string
}

// field is a header field by its canonical name. Many answers share the values.
type field struct {
	name   string
	values []string
}

func one(name, value string) field { return field{name, []string{value}} }

// put sets fields without a look at their names.
func put(h http.Header, fields []field) {
	for _, f := range fields {
		h[f.name] = f.values
	}
}

// head returns what answers with b as the bytes of f say. Documents of equal bytes may differ in it; the body keeps
// that of the one asked for last.
func (s *Server) head(b *body, f File) *head {
	if h := b.head.Load(); h != nil && h.file == f {
		return h
	}
	h := &head{file: f, feed: isFeed(mediaType(f.Type)), etag: b.etag, length: []string{strconv.Itoa(len(b.bytes))}}
	h.always, h.whole = s.describe(f, b.etag)
	if b.encoding != identity {
		h.whole = append(h.whole, one("Content-Encoding", b.encoding))
	}
	if !f.ModTime.IsZero() && !f.ModTime.Equal(time.Unix(0, 0)) { // as ServeContent does it
		h.lastModified = f.ModTime.UTC().Format(http.TimeFormat)
		h.whole = append(h.whole, one("Last-Modified", h.lastModified))
	}
	b.head.Store(h)
	return h
}

// answer is the status for a request with no more than one ETag, or the date that is known: 200 or 304. It is 0 if the
// request is for [http.ServeContent] (RFC 9110 section 13.2.2).
func (h *head) answer(r *http.Request) int {
	for _, name := range [...]string{"Range", "If-Match", "If-Unmodified-Since"} {
		if len(r.Header[name]) > 0 {
			return 0
		}
	}
	tags, since := r.Header["If-None-Match"], r.Header["If-Modified-Since"]
	switch {
	case len(tags)+len(since) == 0:
		return http.StatusOK
	case len(tags) == 1:
		tag := strings.TrimPrefix(tags[0], "W/") // compared weakly, RFC 9110 section 13.1.2
		switch {
		case tag == h.etag:
			return http.StatusNotModified
		case len(tag) > 1 && tag[0] == '"' && strings.IndexByte(tag[1:], '"') == len(tag)-2:
			return http.StatusOK
		}
	case len(tags) == 0 && h.lastModified != "" && since[0] == h.lastModified:
		return http.StatusNotModified
	}
	return 0
}

// notModified answers 304. Of all else that a 200 says the client keeps what it has, RFC 9111 section 4.3.4.
func (h *head) notModified(w http.ResponseWriter) {
	put(w.Header(), h.always)
	w.WriteHeader(http.StatusNotModified)
}

// send answers 200 with the body.
func (h *head) send(w http.ResponseWriter, r *http.Request, b []byte) {
	header := w.Header()
	h.describe(header, r)
	header["Accept-Ranges"] = acceptRanges
	header["Content-Length"] = h.length
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(b) // the client went away
	}
}

var acceptRanges = []string{"bytes"}

// describe sets all fields but those that depend on what is sent.
func (h *head) describe(header http.Header, r *http.Request) {
	put(header, h.always)
	put(header, h.whole)
	if h.feed {
		showFeed(header, r)
	}
}
