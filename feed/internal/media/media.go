// Package media reads what a file that is no text says of itself: type, duration, picture size, tags, chapters.
package media

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
)

const (
	maxTextBytes  = 64 << 10 // 64 KiB; a longer text is left out
	maxCoverBytes = 8 << 20  // 8 MiB; a larger cover is left out
	maxChapters   = 1000
	maxPixels     = 1 << 24            // for a side of a picture; no format goes as far
	maxDuration   = 10_000 * time.Hour // a longer one is damage
)

// Info is what a medium says of itself. What it does not say, or says in a damaged place, is zero. Texts are valid UTF-8
// without control characters; only Comment has line ends.
type Info struct {
	Type     string        // as [TypeOf] names it
	Size     int64         // bytes
	Duration time.Duration // of audio and video

	Width, Height int // pixels, of pictures and video, as they are to be shown: a turned picture is turned

	Title, Artist, Album, Genre string
	Comment                     string // a description, if it has one, else a comment
	Alt                         string // of a picture: what it shows, for those who don't see it
	Date                        string // when it was made or released, as written: 2021, 2021-05-03, 2021-05-03 10:11:12...
	Track, Disc                 int    // counted from 1; podcasts keep episode and season there

	Cover     []byte // a picture for it, whole
	CoverType string // of Cover, by its bytes: image/jpeg, image/png, image/gif or image/webp

	Chapters []Chapter // by Start
}

// Chapter is a part of a recording. It lasts until the next one starts.
type Chapter struct {
	Start time.Duration
	Title string
}

// kind says what an extension promises and who reads it. read reports whether the content is what was promised.
type kind struct {
	mediaType string
	read      func(*file, *Info) bool
}

// kinds has types that Apple's podcast requirements and the IANA registry name: audio/x-m4a and audio/mpeg, never
// audio/mp3; audio/ogg for Opus too (RFC 7845 section 9). It is fixed because the system's own table differs from
// machine to machine.
var kinds = map[string]kind{
	".mp3":  {"audio/mpeg", readMP3},
	".m4a":  {"audio/x-m4a", readMP4},
	".ogg":  {"audio/ogg", readOgg},
	".oga":  {"audio/ogg", readOgg},
	".opus": {"audio/ogg", readOgg},
	".flac": {"audio/flac", readFLAC},
	".wav":  {"audio/wav", readWAV},
	".mp4":  {"video/mp4", readMP4},
	".m4v":  {"video/mp4", readMP4},
	".mov":  {"video/quicktime", readMP4},
	".webm": {"video/webm", readWebM},
	".pdf":  {"application/pdf", readPDF},
	".epub": {"application/epub+zip", readEPUB},
	".jpg":  {"image/jpeg", readJPEG},
	".jpeg": {"image/jpeg", readJPEG},
	".png":  {"image/png", readPNG},
	".gif":  {"image/gif", readGIF},
	".webp": {"image/webp", readWebP},
	".avif": {"image/avif", readAVIF},
}

// TypeOf returns the media type of a file with that name, "" when it is no medium.
func TypeOf(name string) string { return kinds[strings.ToLower(path.Ext(name))].mediaType }

// Types returns the type for each extension, which is in lower case and has its dot.
func Types() map[string]string {
	all := make(map[string]string, len(kinds))
	for ext, k := range kinds {
		all[ext] = k.mediaType
	}
	return all
}

// Read reads what a medium of size bytes says of itself. The error is one of r's, or says that the content is not what
// the name promises; Type and Size are given even then.
//
// It reads little of the file, but all of an MP3 that does not tell how long it is. It takes time in proportion to size
// at most, and no more memory than the file and a fixed 64 MiB, whatever the bytes are.
func Read(r io.ReaderAt, size int64, name string) (Info, error) {
	k, ok := kinds[strings.ToLower(path.Ext(name))]
	stub := Info{Type: k.mediaType, Size: size}
	if !ok {
		return stub, fmt.Errorf("%q is not the name of a medium", path.Base(name))
	}
	f, info := &file{r: r, size: size}, stub
	ok = k.read(f, &info)
	switch {
	case f.err != nil:
		return stub, fmt.Errorf("read %s: %w", k.mediaType, f.err)
	case !ok:
		return stub, fmt.Errorf("content is not %s", k.mediaType)
	}
	info.tidy()
	return info, nil
}

// tidy makes true what [Info] promises.
func (info *Info) tidy() {
	for _, s := range []*string{&info.Title, &info.Artist, &info.Album, &info.Genre, &info.Date, &info.Alt} {
		*s = line(*s)
	}
	info.Comment = text(info.Comment)
	info.Track, info.Disc = max(0, info.Track), max(0, info.Disc)
	if info.Width <= 0 || info.Height <= 0 || info.Width > maxPixels || info.Height > maxPixels {
		info.Width, info.Height = 0, 0
	}
	info.CoverType = pictureType(info.Cover)
	if info.CoverType == "" || len(info.Cover) > maxCoverBytes {
		info.Cover, info.CoverType = nil, ""
	}
	info.Chapters = slices.DeleteFunc(info.Chapters, func(c Chapter) bool { return c.Start < 0 || c.Start > maxDuration })
	for i := range info.Chapters {
		info.Chapters[i].Title = line(info.Chapters[i].Title)
	}
	slices.SortFunc(info.Chapters, func(a, b Chapter) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), strings.Compare(a.Title, b.Title))
	})
	info.Chapters = info.Chapters[:min(len(info.Chapters), maxChapters)]
}

// line is s on one line.
func line(s string) string { return strings.Join(strings.Fields(text(s)), " ") }

func text(s string) string {
	if len(s) > maxTextBytes {
		return ""
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r&0xFFFE == 0xFFFE {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD")))
}

// pictureType tells a picture by its first bytes, as the WHATWG MIME Sniffing Standard does, section 6.1.
func pictureType(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("\xFF\xD8\xFF")):
		return "image/jpeg"
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1A\n")):
		return "image/png"
	case bytes.HasPrefix(b, []byte("GIF87a")), bytes.HasPrefix(b, []byte("GIF89a")):
		return "image/gif"
	case len(b) > 14 && string(b[:4]) == "RIFF" && string(b[8:14]) == "WEBPVP":
		return "image/webp"
	}
	return ""
}

// span is how long units last, 0 when that can't be true.
func span(units uint64, perSecond uint32) time.Duration {
	n := uint64(perSecond)
	if n == 0 || units/n >= uint64(maxDuration/time.Second) {
		return 0
	}
	return time.Duration(units/n)*time.Second + time.Duration(units%n*uint64(time.Second)/n)
}
