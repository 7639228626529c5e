package feed

import "testing"

func TestNamedEpisode(t *testing.T) {
	for name, want := range map[string]episode{
		"show/S02E05 - The tide.mp3":     {Season: 2, Number: 5},
		"show/s1e12.mp3":                 {Season: 1, Number: 12},
		"show/Episode 7.mp3":             {Number: 7},
		"show/ep_007-title.mp3":          {Number: 7},
		"show/Folge 12.mp3":              {Number: 12},
		"show/tide #33.mp3":              {Number: 33},
		"show/007 Title.mp3":             {Number: 7},
		"show/112-title.mp3":             {Number: 112},
		"show/12 - Title.mp3":            {Number: 12},
		"show/Season 3/04 x.mp3":         {Season: 3, Number: 4},
		"show/s03/Bonus.mp3":             {Season: 3, Kind: "bonus"},
		"show/season-trailer.mp3":        {Kind: "trailer"},
		"show/12 monkeys.mp3":            {},
		"show/2021-05-03-title.mp3":      {},
		"show/20210503.mp3":              {},
		"show/sleep 8 hours.mp3":         {},
		"show/5e3.mp3":                   {},
		"show/trailers of the year.mp3":  {},
		"seasons/2/tide.mp3":             {},
		"show/Épisode 3.mp3":             {Number: 3},
		"show/a1s02e03b.mp3":             {},
		"show/The 100 best - part 2.mp3": {},
	} {
		if got := namedEpisode(name); got != want {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}
