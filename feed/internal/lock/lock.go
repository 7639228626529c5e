// Package lock lets one process at a time into a folder, by a lock that dies with its process.
package lock

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// ErrHeld says that another process has the lock.
var ErrHeld = errors.New("another seedfeed is at work here")

// Take makes the folder of path if need be and locks the file there, which stays when the lock is released: removing
// it would let two processes hold locks on two files of one name. It never waits; the error may be [ErrHeld].
func Take(path string) (release func() error, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	l := flock.New(path)
	held, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %q: %w", path, err)
	}
	if !held {
		return nil, ErrHeld
	}
	return l.Close, nil
}
