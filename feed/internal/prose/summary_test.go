package prose

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

func TestSummary(t *testing.T) {
	for _, c := range []struct {
		text string
		max  int
		want string
	}{
		{"One day it rained. Then it snowed.", 100, "One day it rained. Then it snowed."},
		{"One day it rained. Then it snowed.", 20, "One day it rained."},
		{"One day it rained. Then it snowed.", 18, "One day it rained."},
		{"One day it rained. Then it snowed.", 17, "One day it…"},
		{"A heading\n\nOne day it rained on us all.", 50, "One day it rained on us all."},
		{"only words, and more of them", 12, "only words…"},
		{"We met Mr. Smith and Dr. Jones there.", 12, "We met Mr.…"},
		{"The U.S. Army came. It left.", 20, "The U.S. Army came."},
		{"今日は雨が降った。明日は雪が降るだろう。", 12, "今日は雨が降った。"},
		{"今天下雨了而且风也很大没有人出门", 6, "今天下雨了…"},
		{"👨‍👩‍👧‍👦👨‍👩‍👧‍👦 family", 6, ""},
		{"incomprehensibilities", 10, ""},
		{"", 10, ""},
		{"Text.", 0, ""},
	} {
		if got := Summary(c.text, c.max); got != c.want {
			t.Errorf("%q, %d: got %q, want %q", c.text, c.max, got, c.want)
		}
	}
}

// TestSummaryAhead: how a sentence ends depends on the next letter, which a hostile text keeps far away.
func TestSummaryAhead(t *testing.T) {
	start := time.Now()
	if got := Summary("One day. "+strings.Repeat(" ", 60_000)+"then it rained", 20); got != "One day." {
		t.Errorf("got %q", got)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

// A summary is never too long and, "…" aside, the beginning of a line that ends at a grapheme cluster.
func FuzzSummary(f *testing.F) {
	f.Add("One day it rained. Then it snowed.", 20)
	f.Add("e\u0301e\u0301 👨‍👩‍👧‍👦 今日は雨。", 5)
	f.Add("Mr. Smith went at 3.5 etc. (\"So!\") and a.b came.", 30)
	f.Fuzz(func(t *testing.T, text string, max int) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		sentence, word := 0, 0
		for at, ends := range boundaries(text, 0) { // as lastSentence and lastWord say, but from the beginning
			if at = len(strings.TrimRightFunc(text[:at], isBlank)); utf8.RuneCountInString(text[:at]) > max {
				break
			}
			if ends&uniseg.MaskSentence != 0 && !abbreviated(text[:at]) {
				sentence = at
			}
			if ends&uniseg.MaskWord != 0 {
				word = at
			}
		}
		if max > 0 && (sentence != lastSentence(text, max) || word != lastWord(text, max)) {
			t.Fatalf("sentence at %d not %d, word at %d not %d", lastSentence(text, max), sentence, lastWord(text, max), word)
		}
		s := Summary(text, max)
		if s == "" {
			return
		}
		if n := utf8.RuneCountInString(s); n > max {
			t.Fatalf("got %d runes, want at most %d", n, max)
		}
		line := firstParagraph(clip(text, summarySearch))
		if s == line {
			return
		}
		stem := strings.TrimSuffix(s, "…")
		if !strings.HasPrefix(line, stem) {
			stem = s
		}
		end := 0
		for rest, state, c := line, -1, ""; end < len(stem); end += len(c) {
			c, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		}
		// A space or a comma may go from a character that is one with a sign before it, like U+0601.
		rest := strings.TrimFunc(line[min(len(stem), end):end], func(r rune) bool { return isBlank(r) || strings.ContainsRune(",;:–—-、，；：", r) })
		if !strings.HasPrefix(line, stem) || rest != "" {
			t.Fatalf("summary %q cuts %q inside a character", s, line)
		}
	})
}
