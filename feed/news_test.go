package feed

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
)

// TestNewsLimits: Google News takes 1000 pages, of two days.
func TestNewsLimits(t *testing.T) {
	b := &session{cfg: &settings{base: &url.URL{Scheme: "https", Host: "garden.test", Path: "/"}, language: "en"}}
	start := time.Date(2022, 2, 13, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		apart time.Duration // between two entries
		want  int
	}{{time.Second, 1000}, {time.Hour, 49}, {47 * time.Hour, 2}, {49 * time.Hour, 1}} {
		var entries []*entry
		for i := range 1100 {
			entries = append(entries, &entry{company: &nobody, seed: &seed{details: &noDetails}, rec: &ledger.Record{Rare: ledger.NoRare(), Page: fmt.Sprint(i, ".html"), Published: start.Add(-c.apart * time.Duration(i))}})
		}
		var text strings.Builder
		if err := b.planNews(entries, &Result{}).Render(&text); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(text.String(), "<loc>"); got != c.want || !strings.Contains(text.String(), "/0.html") {
			t.Errorf("%v apart: %d pages, want %d", c.apart, got, c.want)
		}
	}
	var empty strings.Builder
	if err := b.planNews(nil, &Result{}).Render(&empty); err != nil || !strings.Contains(empty.String(), "</urlset>") {
		t.Errorf("without entries: %v, %s", err, empty.String())
	}
}

func TestNewsLanguage(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "en", "pt-BR": "pt", "fil": "fil", "und": "", "": "",
		"zh": "zh-cn", "zh-CN": "zh-cn", "zh-Hans-HK": "zh-cn", "zh-TW": "zh-tw", "zh-Hant": "zh-tw", "zh-HK": "zh-tw",
	} {
		if got := newsLanguage(tag); got != want {
			t.Errorf("%q: got %q, want %q", tag, got, want)
		}
	}
}
