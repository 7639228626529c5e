package media

import (
	"bufio"
	"encoding/binary"
	"io"
	"math"

	"github.com/tcolgate/mp3"
)

// maxJunkBytes is where two frames in a row must have begun: 256 KiB after the tag, else the file is no MP3.
const maxJunkBytes = 256 << 10

// readMP3 reads MPEG audio with an ID3v2 tag before it.
func readMP3(f *file, info *Info) bool {
	start, end := f.id3(f.id3(0, info), info), f.size // some have two
	if string(f.bytes(end-128, 3)) == "TAG" {         // ID3v1, which cuts each text after 30 bytes: not worth reading
		end -= 128
	}
	s := stream{from: io.NewSectionReader(f, start, max(0, end-start)), size: end - start}
	s.walk()
	info.Duration = span(s.samples, s.rate)
	return s.frames > 1 || s.told
}

// stream is what is known of the frames. Neither is the encoder's delay taken off nor its padding: players differ in that by
// some 50 ms.
type stream struct {
	from *io.SectionReader
	size int64 // bytes

	version mp3.FrameVersion
	layer   mp3.FrameLayer
	rate    uint32 // samples in a second
	frames  int64
	samples uint64
	told    bool // by the first frame
}

// walk counts the frames that are like the first, unless that one tells their number.
func (s *stream) walk() {
	defer func() { _ = recover() }() // a panic of the library ends the stream
	limit := &io.LimitedReader{R: bufio.NewReaderSize(s.from, 64<<10), N: maxJunkBytes}
	decoder, frame, skipped := mp3.NewDecoder(limit), mp3.Frame{}, 0
	for decoder.Decode(&frame, &skipped) == nil {
		switch h := frame.Header(); {
		case s.frames == 0, s.frames == 1 && (skipped > 0 || !s.like(h)): // the start, or the last one only looked like it
			*s = stream{from: s.from, size: s.size, version: h.Version(), layer: h.Layer(), rate: uint32(h.SampleRate()), frames: 1}
			if n, ok := s.toldBy(&frame); ok {
				s.samples, s.told = n, true
				return
			}
			s.samples = uint64(frame.Samples())
		case s.like(h):
			s.frames++
			s.samples += uint64(frame.Samples())
			limit.N = math.MaxInt64
		}
	}
}

func (s *stream) like(h mp3.FrameHeader) bool {
	return h.Version() == s.version && h.Layer() == s.layer && uint32(h.SampleRate()) == s.rate
}

// toldBy reads the header that encoders put into a silent first frame: "Xing" or "Info" after the side information, with flags
// that say whether a number of frames and one of bytes follow, or "VBRI" at a fixed place,
// https://www.codeproject.com/Articles/8295/MPEG-Audio-Frame-Header. A file that was cut, or put together from several,
// has another size than it tells, and is counted.
func (s *stream) toldBy(frame *mp3.Frame) (samples uint64, ok bool) {
	b, _ := io.ReadAll(frame.Reader()) // from memory
	side, _ := frame.SideInfoLength()  // known, or the frame would not be one
	at := 4 + side
	if frame.Header().Protection() {
		at += 2
	}
	var frames, size uint32
	switch {
	case len(b) >= at+16 && (string(b[at:at+4]) == "Xing" || string(b[at:at+4]) == "Info") && b[at+7]&3 == 3:
		frames, size = binary.BigEndian.Uint32(b[at+8:]), binary.BigEndian.Uint32(b[at+12:])
	case len(b) >= 54 && string(b[36:40]) == "VBRI":
		frames, size = binary.BigEndian.Uint32(b[50:]), binary.BigEndian.Uint32(b[46:])
	default:
		return 0, false
	}
	off := int64(size) - s.size
	if frames == 0 || int64(frames) > s.size/8 || max(off, -off) > 8<<10 {
		return 0, false
	}
	return uint64(frames) * uint64(frame.Samples()), true
}
