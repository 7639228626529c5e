// Package journal keeps lines in a text file that survives torn writes, hand edits and merges.
//
// The file starts with a line that names its format. Each further line is a payload, a tab, and "#" with the CRC-32
// (IEEE 802.3) of the payload in hex. New lines are appended and synced; a rewrite replaces the file at once. A line
// without a checksum was written by a person and is taken as it is; one whose checksum differs is set aside, kept in
// the file as a comment, and reported. Lines that start with "#" are comments; Git's conflict markers are skipped.
package journal

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Journal is an open file. It is not for concurrent use, and only one process may write it.
type Journal struct {
	path     string
	format   string
	lines    int      // payload lines in the file
	headless bool     // the file lacks its first line
	torn     bool     // the file lacks its last line end
	comments []string // kept when the file is rewritten
	resumed  bool     // they were not read
}

// Bad is a line that can't be used.
type Bad struct {
	Line int
	Text string // why
}

// ErrFormat says that the file is of another format or of a newer version.
var ErrFormat = errors.New("unknown format")

// Open reads the file at path and calls use with each payload in order. A file that doesn't exist is empty.
// An error of use makes its line a bad one.
func Open(path, format string, use func(payload string) error) (*Journal, []Bad, error) {
	j := &Journal{path: path, format: format, headless: true}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return j, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	j.torn = len(b) > 0 && b[len(b)-1] != '\n'
	var bad []Bad
	n := 0
	for line := range bytes.Lines(b) {
		n++
		text := strings.TrimRight(string(line), "\r\n")
		switch {
		case n == 1 && text == format:
			j.headless = j.torn && len(b) == len(format)
			continue
		case text == "", isConflictMarker(text):
			continue
		case n == 1 && !bytes.HasSuffix(line, []byte("\n")) && strings.HasPrefix(format, text):
			continue // the very first write was torn
		case n == 1:
			return nil, nil, fmt.Errorf("%s: %w %q, this program knows %q", path, ErrFormat, clip(text), format)
		case strings.HasPrefix(text, "#"):
			j.comments = append(j.comments, text)
			continue
		}
		payload, err := verify(text)
		if err == nil {
			err = use(payload)
		}
		if err != nil {
			bad = append(bad, Bad{Line: n, Text: err.Error()})
			j.comments = append(j.comments, "# set aside: "+text)
			continue
		}
		j.lines++
	}
	return j, bad, nil
}

// Resume opens a file without reading it: it is as it was, untouched, when a journal with so many lines had read or written it. That had
// found no bad line.
func Resume(path, format string, lines int) *Journal {
	return &Journal{path: path, format: format, lines: lines, resumed: true}
}

// Lines returns the number of payload lines in the file, to judge whether a rewrite is due.
func (j *Journal) Lines() int { return j.lines }

// Append adds payloads, which must not hold line ends, and returns when they are on the disk. After an error, one of payloads or of the
// disk, some of them may be there. Without any it syncs what is there.
func (j *Journal) Append(payloads iter.Seq2[[]byte, error]) (err error) {
	if j.headless {
		return j.Rewrite(payloads)
	}
	f, err := os.OpenFile(j.path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriterSize(f, bufferBytes)
	if j.torn {
		w.WriteByte('\n') // bufio keeps the first error for Flush
	}
	j.torn = true // until all is there: whatever gets there, the next line starts on its own
	lines, err := writeLines(w, payloads)
	if err = errors.Join(err, w.Flush()); err != nil {
		return err
	}
	j.torn = false
	j.lines += lines
	return f.Sync()
}

const bufferBytes = 1 << 16 // 64 KiB

// Rewrite replaces the file with payloads, atomically; comments and lines that were set aside stay.
func (j *Journal) Rewrite(payloads iter.Seq2[[]byte, error]) (err error) {
	if j.resumed {
		old, _, err := Open(j.path, j.format, func(string) error { return nil })
		if err != nil {
			return err
		}
		j.comments, j.resumed = old.comments, false
	}
	dir := filepath.Dir(j.path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	temp := j.path + ".tmp"
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temp))
		}
	}()
	lines, err := j.write(f, payloads)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp, j.path); err != nil {
		return err
	}
	j.lines, j.torn, j.headless = lines, false, false
	return syncDir(dir)
}

func (j *Journal) write(f io.Writer, payloads iter.Seq2[[]byte, error]) (lines int, err error) {
	w := bufio.NewWriterSize(f, bufferBytes)
	fmt.Fprintln(w, j.format) // bufio keeps the first error for Flush
	for _, c := range j.comments {
		fmt.Fprintln(w, c)
	}
	lines, err = writeLines(w, payloads)
	return lines, errors.Join(err, w.Flush())
}

func writeLines(w *bufio.Writer, payloads iter.Seq2[[]byte, error]) (lines int, err error) {
	for p, err := range payloads {
		if err != nil {
			return lines, err
		}
		w.Write(p) // bufio keeps the first error for Flush
		w.WriteString("\t#" + checksum(p) + "\n")
		lines++
	}
	return lines, nil
}

func checksum(payload []byte) string {
	return hex.EncodeToString(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(payload)))
}

func verify(line string) (payload string, err error) {
	at := strings.LastIndex(line, "\t#")
	if at < 0 {
		return line, nil
	}
	if want := checksum([]byte(line[:at])); line[at+2:] != want {
		return "", errors.New("checksum differs; if you edited the line, remove the tab and the # part at its end")
	}
	return line[:at], nil
}

// isConflictMarker recognises what Git leaves around both sides of a merge that it couldn't do; both sides count.
func isConflictMarker(line string) bool {
	return strings.HasPrefix(line, "<<<<<<<") || strings.HasPrefix(line, ">>>>>>>") || strings.HasPrefix(line, "|||||||") || line == "======="
}

func clip(s string) string { return s[:min(len(s), 60)] }

// syncDir makes a rename durable. Windows can't sync folders and doesn't need to.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
