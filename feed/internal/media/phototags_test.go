package media

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"strings"
	"testing"
	"time"
)

// tiff is an Exif packet with texts in the first directory.
func tiff(texts map[int]string) string {
	entries, rest := "", ""
	at := 8 + 2 + 12*len(texts) + 4
	for _, tag := range []int{0x010E, 0x013B} {
		if s, ok := texts[tag]; ok {
			s += "\x00\x00\x00\x00"
			entries += be16(tag) + be16(2) + be32(len(s)) + be32(at+len(rest))
			rest += s
		}
	}
	return "MM\x00*" + be32(8) + be16(len(texts)) + entries + be32(0) + rest
}

// xmp is an XMP packet as programs write them.
func xmp(properties string) string {
	return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" ` +
		`xmlns:c="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" exif:GPSLatitude="52,31.2N">` + properties + `</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

const written = `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Low tide</rdf:li><rdf:li xml:lang="de">Ebbe</rdf:li></rdf:Alt></dc:title>` +
	`<dc:creator><rdf:Seq><rdf:li>Ada Björk</rdf:li><rdf:li>Bo</rdf:li></rdf:Seq></dc:creator>` +
	`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">The sea has gone out.</rdf:li></rdf:Alt></dc:description>` +
	`<c:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">Mud up to the horizon</rdf:li></rdf:Alt></c:AltTextAccessibility>` +
	`<photoshop:DateCreated>2021-05-03T10:11:12+02:00</photoshop:DateCreated>`

// iim is what Photoshop puts into a JPEG: an image resource with an IPTC record.
func iim(fields ...string) string {
	record := ""
	for i := 0; i < len(fields); i += 2 {
		record += "\x1C\x02" + fields[i] + be16(len(fields[i+1])) + fields[i+1]
	}
	return "8BIM\x04\x04\x00\x00" + be32(len(record)) + record
}

// withSegment puts a segment after the first marker of a JPEG.
func withSegment(jpeg []byte, marker, content string) []byte {
	return []byte(string(jpeg[:2]) + "\xFF" + marker + be16(2+len(content)) + content + string(jpeg[2:]))
}

// withChunk puts a chunk behind the header of a PNG.
func withChunk(png []byte, name, content string) []byte {
	sum := string(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(name+content))))
	return []byte(string(png[:33]) + be32(len(content)) + name + content + sum + string(png[33:]))
}

// withRIFF adds a chunk to a WebP.
func withRIFF(webp []byte, name, content string) []byte {
	if len(content)%2 == 1 {
		content += " "
	}
	return []byte(string(webp) + name + le32(len(content)) + content)
}

func TestPhotoTags(t *testing.T) {
	jpeg, png, webp := sample(t, "picture.jpg"), sample(t, "picture.png"), sample(t, "picture.webp")
	camera := tiff(map[int]string{0x010E: "OLYMPUS DIGITAL CAMERA", 0x013B: "Camera of Bo"})
	person := tiff(map[int]string{0x010E: "Mud and a heron", 0x013B: "Ada Björk"})
	all := Info{Title: "Low tide", Artist: "Ada Björk, Bo", Comment: "The sea has gone out.", Alt: "Mud up to the horizon", Date: "2021-05-03T10:11:12+02:00"}
	for name, c := range map[string]struct {
		file string
		b    []byte
		want Info
	}{
		"Exif":          {"a.jpg", withSegment(jpeg, "\xE1", exifSign+person), Info{Artist: "Ada Björk", Comment: "Mud and a heron"}},
		"no words":      {"a.jpg", withSegment(jpeg, "\xE1", exifSign+camera), Info{Artist: "Camera of Bo"}},
		"XMP":           {"a.jpg", withSegment(jpeg, "\xE1", xmpSign+xmp(written)), all},
		"XMP and Exif":  {"a.jpg", withSegment(withSegment(jpeg, "\xE1", xmpSign+xmp(written)), "\xE1", exifSign+camera), all},
		"XMP is broken": {"a.jpg", withSegment(withSegment(jpeg, "\xE1", xmpSign+xmp(written)[:300]), "\xE1", exifSign+person), Info{Artist: "Ada Björk", Comment: "Mud and a heron"}},
		"IPTC":          {"a.jpg", withSegment(jpeg, "\xED", iptcSign+iim("\x05", "Low tide", "\x50", "Ada Björk", "\x78", "Mud")), Info{Title: "Low tide", Artist: "Ada Björk", Comment: "Mud"}},
		"IPTC, Latin-1": {"a.jpg", withSegment(jpeg, "\xED", iptcSign+iim("\x50", "Ada Bj\xF6rk")), Info{Artist: "Ada Björk"}},
		"PNG, Exif":     {"a.png", withChunk(png, "eXIf", person), Info{Artist: "Ada Björk", Comment: "Mud and a heron"}},
		"PNG, XMP":      {"a.png", withChunk(png, "iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmp(written)), all},
		"PNG, text":     {"a.png", withChunk(png, "iTXt", "Comment\x00\x00\x00\x00\x00"+xmp(written)), Info{}},
		"WebP, Exif":    {"a.webp", withRIFF(webp, "EXIF", exifSign+person), Info{Artist: "Ada Björk", Comment: "Mud and a heron"}},
		"WebP, XMP":     {"a.webp", withRIFF(webp, "XMP ", xmp(written)), all},
	} {
		got := read(t, c.file, c.b)
		c.want.Type, c.want.Size, c.want.Width, c.want.Height = TypeOf(c.file), int64(len(c.b)), 30, 20
		if got.Title != c.want.Title || got.Artist != c.want.Artist || got.Comment != c.want.Comment || got.Alt != c.want.Alt || got.Date != c.want.Date || got.Width != 30 {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
		for n := 0; n < len(c.b); n++ {
			lawful(t, c.file, c.b[:n])
		}
	}
}

// TestTurnedPicture: a picture that the camera took upright is as wide as it is shown, whatever the format.
func TestTurnedPicture(t *testing.T) {
	turned := exifTIFF(6, "2021:05:03 10:11:12", "")
	for name, b := range map[string][]byte{
		"a.png": withChunk(sample(t, "picture.png"), "eXIf", turned), "a.webp": withRIFF(sample(t, "picture.webp"), "EXIF", turned),
	} {
		if got := read(t, name, b); got.Width != 20 || got.Height != 30 || got.Date != "2021-05-03 10:11:12" {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

// TestBoxesThatLeadBackwards would keep a reader busy for ever that trusts them.
func TestBoxesThatLeadBackwards(t *testing.T) {
	b := be32(16) + "ftypavif" + be32(0) + be32(1) + "free\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xF0" + strings.Repeat("\x00", 64)
	done := make(chan bool)
	go func() {
		_, _ = Read(bytes.NewReader([]byte(b)), int64(len(b)), "a.avif")
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Error("it reads on and on")
	}
}
