// Package lock lets one process at a time into a folder, by a lock that dies with its process.
package lock

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// ErrHeld says that another process has the lock.
var ErrHeld = errors.New("another seedfeed is at work here")

// instant is how long a lock is waited for.
const instant = 200 * time.Millisecond

// Take makes the folder of path if need be and locks the file there, which stays when the lock is released: removing
// it would let two processes hold locks on two files of one name. It waits for an instant: of a process that was killed while it
// started another, that one may still have the lock until it runs. Keep release while the lock is to be held: when it is
// garbage, so is the lock. The error may be [ErrHeld].
func Take(path string) (release func() error, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	l := flock.New(path)
	ctx, cancel := context.WithTimeout(context.Background(), instant)
	defer cancel()
	held, err := l.TryLockContext(ctx, instant/10)
	switch {
	case held:
		return l.Close, nil
	case err == nil || errors.Is(err, context.DeadlineExceeded):
		return nil, ErrHeld
	}
	return nil, fmt.Errorf("lock %q: %w", path, err)
}
