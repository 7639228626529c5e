package walk

import (
	"errors"
	"io/fs"
	"syscall"
	"time"
)

// A build looks at all files, and the first one reads them all. The package os makes garbage of each, and asks the kernel whether it can wait for it.

// lstat takes the stats of a file.
func lstat(path string) (size int64, modTime time.Time, err error) {
	var st syscall.Stat_t
	if err := again(func() error { return syscall.Lstat(path, &st) }); err != nil {
		return 0, time.Time{}, &fs.PathError{Op: "lstat", Path: path, Err: err}
	}
	return st.Size, time.Unix(st.Mtim.Unix()), nil
}

// readPlain reads from the start of a regular file what fits into room, and its stats. It is not done with what is no such file, a symbolic
// link for one, nor when anything is wrong.
func readPlain(path string, room []byte) (n int, size int64, modTime time.Time, done bool) {
	fd := -1
	err := again(func() (err error) {
		fd, err = syscall.Open(path, syscall.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return 0, 0, time.Time{}, false
	}
	defer syscall.Close(fd) // only read
	err = again(func() (err error) {
		n, err = syscall.Read(fd, room)
		return err
	})
	if err != nil {
		return 0, 0, time.Time{}, false
	}
	var st syscall.Stat_t
	err = again(func() error { return syscall.Fstat(fd, &st) })
	return n, st.Size, time.Unix(st.Mtim.Unix()), err == nil && st.Mode&syscall.S_IFMT == syscall.S_IFREG
}

// again calls what a signal may interrupt until none does.
func again(call func() error) error {
	for {
		if err := call(); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
