package feed

import (
	"encoding/json"
	"maps"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/media"
	"github.com/seedfeed/seedfeed/feed/internal/publish"
	"github.com/seedfeed/seedfeed/feed/internal/serve"
)

// ServeHTTP answers with the documents of the latest good build, and at /healthz with how the site does: 200 when the
// last build was good, 503 when it failed, in which case the documents of the one before are still served. It may be
// used while [Site.Build] or [Site.Watch] run.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/healthz" {
		s.serveHealth(w)
		return
	}
	server := s.server.Load()
	if server == nil {
		w.Header().Set("Retry-After", "1")
		http.Error(w, "the first build is under way", http.StatusServiceUnavailable)
		return
	}
	server.ServeHTTP(w, r)
}

// health is what /healthz says.
type health struct {
	Status   string    `json:"status"` // "ok", "starting" or "degraded"
	Error    string    `json:"error,omitempty"`
	Entries  int       `json:"entries"`
	Problems int       `json:"problems"`
	Built    time.Time `json:"built,omitzero"` // when the last good build ended
}

func (s *Site) serveHealth(w http.ResponseWriter) {
	h := s.health.Load()
	if h == nil {
		h = &health{Status: "starting"}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if h.Status != "ok" {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(h) // the client went away
}

// built and failed note how the last build went; failed returns err.
func (s *Site) built(res *Result) {
	s.health.Store(&health{Status: "ok", Entries: res.Entries, Problems: len(res.Problems), Built: s.time().UTC()})
}

func (s *Site) failed(err error) error {
	h := health{}
	if old := s.health.Load(); old != nil {
		h = *old
	}
	h.Status, h.Error = "degraded", err.Error()
	s.health.Store(&h)
	return err
}

// swap shows what a build published.
func (s *Site) swap(b *session, done *publish.Result) {
	server := s.server.Load()
	if server == nil {
		server = serve.New(s.out())
		defer s.server.Store(server)
	}
	if b.served == nil {
		b.served = b.served.With(b.toServe(b.folder.Files()), nil)
	} else {
		b.served = b.served.With(b.toServe(done.Written), done.Removed)
	}
	server.Swap(b.served)
}

func (b *session) toServe(files map[string]publish.File) map[string]serve.File {
	all := make(map[string]serve.File, len(files))
	for p, f := range files {
		if f.IsTwin() { // for other servers: this one compresses by itself
			continue
		}
		all[p] = serve.File{
			Hash: f.Hash, Type: contentType(p), Size: f.Size, ModTime: f.ModTime, Gone: b.answers[p].gone, Location: b.answers[p].to,
		}
	}
	return all
}

// types are what readers and browsers expect, by extension or, after a slash, by name; the system's own table differs
// from machine to machine.
var types = func() map[string]string {
	all := media.Types()
	maps.Copy(all, map[string]string{
		".atom": "application/atom+xml; charset=utf-8", ".xml": "application/xml; charset=utf-8", ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
		".txt": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".json": "application/json",
		".rss": "application/rss+xml; charset=utf-8", ".opml": "text/x-opml; charset=utf-8", "/feed.json": "application/feed+json",
		".svg": "image/svg+xml", ".ico": "image/x-icon", ".zip": "application/zip",
		".vtt": "text/vtt; charset=utf-8", ".srt": "application/x-subrip",
	})
	return all
}()

func contentType(p string) string {
	ext := strings.ToLower(path.Ext(p))
	if known := first(types["/"+path.Base(p)], types[ext]); known != "" {
		return known
	}
	return first(mime.TypeByExtension(ext), "application/octet-stream") // the system's table takes milliseconds to read
}

var _ http.Handler = (*Site)(nil)
