package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
)

// commit puts what was staged in place and removes what is gone.
func (f *Folder) commit(all []staged, gone []string) (*Result, error) {
	res := &Result{Written: map[string]File{}}
	if err := f.intend(all); err != nil {
		f.discard(all)
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	lines, err := f.dropTwins(all, gone, res)
	if err != nil {
		f.discard(all)
		return nil, err
	}
	dirs, n := map[string]bool{}, near{root: f.root}
	defer n.close()
	for i, s := range all {
		if s.same {
			_ = f.root.Remove(s.temp) // the next try overwrites it
			if have, ours := f.files[s.path]; ours {
				s.file.ModTime = have.ModTime
				if have.Hash == s.file.Hash {
					s.file.Untwinned = have.Untwinned
				}
			} else if s.file.ModTime, err = n.modTime(s.path); err != nil {
				return nil, err
			}
		} else {
			if err := n.rename(s.temp, s.path); err != nil {
				f.discard(all[i:])
				return nil, fmt.Errorf("put %q in place: %w", s.path, err)
			}
			if s.file.ModTime, err = n.modTime(s.path); err != nil {
				return nil, err
			}
			dirs[path.Dir(s.path)] = true
			res.Written[s.path] = s.file
		}
		f.files[s.path] = s.file
		lines = append(lines, line(s.path, s.file))
	}
	n.close()
	for _, p := range gone {
		if err := f.retire(p, dirs, res); err != nil {
			return nil, err
		}
		lines = append(lines, removed(p))
	}
	if err := f.syncDirs(dirs); err != nil {
		return nil, fmt.Errorf("sync folder: %w", err)
	}
	if err := f.save(lines); err != nil {
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	return res, nil
}

// retire removes a file of ours; one that somebody put in its place stays.
func (f *Folder) retire(p string, dirs map[string]bool, res *Result) error {
	ours, err := f.isOurs(p)
	if err == nil && ours {
		err = f.remove(p, dirs)
	}
	if err != nil {
		return fmt.Errorf("remove %q: %w", p, err)
	}
	delete(f.files, p)
	if res.Removed = append(res.Removed, p); !ours {
		res.Left = append(res.Left, p)
	}
	return nil
}

// intend notes which files are about to be ours, so that after a crash they are not taken for somebody else's.
func (f *Folder) intend(all []staged) error {
	var lines []string
	for _, s := range all {
		if !s.same {
			lines = append(lines, line(s.path, File{}))
		}
	}
	return f.save(lines)
}

// isOurs reports whether what stands at p is what we wrote, or nothing.
func (f *Folder) isOurs(p string) (bool, error) {
	info, err := f.root.Lstat(p)
	if errors.Is(err, fs.ErrNotExist) || err == nil && f.files[p].Hash == "" {
		return true, nil
	}
	if err != nil || !info.Mode().IsRegular() {
		return false, err
	}
	hash, err := f.hash(p)
	return hash == f.files[p].Hash, err
}

// remove removes a file of ours and the folders that it leaves empty.
func (f *Folder) remove(p string, dirs map[string]bool) error {
	info, err := f.root.Lstat(p)
	if err == nil && info.Mode().IsRegular() { // what somebody put in its place isn't ours
		err = f.root.Remove(p)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	_ = f.root.Remove(tempName(p)) // of a crash; usually there is none
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if err := f.root.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) { // not empty
			dirs[dir] = true
			return nil
		}
		delete(dirs, dir)
	}
	dirs["."] = true
	return nil
}

// syncDirs makes the renames durable, also those of folders that are new.
func (f *Folder) syncDirs(dirs map[string]bool) error {
	if runtime.GOOS == "windows" { // can't sync a folder, and needn't
		return nil
	}
	if len(dirs) > bulkDocuments && canSyncAll {
		return syncAll(f.root)
	}
	all := map[string]bool{}
	for dir := range dirs {
		for ; !all[dir]; dir = path.Dir(dir) {
			all[dir] = true
		}
	}
	for dir := range all {
		d, err := f.root.Open(dir)
		if err != nil {
			return err
		}
		if err := errors.Join(d.Sync(), d.Close()); err != nil {
			return err
		}
	}
	return nil
}
