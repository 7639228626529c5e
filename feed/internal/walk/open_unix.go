//go:build unix

package walk

import (
	"os"
	"syscall"
)

// openPlain opens a file that is no symbolic link; of one it returns an error.
func openPlain(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW, 0)
}
