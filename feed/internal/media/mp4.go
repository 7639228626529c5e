package media

import (
	"encoding/binary"
	"iter"
	"time"
)

// box is where the content of an MP4 box lies, ISO/IEC 14496-12 section 4.2.
type box struct {
	name    string
	at, end int64
}

// boxes walks over the boxes between two offsets. One that goes beyond them is cut.
func (f *file) boxes(at, end int64) iter.Seq[box] {
	return func(yield func(box) bool) {
		for range maxParts {
			h := f.bytes(at, 8)
			if h == nil || at+8 > end {
				return
			}
			size, content := int64(binary.BigEndian.Uint32(h)), at+8
			switch size {
			case 0: // to the end
				size = end - at
			case 1: // a 64-bit size
				large := f.bytes(at+8, 8)
				if large == nil {
					return
				}
				size, content = int64(binary.BigEndian.Uint64(large)), at+16
			}
			if size < content-at {
				return
			}
			next := at + min(size, end-at)
			if !yield(box{string(h[4:]), min(content, next), next}) {
				return
			}
			at = next
		}
	}
}

// find returns the first box on a path of names.
func (f *file) find(in box, path ...string) (box, bool) {
	for _, name := range path {
		found := false
		for b := range f.boxes(in.at, in.end) {
			if b.name == name {
				in, found = b, true
				break
			}
		}
		if !found {
			return box{}, false
		}
	}
	return in, true
}

// content returns the first bytes of a box, n at most.
func (f *file) content(b box, n int64) []byte { return f.bytes(b.at, min(n, b.end-b.at)) }

func (f *file) isMP4() bool {
	h := f.bytes(0, 8)
	if h == nil {
		return false
	}
	switch string(h[4:]) {
	case "ftyp", "moov", "mdat", "wide", "free", "skip": // QuickTime files before 2001 have no ftyp
		return true
	}
	return false
}

// readMP4 reads MP4, M4A and QuickTime files.
func readMP4(f *file, info *Info) bool {
	if !f.isMP4() {
		return false
	}
	moov, ok := f.find(box{end: f.size}, "moov")
	if !ok {
		return f.size > 0 && string(f.bytes(4, 4)) == "ftyp" // the rest was cut off
	}
	for b := range f.boxes(moov.at, moov.end) {
		switch b.name {
		case "mvhd":
			info.Duration = f.movieDuration(b, moov)
		case "trak":
			f.track(b, info)
		case "udta":
			f.userData(b, info)
		case "meta":
			f.metadata(b, info)
		}
	}
	return true
}

// movieDuration reads mvhd, section 8.2.2, and for a file in fragments mehd, section 8.8.2.
func (f *file) movieDuration(mvhd, moov box) time.Duration {
	b := f.content(mvhd, 32)
	var scale uint32
	var units uint64
	switch {
	case len(b) >= 32 && b[0] == 1:
		scale, units = binary.BigEndian.Uint32(b[20:]), binary.BigEndian.Uint64(b[24:])
	case len(b) >= 20 && b[0] == 0:
		scale, units = binary.BigEndian.Uint32(b[12:]), uint64(binary.BigEndian.Uint32(b[16:]))
	}
	if units == 0 || units == 1<<32-1 { // not known when it was written
		units = 0
		if mehd, ok := f.find(moov, "mvex", "mehd"); ok {
			switch b := f.content(mehd, 12); {
			case len(b) >= 12 && b[0] == 1:
				units = binary.BigEndian.Uint64(b[4:])
			case len(b) >= 8 && b[0] == 0:
				units = uint64(binary.BigEndian.Uint32(b[4:]))
			}
		}
	}
	return span(units, scale)
}

// track reads the size of the largest picture track from tkhd, section 8.3.2: a matrix of nine numbers, width and height,
// all with a fraction of 16 bits. A matrix whose diagonal is zero turns by a quarter, as telephones film.
func (f *file) track(trak box, info *Info) {
	tkhd, ok := f.find(trak, "tkhd")
	hdlr, ok2 := f.find(trak, "mdia", "hdlr")
	if !ok || !ok2 {
		return
	}
	if h := f.content(hdlr, 12); len(h) < 12 || string(h[8:]) != "vide" {
		return
	}
	b := f.content(tkhd, 96)
	if len(b) == 96 && b[0] == 1 {
		b = b[12:] // three numbers have 64 bits
	}
	if len(b) < 84 {
		return
	}
	width, height := int(binary.BigEndian.Uint32(b[76:])>>16), int(binary.BigEndian.Uint32(b[80:])>>16)
	if binary.BigEndian.Uint32(b[40:]) == 0 && binary.BigEndian.Uint32(b[56:]) == 0 {
		width, height = height, width
	}
	if width*height > info.Width*info.Height {
		info.Width, info.Height = width, height
	}
}

// userData reads tags and chapters. QuickTime has texts here, each after its length and language, QuickTime File Format,
// "User data atoms".
func (f *file) userData(udta box, info *Info) {
	found := fieldsOf(mp4Names)
	for b := range f.boxes(udta.at, udta.end) {
		if c := f.content(b, maxTextBytes); b.name[0] == 0xA9 && len(c) > 4 {
			n := min(len(c)-4, int(binary.BigEndian.Uint16(c)))
			found.add(b.name, append([]byte("\x00\x00\x00\x01\x00\x00\x00\x00"), c[4:4+n]...)) // as an item: text, no locale
		}
		switch b.name {
		case "meta":
			f.metadata(b, info)
		case "chpl":
			info.takeNeroChapters(f.content(b, maxTextBytes))
		}
	}
	info.takeAll(found, mp4Names, mp4Tag)
}

// takeNeroChapters reads chpl: version and flags, a reserved number if the version is 1, a count in one byte, and for
// each chapter a start in units of 100 ns and a title after its length.
func (info *Info) takeNeroChapters(b []byte) {
	if len(b) < 9 {
		return
	}
	if b[0] == 1 {
		b = b[4:]
	}
	for b = b[5:]; len(b) >= 9 && len(b) >= 9+int(b[8]); b = b[9+int(b[8]):] {
		units := binary.BigEndian.Uint64(b)
		if start := span(units, 10_000_000); start > 0 || units == 0 {
			info.Chapters = append(info.Chapters, Chapter{start, string(b[9 : 9+int(b[8])])})
		}
	}
}

// mp4Names has the items of an iTunes list, the longer descriptions first.
var mp4Names = []string{
	"\xa9nam", "\xa9ART", "aART", "\xa9alb", "\xa9gen", "ldes", "desc", "\xa9cmt", "\xa9day", "trkn", "disk",
}

// mp4Aliases are items that the tag library has no name for.
var mp4Aliases = map[string]string{"ldes": "\xa9cmt", "desc": "\xa9cmt", "aART": "\xa9ART"}

// metadata reads the list of items in meta, each with a box "data": class, locale, value.
func (f *file) metadata(meta box, info *Info) {
	if h := f.content(meta, 8); len(h) == 8 && string(h[4:]) != "hdlr" { // version and flags, but not in QuickTime
		meta.at += 4
	}
	ilst, ok := f.find(meta, "ilst")
	if !ok {
		return
	}
	found := fieldsOf(mp4Names)
	for item := range f.boxes(ilst.at, ilst.end) {
		switch data, ok := f.find(item, "data"); {
		case !ok:
		case item.name == "covr" && info.Cover == nil && data.end-data.at <= maxPictureBytes:
			info.take(mp4Tag("covr", f.content(data, maxPictureBytes)))
		default:
			found.add(item.name, f.content(data, maxTextBytes+1))
		}
	}
	info.takeAll(found, mp4Names, mp4Tag)
}

// mp4Tag makes an MP4 file of one item.
func mp4Tag(name string, data []byte) []byte {
	if alias := mp4Aliases[name]; alias != "" {
		name = alias
	}
	b := binary.BigEndian.AppendUint32([]byte("\x00\x00\x00\x08ftyp"), uint32(16+len(data)))
	b = binary.BigEndian.AppendUint32(append(b, name...), uint32(8+len(data)))
	return append(append(b, "data"...), data...)
}
