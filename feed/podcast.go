package feed

import (
	"fmt"
	"io"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/seedfeed/seedfeed/feed/internal/check"
	"github.com/seedfeed/seedfeed/feed/internal/header"
	"github.com/seedfeed/seedfeed/feed/internal/publish"
	"github.com/seedfeed/seedfeed/feed/internal/wire"
)

// The feed of a folder of recordings, or of a whole site of them, is a podcast: it is there in RSS, which podcast apps read, and
// holds more entries, because they follow no archives. Its feed.yaml says what nobody can guess.

// Defaults of the limits of a podcast.
const (
	podcastEntries   = 300 // as many as Apple's directory shows
	podcastFeedBytes = 1_000_000
)

// artworkNames are pictures in the folder of a podcast that stand for it, the preferred one first.
var artworkNames = []string{"cover", "artwork", "podcast", "folder"}

// podcastOf makes a channel a podcast if it is one: its own settings say it, or most of its entries are recordings. said is what the
// nearest settings say, those at the given place; nil when none do.
func (b *session) podcastOf(c *channel, said *header.Podcast, place string) *Problem {
	isOwn := said != nil && path.Dir(place) == path.Clean(c.folder)
	if said != nil && said.Off || !isOwn && (2*len(b.laden) <= len(c.entries) || !mostlyRecordings(c.entries)) {
		return nil
	}
	p := &Podcast{GUID: strings.TrimPrefix(b.ledger.IDOf("podcast/"+c.stem), "urn:uuid:")}
	c.podcast = p
	c.formats = withFormat(c.formats, formatNamed("rss"))
	if !c.chosen {
		c.advertised = []*format{formatNamed("rss"), formats[0]}
	}
	if limits := b.said[c.folder].Limits; c.folder != "" {
		c.most, c.budget = first(limits.Entries, max(c.most, podcastEntries)), first(limits.Feed, max(c.budget, podcastFeedBytes))
	}
	for dir := path.Clean(c.folder); c.artwork == "" && path.Dir(dir) != dir; dir = path.Dir(dir) {
		c.artwork = b.siteFile(artworkIn(dir))
	}
	c.artwork = first(c.artwork, b.siteFile(artworkIn(".")))
	if said != nil {
		if wrong := b.describe(c, said, place); wrong != nil {
			return wrong
		}
	}
	switch {
	case p.Image != "":
	case c.artwork != "":
		p.Image = b.pageURL(c.artwork).String()
	default:
		for _, e := range c.entries { // the newest cover has to do
			if p.Image = e.image; p.Image != "" {
				break
			}
		}
	}
	return nil
}

// describe takes what settings say of a podcast.
func (b *session) describe(c *channel, said *header.Podcast, place string) *Problem {
	wrong := func(key, text, hint string) *Problem {
		return &Problem{Path: place, Line: said.Lines.Of(key), Text: text, Hint: hint}
	}
	p := c.podcast
	p.Explicit, p.Locked = strconv.FormatBool(said.Explicit), map[bool]string{true: "yes", false: "no"}[said.Locked]
	p.Serial, p.Complete, p.Copyright = said.Serial, said.Complete, wire.Line(said.Copyright)
	p.Owner = Person{Name: wire.Line(said.Owner.Name), Email: wire.Line(said.Owner.Email)}
	if said.Category != "" {
		if p.Category, p.Subcategory = check.PodcastCategory(said.Category); p.Category == "" {
			return wrong("category", fmt.Sprintf("there is no category %q", said.Category), "write one of "+strings.Join(check.PodcastCategories(), ", ")+", or one that Apple's directory has below them, as in Arts > Books")
		}
	}
	if said.GUID != "" {
		if p.GUID = strings.ToLower(wire.Line(said.GUID)); !check.IsUUID(p.GUID) {
			return wrong("guid", fmt.Sprintf("guid %q is no UUID", said.GUID), "take it from the feed that this one continues, or leave the line out")
		}
	}
	for _, a := range []struct {
		key, from string
		to        *string
	}{{"funding", said.Funding, &p.Funding.URL}, {"new_feed_url", said.New, &p.New}} {
		if *a.to = webAddress(a.from); a.from != "" && *a.to == "" {
			return wrong(a.key, fmt.Sprintf("%q is no web address", a.from), "write it like https://my.site/page")
		}
	}
	p.Funding.Title = wire.Line(said.FundingTitle)
	if said.Image == "" {
		return nil
	}
	if p.Image = webAddress(said.Image); p.Image != "" {
		c.artwork = ""
		return nil
	}
	u, err := url.PathUnescape(said.Image)
	if err == nil {
		c.artwork = path.Join(path.Dir(place), u)
	}
	if !b.isFile(c.artwork) || err != nil {
		return wrong("image", fmt.Sprintf("there is no picture %q", said.Image), "put it beside feed.yaml: JPEG or PNG, square, 1400 to 3000 pixels wide")
	}
	return nil
}

func artworkIn(folder string) (all []string) {
	for _, name := range artworkNames {
		for _, ext := range []string{".jpg", ".jpeg", ".png"} {
			all = append(all, path.Join(folder, name+ext))
		}
	}
	return all
}

// Bounds of artwork, in pixels (podcasters.apple.com/support/896-artwork-requirements).
const artworkLeast, artworkMost = 1400, 3000

// judgeArtwork says what directories will not like in a picture that is new.
func (b *session) judgeArtwork(p string) []Problem {
	if b.folder.Files()[p].Key == fileKey(b.files[p]) {
		return nil
	}
	info, err := b.infoOf(p)
	switch {
	case err != nil:
		return nil // copying it tells
	case info.Type != "image/jpeg" && info.Type != "image/png", info.Width != info.Height, info.Width < artworkLeast, info.Width > artworkMost:
		return []Problem{{
			Path: p, Text: fmt.Sprintf("is no artwork that directories of podcasts take: %s of %d by %d pixels", info.Type, info.Width, info.Height),
			Hint: fmt.Sprintf("make it a square JPEG or PNG of %d to %d pixels", artworkLeast, artworkMost),
		}}
	}
	return nil
}

// mostlyRecordings reports whether more than half of the entries come with audio or video.
func mostlyRecordings(entries []*entry) bool {
	n := 0
	for _, e := range entries {
		if e.enclosure != nil && isRecording(e.enclosure.Type) {
			n++
		}
	}
	return 2*n > len(entries)
}

func isRecording(mediaType string) bool {
	return strings.HasPrefix(mediaType, "audio/") || strings.HasPrefix(mediaType, "video/")
}

// withFormat returns all, and as among them.
func withFormat(all []*format, as *format) []*format {
	if slices.Contains(all, as) {
		return all
	}
	return append(slices.Clone(all), as)
}

// planEpisodes lists the covers that are in recordings, and their chapters.
func (b *session) planEpisodes() (docs []publish.Document) {
	have, planned := b.folder.Files(), map[string]bool{}
	var aired []*entry
	for _, e := range b.laden {
		if e.enclosed != nil {
			aired = append(aired, e)
		}
	}
	for _, e := range inOrder(aired) {
		m := e.enclosed
		if p := m.Medium.coverPath(); p != "" && !planned[p] {
			planned[p] = true
			d := publish.Document{Path: p, Key: fingerprint("cover", p), Render: func(w io.Writer) error {
				cover, err := b.coverIn(m.Path)
				if err == nil {
					_, err = w.Write(cover)
				}
				return err
			}}
			if have[p].Key != d.Key {
				if _, err := b.coverIn(m.Path); err != nil {
					continue // the recording is about to change: the next build has its cover
				}
			}
			docs = append(docs, d)
		}
		if p := chaptersPath(m.Path); len(m.Medium.Chapters) > 0 && !planned[p] && !b.isFile(p) {
			planned[p] = true
			docs = append(docs, publish.Document{Path: p, Key: fingerprint("chapters", fmt.Sprint(m.Medium.Chapters)), Render: func(w io.Writer) error {
				var all []wire.Chapter
				for _, c := range m.Medium.Chapters {
					all = append(all, wire.Chapter{Start: c.Start, Title: c.Title})
				}
				return wire.Chapters(w, all)
			}})
		}
	}
	return docs
}
