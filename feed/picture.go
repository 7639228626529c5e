package feed

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/seedfeed/seedfeed/feed/internal/markup"
	"github.com/seedfeed/seedfeed/feed/internal/media"
)

// A picture that a text shows has the size of its file, so that a page doesn't move when it comes. The text is read again when the picture
// is another: its bytes are the same, so nobody is told of an edit.

// sized is the size of a picture, as it was with a stamp.
type sized struct {
	stamp
	width, height int
}

// pictureSizes remembers sizes for as long as a session lasts: many texts may show one picture. Several goroutines may use it.
type pictureSizes struct {
	mu   sync.Mutex
	have map[string]sized
}

// measure returns the size of the picture at p, in pixels, as it is to be shown. It is 0 when the file can't tell.
func (b *session) measure(p string) sized {
	now := b.files[p]
	b.sizes.mu.Lock()
	s, known := b.sizes.have[p]
	b.sizes.mu.Unlock()
	if known && s.stamp == now || now == (stamp{}) {
		return s
	}
	s = sized{}
	if info, err := b.infoOf(p); err == nil { // else somebody may let us read it without a trace in size or time
		s = sized{now, info.Width, info.Height}
	}
	b.sizes.put(p, s)
	return s
}

func (m *pictureSizes) put(p string, s sized) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.have == nil {
		m.have = map[string]sized{}
	}
	m.have[p] = s
}

// infoOf reads what a medium says of itself; its type and size alone when its content is not what its name says.
func (b *session) infoOf(p string) (info media.Info, err error) {
	f, err := b.tree.Open(p)
	if err != nil {
		return info, err
	}
	defer f.Close() // only read
	stat, err := f.Stat()
	if err != nil {
		return info, err
	}
	info, _ = media.Read(f, stat.Size(), p)
	return info, nil
}

// sizeOf is [markup.Options.Size]: the size of a picture among the seeds.
func (d *document) sizeOf(absolute string) (width, height int) {
	p, ours := d.session.pathOf(absolute)
	if !ours || !strings.HasPrefix(media.TypeOf(p), "image/") {
		return 0, 0
	}
	s := d.session.measure(p)
	if d.seed.Pictures == nil {
		d.seed.Pictures = map[string]stamp{}
	}
	d.seed.Pictures[p] = s.stamp
	return s.width, s.height
}

// pathOf returns the path of the seeds at which the file lies that the site has at an address.
func (b *session) pathOf(absolute string) (p string, ours bool) {
	u, err := url.Parse(absolute)
	if err != nil || u.Host != b.cfg.base.Host || u.Scheme != b.cfg.base.Scheme {
		return "", false
	}
	return strings.CutPrefix(u.Path, b.cfg.base.Path)
}

// takeImage describes the picture that stands for an entry.
func (d *document) takeImage(alt string, shown []markup.Picture) {
	s := d.seed
	if s.Image == "" {
		return
	}
	if i := slices.IndexFunc(shown, func(p markup.Picture) bool { return p.URL == s.Image }); i >= 0 {
		s.ImageAlt, s.ImageWidth, s.ImageHeight = shown[i].Alt, shown[i].Width, shown[i].Height
	}
	s.ImageAlt = first(alt, s.ImageAlt)
	if w, h := d.sizeOf(s.Image); w > 0 {
		s.ImageWidth, s.ImageHeight = w, h
	}
	if s.ImageWidth <= 0 || s.ImageHeight <= 0 { // one alone says nothing
		s.ImageWidth, s.ImageHeight = 0, 0
	}
}

// checkPictures adds to what changed the texts that show pictures which are others now.
func (b *session) checkPictures(f *findings) {
	differs := func(s *seed) bool {
		for p, was := range s.Pictures {
			if b.files[p] != was && !b.hidden(p) {
				return true
			}
		}
		return false
	}
	var more []string
	for p, s := range b.seeds {
		if len(s.Pictures) == 0 || !differs(s) {
			continue
		}
		if _, known := slices.BinarySearch(f.changed, p); b.isFile(p) && b.isSeed(p) && !known {
			more = append(more, p)
		}
	}
	f.changed = append(f.changed, more...)
	slices.Sort(f.changed)
}
