package feed

import (
	"reflect"
	"strings"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/pack"
)

// What is known of seeds and entries, as it is kept in the cache. layout changes with it.
const layout = "2"

func (s *seed) pack(c *pack.Codec) {
	pack.String(c, &s.Path)
	pack.Int(c, &s.Size)
	pack.Int(c, &s.ModTime)
	c.Bool(&s.Usable)
	c.Bool(&s.Glanced)
	c.Bool(&s.Firm)
	c.Bool(&s.Draft)
	c.Bool(&s.Minor)
	pack.String(c, &s.Print)
	c.Time(&s.Published)
	pack.String(c, &s.From)
	pack.String(c, &s.Title)
	pack.Shared(c, &s.details, &noDetails, packDetails)
}

func packDetails(c *pack.Codec, d *details) {
	pack.String(c, &d.Sidecar)
	pack.Int(c, &d.SideSize)
	pack.Int(c, &d.SideTime)
	pack.String(c, &d.Notes)
	pack.Int(c, &d.NotesSize)
	pack.Int(c, &d.NotesTime)
	pack.Rare(c, &d.Medium)
	pack.Rare(c, &d.Episode)
	pack.String(c, &d.Clean)
	pack.Rare(c, &d.Problems)
	pack.String(c, &d.Body)
	pack.Int(c, &d.Bulk)
	pack.String(c, &d.GivenID)
	c.Time(&d.Updated)
	c.Time(&d.Expires)
	pack.String(c, &d.Summary)
	c.Bool(&d.Brief)
	pack.String(c, &d.Language)
	pack.String(c, &d.Link)
	pack.String(c, &d.Image)
	pack.List(c, &d.Authors, func(c *pack.Codec, p *Person) {
		pack.String(c, &p.Name)
		pack.String(c, &p.URL)
		pack.String(c, &p.Email)
	})
	pack.List(c, &d.Tags, pack.String[string])
	pack.Int(c, &d.Minutes)
	pack.List(c, &d.Related, pack.String[string])
	pack.List(c, &d.Files, pack.String[string])
	pack.Int(c, &d.ImageWidth)
	pack.Int(c, &d.ImageHeight)
	pack.String(c, &d.ImageAlt)
	pack.Rare(c, &d.Pictures)
	pack.Rare(c, &d.Named)
}

// compact returns the same seed, whose strings are no longer parts of the texts that they were found in: those need not be kept for them.
func (s *seed) compact() *seed {
	if *s.traits == (traits{}) {
		s.traits = &noTraits
	} else {
		s.traits = new(*s.traits)
	}
	if reflect.ValueOf(s.details).Elem().IsZero() {
		s.details, s.Title = &noDetails, strings.Clone(s.Title)
		return s
	}
	w := pack.Writer(nil)
	s.pack(w)
	same := &seed{traits: s.traits}
	same.pack(pack.Reader(string(w.Bytes())))
	return same
}

func packRecord(c *pack.Codec, r *ledger.Record) {
	pack.String(c, &r.ID)
	pack.String(c, &r.Path)
	pack.String(c, &r.Page)
	pack.Int(c, &r.Archive)
	pack.String(c, &r.Print)
	pack.String(c, &r.Text)
	pack.String(c, &r.Sketch)
	c.Time(&r.Seen)
	c.Time(&r.Published)
	pack.String(c, &r.PublishedFrom)
	c.Time(&r.Updated)
	pack.String(c, &r.UpdatedFrom)
	c.Time(&r.Given)
	c.Bool(&r.Live)
	pack.Shared(c, &r.Rare, ledger.NoRare(), packRare)
}

func packRare(c *pack.Codec, r *ledger.Rare) {
	pack.String(c, &r.How)
	pack.List(c, &r.Former, func(c *pack.Codec, f *ledger.Former) {
		pack.String(c, &f.Path)
		c.Time(&f.Until)
		pack.String(c, &f.Why)
	})
	pack.List(c, &r.Pages, pack.String[string])
	pack.String(c, &r.Shared)
	pack.String(c, &r.Title)
	c.Time(&r.Expires)
	c.Time(&r.Missing)
	c.Time(&r.Gone)
	pack.List(c, &r.Topics, pack.String[string])
}
