package media

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTypeOf(t *testing.T) {
	for name, want := range map[string]string{
		"a.mp3": "audio/mpeg", "A.B/Tide.M4A": "audio/x-m4a", "a.opus": "audio/ogg", "a.mov": "video/quicktime",
		"a.epub": "application/epub+zip", "a.JPEG": "image/jpeg", "mp3": "", "a.mp3/b": "", "a.txt": "", "": "",
	} {
		if got := TypeOf(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// read reads what stands in testdata, or what a test has built.
func read(t *testing.T, name string, b []byte) Info {
	t.Helper()
	info, err := Read(bytes.NewReader(b), int64(len(b)), name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return info
}

func sample(t testing.TB, name string) []byte {
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// tide is what FFmpeg was asked to write into each of the recordings.
var tide = Info{
	Title: "Low tide", Artist: "Ada Björk", Album: "The sea", Genre: "Podcast", Comment: "A note on the sea.",
	Date: "2021-05-03", Track: 7, Disc: 2,
}

var chapters = []Chapter{{0, "Ebb"}, {time.Second, "Flöd"}}

// TestSamples has a file of each kind that FFmpeg 5.1 wrote; MP3 frames are counted whole, as ffprobe does.
func TestSamples(t *testing.T) {
	film := Info{Title: "Low tide", Width: 64, Height: 32, Duration: 2 * time.Second}
	size := Info{Width: 30, Height: 20}
	ms := time.Millisecond
	for name, c := range map[string]struct {
		want   Info
		change func(*Info)
	}{
		"cbr.mp3":       {tide, func(i *Info) { i.Duration, i.Chapters, i.CoverType = 1567346938, chapters, "image/png" }},
		"vbr.mp3":       {tide, func(i *Info) { i.Duration, i.Chapters, i.Date = 1567346938, chapters, "2021" }}, // ID3v2.3
		"tide.m4a":      {tide, func(i *Info) { i.Duration, i.Chapters, i.CoverType = 1500*ms, chapters, "image/png" }},
		"tide.ogg":      {tide, func(i *Info) { i.Duration = 1500 * ms }},
		"tide.opus":     {tide, func(i *Info) { i.Duration, i.Chapters = 1500*ms, chapters }},
		"tide.flac":     {tide, func(i *Info) { i.Duration, i.CoverType = 500*ms, "image/png" }},
		"tide.wav":      {Info{}, func(i *Info) { i.Duration = 500 * ms }},
		"tide.webm":     {film, func(*Info) {}},
		"tide.mp4":      {film, func(i *Info) { i.Date = "2021" }},
		"tide.mov":      {film, func(i *Info) { i.Date = "2021" }},
		"turned.mp4":    {film, func(i *Info) { i.Date, i.Width, i.Height = "2021", 32, 64 }},
		"fragments.mp4": {film, func(i *Info) { i.Date, i.Duration = "2021", 0 }}, // FFmpeg leaves out mehd
		"picture.jpg":   {size, func(*Info) {}},
		"picture.png":   {size, func(*Info) {}},
		"picture.gif":   {size, func(*Info) {}},
		"picture.webp":  {size, func(*Info) {}},
		"lossless.webp": {size, func(*Info) {}},
		"picture.avif":  {size, func(*Info) {}},
	} {
		b := sample(t, name)
		c.change(&c.want)
		c.want.Type, c.want.Size = TypeOf(name), int64(len(b))
		got := read(t, name, b)
		if got.CoverType != "" && read(t, "cover.png", got.Cover).Width != 8 {
			t.Errorf("%s: cover of %d bytes is not as it was", name, len(got.Cover))
		}
		got.Cover = nil
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
	}
}

func TestContentIsNotWhatTheNameSays(t *testing.T) {
	for name, k := range kinds {
		for _, b := range [][]byte{nil, []byte("A note on the sea.\n"), sample(t, "tide.wav"), bytes.Repeat([]byte{0xFF}, 4000)} {
			if name == ".wav" && len(b) > 4000 {
				continue
			}
			info, err := Read(bytes.NewReader(b), int64(len(b)), "a"+name)
			if err == nil || err.Error() != "content is not "+k.mediaType {
				t.Errorf("%s, %.20q: %v", name, b, err)
			}
			if diff := cmp.Diff(Info{Type: k.mediaType, Size: int64(len(b))}, info); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	}
	if _, err := Read(bytes.NewReader(nil), 0, "dir/a.txt"); err == nil || err.Error() != `"a.txt" is not the name of a medium` {
		t.Errorf("got %v", err)
	}
}

// failing is a disk that fails behind an offset.
type failing struct {
	*bytes.Reader
	from int64
}

func (f failing) ReadAt(p []byte, at int64) (int, error) {
	if at+int64(len(p)) > f.from {
		return 0, iotest.ErrTimeout
	}
	return f.Reader.ReadAt(p, at)
}

func TestReadFails(t *testing.T) {
	for _, name := range []string{"cbr.mp3", "tide.m4a", "tide.ogg", "tide.flac", "tide.webm", "picture.jpg", "picture.webp", "picture.avif"} {
		b := sample(t, name)
		_, err := Read(failing{bytes.NewReader(b), 20}, int64(len(b)), name)
		if !errors.Is(err, iotest.ErrTimeout) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
