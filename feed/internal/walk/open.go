package walk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Open opens a file that was listed, for reading. Somebody may have swapped a link since: one that leads out of the root is an error.
func (t *Tree) Open(rel string) (*os.File, error) {
	real, err := t.place(rel)
	if err != nil {
		return nil, err
	}
	f, err := openPlain(real)
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return f, err
	}
	if real, err = filepath.EvalSymlinks(real); err != nil {
		return nil, err
	}
	if err := t.inside(rel, real); err != nil {
		return nil, err
	}
	return openPlain(real)
}

// openPlain opens a regular file; of anything else, a symbolic link for one, it returns an error.
func openPlain(path string) (*os.File, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: path, Err: errors.New("is no plain file")}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Read reads from the start of a file that was listed what fits into room, and returns how much that is and the file's stats after that.
// Symbolic links are on the terms of [Tree.Open].
func (t *Tree) Read(rel string, room []byte) (n int, after File, err error) {
	real, err := t.place(rel)
	if err != nil {
		return 0, File{}, err
	}
	n, size, modTime, done := readPlain(real, room)
	if done {
		return n, File{rel, size, modTime}, nil
	}
	f, err := t.Open(rel)
	if err != nil {
		return 0, File{}, err
	}
	defer f.Close() // only read
	if n, err = f.Read(room); err != nil && !errors.Is(err, io.EOF) {
		return 0, File{}, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, File{}, err
	}
	return n, File{rel, info.Size(), info.ModTime()}, nil
}

// place returns where a listed file is, in a folder without symbolic links; the file itself may be one.
func (t *Tree) place(rel string) (string, error) {
	dir, name := path.Split(rel)
	known, found := t.reals.Load(dir)
	if !found {
		real, err := filepath.EvalSymlinks(filepath.Join(t.real, filepath.FromSlash(dir)))
		if err != nil {
			return "", err
		}
		if err := t.inside(rel, real); err != nil {
			return "", err
		}
		known, _ = t.reals.LoadOrStore(dir, prefixOf(real))
	}
	return known.(string) + name, nil
}

// prefixOf is what stands before the names of all that is in a folder.
func prefixOf(folder string) string {
	return strings.TrimSuffix(folder, string(filepath.Separator)) + string(filepath.Separator)
}

// inside makes sure that rel is in the root, where it really is.
func (t *Tree) inside(rel, real string) error {
	if real != t.real && !strings.HasPrefix(real, prefixOf(t.real)) {
		return fmt.Errorf("%q leads out of %q", rel, t.dir)
	}
	return nil
}
