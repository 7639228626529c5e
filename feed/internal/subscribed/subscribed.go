// Package subscribed reads what subscribers of a feed have of it: any Atom, RSS or JSON feed document.
package subscribed

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
)

// Feed is a feed document.
type Feed struct {
	ID      string // of an Atom feed; the other formats have none
	Title   string
	Entries []Entry
}

// Entry is an entry as readers know it.
type Entry struct {
	ID                 string // what readers tell it by: its ID or guid, or its address when it has neither
	Link, Title        string
	HTML               string
	Published, Updated time.Time // zero when the feed doesn't say
}

// Parse reads a document. Entries that readers can't tell apart from others are left out. The error is about the
// document.
func Parse(doc []byte) (*Feed, error) {
	got, err := gofeed.NewParser().Parse(bytes.NewReader(doc))
	if err != nil {
		return nil, fmt.Errorf("no feed: %w", err)
	}
	if got.Title == "" && len(got.Items) == 0 {
		return nil, errors.New("no feed: it has neither a title nor entries")
	}
	f := &Feed{Title: got.Title}
	if got.FeedType == "atom" {
		if a, err := (&atom.Parser{}).Parse(bytes.NewReader(doc)); err == nil {
			f.ID = strings.TrimSpace(a.ID)
		}
	}
	seen := map[string]bool{}
	for _, item := range got.Items {
		e := Entry{ID: strings.TrimSpace(item.GUID), Link: strings.TrimSpace(item.Link), Title: item.Title, HTML: item.Content}
		if e.ID == "" {
			e.ID = e.Link
		}
		if e.HTML == "" {
			e.HTML = item.Description
		}
		if item.PublishedParsed != nil {
			e.Published = item.PublishedParsed.UTC()
		}
		if item.UpdatedParsed != nil {
			e.Updated = item.UpdatedParsed.UTC()
		}
		if e.ID != "" && !seen[e.ID] {
			seen[e.ID] = true
			f.Entries = append(f.Entries, e)
		}
	}
	return f, nil
}
