package feed

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/header"
	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/markup"
	"github.com/seedfeed/seedfeed/feed/internal/wire"
)

// SettingsFile is the name of the settings at the root of the seeds.
const SettingsFile = "feed.yaml"

// Defaults of the limits in feed.yaml.
const (
	defaultEntries   = 50       // entries in the feed document
	defaultFeedBytes = 250_000  // of the feed document: readers cut or refuse larger ones
	defaultTextBytes = 16 << 20 // of a text seed, 16 MiB
	defaultChange    = 50       // per cent of the entries that may come or go at once
	defaultGrace     = time.Minute
)

// ErrURL says that a site has no usable [Site.URL].
var ErrURL = errors.New("site URL")

// HasURL reports whether the feed.yaml of the seeds gives the site a URL.
func (s *Site) HasURL() bool {
	file, err := readSettings(filepath.Join(s.seeds(), SettingsFile))
	return err == nil && file.URL != ""
}

// settings are the options of a site and its feed.yaml made one.
type settings struct {
	title, subtitle, language, id string
	hub                           string   // absolute URL, or empty
	base                          *url.URL // ends in a slash
	authors                       []Person
	zone                          *time.Location
	entries                       int
	feedBytes, textBytes          int64
	letters                       int // that an edit may change without moving updated
	change                        int // per cent of the entries that may come or go at once
	grace                         time.Duration
	pages, twins, news, robots    bool
	archives                      bool   // older entries stand in archive documents
	clean                         string // how texts are cleaned that don't say it
	pictures                      string // what the pictures of folders are that don't say it
	outlets
	channels map[channelKind]bool // which kinds there are besides the whole site
	podcast  *header.Podcast      // nil when the settings don't say it
	lines    header.Lines         // of feed.yaml
}

// settings reads feed.yaml; flags win over it.
func (s *Site) settings() (*settings, error) {
	file, err := readSettings(filepath.Join(s.seeds(), SettingsFile))
	if err != nil {
		return nil, err
	}
	c := &settings{
		title:     wire.Line(first(s.Title, file.Title, s.folderName())),
		subtitle:  wire.Line(first(s.Subtitle, file.Subtitle)),
		language:  markup.Language(first(s.Language, file.Language)),
		id:        wire.Line(file.ID),
		entries:   first(file.Limits.Entries, defaultEntries),
		feedBytes: first(file.Limits.Feed, defaultFeedBytes),
		textBytes: first(file.Limits.Text, defaultTextBytes),
		letters:   ledger.DefaultLetters,
		change:    first(file.Limits.Change, defaultChange),
		grace:     first(s.Grace, defaultGrace),
		pages:     !s.NoPages,
		twins:     s.Twins || file.Twins,
		archives:  file.Archives != "none",
		news:      file.News,
		robots:    file.Robots,
		lines:     file.Lines,
		clean:     file.Clean,
		pictures:  file.Pictures,
		authors:   persons(file.Authors),
		podcast:   file.Podcast,
		hub:       webAddress(file.Hub),
	}
	if err := c.choose(file.Formats); err != nil {
		return nil, &Problem{Path: SettingsFile, Line: file.Lines.Of("formats"), Text: err.Error(), Hint: Hint(err)}
	}
	if p := file.Podcast; p != nil && !p.Off { // podcast apps follow no archives
		c.entries, c.feedBytes = first(file.Limits.Entries, podcastEntries), first(file.Limits.Feed, podcastFeedBytes)
	}
	if err := c.divide(file.Feeds); err != nil {
		return nil, &Problem{Path: SettingsFile, Line: file.Lines.Of("feeds"), Text: err.Error(), Hint: "write some of folders, tags and authors, as in feeds: [folders, tags], or feeds: none"}
	}
	if file.Grace != nil && s.Grace == 0 {
		c.grace = *file.Grace
	}
	if file.Limits.Edit != nil {
		c.letters = *file.Limits.Edit
	}
	if wire.Line(s.Author.Name) != "" {
		c.authors = persons([]header.Person{header.Person(s.Author)})
	}
	if c.authors == nil { // an Atom feed has an author, RFC 4287 section 4.1.1
		c.authors = []Person{{Name: c.title}}
	}
	switch {
	case c.language == "" && s.Language != "":
		return nil, withHint("write a language tag like en or pt-BR", "--language %q is no language tag", s.Language)
	case c.language == "" && file.Language != "":
		return nil, &Problem{Path: SettingsFile, Line: file.Lines.Of("language"), Text: fmt.Sprintf("%q is no language tag", file.Language), Hint: "write one like en or pt-BR"}
	case c.hub == "" && file.Hub != "":
		return nil, &Problem{Path: SettingsFile, Line: file.Lines.Of("hub"), Text: fmt.Sprintf("hub %q is no web address", file.Hub), Hint: "write one like https://hub.my.site/"}
	case strings.Contains(c.id, ":") && !isURI(c.id):
		return nil, &Problem{Path: SettingsFile, Line: file.Lines.Of("id"), Text: fmt.Sprintf("id %q is no URI", c.id), Hint: "write one like urn:uuid:… or tag:my.site,2022:notes, or a plain word"}
	}
	if c.zone, err = time.LoadLocation(first(file.TimeZone, "UTC")); err != nil || c.zone == time.Local {
		return nil, &Problem{Path: SettingsFile, Line: file.Lines.Of("timezone"), Text: "unknown time zone " + file.TimeZone, Hint: "write a name like Europe/Berlin or UTC"}
	}
	c.base, err = baseURL(first(s.URL, file.URL))
	if err != nil && s.URL == "" && file.URL != "" {
		return nil, &Problem{Path: SettingsFile, Line: file.Lines.Of("url"), Text: err.Error(), Hint: Hint(err)}
	}
	return c, err
}

// shelves reports whether it matters on which shelf an older entry stands: there are archive documents or, with pages, site maps by shelf.
func (c *settings) shelves() bool { return c.archives || c.pages }

// outlets are the formats of a feed.
type outlets struct {
	formats    []*format // of its newest entries
	archived   []*format // of its archives
	advertised []*format // that pages name, the preferred one first
	chosen     bool      // the owner named them
}

// choose sets the formats. Without a word of the owner there is a feed in each of them, of which pages name Atom alone, so that nobody
// has to choose, and the archives are in Atom. Those that the owner names are all there is of pages and archives; Atom is
// written in any case, because the next build reads it.
func (c *outlets) choose(names []string) error {
	*c = outlets{formats, formats[:1], formats[:1], len(names) > 0}
	if !c.chosen {
		return nil
	}
	c.formats, c.advertised = formats[:1:1], nil
	for _, name := range names {
		as := formatNamed(strings.ToLower(name))
		if as == nil {
			return withHint("write some of atom, rss and json, as in formats: [atom, rss]", "there is no format %q", name)
		}
		if !slices.Contains(c.advertised, as) {
			c.advertised = append(c.advertised, as)
		}
		if !slices.Contains(c.formats, as) {
			c.formats = append(c.formats, as)
		}
	}
	c.archived = c.formats
	return nil
}

// divide sets the kinds of feeds that there are besides that of the whole site.
func (c *settings) divide(names []string) error {
	c.channels = map[channelKind]bool{byFolder: names == nil, byTag: names == nil, byAuthor: names == nil}
	for _, name := range names {
		kind := channelKind(strings.ToLower(name))
		if _, known := c.channels[kind]; known {
			c.channels[kind] = true
		} else if kind != "none" {
			return fmt.Errorf("there are no feeds by %q", name)
		}
	}
	return nil
}

// isDivided reports whether there are any of them.
func (c *settings) isDivided() bool {
	return c.channels[byFolder] || c.channels[byTag] || c.channels[byAuthor]
}

func readSettings(path string) (header.Settings, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return header.Settings{}, nil
	}
	if err != nil {
		return header.Settings{}, err
	}
	file, err := header.ReadSettings(string(b))
	if e, ok := errors.AsType[*header.Error](err); ok {
		return file, &Problem{Path: SettingsFile, Line: e.Line, Text: e.Text, Hint: e.Hint}
	}
	return file, err
}

// baseURL reads the address of the site and gives it the slash at its end.
func baseURL(text string) (*url.URL, error) {
	const hint = "say where the site will be found, with --url https://my.site/notes/ or a line `url: https://my.site/notes/` in feed.yaml"
	if text == "" {
		return nil, withHint(hint, "%w: the site has none, and feed readers need full addresses", ErrURL)
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, withHint(hint, "%w: %q is no address of a site", ErrURL, text)
	}
	u.Host = markup.Host(u.Host)
	u.Path = strings.TrimRight(u.Path, "/") + "/"
	u.RawPath = ""
	return u, nil
}

func (s *Site) seeds() string { return first(s.Seeds, "seeds") }
func (s *Site) out() string   { return first(s.Out, "public") }
func (s *Site) state() string { return first(s.State, filepath.Join(s.seeds(), stateFolder)) }

// folderName is the title of a site that has none: its folder's own name, in which - and _ stand for spaces.
func (s *Site) folderName() string {
	abs, err := filepath.Abs(s.seeds())
	if err != nil {
		abs = s.seeds()
	}
	name := strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(filepath.Base(abs)))
	return first(wire.Line(name), "Feed")
}

// first returns the first value that is not zero.
func first[T comparable](values ...T) T {
	var zero T
	for _, v := range values {
		if v != zero {
			return v
		}
	}
	return zero
}
