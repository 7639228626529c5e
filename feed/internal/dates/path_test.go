package dates

import (
	"testing"
	"time"
)

func TestInPath(t *testing.T) {
	for path, want := range map[string]string{
		"2022-02-13-low-tide.md":       "2022-02-13",
		"posts/2022_02_13 low.md":      "2022-02-13",
		"20220213.txt":                 "2022-02-13",
		"2022/02/13/low-tide.md":       "2022-02-13",
		"a/2022/2/3/low-tide.md":       "2022-02-03",
		"2022-02-13/low-tide.md":       "2022-02-13",
		"2021-01-01/2022-02-13.low.md": "2022-02-13", // the nearest counts
		"2022/02/low-tide.md":          "",
		"2022/02/13":                   "",
		"2022-13-02-low.md":            "",
		"2022-02-30-low.md":            "",
		"20220213123.txt":              "",
		"2022-0213.txt":                "",
		"low-tide-2022-02-13.md":       "",
		"1066-10-14-hastings.md":       "",
		"2022/02/32/x.md":              "",
		"000_68606d4df204cb4e.txt":     "",
	} {
		got, ok := InPath(path, time.UTC)
		if s := got.Format(time.DateOnly); ok != (want != "") || ok && s != want {
			t.Errorf("%s: %v %v, want %q", path, got, ok, want)
		}
	}
}
