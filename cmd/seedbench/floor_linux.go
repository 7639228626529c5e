package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

const canWatchFloor = true

// watch publishes at once when a seed was saved, which inotify(7) tells: a file that was written is closed, or one is renamed into place.
func (t *trunk) watch() error {
	fd, err := syscall.InotifyInit1(syscall.IN_CLOEXEC)
	if err != nil {
		return fmt.Errorf("watch: %w", err)
	}
	folders := map[int]string{}
	err = filepath.WalkDir(floorSeeds, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		watch, err := syscall.InotifyAddWatch(fd, p, syscall.IN_CLOSE_WRITE|syscall.IN_MOVED_TO)
		folders[watch] = p
		return err
	})
	if err != nil {
		return fmt.Errorf("watch: %w", err)
	}
	events := make([]byte, 64<<10)
	for {
		n, err := syscall.Read(fd, events)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return fmt.Errorf("watch: %w", err)
		}
		for rest := events[:n]; len(rest) >= syscall.SizeofInotifyEvent; { // struct inotify_event: wd, mask, cookie, len, name
			watch, length := int(binary.NativeEndian.Uint32(rest)), binary.NativeEndian.Uint32(rest[12:])
			name, _, _ := bytes.Cut(rest[syscall.SizeofInotifyEvent:][:length], []byte{0})
			rest = rest[syscall.SizeofInotifyEvent+length:]
			if err := t.saved(filepath.Join(folders[watch], string(name))); err != nil {
				return err
			}
		}
	}
}

// saved reads one seed again, and publishes it.
func (t *trunk) saved(path string) error {
	if strings.HasPrefix(filepath.Base(path), ".") {
		return nil
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	l, err := readHead(path, info)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(t.leaves, func(l leaf) bool { return l.path == path }); i >= 0 {
		t.leaves[i] = l
	} else {
		t.leaves = append(t.leaves, l)
	}
	return t.publish([]leaf{l})
}
