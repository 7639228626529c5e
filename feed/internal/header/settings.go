package header

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/agext/levenshtein"
	"github.com/dustin/go-humanize"
)

// Settings holds what a feed.yaml says. What it leaves unsaid has its zero value.
type Settings struct {
	Title, Subtitle, URL, Language, TimeZone, ID, Clean, Hub string
	Pictures                                                 string // "entries" or "none", "" when not said
	Authors                                                  []Person
	Archives                                                 string // "all" or "none", "" when not said
	Formats, Feeds                                           []string
	Twins, News, Robots                                      bool
	Grace                                                    *time.Duration // how long a missing seed is waited for; nil when not said
	Limits                                                   Limits
	Podcast                                                  *Podcast // nil when not said
	Lines                                                    Lines
}

// Limits are bounds; 0 stands for the default.
type Limits struct {
	Entries int   // most entries in the feed document
	Feed    int64 // bytes of the feed document, beyond which older entries go to archives
	Text    int64 // bytes of the largest text seed
	Edit    *int  // letters that an edit may change without moving updated; nil when not said
	Change  int   // per cent of the entries that may come or go at once
	Lines   Lines
}

// settingKeys are all keys of a feed.yaml with the fields they set; limitKeys those below "limits".
var (
	settingKeys = []string{"title", "subtitle", "url", "author", "authors", "language", "timezone", "id", "clean", "pictures", "formats", "feeds", "archives", "podcast", "hub", "twins", "news", "robots", "grace", "limits"}
	limitKeys   = []string{"entries", "feed", "text", "edit", "change"}
)

// ReadSettings reads a feed.yaml. An unknown key is an error that names the nearest known one. The error is always
// an [*Error].
func ReadSettings(text string) (Settings, error) {
	v, err := decodeYAML(text, 0)
	if errors.Is(err, errNoMapping) {
		return Settings{}, &Error{Line: 1, Text: "settings are not a list of `key: value` lines", Hint: "write for example `title: My garden`"}
	}
	if err != nil {
		return Settings{}, err
	}
	if err := unknown(v, settingKeys); err != nil {
		return Settings{}, err
	}
	r := &reader{from: v.keys}
	s := Settings{
		Title: r.text("title"), Subtitle: r.text("subtitle"), URL: r.text("url"), Language: r.text("language"),
		TimeZone: r.text("timezone"), ID: r.text("id"), Hub: r.text("hub"), Clean: r.mode("clean"), Pictures: r.either("pictures", "entries", "none"), Archives: r.either("archives", "all", "none"), Authors: r.people("authors"),
		Formats: r.words("formats"), Feeds: r.words("feeds"), Podcast: r.podcast(),
		Twins: r.flag("twins"), News: r.flag("news"), Robots: r.flag("robots"), Lines: Lines{v.keys},
	}
	if r.err != nil {
		return s, r.err
	}
	if g, ok := v.keys.get("grace"); ok {
		d, err := time.ParseDuration(strings.ReplaceAll(g.scalar, " ", ""))
		if err != nil || d < 0 {
			return s, &Error{Line: g.line, Text: fmt.Sprintf("%q is no time to wait", g.scalar), Hint: "write a number and a unit, as in grace: 1m, or grace: 0s"}
		}
		s.Grace = &d
	}
	said, _ := v.keys.get("limits")
	s.Limits, err = limits(said)
	return s, err
}

func limits(v value) (l Limits, err error) {
	if v.isScalar() {
		if v.scalar != "" {
			return l, &Error{Line: v.line, Text: `"limits" holds a single value`, Hint: "write the limits below it, as in\n  limits:\n    entries: 50"}
		}
		return l, nil
	}
	if err := unknown(v, limitKeys); err != nil {
		return l, err
	}
	l.Lines = Lines{v.keys}
	if e, ok := v.keys.get("entries"); ok {
		if l.Entries, err = strconv.Atoi(e.scalar); err != nil || l.Entries < 1 {
			return l, &Error{Line: e.line, Text: fmt.Sprintf("%q is no number of entries", e.scalar), Hint: "write a whole number from 1, as in entries: 50"}
		}
	}
	if e, ok := v.keys.get("edit"); ok {
		n, err := strconv.Atoi(e.scalar)
		if err != nil || n < 0 {
			return l, &Error{Line: e.line, Text: fmt.Sprintf("%q is no number of letters", e.scalar), Hint: "write a whole number, as in edit: 20"}
		}
		l.Edit = &n
	}
	if e, ok := v.keys.get("change"); ok {
		if l.Change, err = strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(e.scalar, "%"))); err != nil || l.Change < 1 {
			return l, &Error{Line: e.line, Text: fmt.Sprintf("%q is no share", e.scalar), Hint: "write per cent of the entries, as in change: 50%"}
		}
	}
	for key, to := range map[string]*int64{"feed": &l.Feed, "text": &l.Text} {
		e, ok := v.keys.get(key)
		if !ok {
			continue
		}
		n, err := humanize.ParseBytes(e.scalar)
		if err != nil || n < 1 || n > 1<<40 {
			return l, &Error{Line: e.line, Text: fmt.Sprintf("%q is no size", e.scalar), Hint: "write a number and a unit, as in " + key + ": 16 MiB"}
		}
		*to = int64(n)
	}
	return l, nil
}

// unknown reports the first key that is not among known.
func unknown(v value, known []string) error {
	for _, p := range v.keys {
		key := p.key
		if slices.Contains(known, key) {
			continue
		}
		near := slices.MinFunc(known, func(a, b string) int {
			return levenshtein.Distance(key, a, nil) - levenshtein.Distance(key, b, nil)
		})
		hint := fmt.Sprintf("did you mean %q?", near)
		if levenshtein.Distance(key, near, nil) > max(2, len(key)/2) {
			hint = "known are " + strings.Join(known, ", ")
		}
		return &Error{Line: p.line, Text: fmt.Sprintf("unknown setting %q", key), Hint: hint}
	}
	return nil
}
