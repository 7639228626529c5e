package media

import "encoding/binary"

// readWAV reads a RIFF or RF64 file of sound, Multimedia Programming Interface 1.0 chapter 3 and EBU Tech 3306. Its length is
// that of the data, as far as the file has it, by the bytes of a second.
func readWAV(f *file, info *Info) bool {
	h := f.bytes(0, 12)
	if h == nil || (string(h[:4]) != "RIFF" && string(h[:4]) != "RF64") || string(h[8:]) != "WAVE" {
		return false
	}
	var perSecond uint32
	at := int64(12)
	for range maxParts {
		c := f.bytes(at, 8)
		if c == nil {
			break
		}
		size := int64(binary.LittleEndian.Uint32(c[4:]))
		switch string(c[:4]) {
		case "fmt ":
			if b := f.bytes(at+8, 12); b != nil {
				perSecond = binary.LittleEndian.Uint32(b[8:])
			}
		case "data": // RF64 and what was recorded into a pipe say 0xFFFFFFFF
			info.Duration = span(uint64(min(size, f.size-at-8)), perSecond)
		case "id3 ", "ID3 ":
			f.id3(at+8, info)
		}
		at += 8 + size + size&1
	}
	return true
}
