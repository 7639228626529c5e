package feed_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/seedfeed/seedfeed/feed"
)

// garden is a site with all its folders below a temporary one.
type garden struct {
	*feed.Site
	t testing.TB
}

func newGarden(t testing.TB) *garden {
	t.Helper()
	dir := t.TempDir()
	g := &garden{siteIn(dir), t}
	must(t, os.Mkdir(g.Seeds, 0o755))
	return g
}

// siteIn is the site of which everything lies in dir.
func siteIn(dir string) *feed.Site {
	return &feed.Site{
		Seeds: filepath.Join(dir, "seeds"), Out: filepath.Join(dir, "public"), Cache: filepath.Join(dir, "cache"),
		URL: "https://garden.test/", Title: "Garden", Grace: -1,
		Allow: []string{"flood", "loss", "empty"}, // tests are rough
	}
}

// rested is when seeds were written that a build shall believe at once. It waits for younger ones to settle.
var rested = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

// sow writes a seed that has rested.
func (g *garden) sow(name, text string) {
	g.t.Helper()
	file := filepath.Join(g.Seeds, name)
	must(g.t, os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644), os.Chtimes(file, rested, rested))
}

func (g *garden) build() *feed.Result {
	g.t.Helper()
	res, err := g.Build(g.t.Context())
	must(g.t, err)
	return res
}

// watch lets Watch run until the test ends, and returns when the first build is published.
func (g *garden) watch() {
	g.t.Helper()
	ctx, cancel := context.WithCancel(g.t.Context())
	first, ended := make(chan error, 1), make(chan struct{})
	go func() {
		defer close(ended)
		for _, err := range g.Watch(ctx) {
			select {
			case first <- err:
			default:
				if err != nil {
					g.t.Errorf("a build failed: %v", err)
				}
			}
		}
	}()
	g.t.Cleanup(func() { cancel(); <-ended })
	must(g.t, <-first)
}

// document is an Atom document as a strict reader sees it.
type document struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Entries []entry  `xml:"entry"`
}

type entry struct {
	ID        string `xml:"id"`
	Title     string `xml:"title"`
	Language  string `xml:"lang,attr"`
	Published string `xml:"published"`
	Updated   string `xml:"updated"`
	Content   string `xml:"content"`
	Links     []struct {
		Rel   string `xml:"rel,attr"`
		Href  string `xml:"href,attr"`
		Title string `xml:"title,attr"`
	} `xml:"link"`
}

// link returns the entry's first link of a kind, and the title that it has there.
func (e entry) link(rel string) (href, title string) {
	for _, l := range e.Links {
		if l.Rel == rel {
			return l.Href, l.Title
		}
	}
	return "", ""
}

// readAtom takes nothing but a whole, well-formed feed in which no two entries share an ID.
func readAtom(b []byte) (*document, error) {
	if !bytes.HasSuffix(b, []byte("</feed>\n")) {
		return nil, fmt.Errorf("a feed of %d bytes has no end", len(b))
	}
	doc, d := new(document), xml.NewDecoder(bytes.NewReader(b))
	if err := d.Decode(doc); err != nil {
		return nil, err
	}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if text, isText := token.(xml.CharData); err != nil || !isText || len(bytes.TrimSpace(text)) > 0 {
			return nil, fmt.Errorf("%v %v follows the feed", token, err)
		}
	}
	seen := map[string]bool{}
	for _, e := range doc.Entries {
		if e.ID == "" || seen[e.ID] {
			return nil, fmt.Errorf("ID %q of %q is empty or there twice", e.ID, e.Title)
		}
		seen[e.ID] = true
	}
	return doc, nil
}

// published reads the feed from the disk.
func (g *garden) published() *document {
	g.t.Helper()
	b, err := os.ReadFile(filepath.Join(g.Out, "feed.atom"))
	must(g.t, err)
	doc, err := readAtom(b)
	must(g.t, err)
	return doc
}

func must(t testing.TB, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}
