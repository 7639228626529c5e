package prose

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Each unit gets the probability that it belongs to the article, from all that it and its surroundings show. Those that are likelier than
// half the F1 that is to be had make the expected F1 of the article greatest (Lipton, Elkan and Naryanaswamy, "Optimal
// thresholding of classifiers to maximize F1 measure", 2014): so a text of which little is certain loses little.

// Reasons that come from a unit's place and surroundings and not from a sign in it.
const (
	titleReason    = "title"
	bylineReason   = "byline"
	dateReason     = "date label"
	repeatReason   = "repeated line"
	beforeReason   = "before the article"
	afterReason    = "after the article"
	commentReason  = "reader's comment"
	capitalsReason = "headline in capitals"
	talkReason     = "words of a label"
	strangeReason  = "no part of the article"
)

const (
	maxJudged = 20_000 // units; no page has so many, and a text that has is kept whole
	threshold = 0.6    // a unit likelier than this always stays
	inside    = 0.7    // of the threshold suffices between two units that stay: nothing goes there without a strong reason
	// Evidence that Auto asks for: without a sign, and with one. It is the share of the text that is likely to be no article.
	doubtAlone, doubtSigned = 0.06, 0.03
	assured                 = 3    // logarithm of the odds that a line with a clear sign needs to stay
	strange                 = 0.45 // of the text that is likely none of the article: then between two units anything can stand
	keptAtLeast             = 0.15 // of the words of prose; where less would stay the judge is wrong
	fewUnits                = 20   // of which the look alone proves nothing
)

// Strangers is how many other texts of the folder have a line which is therefore none of this one.
const Strangers = 2

// judge decides about each unit of a text.
func (d *draft) judge() {
	n := len(d.units)
	if d.options.Mode == Off || n == 0 || n > maxJudged {
		return
	}
	rows := d.look()
	d.titleAt, d.titleOdds = d.pick(rows)
	d.about(rows, d.titleAt, d.titleOdds)
	odds := make([]float64, n)
	for i := range rows {
		odds[i] = d.model.Article.Score(rows[i][:])
	}
	keep := d.decide(odds)
	if keep == nil {
		return
	}
	d.isCut = true
	d.start, d.end = slices.Index(keep, true), n-1
	for d.end > 0 && !keep[d.end] {
		d.end--
	}
	for i := range d.units {
		if u := &d.units[i]; !keep[i] {
			u.reason = d.why(i, &rows[i])
			if u.stranger {
				d.shared = append(d.shared, Key(u.text))
			}
		}
	}
	for i := range d.units {
		if u := &d.units[i]; u.reason != "" && u.headline && u.sign.role == plain && u.words > 2 {
			d.related = append(d.related, u.text)
		}
	}
}

// decide chooses the units that stay, given the logarithm of each one's odds; nil is all.
func (d *draft) decide(odds []float64) []bool {
	p := make([]float64, len(odds))
	order := make([]int, len(odds))
	likely, doubt, all := 0.0, 0.0, 0.0
	for i := range d.units {
		d.units[i].score = odds[i]
		p[i] = probability(odds[i])
		order[i] = i
		w := d.units[i].weight()
		likely += p[i] * w
		doubt += (1 - p[i]) * w
		all += w
	}
	proof := d.proof()
	if d.titleAt > 0 && d.titleOdds > titleSure && d.units[d.titleAt].kind == Paragraph && (proof > 0 || len(d.units) >= fewUnits/2) {
		proof += 2
	}
	if d.options.Mode == Auto && proof < 2 && len(d.units) < fewUnits {
		return nil
	}
	if d.options.Mode == Auto && (proof == 0 && doubt < doubtAlone*all || proof == 1 && doubt < doubtSigned*all) {
		return nil
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[b], p[a]) })
	best, right, chosen := 0.0, 0.0, 0.0
	for _, i := range order {
		w := d.units[i].weight()
		right += p[i] * w
		chosen += w
		best = max(best, 2*right/(chosen+likely))
	}
	limit := min(threshold, best/2)
	first, last := len(p), -1
	for i := range p {
		if p[i] > limit {
			first, last = min(first, i), i
		}
	}
	within := inside
	if doubt > strange*all {
		within = 1
	}
	keep := make([]bool, len(p))
	words, prose := 0, 0
	for i := range p {
		keep[i] = p[i] > limit || i > first && i < last && p[i] > limit*within
		if d.units[i].speaks() && odds[i] < assured {
			keep[i] = false
		}
		if u := &d.units[i]; keep[i] && u.known >= Strangers {
			keep[i], u.stranger = false, true
		}
		if u := &d.units[i]; u.isProse() {
			prose += u.words
		}
		if keep[i] {
			words += d.units[i].words
		}
	}
	if words == 0 || d.options.Mode == Auto && float64(words) < keptAtLeast*float64(prose) {
		return nil
	}
	return keep
}

// speaks reports a sign that authors don't write on a line of its own.
func (u *unit) speaks() bool {
	return u.sign.proof > 0 && u.sign.role != contact && u.words < longWords
}

func (u *unit) weight() float64 { return math.Max(1, float64(u.words)) }

// why names the reason for which unit i goes.
func (d *draft) why(i int, r *row) string {
	u := &d.units[i]
	switch {
	case u.sign.role != plain:
		return u.sign.reason
	case u.known >= Strangers:
		return fmt.Sprintf("repeated in %d seeds", u.known)
	case u.headline:
		return `teaser under "` + clip(u.under, 40) + `"`
	case u.date.is:
		return dateReason
	case u.repeat || r[fTitleCopy] > 0:
		return repeatReason
	case r[fPost] > 0 || i >= d.end && r[fPostsBefore] > 0 && r[fTextPosts] > postsOfThread:
		return commentReason
	case i < d.start:
		return beforeReason
	case i > d.end:
		return afterReason
	case r[fUpper] > 0.8 && u.words > 3:
		return capitalsReason
	case r[fJunk] > 0.4:
		return talkReason
	}
	return strangeReason
}

// postsOfThread is the logarithm of so many lines over comments that there is a thread of them.
var postsOfThread = log1(2)
