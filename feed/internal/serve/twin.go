package serve

import (
	"bytes"
	"fmt"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Packer compresses documents for files that other servers send. Equal documents give equal bytes, without a time. The
// zero value is ready; any number of goroutines may use one.
type Packer struct {
	brotli sync.Pool
	zstd   encoder
}

// PackedExts are the extensions of compressed files, the smallest kind first.
func PackedExts() []string { return []string{".br", ".zst", ".gz"} }

// brotliLevel leaves 31% of 16 MB of pages and feeds and takes 0.1 s a MB (gzip 9: 33%, zstd: 33%). Level 11 would leave 28%, but take
// 2 s a MB, in which a watching site doesn't look at its seeds.
const brotliLevel = 9

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
		packed = p.packBrotli(text)
	case ".zst":
		packed = p.zstd.best(text)
	case ".gz":
		packed = packGzip(text)
	}
	if len(packed) >= len(text) {
		return nil
	}
	return packed
}

func (p *Packer) packBrotli(text []byte) []byte {
	var packed bytes.Buffer
	w, _ := p.brotli.Get().(*brotli.Writer)
	if w == nil {
		w = brotli.NewWriterLevel(nil, brotliLevel)
	}
	w.Reset(&packed)
	_, err := w.Write(text)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic("seedfeed: internal error: " + err.Error()) // a buffer takes all writes
	}
	p.brotli.Put(w)
	return packed.Bytes()
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
