package prose

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

const (
	summarySearch = 64 << 10 // bytes in which the first real paragraph is looked for
	summaryAhead  = 1 << 10  // bytes behind the longest summary that say where its last sentence ends: rules look for the next letter
)

// Summary returns the first real paragraph of text in at most max runes: whole if it fits, else up to the last
// full stop that fits, else up to a word with "…" behind it. It never cuts a word or a grapheme cluster;
// where not even one fits the summary is "".
func Summary(text string, max int) string {
	if max <= 0 {
		return ""
	}
	p := firstParagraph(clip(text, summarySearch))
	if utf8.RuneCountInString(p) <= max {
		return p
	}
	p = clip(p, prefix(p, max)+summaryAhead)
	if end := lastSentence(p, max); end > 0 {
		return p[:end]
	}
	if short := strings.TrimRightFunc(p[:lastWord(p, max-1)], func(r rune) bool { return isBlank(r) || strings.ContainsRune(",;:–—-、，；：", r) }); short != "" {
		return short + "…"
	}
	return ""
}

// firstParagraph returns the first line of prose, or the first line that has any text.
func firstParagraph(text string) string {
	first := ""
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimFunc(line, isBlank)
		if !hasInk(line) {
			continue
		}
		if n := countWords(line); endsSentence(line) && n >= proseWords/2 || n >= longWords {
			return line
		}
		if first == "" {
			first = line
		}
	}
	return first
}

// lastSentence returns where the last sentence of p ends that is over within that many runes, 0 when none is. It looks from each full
// stop, the last one first, to what follows.
func lastSentence(p string, runes int) (end int) {
	fits := prefix(p, runes)
	for from := fits; from > 0 && end == 0; {
		stop := strings.LastIndexFunc(p[:from], func(r rune) bool { return strings.ContainsRune(enders, r) })
		if stop < 0 {
			break
		}
		from = max(0, strings.LastIndexFunc(p[:stop], isSmall))
		for at, ends := range boundaries(p, from) {
			text := strings.TrimRightFunc(p[:at], isBlank)
			if len(text) > fits || at > stop && !endsSentence(text) {
				break
			}
			if ends&uniseg.MaskSentence != 0 && !abbreviated(text) {
				end = len(text)
			}
		}
	}
	return end
}

// lastWord returns where the last word of p ends that is over within that many runes, 0 when none is.
func lastWord(p string, runes int) (end int) {
	fits := prefix(p, runes)
	from := fits - 1
	for from > 0 && (p[from] != ' ' || !isSmall(rune(p[from-1]))) {
		from--
	}
	for at, ends := range boundaries(p, max(0, from-1)) {
		text := strings.TrimRightFunc(p[:at], isBlank)
		if len(text) > fits {
			break
		}
		if ends&uniseg.MaskWord != 0 {
			end = len(text)
		}
	}
	return end
}

// prefix returns the length of the first runes of s.
func prefix(s string, runes int) int {
	for i := range s {
		if runes--; runes < 0 {
			return i
		}
	}
	return len(s)
}

// boundaries yields where the grapheme clusters of s end, and what else ends there. From a small letter on, what stands before it makes no
// difference to any rule of UAX 29, so that is where to begin.
func boundaries(s string, from int) iter.Seq2[int, int] {
	return func(yield func(at, ends int) bool) {
		state := -1
		for rest := s[from:]; rest != ""; {
			var ends int
			_, rest, ends, state = uniseg.StepString(rest, state)
			if !yield(len(s)-len(rest), ends) {
				return
			}
		}
	}
}

// isSmall reports a small letter of ASCII.
func isSmall(r rune) bool { return 'a' <= r && r <= 'z' }

// abbreviated reports a text whose last full stop more likely ends "Mr." or an initial than a sentence.
func abbreviated(s string) bool {
	if !endsSentence(s) {
		return true
	}
	stem, ok := strings.CutSuffix(s, ".")
	if !ok {
		return false
	}
	last := stem[strings.LastIndexFunc(stem, func(r rune) bool { return isBlank(r) || r == '(' })+1:]
	first, _ := utf8.DecodeRuneInString(last)
	n := utf8.RuneCountInString(last)
	return strings.Contains(last, ".") && n <= 8 || unicode.IsUpper(first) && (n == 1 || titles[last])
}

// titles are abbreviations that stand before names.
var titles = words("Mr Mrs Ms Dr Prof St Sr Jr Gen Col Lt Sgt Capt Gov Sen Rep Rev Hon Mt Ft No Vs Fr Hr Nr Abs M Mme Mlle Sra Dra Sig")
