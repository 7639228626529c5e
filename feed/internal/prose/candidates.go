package prose

import (
	"math"
	"strings"
	"unicode/utf8"
)

// What a line shows beside its row when it may be the title.
const (
	tOpens     feature = iota // log lines that begin or end with it
	tHolds                    // it begins or ends with another candidate
	tDated                    // a date or byline stands in the next five lines
	tLed                      // log units until the next prose
	tRank                     // log candidates before
	tLong                     // log candidates before that have five words or more
	tLetters                  // log characters
	tSite                     // ends in " - Site" or " | Site"
	tAbout                    // overlap with the prose, its rank among the candidates
	tAboutNear                // share of its longer words that stand in the next prose
	tLater                    // the same line stands further down as well
	tFirst                    // is the first line
	titleCount
)

const (
	titleReach = 400 // units of a text among which its title is looked for
	titleMost  = 300 // bytes of a title
)

// candidates returns the units that may be the title, with what speaks for each.
func (d *draft) candidates(rows []row) (at []int, out [][]float32) {
	n := min(len(d.units), titleReach)
	folded := map[int]string{}
	where := map[string][]int{}
	for i := range n {
		u := &d.units[i]
		if u.kind == Verbatim || u.kind == Quote || u.words < 1 || u.words > 45 || len(u.text) > titleMost || u.sign.role == label || !u.titleLike() {
			continue
		}
		k := fold(u.text)
		at = append(at, i)
		folded[i] = k
		where[k] = append(where[k], i)
	}
	long := 0
	var ps []uint32
	for rank, i := range at {
		u := &d.units[i]
		t := make([]float32, titleCount)
		k := folded[i]
		opens, holds := 0, 0
		if u.words >= 2 {
			for _, j := range at[:min(len(at), 120)] {
				if f := folded[j]; j != i && len(f) > len(k) && (strings.HasPrefix(f, k) || strings.HasSuffix(f, k)) {
					opens++
				} else if j != i && d.units[j].words >= 3 && len(f) < len(k) && (strings.HasPrefix(k, f) || strings.HasSuffix(k, f)) {
					holds++
				}
			}
		}
		t[tOpens], t[tHolds] = log1(float64(opens)), log1(float64(holds))
		for j := i + 1; j < min(len(d.units), i+6); j++ {
			if d.units[j].date.is || rows[j][fByline] > 0 {
				t[tDated] = float32(6 - j + i)
				break
			}
		}
		t[tLed] = rows[i][fNextProse]
		t[tRank], t[tLong] = log1(float64(rank)), log1(float64(long))
		if u.words >= 5 {
			long++
		}
		t[tLetters] = log1(float64(utf8.RuneCountInString(u.text)))
		if j := strings.LastIndexAny(u.text, "|–—-·"); j > 0 && len(u.text)-j < 40 && u.text[j-1] == ' ' {
			t[tSite] = 1
		}
		ps = ps[:0]
		for j, got := i+1, 0; j < min(len(d.units), i+40) && got < 3; j++ {
			if d.units[j].isProse() {
				ps = append(ps, d.units[j].long...)
				got++
			}
		}
		hit := 0.0
		for _, h := range u.long {
			for _, p := range ps {
				if h == p {
					hit++
					break
				}
			}
		}
		t[tAboutNear] = float32(hit / math.Max(1, float64(len(u.long))))
		better := 0
		for _, j := range at {
			if rows[j][fKnown]*rows[j][fWords] > rows[i][fKnown]*rows[i][fWords] {
				better++
			}
		}
		t[tAbout] = log1(float64(better))
		for _, j := range where[k] {
			if j > i {
				t[tLater] = log1(float64(j - i))
				break
			}
		}
		t[tFirst] = flag(i == 0)
		out = append(out, append(t, rows[i][:]...))
	}
	return at, out
}
