package media

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// Exif tags that are read, CIPA DC-008 section 4.6.
const (
	tagOrientation = 0x0112
	tagExif        = 0x8769 // where the directory of the photograph is
	tagTaken       = 0x9003
	tagZone        = 0x9011 // of tagTaken
)

// exif reads the date of a JPEG's Exif segment and reports whether its sides are to be swapped.
func (f *file) exif(info *Info) (turned bool) {
	at := int64(2)
	for range maxParts { // segments: FF, marker, length with itself; the scan, DA, ends them
		h := f.bytes(at, 10)
		if h == nil || h[0] != 0xFF || h[1] == 0xDA {
			return false
		}
		size := int64(binary.BigEndian.Uint16(h[2:]))
		switch {
		case h[1] == 0xFF: // fill
			at++
		case h[1] == 0xE1 && string(h[4:]) == "Exif\x00\x00" && size > 8:
			return info.takeExif(f.head(at+10, size-8))
		default:
			at += 2 + size
		}
	}
	return false
}

// takeExif reads a TIFF header and the two directories, TIFF 6.0 section 2.
func (info *Info) takeExif(b []byte) (turned bool) {
	var order binary.ByteOrder
	switch {
	case len(b) < 8:
		return false
	case string(b[:4]) == "II*\x00":
		order = binary.LittleEndian
	case string(b[:4]) == "MM\x00*":
		order = binary.BigEndian
	default:
		return false
	}
	camera := directory(b, order, order.Uint32(b[4:]))
	photo := directory(b, order, number(camera[tagExif], order))
	date := exifText(photo[tagTaken], b, order)
	if day, clock, ok := strings.Cut(date, " "); ok && strings.Trim(date, ":0 ") != "" {
		info.Date = strings.ReplaceAll(day, ":", "-") + " " + clock + exifText(photo[tagZone], b, order)
	}
	orientation := number(camera[tagOrientation], order)
	return orientation >= 5 && orientation <= 8
}

// directory returns the entries at an offset by tag: type, count, value or its offset.
func directory(b []byte, order binary.ByteOrder, at uint32) map[uint16][]byte {
	entries := map[uint16][]byte{}
	if int64(at) > int64(len(b)-2) {
		return entries
	}
	n := order.Uint16(b[at:])
	for b = b[at+2:]; n > 0 && len(b) >= 12; n-- {
		entries[order.Uint16(b)] = b[2:12]
		b = b[12:]
	}
	return entries
}

// number returns the value of an entry of type SHORT or LONG.
func number(entry []byte, order binary.ByteOrder) uint32 {
	switch {
	case len(entry) < 10:
		return 0
	case order.Uint16(entry) == 3:
		return uint32(order.Uint16(entry[6:]))
	}
	return order.Uint32(entry[6:])
}

// exifText returns the value of an entry of type ASCII that is longer than four bytes.
func exifText(entry, b []byte, order binary.ByteOrder) string {
	if len(entry) < 10 || order.Uint16(entry) != 2 {
		return ""
	}
	n, at := order.Uint32(entry[2:]), order.Uint32(entry[6:])
	if n > 64 || int64(at)+int64(n) > int64(len(b)) {
		return ""
	}
	s, _, _ := bytes.Cut(b[at:at+n], []byte{0})
	return string(s)
}
