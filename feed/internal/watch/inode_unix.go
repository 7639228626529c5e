//go:build unix

package watch

import (
	"io/fs"
	"syscall"
)

// idOf returns what tells a file from another of the same name, size and time.
func idOf(info fs.FileInfo) id {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return id{uint64(s.Dev), uint64(s.Ino)}
	}
	return id{}
}
