package serve

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"os"
)

// stream answers with a document straight from the disk: media, and text too
// large to keep. It is never compressed, so players can ask for ranges of it.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, path string, f File) {
	file, info, err := s.open(path)
	if err != nil {
		unavailable(w, r)
		return
	}
	defer file.Close()
	tag := etag(f.Hash, identity)
	if f.Hash == "" || info.Size() != f.Size || !info.ModTime().Equal(f.ModTime) {
		if tag, err = s.digest(path, file, info); err != nil {
			unavailable(w, r)
			return
		}
	}
	always, whole := s.describe(f, tag)
	put(w.Header(), always)
	put(w.Header(), whole)
	if isFeed(mediaType(f.Type)) {
		showFeed(w.Header(), r)
	}
	http.ServeContent(w, r, "", f.ModTime, file)
}

// digest returns the ETag of an open file. Reading a long recording takes
// seconds, so the answer is remembered, in the cache of bodies as one without
// bytes, for as long as path, size and mtime stay.
func (s *Server) digest(path string, file *os.File, info os.FileInfo) (string, error) {
	k := key{fmt.Sprintf("%d %d %s", info.Size(), info.ModTime().UnixNano(), path), "digest"}
	b, err := s.bodies.once(errand{k, path}, s.budget(), func() (*body, error) {
		sum := sha256.New()
		if _, err := io.Copy(sum, file); err != nil {
			return nil, fmt.Errorf("hash document: %w", err)
		}
		return &body{key: k, etag: etag(hashString(sum.Sum(nil)), identity)}, nil
	})
	if err != nil {
		return "", err
	}
	return b.etag, nil
}
