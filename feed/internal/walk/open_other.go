//go:build !unix

package walk

import (
	"errors"
	"io/fs"
	"os"
)

// openFile opens a file that is no symbolic link; of one it returns an error.
func openFile(path string) (*os.File, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return nil, errors.New("is a link")
	}
	return os.Open(path)
}
