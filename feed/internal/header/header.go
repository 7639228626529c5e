// Package header reads what an author says beside the text, as values: front matter, sidecar files, settings.
package header

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxBytes bounds a front matter: 64 KiB is far beyond what a person writes, and keeps YAML's worst cases cheap.
const maxBytes = 64 << 10

// Fields holds what was said. A field that was not mentioned has its zero value; dates are as written.
type Fields struct {
	ID, Title, Summary, Language, Link, Image string
	Alt                                       string // what Image shows, for those who don't see it
	Clean                                     string // "auto", "on" or "off", "" when not said
	Published, Updated, Expires               string
	Authors                                   []Person
	Tags                                      []string
	Draft, Minor                              bool
	Season, Episode, Kind, Explicit           string // of a podcast's episode, as written
	Lines                                     Lines  // counted in the text that Parse or Sidecar was given
}

// Person is an author.
type Person struct{ Name, URL, Email string }

// Error is a front matter that can't be used.
type Error struct {
	Line int // counted from 1 in the whole text; 0 when unknown
	Text string
	Hint string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Text
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Text)
}

// Parse splits text into its front matter and the rest. A text without one is all body. The front matter stands at
// the start, between two lines "---" (YAML) or "+++" (TOML); only blank lines may stand before it. One that has no end is
// an error, so that what its author wanted to be held back is not published. The error is always an [*Error].
func Parse(text string) (f Fields, body string, err error) {
	block, body, line, toml, ok := split(text)
	if line > 0 && !ok && begins(block) {
		return Fields{}, "", &Error{Line: line, Text: "has no end", Hint: "close it with the same line that opens it, --- or +++"}
	}
	if !ok {
		return Fields{}, text, nil
	}
	decode := decodeYAML
	if toml {
		decode = decodeTOML
	}
	values, err := decode(block, line)
	if errors.Is(err, errNoMapping) && begins(block) {
		return Fields{}, "", &Error{Line: line + 1, Text: "is no list of `key: value` lines", Hint: "write for example `draft: true`, with a plain space after the colon"}
	}
	if errors.Is(err, errNoMapping) { // prose between two rules
		return Fields{}, text, nil
	}
	if err == nil {
		f, err = fields(values)
	}
	return f, body, err
}

// Sidecar reads a YAML file that stands beside a seed. The error is always an [*Error].
func Sidecar(text string) (Fields, error) {
	if len(text) > maxBytes {
		return Fields{}, &Error{Text: fmt.Sprintf("sidecar is larger than %d bytes", maxBytes), Hint: "keep only what describes the seed"}
	}
	values, err := decodeYAML(text, 0)
	if errors.Is(err, errNoMapping) {
		return Fields{}, &Error{Line: 1, Text: "sidecar is not a list of `key: value` lines", Hint: "write for example `title: My title`"}
	}
	if err != nil {
		return Fields{}, err
	}
	return fields(values)
}

// Over returns f with what it leaves unsaid taken from below: front matter over sidecar.
func (f Fields) Over(below Fields) Fields {
	for _, p := range []struct{ to, from *string }{
		{&f.ID, &below.ID},
		{&f.Title, &below.Title},
		{&f.Summary, &below.Summary},
		{&f.Language, &below.Language},
		{&f.Link, &below.Link},
		{&f.Image, &below.Image},
		{&f.Alt, &below.Alt},
		{&f.Published, &below.Published},
		{&f.Updated, &below.Updated},
		{&f.Expires, &below.Expires},
		{&f.Clean, &below.Clean},
		{&f.Season, &below.Season},
		{&f.Episode, &below.Episode},
		{&f.Kind, &below.Kind},
		{&f.Explicit, &below.Explicit},
	} {
		if *p.to == "" {
			*p.to = *p.from
		}
	}
	if f.Authors == nil {
		f.Authors = below.Authors
	}
	if f.Tags == nil {
		f.Tags = below.Tags
	}
	if !f.Lines.say("draft") {
		f.Draft = below.Draft
	}
	if !f.Lines.say("minor") {
		f.Minor = below.Minor
	}
	return f
}

// split finds the block between the fences, the first of which stands on the given line, 0 when there is none. Without a
// second one the block is all that follows.
func split(text string) (block, body string, line int, toml, ok bool) {
	start := 0
	for {
		first, _, found := strings.Cut(text[start:], "\n")
		if line++; !found {
			return "", "", 0, false, false
		}
		start += len(first) + 1
		if fence, ok := fenceOf(first); ok {
			block, body, ok = until(text[start:], fence)
			return block, body, line, fence == "+++", ok
		}
		if strings.TrimSpace(first) != "" {
			return "", "", 0, false, false
		}
	}
}

// fenceOf reports whether a line opens a front matter, also as editors that know one write it: "---yaml".
func fenceOf(line string) (fence string, ok bool) {
	switch strings.ToLower(strings.ReplaceAll(strings.TrimRight(line, " \t"), " ", "")) {
	case "---", "---yaml":
		return "---", true
	case "+++", "+++toml":
		return "+++", true
	}
	return "", false
}

func until(text, fence string) (block, body string, ok bool) {
	head := text[:min(len(text), maxBytes)]
	for at := 0; at < len(head); {
		line, _, more := strings.Cut(head[at:], "\n")
		if end := strings.TrimRight(line, " \t"); end == fence || fence == "---" && end == "..." {
			return text[:at], text[min(len(text), at+len(line)+1):], true
		}
		if !more {
			break
		}
		at += len(line) + 1
	}
	return head, "", false
}

// begins reports whether a block says something of the seed before anything else: then it is a front matter.
func begins(block string) bool {
	line, _, _ := strings.Cut(strings.TrimLeft(block, " \t\n-\u00a0"), "\n")
	at := strings.IndexAny(line, ":=")
	if at < 0 {
		return false
	}
	key := strings.ToLower(strings.TrimSpace(line[:at]))
	for _, known := range spellings {
		if slices.Contains(known, key) {
			return true
		}
	}
	return false
}
