package check

import (
	"slices"
	"strings"
	"time"
)

var (
	rfc3339 = lazily(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)
	w3cdtf  = lazily(`^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$`)
	rfc822  = lazily(`^(?:([A-Za-z]{3})\s*,\s*)?(\d\d?)\s+([A-Za-z]{3})\s+(\d{4}|\d\d)\s+(\d\d):(\d\d)(?::(\d\d))?(?:\s+([+-]\d{4}|[A-Za-z]{1,3}))$`)
	strict  = lazily(`^(?:[A-Z][a-z]{2}, )?\d\d? [A-Z][a-z]{2} \d{4} \d\d:\d\d(:\d\d)? ([+-]\d{4}|[A-Z]{1,3})$`)
	quoted  = lazily(`\\.`)
	comment = lazily(`\([^()]*\)`)
)

var zones = map[string]int{"UT": 0, "GMT": 0, "UTC": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}

// timestamp checks an RFC 3339 date-time (RFC 4287 section 3.3: T and Z in capitals). The zero time is one that can't be read.
func (r *report) timestamp(n *node, what, value string) time.Time {
	if trimmed := strings.TrimSpace(value); trimmed != value && trimmed != "" {
		r.add(n.at, spaceAround, "%s has white space around it: %q", what, value)
		value = trimmed
	}
	t, err := time.Parse(time.RFC3339, value)
	if err != nil || !rfc3339().MatchString(value) {
		r.add(n.at, badDate, "%s is no RFC 3339 date: %q", what, value)
		return time.Time{}
	}
	r.plausible(n, what, value, t)
	return t
}

// day checks a date of W3C's note on dates and times, as Dublin Core writes them.
func (r *report) day(n *node, what, value string) {
	value = strings.TrimSpace(value)
	for _, layout := range []string{"2006", "2006-01", time.DateOnly, "2006-01-02T15:04Z07:00", time.RFC3339} {
		if t, err := time.Parse(layout, value); err == nil && w3cdtf().MatchString(value) {
			r.plausible(n, what, value, t)
			return
		}
	}
	r.add(n.at, badDate, "%s is no date of the form 2026-11-25 or 2026-11-25T08:00:00Z: %q", what, value)
}

// stamp822 checks an RFC 822 date. RSS allows years of two digits; nobody should write them.
func (r *report) stamp822(n *node, what, value string) time.Time {
	value = strings.TrimSpace(value)
	bare := withoutComments(value)
	m := rfc822().FindStringSubmatch(bare)
	if m == nil {
		r.add(n.at, badDate, "%s is no RFC 822 date: %q", what, value)
		return time.Time{}
	}
	month := slices.Index(months, strings.ToLower(m[3])) + 1
	year, _ := number(m[4])
	day, _ := number(m[2])
	hour, _ := number(m[5])
	minute, _ := number(m[6])
	second, _ := number("0" + m[7])
	if year < 100 {
		year += 1900
		if year < 1970 {
			year += 100
		}
	}
	t := time.Date(int(year), time.Month(month), int(day), int(hour), int(minute), int(second), 0, time.UTC)
	offset, named, known := zone(m[8])
	weekday := slices.Index(weekdays, strings.ToLower(m[1]))
	switch {
	case month == 0 || t.Day() != int(day) || hour > 23 || minute > 59 || second > 60 || !known || m[1] != "" && weekday < 0:
		r.add(n.at, badDate, "%s is no RFC 822 date: %q", what, value)
		return time.Time{}
	case m[1] != "" && time.Weekday(weekday) != t.Weekday():
		r.add(n.at, badDate, "%s is a %s, not a %s: %q", what, t.Format("Monday"), m[1], value)
	case !strict().MatchString(bare) || bare != strings.Join(strings.Fields(value), " ") || !strict().MatchString(value) || named && zones[m[8]] == 0 && len(m[8]) == 1 && m[8] != "Z", offset%(30*time.Minute) != 0:
		r.add(n.at, oddDate, "%s is written in an unusual way: %q", what, value)
	case named && m[8] != "GMT":
		r.add(n.at, namedZone, "%s has a zone without digits: %q", what, value)
	}
	t = t.Add(-offset)
	r.plausible(n, what, value, t)
	return t
}

// withoutComments removes what RFC 822 section 3.1.4 lets stand in parentheses, nested to a depth that a person may write.
func withoutComments(s string) string {
	s = quoted().ReplaceAllString(s, "")
	for range 4 {
		s = comment().ReplaceAllString(s, " ")
	}
	return strings.Join(strings.Fields(s), " ")
}

var (
	months   = strings.Fields("jan feb mar apr may jun jul aug sep oct nov dec")
	weekdays = strings.Fields("sun mon tue wed thu fri sat")
)

func zone(s string) (offset time.Duration, named, known bool) {
	if s[0] == '+' || s[0] == '-' {
		hours, _ := number(s[1:3])
		minutes, _ := number(s[3:])
		offset = time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
		if s[0] == '-' {
			offset = -offset
		}
		return offset, false, hours < 24 && minutes < 60
	}
	hours, known := zones[strings.ToUpper(s)]
	return time.Duration(hours) * time.Hour, true, known || len(s) == 1 && s != "J" && s != "j"
}

// plausible allows for clocks that go a little fast.
func (r *report) plausible(n *node, what, value string, t time.Time) {
	const fast = 10 * time.Minute
	switch {
	case t.Year() < 1990:
		r.add(n.at, implausible, "%s was before there were feeds: %q", what, value)
	case t.After(r.now.Add(fast)):
		r.add(n.at, implausible, "%s is in the future: %q", what, value)
	}
}
