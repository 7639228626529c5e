package ledger

import "time"

// byHand is the source of a date that somebody wrote into the ledger, and which then counts.
const byHand = "hand"

// date applies the law of dates. Published is frozen at the first publication, unless the author gives another date than
// before. Updated moves with what a reader would call a change of the text, and never goes back.
func (l *Ledger) date(now time.Time, r *Record, f *Fact, recovered bool) {
	was := dates{r.Published, r.Updated}
	if !r.wasShown() && r.PublishedFrom != byHand { // nobody has seen a date yet
		r.Published, r.Updated = time.Time{}, time.Time{}
	}
	given := time.Time{}
	if f.Firm {
		given = second(f.Published)
	}
	switch isNew := r.Published.IsZero(); {
	case isNew && !f.Published.IsZero():
		r.Published, r.PublishedFrom = second(f.Published), f.From
	case isNew:
		r.Published, r.PublishedFrom = r.Seen, "first seen"
	case !given.IsZero() && !given.Equal(r.Given) && !recovered:
		r.Published, r.PublishedFrom = given, f.From
	}
	if !given.IsZero() {
		r.Given = given
	}
	edited := r.Text != f.Text && r.Print != f.Print && !recovered // the same bytes read otherwise are no edit
	significant := edited && !f.Minor && f.Updated.IsZero() && l.isSignificant(r.Sketch, f.Sketch)
	switch {
	case f.Updated.After(r.Updated):
		r.Updated, r.UpdatedFrom = second(f.Updated), "author"
	case r.Updated.IsZero() && !r.Published.After(now):
		r.Updated, r.UpdatedFrom = r.Published, "published"
	case significant:
		at := l.fileTime(f.ModTime, now, r, was)
		if !at.After(r.Updated) && r.UpdatedFrom != "feed" { // else subscribers were told of it: the ledger is an older one
			at = second(now)
		}
		if at.After(r.Updated) {
			r.Updated, r.UpdatedFrom = at, "edit"
		}
	}
	if !edited || significant || f.Minor || r.Sketch == "" {
		r.Sketch = f.Sketch // else small edits add up: it stays that of the text that readers were told of
	}
	l.inOrder(r, now)
}

// inOrder makes updated no earlier than published (RFC 4287 section 4.2.15 calls it the later one), but not while that is
// still to come: a slip in a year must not stay in updated, which never goes back.
func (l *Ledger) inOrder(r *Record, now time.Time) {
	if r.Updated.Before(r.Published) && !r.Published.After(now) {
		r.Updated, r.UpdatedFrom = r.Published, "published"
	}
}

// Bounds of what is no more than a slip of the pen.
const (
	shortShare = 4   // one letter in so many, of a text too short for Letters
	longShare  = 500 // one letter in so many, of a text too long for Letters
)

// isSignificant reports whether a reader would say that the text changed: by more than l.Letters letters and digits, but
// in a short text by more than a quarter of it, and in a long one by more than two letters in a thousand. White space,
// punctuation, capitals, markup and order don't count.
func (l *Ledger) isSignificant(before, after Sketch) bool {
	letters, of := changed(before, after)
	return letters > max(min(l.Letters, of/shortShare), of*min(l.Letters, 1)/longShare)
}

// epoch is the oldest time of a file that is believed: older ones are zero values of copies and archives.
var epoch = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)

// fileTime is the time of a file when it is plausible, else now: in whole seconds, but with milliseconds where another
// record than r has that second already, so that two instants which are known to differ stay apart. was are the dates with which the ledger
// knows r.
func (l *Ledger) fileTime(modTime, now time.Time, r *Record, was dates) time.Time {
	t := plausible(modTime, now)
	exact := modTime.UTC().Truncate(time.Millisecond)
	if second(exact).Equal(t) && !exact.After(now) && l.isTaken(t, r, was) {
		return exact
	}
	return t
}

// plausible is the time of a file in whole seconds, or now when it can't be true.
func plausible(modTime, now time.Time) time.Time {
	if t := second(modTime); t.After(epoch) && !t.After(now) {
		return t
	}
	return second(now)
}

func second(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }
