package prose

import "math"

// places fills where the units stand among the prose.
func (d *draft) places(rows []row) {
	n := len(d.units)
	total, sofar := 0.0, 0.0
	for i := range d.units {
		if d.units[i].isProse() {
			total += float64(d.units[i].words)
		}
	}
	last, lastSection, lastEnder, date, enders := -1, -1, -1, -1, 0
	since := func(i, at int) float32 {
		if at < 0 {
			return 6
		}
		return log1(float64(i - at))
	}
	for i := range d.units {
		u, r := &d.units[i], &rows[i]
		r[fPlace] = float32(i) / float32(n)
		r[fIndex] = log1(float64(i))
		r[fBack] = log1(float64(n - 1 - i))
		r[fBefore] = log1(sofar)
		if u.isProse() {
			sofar += float64(u.words)
		}
		r[fAfter] = log1(total - sofar)
		r[fShare] = float32(sofar / math.Max(1, total))
		r[fLastProse] = since(i, last)
		r[fSinceSection], r[fSinceEnder], r[fSinceDate] = since(i, lastSection), since(i, lastEnder), since(i, date)
		r[fEnders] = log1(float64(enders))
		switch {
		case u.isProse():
			last = i
		case u.sign.role == section:
			lastSection = i
		case u.sign.role == ender:
			lastEnder = i
			enders++
		case u.date.is:
			date = i
		}
	}
	next := -1
	for i := n - 1; i >= 0; i-- {
		rows[i][fNextProse] = 6
		if next >= 0 {
			rows[i][fNextProse] = log1(float64(next - i))
		}
		if d.units[i].isProse() {
			next = i
		}
	}
}

// around fills what stands around the units.
func (d *draft) around(rows []row) {
	n := len(d.units)
	for i := range d.units {
		r := &rows[i]
		r[fPrevWords], r[fPrev2Words], r[fNextWords], r[fNext2Words] = -1, -1, -1, -1
		r[fPrevRole], r[fNextRole] = -1, -1
		if i > 0 {
			p := &rows[i-1]
			r[fPrevWords], r[fPrevSentence], r[fPrevRole], r[fPrevJunk], r[fPrevKnown], r[fPrevDate], r[fPrevItem] =
				p[fWords], p[fSentence], p[fRole], p[fJunk], p[fKnown], p[fDate], p[fItem]
		}
		if i > 1 {
			r[fPrev2Words] = rows[i-2][fWords]
		}
		if i+1 < n {
			p := &rows[i+1]
			r[fNextWords], r[fNextSentence], r[fNextRole], r[fNextJunk], r[fNextKnown], r[fNextDate], r[fNextItem] =
				p[fWords], p[fSentence], p[fRole], p[fJunk], p[fKnown], p[fDate], p[fItem]
		}
		if i+2 < n {
			r[fNext2Words] = rows[i+2][fWords]
		}
		var words, prose, junk, signs, same, count float32
		for j := max(0, i-3); j <= min(n-1, i+3); j++ {
			words += rows[j][fWords]
			prose += flag(d.units[j].isProse())
			junk += rows[j][fJunk]
			signs += flag(d.units[j].sign.role != plain)
			count++
			if j != i && d.alike(i, j) {
				same++
			}
		}
		r[fAround], r[fAroundProse], r[fAroundJunk], r[fAroundSigns] = words/count, prose/count, junk/count, signs/count
		r[fSameShape] = same / max(1, count-1)
		prose, signs, count = 0, 0, 0
		dates := float32(0)
		for j := i + 1; j < min(n, i+11); j++ {
			prose += flag(d.units[j].isProse())
			signs += flag(d.units[j].sign.role != plain)
			dates += flag(d.units[j].date.is)
			count++
		}
		r[fAheadProse], r[fAheadSigns], r[fAheadDates] = prose/max(1, count), signs/max(1, count), dates/max(1, count)
		prose, signs, count = 0, 0, 0
		for j := i - 1; j >= max(0, i-10); j-- {
			prose += flag(d.units[j].isProse())
			signs += flag(d.units[j].sign.role != plain)
			count++
		}
		r[fBehindProse], r[fBehindSigns] = prose/max(1, count), signs/max(1, count)
	}
	d.wider(rows)
	d.posts(rows)
	for i := 0; i < n; {
		end, items := i, 0
		for end < n && !d.units[end].isProse() {
			items += int(flag(d.units[end].kind == Item))
			end++
		}
		for j := i; j < end; j++ {
			rows[j][fRun] = log1(float64(end - i))
			rows[j][fRunItems] = float32(items) / float32(end-i)
		}
		i = max(end, i+1)
	}
}

// wider fills the means over thirteen units.
func (d *draft) wider(rows []row) {
	const reach = 6
	n := len(rows)
	for i := range rows {
		var dates, items, prices, known, titled, words, count float32
		for j := max(0, i-reach); j <= min(n-1, i+reach); j++ {
			r := &rows[j]
			dates += max(r[fDate], r[fByline], flag(r[fHoldsDate] > 0 && d.units[j].words < 20))
			items += r[fItem]
			prices += r[fPrice]
			known += max(0, r[fKnown])
			titled += max(0, r[fTitled])
			words += float32(d.units[j].words)
			count++
		}
		r := &rows[i]
		r[fAroundDates], r[fAroundItems], r[fAroundPrices], r[fAroundKnown], r[fAroundTitled], r[fAroundTight] =
			dates/count, items/count, prices/count, known/count, titled/count, log1(float64(words/count))
	}
}

// alike reports units of about one shape.
func (d *draft) alike(i, j int) bool {
	a, b := &d.units[i], &d.units[j]
	return a.kind == b.kind && a.sentence == b.sentence && a.isProse() == b.isProse() && a.date.is == b.date.is &&
		2*a.words >= b.words && 2*b.words >= a.words
}

// whole fills what the whole text shows.
func (d *draft) whole(rows []row) {
	var words, prose, signs, proses, tight float64
	for i := range d.units {
		u := &d.units[i]
		words += float64(u.words)
		if u.isProse() {
			prose += float64(u.words)
			proses++
		}
		signs += float64(flag(u.sign.role != plain))
		tight += float64(flag(u.tight))
	}
	n := float64(len(d.units))
	var r row
	r[fTextUnits], r[fTextWords] = log1(n), log1(words)
	r[fTextProse] = float32(prose / math.Max(1, words))
	r[fTextSigns] = float32(signs / n)
	r[fTextProof] = log1(float64(d.proof()))
	r[fTextLength] = log1(prose / math.Max(1, proses))
	r[fTextTight] = float32(tight / n)
	for i := range rows {
		copy(rows[i][fTextUnits:], r[fTextUnits:])
	}
}
