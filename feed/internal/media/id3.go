package media

import (
	"bytes"
	"encoding/binary"
	"iter"
	"time"
)

// id3Names has the frames of ID3v2.3 and 2.4, each followed by that of 2.2.
var id3Names = []string{
	"TIT2", "TT2", "TPE1", "TP1", "TPE2", "TP2", "TALB", "TAL", "TCON", "TCO", "TDES", "COMM", "COM", "TXXX", "TXX",
	"TDRC", "TDRL", "TYER", "TYE", "TRCK", "TRK", "TPOS", "TPA",
}

// id3 reads the ID3v2 tag at an offset and returns where it ends, which is the offset when there is none. Spec: ID3v2.4.0
// structure, https://id3.org/id3v2.4.0-structure, and that of 2.3.0 and 2.2.0.
func (f *file) id3(at int64, info *Info) (end int64) {
	h := f.bytes(at, 10)
	if h == nil || string(h[:3]) != "ID3" || h[3] == 0xFF {
		return at
	}
	end = at + 10 + synchsafe(h[6:])
	version, flags := h[3], h[5]
	if b := f.head(at+10, min(synchsafe(h[6:]), maxReadBytes)); b != nil {
		info.takeID3(version, flags, b)
	}
	if flags&0x10 != 0 { // a footer, section 3.4
		end += 10
	}
	return end
}

func (info *Info) takeID3(version, flags byte, b []byte) {
	if flags&0x80 != 0 && version < 4 { // in 2.4 each frame is encoded by itself, section 6.1
		b = bytes.ReplaceAll(b, []byte{0xFF, 0}, []byte{0xFF})
	}
	if flags&0x40 != 0 && len(b) >= 4 { // an extended header; 2.3 doesn't count its length field
		n := synchsafe(b)
		if version == 3 {
			n = int64(binary.BigEndian.Uint32(b)) + 4
		}
		b = b[min(n, int64(len(b))):]
	}
	found := fieldsOf(id3Names)
	var cover []byte
	for name, body := range id3Frames(version, flags, b) {
		switch name {
		case "APIC", "PIC":
			if len(body) <= maxPictureBytes && (cover == nil || isFront(name, body)) {
				cover = id3Tag(version, name, body)
			}
		case "CHAP":
			if len(info.Chapters) < maxChapters {
				info.takeChapter(version, body)
			}
		default:
			found.add(name, body)
		}
	}
	info.takeAll(found, id3Names, func(name string, body []byte) []byte { return id3Tag(version, name, body) })
	info.take(cover)
}

// isFront reports whether a picture is the front cover, type 3, ID3v2.4.0 frames section 4.14.
func isFront(name string, body []byte) bool {
	at := 4 // after the encoding and three letters
	if name == "APIC" {
		at = bytes.IndexByte(body[min(1, len(body)):], 0) + 2
	}
	return at < len(body) && body[at] == 3
}

// id3Frames walks over the frames of a tag, decoded but for those that are encrypted or compressed, which are left out.
func id3Frames(version, flags byte, b []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		idLen, headLen := 4, 10
		if version == 2 {
			idLen, headLen = 3, 6
		}
		for len(b) > headLen && b[0] >= 'A' && b[0] <= 'Z' { // else padding
			size, format := frameSize(version, b), byte(0)
			if version > 2 {
				format = b[9]
			}
			if size > int64(len(b)-headLen) {
				return
			}
			name, body := string(b[:idLen]), b[headLen:headLen+int(size)]
			b = b[headLen+int(size):]
			if body, ok := frameBody(version, flags, format, body); ok && !yield(name, body) {
				return
			}
		}
	}
}

func frameSize(version byte, b []byte) int64 {
	switch {
	case version == 2:
		return int64(b[3])<<16 | int64(b[4])<<8 | int64(b[5])
	case version == 4 && (b[4]|b[5]|b[6]|b[7])&0x80 == 0: // else an old iTunes wrote it
		return synchsafe(b[4:])
	}
	return int64(binary.BigEndian.Uint32(b[4:]))
}

// frameBody undoes what the format flags of a frame say, section 4.1.2, and in 2.3.0 section 3.3.1.
func frameBody(version, flags, format byte, body []byte) ([]byte, bool) {
	skip := 0
	switch version {
	case 3:
		if format&0xC0 != 0 { // compression, encryption
			return nil, false
		}
		skip = int(format >> 5 & 1) // group
	case 4:
		if format&0x0C != 0 { // compression, encryption
			return nil, false
		}
		skip = int(format>>6&1) + 4*int(format&1) // group, data length
	}
	if len(body) <= skip {
		return nil, false
	}
	body = body[skip:]
	if version == 4 && (format&2 != 0 || flags&0x80 != 0) {
		body = bytes.ReplaceAll(body, []byte{0xFF, 0}, []byte{0xFF})
	}
	return body, true
}

// id3Tag makes a tag of one frame.
func id3Tag(version byte, name string, body []byte) []byte {
	if version == 4 && name[0] == 'T' && name != "TXXX" && (body[0] == 0 || body[0] == 3) { // a list, section 4.2 of the frames
		list := bytes.ReplaceAll(bytes.TrimRight(body[1:], "\x00"), []byte{0}, []byte(", "))
		body = append([]byte{body[0]}, list...)
	}
	if name == "TPE2" || name == "TP2" { // the band, for want of an artist
		name = name[:2] + "E1"
		if version == 2 {
			name = "TP1"
		}
	}
	size := uint32(len(body))
	frame := append([]byte(name), byte(size>>24), byte(size>>16), byte(size>>8), byte(size), 0, 0)
	switch version {
	case 2:
		frame = append([]byte(name), byte(size>>16), byte(size>>8), byte(size))
	case 4:
		copy(frame[4:], toSynchsafe(size))
	}
	frame = append(frame, body...)
	frame = append(frame, make([]byte, 10)...) // padding: the library takes the head for a part of the size
	head := append([]byte{'I', 'D', '3', version, 0, 0}, toSynchsafe(uint32(len(frame)))...)
	return append(head, frame...)
}

// takeChapter reads a CHAP frame, ID3v2 Chapter Frame Addendum section 3.1: an ID that ends in 0, start and end in
// milliseconds, two byte offsets, and frames of its own.
func (info *Info) takeChapter(version byte, b []byte) {
	_, b, ok := bytes.Cut(b, []byte{0})
	if !ok || len(b) < 16 {
		return
	}
	c := Chapter{Start: time.Duration(binary.BigEndian.Uint32(b)) * time.Millisecond}
	for name, body := range id3Frames(version, 0, b[16:]) {
		if name == "TIT2" && len(body) <= maxTextBytes {
			var says Info
			says.take(id3Tag(version, name, body))
			c.Title = says.Title
			break
		}
	}
	info.Chapters = append(info.Chapters, c)
}

// synchsafe is a number in four bytes of seven bits, section 6.2.
func synchsafe(b []byte) (n int64) {
	for _, c := range b[:4] {
		n = n<<7 | int64(c&0x7F)
	}
	return n
}

func toSynchsafe(n uint32) []byte {
	return []byte{byte(n >> 21 & 0x7F), byte(n >> 14 & 0x7F), byte(n >> 7 & 0x7F), byte(n & 0x7F)}
}
