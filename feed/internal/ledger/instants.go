package ledger

import "time"

// dates are those of a record by which its entry is sorted: of publication and of the last change.
type dates [2]time.Time

func (r *Record) dates() dates { return dates{r.Published, r.Updated} }

// rarelyAsked is how often the dates of all records are looked at before it is worth to count them.
const rarelyAsked = 3

// isTaken reports whether a date of another record than r is in the second of t. The ledger knows r with the dates was, if it does.
func (l *Ledger) isTaken(t time.Time, r *Record, was dates) bool {
	if l.instant == nil {
		if l.asked++; l.asked <= rarelyAsked {
			return l.hasBesides(t.Unix(), r)
		}
		l.instant = make(map[int64]int, l.Len())
		for other := range l.All() {
			if other == r {
				l.count(was, 1)
			} else {
				l.count(other.dates(), 1)
			}
		}
	}
	n := l.instant[t.Unix()]
	if r != nil && l.byID[r.ID] == r {
		for _, own := range was {
			if own.Unix() == t.Unix() {
				n--
			}
		}
	}
	return n > 0
}

func (l *Ledger) hasBesides(second int64, r *Record) bool {
	for other := range l.All() {
		if other != r && (other.Published.Unix() == second || other.Updated.Unix() == second) {
			return true
		}
	}
	return false
}

// count adds dates to those that are counted, or takes them away.
func (l *Ledger) count(all dates, by int) {
	if l.instant == nil {
		return
	}
	for _, t := range all {
		if n := l.instant[t.Unix()] + by; n > 0 {
			l.instant[t.Unix()] = n
		} else {
			delete(l.instant, t.Unix())
		}
	}
}
