package header

import (
	"fmt"
	"strings"
)

// spellings lists for each field the keys that authors use, the preferred one first. A key that is not here is
// somebody else's (layout, slug, weight...) and left alone.
var spellings = map[string][]string{
	"subtitle":  {"subtitle"}, // of a feed.yaml, as is url
	"url":       {"url"},
	"id":        {"id"},
	"title":     {"title"},
	"summary":   {"summary", "description"},
	"language":  {"language", "lang"},
	"link":      {"link"},
	"image":     {"image"},
	"alt":       {"alt"},
	"published": {"published", "date"},
	"updated":   {"updated"},
	"expires":   {"expires"},
	"authors":   {"authors", "author"},
	"tags":      {"tags", "tag", "categories", "category"},
	"draft":     {"draft"},
	"minor":     {"minor"},
	"clean":     {"clean"},
	"season":    {"season", "itunes_season"},
	"episode":   {"episode", "episode_number", "itunes_episode"},
	"kind":      {"episode_type", "episodetype", "itunes_episode_type"},
	"explicit":  {"explicit", "itunes_explicit"},
}

// reader takes fields from a mapping and keeps the first thing that is wrong with one.
type reader struct {
	from mapping
	err  error
}

func fields(v value) (Fields, error) {
	r := &reader{from: v.keys}
	f := Fields{
		ID: r.text("id"), Title: r.text("title"), Summary: r.text("summary"), Language: r.text("language"),
		Link: r.text("link"), Image: r.text("image"), Alt: r.text("alt"),
		Published: r.text("published"), Updated: r.text("updated"), Expires: r.text("expires"),
		Authors: r.people("authors"), Tags: r.words("tags"),
		Draft: r.flag("draft"), Minor: r.flag("minor"), Clean: r.mode("clean"),
		Season: r.aside("season"), Episode: r.aside("episode"), Kind: r.aside("kind"), Explicit: r.aside("explicit"),
		Lines: Lines{r.from},
	}
	return f, r.err
}

// find returns what says a field, with its key; of several keys it is the preferred one.
func (m mapping) find(field string) (key string, v value, ok bool) {
	keys := spellings[field]
	if keys == nil { // of settings, which have one spelling
		v, ok = m.get(field)
		return field, v, ok
	}
	for _, key := range keys {
		if v, ok := m.get(key); ok {
			return key, v, true
		}
	}
	return "", value{}, false
}

func (r *reader) fail(v value, hint, format string, args ...any) {
	if r.err == nil {
		r.err = &Error{Line: v.line, Text: fmt.Sprintf(format, args...), Hint: hint}
	}
}

func (r *reader) text(field string) string {
	key, v, _ := r.from.find(field)
	if !v.isScalar() {
		r.fail(v, fmt.Sprintf("give it one value, as in %s: some text", key), "%q holds a list or a mapping", key)
	}
	return strings.TrimSpace(v.scalar)
}

func (r *reader) flag(field string) bool {
	key, v, ok := r.from.find(field)
	switch word := strings.ToLower(v.scalar); {
	case !ok, word == "false", word == "no", word == "off", word == "":
		return false
	case word == "true", word == "yes", word == "on":
		return true
	default:
		r.fail(v, "write true or false", "%q is neither true nor false: %q", key, v.scalar)
		return field == "draft" // when in doubt a draft stays a draft
	}
}

// mode reads "auto", "on" or "off".
func (r *reader) mode(field string) string {
	key, v, _ := r.from.find(field)
	switch word := strings.ToLower(v.scalar); {
	case !v.isScalar():
	case word == "", word == "auto", word == "on", word == "off":
		return word
	case word == "true", word == "yes":
		return "on"
	case word == "false", word == "no":
		return "off"
	}
	r.fail(v, "write clean: auto, clean: on or clean: off", "%q is none of auto, on and off", key)
	return ""
}

// either reads one of two words.
func (r *reader) either(field, one, other string) string {
	_, v, _ := r.from.find(field)
	switch word := strings.ToLower(v.scalar); {
	case !v.isScalar():
	case word == "", word == one, word == other:
		return word
	}
	r.fail(v, fmt.Sprintf("write %s: %s or %s: %s", field, one, field, other), "%q is neither %s nor %s: %q", field, one, other, v.scalar)
	return ""
}

// words reads a list, or one text with commas.
func (r *reader) words(field string) []string {
	key, v, ok := r.from.find(field)
	if !ok {
		return nil
	}
	words := make([]string, 0, len(v.list)+1)
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" {
			words = append(words, s)
		}
	}
	for _, item := range v.list {
		if !item.isScalar() {
			r.fail(v, fmt.Sprintf("write it as %s: [one, two]", key), "%q holds a list in a list", key)
		}
		add(item.scalar)
	}
	if v.keys != nil {
		r.fail(v, fmt.Sprintf("write it as %s: [one, two]", key), "%q holds a mapping", key)
	}
	for part := range strings.SplitSeq(v.scalar, ",") {
		add(part)
	}
	return words
}

// people reads a name, "Name <mail>", a mapping with name, url and email, or a list of those.
func (r *reader) people(field string) []Person {
	key, v, ok := r.from.find(field)
	if !ok {
		return nil
	}
	list := v.list
	if list == nil {
		list = []value{v}
	}
	people := []Person{}
	for _, item := range list {
		if item.list != nil {
			r.fail(v, fmt.Sprintf("write it as %s: [A. Name, B. Name]", key), "%q holds a list in a list", key)
			continue
		}
		if p := person(item); p.Name != "" {
			people = append(people, p)
		}
	}
	return people
}

func person(v value) Person {
	if v.keys != nil {
		p := Person{Name: v.keys.scalar("name"), URL: v.keys.scalar("url"), Email: v.keys.scalar("email")}
		if p.URL == "" {
			p.URL = v.keys.scalar("uri")
		}
		return p
	}
	name, mail, found := strings.Cut(v.scalar, "<")
	if mail, closed := strings.CutSuffix(strings.TrimSpace(mail), ">"); found && closed && strings.Contains(mail, "@") {
		return Person{Name: strings.TrimSpace(name), Email: mail}
	}
	return Person{Name: strings.TrimSpace(v.scalar)}
}
