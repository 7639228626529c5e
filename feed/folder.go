package feed

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"

	"github.com/seedfeed/seedfeed/feed/internal/header"
	"github.com/seedfeed/seedfeed/feed/internal/markup"
	"github.com/seedfeed/seedfeed/feed/internal/wire"
)

// A folder may have a feed.yaml of its own. It speaks of the folder's feed; how texts are cleaned and what pictures are it says for the
// folders in it as well, and the nearest one that says it counts.

// folderSettings is what the feed.yaml of a folder says.
type folderSettings struct {
	header.Settings
	unreadable bool
	wrong      *Problem // what is wrong with it, or nil
}

// siteKeys are settings of the whole site, siteLimits its limits.
var (
	siteKeys   = []string{"url", "id", "timezone", "grace", "feeds", "hub", "twins", "news", "robots"}
	siteLimits = []string{"text", "edit", "change"}
)

// findSettings reads what folders say.
func (b *session) findSettings() {
	b.said = map[string]folderSettings{}
	if b.census.sidecars == 0 {
		return
	}
	for p := range b.files {
		if dir, name := path.Split(p); name == SettingsFile && dir != "" {
			file, err := readSettings(filepath.Join(b.site.seeds(), filepath.FromSlash(p)))
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			b.said[path.Clean(dir)] = folderSettings{file, err != nil, b.wrongIn(p, file, err)}
		}
	}
}

// wrongIn says what is wrong with the settings of a folder, or nil.
func (b *session) wrongIn(name string, file header.Settings, err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return &Problem{Path: name, Line: p.Line, Text: p.Text, Hint: p.Hint}
	}
	if err != nil {
		p := b.problem(name, err)
		return &p
	}
	const hint = "move it to the feed.yaml at the root of the seeds"
	for _, key := range siteKeys {
		if line := file.Lines.Of(key); line > 0 {
			return &Problem{Path: name, Line: line, Text: fmt.Sprintf("%q is a setting of the whole site", key), Hint: hint}
		}
	}
	for _, key := range siteLimits {
		if line := file.Limits.Lines.Of(key); line > 0 {
			return &Problem{Path: name, Line: line, Text: fmt.Sprintf("%q is a limit of the whole site", key), Hint: hint}
		}
	}
	return nil
}

// cleanOf says how the text at p is cleaned when it doesn't say it.
func (b *session) cleanOf(p string) string {
	for dir := path.Dir(p); dir != "." && len(b.said) > 0; dir = path.Dir(dir) {
		if said := b.said[dir]; !said.unreadable && said.Clean != "" {
			return said.Clean
		}
	}
	return b.cfg.clean
}

// cleansOtherwise reports whether a text would be cleaned in another way than when it was read.
func (b *session) cleansOtherwise(s *seed) bool {
	k := kindOf(s.Path)
	return s.Usable && (k == plainText || k == perhapsText) && s.Clean != b.cleanOf(s.Path)
}

// configureFolder takes what the feed.yaml of a folder says of its feed.
func (b *session) configureFolder(c *channel) *Problem {
	said := b.said[c.folder]
	name := path.Join(c.folder, SettingsFile)
	if title := wire.Line(said.Title); title != "" {
		c.title, c.heading = title, title
	}
	c.subtitle = wire.Line(said.Subtitle)
	var show *header.Podcast
	place := name
	for dir := c.folder; dir != "."; dir = path.Dir(dir) { // what it leaves unsaid is as in the folder that it is in
		above := b.said[dir]
		if above.unreadable {
			continue
		}
		c.language = first(c.language, markup.Language(above.Language))
		if c.authors == nil {
			c.authors = persons(above.Authors)
		}
		if show == nil && above.Podcast != nil {
			show, place = above.Podcast, path.Join(dir, SettingsFile)
		}
	}
	if show == nil {
		show, place = b.cfg.podcast, SettingsFile
	}
	c.most, c.budget = first(said.Limits.Entries, c.most), first(said.Limits.Feed, c.budget)
	if said.Formats != nil {
		var all outlets
		if err := all.choose(said.Formats); err != nil {
			return &Problem{Path: name, Line: said.Lines.Of("formats"), Text: err.Error(), Hint: Hint(err)}
		}
		c.outlets = all
	}
	return b.podcastOf(c, show, place)
}
