package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

const (
	summarySearch = 64 << 10 // bytes in which the first real paragraph is looked for
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
	sentence, word := cuts(p, max)
	if sentence > 0 {
		return strings.TrimRightFunc(p[:sentence], isBlank)
	}
	if short := strings.TrimRightFunc(p[:word], func(r rune) bool { return isBlank(r) || strings.ContainsRune(",;:–—-、，；：", r) }); short != "" {
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

// cuts returns where p can be cut: after its last sentence of at most max runes, and after its last word of
// at most max-1 runes, which leaves room for "…". Zero is no cut.
func cuts(p string, max int) (sentence, word int) {
	runes, pos, state := 0, 0, -1
	for rest := p; rest != ""; {
		var cluster string
		var bounds int
		cluster, rest, bounds, state = uniseg.StepString(rest, state)
		runes += utf8.RuneCountInString(cluster)
		pos += len(cluster)
		trimmed := strings.TrimRightFunc(p[:pos], isBlank)
		short := utf8.RuneCountInString(p[len(trimmed):pos])
		if runes-short > max {
			return sentence, word
		}
		if bounds&uniseg.MaskSentence != 0 && !abbreviated(trimmed) {
			sentence = len(trimmed)
		}
		if bounds&uniseg.MaskWord != 0 && runes-short < max {
			word = len(trimmed)
		}
	}
	return sentence, word
}

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
