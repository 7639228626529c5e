package media

import "encoding/binary"

// readFLAC reads the metadata blocks of FLAC, RFC 9639 section 8.
func readFLAC(f *file, info *Info) bool {
	at := f.id3(0, info) // not allowed, but written by some
	if string(f.bytes(at, 4)) != "fLaC" {
		return false
	}
	at += 4
	var comments []byte
	var cover []byte
	for range maxParts {
		h := f.bytes(at, 4)
		if h == nil {
			break
		}
		size := int64(binary.BigEndian.Uint32(h) & 0xFFFFFF)
		switch h[0] & 0x7F {
		case 0: // STREAMINFO: 20 bits of rate, 3 of channels, 5 of depth, 36 of samples
			if b := f.bytes(at+4, size); len(b) >= 18 {
				n := binary.BigEndian.Uint64(b[10:])
				info.Duration = span(n&(1<<36-1), uint32(n>>44))
			}
		case 4:
			comments = f.bytes(at+4, size)
		case 6:
			if front := string(f.bytes(at+4, 4)) == "\x00\x00\x00\x03"; front || cover == nil {
				cover = f.bytes(at+4, size)
			}
		}
		if at += 4 + size; h[0]&0x80 != 0 { // the last one
			break
		}
	}
	info.takePicture(cover)
	info.takeVorbis(comments)
	return true
}
