package prose

// Reasons that come from a unit's place and not from a sign in it.
const (
	titleReason  = "title"
	bylineReason = "byline"
	beforeReason = "before the article"
	afterReason  = "after the article"
	repeatReason = "repeated line"
	dateReason   = "date label"
)

// cut drops what is not the article, unless too much prose would go: then the signs have misled.
func (d *draft) cut() {
	start, end := d.run()
	reasons := make([]string, len(d.units))
	kept, all := 0, 0
	under := ""
	for i := range d.units {
		u := &d.units[i]
		if u.isProse() {
			all += u.words
		}
		reasons[i] = u.verdict(i, start, end, under)
		if reasons[i] == "" && u.isProse() {
			kept += u.words
		}
		switch {
		case u.sign.role == section:
			under = u.text
		case u.score > 0:
			under = ""
		}
	}
	if kept == 0 || d.options.Mode == Auto && float64(kept) < keptAtLeast*float64(all) {
		return
	}
	d.isCut = true
	d.start = start
	for i := range d.units {
		d.units[i].reason = reasons[i]
		if d.units[i].headline && d.units[i].sign.role == plain && d.units[i].words > 2 {
			d.related = append(d.related, d.units[i].text)
		}
	}
}

// verdict is the reason why a unit goes, "" if it stays. The article is units[start:end].
func (u *unit) verdict(i, start, end int, under string) string {
	switch {
	case u.sign.role != plain && (u.sign.role != contact || i < start || i >= end):
		return u.sign.reason
	case u.headline:
		return `teaser under "` + clip(under, 40) + `"`
	case u.date.is && (u.date.label || i < start || i >= end):
		return dateReason
	case i < start:
		return beforeReason
	case i >= end:
		return afterReason
	case u.repeat:
		return repeatReason
	}
	return ""
}

// run finds the units with the greatest total score, units[start:end], in one pass (Kadane's algorithm).
func (d *draft) run() (start, end int) {
	best, sum, from := 0.0, 0.0, 0
	for i := range d.units {
		if sum <= 0 {
			sum, from = 0, i
		}
		if sum += d.units[i].score; sum > best {
			best, start, end = sum, from, i+1
		}
	}
	return start, end
}
