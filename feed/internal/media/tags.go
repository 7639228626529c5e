package media

import (
	"bytes"
	"strings"

	"github.com/dhowden/tag"
)

// The tag library trusts what it reads: a broken FLAC of 4,526 bytes makes it allocate 1.6 GiB, nested MP4 boxes end the
// program's stack, frames of one name cost their number squared, and one damaged field costs all others. So it never
// sees a file. Our own walks find the fields, check that each holds what it claims, and hand it a tag of their own
// making with one field in it. It knows what we would not like to: encodings, genres, numbers, picture blocks.

const (
	maxSame         = 16                   // fields of one name in a tag; more are left out
	maxGenreBytes   = 256                  // the library takes the square of it to resolve "(12)(34)..."
	maxPictureBytes = maxCoverBytes + 4096 // a cover with what stands before it
)

// fields are those of a tag by the format's own names.
type fields map[string][][]byte

// fieldsOf makes room for the fields with these names: others are of no use.
func fieldsOf(names []string) fields {
	f := fields{}
	for _, name := range names {
		f[name] = nil
	}
	return f
}

// add keeps b if it is of use.
func (f fields) add(name string, b []byte) {
	if same, ok := f[name]; ok && len(same) < maxSame && len(b) <= maxTextBytes {
		f[name] = append(same, b)
	}
}

// takeAll takes fields in the order of names: the first that says something wins. wrap makes a whole tag of one field.
func (info *Info) takeAll(f fields, names []string, wrap func(name string, b []byte) []byte) {
	for _, name := range names {
		for _, b := range f[name] {
			info.take(wrap(name, b))
		}
	}
}

// take adds what a whole tag says, unless another said it before.
func (info *Info) take(whole []byte) {
	defer func() { _ = recover() }()             // a panic of the library is a field that can't be read
	m, _ := tag.ReadFrom(bytes.NewReader(whole)) // what it read before an error is good
	if m == nil {
		return
	}
	first(&info.Title, m.Title())
	first(&info.Artist, m.Artist())
	first(&info.Album, m.Album())
	if len(whole) <= maxGenreBytes {
		first(&info.Genre, m.Genre())
	}
	first(&info.Comment, comment(m))
	for _, key := range []string{"TDRC", "TDRL", "TYER", "TYE", "date", "year", "\xa9day"} {
		s, _ := m.Raw()[key].(string)
		first(&info.Date, s)
	}
	track, _ := m.Track()
	disc, _ := m.Disc()
	first(&info.Track, track)
	first(&info.Disc, disc)
	if p := m.Picture(); p != nil && info.Cover == nil && pictureType(p.Data) != "" {
		info.Cover = p.Data
	}
}

func first[T comparable](field *T, value T) {
	if *field == *new(T) {
		*field = value
	}
}

// comment passes over ID3 comments with a name of their own: they are for programs, as "iTunNORM" is. FFmpeg writes a text
// named "comment" instead.
func comment(m tag.Metadata) string {
	for key, name := range map[string]string{"COMM": "", "COM": "", "TXXX": "comment", "TXX": "comment"} {
		if c, ok := m.Raw()[key].(*tag.Comm); ok {
			if strings.EqualFold(c.Description, name) {
				return c.Text
			}
			return ""
		}
	}
	if s, ok := m.Raw()["TDES"].(string); ok {
		return s
	}
	return m.Comment()
}
