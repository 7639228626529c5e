package feed

import (
	"strings"
	"testing"

	"github.com/seedfeed/seedfeed/feed/internal/header"
)

// BenchmarkFill measures what comes after the extraction of a text of 600 words.
func BenchmarkFill(b *testing.B) {
	paragraph := "Steady for of they well deliver at it men, that the recipe server the square captain very have remote where too used. " +
		"Be during up compiler got away get under to ticket gallery to, me the, to price concert gallery asked. Not any government them " +
		"head the deadline just valley, think do each say three bitter something or thought."
	text := strings.Repeat(paragraph+"\n\n", 10)
	html := strings.Repeat("<p>"+paragraph+"</p>\n", 10)
	b.ReportAllocs()
	for b.Loop() {
		d := &document{seed: &seed{Path: "2022/note.md", details: new(details), traits: new(traits)}, fields: header.Fields{Title: "Steady for of they", Tags: []string{"rss", "food"}}}
		d.fill(extract{title: "Steady for of they", html: html, text: text, language: "en"})
	}
}

func FuzzSpaced(f *testing.F) {
	for _, text := range []string{"", "one two\nthree", " one\n\n  two\t three \r\nfour", "a\u00a0b\u2003c", "ä ö\nplain words\n", "a\x7f b"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := spaced(text), strings.Join(strings.Fields(text), " "); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	})
}
