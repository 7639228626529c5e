package cache

import (
	"bufio"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"iter"
	"os"
	"strings"
)

// Log is a file of batches of bytes, in the order in which they were written. It is read as a whole, and grows at its end.
type Log struct {
	path, mark string
	size       int64 // of what is good, in bytes
}

// OpenLog opens the log at path and calls use with its batches. A file that begins otherwise than with mark, and what comes after a batch
// that is damaged or cut, count as not there.
func OpenLog(path, mark string, use func(batch string)) *Log {
	l := &Log{path: path, mark: mark}
	f, err := os.Open(path)
	if err != nil {
		return l
	}
	defer f.Close() // only read
	info, err := f.Stat()
	start := make([]byte, len(mark))
	if _, short := io.ReadFull(f, start); err != nil || short != nil || string(start) != mark {
		return l
	}
	l.size = int64(len(mark))
	var head [headBytes]byte
	b := make([]byte, 64<<10)
	for {
		if _, err := io.ReadFull(f, head[:]); err != nil {
			return l
		}
		n := int64(binary.LittleEndian.Uint32(head[:]))
		if n > info.Size()-l.size-headBytes {
			return l
		}
		var batch strings.Builder
		batch.Grow(int(n))
		sum := crc32.New(castagnoli)
		if _, err := io.CopyBuffer(io.MultiWriter(sum, &batch), io.LimitReader(f, n), b); err != nil || int64(batch.Len()) != n || sum.Sum32() != binary.LittleEndian.Uint32(head[4:]) {
			return l
		}
		use(batch.String())
		l.size += headBytes + n
	}
}

const headBytes = 8 // length and checksum of a batch

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Size is how large the log is, in bytes.
func (l *Log) Size() int64 { return l.size }

// Append adds a batch of less than 4 GiB.
func (l *Log) Append(batch []byte) (err error) {
	if l.size == 0 {
		return l.Rewrite(func(yield func([]byte) bool) { yield(batch) })
	}
	f, err := os.OpenFile(l.path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.WriteAt(head(batch), l.size); err != nil {
		return err
	}
	if _, err := f.WriteAt(batch, l.size+headBytes); err != nil {
		return err
	}
	l.size += int64(headBytes + len(batch))
	return f.Truncate(l.size) // what was damaged
}

func head(batch []byte) []byte {
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, uint32(len(batch))), crc32.Checksum(batch, castagnoli))
}

// Rewrite replaces all that is there. A crash leaves the one or the other.
func (l *Log) Rewrite(batches iter.Seq[[]byte]) (err error) {
	temp := l.path + ".tmp"
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temp))
		}
	}()
	w := bufio.NewWriter(f)
	w.WriteString(l.mark) // bufio keeps the first error for Flush
	size := int64(len(l.mark))
	for batch := range batches {
		w.Write(head(batch))
		w.Write(batch)
		size += int64(headBytes + len(batch))
	}
	if err = errors.Join(w.Flush(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp, l.path); err != nil {
		return err
	}
	l.size = size
	return nil
}
