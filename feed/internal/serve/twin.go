package serve

import (
	"fmt"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Packer compresses documents for files that other servers send. Equal documents give equal bytes, without a time. The
// zero value is ready; any number of goroutines may use one.
type Packer struct{ encoder encoder }

// PackedExts are the extensions of compressed files, the smallest kind first.
func PackedExts() []string { return []string{".br", ".zst", ".gz"} }

// leastPacked is the size of the smallest document that is compressed: below it, it travels in one packet anyway.
const leastPacked = 1000 // bytes

// Pack compresses a document as its extension says; nil means that it isn't worth it.
func (p *Packer) Pack(ext string, text []byte) []byte {
	if len(text) < leastPacked {
		return nil
	}
	var packed []byte
	switch ext {
	case ".br":
		packed = p.encoder.packBrotli(text)
	case ".zst":
		packed = p.encoder.best(text)
	case ".gz":
		packed = packGzip(text)
	}
	if len(packed) >= len(text) {
		return nil
	}
	return packed
}

// Unpack reads what Pack made.
func Unpack(ext string, packed io.Reader) (io.ReadCloser, error) {
	switch ext {
	case ".br":
		return io.NopCloser(brotli.NewReader(packed)), nil
	case ".zst":
		z, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, err
		}
		return z.IOReadCloser(), nil
	case ".gz":
		return gzip.NewReader(packed)
	}
	return nil, fmt.Errorf("unknown extension %q", ext)
}
