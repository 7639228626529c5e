package media

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/bep/imagemeta"
)

// The library of picture tags never sees a file: an AVIF whose boxes lead backwards keeps it busy for ever, and what is wrong in one packet
// costs it the next. So it gets JPEGs of our own making with one packet each. Where a photograph was taken is never read.

// photoTags are those that are asked for, with where they stand.
var photoTags = map[string]bool{
	"EXIF Orientation": true, "EXIF ImageDescription": true, "EXIF Artist": true, "EXIF DateTimeOriginal": true, "EXIF OffsetTimeOriginal": true,
	"IPTC ObjectName": true, "IPTC By-line": true, "IPTC Caption-Abstract": true, "IPTC CodedCharacterSet": true,
	"XMP Title": true, "XMP Creator": true, "XMP Description": true, "XMP DateTimeOriginal": true, "XMP DateCreated": true, "XMP AltTextAccessibility": true,
}

// takePackets takes what the packets say, and reports whether the sides of the picture are to be swapped (CIPA DC-008 section 4.6.5,
// Orientation). Of several the one counts that people write rather than cameras.
func (info *Info) takePackets(p packets) (turned bool) {
	exif := photo("\xE1"+exifSign, p.exif)
	xmp := photo("\xE1"+xmpSign, p.xmp)
	iptc := photo("\xED"+iptcSign, p.iptc)
	for _, t := range []struct {
		to   *string
		from []string
	}{
		{&info.Title, []string{xmp["XMP Title"], latin(iptc["IPTC ObjectName"])}},
		{&info.Artist, []string{xmp["XMP Creator"], latin(iptc["IPTC By-line"]), exif["EXIF Artist"]}},
		{&info.Comment, []string{described(xmp["XMP Description"]), described(latin(iptc["IPTC Caption-Abstract"])), described(exif["EXIF ImageDescription"])}},
		{&info.Alt, []string{xmp["XMP AltTextAccessibility"]}},
		{&info.Date, []string{exifDate(exif), xmp["XMP DateTimeOriginal"], xmp["XMP DateCreated"]}},
	} {
		for _, s := range t.from {
			first(t.to, strings.TrimSpace(s))
		}
	}
	switch exif["EXIF Orientation"] {
	case "5", "6", "7", "8":
		return true
	}
	return false
}

// photo returns the tags of a packet.
func photo(sign string, packet []byte) map[string]string {
	tags := map[string]string{}
	if len(packet) == 0 {
		return tags
	}
	defer func() { _ = recover() }() // a panic of the library is a packet that can't be read
	b := append([]byte("\xFF\xD8\xFF"), sign[0])
	b = binary.BigEndian.AppendUint16(b, uint16(2+len(sign[1:])+len(packet)))
	b = append(append(b, sign[1:]...), packet...)
	name := func(t imagemeta.TagInfo) string { return t.Source.String() + " " + t.Tag }
	// What was read before an error is good.
	_, _ = imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(b), ImageFormat: imagemeta.JPEG, LimitTagSize: maxPacketBytes,
		ShouldHandleTag: func(t imagemeta.TagInfo) bool { return photoTags[name(t)] && !strings.HasPrefix(t.Namespace, "IFD1") }, // of the preview
		HandleTag: func(t imagemeta.TagInfo) error {
			if _, twice := tags[name(t)]; twice {
				return nil
			}
			switch v := t.Value.(type) {
			case []string: // of a title one for each language, the default first; of creators each
				if t.Tag == "Creator" || t.Tag == "By-line" {
					tags[name(t)] = strings.Join(v, ", ")
				} else {
					tags[name(t)] = v[0]
				}
			default:
				tags[name(t)] = fmt.Sprint(v)
			}
			return nil
		},
	})
	return tags
}

// latin undoes what was done to UTF-8 that doesn't say that it is: the library reads it as Latin-1, which IPTC means by saying nothing.
func latin(s string) string {
	var b []byte
	for _, r := range s {
		if r > 0xFF {
			return s
		}
		b = append(b, byte(r))
	}
	if utf8.Valid(b) {
		return string(b)
	}
	return s
}

// described is "" for what cameras write in the place of a description.
func described(s string) string {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "olympus digital camera", "konica minolta digital camera", "minolta digital camera", "kodak digital still camera", "samsung digital camera",
		"digital camera", "sony dsc", "exif_jpeg_picture", "untitled", "default", "image description":
		return ""
	}
	if strings.Contains(s, `DCIM\`) || strings.HasPrefix(s, "DCIM/") {
		return ""
	}
	return s
}

// exifDate is when a picture was taken: day and time, and the zone where the camera knew it.
func exifDate(exif map[string]string) string {
	date := exif["EXIF DateTimeOriginal"]
	if day, clock, ok := strings.Cut(date, " "); ok && strings.Trim(date, ":0 ") != "" {
		return strings.ReplaceAll(day, ":", "-") + " " + clock + strings.TrimSpace(exif["EXIF OffsetTimeOriginal"])
	}
	return ""
}
