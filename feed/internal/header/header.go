// Package header reads what an author says beside the text, as values: front matter, sidecar files, settings.
package header

import (
	"errors"
	"fmt"
	"strings"
)

// maxBytes bounds a front matter: 64 KiB is far beyond what a person writes, and keeps YAML's worst cases cheap.
const maxBytes = 64 << 10

// Fields holds what was said. A field that was not mentioned has its zero value; dates are as written.
type Fields struct {
	ID, Title, Summary, Language, Link, Image string
	Published, Updated, Expires               string
	Authors                                   []Person
	Tags                                      []string
	Draft, Minor                              bool
	Lines                                     map[string]int // line of each known key, counted in the text that Parse or Sidecar was given
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
// the very start, between two lines "---" (YAML) or "+++" (TOML). The error is always an [*Error].
func Parse(text string) (f Fields, body string, err error) {
	block, body, toml, ok := split(text)
	if !ok {
		return Fields{}, text, nil
	}
	decode := decodeYAML
	if toml {
		decode = decodeTOML
	}
	values, err := decode(block, 1)
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
		{&f.Published, &below.Published},
		{&f.Updated, &below.Updated},
		{&f.Expires, &below.Expires},
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
	if _, said := f.Lines["draft"]; !said {
		f.Draft = below.Draft
	}
	if _, said := f.Lines["minor"]; !said {
		f.Minor = below.Minor
	}
	return f
}

func split(text string) (block, body string, toml, ok bool) {
	first, rest, found := strings.Cut(text, "\n")
	fence := strings.TrimRight(first, " \t")
	if !found || fence != "---" && fence != "+++" {
		return "", "", false, false
	}
	head := rest[:min(len(rest), maxBytes)]
	for at := 0; at < len(head); {
		line, _, more := strings.Cut(head[at:], "\n")
		if end := strings.TrimRight(line, " \t"); end == fence || fence == "---" && end == "..." {
			return rest[:at], rest[min(len(rest), at+len(line)+1):], fence == "+++", true
		}
		if !more {
			break
		}
		at += len(line) + 1
	}
	return "", "", false, false
}
