package check

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"
)

// Unpack reads compressed bytes of the kind that an extension such as ".gz" names.
type Unpack func(ext string, packed io.Reader) (io.ReadCloser, error)

// isTwin says whether a file is the compressed form of a text beside it, which servers send in its place.
func isTwin(site fs.FS, p string) bool {
	of, packed := strings.TrimSuffix(p, path.Ext(p)), false
	switch extension(p) {
	case ".gz", ".br", ".zst":
		packed = true
	}
	switch extension(of) {
	case ".css", ".txt", ".svg", ".js", ".csv", ".vtt":
	default:
		packed = packed && isDocument(of)
	}
	if !packed {
		return false
	}
	info, err := fs.Stat(site, of)
	return err == nil && info.Mode().IsRegular()
}

// twin holds that a compressed form says what its document says (R48).
func twin(site fs.FS, p string, now time.Time, unpack Unpack) (*report, error) {
	r := &report{name: p, now: now}
	of := strings.TrimSuffix(p, path.Ext(p))
	text, err := fs.ReadFile(site, of)
	if err != nil {
		return nil, err
	}
	packed, err := site.Open(p)
	if err != nil {
		return nil, err
	}
	defer packed.Close() // only read
	got, err := unpacked(packed, extension(p), int64(len(text)), unpack)
	switch {
	case err != nil:
		r.add(place{}, staleTwin, "it can't be unpacked: %v", err)
	case !bytes.Equal(got, text):
		r.add(place{}, staleTwin, "it holds something else than %s", of)
	}
	return r, nil
}

// unpacked reads at most one byte more than size.
func unpacked(packed io.Reader, ext string, size int64, unpack Unpack) ([]byte, error) {
	r, err := unpack(ext, packed)
	if err != nil {
		return nil, err
	}
	defer r.Close() // only read, and not always to its end
	return io.ReadAll(io.LimitReader(r, size+1))
}
