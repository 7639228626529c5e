package media

import (
	"encoding/binary"
	"iter"
	"math"
	"math/bits"
	"time"
)

// Elements of Matroska that are read, RFC 9559 section 5.1.
const (
	idHeader       = 0x1A45DFA3
	idSegment      = 0x18538067
	idInfo         = 0x1549A966
	idScale        = 0x2AD7B1
	idDuration     = 0x4489
	idTitle        = 0x7BA9
	idTracks       = 0x1654AE6B
	idTrack        = 0xAE
	idVideo        = 0xE0
	idPixelWidth   = 0xB0
	idPixelHeight  = 0xBA
	maxNumberBytes = 8
)

// element is where the content of an EBML element lies, RFC 8794 section 6.
type element struct {
	id      uint64
	at, end int64
}

// elements walks over the elements between two offsets. One that goes beyond them, or whose size is not known, is cut.
func (f *file) elements(at, end int64) iter.Seq[element] {
	return func(yield func(element) bool) {
		for range maxParts {
			h := f.head(at, 12)
			id, n := vint(h, false)
			if n == 0 || n > 4 {
				return
			}
			size, m := vint(h[n:], true)
			content := at + int64(n+m)
			if m == 0 || content > end {
				return
			}
			next := end
			if size < uint64(end-content) {
				next = content + int64(size)
			}
			if !yield(element{id, content, next}) {
				return
			}
			at = next
		}
	}
}

// vint reads a number whose length is that of its leading zeros. n is 0 if there is none.
func vint(b []byte, masked bool) (v uint64, n int) {
	if len(b) == 0 || b[0] == 0 {
		return 0, 0
	}
	n = bits.LeadingZeros8(b[0]) + 1
	if n > len(b) {
		return 0, 0
	}
	for _, c := range b[:n] {
		v = v<<8 | uint64(c)
	}
	if masked {
		v &^= 1 << (7 * n)
	}
	return v, n
}

// readWebM reads the Info and Tracks of the first segment. A recording that a browser made has no duration.
func readWebM(f *file, info *Info) bool {
	var segment element
	isEBML := false
	for e := range f.elements(0, f.size) {
		isEBML = isEBML || e.id == idHeader
		if !isEBML {
			return false
		}
		if e.id == idSegment {
			segment = e
			break
		}
	}
	for e := range f.elements(segment.at, segment.end) {
		switch e.id {
		case idInfo:
			f.segmentInfo(e, info)
		case idTracks:
			for track := range f.elements(e.at, e.end) {
				f.videoTrack(track, info)
			}
		}
	}
	return isEBML
}

func (f *file) segmentInfo(in element, info *Info) {
	scale, ticks := uint64(time.Millisecond), 0.0 // the default, in nanoseconds
	for e := range f.elements(in.at, in.end) {
		switch e.id {
		case idScale:
			scale = f.number(e)
		case idDuration:
			ticks = f.float(e)
		case idTitle:
			info.Title = string(f.bytes(e.at, min(e.end-e.at, maxTextBytes)))
		}
	}
	if d := ticks * float64(scale); d > 0 && d < float64(maxDuration) {
		info.Duration = time.Duration(d)
	}
}

func (f *file) videoTrack(track element, info *Info) {
	if track.id != idTrack {
		return
	}
	for video := range f.elements(track.at, track.end) {
		if video.id != idVideo || info.Width > 0 {
			continue
		}
		for e := range f.elements(video.at, video.end) {
			switch e.id {
			case idPixelWidth:
				info.Width = int(f.number(e))
			case idPixelHeight:
				info.Height = int(f.number(e))
			}
		}
	}
}

func (f *file) number(e element) (v uint64) {
	for _, c := range f.bytes(e.at, min(e.end-e.at, maxNumberBytes)) {
		v = v<<8 | uint64(c)
	}
	return v
}

func (f *file) float(e element) float64 {
	switch b := f.bytes(e.at, min(e.end-e.at, maxNumberBytes)); len(b) {
	case 4:
		return float64(math.Float32frombits(binary.BigEndian.Uint32(b)))
	case 8:
		return math.Float64frombits(binary.BigEndian.Uint64(b))
	}
	return 0
}
