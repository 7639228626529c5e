package dates

import (
	"errors"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zone data on this machine")
	}
	for _, c := range []struct {
		in, want string
		dayOnly  bool
	}{
		{"2022-02-13", "2022-02-12T23:00:00Z", true},
		{"2022-7-3", "2022-07-02T22:00:00Z", true},
		{"20220213", "2022-02-12T23:00:00Z", true},
		{"2022-02-13T15:04:05Z", "2022-02-13T15:04:05Z", false},
		{"2022-02-13T15:04:05+05:30", "2022-02-13T09:34:05Z", false},
		{"2022-02-13 15:04:05 +0100", "2022-02-13T14:04:05Z", false},
		{"2022-02-13 15:04", "2022-02-13T14:04:00Z", false},
		{"2022-07-13 15:04", "2022-07-13T13:04:00Z", false},
		{"13.2.2022", "2022-02-12T23:00:00Z", true},
		{"13 February 2022", "2022-02-12T23:00:00Z", true},
		{"February 13, 2022", "2022-02-12T23:00:00Z", true},
		{"Sun, 13 Feb 2022 15:04:05 GMT", "2022-02-13T15:04:05Z", false},
		{"Sun, 13 Feb 2022 15:04:05 EST", "2022-02-13T20:04:05Z", false},
		{"Sun, 13 Feb 2022 15:04:05 -0800", "2022-02-13T23:04:05Z", false},
		{"Feb 13, 2022 3:04:05 PM", "2022-02-13T14:04:05Z", false},
	} {
		got, dayOnly, err := Parse(c.in, berlin)
		if err != nil || got.UTC().Format(time.RFC3339) != c.want || dayOnly != c.dayOnly {
			t.Errorf("Parse(%q) = %v, %v, %v; want %s, %v", c.in, got.UTC(), dayOnly, err, c.want, c.dayOnly)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for in, ambiguous := range map[string]bool{
		"12/02/2022": true, "Sun, 13 Feb 2022 15:04:05 CEST": true, "Sun, 13 Feb 2022 15:04:05 IST": true,
		"1984": false, "1644689400": false, "May": false, "yesterday": false, "": false, "2022-13-45": false,
		"12 February ,2022: 06:10 PM GST": false,
	} {
		got, _, err := Parse(in, time.UTC)
		if err == nil {
			t.Errorf("Parse(%q) = %v, want an error", in, got)
		}
		if errors.Is(err, ErrAmbiguous) != ambiguous {
			t.Errorf("Parse(%q): %v, ambiguous should be %v", in, err, ambiguous)
		}
	}
}

// FuzzParse: a date that was read, written as RFC 3339 and read again is the same instant.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"2022-02-13", "Sun, 13 Feb 2022 15:04:05 EST", "13 Feb 2022", "1.2.2003 4:05", "9999-12-31", "Feb 13, 2022 3:04:05 PM"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, _, err := Parse(s, time.UTC)
		if err != nil {
			return
		}
		again, _, err := Parse(at.UTC().Format(time.RFC3339Nano), time.UTC)
		if err != nil || !again.Equal(at) {
			t.Fatalf("Parse(%q) = %v, again %v, %v", s, at, again, err)
		}
	})
}
