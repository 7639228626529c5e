package serve

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// sink is a ResponseWriter that, like the one of net/http, copies with a
// pooled buffer.
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

func (w *sink) ReadFrom(r io.Reader) (int64, error) {
	n, err := io.Discard.(io.ReaderFrom).ReadFrom(r)
	w.bytes += n
	return n, err
}

func BenchmarkGet(b *testing.B) {
	s := newSite(b)
	f := s.publish("feed.atom", atom, feedText(200_000, 1))
	for _, c := range []struct {
		name, header, value string
		status              int
	}{
		{"identity", "Accept", "*/*", 200},
		{"gzip", "Accept-Encoding", "gzip, deflate", 200},
		{"zstd", "Accept-Encoding", "gzip, deflate, br, zstd", 200},
		{"304", "If-None-Match", `"` + f.Hash + `"`, 304},
	} {
		b.Run(c.name, func(b *testing.B) {
			r := httptest.NewRequest("GET", "/feed.atom", nil)
			r.Header.Set(c.header, c.value)
			w := &sink{header: http.Header{}}
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

// The cached bytes themselves are sent: a request allocates far less than them.
func TestNoBodyIsAllocated(t *testing.T) {
	res := testing.Benchmark(func(b *testing.B) {
		s := newSite(b)
		s.publish("feed.atom", atom, feedText(200_000, 1))
		r := httptest.NewRequest("GET", "/feed.atom", nil)
		s.ServeHTTP(&sink{header: http.Header{}}, r)
		b.ReportAllocs()
		for b.Loop() {
			s.ServeHTTP(&sink{header: http.Header{}}, r)
		}
	})
	if got := res.AllocedBytesPerOp(); got > 8192 || res.N == 0 {
		t.Errorf("a request for 200 kB allocates %d bytes", got)
	}
}
