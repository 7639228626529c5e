package feed_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestReadersDuringChanges: whoever asks while seeds change gets a whole feed, and in the end that of the folder.
func TestReadersDuringChanges(t *testing.T) {
	g := newGarden(t)
	s := newStirrer(g, 40)
	g.watch()
	server := httptest.NewServer(g)
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: readers + 1}}
	defer client.CloseIdleConnections()

	audience := audience{client: client, url: server.URL + "/feed.atom"}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var wg sync.WaitGroup
	for i := range readers {
		wg.Go(func() { audience.read(ctx, i) })
	}
	s.stir(changes, func() (*document, error) { return audience.ask(t.Context(), new(string), false) })
	for range 100 { // those who remember what they have ask once more
		if audience.same.Load() >= readers {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	stop()
	wg.Wait()

	t.Logf("%d answers of 200 with %d different feeds, %d of 304", audience.fresh.Load(), audience.feeds(), audience.same.Load())
	audience.bad.Range(func(what, _ any) bool { t.Error(what); return true })
	if audience.fresh.Load() < readers || audience.same.Load() < readers || audience.feeds() < changes/20 {
		t.Error("too few answers to tell anything")
	}
}

// audience is the readers, and what they saw.
type audience struct {
	client      *http.Client
	url         string
	whole       sync.Map // hash of a feed's bytes -> *document, so that each is parsed once
	bad         sync.Map // what was wrong, each thing once
	fresh, same atomic.Int64
}

// read asks again and again, at a pace that leaves the publisher some of the machine. Every other reader remembers what
// it has, and every third takes no compression.
func (a *audience) read(ctx context.Context, i int) {
	pace := time.NewTicker(150 * time.Millisecond)
	defer pace.Stop()
	var etag string
	for {
		select {
		case <-pace.C:
		case <-ctx.Done():
			return
		}
		if i%2 == 0 {
			etag = ""
		}
		if _, err := a.ask(ctx, &etag, i%3 == 0); err != nil && ctx.Err() == nil {
			a.bad.Store(err.Error(), true)
		}
	}
}

// ask asks once and returns nil when etag is still good.
func (a *audience) ask(ctx context.Context, etag *string, plain bool) (*document, error) {
	res, body, err := a.fetch(ctx, *etag, plain)
	switch {
	case err != nil:
		return nil, err
	case res.StatusCode == http.StatusNotModified && *etag != "":
		a.same.Add(1)
		return nil, nil
	case res.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("answer is %s", res.Status)
	}
	a.fresh.Add(1)
	*etag = res.Header.Get("ETag")
	hash := sha256.Sum256(body)
	if name, _, _ := strings.Cut(strings.Trim(*etag, `"`), "-"); name != hex.EncodeToString(hash[:16]) {
		return nil, fmt.Errorf("ETag %s is not that of the %d bytes", *etag, len(body))
	}
	return a.check(hash, body)
}

func (a *audience) fetch(ctx context.Context, etag string, plain bool) (*http.Response, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.url, nil)
	if err != nil {
		return nil, nil, err
	}
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	if plain {
		req.Header.Set("Accept-Encoding", "identity")
	}
	res, err := a.client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close() // only read
	body, err := io.ReadAll(res.Body)
	return res, body, err
}

// check makes sure that a feed and each entry in it are whole.
func (a *audience) check(hash [32]byte, body []byte) (*document, error) {
	if known, ok := a.whole.Load(hash); ok {
		return known.(*document), nil
	}
	doc, err := readAtom(body)
	if err != nil {
		return nil, err
	}
	if len(doc.Entries) < 20 { // of 40, of which a few may be on the move
		return nil, fmt.Errorf("a feed has %d entries", len(doc.Entries))
	}
	for _, e := range doc.Entries {
		if !isWhole(e.Title, e.Content) {
			return nil, fmt.Errorf("%q is torn: %q", e.Title, e.Content)
		}
	}
	a.whole.Store(hash, doc)
	return doc, nil
}

func (a *audience) feeds() (n int) {
	a.whole.Range(func(any, any) bool { n++; return true })
	return n
}

// TestFileDuringChanges: the same for a web server that knows nothing of seedfeed and just opens the file.
func TestFileDuringChanges(t *testing.T) {
	g := newGarden(t)
	s := newStirrer(g, 40)
	g.watch()
	var a audience
	file := filepath.Join(g.Out, "feed.atom")
	get := func() (*document, error) {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		a.fresh.Add(1)
		return a.check(sha256.Sum256(b), b)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for ctx.Err() == nil {
			if _, err := get(); err != nil {
				a.bad.Store(err.Error(), true)
			}
		}
	}()
	s.stir(changes/5, get)
	stop()
	<-ended
	t.Logf("%d reads of %d different feeds", a.fresh.Load(), a.feeds())
	a.bad.Range(func(what, _ any) bool { t.Error(what); return true })
	if a.feeds() < changes/100 {
		t.Error("too few feeds to tell anything")
	}
}
