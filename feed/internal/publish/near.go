package publish

import (
	"os"
	"path"
	"time"
)

// near keeps the folder open that was asked for last: who works on the files of a folder one after the other looks up the folders above
// them once, and not once for each step of each file. It is for one goroutine.
type near struct {
	root, open *os.Root
	dir        string // of open
}

// at returns the folder that p is in, open until the next call, and the name that p has there.
func (n *near) at(p string) (in *os.Root, name string, err error) {
	dir, name := path.Dir(p), path.Base(p)
	if dir == "." {
		return n.root, name, nil
	}
	if n.open == nil || n.dir != dir {
		n.close()
		if n.open, err = n.root.OpenRoot(dir); err != nil {
			return nil, "", err
		}
		n.dir = dir
	}
	return n.open, name, nil
}

// stat looks at what stands at p itself, without following a link.
func (n *near) stat(p string) (os.FileInfo, error) {
	in, name, err := n.at(p)
	if err != nil {
		return nil, err
	}
	return in.Lstat(name)
}

func (n *near) modTime(p string) (time.Time, error) {
	info, err := n.stat(p)
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

// rename puts the file from, which is in the same folder, in the place of to.
func (n *near) rename(from, to string) error {
	in, name, err := n.at(to)
	if err != nil {
		return err
	}
	return in.Rename(path.Base(from), name)
}

func (n *near) close() {
	if n.open != nil {
		_ = n.open.Close() // nothing was written through it itself
		n.open = nil
	}
}
