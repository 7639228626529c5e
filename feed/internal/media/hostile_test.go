package media

import (
	"bytes"
	"maps"
	"os"
	"path"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// seeds are small files of each kind, by name.
func seeds(t testing.TB) map[string][]byte {
	list, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{
		"a.epub": book(t, `<item id="c" href="img/c.png"/>`), "a.pdf": pdf("<</Title (Low tide)>>"),
		"exif.jpg": withExif(sample(t, "picture.jpg"), exifTIFF(6, "2021:05:03 10:11:12", "+02:00")),
	}
	for _, e := range list {
		if !e.IsDir() { // fuzz finds
			files[e.Name()] = sample(t, e.Name())
		}
	}
	return files
}

// lawful reads b and checks what [Info] promises.
func lawful(t *testing.T, name string, b []byte) Info {
	t.Helper()
	info, err := Read(bytes.NewReader(b), int64(len(b)), name)
	again, err2 := Read(bytes.NewReader(b), int64(len(b)), name)
	if !reflect.DeepEqual(info, again) || (err == nil) != (err2 == nil) {
		t.Fatalf("%s: not the same twice: %+v, %+v", name, info, again)
	}
	if err != nil && !reflect.DeepEqual(info, Info{Type: TypeOf(name), Size: int64(len(b))}) {
		t.Fatalf("%s: %v, but also %+v", name, err, info)
	}
	texts := []string{info.Title, info.Artist, info.Album, info.Genre, info.Date, strings.ReplaceAll(info.Comment, "\n", " ")}
	last := time.Duration(0)
	for _, c := range info.Chapters {
		if texts = append(texts, c.Title); c.Start < last {
			t.Fatalf("%s: chapters are in no order: %v", name, info.Chapters)
		}
		last = c.Start
	}
	for _, s := range texts {
		if !utf8.ValidString(s) || strings.TrimSpace(s) != s || strings.ContainsFunc(strings.ReplaceAll(s, "\t", " "), unicode.IsControl) {
			t.Fatalf("%s: text %q", name, s)
		}
	}
	numbers := []int{int(info.Duration), info.Width, info.Height, info.Track, info.Disc}
	if slices.Min(numbers) < 0 || max(info.Duration, last) > maxDuration || (info.Width == 0) != (info.Height == 0) ||
		max(info.Width, info.Height) > maxPixels || len(info.Cover) > maxCoverBytes || pictureType(info.Cover) != info.CoverType {
		t.Fatalf("%s: %+v", name, info)
	}
	return info
}

// FuzzRead: whatever the bytes are, the info is as promised, the same twice, and made in bounded memory.
func FuzzRead(f *testing.F) {
	names := slices.Sorted(maps.Keys(kinds))
	for name, b := range seeds(f) {
		f.Add(uint8(slices.Index(names, path.Ext(name))), b)
	}
	f.Fuzz(func(t *testing.T, kind uint8, b []byte) {
		name := names[int(kind)%len(names)]
		if got := allocated(func() { lawful(t, name, b) }); got > 64<<20+200*uint64(len(b)) { // two readings
			t.Fatalf("%s: %d bytes were allocated for %d", name, got, len(b))
		}
	})
}

// allocated returns how many bytes do allocates, with what others allocate in that time.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestCut reads each file as a download leaves it that ended at some byte, and with each byte set to what claims much.
func TestCut(t *testing.T) {
	for name, b := range seeds(t) {
		step := 1 + len(b)/400
		for n := 0; n < len(b); n += step {
			lawful(t, name, b[:n])
			broken := slices.Clone(b)
			broken[n] = 0xFF
			lawful(t, name, broken)
		}
	}
}

// TestCutKeepsTheTags: what stands before the cut is read.
func TestCutKeepsTheTags(t *testing.T) {
	for name, n := range map[string]int{"cbr.mp3": 1500, "vbr.mp3": 1500, "tide.ogg": 4800, "tide.opus": 1500, "tide.flac": 9500, "tide.webm": 600} {
		if got := lawful(t, name, sample(t, name)[:n]); got.Title != "Low tide" {
			t.Errorf("%s: got %q", name, got.Title)
		}
	}
}

// TestClaims has files of a few bytes to a few MiB that would cost a trusting reader gigabytes, hours or its stack.
func TestClaims(t *testing.T) {
	many := func(s string) string { return strings.Repeat(s, 1<<20/len(s)) }
	id3 := func(frames string) string {
		return "ID3\x04\x00\x00" + string(toSynchsafe(uint32(len(frames)))) + frames + mpegFrame("") + mpegFrame("")
	}
	comments := func(s string) string { return "fLaC\x84" + be32(len(s) + 8)[1:] + le32(0) + le32(1<<32-1) + s }
	for name, c := range map[string]struct{ file, body string }{
		"FLAC picture":             {"a.flac", "fLaC\x86\x00\x00\x2C" + be32(3) + be32(0) + be32(0) + strings.Repeat("\x00", 16) + be32(1<<32-1)},
		"FLAC block":               {"a.flac", "fLaC\x84\xFF\xFF\xFF"},
		"FLAC comment":             {"a.flac", comments(le32(1<<32 - 1))},
		"FLAC comments of nothing": {"a.flac", comments(many(le32(0)))},
		"FLAC comments of a name":  {"a.flac", comments(many(le32(7) + "title=x"))},
		"FLAC chapters":            {"a.flac", comments(many(le32(23) + "CHAPTER001=00:00:00.000"))},
		"FLAC blocks":              {"a.flac", "fLaC" + many("\x01\x00\x00\x00")},
		"ID3 of 256 MiB":           {"a.mp3", "ID3\x04\x00\x00\x7F\x7F\x7F\x7FTIT2"},
		"ID3 frames of a name":     {"a.mp3", id3(many(id3Frame(4, "TIT2", "x")))},
		"ID3 pictures":             {"a.mp3", id3(many(id3Frame(4, "APIC", "\x00\x00\x00\x00x")))},
		"ID3 chapters":             {"a.mp3", id3(many(id3Frame(4, "CHAP", "\x00"+strings.Repeat("\x00", 16))))},
		"ID3 genres":               {"a.mp3", id3(id3Frame(4, "TCON", "\x00"+strings.Repeat("(1)", 20_000)))},
		"ID3 tags":                 {"a.mp3", many("ID3\x04\x00\x00\x00\x00\x00\x00")},
		"MP3 of junk":              {"a.mp3", many("junk")},
		"MP3 of signs":             {"a.mp3", many("\xFF")},
		"MP4 in MP4":               {"a.mp4", "\x00\x00\x00\x08ftyp" + many("\x00\x00\x00\x00moov")},
		"MP4 boxes":                {"a.mp4", many("\x00\x00\x00\x08ftyp")},
		"MP4 items":                {"a.m4a", "\x00\x00\x00\x08ftyp\x00\x00\x00\x00moov\x00\x00\x00\x00udta\x00\x00\x00\x00meta" + be32(0) + "\x00\x00\x00\x00ilst" + many("\x00\x00\x00\x18covr\x00\x00\x00\x10data\x00\x00\x00\x0D\x00\x00\x00\x00")},
		"MP4 of 2^64":              {"a.mp4", "\x00\x00\x00\x08ftyp\x00\x00\x00\x01moov\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"},
		"WebM in WebM":             {"a.webm", "\x1A\x45\xDF\xA3\x80" + many("\x18\x53\x80\x67\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF")},
		"WebM of nothing":          {"a.webm", "\x1A\x45\xDF\xA3\x80\x18\x53\x80\x67\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF" + many("\xEC\x80")},
		"Ogg pages":                {"a.ogg", many("OggS" + strings.Repeat("\x00", 23))},
		"Ogg packet":               {"a.ogg", many("OggS" + strings.Repeat("\x00", 22) + "\xFF" + strings.Repeat("\xFF", 255) + strings.Repeat("x", 255*255))},
		"WAV chunks":               {"a.wav", "RIFF\x00\x00\x00\x00WAVE" + many("junk\x00\x00\x00\x00")},
		"JPEG segments":            {"a.jpg", "\xFF\xD8" + many("\xFF\xE2\x00\x02")},
		"JPEG fill":                {"a.jpg", "\xFF\xD8" + many("\xFF")},
		"WebP chunks":              {"a.webp", "RIFF\xFF\xFF\xFF\x7FWEBPVP9 " + many("\x00\x00\x00\x00junk")},
		"GIF extensions":           {"a.gif", "GIF89a\x01\x00\x01\x00\x00\x00\x00" + many("\x21\x01\x00")},
		"PDF references":           {"a.pdf", "%PDF-1.4" + many("/Info 1 0 R ") + many("\n1 0 obj ")},
		"PDF parentheses":          {"a.pdf", string(pdf("<</Title " + many("(") + ">>"))},
		"EPUB of entries":          {"a.epub", many("PK\x01\x02"+strings.Repeat("\x00", 42)) + "PK\x05\x06" + strings.Repeat("\x00", 4) + "\xFF\xFF\xFF\xFF" + strings.Repeat("\x00", 10)},
		"EPUB bomb":                {"a.epub", string(epub(t, "mimetype", "application/epub+zip", "META-INF/container.xml", strings.Repeat(" ", 64<<20)))},
		"EPUB of elements":         {"a.epub", string(epub(t, "mimetype", "application/epub+zip", "META-INF/container.xml", strings.Repeat("<a>", 1<<20)))},
	} {
		start := time.Now()
		got := allocated(func() { lawful(t, c.file, []byte(c.body)) })
		if got > 100<<20 { // of two readings, most of it not at the same time
			t.Errorf("%s: %d MiB were allocated", name, got>>20)
		}
		t.Logf("%s: %d KiB in %v", name, got>>10, time.Since(start).Round(time.Microsecond))
	}
}
