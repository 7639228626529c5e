package wire

import (
	"bytes"
	"slices"
	"strings"

	"github.com/gorilla/feeds"
)

// jsonFeed is a JSON Feed (version 1.1). What it names again takes the place of what gorilla's writes poorly.
type jsonFeed struct {
	*feeds.JSONFeed
	Hubs    []jsonHub     `json:"hubs,omitempty"`
	Authors []*jsonAuthor `json:"authors,omitempty"`
	Items   []*jsonItem   `json:"items"` // MUST be there, also when it is empty
}

type jsonHub struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

type jsonItem struct {
	*feeds.JSONItem
	HTML      string        `json:"content_html"` // an item MUST have content
	Banner    string        `json:"banner_image,omitempty"`
	Published string        `json:"date_published"`
	Modified  string        `json:"date_modified"`
	Authors   []*jsonAuthor `json:"authors,omitempty"`
	Language  string        `json:"language,omitempty"`
	Files     []jsonFile    `json:"attachments,omitempty"`
}

type jsonFile struct {
	URL     string `json:"url"`
	Type    string `json:"mime_type"`
	Bytes   int64  `json:"size_in_bytes,omitempty"`
	Seconds int64  `json:"duration_in_seconds,omitempty"`
}

type jsonAuthor struct{ feeds.JSONAuthor }

// JSON makes f a JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).
func JSON(f *Feed) *Document {
	doc := &jsonFeed{
		JSONFeed: &feeds.JSONFeed{
			Version: "https://jsonfeed.org/version/1.1", Title: Line(f.Title), Description: Line(f.Subtitle), Language: f.Language,
			HomePageUrl: address(f.Home), FeedUrl: address(f.Self), NextUrl: address(f.Previous),
			Icon: address(f.Icon), Favicon: address(f.Icon),
		},
		Authors: jsonAuthors(f.Authors),
		Items:   []*jsonItem{},
	}
	if u := address(f.Hub); u != "" {
		doc.Hubs = []jsonHub{{"WebSub", u}}
	}
	items, _ := itemsOf(f, (*Encoder).JSON)
	d := documentOf(new(Encoder).json("", doc), items, "[]\n}\n")
	d.first, d.next, d.end = "[\n"+jsonItemIndent, ",\n"+jsonItemIndent, "\n ]\n}\n"
	return d
}

const jsonItemIndent = "  "

// JSON encodes an item of a JSON Feed.
func (c *Encoder) JSON(e *Entry) Item {
	item := &jsonItem{
		JSONItem: &feeds.JSONItem{
			Id: e.ID, Url: address(e.URL), Title: Line(e.Title), Summary: strings.TrimSpace(Text(e.Summary)), Image: address(e.Image),
		},
		Banner: banner(e), Published: stamp(e.Published), Modified: stamp(e.Updated), Authors: jsonAuthors(e.Authors), Language: e.Language,
	}
	item.Tags = labels(e.Categories)
	if u := address(e.Enclosure.URL); u != "" {
		item.Files = []jsonFile{{u, e.Enclosure.Type, e.Enclosure.Bytes, seconds(e.Enclosure.Duration)}}
	}
	const content = `"content_html": ` // in a text there is no quotation mark without a "\"
	text := bytes.Clone(c.json("", Text(e.HTML)))
	before, after, _ := bytes.Cut(c.json(jsonItemIndent, item), []byte(content+`""`))
	return Item{text: slices.Concat(before, []byte(content), bytes.TrimSpace(text), bytes.TrimSpace(after))}
}

func jsonAuthors(people []Person) (out []*jsonAuthor) {
	for _, p := range persons(people) {
		a := feeds.JSONAuthor{Name: p.Name, Url: p.Uri}
		if a.Url == "" && p.Email != "" {
			a.Url = "mailto:" + p.Email
		}
		out = append(out, &jsonAuthor{a})
	}
	return out
}
