package media

import (
	"bytes"
	"encoding/binary"
)

// maxPacketBytes is what a segment of JPEG holds; what is longer in another format is no description.
const maxPacketBytes = 65_000

// packets are what a picture says of itself: the same in all formats, but each has another place for them.
type packets struct {
	exif []byte // a TIFF header and what it leads to, CIPA DC-008 section 4.5.2
	xmp  []byte // ISO 16684-1
	iptc []byte // image resources of Photoshop, with an IIM record among them
}

// Signs before a packet in a segment of JPEG.
const (
	exifSign = "Exif\x00\x00"
	xmpSign  = "http://ns.adobe.com/xap/1.0/\x00"
	iptcSign = "Photoshop 3.0\x00"
)

// keep takes b for a packet unless there is one.
func keep(packet *[]byte, b []byte) {
	if *packet == nil && len(b) <= maxPacketBytes {
		*packet = b
	}
}

// jpegPackets walks over the segments of a JPEG: FF, a marker, the length with itself. The scan, DA, ends them.
func (f *file) jpegPackets() (p packets) {
	at := int64(2)
	for range maxParts {
		h := f.bytes(at, 4)
		if h == nil || h[0] != 0xFF || h[1] == 0xDA {
			return p
		}
		size := int64(binary.BigEndian.Uint16(h[2:]))
		if h[1] == 0xFF { // fill
			at++
			continue
		}
		if h[1] == 0xE1 || h[1] == 0xED {
			b := f.head(at+4, size-2)
			for sign, packet := range map[string]*[]byte{"\xE1" + exifSign: &p.exif, "\xE1" + xmpSign: &p.xmp, "\xED" + iptcSign: &p.iptc} {
				if content, ok := bytes.CutPrefix(b, []byte(sign[1:])); ok && h[1] == sign[0] {
					keep(packet, content)
				}
			}
		}
		at += 2 + size
	}
	return p
}

// pngPackets walks over the chunks of a PNG: length, name, content, checksum (W3C PNG, third edition, section 5.3). XMP is an international
// text with that keyword, ISO 16684-3.
func (f *file) pngPackets() (p packets) {
	at := int64(8)
	for range maxParts {
		h := f.bytes(at, 8)
		if h == nil {
			break
		}
		size := int64(binary.BigEndian.Uint32(h))
		switch string(h[4:]) {
		case "eXIf":
			keep(&p.exif, f.head(at+8, min(size, maxPacketBytes)))
		case "iTXt":
			// Keyword, uncompressed, no method, language, keyword in that language.
			text, ok := bytes.CutPrefix(f.head(at+8, min(size, maxPacketBytes)), []byte("XML:com.adobe.xmp\x00\x00\x00"))
			if _, text, _ = bytes.Cut(text, []byte{0}); ok {
				_, text, _ = bytes.Cut(text, []byte{0})
				keep(&p.xmp, text)
			}
		case "IEND":
			return p
		}
		at += 12 + size
	}
	return p
}

// webpPackets walks over the chunks of a WebP, RFC 9649 section 2.7.
func (f *file) webpPackets() (p packets) {
	at := int64(12)
	for range maxParts {
		h := f.bytes(at, 8)
		if h == nil {
			break
		}
		size := int64(binary.LittleEndian.Uint32(h[4:]))
		switch string(h[:4]) {
		case "EXIF":
			keep(&p.exif, bytes.TrimPrefix(f.head(at+8, min(size, maxPacketBytes)), []byte(exifSign))) // which some programs leave there
		case "XMP ":
			keep(&p.xmp, f.head(at+8, min(size, maxPacketBytes)))
		}
		at += 8 + size + size&1
	}
	return p
}
