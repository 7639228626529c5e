package feed

import (
	"errors"
	"path/filepath"

	"github.com/seedfeed/seedfeed/feed/internal/charset"
	"github.com/seedfeed/seedfeed/feed/internal/header"
	"github.com/seedfeed/seedfeed/feed/internal/markup"
	"github.com/seedfeed/seedfeed/feed/internal/prose"
)

// Article is what [Clean] finds in a text.
type Article struct {
	Title     string   `json:"title"`
	Byline    string   `json:"byline"` // as it stands in the text
	Authors   []string `json:"authors"`
	Published string   `json:"published"` // as it stands in the text
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

// Clean reads the content of a seed of the given name as [Site.Build] would, without a site. The error is a
// [*Problem].
func Clean(name string, content []byte) (*Article, error) {
	k := kindOf(filepath.Base(name))
	if (k == perhapsText || k == notSeed) && !charset.IsText(content) {
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
	a := prose.Clean(body, prose.Options{Title: fields.Title})
	out := &Article{
		Title: first(fields.Title, a.Title), Byline: a.Byline, Authors: given(fields, a.Authors),
		Published: first(fields.Published, a.Published), Language: first(fields.Language, a.Language), Body: a.Body(),
		Blocks: []Block{}, Related: append([]string{}, a.Related...),
	}
	for _, b := range a.Blocks {
		out.Blocks = append(out.Blocks, Block{Kind: string(b.Kind), Text: b.Text, Kept: b.Kept, Reason: b.Reason, Score: b.Score})
	}
	return out, nil
}

// cleanMarkup shows the text of a marked-up seed as one block: what is dropped there is markup, not lines.
func cleanMarkup(name, body string, fields header.Fields, read func([]byte, markup.Options) (markup.Document, error)) (*Article, error) {
	m, err := read([]byte(body), markup.Options{})
	if err != nil {
		return nil, &Problem{Path: name, Text: err.Error(), Hint: "split it"}
	}
	return &Article{
		Title: first(fields.Title, m.Title), Authors: given(fields, m.Authors), Published: first(fields.Published, m.Published),
		Language: first(fields.Language, m.Language, prose.Language(m.Text)), Body: m.Text,
		Blocks: []Block{{Kind: "text", Text: m.Text, Kept: true}}, Related: []string{},
	}, nil
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
