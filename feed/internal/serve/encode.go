package serve

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxKept is the size of the largest document that is kept in memory and
// compressed. Feed readers refuse feeds far smaller than that.
const maxKept = 1 << 20 // 1 MiB

// errTooLarge means that a file outgrew maxKept after the tree was made.
var errTooLarge = errors.New("too large to keep")

// Hash returns what [File].Hash must hold for a document of these bytes: the
// first 16 bytes of their SHA-256 in lower-case hex. 128 bits suffice to tell
// the versions of a document apart and keep the ETag short.
func Hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hashString(sum[:])
}

func hashString(sum []byte) string { return hex.EncodeToString(sum[:16]) }

// etag makes the strong validator of a document in a coding. RFC 9110 section
// 8.8.3.3 asks for a different one per coding. The hash speaks of the document,
// not of the compressed bytes, which another version of a compressor may change;
// that is safe because ranges are only ever taken of the document itself.
func etag(hash, encoding string) string {
	if encoding == identity {
		return `"` + hash + `"`
	}
	return `"` + hash + "-" + encoding + `"`
}

// body returns a text document in the coding, from memory if it can.
func (s *Server) body(path string, f File, encoding string) (*body, error) {
	k := key{f.Hash, encoding}
	if b := s.bodies.lookup(k); b != nil {
		return b, nil
	}
	return s.bodies.once(errand{k, path}, s.budget(), func() (*body, error) {
		return s.read(path, encoding)
	})
}

func (s *Server) budget() int64 {
	if s.CacheBytes == 0 {
		return defaultCacheBytes
	}
	return s.CacheBytes
}

// read makes a body of what the disk holds now. That may be newer than the
// tree, so it is named after its own hash.
func (s *Server) read(path, encoding string) (*body, error) {
	text, err := s.readFile(path)
	if err != nil {
		return nil, err
	}
	k := key{Hash(text), encoding}
	if b := s.bodies.lookup(k); b != nil {
		return b, nil
	}
	packed := s.encoder.encode(text, encoding)
	if len(packed) >= len(text) {
		packed, encoding = text, identity
	}
	return &body{key: k, etag: etag(k.hash, encoding), encoding: encoding, bytes: packed}, nil
}

// readFile reads a document of at most maxKept bytes. It is whole: files are
// replaced by rename, so an open one never changes.
func (s *Server) readFile(path string) ([]byte, error) {
	file, info, err := s.open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info.Size() > maxKept {
		return nil, errTooLarge
	}
	text := make([]byte, info.Size())
	if _, err := io.ReadFull(file, text); err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	return text, nil
}

// open opens a document inside the folder. The root is opened anew each time,
// for one more system call: a folder that was removed and built again, or is a
// link to the newest of several, is then simply the one that is there.
func (s *Server) open(path string) (*os.File, os.FileInfo, error) {
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return nil, nil, fmt.Errorf("open site: %w", err)
	}
	defer root.Close()
	file, err := root.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("open document: %w", err)
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%q is not a regular file", path)
	}
	if err != nil {
		file.Close()
		return nil, nil, fmt.Errorf("open document: %w", err)
	}
	return file, info, nil
}

// encoder compresses whole documents. A body is compressed once and sent many
// times, so the levels are high: 200 kB of feed take some 20 ms with Brotli, 10 ms
// with gzip 9 and 4 ms with zstd, and gzip 9 saves 3.5% of the bytes that gzip 6
// leaves.
type encoder struct {
	brotli sync.Pool
	once   sync.Once
	zstd   *zstd.Encoder
}

func (e *encoder) encode(text []byte, encoding string) []byte {
	switch encoding {
	case gzipped:
		return packGzip(text)
	case brotlied:
		return e.packBrotli(text)
	case zstded:
		e.once.Do(func() { e.start(zstd.SpeedBetterCompression, maxKept) })
		return bytes.Clone(e.zstd.EncodeAll(text, nil))
	}
	return text
}

// brotliLevel leaves 31% of 16 MB of pages and feeds and takes 0.1 s a MB (gzip 9: 33%, zstd: 33%). Level 11 would leave 28%, but take
// 2 s a MB, in which a watching site doesn't look at its seeds.
const brotliLevel = 9

func (e *encoder) packBrotli(text []byte) []byte {
	var packed bytes.Buffer
	w, _ := e.brotli.Get().(*brotli.Writer)
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
	e.brotli.Put(w)
	return bytes.Clone(packed.Bytes())
}

// best compresses with zstd as well as can be.
func (e *encoder) best(text []byte) []byte {
	e.once.Do(func() { e.start(zstd.SpeedBestCompression, maxWindow) })
	return e.zstd.EncodeAll(text, nil)
}

// maxWindow is the largest window that clients must take, RFC 9659 section 3.
const maxWindow = 8 << 20 // 8 MiB

// start makes the shared zstd encoder. Its tables are megabytes, so two
// documents at a time is the limit. A larger window than the largest document
// would be of no use.
func (e *encoder) start(level zstd.EncoderLevel, window int) {
	z, err := zstd.NewWriter(nil,
		zstd.WithEncoderLevel(level),
		zstd.WithEncoderConcurrency(2),
		zstd.WithWindowSize(window))
	if err != nil {
		panic("seedfeed: internal error: " + err.Error()) // the options are constants
	}
	e.zstd = z
}

func packGzip(text []byte) []byte {
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(text)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic("seedfeed: internal error: " + err.Error()) // a buffer takes all writes
	}
	return bytes.Clone(packed.Bytes())
}
