package serve

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// 200 readers while the publisher replaces a feed and a recording 500 times:
// every answer is whole and is what its ETag says.
func TestReadersWhilePublishing(t *testing.T) {
	const readers, versions, turnsEach = 200, 500, 10
	s := newSite(t)
	publish := func(i int) {
		mtime := published.Add(time.Duration(i) * time.Second)
		changed := map[string]File{}
		for path, kind := range map[string]string{"feed.atom": atom, "talk.mp3": mp3} {
			f, err := replace(filepath.Join(s.dir, path), []byte(feedText(20_000+i, i)), mtime)
			if err != nil {
				t.Error(err)
			}
			f.Type = kind
			changed[path] = f
		}
		s.swap(changed, nil)
	}
	publish(0)
	server := httptest.NewServer(s)
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: readers}}
	defer client.CloseIdleConnections()

	turns := make(chan struct{}, readers) // paces the readers, who would starve the publisher
	var wg sync.WaitGroup
	var whole, notModified atomic.Int64
	for i := range readers {
		wg.Go(func() {
			target := server.URL + []string{"/feed.atom", "/feed.atom", "/feed.atom", "/talk.mp3"}[i%4]
			coding := []string{"identity", "br", "zstd", "gzip"}[i%4]
			tag := ""
			for range turns {
				now, modified, err := read(client, target, coding, tag)
				if err != nil {
					t.Error(err)
				}
				if tag = ""; modified {
					whole.Add(1)
					tag = now
				} else {
					notModified.Add(1)
				}
			}
		})
	}
	for i := 1; i <= versions; i++ {
		for range turnsEach {
			turns <- struct{}{}
		}
		publish(i)
	}
	close(turns)
	wg.Wait()
	if got := whole.Load() + notModified.Load(); got != versions*turnsEach || whole.Load() < versions {
		t.Errorf("got %d whole answers, %d not modified", whole.Load(), notModified.Load())
	}
}

// read gets one answer and checks the body against its ETag, or a 304 against
// the tag that was sent.
func read(client *http.Client, target, coding, tag string) (now string, modified bool, err error) {
	r, err := http.NewRequest("GET", target, nil)
	if err != nil {
		return "", false, err
	}
	r.Header.Set("Accept-Encoding", coding)
	if tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	res, err := client.Do(r)
	if err != nil {
		return "", false, err
	}
	defer res.Body.Close()
	packed, err := io.ReadAll(res.Body)
	if err != nil {
		return "", false, err
	}
	now = res.Header.Get("ETag")
	if res.StatusCode == http.StatusNotModified {
		if now != tag || len(packed) != 0 {
			return "", false, fmt.Errorf("304 with %s and %d bytes for %s", now, len(packed), tag)
		}
		return now, false, nil
	}
	text, err := unpack(res.Header.Get("Content-Encoding"), packed)
	if err != nil {
		return "", false, err
	}
	want, _, _ := strings.Cut(strings.Trim(now, `"`), "-")
	if res.StatusCode != 200 || Hash(text) != want || res.ContentLength != int64(len(packed)) {
		return "", false, fmt.Errorf("%s: status %d, ETag %s, hash %s, length %d of %d", target, res.StatusCode, now, Hash(text), len(packed), res.ContentLength)
	}
	return now, true, nil
}
