package feed

import (
	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/pack"
)

// What is known of seeds and entries, as it is kept in the cache. layout changes with it.
const layout = "1"

func (s *seed) pack(c *pack.Codec) {
	pack.String(c, &s.Path)
	pack.Int(c, &s.Size)
	pack.Int(c, &s.ModTime)
	pack.String(c, &s.Sidecar)
	pack.Int(c, &s.SideSize)
	pack.Int(c, &s.SideTime)
	pack.String(c, &s.Notes)
	pack.Int(c, &s.NotesSize)
	pack.Int(c, &s.NotesTime)
	pack.Rare(c, &s.Medium)
	pack.Rare(c, &s.Episode)
	pack.String(c, &s.Clean)
	c.Bool(&s.Usable)
	c.Bool(&s.Glanced)
	pack.Rare(c, &s.Problems)
	pack.String(c, &s.Print)
	pack.String(c, &s.Body)
	pack.Int(c, &s.Bulk)
	pack.String(c, &s.GivenID)
	c.Time(&s.Published)
	pack.String(c, &s.From)
	c.Bool(&s.Firm)
	c.Time(&s.Updated)
	c.Time(&s.Expires)
	c.Bool(&s.Draft)
	c.Bool(&s.Minor)
	pack.String(c, &s.Title)
	pack.String(c, &s.Summary)
	c.Bool(&s.Brief)
	pack.String(c, &s.Language)
	pack.String(c, &s.Link)
	pack.String(c, &s.Image)
	pack.List(c, &s.Authors, func(c *pack.Codec, p *Person) {
		pack.String(c, &p.Name)
		pack.String(c, &p.URL)
		pack.String(c, &p.Email)
	})
	pack.List(c, &s.Tags, pack.String[string])
	pack.Int(c, &s.Minutes)
	pack.List(c, &s.Related, pack.String[string])
	pack.List(c, &s.Files, pack.String[string])
	pack.Int(c, &s.ImageWidth)
	pack.Int(c, &s.ImageHeight)
	pack.String(c, &s.ImageAlt)
	pack.Rare(c, &s.Pictures)
	pack.Rare(c, &s.Named)
}

// compact returns the same seed, whose strings are no longer parts of the texts that they were found in: those need not be kept for them.
func (s *seed) compact() *seed {
	w := pack.Writer(nil)
	s.pack(w)
	same := &seed{traits: s.traits}
	same.pack(pack.Reader(string(w.Bytes())))
	return same
}

func packRecord(c *pack.Codec, r *ledger.Record) {
	pack.String(c, &r.ID)
	pack.String(c, &r.How)
	pack.String(c, &r.Path)
	pack.List(c, &r.Former, func(c *pack.Codec, f *ledger.Former) {
		pack.String(c, &f.Path)
		c.Time(&f.Until)
		pack.String(c, &f.Why)
	})
	pack.String(c, &r.Page)
	pack.List(c, &r.Pages, pack.String[string])
	pack.Int(c, &r.Archive)
	pack.String(c, &r.Print)
	pack.String(c, &r.Text)
	pack.String(c, &r.Sketch)
	pack.String(c, &r.Shared)
	pack.String(c, &r.Title)
	c.Time(&r.Seen)
	c.Time(&r.Published)
	pack.String(c, &r.PublishedFrom)
	c.Time(&r.Updated)
	pack.String(c, &r.UpdatedFrom)
	c.Time(&r.Given)
	c.Time(&r.Expires)
	c.Bool(&r.Live)
	c.Time(&r.Missing)
	c.Time(&r.Gone)
	pack.List(c, &r.Topics, pack.String[string])
}
