package serve

import (
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"
)

// sink is a ResponseWriter that, like the one of net/http, needs a buffer to
// copy from a reader.
type sink struct {
	header http.Header
	status int
	bytes  int64
}

func (w *sink) Header() http.Header { return w.header }

func (w *sink) WriteHeader(status int) { w.status = status }

func (w *sink) Write(b []byte) (int, error) {
	w.bytes += int64(len(b))
	return len(b), nil
}

func (w *sink) ReadFrom(r io.Reader) (int64, error) { return io.Copy(struct{ io.Writer }{w}, r) }

func BenchmarkGet(b *testing.B) {
	s := newSite(b)
	f := s.publish("feed.atom", atom, feedText(200_000, 1))
	for _, c := range []struct {
		name, header, value string
		status              int
	}{
		{"identity", "Accept", "*/*", 200},
		{"gzip", "Accept-Encoding", "gzip, deflate", 200},
		{"zstd", "Accept-Encoding", "gzip, deflate, zstd", 200},
		{"br", "Accept-Encoding", "gzip, deflate, br, zstd", 200},
		{"304", "If-None-Match", `"` + f.Hash + `"`, 304},
	} {
		b.Run(c.name, func(b *testing.B) {
			r := httptest.NewRequest("GET", "/feed.atom", nil)
			r.Header.Set(c.header, c.value)
			w := &sink{header: http.Header{}}
			s.ServeHTTP(w, r) // the first one compresses
			b.ReportAllocs()
			for b.Loop() {
				clear(w.header)
				w.bytes = 0
				s.ServeHTTP(w, r)
			}
			if w.status != c.status {
				b.Errorf("got status %d, want %d", w.status, c.status)
			}
			b.ReportMetric(float64(w.bytes), "sent-B/op")
		})
	}
}

// TestNoBodyIsAllocated: what is kept is sent itself, and what an answer says is ready: a request allocates nothing. A range
// is for ServeContent, which allocates some, but no body either.
func TestNoBodyIsAllocated(t *testing.T) {
	s := newSite(t)
	f := s.publish("feed.atom", atom, feedText(200_000, 1))
	for _, c := range []struct {
		name, header, value string
		status              int
		bytes               uint64
	}{
		{"identity", "Accept", "*/*", 200, 0},
		{"gzip", "Accept-Encoding", "gzip, deflate", 200, 0},
		{"zstd", "Accept-Encoding", "gzip, deflate, zstd", 200, 0},
		{"br", "Accept-Encoding", "gzip, deflate, br, zstd", 200, 0},
		{"304", "If-None-Match", `"` + f.Hash + `"`, 304, 0},
		{"weak", "If-None-Match", `W/"` + f.Hash + `"`, 304, 0},
		{"old", "If-None-Match", `"` + Hash(nil) + `"`, 200, 0},
		{"since", "If-Modified-Since", published.Format(http.TimeFormat), 304, 0},
		{"since then", "If-Modified-Since", published.Add(-time.Hour).Format(http.TimeFormat), 200, 4096},
		{"range", "Range", "bytes=0-199998", 206, 4096},
	} {
		r := httptest.NewRequest("GET", "/feed.atom", nil)
		r.Header.Set(c.header, c.value)
		w := &sink{header: http.Header{}}
		request := func() {
			clear(w.header)
			s.ServeHTTP(w, r)
		}
		request()
		if w.status != c.status {
			t.Errorf("%s: status %d, want %d", c.name, w.status, c.status)
		}
		const n = 100
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		allocs := testing.AllocsPerRun(n, request)
		runtime.ReadMemStats(&after)
		if c.bytes == 0 && allocs > 0 {
			t.Errorf("%s: a request allocates %v times", c.name, allocs)
		}
		if each := (after.TotalAlloc - before.TotalAlloc) / n; each > c.bytes+64 {
			t.Errorf("%s: a request allocates %d bytes", c.name, each)
		}
	}
}
