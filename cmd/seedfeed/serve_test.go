package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// deadlines notes what [http.ResponseController] sets.
type deadlines struct {
	http.ResponseWriter
	set []time.Time
}

func (d *deadlines) SetWriteDeadline(t time.Time) error {
	d.set = append(d.set, t)
	return nil
}

// TestPace: each answer has as long as a client needs that takes 4 KiB a second, and ten seconds more.
func TestPace(t *testing.T) {
	for length, want := range map[string]time.Duration{"0": headerTimeout, "40960": headerTimeout + 10*time.Second, "4194304": headerTimeout + 1024*time.Second} {
		d := &deadlines{ResponseWriter: httptest.NewRecorder()}
		start := time.Now()
		paced(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", length)
			w.WriteHeader(http.StatusOK)
		})).ServeHTTP(d, httptest.NewRequest(http.MethodGet, "/", nil))
		if len(d.set) != 2 {
			t.Fatalf("%d deadlines", len(d.set))
		}
		if got := d.set[1].Sub(start); got < want || got > want+time.Second {
			t.Errorf("%s bytes: %v, want %v", length, got, want)
		}
	}
}
