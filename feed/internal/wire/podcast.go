package wire

import "time"

// What directories of podcasts ask for: Apple's elements (podcasters.apple.com/support/823-podcast-requirements) and those of
// Podcasting 2.0 (github.com/Podcastindex-org/podcast-namespace). They go into RSS documents; other formats have no place for them.

const podcastNamespace = "https://podcastindex.org/namespace/1.0"

// Podcast is what a feed says of itself as a podcast.
type Podcast struct {
	GUID                  string // UUID that it keeps wherever it moves
	Category, Subcategory string // as Apple's directory calls them, or empty
	Explicit              string // "true" or "false", empty when nobody said
	Image                 string // absolute URL of the artwork: JPEG or PNG, square, 1400 to 3000 pixels
	Owner                 Person // without a mail address there is none
	Serial                bool
	Locked                string // "yes" or "no", empty when nobody said
	Funding               Link
	Copyright             string
	New                   string // absolute URL that it moved to
	Complete              bool
}

// Episode is what an entry of a podcast says besides its enclosure.
type Episode struct {
	Season, Number int    // from 1; 0 when unknown
	Kind           string // full, trailer or bonus; empty for full
	Explicit       string // "true" or "false", empty for that of the podcast
	Image          string // absolute URL, or empty
	Chapters       string // absolute URL of a document of chapters, or empty
	Transcripts    []Transcript
}

// Transcript is what is said in an episode, as a file.
type Transcript struct {
	URL, Type string
	Captions  bool // it has times
}

type itunesImage struct {
	URL string `xml:"href,attr"`
}

type itunesCategory struct {
	Text  string          `xml:"text,attr"`
	Below *itunesCategory `xml:"itunes:category"`
}

type itunesOwner struct {
	Name string `xml:"itunes:name,omitempty"`
	Mail string `xml:"itunes:email"`
}

type podcastLock struct {
	Owner string `xml:"owner,attr,omitempty"`
	Locks string `xml:",chardata"`
}

type podcastFunding struct {
	URL   string `xml:"url,attr"`
	Title string `xml:",chardata"` // at most 128 characters
}

type podcastFile struct {
	URL  string `xml:"url,attr"`
	Type string `xml:"type,attr"`
	Rel  string `xml:"rel,attr,omitempty"`
}

// rssPodcast are the elements of a channel.
type rssPodcast struct {
	Author   string          `xml:"itunes:author,omitempty"`
	Kind     string          `xml:"itunes:type,omitempty"`
	Image    *itunesImage    `xml:"itunes:image"`
	Category *itunesCategory `xml:"itunes:category"`
	Explicit string          `xml:"itunes:explicit,omitempty"`
	Owner    *itunesOwner    `xml:"itunes:owner"`
	New      string          `xml:"itunes:new-feed-url,omitempty"`
	Complete string          `xml:"itunes:complete,omitempty"`
	GUID     string          `xml:"podcast:guid,omitempty"`
	Locked   *podcastLock    `xml:"podcast:locked"`
	Funding  *podcastFunding `xml:"podcast:funding"`
}

// rssEpisode are the elements of an item.
type rssEpisode struct {
	Seconds     int64         `xml:"itunes:duration,omitempty"`
	Season      int           `xml:"itunes:season,omitempty"`
	Number      int           `xml:"itunes:episode,omitempty"`
	Kind        string        `xml:"itunes:episodeType,omitempty"`
	Explicit    string        `xml:"itunes:explicit,omitempty"`
	Image       *itunesImage  `xml:"itunes:image"`
	Transcripts []podcastFile `xml:"podcast:transcript"`
	Chapters    *podcastFile  `xml:"podcast:chapters"`
}

// podcast adds what a podcast says of itself.
func (d *rssDocument) podcast(f *Feed) {
	p := f.Podcast
	if p == nil {
		return
	}
	d.ITunes, d.Podcast = itunesNamespace, podcastNamespace
	c := &rssPodcast{Kind: "episodic", Image: picture(p.Image), Explicit: Line(p.Explicit), New: address(p.New), GUID: Line(p.GUID)}
	d.Channel.rssPodcast = c
	d.Channel.Copyright = Line(p.Copyright)
	if p.Serial {
		c.Kind = "serial"
	}
	if p.Complete {
		c.Complete = "Yes"
	}
	if authors := persons(f.Authors); len(authors) > 0 {
		c.Author = authors[0].Name
		for _, a := range authors[1:] {
			c.Author += ", " + a.Name
		}
	}
	if category, below := Line(p.Category), Line(p.Subcategory); category != "" {
		c.Category = &itunesCategory{Text: category}
		if below != "" {
			c.Category.Below = &itunesCategory{Text: below}
		}
	}
	owner := persons([]Person{{Name: first(p.Owner.Name, c.Author, f.Title), Email: p.Owner.Email}})
	if len(owner) > 0 && owner[0].Email != "" {
		c.Owner = &itunesOwner{Name: owner[0].Name, Mail: owner[0].Email}
	}
	if locked := Line(p.Locked); locked != "" {
		c.Locked = &podcastLock{Locks: locked}
		if c.Owner != nil {
			c.Locked.Owner = c.Owner.Mail
		}
	}
	if u := address(p.Funding.URL); u != "" {
		c.Funding = &podcastFunding{u, first(cut(Line(p.Funding.Title), 128), "Support")}
	}
}

// episode is what an item says of its recording, nil when that is nothing; more than how long it lasts it says in a podcast only.
func episode(e *Entry, inPodcast bool) *rssEpisode {
	x := &rssEpisode{Seconds: seconds(e.Enclosure.Duration)}
	if !inPodcast || e.Episode == nil {
		if x.Seconds == 0 {
			return nil
		}
		return x
	}
	x.Season, x.Number, x.Image = max(0, e.Episode.Season), max(0, e.Episode.Number), picture(e.Episode.Image)
	x.Kind, x.Explicit = Line(e.Episode.Kind), Line(e.Episode.Explicit)
	for _, t := range e.Episode.Transcripts {
		if u := address(t.URL); u != "" {
			file := podcastFile{URL: u, Type: Line(t.Type)}
			if t.Captions {
				file.Rel = "captions"
			}
			x.Transcripts = append(x.Transcripts, file)
		}
	}
	if u := address(e.Episode.Chapters); u != "" {
		x.Chapters = &podcastFile{URL: u, Type: "application/json+chapters"}
	}
	return x
}

func picture(u string) *itunesImage {
	if u = address(u); u == "" {
		return nil
	}
	return &itunesImage{u}
}

// cut returns the first n characters of s.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// seconds are whole ones, as podcast apps take them.
func seconds(d time.Duration) int64 {
	return int64((d + time.Second/2).Truncate(time.Second).Seconds())
}
