package walk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Open opens a file that was listed, for reading. Somebody may have swapped a link since: one that leads out of the root is an error.
func (t *Tree) Open(rel string) (*os.File, error) {
	dir, name := filepath.Split(filepath.Join(t.real, filepath.FromSlash(rel)))
	known, found := t.reals.Load(dir)
	if !found {
		real, err := filepath.EvalSymlinks(dir)
		if err != nil {
			return nil, err
		}
		if err := t.inside(rel, real); err != nil {
			return nil, err
		}
		known, _ = t.reals.LoadOrStore(dir, real)
	}
	real := filepath.Join(known.(string), name)
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
	return os.Open(real)
}

// inside makes sure that rel is in the root, where it really is.
func (t *Tree) inside(rel, real string) error {
	if real != t.real && !strings.HasPrefix(real, strings.TrimSuffix(t.real, string(filepath.Separator))+string(filepath.Separator)) {
		return fmt.Errorf("%q leads out of %q", rel, t.dir)
	}
	return nil
}
