package feed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"path"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/charset"
	"github.com/seedfeed/seedfeed/feed/internal/media"
)

// A recording, film, PDF or EPUB is a seed of its own, with the file as enclosure: what it says of itself is in its tags, and its text, the
// notes, in a text file of the same name beside it, which then is no seed. One that a text refers to is that text's enclosure instead.

// enclosed is what is known of a file that an entry encloses.
type enclosed struct {
	Type          string
	Bytes         int64
	Duration      time.Duration `json:",omitempty"`
	Width, Height int           `json:",omitempty"`
	Cover         string        `json:",omitempty"` // name of the picture that is in it
	Chapters      []chapter     `json:",omitempty"`
}

const fromTags = "file tags"

// isMedium reports whether a file of that name is a seed that is no text. Pictures are something else, see photo.go.
func isMedium(name string) bool {
	t := media.TypeOf(name)
	return t != "" && !strings.HasPrefix(t, "image/")
}

// notesOf are the extensions of texts that go with a medium, the preferred one first.
var notesOf = []string{".md", ".markdown", ".txt", ".text", ".html", ".htm"}

// findNotes finds the texts that go with media: those of the same name but for the extension, or with one behind the medium's.
func (b *session) findNotes() {
	b.notes, b.notesFor = map[string]string{}, map[string]string{}
	if b.census.media == 0 && len(b.photos) == 0 {
		return
	}
	for p := range b.files {
		if !isMedium(p) && !b.photos[p] {
			continue
		}
		for _, stem := range []string{p, strings.TrimSuffix(p, path.Ext(p))} {
			for _, ext := range notesOf {
				// Of two media of one name the first has the notes.
				if b.isFile(stem+ext) && b.notesFor[p] == "" && (b.notes[stem+ext] == "" || p < b.notes[stem+ext]) && b.isNotesOf(stem+ext, p) {
					delete(b.notesFor, b.notes[stem+ext])
					b.notes[stem+ext], b.notesFor[p] = p, stem+ext
				}
			}
		}
	}
}

// isSeed reports whether a file may be an entry.
func (b *session) isSeed(p string) bool {
	_, isNotes := b.notes[p]
	return (kindOf(p) != notSeed || b.photos[p]) && !isNotes
}

// readMedium reads a seed that is no text, with its notes and sidecar.
func (b *session) readMedium(ctx context.Context, s *seed) (*document, error) {
	d := &document{session: b, seed: s}
	var print string
	var info media.Info
	err := b.atRest(ctx, func() (modTime int64, err error) {
		print, info, err = b.lookInto(s)
		return s.ModTime, err
	})
	if err != nil {
		return d, err
	}
	var notes, side []byte
	if s.Notes != "" {
		if notes, err = b.bytes(s.Notes, b.cfg.textBytes, nil, &s.NotesSize, &s.NotesTime); err != nil {
			return d, err
		}
	}
	if s.Sidecar != "" {
		if side, err = b.bytes(s.Sidecar, maxSidecar, nil, &s.SideSize, &s.SideTime); err != nil {
			return d, err
		}
	}
	s.Print = fingerprint(print, string(notes), string(side))
	text := charset.Decode(notes, kindOf(s.Notes) == html)
	if notes != nil {
		d.noteCharset(text)
	}
	body, err := d.readFields(text.String, side)
	if err != nil {
		return d, err
	}
	var e extract
	if strings.TrimSpace(body) != "" {
		if e, err = d.extract(kindOf(s.Notes), body); err != nil {
			return d, err
		}
	} else if info.Comment != "" {
		e.text, e.html = info.Comment, paragraphs(info.Comment)
	}
	if isPhoto(s.Path) {
		d.showPhoto(&e, info)
	}
	e.title = first(e.title, info.Title)
	if e.authors == nil && info.Artist != "" {
		e.authors = []string{info.Artist}
	}
	if e.published == "" && len(info.Date) >= len("2006-01-02") {
		e.published, e.from = info.Date, fromTags
	}
	if e.text == "" {
		e.text = first(d.fields.Title, e.title, nameTitle(s.Path))
		if e.html == "" {
			e.html = paragraphs(e.text)
		}
	}
	d.fill(e)
	if s.Notes == "" {
		s.Minutes = 0 // there is nothing to read
	}
	if isPhoto(s.Path) && s.Notes == "" {
		s.Sketch = "" // two that are called alike are not alike
	}
	s.Files = append(s.Files, s.Path)
	s.Medium = &enclosed{
		Type: info.Type, Bytes: info.Size, Duration: info.Duration, Width: info.Width, Height: info.Height,
		Cover: coverName(info), Chapters: info.Chapters,
	}
	s.Episode = s.Episode.over(namedEpisode(s.Path)).over(episode{Season: info.Disc, Number: info.Track})
	return d, d.fillDates(e)
}

func paragraphs(text string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(text, "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			b.WriteString("<p>" + strings.ReplaceAll(template.HTMLEscapeString(part), "\n", "<br/>\n") + "</p>\n")
		}
	}
	return b.String()
}

// lookInto reads what a file says of itself, and what tells it from others: its size, its beginning and its end.
func (b *session) lookInto(s *seed) (print string, info media.Info, err error) {
	f, err := b.tree.Open(s.Path)
	if err != nil {
		return "", info, err
	}
	defer f.Close() // only read
	before, err := f.Stat()
	if err != nil {
		return "", info, err
	}
	s.Size, s.ModTime = before.Size(), before.ModTime().UnixNano()
	if info, err = media.Read(f, before.Size(), s.Path); err != nil {
		return "", info, &Problem{Path: s.Path, Text: err.Error(), Hint: "save it again, give it the extension of what it is, or list it in .seedignore"}
	}
	const edge = 1 << 20
	h := sha256.New()
	fmt.Fprintln(h, before.Size())
	for _, part := range []*io.SectionReader{io.NewSectionReader(f, 0, edge), io.NewSectionReader(f, max(edge, before.Size()-edge), edge)} {
		if _, err := io.Copy(h, part); err != nil {
			return "", info, err
		}
	}
	after, err := f.Stat()
	if err == nil && (after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime())) {
		err = errUnstable
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), info, err
}

// attached lists the media that texts refer to, drafts too: they are no entries.
func attached(seeds []known) map[string]bool {
	all := map[string]bool{}
	for _, s := range seeds {
		if s.seed.Medium == nil {
			for _, p := range s.seed.media() {
				all[p] = true
			}
		}
	}
	return all
}

// enclose gives an entry its enclosure: its own file, or the first medium that it refers to.
func (b *session) enclose(e *entry) {
	files := e.media()
	if e.Medium != nil {
		files = []string{e.Path}
	}
	for _, p := range files {
		if s := b.seeds[p]; s != nil && s.Medium != nil {
			c := e.accompany()
			c.enclosure = &Enclosure{
				URL: b.pageURL(p).String(), Type: s.Medium.Type, Bytes: s.Medium.Bytes, Duration: s.Medium.Duration,
				Width: s.Medium.Width, Height: s.Medium.Height,
			}
			c.enclosed = s
			if isMedium(p) {
				b.air(e, s)
			}
			return
		}
	}
}
