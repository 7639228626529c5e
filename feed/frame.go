package feed

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// frame is what the documents of a site stand in: which channels it has, and how its pages look. It stands for as long as no entry comes, goes
// or belongs elsewhere. While it does, a watcher plans anew what shows a text that was edited, and nothing else.
type frame struct {
	cfg       *settings
	channels  []*channel
	look      *pageLook // nil without pages
	templates string    // the stats of those that it has
}

// extent is how much of a site is planned: what shows one of some entries; of nil, all.
type extent map[*entry]bool

// shows reports whether a document with these entries is to be planned.
func (x extent) shows(entries ...*entry) bool {
	return x == nil || slices.ContainsFunc(entries, func(e *entry) bool { return x[e] })
}

// frameOf makes the frame of all entries.
func (b *session) frameOf(entries []*entry, res *Result) (*frame, error) {
	f := &frame{cfg: b.cfg}
	f.channels = append([]*channel{b.whole(entries, res)}, b.channels(entries, res)...)
	if !b.cfg.pages {
		return f, nil
	}
	f.templates = b.templateStats() // before they are read
	var err error
	f.look, err = b.look(entries, f.channels)
	return f, err
}

// stands reports whether the frame of the last build is that of a site of which some entries have other texts.
func (b *session) stands(some extent) bool {
	f := b.frame
	return f != nil && f.cfg == b.cfg && (f.look == nil || f.templates == b.templateStats()) && !slices.ContainsFunc(f.channels, func(c *channel) bool {
		return some.shows(c.entries...) && !b.isDivided(c)
	})
}

// belongsAs reports whether one version of an entry is in all documents that show the other.
func (e *entry) belongsAs(old *entry) bool {
	return e.Path == old.Path && e.Image == old.Image && slices.Equal(e.Tags, old.Tags) && slices.Equal(e.Authors, old.Authors) && slices.Equal(e.Files, old.Files)
}

// templateStats are the stats of the files that replace templates.
func (b *session) templateStats() string {
	var all strings.Builder
	dir := filepath.Join(b.site.seeds(), filepath.FromSlash(templateFolder))
	entries, _ := os.ReadDir(dir) // mostly there are none
	for _, e := range entries {
		all.WriteString(e.Name() + " " + statOf(filepath.Join(dir, e.Name())) + "\n")
	}
	return all.String()
}
