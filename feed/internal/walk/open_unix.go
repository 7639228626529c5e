//go:build unix

package walk

import (
	"os"
	"syscall"
)

// openFile opens a file that is no symbolic link; of one it returns an error. It doesn't wait for who writes to a pipe.
func openFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
}
