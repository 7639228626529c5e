package check

import (
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
)

// summary is what the check of a site asks of a document.
type summary struct {
	self     string // its own address, as it says
	items    []item
	archive  bool     // it holds older entries, RFC 5005
	previous string   // the archive before it
	listed   []string // feeds in a list
	feeds    []string // feeds that a page leads to
	files    []file   // what comes with items
}

// file is an enclosure or attachment.
type file struct {
	url    string
	length int64 // in bytes; 0 when not said
	at     place
}

type item struct {
	id, title string // the title only where it is plain text
	at        place
}

// maxDocument is the largest document that is read. What is larger was reported long before.
const maxDocument = 32 << 20 // 32 MiB

// Site checks all documents of a built site, and whether they agree, their compressed forms with them. It returns how
// many there were. The error is one of reading.
func Site(site fs.FS, now time.Time, unpack Unpack) (findings []Finding, documents int, err error) {
	var all, twins []*report
	err = fs.WalkDir(site, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case p != "." && strings.HasPrefix(path.Base(p), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.Type().IsRegular() && isTwin(site, p):
			r, err := twin(site, p, now, unpack)
			if err != nil {
				return err
			}
			twins = append(twins, r)
			return nil
		case !d.Type().IsRegular() || !isDocument(p):
			return nil
		}
		data, err := fs.ReadFile(site, p)
		if err != nil {
			return err
		}
		if r := read(p, data[:min(len(data), maxDocument)], now); ours(p, data, r) {
			all = append(all, r)
		}
		return nil
	})
	together(all)
	for _, r := range all {
		r.enclosed(site)
	}
	for _, r := range append(slices.Clone(all), twins...) {
		findings = append(findings, r.sorted()...)
	}
	return findings, len(all), err
}

func isDocument(p string) bool {
	switch extension(p) {
	case ".atom", ".rss", ".xml", ".json", ".opml", ".html", ".htm":
		return true
	}
	return false
}

// ours says whether a document means to be a feed: XML and JSON are used for other things as well, as in sitemaps.
func ours(p string, data []byte, r *report) bool {
	ext := extension(p)
	head := string(data[:min(len(data), 1000)])
	if ext == ".json" && !strings.HasPrefix(path.Base(p), "feed") {
		return strings.Contains(head, "jsonfeed.org/version/")
	}
	return r.kind != "" || ext != ".xml" && ext != ".json" || strings.Contains(head, "<rss") || strings.Contains(head, "<feed") || strings.Contains(head, "jsonfeed.org/version/")
}

// together compares the documents of a site.
func together(all []*report) {
	selves := map[string]*report{}
	for _, r := range all {
		if s := r.summary.self; s != "" {
			if first := selves[s]; first != nil {
				r.add(place{}, badSelf, "the self link is that of %s", first.name)
			} else {
				selves[s] = r
			}
		}
	}
	formats(all)
	for _, r := range all {
		r.chain(selves)
		r.lists(selves)
		r.discovery(all, selves)
	}
}

// formats compares documents that differ in their ends only: feed.atom, feed.rss, feed.json (R74).
func formats(all []*report) {
	first := map[string]*report{}
	for _, r := range all {
		if r.kind != "atom" && r.kind != "rss" && r.kind != "json" {
			continue
		}
		stem := strings.TrimSuffix(r.name, path.Ext(r.name))
		other := first[stem]
		if other == nil {
			first[stem] = r
			continue
		}
		r.compare(other)
	}
}

func (r *report) compare(other *report) {
	mine, theirs := r.titles(), other.titles()
	for _, i := range r.summary.items {
		title, there := theirs[i.id]
		switch {
		case i.id == "":
		case !there:
			r.add(i.at, different, "%s has no entry with the ID %q", other.name, i.id)
		case title != "" && i.title != "" && title != i.title:
			r.add(i.at, different, "the entry has another title in %s: %q", other.name, title)
		}
	}
	for _, i := range other.summary.items {
		if _, there := mine[i.id]; i.id != "" && !there {
			r.add(place{}, different, "the entry %q of %s is missing", i.id, other.name)
		}
	}
}

// titles returns the titles of entries by ID, with single blanks.
func (r *report) titles() map[string]string {
	m := map[string]string{}
	for i, it := range r.summary.items {
		r.summary.items[i].title = strings.Join(strings.Fields(it.title), " ")
		m[it.id] = r.summary.items[i].title
	}
	return m
}

// chain walks from the newest document back through its archives (R56, R57): no step may miss, no entry come twice.
func (r *report) chain(selves map[string]*report) {
	if r.kind != "atom" || r.summary.archive || r.summary.previous == "" {
		return
	}
	seen, passed := map[string]bool{}, map[*report]bool{r: true}
	for _, i := range r.summary.items {
		seen[i.id] = true
	}
	for at := r; at.summary.previous != ""; {
		next := selves[at.summary.previous]
		switch {
		case next == nil && sameHost(at.summary.previous, r.summary.self):
			at.add(place{}, badHistory, "the site has no document %q, to which prev-archive leads", at.summary.previous)
			return
		case next == nil:
			return
		case passed[next]:
			at.add(place{}, badHistory, "prev-archive leads in a circle, to %s", next.name)
			return
		case !next.summary.archive:
			next.add(place{}, badHistory, "the document is an archive of %s, but has no fh:archive", r.name)
		}
		passed[next] = true
		for _, i := range next.summary.items {
			if seen[i.id] && i.id != "" {
				next.add(i.at, badHistory, "the entry %q is in a newer document as well", i.id)
			}
			seen[i.id] = true
		}
		at = next
	}
}

func sameHost(a, b string) bool {
	x, err1 := url.Parse(a)
	y, err2 := url.Parse(b)
	return err1 == nil && err2 == nil && x.Host == y.Host
}

// lists holds that what a list names of this site is there (R61).
func (r *report) lists(selves map[string]*report) {
	for _, address := range r.summary.listed {
		for self := range selves {
			if sameHost(self, address) && selves[address] == nil {
				r.add(place{}, oddOutline, "the site has no feed at %q", address)
				break
			}
		}
	}
}

// enclosed holds that files which come with items, and belong to the site, are there and as long as the document says (R62).
func (r *report) enclosed(site fs.FS) {
	self, err := url.Parse(r.summary.self)
	if err != nil || self.Host == "" || !strings.HasSuffix(self.Path, "/"+r.name) {
		return
	}
	root := strings.TrimSuffix(self.Path, r.name)
	for _, f := range r.summary.files {
		u, err := url.Parse(f.url)
		if err != nil || u.Host != self.Host || !strings.HasPrefix(u.Path, root) {
			continue
		}
		info, err := fs.Stat(site, strings.TrimPrefix(u.Path, root))
		switch {
		case err != nil:
			r.add(f.at, badEnclosure, "the site has no file at %q", f.url)
		case f.length > 0 && info.Size() != f.length:
			r.add(f.at, wrongLength, "the length is %d, but the file has %d bytes: %q", f.length, info.Size(), f.url)
		}
	}
}

// discovery holds that the first page of a site leads to its feed (R59).
func (r *report) discovery(all []*report, selves map[string]*report) {
	if r.kind != "html" {
		return
	}
	hasFeed := slices.ContainsFunc(all, func(other *report) bool {
		return (other.kind == "atom" || other.kind == "rss" || other.kind == "json") && path.Dir(other.name) == path.Dir(r.name)
	})
	if len(r.summary.feeds) == 0 && hasFeed && strings.HasPrefix(path.Base(r.name), "index.") {
		r.add(place{}, noDiscovery, "the page has no link to the feed beside it")
	}
	for _, href := range r.summary.feeds {
		u, err := url.Parse(href)
		if err != nil || selves[href] != nil {
			continue
		}
		if u.IsAbs() {
			for self := range selves {
				if sameHost(self, href) {
					r.add(place{}, noDiscovery, "the site has no feed at %q", href)
					break
				}
			}
			continue
		}
		target := path.Join(path.Dir(r.name), u.Path)
		if !slices.ContainsFunc(all, func(other *report) bool { return other.name == target }) && !strings.HasPrefix(u.Path, "/") {
			r.add(place{}, noDiscovery, "the site has no feed at %q", href)
		}
	}
}
