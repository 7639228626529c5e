package feed_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// hub notes what it is told.
type hub struct {
	sync.Mutex
	told   []string
	status int
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.Lock()
	defer h.Unlock()
	if r.Method != http.MethodPost || r.PostFormValue("hub.mode") != "publish" {
		http.Error(w, "what?", http.StatusBadRequest)
		return
	}
	if h.status == http.StatusNoContent {
		h.told = append(h.told, r.PostFormValue("hub.url"))
	}
	w.WriteHeader(h.status)
}

// TestPing: feeds name the hub, which is told of each change once, and of what failed again.
func TestPing(t *testing.T) {
	h := &hub{status: http.StatusNoContent}
	server := httptest.NewServer(h)
	defer server.Close()
	g := newGarden(t)
	g.sow("feed.yaml", "hub: "+server.URL+"/hub\nfeeds: [folders]\nlimits: {entries: 1}\n")
	for _, name := range []string{"a", "b", "c"} {
		g.sow("in/"+name+".txt", strings.ToUpper(name)+"\n\nText.\n")
	}
	g.sow("out/d.txt", "D\n\nText.\n")
	g.build()
	for name, want := range map[string]string{
		"feed.atom": `<link href="` + server.URL + `/hub" rel="hub"`, "feed.rss": `<atom:link href="` + server.URL + `/hub" rel="hub">`,
		"feed.json": `"url": "` + server.URL + `/hub"`,
	} {
		if text := g.read(name); !strings.Contains(text, want) {
			t.Errorf("%s doesn't name the hub:\n%s", name, text)
		}
	}
	if strings.Contains(g.read("archive/1.atom"), "/hub") {
		t.Error("an archive names the hub: nobody subscribes to it")
	}
	ping := func(what string, fails bool, want ...string) {
		t.Helper()
		told, err := g.Ping(t.Context())
		for i := range want {
			want[i] = g.URL + want[i]
		}
		if !slices.Equal(told, want) || !slices.Equal(h.told, want) && !fails || (err != nil) != fails {
			t.Errorf("%s: told %q, heard %q, %v, want %q", what, told, h.told, err, want)
		}
		h.told = nil
	}
	ping("first", false, "feed.atom", "feed.json", "feed.rss") // nobody has subscribed to the others
	ping("nothing changed", false)
	g.sow("in/e.txt", "---\npublished: 2025-01-01\n---\nE\n\nText.\n")
	g.build()
	h.status = http.StatusServiceUnavailable
	ping("the hub is down", true)
	h.status = http.StatusNoContent
	ping("again", false, "feed.atom", "feed.json", "feed.rss", "in/feed.atom")
	ping("nothing more", false)
	must(t, os.WriteFile(filepath.Join(g.Seeds, ".seedfeed", "hub.json"), []byte("{"), 0o644))
	ping("what it knows is lost", false, "feed.atom", "feed.json", "feed.rss", "in/feed.atom", "out/feed.atom")
	g.URL = "http://localhost:8080/"
	ping("a site of this machine alone", false)
}
