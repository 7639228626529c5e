package feed

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/charset"
	"github.com/seedfeed/seedfeed/feed/internal/dates"
	"github.com/seedfeed/seedfeed/feed/internal/header"
	"github.com/seedfeed/seedfeed/feed/internal/markup"
	"github.com/seedfeed/seedfeed/feed/internal/prose"
)

// Article is what [Clean] finds in a text.
type Article struct {
	Title     string   `json:"title"`
	Byline    string   `json:"byline"` // as it stands in the text
	Authors   []string `json:"authors"`
	Published string   `json:"published"` // RFC 3339, or a day like 2022-02-13; as it stands in the text where it can be read in more than one way
	Language  string   `json:"language"`  // BCP 47, empty when unsure
	Body      string   `json:"body"`      // what was kept
	Blocks    []Block  `json:"blocks"`    // what was kept and what was dropped, in the order of the text
	Related   []string `json:"related"`   // headlines of other stories
}

// Block is a paragraph or the like.
type Block struct {
	Kind   string  `json:"kind"`
	Text   string  `json:"text"`
	Kept   bool    `json:"kept"`
	Reason string  `json:"reason"` // why it was dropped
	Score  float64 `json:"score"`  // what it weighed as a part of the article
}

// mode is how a text is cleaned that says word.
func mode(word string) prose.Mode {
	switch word {
	case "on":
		return prose.On
	case "off":
		return prose.Off
	}
	return prose.Auto
}

// Clean reads the content of a seed of the given name as [Site.Build] would, without a site and without a look at other
// seeds. The error is a [*Problem].
func Clean(name string, content []byte) (*Article, error) { return clean(name, content, nil) }

// Cleaner cleans files as [Site.Build] would, with a look at the texts beside them. The zero value works; several goroutines
// may use it.
type Cleaner struct {
	mu      sync.Mutex
	beside  neighbours
	folders map[string][]string
}

// File cleans one file. The error is a [*Problem] or one of reading it.
func (c *Cleaner) File(name string) (*Article, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", name, err)
	}
	return clean(name, b, c.known(name))
}

func (c *Cleaner) known(name string) func(key uint64) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	dir := filepath.Dir(name)
	names, ok := c.folders[dir]
	if !ok {
		if c.folders == nil {
			c.folders = map[string][]string{}
			c.beside.open = os.Open
		}
		entries, _ := os.ReadDir(dir) // a folder that can't be listed helps nobody
		for _, e := range entries {
			if kindOf(e.Name()) == plainText && e.Type().IsRegular() {
				names = append(names, filepath.Join(dir, e.Name()))
			}
		}
		c.folders[dir] = names
	}
	return c.beside.known(filepath.Clean(name), names)
}

func clean(name string, content []byte, known func(key uint64) int) (*Article, error) {
	k := kindOf(filepath.Base(name))
	if (k == perhapsText || k == notSeed || k == medium) && !charset.IsText(content) {
		return nil, &Problem{Path: name, Text: "is no text", Hint: "clean reads text, Markdown and HTML"}
	}
	fields, body, err := header.Parse(charset.Decode(content, k == html).String)
	if e, ok := errors.AsType[*header.Error](err); ok {
		return nil, &Problem{Path: name, Line: e.Line, Text: "front matter: " + e.Text, Hint: e.Hint}
	}
	switch k {
	case markdown:
		return cleanMarkup(name, body, fields, markup.Markdown)
	case html:
		return cleanMarkup(name, body, fields, markup.HTML)
	}
	a := prose.Clean(body, prose.Options{Title: fields.Title, Mode: mode(fields.Clean), Known: known})
	out := &Article{
		Title: first(fields.Title, a.Title), Byline: a.Byline, Authors: given(fields, a.Authors),
		Published: day(first(fields.Published, a.Published)), Language: first(fields.Language, a.Language), Body: a.Body(),
		Blocks: []Block{}, Related: append([]string{}, a.Related...),
	}
	for _, b := range a.Blocks {
		out.Blocks = append(out.Blocks, Block{Kind: string(b.Kind), Text: b.Text, Kept: b.Kept, Reason: b.Reason, Score: b.Score})
	}
	return out, nil
}

// cleanMarkup shows the text of a marked-up seed as one block: what is dropped there is markup, not lines.
func cleanMarkup(name, body string, fields header.Fields, read func(string, markup.Options) (markup.Document, error)) (*Article, error) {
	m, err := read(body, markup.Options{})
	if err != nil {
		return nil, &Problem{Path: name, Text: err.Error(), Hint: "split it"}
	}
	return &Article{
		Title: first(fields.Title, m.Title), Authors: given(fields, m.Authors), Published: day(first(fields.Published, m.Published)),
		Language: first(fields.Language, m.Language, prose.Language(m.Text)), Body: m.Text,
		Blocks: []Block{{Kind: "text", Text: m.Text, Kept: true}}, Related: []string{},
	}, nil
}

// day writes a date as RFC 3339 does, without a time of day where it has none.
func day(s string) string {
	at, dayOnly, err := dates.Parse(s, time.UTC)
	switch {
	case s == "" || err != nil:
		return s
	case dayOnly:
		return at.Format(time.DateOnly)
	}
	return at.Format(time.RFC3339)
}

func given(f header.Fields, found []string) []string {
	names := []string{}
	for _, p := range f.Authors {
		names = append(names, p.Name)
	}
	if len(names) == 0 {
		names = append(names, found...)
	}
	return names
}
