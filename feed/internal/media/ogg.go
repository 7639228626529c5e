package media

import (
	"bytes"
	"encoding/binary"
	"time"
)

const maxPageBytes = 27 + 255 + 255*255

// readOgg reads Opus, Vorbis, FLAC and Speex in Ogg, RFC 3533. The first two packets of the first stream name the codec
// and hold the comments; the granule position of the last page is the length.
func readOgg(f *file, info *Info) bool {
	packets, serial := f.oggPackets()
	if len(packets) == 0 {
		return false
	}
	head := packets[0]
	var rate, skip uint32
	prefix := -1 // bytes before the comments
	switch {
	case bytes.HasPrefix(head, []byte("OpusHead")) && len(head) >= 19: // RFC 7845 section 4: always 48 kHz, and a pre-skip
		rate, skip, prefix = 48_000, uint32(binary.LittleEndian.Uint16(head[10:])), len("OpusTags")
	case bytes.HasPrefix(head, []byte("\x01vorbis")) && len(head) >= 30: // Vorbis I section 4.2.2
		rate, prefix = binary.LittleEndian.Uint32(head[12:]), len("\x03vorbis")
	case bytes.HasPrefix(head, []byte("\x7fFLAC")) && len(head) >= 51: // RFC 9639 section 10.1
		rate, prefix = binary.BigEndian.Uint32(head[27:])>>12, 4
	case bytes.HasPrefix(head, []byte("Speex   ")) && len(head) >= 40: // Speex manual section 7.1
		rate, prefix = binary.LittleEndian.Uint32(head[36:]), 0
	}
	info.Duration = f.oggDuration(serial, rate, skip)
	if len(packets) > 1 && prefix >= 0 && len(packets[1]) > prefix {
		info.takeVorbis(packets[1][prefix:])
	}
	return true
}

// oggPackets returns the first two packets of the first stream, or those that are whole.
func (f *file) oggPackets() (packets [][]byte, serial uint32) {
	var packet []byte
	at := int64(0)
	for n := range maxParts {
		h := f.bytes(at, 27)
		if h == nil || string(h[:4]) != "OggS" {
			return packets, serial
		}
		table := f.bytes(at+27, int64(h[26]))
		size := int64(0)
		for _, lace := range table {
			size += int64(lace)
		}
		data := at + 27 + int64(len(table))
		at = data + size
		if id := binary.LittleEndian.Uint32(h[14:]); n == 0 {
			serial = id
		} else if id != serial {
			continue
		}
		body := f.bytes(data, size)
		if body == nil || len(packet) > maxReadBytes {
			return packets, serial
		}
		for _, lace := range table {
			packet = append(packet, body[:lace]...)
			body = body[lace:]
			if lace == 255 {
				continue
			}
			if packets = append(packets, packet); len(packets) == 2 {
				return packets, serial
			}
			packet = nil
		}
	}
	return packets, serial
}

// oggDuration looks for the last page of a stream that ends a packet.
func (f *file) oggDuration(serial, rate, skip uint32) time.Duration {
	tail := f.head(max(0, f.size-2*maxPageBytes), 2*maxPageBytes)
	for end := len(tail); ; {
		i := bytes.LastIndex(tail[:end], []byte("OggS"))
		if i < 0 {
			return 0
		}
		if end = i; len(tail) < i+27 || binary.LittleEndian.Uint32(tail[i+14:]) != serial {
			continue
		}
		granule := binary.LittleEndian.Uint64(tail[i+6:])
		if granule != 1<<64-1 && granule >= uint64(skip) { // all ones: no packet ends on the page
			return span(granule-uint64(skip), rate)
		}
	}
}
