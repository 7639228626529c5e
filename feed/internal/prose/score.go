package prose

import (
	"strings"
	"unicode"
)

// The article is the run of units with the greatest total score: prose counts for it, signs of scraping and
// short fragments count against it (maximum subsequence segmentation, Pasternack and Roth, "Extracting
// article text from the web", WWW 2009). So labels inside the article do not end it, but
// a page's furniture before and after falls off. Scores are in words of prose.

// weights is what each feature of a unit adds to its score.
var weights = struct {
	proseMost, sentenceMost, item, fragment, verbatim float64
	label, date, repeat, headline, note               float64
	section, ender                                    float64
	sectionShare, enderShare, enderMost               float64
}{
	proseMost:    40,   // a paragraph counts its words up to here
	sentenceMost: 4,    // a short sentence
	item:         -0.5, // a short list item: as good as neutral
	fragment:     -3,   // a short line that ends without a full stop: a heading or a menu entry
	verbatim:     10,   // code and tables
	label:        -12,  // a share button, a read time, a teaser
	date:         -12,
	repeat:       -20,  // a line that stood before
	headline:     -6,   // a line under "Read more"
	note:         -6,   // a photo credit, a source
	section:      -12,  // "Read more" itself, and
	sectionShare: -0.2, // this much of the prose so far
	ender:        -20,  // "Comments", and
	enderShare:   -0.3, // this much of the prose so far
	enderMost:    200,
}

// marks are the features of a unit that its own text shows.
type marks struct {
	sign     sign
	date     dateLine
	words    int  // in scripts without spaces two characters are a word
	sentence bool // ends like one
	repeat   bool // stood before
	headline bool // stands under "Read more" or the like
}

const (
	proseWords   = 12 // a sentence of so many words is prose
	longWords    = 30 // so is anything of so many words
	proofNeeded  = 2  // different signs that show a text to be scraped
	commonProof  = 3  // common signs that weigh as much as one of those
	keptAtLeast  = 0.35
	headlineMost = 30 // words
)

func (u *unit) inspect() {
	if u.kind == Verbatim {
		return
	}
	u.words = countWords(u.text)
	u.sentence = endsSentence(u.text)
	u.sign = signs.find(u.text)
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
	options   Options
	units     []unit
	title     string
	byline    string
	authors   []string
	published string
	related   []string
	isCut     bool
	start     int // where the article begins, when it was cut
}

// weigh gives every unit its score.
func (d *draft) weigh() {
	seen := map[string]bool{}
	prose, under := 0.0, false
	for i := range d.units {
		u := &d.units[i]
		u.score = u.worth(prose, under)
		if key := clip(u.text, maxLabel); u.kind != Verbatim && u.words > 1 {
			if seen[key] {
				u.score = min(u.score, weights.repeat)
				u.repeat = true
			}
			seen[key] = true
		}
		u.headline = under && u.isHeadline()
		switch {
		case u.sign.role == section:
			under = true
		case u.score > 0 && !u.headline:
			under = false
		}
		prose += max(u.score, 0)
	}
}

// worth is the score of a unit after so many words of prose, perhaps under a heading like "Read more".
func (u *unit) worth(prose float64, under bool) float64 {
	switch u.sign.role {
	case label, teaser:
		return weights.label
	case section:
		return weights.section + weights.sectionShare*min(prose, weights.enderMost)
	case ender:
		return weights.ender + weights.enderShare*min(prose, weights.enderMost)
	case contact:
		return weights.note
	}
	switch {
	case u.kind == Verbatim:
		return weights.verbatim
	case u.date.is:
		return weights.date
	case under && u.isHeadline():
		return weights.headline
	case u.isProse():
		return min(float64(u.words), weights.proseMost)
	case u.sentence:
		return min(float64(u.words), weights.sentenceMost)
	case u.kind == Item:
		return weights.item
	}
	return weights.fragment
}

// isHeadline reports a line that may name another story.
func (u *unit) isHeadline() bool {
	return u.kind != Verbatim && u.words <= headlineMost && (!u.sentence || u.words < proseWords)
}

// scraped reports whether enough different signs show that the text comes from a web page.
func (d *draft) scraped() bool {
	switch d.options.Mode {
	case Off:
		return false
	case On:
		return true
	}
	return d.proof() >= proofNeeded
}

// proof counts the different signs that only a page carries. Of those that authors write too, a handful is
// needed to weigh as much; a labelled date and a headline that stands twice are signs as well.
func (d *draft) proof() int {
	strong, common := 0, 0
	seen := map[string]bool{}
	for i := range d.units {
		u := &d.units[i]
		published := u.date.is && u.date.label
		twice := u.repeat && i < headUnits && u.words >= 5 && !u.isProse() && u.kind != Item
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
