package prose

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const unitWords = 96 // words of a unit that are looked at

// eachWord calls use with the first words of s in lower case. In a script without spaces each pair of neighbouring
// characters is a word.
func eachWord(s string, use func([]byte)) {
	var buf [96]byte
	w := buf[:0]
	count := 0
	var wide rune
	for _, c := range s {
		switch {
		case c < utf8.RuneSelf && (c|0x20) >= 'a' && (c|0x20) <= 'z': // nearly all of most texts
			wide = 0
			if len(w) < 40 {
				w = append(w, byte(c|0x20))
			}
			continue
		case isWide(c) && unicode.IsLetter(c):
			if wide != 0 {
				use(utf8.AppendRune(utf8.AppendRune(buf[:0], wide), c))
				count++
			}
			wide = c
			w = buf[:0]
		case c >= utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsMark(c)):
			wide = 0
			if len(w) < 40 {
				w = utf8.AppendRune(w, unicode.ToLower(c))
			}
		default:
			wide = 0
			if len(w) > 0 {
				use(w)
				w = buf[:0]
				count++
			}
		}
		if count >= unitWords {
			return
		}
	}
	if len(w) > 0 {
		use(w)
	}
}

// EachGram calls use with each word of a line, and each pair of neighbours as "one two". The first word and the first pair
// come once more, with a "^" before them.
func EachGram(s string, use func([]byte)) { eachGram(s, func(g []byte, _ bool) { use(g) }) }

// eachGram is EachGram that also tells words from the rest.
func eachGram(s string, use func(g []byte, isWord bool)) {
	var last, pair [200]byte
	n, count := 0, 0
	eachWord(s, func(w []byte) {
		use(w, true)
		p := append(pair[:0], '^')
		if count == 0 {
			use(append(p, w...), false)
		} else {
			p = append(append(append(p, last[:n]...), ' '), w...)
			use(p[1:], false)
			if count == 1 {
				use(p, false)
			}
		}
		n = copy(last[:], w)
		count++
	})
}

// hear notes what the unit's words lean to, and a hash of each different longer one: those carry what a text is about.
func (u *unit) hear(words map[string]float32, r *row) {
	sum, most, least, count := float32(0), float32(0), float32(0), 0
	eachGram(u.text, func(g []byte, isWord bool) {
		count++
		if s, ok := words[string(g)]; ok {
			sum += s
			most, least = max(most, s), min(least, s)
		}
		if first, _ := utf8.DecodeRune(g); isWord && (isWide(first) || utf8.RuneCount(g) >= longWord) {
			if h := hash(g); !slices.Contains(u.long, h) {
				u.long = append(u.long, h)
			}
		}
	})
	r[fJunk] = sum / float32(math.Sqrt(float64(count)+4))
	r[fJunkMost], r[fJunkLeast] = most, least
}

const longWord = 5 // letters of a word that says what a text is about

// hash is FNV-1a.
func hash(w []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range w {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// Key identifies a line for [Options.Known]: letters in lower case, every number alike.
func Key(line string) uint64 { return hash64(fold(clip(line, maxLabel))) }

// hash64 is FNV-1a with 64 bits.
func hash64(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// Keys returns the keys of the lines of a text, sorted, each once.
func Keys(text string) []uint64 {
	var keys []uint64
	for line := range strings.Lines(text) {
		line = strings.TrimFunc(line, isBlank)
		if mark, rest := itemMark(line); mark != "" {
			line = rest
		}
		if hasInk(line) {
			keys = append(keys, Key(line))
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
