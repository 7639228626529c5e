package feed

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/seedfeed/seedfeed/feed/internal/dates"
	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/subscribed"
)

// Adoption says what [Site.Adopt] found.
type Adoption struct {
	FeedID  string    `json:"feed_id,omitempty"` // of the old feed, kept for this one
	Matched []Adopted `json:"matched"`           // entries whose ID and dates a seed has now
	Lost    []Adopted `json:"lost"`              // entries that no seed matches
	Fresh   []string  `json:"fresh"`             // seeds that no entry matches; readers will see them as new
	Notes   []string  `json:"notes,omitempty"`   // what else to know
}

// Adopted is an entry of an old feed.
type Adopted struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Link  string  `json:"link"`
	Path  string  `json:"path,omitempty"` // of the seed
	By    string  `json:"by,omitempty"`   // "link", "title" or "text"
	Sure  float64 `json:"sure,omitempty"` // from 0 to 1
}

// Adopt makes the site continue feeds that other programs made: it keeps the ID of the first one that has one, and the
// IDs and dates of all their entries, for the seeds that have their link, title or text. Sources are files or addresses
// of Atom, RSS or JSON feed documents. Nothing is published, and with [Site.DryRun] nothing is written down either. It
// must come before the first build that subscribers see.
func (s *Site) Adopt(ctx context.Context, sources []string) (*Adoption, error) {
	var old []subscribed.Entry
	out := &Adoption{Matched: []Adopted{}, Lost: []Adopted{}, Fresh: []string{}}
	for _, source := range sources {
		doc, err := load(ctx, source)
		if err != nil {
			return nil, err
		}
		f, err := subscribed.Parse(doc)
		if err != nil {
			return nil, withHint("name the feed itself, not the page that links to it", "read %q: %w", source, err)
		}
		out.FeedID = first(out.FeedID, f.ID)
		old = append(old, f.Entries...)
	}
	b, err := s.open()
	if err != nil {
		return nil, err
	}
	err = b.adopt(ctx, old, out)
	return out, cmp.Or(err, b.close())
}

func (b *session) adopt(ctx context.Context, old []subscribed.Entry, out *Adoption) error {
	b.now, b.patient, b.thorough = b.site.time().UTC(), true, true
	if err := b.checkLens(); err != nil {
		return err
	}
	found, err := b.scan(ctx, everything)
	if err != nil {
		return err
	}
	res := &Result{}
	if err := b.readChanged(ctx, &found, res); err != nil {
		return err
	}
	b.settle(ctx, found, res)
	m := newMatching(b, old)
	m.byLink()
	m.byTitle()
	m.byText()
	m.report(out)
	if b.cfg.id != "" && out.FeedID != "" && out.FeedID != b.feedID() {
		out.Notes = append(out.Notes, "the old feed's ID "+out.FeedID+" is not kept, because feed.yaml has another one")
		out.FeedID = ""
	}
	if b.site.DryRun {
		return nil
	}
	if out.FeedID != "" {
		b.ledger.SetFeedID(out.FeedID)
	}
	for i, e := range m.old {
		if s := m.seedOf[i]; s != nil {
			b.ledger.Adopt(b.ledger.Record(s.Path), e.ID, e.Published, e.Updated)
		}
	}
	return cmp.Or(b.saveLedger(), b.flush())
}

// matching finds the seed of each old entry. Each pass takes only what is certain by its own measure: one entry, one seed.
type matching struct {
	session *session
	old     []subscribed.Entry
	seedOf  []*seed // by entry
	by      []string
	sure    []float64
	seeds   []*seed
	taken   map[*seed]bool
}

func newMatching(b *session, old []subscribed.Entry) *matching {
	m := &matching{session: b, old: old, seedOf: make([]*seed, len(old)), by: make([]string, len(old)), sure: make([]float64, len(old)), taken: map[*seed]bool{}}
	known := map[string]bool{}
	m.old = slices.DeleteFunc(slices.Clone(old), func(e subscribed.Entry) bool {
		twice := known[e.ID]
		known[e.ID] = true
		return twice
	})
	for p, s := range b.seeds {
		if s.Usable && b.ledger.Record(p) != nil {
			m.seeds = append(m.seeds, s)
		}
	}
	slices.SortFunc(m.seeds, func(x, y *seed) int { return strings.Compare(x.Path, y.Path) })
	return m
}

func (m *matching) take(i int, s *seed, by string, sure float64) {
	m.seedOf[i], m.by[i], m.sure[i] = s, by, sure
	m.taken[s] = true
}

// pairUp takes entries and seeds that share a key with nobody else.
func (m *matching) pairUp(by string, sure float64, keyOfOld func(*subscribed.Entry) string, keyOfSeed func(*seed) string) {
	seeds, olds := map[string][]*seed{}, map[string][]int{}
	for _, s := range m.seeds {
		if key := keyOfSeed(s); key != "" && !m.taken[s] {
			seeds[key] = append(seeds[key], s)
		}
	}
	for i := range m.old {
		if key := keyOfOld(&m.old[i]); key != "" && m.seedOf[i] == nil {
			olds[key] = append(olds[key], i)
		}
	}
	for i := range m.old {
		key := keyOfOld(&m.old[i])
		if m.seedOf[i] == nil && len(olds[key]) == 1 && len(seeds[key]) == 1 {
			m.take(i, seeds[key][0], by, sure)
		}
	}
}

// byLink goes by the whole address, then by the path, then by day and last part of the path, then by the last part.
func (m *matching) byLink() {
	link := func(e *subscribed.Entry) string { return e.Link }
	m.pairUp("link", 1, link, func(s *seed) string { return s.Link })
	m.pairUp("link", 1, link, func(s *seed) string { return m.session.pageURL(m.session.pageOfSeed(s.Path)).String() })
	m.pairUp("link", 1, func(e *subscribed.Entry) string { return pathKey(e.Link) }, func(s *seed) string { return strings.TrimSuffix(m.session.pageOfSeed(s.Path), ".html") })
	m.pairUp("link", 0.95, func(e *subscribed.Entry) string { return dayKey(e) }, func(s *seed) string {
		at, dated := dates.InPath(s.Path, m.session.cfg.zone)
		if !dated {
			at = m.session.ledger.Record(s.Path).Published
		}
		return at.Format("2006-01-02/") + nameKey(s.Path)
	})
	m.pairUp("link", 0.9, func(e *subscribed.Entry) string { return nameKey(pathKey(e.Link)) }, func(s *seed) string { return nameKey(s.Path) })
}

// pathKey is the path of a link without what servers add to it.
func pathKey(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	p := strings.TrimSuffix(strings.Trim(u.Path, "/"), "/index.html")
	return strings.TrimSuffix(p, path.Ext(p))
}

// dayKey is day and name of an entry, by its link when that says the day.
func dayKey(e *subscribed.Entry) string {
	name := nameKey(pathKey(e.Link))
	if name == "" {
		return ""
	}
	parts := strings.Split(pathKey(e.Link), "/")
	if n := len(parts); n >= 4 {
		if at, ok := dates.InPath(strings.Join(parts[n-4:], "/")+".html", nil); ok {
			return at.Format("2006-01-02/") + name
		}
	}
	if e.Published.IsZero() {
		return ""
	}
	return e.Published.Format("2006-01-02/") + name
}

// nameKey is the name of a file or page, without a date and in one spelling. That of a folder stands for its index.
func nameKey(p string) string {
	base := strings.TrimSuffix(path.Base(p), path.Ext(p))
	if base == "index" || base == "." || base == "/" {
		base = path.Base(path.Dir(p))
	}
	if _, rest, dated := dates.InName(base, nil); dated && rest != "" {
		base = rest
	}
	return strings.ToLower(slug(strings.NewReplacer("_", "-", " ", "-").Replace(base)))
}

func (m *matching) byTitle() {
	m.pairUp("title", 0.9, func(e *subscribed.Entry) string { return foldTitle(e.Title) }, func(s *seed) string { return foldTitle(s.Title) })
}

// textSure is how alike the texts of an entry and a seed are at least.
const textSure = 0.4

// byText goes by how alike the texts are, the likest first.
func (m *matching) byText() {
	type pair struct {
		entry int
		seed  *seed
		alike float64
	}
	var pairs []pair
	for i, e := range m.old {
		if m.seedOf[i] != nil {
			continue
		}
		sketch := sketchOf(e.Title, e.HTML)
		for _, s := range m.seeds {
			if alike := ledger.Alike(sketch, m.session.ledger.Record(s.Path).Sketch); !m.taken[s] && alike >= textSure {
				pairs = append(pairs, pair{i, s, alike})
			}
		}
	}
	slices.SortStableFunc(pairs, func(x, y pair) int { return cmp.Compare(y.alike, x.alike) })
	for _, p := range pairs {
		if m.seedOf[p.entry] == nil && !m.taken[p.seed] {
			m.take(p.entry, p.seed, "text", p.alike)
		}
	}
}

func (m *matching) report(out *Adoption) {
	for i, e := range m.old {
		a := Adopted{ID: e.ID, Title: e.Title, Link: e.Link}
		if s := m.seedOf[i]; s == nil {
			out.Lost = append(out.Lost, a)
		} else {
			a.Path, a.By, a.Sure = s.Path, m.by[i], m.sure[i]
			out.Matched = append(out.Matched, a)
			if r := m.session.ledger.Record(s.Path); r.Live && r.ID != e.ID {
				out.Notes = append(out.Notes, fmt.Sprintf("%s is published already as %s; who subscribed since then sees it again", s.Path, r.ID))
			}
		}
	}
	for _, s := range m.seeds {
		if !m.taken[s] {
			out.Fresh = append(out.Fresh, s.Path)
		}
	}
}
