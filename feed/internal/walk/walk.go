// Package walk lists the files of a folder that count, with their stats.
//
// What does not count: dot files and folders, node_modules, what editors and downloads leave half-done, what a
// .seedignore lists, anything that is no regular file, and symbolic links that leave the folder. A link that stays
// inside counts when its target is not listed itself: that is how Kubernetes mounts a volume (..data), while a
// second name for a file that is listed already would only be the same file twice.
package walk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// File is a regular file that counts.
type File struct {
	Path    string // slash-separated, relative to the root
	Size    int64
	ModTime time.Time
}

// Note is a place that could not be looked at. What was known there is neither confirmed nor gone.
type Note struct {
	Path string // a file, or a folder with all that is in it
	Err  error
}

// ErrElsewhere says that looking into one folder isn't enough: a .seedignore in it is new or different, it has become a published site or is none
// any more, or a linked folder is gone from it.
var ErrElsewhere = errors.New("what counts has changed elsewhere")

// Tree is a folder to look at. It remembers the ignore rules it met and is not for concurrent use.
type Tree struct {
	dir     string              // as given
	real    string              // without symbolic links
	exclude []string            // real paths of folders inside that don't count: the output, the state
	ignores map[string]ignoring // folder → the rules of its own .seedignore
	links   []string            // to folders, that were followed at the last look at everything
	reals   sync.Map            // folder → what stands before the names in it, without symbolic links, since the last look
}

// Open returns the tree of dir. exclude names folders that don't count wherever they are.
func Open(dir string, exclude ...string) (*Tree, error) {
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	if real, err = filepath.Abs(real); err != nil {
		return nil, err
	}
	info, err := os.Stat(real)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: dir, Err: errors.New("not a folder")}
	}
	t := &Tree{dir: dir, real: real, ignores: map[string]ignoring{}}
	for _, e := range exclude {
		if r, err := filepath.EvalSymlinks(e); err == nil {
			e = r
		}
		if e, err = filepath.Abs(e); err == nil && e != real && !strings.HasPrefix(real, prefixOf(e)) {
			t.exclude = append(t.exclude, e)
		}
	}
	return t, nil
}

// Everything lists all files that count, sorted by path. The error is the root's own or the context's.
func (t *Tree) Everything(ctx context.Context) (files []File, notes []Note, err error) {
	clear(t.ignores)
	t.links = nil
	t.reals.Clear()
	entries, err := os.ReadDir(t.real)
	if err != nil {
		return nil, nil, err
	}
	l := &look{tree: t, ctx: ctx, deep: true, walked: map[string]bool{t.real: true}}
	l.folder(t.real, "", nil, entries)
	return l.found()
}

// Folder lists the files that count directly in dir, which is slash-separated and relative to the root ("." is the
// root): all of them, or only those with some names. A folder that is gone or doesn't count has no files.
func (t *Tree) Folder(ctx context.Context, dir string, names ...string) (files []File, notes []Note, err error) {
	t.reals.Clear()
	rules, rel := []ignoring(nil), ""
	if dir != "." && dir != "" {
		for part := range strings.SplitSeq(dir, "/") {
			own, err := t.ignoreIn(filepath.Join(t.real, filepath.FromSlash(rel)), rel)
			if err != nil || own.site {
				return nil, nil, err
			}
			rules = append(rules, own)
			rel = path.Join(rel, part)
			if t.skips(filepath.Join(t.real, filepath.FromSlash(rel)), rel, true, rules) {
				return nil, nil, nil
			}
		}
	}
	abs := filepath.Join(t.real, filepath.FromSlash(rel))
	if _, err := t.ignoreIn(abs, rel); err != nil {
		return nil, nil, err
	}
	for _, link := range t.links {
		if strings.TrimPrefix(path.Dir("/"+link), "/") != rel {
			continue
		}
		if _, err := os.Lstat(filepath.Join(t.real, filepath.FromSlash(link))); err != nil {
			return nil, nil, ErrElsewhere
		}
	}
	entries, err := entriesOf(abs, names)
	if isGone(err) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, []Note{{Path: rel, Err: err}}, nil
	}
	l := &look{tree: t, ctx: ctx, walked: map[string]bool{}}
	l.folder(abs, rel, rules, entries)
	return l.found()
}

// entriesOf lists what is in a folder, if only some names count those of them that are there.
func entriesOf(abs string, names []string) (entries []os.DirEntry, err error) {
	if names == nil {
		return os.ReadDir(abs)
	}
	for _, name := range slices.Concat(names, []string{stateFolder, IgnoreFile}) {
		info, err := os.Lstat(filepath.Join(abs, name))
		switch {
		case err == nil:
			entries = append(entries, fs.FileInfoToDirEntry(info))
		case !isGone(err):
			return nil, err
		}
	}
	return entries, nil
}

// isGone reports whether an error says that something isn't there, or that its folder is none any more.
func isGone(err error) bool { return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) }

// Skips reports whether the name alone says that rel doesn't count; a watcher need not look there.
func (t *Tree) Skips(rel string, isDir bool) bool {
	for part := range strings.SplitSeq(rel, "/") {
		if Ignored(part) {
			return true
		}
	}
	return t.excluded(filepath.Join(t.real, filepath.FromSlash(rel)))
}

func (t *Tree) skips(abs, rel string, isDir bool, rules []ignoring) bool {
	return Ignored(path.Base(rel)) || t.excluded(abs) || matches(rules, rel, isDir)
}

func (t *Tree) excluded(abs string) bool {
	return slices.ContainsFunc(t.exclude, func(e string) bool { return abs == e || strings.HasPrefix(abs, e+string(filepath.Separator)) })
}

// Ignored reports whether a file or folder of this name never counts: hidden, or half-done by an editor or a download.
func Ignored(name string) bool {
	switch {
	case strings.HasPrefix(name, "."), strings.HasSuffix(name, "~"),
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"),
		name == "node_modules", name == "4913": // vim probes whether it can write with a file of that name
		return true
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".swp", ".swx", ".tmp", ".part", ".crdownload":
		return true
	}
	return false
}

// look is one walk.
type look struct {
	tree   *Tree
	ctx    context.Context // of this walk only: the struct lives no longer than the call
	deep   bool
	walked map[string]bool // real paths of linked folders on the way, against loops
	haul
	listed []string // files whose stats are still to be taken
	stats  statter
}

func (l *look) folder(abs, rel string, rules []ignoring, entries []os.DirEntry) {
	ruled := false
	for _, e := range entries {
		ruled = ruled || e.Name() == IgnoreFile || e.Name() == stateFolder
	}
	var own ignoring
	var err error
	if ruled {
		own, err = l.tree.ignoreIn(abs, rel)
	} else {
		own, err = l.tree.noneIn(rel)
	}
	if err != nil && !errors.Is(err, ErrElsewhere) {
		l.notes = append(l.notes, Note{Path: rel, Err: err})
		return
	}
	if own.site {
		return
	}
	rules = append(slices.Clip(rules), own)
	prefix := prefixOf(abs)
	for _, e := range entries {
		if l.ctx.Err() != nil {
			return
		}
		name := e.Name() // of one element
		inside := name
		if rel != "" {
			inside = rel + "/" + name
		}
		switch {
		case Ignored(name):
		case e.Type().IsRegular():
			if !matches(rules, inside, false) {
				l.list(inside)
			}
		default:
			l.other(prefix+name, inside, rules, e)
		}
	}
}

// stateFolder is in a folder of seeds, and in one that a site was published into.
const stateFolder = ".seedfeed"

// isSite reports whether a folder is one that a site was published into: its pages are no seeds.
func isSite(abs string) bool {
	info, err := os.Lstat(filepath.Join(abs, stateFolder, "manifest"))
	return err == nil && info.Mode().IsRegular()
}

// other looks at what is no regular file.
func (l *look) other(abs, rel string, rules []ignoring, e os.DirEntry) {
	switch isLink := e.Type()&fs.ModeSymlink != 0; {
	case !isLink && !e.IsDir(), l.tree.excluded(abs), matches(rules, rel, e.IsDir()):
	case isLink:
		l.link(abs, rel, rules)
	default:
		l.descend(abs, rel, rules)
	}
}

func (l *look) descend(abs, rel string, rules []ignoring) {
	if !l.deep {
		return
	}
	entries, err := os.ReadDir(abs)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		l.notes = append(l.notes, Note{Path: rel, Err: err})
		return
	}
	l.folder(abs, rel, rules, entries)
}

// link follows a symbolic link that stays inside the root and whose target is not listed under its own name.
func (l *look) link(abs, rel string, rules []ignoring) {
	real, err := filepath.EvalSymlinks(abs)
	if err != nil { // dangling, a loop, or leads where we may not look
		return
	}
	target, err := filepath.Rel(l.tree.real, real)
	if err != nil || target == "." || target == ".." || strings.HasPrefix(target, ".."+string(filepath.Separator)) {
		return
	}
	if !inVolume(filepath.ToSlash(target)) || l.tree.excluded(real) {
		return
	}
	info, err := os.Stat(real)
	switch {
	case err == nil && info.IsDir():
		if l.walked[real] || matches(rules, rel, true) {
			return
		}
		l.walked[real] = true
		if l.deep {
			l.tree.links = append(l.tree.links, rel)
		}
		l.descend(abs, rel, rules)
		delete(l.walked, real)
	case err != nil:
		l.add(File{Path: rel}, err)
	case info.Mode().IsRegular():
		l.add(File{rel, info.Size(), info.ModTime()}, nil)
	}
}

// inVolume reports whether a path is hidden by nothing but the ".." of Kubernetes' folders (..data, ..2026_01_31):
// what other dot files hold stays private, link or not.
func inVolume(target string) bool {
	volume := false
	for part := range strings.SplitSeq(target, "/") {
		if strings.HasPrefix(part, "..") {
			volume = true
		} else if Ignored(part) {
			return false
		}
	}
	return volume
}
