package watch

import (
	"errors"
	"runtime"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// system is what the watching asks of fsnotify. Tests make one that has run out.
type system struct {
	open func() (*fsnotify.Watcher, error)
	add  func(w *fsnotify.Watcher, path string) error

	every time.Duration // to poll when it has run out
}

func realSystem() system {
	return system{
		// The buffer, on top of the kernel's queue of 16,384 events, holds what comes while a new folder is walked.
		open: func() (*fsnotify.Watcher, error) { return fsnotify.NewBufferedWatcher(4096) },
		add:  (*fsnotify.Watcher).Add,

		every: 2 * time.Second,
	}
}

// scarce says whether err means that the system has no more watches to give, to any folder.
func scarce(err error) bool {
	for _, e := range []error{syscall.ENOSPC, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// scarcity names the limit behind err and the way to raise it. See inotify(7) and inotify_init(2): ENOSPC is the number of
// watches, EMFILE that of inotify instances or of open files.
func scarcity(err error) (limit, remedy string) {
	switch {
	case runtime.GOOS == "linux" && errors.Is(err, syscall.ENOSPC):
		return "fs.inotify.max_user_watches", "sudo sysctl fs.inotify.max_user_watches=1048576"
	case runtime.GOOS == "linux" && errors.Is(err, syscall.EMFILE):
		return "fs.inotify.max_user_instances", "sudo sysctl fs.inotify.max_user_instances=1024, or ulimit -n 65536"
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return "open files", "ulimit -n 65536"
	}
	return "unknown", "none known"
}
