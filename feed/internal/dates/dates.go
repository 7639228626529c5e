// Package dates turns a date as people write it into an instant, or refuses.
//
// A wrong date is worse than none: what can be read in two ways (12/02/2022, "CET" beside no offset table, a bare
// number) is an error that says so.
package dates

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/araddon/dateparse"
)

// layouts are tried in this order; the first that fits decides. Those without a zone are read in the caller's zone.
var layouts = []struct {
	layout  string
	dayOnly bool
}{
	{time.RFC3339Nano, false}, // also ISO 8601 as Atom wants it, RFC 4287 section 3.3
	{"2006-01-02T15:04Z07:00", false},
	{"2006-01-02T15:04:05Z0700", false},
	{"2006-01-02T15:04:05.999999999", false},
	{"2006-01-02T15:04", false},
	{"2006-01-02 15:04:05.999999999 Z07:00", false},
	{"2006-01-02 15:04:05.999999999Z07:00", false},
	{"2006-01-02 15:04:05 Z0700", false}, // Jekyll, git log --date=iso
	{"2006-01-02 15:04 Z0700", false},
	{"2006-01-02 15:04:05.999999999", false},
	{"2006-01-02 15:04", false},
	{"2006-01-02", true},
	{"2006-1-2", true},
	{"2006/01/02", true},
	{"2006/1/2", true},
	{"2006.01.02", true},
	{"20060102", true},
	{"2.1.2006", true}, // with dots the day comes first wherever it is in use
	{"2.1.2006 15:04", false},
	{"Mon, 2 Jan 2006 15:04:05 -0700", false}, // RFC 5322
	{"Mon, 2 Jan 2006 15:04 -0700", false},
	{"Mon, 2 Jan 2006 15:04:05 MST", false},
	{"2 Jan 2006 15:04:05 -0700", false},
	{"2 Jan 2006 15:04:05 MST", false},
	{"2 January 2006", true},
	{"2 Jan 2006", true},
	{"January 2, 2006", true},
	{"Jan 2, 2006", true},
	{"January 2 2006", true},
	{"January 2, 2006 15:04", false},
	{"2 January 2006 15:04", false},
	{"January 2, 2006 3:04 PM", false},
	{time.UnixDate, false},
	{time.ANSIC, false},
}

// zones are the abbreviations that RFC 822 section 5.1 defines; every other one means several things.
var zones = map[string]int{
	"UTC": 0, "GMT": 0, "UT": 0, "Z": 0,
	"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}

// ErrAmbiguous says that a text can be read as more than one instant.
var ErrAmbiguous = errors.New("date can be read in more than one way; write it like 2022-02-13 or 2022-02-13T15:04:05+01:00")

// Parse returns the instant that s names. Where s has no zone it is read in loc; where it has no time of day it
// means midnight there and dayOnly is true. Years outside 1 to 9999 are refused: RFC 3339 can't write them.
func Parse(s string, loc *time.Location) (t time.Time, dayOnly bool, err error) {
	s = strings.Join(strings.Fields(s), " ")
	for _, l := range layouts {
		t, err := time.ParseInLocation(l.layout, s, loc)
		if err != nil {
			continue
		}
		if t, err = trueZone(t, l.layout); err != nil {
			return time.Time{}, false, err
		}
		return inRange(t, l.dayOnly)
	}
	if !hasYear(s) {
		return time.Time{}, false, fmt.Errorf("%q is no date; write it like 2022-02-13 or 2022-02-13T15:04:05+01:00", s)
	}
	t, err = dateparse.ParseStrict(s)
	if errors.Is(err, dateparse.ErrAmbiguousMMDD) {
		return time.Time{}, false, fmt.Errorf("%q: %w", s, ErrAmbiguous)
	}
	if err != nil {
		return time.Time{}, false, fmt.Errorf("%q is no date; write it like 2022-02-13 or 2022-02-13T15:04:05+01:00", s)
	}
	if !strings.ContainsAny(s, ":") {
		return inRange(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, loc), true)
	}
	if t, err = trueZone(t, "MST"); err != nil {
		return time.Time{}, false, err
	}
	if name, offset := t.Zone(); name == "UTC" && offset == 0 && !strings.ContainsAny(s, "Z+") && !strings.Contains(s, "UTC") && !strings.Contains(s, "GMT") {
		t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), loc)
	}
	return inRange(t, false)
}

// trueZone mends what [time.Parse] does with an abbreviation that it does not know: it invents a zone of offset 0.
func trueZone(t time.Time, layout string) (time.Time, error) {
	name, offset := t.Zone()
	if offset != 0 || !strings.Contains(layout, "MST") || name == "" {
		return t, nil
	}
	hours, known := zones[name]
	if !known {
		return t, fmt.Errorf("time zone %q: %w", name, ErrAmbiguous)
	}
	return t.Add(-time.Duration(hours) * time.Hour).UTC(), nil
}

func inRange(t time.Time, dayOnly bool) (time.Time, bool, error) {
	if y := t.UTC().Year(); y < 1 || y > 9999 {
		return time.Time{}, false, fmt.Errorf("year %d is out of range", y)
	}
	return t, dayOnly, nil
}

// hasYear guards the lenient parser, which takes "1984" and "1644689400" for dates.
func hasYear(s string) bool {
	digits, year, other := 0, false, false
	for _, r := range s + " " {
		if r >= '0' && r <= '9' {
			digits++
			continue
		}
		year = year || digits == 4
		other = other || digits > 0 && digits != 4
		digits = 0
	}
	return year && other
}

// InPath returns, at midnight in loc or UTC if that is nil, the date that the name of a file says, or of a folder that it is in, or that three folders say together:
// 2022-02-13-low-tide.md, 20220213.txt, 2022/02/13/low-tide.md. A year and a month alone are no date.
func InPath(p string, loc *time.Location) (t time.Time, ok bool) {
	parts := strings.Split(p, "/")
	for i := len(parts) - 1; i >= 0; i-- {
		if t, _, ok := InName(parts[i], loc); ok {
			return t, true
		}
		if i >= 2 && i < len(parts)-1 && len(parts[i-2]) == 4 {
			if t, ok := day(parts[i-2], parts[i-1], parts[i], loc); ok {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

// dated finds a date at the beginning of a name.
var dated = regexp.MustCompile(`^(\d{4})([-_.]?)(\d\d)([-_.]?)(\d\d)(?:[-_. ]+|$)`)

// InName returns the date with which the name of a file or folder begins, and what follows it.
func InName(name string, loc *time.Location) (t time.Time, rest string, ok bool) {
	m := dated.FindStringSubmatch(name)
	if m == nil || m[2] != m[4] {
		return time.Time{}, "", false
	}
	t, ok = day(m[1], m[3], m[5], loc)
	return t, name[len(m[0]):], ok
}

func day(year, month, day string, loc *time.Location) (time.Time, bool) {
	if loc == nil {
		loc = time.UTC
	}
	t, err := time.ParseInLocation("2006-1-2", year+"-"+month+"-"+day, loc)
	return t, err == nil && t.Year() >= 1990 && t.Year() < 2100
}
