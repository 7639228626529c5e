package media

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"time"
)

var vorbisNames = []string{
	"title", "artist", "albumartist", "album", "genre", "description", "comment", "date", "year",
	"tracknumber", "discnumber",
}

// takeVorbis reads the comments that Ogg and FLAC files have, Vorbis I section 5.2.1: a vendor, a count, and for each
// its length and KEY=value.
func (info *Info) takeVorbis(b []byte) {
	_, b, ok := counted(b)
	if !ok || len(b) < 4 {
		return
	}
	found, chapters := fieldsOf(vorbisNames), map[string]string{}
	for b = b[4:]; ; { // the count says no more than the end does
		var c []byte
		if c, b, ok = counted(b); !ok {
			break
		}
		key, value, _ := strings.Cut(string(c[:min(len(c), maxTextBytes)]), "=")
		switch key = strings.ToLower(key); {
		case key == "metadata_block_picture" && len(c) > len(key):
			info.takeBase64Picture(c[len(key)+1:])
		case strings.HasPrefix(key, "chapter") && len(chapters) < 2*maxChapters:
			chapters[key] = value
		default:
			found.add(key, c)
		}
	}
	info.takeAll(found, vorbisNames, vorbisTag)
	info.takeVorbisChapters(chapters)
}

// counted cuts off what follows its length.
func counted(b []byte) (text, rest []byte, ok bool) {
	if len(b) < 4 || int64(binary.LittleEndian.Uint32(b)) > int64(len(b)-4) {
		return nil, nil, false
	}
	end := 4 + int(binary.LittleEndian.Uint32(b))
	return b[4:end], b[end:], true
}

// vorbisTag makes a FLAC file of one comment.
func vorbisTag(name string, c []byte) []byte {
	switch name {
	case "albumartist": // for want of an artist
		c = c[len("album"):]
	case "tracknumber", "discnumber": // of so many
		c, _, _ = bytes.Cut(c, []byte("/"))
	}
	b := binary.LittleEndian.AppendUint32([]byte("fLaC\x84\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00"), uint32(len(c)))
	return append(b, c...)
}

// takeBase64Picture reads a FLAC picture block in base64, unless there is a cover.
func (info *Info) takeBase64Picture(b []byte) {
	if info.Cover != nil {
		return
	}
	block := make([]byte, base64.StdEncoding.DecodedLen(len(b)))
	if n, err := base64.StdEncoding.Decode(block, b); err == nil {
		info.takePicture(block[:n])
	}
}

// takePicture reads a FLAC picture block, RFC 9639 section 8.8, if the lengths of media type, description and data are true.
func (info *Info) takePicture(b []byte) {
	at := int64(4) // after the type
	for _, skip := range []int64{0, 16, 0} {
		if int64(len(b)) < at+4 {
			return
		}
		at += 4 + int64(binary.BigEndian.Uint32(b[at:])) + skip
	}
	if at <= int64(len(b)) && at <= maxPictureBytes {
		info.take(append([]byte("fLaC\x86\x00\x00\x00"), b[:at]...))
	}
}

// takeVorbisChapters reads pairs of CHAPTER001=00:01:02.345 and CHAPTER001NAME=text,
// https://wiki.xiph.org/Chapter_Extension.
func (info *Info) takeVorbisChapters(values map[string]string) {
	for key, value := range values {
		var h, m, s, ms time.Duration
		n, _ := fmt.Sscanf(value, "%d:%d:%d.%d", &h, &m, &s, &ms)
		if n < 3 || max(h, m, s, ms) > 10_000 || min(h, m, s, ms) < 0 {
			continue
		}
		start := h*time.Hour + m*time.Minute + s*time.Second + ms*time.Millisecond
		info.Chapters = append(info.Chapters, Chapter{start, values[key+"name"]})
	}
}
