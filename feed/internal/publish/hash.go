package publish

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"os"
)

// hashWriter counts and hashes what goes through it.
type hashWriter struct {
	*bufio.Writer
	hash hash.Hash
	size int64
	out  io.Writer
}

func newHashWriter() *hashWriter {
	w := &hashWriter{hash: sha256.New()}
	w.Writer = bufio.NewWriterSize(tee{w}, 64<<10)
	return w
}

// reset makes w begin anew, with another file.
func (w *hashWriter) reset(out *os.File) {
	w.Reset(tee{w})
	w.hash.Reset()
	w.out, w.size = out, 0
}

// tee is where the buffer of a hashWriter flushes to.
type tee struct{ w *hashWriter }

func (t tee) Write(b []byte) (int, error) {
	t.w.hash.Write(b) // never fails
	n, err := t.w.out.Write(b)
	t.w.size += int64(n)
	return n, err
}

func (w *hashWriter) done(key string) (File, error) {
	if err := w.Flush(); err != nil {
		return File{}, err
	}
	return File{Key: key, Hash: sum(w.hash.Sum(nil)), Size: w.size}, nil
}

func sum(digest []byte) string { return hex.EncodeToString(digest[:16]) }
