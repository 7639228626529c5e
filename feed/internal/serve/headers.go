package serve

import (
	"cmp"
	"io"
	"net/http"
	"slices"
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
	always, whole := new(Server).describe(File{Type: contentType}, "")
	put(h, always)
	put(h, whole)
	h.Del("ETag")
	return h
}

// greeting is what every answer says. A feed is for everybody, scripts on other
// sites included, and who asks for one with an ETag of its own has to get a 304.
var greeting = []field{one("Access-Control-Allow-Origin", "*")}

// caution is what every answer says but a 304.
var caution = []field{
	one("Access-Control-Expose-Headers", "ETag, Last-Modified"),
	one("Cross-Origin-Resource-Policy", "cross-origin"),
	one("Referrer-Policy", "strict-origin-when-cross-origin"),
	one("X-Content-Type-Options", "nosniff"),
}

func greet(h http.Header) {
	put(h, greeting)
	put(h, caution)
}

// preflight answers the question that a browser asks before a script of
// another site may send a conditional request. Some browsers take "*" for a
// header's name, so the usual ones are named too.
func preflight(w http.ResponseWriter) {
	h := w.Header()
	greet(h)
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
	greet(h)
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

// describe returns what answers with a document say in every coding: always, and
// unless they are a 304.
func (s *Server) describe(f File, etag string) (always, whole []field) {
	kind := mediaType(f.Type)
	always = append(slices.Clone(greeting), one("Cache-Control", s.freshness(kind)), one("Etag", etag))
	whole = append(slices.Clone(caution), one("Content-Type", cmp.Or(f.Type, "application/octet-stream"))) // ServeContent would guess
	switch {
	case isFeed(kind):
		always = append(always, one("Vary", "Accept-Encoding, Sec-Fetch-Dest"))
	case isText(kind):
		always = append(always, one("Vary", "Accept-Encoding"))
	}
	if isText(kind) {
		whole = append(whole, one("Content-Security-Policy", contentPolicy)) // SVG and XML can hold scripts as well as HTML
	}
	return always, whole
}

func isFeed(kind string) bool { return kind == "application/atom+xml" || kind == "application/rss+xml" }

// showFeed lets a person who opens a feed in a browser see it with its style sheet (Fetch Metadata, W3C). Chromium shows the source of what
// is called Atom or RSS; XML it is in any case.
func showFeed(h http.Header, r *http.Request) {
	if r.Header.Get("Sec-Fetch-Dest") == "document" {
		h["Content-Type"] = shownType
	}
}

var shownType = []string{"application/xml; charset=utf-8"}

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
