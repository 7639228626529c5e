package feed

import (
	"cmp"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/publish"
)

// The feed document holds the newest entries, within a budget of bytes that readers take. What falls out of it goes to
// archive documents, archive/1.atom being the oldest, each of which links to the one before (RFC 5005 section 4): who
// walks the chain finds every live entry exactly once. The ledger remembers which document holds an entry, so that
// nothing but the entry's own changes makes an archive document change once it is full. An entry that is added makes at
// most two documents change: the feed, and the archive that takes in what fell out of it.

const (
	archiveFolder  = "archive"
	archiveEntries = 100 // in an archive document at most
	fewEntries     = 30  // in the feed document at least, if they fit and there are as many
)

func archivePath(n int, as *format) string { return fmt.Sprintf("%s/%d%s", archiveFolder, n, as.ext) }

// shelf is an archive document.
type shelf struct {
	number  int
	entries []*entry // newest first
	bytes   int64
	updated time.Time // the latest change of one of them
}

func (s *shelf) isFull(budget int64) bool {
	return len(s.entries) >= archiveEntries || s.bytes >= budget
}

func (s *shelf) put(b *session, e *entry) {
	s.entries = append(s.entries, e)
	s.bytes += b.weight(e)
}

// shelve splits the entries, newest first, into those of the feed document and those of the archives, oldest archive
// first, and notes in the ledger what moved. A number whose entries are all gone keeps its document, empty: the chain
// must not break.
func (b *session) shelve(entries []*entry) (head []*entry, shelves []*shelf) {
	if !b.cfg.shelves() {
		return entries[:b.fits(entries)], nil
	}
	shelves = withShelves(nil, b.ledger.Archives())
	for _, e := range entries {
		if n := e.rec.Archive; n == 0 || n > len(shelves) {
			b.ledger.SetArchive(e.rec, 0)
			head = append(head, e)
		} else {
			shelves[n-1].put(b, e)
		}
	}
	fits := b.fits(head)
	if over := head[fits:]; len(over) > 0 {
		shelves = b.store(over, shelves)
	}
	// Refilled last, so that another build finds nothing to move. Then perhaps no entry is left of those that had the last number.
	head = b.refill(head[:fits], shelves)
	if n := len(shelves); n > 0 && len(shelves[n-1].entries) == 0 {
		shelves = shelves[:b.ledger.Archives()]
	}
	for _, s := range shelves {
		slices.SortFunc(s.entries, newestFirst)
	}
	return head, shelves
}

// withShelves makes sure that there are n shelves.
func withShelves(shelves []*shelf, n int) []*shelf {
	for len(shelves) < n {
		shelves = append(shelves, &shelf{number: len(shelves) + 1})
	}
	return shelves
}

// fits returns how many of the entries the feed document takes: as many as its limits allow, but at least one.
func (b *session) fits(head []*entry) int {
	return max(b.fitting(head, b.cfg.entries, b.cfg.feedBytes), min(1, len(head)))
}

// fitting is how many of the newest entries are no more than most, and together no more than so many bytes.
func (b *session) fitting(entries []*entry, most int, budget int64) int {
	bytes := int64(0)
	for i, e := range entries {
		if bytes += b.weight(e); i >= most || bytes > budget {
			return i
		}
	}
	return len(entries)
}

// refill takes the newest entries back from the archives when so many left the feed document that few are in it.
func (b *session) refill(head []*entry, shelves []*shelf) []*entry {
	bytes := b.weigh(head)
	for i := len(shelves) - 1; i >= 0; i-- {
		s := shelves[i]
		slices.SortFunc(s.entries, newestFirst)
		for len(s.entries) > 0 && b.takesBack(len(head), bytes, s.entries[0]) {
			e := s.entries[0]
			s.entries, s.bytes = s.entries[1:], s.bytes-b.weight(e)
			bytes += b.weight(e)
			b.ledger.SetArchive(e.rec, 0)
			head = append(head, e)
		}
		if len(s.entries) > 0 {
			break
		}
	}
	slices.SortFunc(head, newestFirst)
	return head
}

// takesBack reports whether the feed document, with so many entries and bytes, has few and room for this one.
func (b *session) takesBack(n int, bytes int64, e *entry) bool {
	return n < min(fewEntries, b.cfg.entries) && bytes+b.weight(e) <= b.cfg.feedBytes
}

// isShelved reports whether the entries are split as [session.shelve] would split them.
func (b *session) isShelved(head []*entry, shelves []*shelf) bool {
	if b.fits(head) < len(head) {
		return false
	}
	for _, s := range slices.Backward(shelves) {
		if len(s.entries) > 0 {
			return !b.takesBack(len(head), b.weigh(head), s.entries[0])
		}
	}
	return true
}

// store puts entries, newest first, on the last shelf that isn't full. A few of them stay together even if they overfill
// it, so that only one document changes; many fill one after the other.
func (b *session) store(over []*entry, shelves []*shelf) []*shelf {
	few := len(over) <= archiveEntries/4
	var last *shelf
	for _, e := range slices.Backward(over) {
		if last == nil || !few && last.isFull(b.cfg.feedBytes) {
			if len(shelves) == 0 || shelves[len(shelves)-1].isFull(b.cfg.feedBytes) {
				shelves = withShelves(shelves, len(shelves)+1)
			}
			last = shelves[len(shelves)-1]
		}
		last.put(b, e)
		b.ledger.SetArchive(e.rec, last.number)
	}
	return shelves
}

// isTooLong reports whether an entry alone breaks the budget of the feed document: then feeds have its summary and a link.
func (b *session) isTooLong(e *entry) bool { return e.Bulk > b.cfg.feedBytes && b.url(e) != "" }

// weight is about how many bytes an entry takes in a feed document.
func (b *session) weight(e *entry) int64 {
	if b.isTooLong(e) {
		return int64(2*len(e.Summary) + 2000)
	}
	return e.Bulk
}

func (b *session) weigh(all []*entry) (bytes int64) {
	for _, e := range all {
		bytes += b.weight(e)
	}
	return bytes
}

func newestFirst(x, y *entry) int {
	return cmp.Or(y.rec.Published.Compare(x.rec.Published), cmp.Compare(x.rec.ID, y.rec.ID))
}

// rhythm is the time between two new entries, as a rule: the median, so that neither a move of old texts nor a pause changes
// it much. It is 0 when there are too few to tell.
func rhythm(head []*entry) time.Duration {
	if len(head) < 4 {
		return 0
	}
	var gaps []time.Duration
	for i, e := range head[1:] {
		gaps = append(gaps, head[i].rec.Published.Sub(e.rec.Published))
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2]
}

// A tombstone stands for as long as subscribers may not have seen it.
const (
	tombstoneTime = 30 * 24 * time.Hour
	tombstoneMost = 500
)

// deleted lists the entries of a channel that went lately, the latest first.
func (b *session) deleted(c *channel) (all []Deleted) {
	had := func(r *ledger.Record) bool {
		switch c.kind {
		case wholeSite:
			return true
		case byFolder:
			return strings.HasPrefix(string(r.Path), c.folder+"/")
		}
		return slices.Contains(r.Topics, c.stem)
	}
	for r := range b.ledger.Gone() {
		if b.now.Sub(r.Gone) < tombstoneTime && had(r) {
			all = append(all, Deleted{ID: r.ID, When: r.Gone})
		}
	}
	slices.SortFunc(all, func(x, y Deleted) int { return cmp.Or(y.When.Compare(x.When), cmp.Compare(x.ID, y.ID)) })
	return all[:min(len(all), tombstoneMost)]
}

// planFeeds plans documents of a channel: those with number n (see [channel.archive]) and the entries given, in some formats; finish adds
// what only they say. What the channel's documents have in common is worked out once.
func (b *session) planFeeds(c *channel) func(as []*format, n int, entries []*entry, finish func(*Feed, *format)) []publish.Document {
	all := b.feed(c)
	parts := []string{all.ID, all.Title, all.Subtitle, all.Language, all.Home, all.Icon, all.Logo, all.Style}
	for _, a := range all.Authors {
		parts = append(parts, a.Name, a.URL, a.Email)
	}
	if all.Podcast != nil {
		parts = append(parts, "podcast", fmt.Sprint(*all.Podcast))
	}
	common := fingerprint(parts...)
	return func(formats []*format, n int, entries []*entry, finish func(*Feed, *format)) (docs []publish.Document) {
		if len(formats) == 0 {
			return nil
		}
		parts := make([]string, len(entries))
		for i, e := range entries {
			parts[i] = b.versionOf(e)
		}
		content, updated := fingerprint(parts...), newest(entries)
		for _, as := range formats {
			f := *all
			f.URL, f.Updated = b.pageURL(c.archive(n, as)).String(), updated
			finish(&f, as)
			parts := []string{
				"feed", as.name, Version, common, content, f.URL, f.Hub, f.Current, f.Previous,
				strconv.FormatBool(f.Complete), strconv.FormatBool(f.Archive), f.Every.String(),
			}
			for _, d := range f.Deleted {
				parts = append(parts, d.ID, d.When.Format(time.RFC3339))
			}
			docs = append(docs, publish.Document{Path: c.archive(n, as), Key: fingerprint(parts...), Group: n, Render: func(w io.Writer) error {
				return b.writeFeed(w, &f, as, entries)
			}})
		}
		return docs
	}
}

// feed describes the feed of a channel, without what tells its documents apart.
func (b *session) feed(c *channel) *Feed {
	f := &Feed{
		ID: b.feedID(), Title: c.title, Subtitle: c.subtitle, Language: c.language, Authors: c.authors,
		Icon: b.siteFileURL(iconNames), Logo: b.siteFileURL(logoNames), Podcast: c.podcast, Home: b.homeOf(c),
	}
	if c.kind != wholeSite {
		f.ID = b.ledger.IDOf(string(c.kind) + "/" + c.stem)
	}
	if f.Home != "" {
		f.Style = b.pageURL(feedStylePath).String()
	}
	return f
}

// feedURL is the address of a channel's feed, in the first of the formats that pages name.
func (b *session) feedURL(c *channel) string { return b.pageURL(c.path(c.advertised[0])).String() }

// homeOf is the address of a channel's page; "" when there are no pages.
func (b *session) homeOf(c *channel) string {
	switch {
	case !b.cfg.pages:
		return ""
	case c.kind == wholeSite || c.page == "":
		return b.cfg.base.String()
	}
	return b.pageURL(c.page).String()
}

func (b *session) feedEntry(e *entry, body string) Entry {
	out := Entry{
		ID: e.rec.ID, Title: e.Title, URL: b.url(e), Language: e.Language, Published: e.rec.Published, Updated: e.rec.Updated,
		Authors: e.Authors, Categories: e.Tags, Summary: e.Summary, Content: forFeed(body), Image: e.image, ImageWidth: e.imageWidth, ImageHeight: e.imageHeight, Enclosure: e.enclosure, Episode: e.episode,
	}
	if b.isTooLong(e) {
		out.Content = "<p>" + template.HTMLEscapeString(e.Summary) + "</p>\n<p><a href=\"" + template.HTMLEscapeString(out.URL) + "\">" + template.HTMLEscapeString(e.Title) + "</a></p>\n"
	}
	if e.Brief {
		out.Summary = "" // readers would show the same text twice
	}
	for _, r := range e.related {
		if r.to != nil {
			out.Related = append(out.Related, Link{Title: r.title, URL: b.url(r.to)})
		}
	}
	return out
}

// newest is the time of the last change: the feed's own date, never that of a build (RFC 4287 section 4.2.15).
func newest(entries []*entry) time.Time {
	t := time.Unix(0, 0)
	for _, e := range entries {
		if e.rec.Updated.After(t) {
			t = e.rec.Updated
		}
	}
	return t
}
