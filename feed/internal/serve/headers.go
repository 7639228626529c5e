package serve

import (
	"cmp"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	defaultMaxAge = 5 * time.Minute
	retryAfter    = "5" // seconds: a missing file is there again after the next build
	methods       = "GET, HEAD, OPTIONS"

	// contentPolicy lets a document show pictures, sound and video from
	// everywhere, since seeds may point to them, and style from its own site or
	// inline, since templates may. Nothing else loads and no script runs, so
	// connect-src is only for tools that ask from within a page: Lighthouse
	// looks for robots.txt so.
	contentPolicy = "default-src 'none'; style-src 'self' 'unsafe-inline'; " +
		"img-src * data:; media-src *; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'self'"
)

// Headers returns what each answer with a document of this Content-Type says whatever its bytes are, for servers of
// others that are to answer alike.
func Headers(contentType string) http.Header {
	h := http.Header{}
	greet(h)
	new(Server).describe(h, File{Type: contentType}, "")
	h.Del("ETag")
	return h
}

// greet sets the headers of every answer. A feed is for everybody, scripts on
// other sites included.
func greet(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag, Last-Modified")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("X-Content-Type-Options", "nosniff")
}

// preflight answers the question that a browser asks before a script of
// another site may send a conditional request. Some browsers take "*" for a
// header's name, so the usual ones are named too.
func preflight(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Allow", methods)
	h.Set("Access-Control-Allow-Methods", methods)
	h.Set("Access-Control-Allow-Headers", "*, If-Modified-Since, If-None-Match, If-Range, Range")
	h.Set("Access-Control-Max-Age", "86400") // seconds, one day
	w.WriteHeader(http.StatusNoContent)
}

// refuse answers with a status and a line of text. Nobody keeps it: the next
// build may bring the document.
func refuse(w http.ResponseWriter, r *http.Request, status int, text string) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = io.WriteString(w, text) // a reader who left needs no answer
	}
}

func unavailable(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Retry-After", retryAfter)
	refuse(w, r, http.StatusServiceUnavailable, "This document is being published. Please try again.\n")
}

// describe sets the headers that a document has in every coding.
func (s *Server) describe(h http.Header, f File, etag string) {
	kind := mediaType(f.Type)
	h.Set("Cache-Control", s.freshness(kind))
	h.Set("Content-Type", cmp.Or(f.Type, "application/octet-stream")) // ServeContent would guess
	h.Set("ETag", etag)
	if isText(kind) {
		h.Add("Vary", "Accept-Encoding")
		h.Set("Content-Security-Policy", contentPolicy) // SVG and XML can hold scripts as well as HTML
	}
}

// showFeed lets a person who opens a feed in a browser see it with its style sheet (Fetch Metadata, W3C). Chromium shows the source of what
// is called Atom or RSS; XML it is in any case.
func showFeed(h http.Header, r *http.Request) {
	kind := mediaType(h.Get("Content-Type"))
	if kind != "application/atom+xml" && kind != "application/rss+xml" {
		return
	}
	h.Add("Vary", "Sec-Fetch-Dest")
	if r.Header.Get("Sec-Fetch-Dest") == "document" {
		h.Set("Content-Type", "application/xml; charset=utf-8")
	}
}

// freshness is the Cache-Control of a document. People who reload a page want
// to see what is new, and asking again costs them one 304; programs poll feeds
// for ever and may well wait MaxAge.
func (s *Server) freshness(kind string) string {
	age := s.MaxAge
	if age == 0 {
		age = defaultMaxAge
	}
	if age < 0 || kind == "text/html" || kind == "application/xhtml+xml" {
		return "no-cache"
	}
	return "max-age=" + strconv.FormatInt(int64(age/time.Second), 10)
}

// mediaType is a Content-Type without its parameters.
func mediaType(contentType string) string {
	kind, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.Trim(kind, " \t"))
}

// isText tells whether a media type is text, which compresses well. Media are
// compressed already.
func isText(kind string) bool {
	switch kind {
	case "application/json", "application/xml", "application/javascript":
		return true
	}
	return strings.HasPrefix(kind, "text/") ||
		strings.HasSuffix(kind, "+xml") || strings.HasSuffix(kind, "+json")
}
