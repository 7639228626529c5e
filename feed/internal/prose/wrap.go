package prose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text from mail or an old book is wrapped: every line was broken because the next word did not fit. That
// test needs the width. Pairs of lines where the first ends without a full stop and the second begins in lower
// case are almost surely one sentence; their widest first lines give it. Verse, code and tables break
// lines early, so the same test leaves them alone.

const (
	minWrap = 40  // columns; narrower text is verse or a list
	maxWrap = 120 // columns; wider lines are whole paragraphs
	ragged  = 8   // columns that an author who wraps by hand may miss the width by
)

// wrapWidth returns the width in columns at which the text is wrapped, 0 when it is not.
func wrapWidth(lines []string) int {
	type pair struct{ line, word int }
	var pairs []pair
	var widths []int
	total := 0
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], lines[i]
		if a == "" || b == "" {
			continue
		}
		total++
		if !continues(b) || endsSentence(a) || startsUnit(b) || codeLine(a) || codeLine(b) {
			continue
		}
		w := columns(a, maxWrap+1)
		if w > maxWrap {
			continue
		}
		pairs = append(pairs, pair{w, firstWord(b)})
		widths = append(widths, w)
	}
	if len(pairs)*10 < total || len(pairs) == 0 {
		return 0
	}
	slices.Sort(widths)
	width := widths[(len(widths)-1)*19/20]
	full := 0
	for _, p := range pairs {
		if p.line+1+p.word > width-ragged {
			full++
		}
	}
	if width < minWrap || full*5 < len(pairs)*4 {
		return 0
	}
	return width
}

// joins reports whether next goes on where line was wrapped.
func (r *reader) joins(line, next string) bool {
	if r.width == 0 || line == "" || next == "" || startsUnit(next) {
		return false
	}
	w := columns(line, maxWrap+1)
	if w > r.width+ragged || w+1+firstWord(next) <= r.width-ragged {
		return false
	}
	indented := leading(next) > leading(line)
	return !(indented && endsSentence(line))
}

func leading(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// joinAll joins wrapped lines into one.
func joinAll(lines []string) string {
	if len(lines) == 1 {
		return strings.TrimFunc(lines[0], isBlank)
	}
	var b strings.Builder
	last := ""
	for _, l := range lines {
		l = strings.TrimFunc(l, isBlank)
		b.WriteString(glue(last, l))
		b.WriteString(l)
		last = l
	}
	return b.String()
}

// glue is what stands between two wrapped lines: nothing in scripts without spaces and after a word's hyphen.
func glue(a, b string) string {
	if a == "" || b == "" {
		return ""
	}
	last, size := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if isWide(last) && isWide(first) {
		return ""
	}
	before, _ := utf8.DecodeLastRuneInString(a[:len(a)-size])
	if last == '-' && unicode.IsLetter(before) && unicode.IsLower(first) {
		return ""
	}
	return " "
}

// columns counts the columns a line takes in a fixed-width font, up to limit.
func columns(line string, limit int) int {
	n := 0
	for _, r := range strings.TrimFunc(line, isBlank) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case isWide(r):
			n++
		}
		if n++; n >= limit {
			break
		}
	}
	return n
}

// firstWord is the width of a line's first word, of its first character in scripts without spaces.
func firstWord(line string) int {
	line = strings.TrimFunc(line, isBlank)
	n := 0
	for _, r := range line {
		if isBlank(r) || n > maxWrap {
			break
		}
		n++
		if isWide(r) {
			return n + 1
		}
	}
	return n
}

// isWide reports characters of the scripts that are written without spaces and take two columns.
func isWide(r rune) bool {
	return r >= 0x2e80 && (r <= 0xa4cf || r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f ||
		r >= 0xff00 && r <= 0xff60 || r >= 0x20000 && r <= 0x3ffff)
}

// continues reports whether a line may begin in the middle of a sentence: its first letter is not a capital.
func continues(line string) bool {
	for _, r := range line {
		if unicode.IsLetter(r) {
			return !unicode.IsUpper(r) && !unicode.IsTitle(r)
		}
		if unicode.IsDigit(r) {
			return false
		}
	}
	return false
}

// closers may follow the full stop of a sentence.
const closers = "\"'”’»“›)]*_】」』）"

// enders end a sentence.
const enders = ".!?…。！？؟۔।॥։።｡"

// endsSentence reports whether s ends like a sentence.
func endsSentence(s string) bool {
	s = strings.TrimRight(strings.TrimRightFunc(s, isBlank), closers)
	r, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && strings.ContainsRune(enders, r)
}
