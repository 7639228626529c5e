package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxTitle  = 150 // characters
	headUnits = 40  // how far into a page its title, byline and date are looked for
)

// head takes the title, byline and date from the head of the text.
func (d *draft) head() {
	at := -1
	if d.options.Title != "" {
		d.title = d.options.Title
		at = d.knownTitle()
	} else if at = d.pickTitle(); at >= 0 {
		d.title = d.units[at].text
	}
	if at >= 0 {
		d.units[at].reason = titleReason
		d.dropRepeats()
	}
	d.bylineAndDate(at + 1)
}

// knownTitle finds the first line that repeats the title known from elsewhere.
func (d *draft) knownTitle() int {
	for i := range d.units {
		if d.units[i].reason == "" || d.isCut && i < headUnits {
			if sameTitle(d.units[i].text, d.title) {
				return i
			}
			if !d.isCut {
				break
			}
		}
	}
	return -1
}

func sameTitle(a, b string) bool { return len(a) <= 4*maxTitle && fold(a) == fold(b) }

// dropRepeats drops further copies of the title at the start of the kept text.
func (d *draft) dropRepeats() {
	for i := range d.units {
		u := &d.units[i]
		if u.reason != "" {
			continue
		}
		if !sameTitle(u.text, d.title) {
			return
		}
		u.reason = repeatReason
	}
}

// pickTitle returns the unit that is the title, -1 when none looks like one.
func (d *draft) pickTitle() int {
	if !d.isCut {
		if len(d.units) > 1 && d.canBeTitle(0) {
			return 0
		}
		return -1
	}
	best, most := -1, 0.0
	for i := range d.units[:min(len(d.units), headUnits)] {
		if s := d.titleScore(i); s > most {
			best, most = i, s
		}
		if i >= d.start && d.units[i].reason == "" && d.units[i].isProse() {
			break
		}
	}
	return best
}

// titleWeights is what speaks for a line of the head being the title.
var titleWeights = struct{ word, wordsMost, repeated, item, crumb, lower float64 }{
	word:      1,  // each word, up to
	wordsMost: 9,  // this many
	repeated:  5,  // stands again further down
	item:      -6, // in a list
	crumb:     -8, // a path, "Home » News"
	lower:     -3, // begins in lower case
}

// titleScore weighs unit i as the title of a scraped page.
func (d *draft) titleScore(i int) float64 {
	u := &d.units[i]
	if u.sign.role != plain || u.date.is || u.headline || !shortLine(u.text) || !hasInk(u.text) || u.kind == Verbatim || u.kind == Quote {
		return 0
	}
	if _, names := parseByline(u.text); names != nil {
		return 0
	}
	w := titleWeights
	s := w.word * min(float64(u.words), w.wordsMost)
	for j := range i {
		if d.units[j].text == u.text {
			s += w.repeated
			break
		}
	}
	if u.kind == Item {
		s += w.item
	}
	if strings.ContainsAny(u.text, "»›>→") {
		s += w.crumb
	}
	if r, _ := utf8.DecodeRuneInString(u.text); unicode.IsLower(r) {
		s += w.lower
	}
	return s
}

// canBeTitle reports whether unit i looks like the title of an author's text: short, no full stop,
// with a blank line, a list or a much longer paragraph after it.
func (d *draft) canBeTitle(i int) bool {
	u, next := &d.units[i], &d.units[i+1]
	if u.kind == Heading {
		return true
	}
	if u.kind != Paragraph || !shortLine(u.text) || !hasInk(u.text) || u.date.is {
		return false
	}
	if _, names := parseByline(u.text); names != nil {
		return false
	}
	return !next.tight || next.kind == Item || next.words > 2*u.words && next.words >= proseWords
}

// shortLine reports a line that does not end like a sentence, a greeting or the start of a list.
func shortLine(s string) bool {
	if len(s) > 4*maxTitle || utf8.RuneCountInString(s) > maxTitle {
		return false
	}
	s = strings.TrimRight(s, closers)
	last, _ := utf8.DecodeLastRuneInString(s)
	return !strings.ContainsRune(".。｡।:：,，;；、", last) && !strings.Contains(s, "://")
}

// bylineAndDate reads the lines from unit i to the first paragraph.
func (d *draft) bylineAndDate(i int) {
	limit := headUnits
	if !d.isCut {
		limit = i + 3
	}
	for ; i < min(limit, len(d.units)); i++ {
		u := &d.units[i]
		if u.isProse() && u.reason == "" || u.kind == Verbatim {
			return
		}
		if d.published == "" {
			d.published = u.date.date
			if d.byline != "" && u.date.is && u.date.label && u.date.date != "" { // "Published: 3 June 2021" under "By Jane Doe"
				u.reason = dateReason
			}
		}
		if line, names := parseByline(u.text); names != nil && d.byline == "" {
			d.byline, d.authors = line, names
			u.reason = bylineReason
		}
	}
}
