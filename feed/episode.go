package feed

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/header"
	"github.com/seedfeed/seedfeed/feed/internal/media"
)

// What a recording brings as an episode: number and season, cover, chapters, transcripts. The author's word comes first, then the
// file's name, then its tags.

// episode is what is known of a seed as an episode.
type episode struct {
	Season, Number int    `json:",omitempty"`
	Kind           string `json:",omitempty"` // trailer, bonus, or full
	Explicit       string `json:",omitempty"` // true or false
}

// over fills what is unsaid.
func (x episode) over(below episode) episode {
	return episode{
		first(x.Season, below.Season), first(x.Number, below.Number), first(x.Kind, below.Kind), first(x.Explicit, below.Explicit),
	}
}

// saidEpisode is what an author says. What can't be right is told of a recording, and of a text ignored: there the words may mean something else.
func (d *document) saidEpisode() (x episode) {
	number := func(field, text string) int {
		if text == "" {
			return 0
		}
		n, err := header.Number(text)
		if err != nil && kindOf(d.seed.Path) == medium {
			d.problem(field, field+": "+err.Error()+", and is not used", "write it as digits, as in "+field+": 12")
		}
		return n
	}
	x.Season, x.Number = number("season", d.fields.Season), number("episode", d.fields.Episode)
	if k := strings.ToLower(d.fields.Kind); k == "trailer" || k == "bonus" || k == "full" {
		x.Kind = k
	}
	switch strings.ToLower(d.fields.Explicit) {
	case "true", "yes", "explicit":
		x.Explicit = "true"
	case "false", "no", "clean":
		x.Explicit = "false"
	}
	return x
}

// How people number episodes and seasons in names. A bare number counts when it stands first and is padded or set off, as in
// "007 Title" and "12 - Title": else "12 monkeys" would be an episode.
var (
	seasonAndEpisode = lazily(`(?i)(?:^|[^\pL\pN])s(\d{1,2})[ ._-]?e(\d{1,4})(?:$|[^\pL\pN])`)
	episodeName      = lazily(`(?i)(?:^|[^\pL\pN])(?:ep|episode|episodio|épisode|folge|#)[ ._-]?(\d{1,4})(?:$|[^\pL\pN])`)
	episodeFirst     = lazily(`^(0\d{1,3}|\d{3})[ ._-]+\pL|^(\d{1,4}) - `)
	seasonFolder     = lazily(`(?i)^(?:season|series|staffel|saison|temporada|s)[ ._-]?(\d{1,2})$`)
	kindName         = lazily(`(?i)(?:^|[^\pL\pN])(trailer|bonus)(?:$|[^\pL\pN])`)
)

// lazily returns an expression that is compiled once it is needed: most sites have no recordings.
func lazily(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// namedEpisode is what the name of a file says, and that of its folder.
func namedEpisode(name string) (x episode) {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	number := func(digits string) int {
		n, _ := strconv.Atoi(digits) // digits by the expression
		return n
	}
	if m := seasonFolder().FindStringSubmatch(path.Base(path.Dir(name))); m != nil {
		x.Season = number(m[1])
	}
	if m := seasonAndEpisode().FindStringSubmatch(base); m != nil {
		x.Season, x.Number = number(m[1]), number(m[2])
	} else if m := episodeName().FindStringSubmatch(base); m != nil {
		x.Number = number(m[1])
	} else if m := episodeFirst().FindStringSubmatch(base); m != nil {
		x.Number = number(m[1] + m[2])
	}
	if m := kindName().FindStringSubmatch(base); m != nil {
		x.Kind = strings.ToLower(m[1])
	}
	return x
}

// chapter is a part of a recording.
type chapter = media.Chapter

// coverPath is where the site has the picture that is in a recording, named by its bytes: episodes share one; "" when there is none.
func (m *enclosed) coverPath() string {
	if m.Cover == "" {
		return ""
	}
	return "covers/" + m.Cover
}

var coverExtensions = map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp"}

// coverName names a cover by its bytes; "" when there is none.
func coverName(info media.Info) string {
	if info.Cover == nil {
		return ""
	}
	return fingerprint(info.Cover)[:16] + coverExtensions[info.CoverType]
}

// coverIn reads the cover out of a recording.
func (b *session) coverIn(p string) ([]byte, error) {
	info, err := b.infoOf(p)
	if err == nil && coverName(info) != b.seeds[p].Medium.Cover {
		err = errUnstable
	}
	return info.Cover, err
}

func chaptersPath(recording string) string { return recording + ".chapters.json" }

// transcriptsOf are the extensions of files beside a recording that hold what is said in it, with their types.
var transcriptsOf = []struct{ ext, mediaType string }{{".vtt", "text/vtt"}, {".srt", "application/x-subrip"}}

// companion returns the first file beside a recording that has one of the extensions, behind its name or in place of its own.
func (b *session) companion(recording string, extensions ...string) string {
	for _, stem := range []string{recording, strings.TrimSuffix(recording, path.Ext(recording))} {
		for _, ext := range extensions {
			if b.isFile(stem + ext) {
				return stem + ext
			}
		}
	}
	return ""
}

// air adds to an entry what its recording brings.
func (b *session) air(e *entry, recording *seed) {
	x := e.Episode.over(recording.Episode)
	e.episode = &Episode{Season: x.Season, Number: x.Number, Kind: x.Kind, Explicit: x.Explicit}
	for _, t := range transcriptsOf {
		if p := b.companion(recording.Path, t.ext); p != "" {
			e.companions = append(e.companions, p)
			e.episode.Transcripts = append(e.episode.Transcripts, Transcript{URL: b.pageURL(p).String(), Type: t.mediaType, Captions: true})
		}
	}
	switch p := chaptersPath(recording.Path); {
	case b.isFile(p):
		e.companions = append(e.companions, p)
		e.episode.Chapters = b.pageURL(p).String()
	case len(recording.Medium.Chapters) > 0:
		e.episode.Chapters = b.pageURL(p).String()
	}
	if p := b.companion(recording.Path, ".jpg", ".jpeg", ".png", ".webp"); p != "" {
		e.companions = append(e.companions, p)
		e.episode.Image = b.pageURL(p).String()
	} else if p := recording.Medium.coverPath(); p != "" {
		e.episode.Image = b.pageURL(p).String()
	}
	if e.image == "" {
		e.image = e.episode.Image
	}
}

// episodeParts are all that is shown of an entry as an episode.
func (e *entry) episodeParts() []string {
	if e.episode == nil {
		return nil
	}
	return []string{"episode", fmt.Sprint(*e.episode), fmt.Sprint(e.enclosed.Medium.Chapters)}
}

// timecode writes where a chapter starts as players do: 1:02:03.
func timecode(c chapter) string {
	s := int(c.Start.Seconds())
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// air shows what a recording brings as an episode.
func (v *enclosureView) air(e *entry) {
	if e.episode == nil {
		return
	}
	if d := e.enclosure.Duration; d > 0 {
		v.Duration = timecode(chapter{Start: (d + time.Second - 1).Truncate(time.Second)})
	}
	for _, c := range e.enclosed.Medium.Chapters {
		at := timecode(c)
		v.Chapters = append(v.Chapters, chapterView{at, first(c.Title, at), fmt.Sprintf("%s#t=%d", v.URL, int(c.Start.Seconds()))})
	}
	for _, t := range e.episode.Transcripts {
		v.Transcripts = append(v.Transcripts, Link{strings.ToUpper(strings.TrimPrefix(path.Ext(t.URL), ".")), t.URL})
	}
}

// dateInOrder dates recordings that are new, say no date and were written within one second, as when a folder was copied: a second
// apart, in the order of their numbers or else their names. Podcast apps sort by date and have nothing else to go by.
func (b *session) dateInOrder(seeds []*seed, dates map[string]origin) {
	bySecond := map[time.Time][]*seed{}
	for _, s := range seeds {
		if _, dated := dates[s.Path]; dated || s.Medium == nil {
			continue
		}
		at := time.Unix(0, s.ModTime).UTC().Truncate(time.Second)
		if at.Year() < 1990 || at.After(b.now) { // no plausible date
			at = b.now.Truncate(time.Second)
		}
		bySecond[at] = append(bySecond[at], s)
	}
	for at, all := range bySecond {
		slices.SortFunc(all, func(x, y *seed) int {
			a, b := x.Episode, y.Episode
			return cmp.Or(strings.Compare(path.Dir(x.Path), path.Dir(y.Path)), a.Season-b.Season, a.Number-b.Number, strings.Compare(padded(x.Path), padded(y.Path)))
		})
		for i, s := range all {
			if before := len(all) - 1 - i; before > 0 {
				dates[s.Path] = origin{at.Add(-time.Duration(before) * time.Second), "first seen"}
			}
		}
	}
}

var digits = lazily(`\d+`)

// padded is a name that sorts by the numbers in it: 2 comes before 10.
func padded(name string) string {
	return digits().ReplaceAllStringFunc(name, func(n string) string { return strings.Repeat("0", max(0, 12-len(n))) + n })
}
