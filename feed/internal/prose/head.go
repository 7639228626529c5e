package prose

import (
	"strings"
	"unicode/utf8"
)

const (
	maxTitle  = 150 // characters of the title of a text that was typed
	headUnits = 40  // how far into a page its title, byline and date are looked for
	// titleLeast is the logarithm of the odds that a line must have to be the title of a scraped text.
	titleLeast = -4
	// titleSure are odds of a line further down that show a text to be scraped: an author begins with the title.
	titleSure = 1.2
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
	switch {
	case d.isCut && d.leads():
		return 0
	case d.isCut && d.titleOdds > titleLeast:
		return d.titleAt
	case !d.isCut && len(d.units) > 1 && d.canBeTitle(0):
		return 0
	}
	return -1
}

// leads reports whether the text begins with its title and an article right below: so does one that was cleaned.
func (d *draft) leads() bool {
	return len(d.units) > 1 && d.units[0].words > 2 && d.canBeTitle(0) && d.units[1].isProse()
}

// pick returns the unit that is most likely the title of a scraped text, and the logarithm of the odds that it is.
func (d *draft) pick(rows []row) (at int, odds float64) {
	at = -1
	units, shown := d.candidates(rows)
	for k, i := range units {
		if s := d.model.Title.Score(shown[k]); at < 0 || s > odds {
			at, odds = i, s
		}
	}
	return at, odds
}

// canBeTitle reports whether unit i looks like the title of an author's text: short, no full stop,
// with a blank line, a list or a much longer paragraph after it.
func (d *draft) canBeTitle(i int) bool {
	u, next := &d.units[i], &d.units[i+1]
	if u.kind == Heading {
		return true
	}
	if u.kind != Paragraph || !u.titleLike() {
		return false
	}
	return !next.tight || next.kind == Item || next.words > 2*u.words && next.words >= proseWords
}

// titleLike reports a line that reads like a title wherever it stands.
func (u *unit) titleLike() bool {
	if !shortLine(u.text) || !hasInk(u.text) || u.date.is {
		return false
	}
	_, names := parseByline(u.text)
	return names == nil
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

// bylineAndDate reads the lines from unit i to the first paragraph, in a scraped text to the second.
func (d *draft) bylineAndDate(i int) {
	limit, led := headUnits, false // past the lead, which stands between title and byline
	if !d.isCut {
		limit = i + 3
	}
	for ; i < min(limit, len(d.units)); i++ {
		u := &d.units[i]
		if u.isProse() && u.reason == "" && (!d.isCut || led) || u.kind == Verbatim {
			return
		}
		led = led || u.isProse() && u.reason == ""
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
