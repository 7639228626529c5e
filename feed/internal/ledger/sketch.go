package ledger

// Two versions of a text are told from two texts by short sketches of them: the texts themselves need not be kept.
//
// A sketch knows only letters and digits, in lower case. White space, punctuation, markup and capitals make no
// difference, and scripts without spaces between words need no special care. It has two parts.
//
// The first says how alike two texts are: the smallest hash of all runs of nine letters, in each of 32 classes of
// hashes (one permutation MinHash: Li, Owen and Zhang 2012). The share of classes in which two sketches agree
// estimates the share of runs that the texts have in common, with a standard error of at most 0.09. Texts that are not
// versions of one another have next to nothing in common.
//
// The second counts runs of three letters in 64 classes. One letter that changes takes three runs away and brings
// three; a sentence brings as many as it has letters. So the differences of the counts tell how many letters changed,
// exactly for small edits and too few for large ones, which count as large all the same. What only moves to another
// place in the text counts for nothing.

import (
	"encoding/base64"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	longRun   = 9   // letters; two or three words of most languages
	classes   = 32  // of long runs
	markBytes = 3   // kept of each smallest hash
	shortRun  = 3   // letters
	counters  = 64  // of short runs
	batch     = 256 // letters that are counted at once
)

// A Sketch stands for a text. It is printable and holds no space, quote or backslash; the empty one stands for a text
// that nothing is known of.
type Sketch string

// SketchOf returns the sketch of the texts, one after the other: about 220 bytes, whatever their length. It takes time in
// proportion to that.
func SketchOf(texts ...string) Sketch {
	var r runs
	for _, text := range texts {
		for text != "" {
			text = text[r.take(text):]
			if r.held == batch {
				r.count()
			}
		}
	}
	r.count()
	return r.sketch()
}

// take keeps letters at the beginning of the text to be counted, and returns how many bytes it has seen. It doesn't branch on whether
// an ASCII character is a letter, which would be guessed wrong at the end of each word.
func (r *runs) take(text string) (seen int) {
	room := r.waiting[longRun:]
	held := r.held
	for seen < len(text) && text[seen] < utf8.RuneSelf && held < len(room) {
		c := letters[text[seen]]
		room[held] = c
		if c != 0 {
			held++
		}
		seen++
	}
	r.held = held
	if seen == 0 {
		c, size := utf8.DecodeRuneInString(text)
		if unicode.IsLetter(c) || unicode.IsNumber(c) || unicode.IsMark(c) {
			room[held] = uint64(unicode.ToLower(c))
			r.held++
		}
		seen = size
	}
	return seen
}

// letters are the letters and digits of ASCII in lower case, 0 for the rest.
var letters = func() (all [utf8.RuneSelf]uint64) {
	for c := range rune(utf8.RuneSelf) {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			all[c] = uint64(unicode.ToLower(c))
		}
	}
	return all
}()

// runs counts the runs of letters seen so far.
type runs struct {
	waiting     [longRun + batch]uint64 // letters that are not counted yet, behind the last ones that are
	held, n     int                     // how many wait, how many are counted
	long, short uint64                  // the runs that end there, as polynomials of their letters
	least       [classes]uint64
	counts      [counters]uint64
}

// base is what the letters of a run are digits to; its powers are those of the digit that leaves a run.
const (
	base      = 0x9e3779b97f4a7c15
	baseShort = base * base * base % (1 << 64)
	baseLong  = baseShort * baseShort % (1 << 64) * baseShort % (1 << 64)
)

// count counts the runs that end in the letters that wait: many at once, which keeps the sums in registers.
func (r *runs) count() {
	short, long, n := r.short, r.long, r.n
	for i, digit := range r.waiting[longRun : longRun+r.held] {
		short = short*base + (digit - r.waiting[i+longRun-shortRun]*baseShort)
		long = long*base + (digit - r.waiting[i]*baseLong)
		if n++; n >= shortRun {
			r.counts[mixed(short)>>58]++
		}
		if n >= longRun {
			r.mark(mixed(long))
		}
	}
	copy(r.waiting[:longRun], r.waiting[r.held:])
	r.short, r.long, r.n, r.held = short, long, n, 0
}

// mixed makes all bits depend on all others: the last steps of SplitMix64.
func mixed(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

func (r *runs) mark(h uint64) {
	if class := &r.least[h>>59]; *class == 0 || h < *class {
		*class = h
	}
}

func (r *runs) sketch() Sketch {
	if r.n > 0 && r.n < longRun {
		r.mark(mixed(r.long + uint64(r.n)))
	}
	b := make([]byte, 0, classes*markBytes+2*counters)
	for _, h := range r.least {
		b = append(b, byte(h), byte(h>>8), byte(h>>16))
	}
	for _, n := range r.counts {
		b = binary.AppendUvarint(b, n)
	}
	return Sketch(base64.RawURLEncoding.EncodeToString(b))
}

// marks returns what the texts of two sketches must have in common to be alike at all; how alike they are is the share
// of equal ones. Whoever looks for the likest of many indexes by them. There are at most 32, by class; a text without
// letters has none.
func (s Sketch) marks() (marks []uint32) {
	b, _ := s.parts()
	for class := 0; class < len(b)/markBytes; class++ {
		if m := uint32(b[class*markBytes]) | uint32(b[class*markBytes+1])<<8 | uint32(b[class*markBytes+2])<<16; m != 0 {
			marks = append(marks, uint32(class)<<24|m)
		}
	}
	return marks
}

// Alike returns how alike two texts are, from 0 for nothing in common to 1 for all.
func Alike(a, b Sketch) float64 {
	x, y := a.marks(), b.marks()
	same, all, j := 0, len(y), 0
	for _, m := range x { // both are sorted by class
		for j < len(y) && y[j]>>24 < m>>24 {
			j++
		}
		if j == len(y) || y[j]>>24 != m>>24 {
			all++
		} else if y[j] == m {
			same++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(same) / float64(all)
}

// changed returns how many letters differ between two versions of a text, and how many the longer one has. Sketches
// that are empty or damaged differ in everything.
func changed(a, b Sketch) (letters, of int) {
	x, y := a.counts(), b.counts()
	var total [2]int
	more, less := 0, 0
	for i := range counters {
		total[0] += x[i]
		total[1] += y[i]
		more += max(0, y[i]-x[i])
		less += max(0, x[i]-y[i])
	}
	of = max(total[0], total[1]) + shortRun - 1
	switch letters = max(more, less); {
	case a != b && (total[0] == 0 || total[1] == 0):
		return of, of
	case letters > shortRun-1:
		return letters - (shortRun - 1), of
	case letters > 0:
		return 1, of
	}
	return 0, of
}

func (s Sketch) counts() (all [counters]int) {
	_, b := s.parts()
	for i := range all {
		n, size := binary.Uvarint(b)
		if size <= 0 {
			return [counters]int{}
		}
		all[i] = int(min(n, 1<<40))
		b = b[size:]
	}
	return all
}

func (s Sketch) parts() (marks, counts []byte) {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(string(s)))
	if err != nil || len(b) < classes*markBytes {
		return nil, nil
	}
	return b[:classes*markBytes], b[classes*markBytes:]
}
