package prose

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// look measures the units of a text: the work is linear in its length.
func (d *draft) look() []row {
	n := len(d.units)
	rows := make([]row, n)
	if n == 0 {
		return rows
	}
	copies := map[string]int{}
	for i := range d.units {
		copies[d.units[i].key()]++
		d.units[i].glance(d.model.Words, &rows[i])
	}
	v := newVocabulary(d)
	seen := map[string]bool{}
	for i := range d.units {
		u := &d.units[i]
		k := u.key()
		rows[i][fCopies] = log1(float64(copies[k] - 1))
		rows[i][fCopied] = flag(seen[k] && u.words > 1)
		seen[k] = true
		v.look(d, i, &rows[i])
	}
	d.places(rows)
	d.around(rows)
	d.whole(rows)
	return rows
}

// glance fills what the unit's own text shows, from what was seen of it before if it was.
func (u *unit) glance(words map[string]float32, r *row) {
	if u.seen != nil && u.seen.heard {
		*r, u.long = u.seen.row, u.seen.long
	} else {
		u.own(r)
		u.hear(words, r)
		if u.seen != nil {
			u.seen.row, u.seen.long, u.seen.heard = *r, u.long, true
		}
	}
	r[fTight] = flag(u.tight)
}

func (u *unit) key() string { return clip(u.text, maxLabel) }

// own fills what the unit's own text shows.
func (u *unit) own(r *row) {
	t := u.text
	if len(t) > 4096 { // a longer one is what it begins as
		t = clip(t, 4096)
	}
	var letters, upper, digits, capitals, starts int
	var marks [markKinds]int
	in := false
	glued := 0
	var first, last2 rune
	for _, c := range t {
		if c >= 'a' && c <= 'z' { // nearly all of most texts
			letters++
			if !in {
				starts++
			}
			in, last2 = true, c
			if first == 0 {
				first = c
			}
			continue
		}
		if unicode.IsUpper(c) && (unicode.IsLower(last2) || last2 == '.' || last2 == '!' || last2 == '?') {
			glued++
		}
		last2 = c
		letter, digit := unicode.IsLetter(c), unicode.IsDigit(c)
		switch {
		case letter:
			letters++
			if unicode.IsUpper(c) {
				upper++
			}
		case digit:
			digits++
		default:
			marks[markOf(c)]++
		}
		if (letter || digit) && !in {
			starts++
			if unicode.IsUpper(c) {
				capitals++
			}
		}
		in = letter || digit || in && (c == '\'' || c == '’' || unicode.IsMark(c))
		if first == 0 && !unicode.IsSpace(c) {
			first = c
		}
	}
	words := math.Max(1, float64(u.words))
	inked := math.Max(1, float64(letters+digits))
	r[fWords] = log1(float64(u.words))
	r[fWordLength] = float32(float64(letters+digits) / math.Max(1, float64(starts)))
	r[fSentence] = flag(u.sentence)
	r[fSentences] = log1(float64(marks[stop]))
	r[fCommas] = float32(float64(marks[comma]) / words)
	r[fCapitals] = float32(float64(capitals) / math.Max(1, float64(starts)))
	r[fUpper] = float32(float64(upper) / inked)
	r[fDigits] = float32(float64(digits) / inked)
	r[fLower] = flag(unicode.IsLower(first))
	last, _ := utf8.DecodeLastRuneInString(u.text)
	r[fColon] = flag(last == ':' || last == '：')
	r[fQuestion] = flag(strings.ContainsRune("?？؟", last))
	r[fEllipsis] = flag(last == '…' || strings.HasSuffix(u.text, "..."))
	r[fBars] = log1(float64(marks[bar]))
	r[fAddress] = flag(marks[address] > 0 || strings.Contains(t, "://") || strings.Contains(t, "www."))
	r[fQuoted] = flag(strings.ContainsRune("\"“„«‘'「»", first))
	r[fItem] = flag(u.kind == Item)
	r[fHeading] = flag(u.kind == Heading)
	r[fQuote] = flag(u.kind == Quote)
	r[fVerbatim] = flag(u.kind == Verbatim)
	r[fRole] = float32(u.sign.role)
	r[fProof] = float32(u.sign.proof)
	r[fDate] = flag(u.date.is)
	r[fDateLabel] = flag(u.date.label)
	r[fClock] = flag(len(t) < 200 && hasClock(t))
	if len(t) <= maxByline {
		_, names := parseByline(t)
		r[fByline] = flag(names != nil)
	}
	r[fCredit] = log1(float64(marks[bracket]))
	r[fGlued] = log1(float64(glued))
	r[fPrice] = flag(marks[money] > 0 && digits > 0)
	if digits > 0 && len(t) <= 300 {
		ws := split(t)
		for i := range ws {
			if n, _, _ := dateAt(t, ws[i:]); n > 0 {
				r[fHoldsDate] = 1
				break
			}
		}
	}
}

// Kinds of marks that a line may hold, and which they are.
const (
	otherMark = iota
	stop
	comma
	bar
	bracket
	address
	money
	markKinds
)

var marksOf = [markKinds]string{stop: enders, comma: ",，、;；،", bar: "|•·»›→▶►>←‹«", bracket: "()/（）", address: "@©", money: "$€£¥₹"}

// plainMarks are the kinds of those of ASCII.
var plainMarks = func() (kinds [utf8.RuneSelf]uint8) {
	for c := range kinds {
		kinds[c] = uint8(findMark(rune(c)))
	}
	return kinds
}()

func markOf(c rune) int {
	if c < utf8.RuneSelf {
		return int(plainMarks[c])
	}
	return findMark(c)
}

func findMark(c rune) int {
	for kind := stop; kind < markKinds; kind++ {
		if strings.ContainsRune(marksOf[kind], c) {
			return kind
		}
	}
	return otherMark
}

// hasClock reports a time of day, as 12:05 or 12.05.
func hasClock(s string) bool {
	for i := 2; i+2 < len(s); i++ {
		if s[i] == ':' && isDigit(s[i-1]) && isDigit(s[i+1]) && isDigit(s[i+2]) {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
