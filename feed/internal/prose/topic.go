package prose

import "math"

// vocabulary knows, roughly and in bounded memory, in how many units of prose a longer word stands.
type vocabulary struct {
	prose [1 << 15]uint8
	title [1 << 10]bool
}

const (
	vocabularyUnits = 4096 // of a text that are looked at
)

func newVocabulary(d *draft) *vocabulary {
	v := &vocabulary{}
	titles := 0
	for i := range d.units[:min(len(d.units), vocabularyUnits)] {
		u := &d.units[i]
		if u.isProse() {
			for _, h := range u.long {
				if c := &v.prose[h%uint32(len(v.prose))]; *c < 255 {
					*c++
				}
			}
		}
		if titles < 6 && i < headUnits && u.words >= 4 && u.sign.role == plain && !u.date.is {
			titles++
			for _, h := range u.long {
				v.title[h%uint32(len(v.title))] = true
			}
		}
	}
	return v
}

// look fills what the words of unit i show.
func (v *vocabulary) look(d *draft, i int, r *row) {
	u := &d.units[i]
	own := uint8(0)
	if u.isProse() && i < vocabularyUnits {
		own = 1
	}
	var known, titled, most float64
	hs := u.long
	for _, h := range hs {
		c := v.prose[h%uint32(len(v.prose))]
		if c > own {
			known++
			most = math.Max(most, float64(c-own))
		}
		if v.title[h%uint32(len(v.title))] {
			titled++
		}
	}
	n := math.Max(1, float64(len(hs)))
	r[fKnown], r[fTitled] = float32(known/n), float32(titled/n)
	r[fKnownMost] = log1(most)
	if len(hs) == 0 {
		r[fKnown], r[fTitled] = -1, -1
	}
}

// about fills what the units show once the title is known.
func (d *draft) about(rows []row, title int, score float64) {
	const reach = 4
	if title < 0 {
		for i := range rows {
			rows[i][fFromTitle], rows[i][fTitleWords], rows[i][fTopic] = -9, -1, -1
		}
		return
	}
	var topic [1 << 12]bool
	name := map[uint32]bool{}
	for _, h := range d.units[title].long {
		name[h] = true
	}
	for i, got := title+1, 0; i < min(len(rows), title+80) && got < 6; i++ {
		if d.units[i].isProse() {
			for _, h := range d.units[i].long {
				topic[h%uint32(len(topic))] = true
			}
			got++
		}
	}
	key, words := fold(d.units[title].text), d.units[title].words
	between := 0.0
	for i := range rows {
		r := &rows[i]
		d1 := float64(i - title)
		r[fFromTitle] = float32(math.Copysign(math.Log1p(math.Abs(d1)), d1))
		r[fTitleScore] = float32(score)
		r[fTitleCopy] = flag(i != title && d.units[i].words == words && fold(clip(d.units[i].text, titleMost)) == key)
		hs := d.units[i].long
		named, topical := 0.0, 0.0
		for _, h := range hs {
			if name[h] {
				named++
			}
			if topic[h%uint32(len(topic))] {
				topical++
			}
		}
		n := math.Max(1, float64(len(hs)))
		r[fTitleWords], r[fTopic] = float32(named/n), float32(topical/n)
		r[fTitleHave] = float32(named / math.Max(1, float64(len(name))))
		if i > title {
			r[fTitleProse] = log1(between)
			if d.units[i].isProse() {
				between += float64(d.units[i].words)
			}
		} else {
			r[fTitleProse] = -1
		}
	}
	for i := range rows {
		var a, b, count float32
		for j := max(0, i-reach); j <= min(len(rows)-1, i+reach); j++ {
			a += rows[j][fTitleWords]
			b += rows[j][fTopic]
			count++
		}
		rows[i][fTitleAround], rows[i][fTopicAround] = a/count, b/count
	}
}
