package prose

import (
	"strings"
	"unicode"
)

// marks are the features of a unit that its own text shows.
type marks struct {
	sign     sign
	date     dateLine
	words    int    // in scripts without spaces two characters are a word
	sentence bool   // ends like one
	repeat   bool   // stood before
	headline bool   // stands under "Read more" or the like,
	under    string // which is this
}

const (
	proseWords   = 12 // a sentence of so many words is prose
	longWords    = 30 // so is anything of so many words
	commonProof  = 3  // common signs that weigh as much as one of those
	headlineMost = 30 // words
)

func (u *unit) inspect() {
	if u.kind == Verbatim {
		return
	}
	u.words = countWords(u.text)
	u.sentence = endsSentence(u.text)
	u.sign = signs().find(u.text)
	u.date = readDate(u.text)
	if u.sign.role == plain && isShareBar(u.text) {
		u.sign = sign{label, "share label", 1}
	}
}

func (u *unit) isProse() bool {
	return u.kind != Verbatim && (u.sentence && u.words >= proseWords || u.words >= longWords)
}

// countWords counts words; two characters of a script without spaces are one.
func countWords(s string) int {
	n, wide := 0, 0
	in := false
	for _, r := range s {
		switch {
		case isWide(r):
			wide++
			in = false
		case unicode.IsSpace(r):
			in = false
		case !in && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			n++
			in = true
		}
	}
	return n + wide/2
}

// isShareBar reports a line of at least two words that are all names of networks and ways to share.
func isShareBar(s string) bool {
	if len(s) > maxLabel {
		return false
	}
	ws := strings.Fields(fold(s))
	for _, w := range ws {
		if !social[w] {
			return false
		}
	}
	return len(ws) > 1
}

// draft is an article in the making.
type draft struct {
	options    Options
	units      []unit
	title      string
	byline     string
	authors    []string
	published  string
	related    []string
	shared     []uint64
	model      *Model
	isCut      bool
	start, end int     // where the article begins and the last unit of it, when it was cut
	titleAt    int     // the unit that is most likely the title, -1 for none, and
	titleOdds  float64 // the logarithm of the odds that it is
}

// repeats marks what units repeat, and which stand under "Read more" and the like.
func (d *draft) repeats() {
	seen := map[string]bool{}
	under := ""
	for i := range d.units {
		u := &d.units[i]
		if key := u.key(); u.kind != Verbatim && u.words > 1 {
			u.repeat = seen[key]
			seen[key] = true
		}
		u.headline, u.under = under != "" && u.isHeadline(), under
		switch {
		case u.sign.role == section:
			under = u.text
		case !u.headline && (u.isProse() || u.kind == Verbatim):
			under = ""
		}
	}
}

// isHeadline reports a line that may name another story.
func (u *unit) isHeadline() bool {
	return u.kind != Verbatim && u.words <= headlineMost && (!u.sentence || u.words < proseWords)
}

// proof counts the different signs that only a page carries. Of those that authors write too, a handful is
// needed to weigh as much; a labelled date and a headline that stands twice are signs as well.
func (d *draft) proof() int {
	strong, common := 0, 0
	seen := map[string]bool{}
	for i := range d.units {
		u := &d.units[i]
		published := u.date.is && u.date.label
		twice := u.repeat && i < headUnits && u.words >= 5 && !u.isProse() && !u.sentence && u.kind != Item
		if u.sign.role == plain && !published && !twice {
			continue
		}
		key := fold(clip(u.text, maxLabel))
		switch {
		case seen[key] && !twice:
		case u.sign.proof > 0 && u.sign.role != teaser || twice || published && u.date.date == "":
			strong++
		case u.sign.role != contact:
			common++
		}
		seen[key] = true
	}
	return strong + common/commonProof
}
