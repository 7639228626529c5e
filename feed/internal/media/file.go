package media

import (
	"errors"
	"io"
)

// maxReadBytes bounds what is held of a file at once: 12 MiB, a tag with the largest cover.
const maxReadBytes = maxCoverBytes + 4<<20

// maxParts is how many boxes, blocks or pages of one level are looked at: 10,000, more than any tool writes.
const maxParts = 10_000

// file is a medium's bytes. A read beyond the end is damage, which every parser leaves out; any other failure stays in err
// and ends all reading, so that no parser needs to tell the two apart.
type file struct {
	r    io.ReaderAt
	size int64
	err  error
}

// bytes returns the n bytes at an offset, nil when the file doesn't hold them: nothing is allocated for a claim.
func (f *file) bytes(at, n int64) []byte {
	if at < 0 || n < 0 || n > maxReadBytes || at > f.size-n {
		return nil
	}
	b := make([]byte, n)
	if got, _ := f.ReadAt(b, at); got < len(b) {
		return nil
	}
	return b
}

// head returns up to n bytes at an offset.
func (f *file) head(at, n int64) []byte { return f.bytes(at, max(0, min(n, f.size-at))) }

// ReadAt is for parsers that are not ours.
func (f *file) ReadAt(p []byte, at int64) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	n, err := f.r.ReadAt(p, at)
	if err != nil && !errors.Is(err, io.EOF) {
		f.err = err
	}
	return n, err
}

var _ io.ReaderAt = (*file)(nil)
