package watch

import (
	"context"
	"errors"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// tree reads the stats below a root. It keeps nothing, so several goroutines may use it.
type tree struct {
	root string
	skip func(rel string, isDir bool) bool
	seed maphash.Seed
}

func newTree(root string, skip func(string, bool) bool) tree {
	return tree{root: root, skip: skip, seed: maphash.MakeSeed()}
}

// prints holds one fingerprint per folder, over the stats of its direct children: 100,000 files in 1,000 folders are 1,000
// small entries.
type prints map[string]uint64

// look reads the folder from and all below it. It calls enter, when not nil, with each folder before that is read, so a
// watch set there misses nothing. A folder that vanished is left out, one that cannot be read has the fingerprint 0. The
// error is from ctx or enter.
func (t tree) look(ctx context.Context, from string, enter func(rel string) error) (prints, error) {
	found := prints{}
	for todo := []string{from}; len(todo) > 0; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		rel := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if enter != nil {
			if err := enter(rel); err != nil {
				return nil, err
			}
		}
		sum, folders, err := t.read(rel)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
			continue
		}
		found[rel] = sum
		todo = append(todo, folders...)
	}
	return found, nil
}

// read returns the fingerprint of one folder and the folders in it. Entries come in any order and in portions, so that a
// folder with very many files needs no more memory than one with few; hence the fingerprint is a sum.
func (t tree) read(rel string) (sum uint64, folders []string, err error) {
	dir, err := os.Open(t.path(rel))
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = dir.Close() }() // only read from
	sum = 1
	for {
		entries, err := dir.ReadDir(512)
		for _, e := range entries {
			name := path.Join(rel, e.Name())
			if t.skipped(name, e.Type()) {
				continue
			}
			if e.IsDir() {
				folders = append(folders, name)
			}
			sum += t.print(name, e)
		}
		if errors.Is(err, io.EOF) {
			return sum, folders, nil
		}
		if err != nil {
			return 0, nil, err
		}
	}
}

// face is what tells one state of an entry from another.
type face struct {
	name         string
	mode, target fs.FileMode
	size, mtime  int64
	of           id
	seen         int64
}

// print is the fingerprint of one entry, 0 if it vanished. Of a folder only the identity counts: its size and time change
// with its children, and these have a fingerprint of their own. Of a symlink to a file the target counts too, since events
// do not tell of it.
func (t tree) print(name string, e fs.DirEntry) uint64 {
	info, err := e.Info()
	if err != nil {
		return 0
	}
	f := face{name: name, mode: info.Mode(), of: idOf(info)}
	if !info.IsDir() {
		f.size, f.mtime, f.seen = info.Size(), info.ModTime().UnixNano(), young(info.ModTime())
	}
	sum := maphash.Comparable(t.seed, f)
	if info.Mode()&fs.ModeSymlink == 0 {
		return sum
	}
	if to, err := os.Stat(t.path(name)); err == nil && to.Mode().IsRegular() {
		f.target, f.of = to.Mode(), idOf(to)
		f.size, f.mtime, f.seen = to.Size(), to.ModTime().UnixNano(), young(to.ModTime())
		sum += maphash.Comparable(t.seed, f)
	}
	return sum
}

// young returns the time of the look if a later write may leave mtime as it is: where times have whole seconds only (FAT:
// 2 s, ext3: 1 s), a young file is not yet known and must look different next time. Else it returns 0.
func young(mtime time.Time) int64 {
	now := time.Now()
	if mtime.Nanosecond() != 0 || now.Sub(mtime).Abs() > 2*time.Second {
		return 0
	}
	return now.UnixNano()
}

// skipped asks the caller's function, but not about the root and the "..data" of Kubernetes.
func (t tree) skipped(rel string, mode fs.FileMode) bool {
	if rel == "." || mode&fs.ModeSymlink != 0 && strings.HasPrefix(path.Base(rel), "..") {
		return false
	}
	return t.skip(rel, mode.IsDir())
}

func (t tree) path(rel string) string {
	return filepath.Join(t.root, filepath.FromSlash(rel))
}

// since returns the folders that differ from old, and whether a folder came or went.
func (p prints) since(old prints) (dirs []string, moved bool) {
	moved = len(p) != len(old)
	for rel, sum := range p {
		was, ok := old[rel]
		if !ok {
			moved = true
		}
		if !ok || was != sum {
			dirs = append(dirs, rel)
		}
	}
	return dirs, moved
}
