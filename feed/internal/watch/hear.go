package watch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/fsnotify/fsnotify"
)

// A watch of inotify hangs on its folder and moves with it, but fsnotify goes on calling it by the old name; and to add a
// folder under a new name, while the watch of the old name lives, gives no watch but the old one again. Three rules keep
// names right.
//
// Order: the kernel queues the event of the old name before that of the new one. When a watched folder left its name, the
// watches on that name and below are removed at once; when a folder came, watches are set on it and below, whatever was
// known before, and everything is told, because what happened between the two was not heard.
//
// Looking: events that fsnotify had read before a watch was removed still come, under the old name. "a/s was removed" may be
// about what is a.old/s by then, while a new a/s is watched. So a name that was left is looked at, and covered again if a
// folder is there.
//
// One name a folder, one folder a name: the events that a removed watch had in its queue are lost, so what they would have
// set right must not be needed. Before a watch is set, the one on the same name and the one on the same folder are removed.
// This also keeps fsnotify 1.10.1 from a panic: Add of a name that has a watch, when its folder was exchanged for one that is
// watched under another name, leaves a name without a watch, on which a later Remove or fsnotify's own goroutine falls.

// hear handles one event. The error is errGone when it was the root that went, or says that watches are scarce.
func (s *session) hear(ctx context.Context, e fsnotify.Event) error {
	rel := s.rel(e.Name)
	went := e.Has(fsnotify.Rename) || e.Has(fsnotify.Remove)
	if rel == "." && went {
		return errGone
	}
	_, known := s.watched.get(rel)
	if went {
		s.forget(rel)
	}
	if known {
		return s.hearWatched(ctx, rel, e)
	}
	var mode fs.FileMode
	if e.Has(fsnotify.Create) || e.Has(fsnotify.Chmod) {
		mode = modeOf(e.Name)
	} else if went && strings.HasPrefix(path.Base(rel), "..") {
		mode = fs.ModeSymlink // nobody can say any more, but it may have been "..data"
	}
	switch {
	case s.tree.skipped(rel, mode):
	case mode.IsDir():
		return s.hearFolder(ctx, rel)
	case mode&fs.ModeSymlink != 0 && !e.Has(fsnotify.Chmod):
		s.everywhere(ctx, "link")
	default:
		s.tell(ctx, rumour{why: "change", dir: path.Dir(rel), file: rel, kind: kindOf(e)})
	}
	return nil
}

// hearWatched handles an event about a watched folder itself: it went, or only its mode or time changed.
func (s *session) hearWatched(ctx context.Context, rel string, e fsnotify.Event) error {
	if e.Op == fsnotify.Write { // kqueue: something in it changed
		s.tell(ctx, rumour{why: "change", dir: rel})
		return nil
	}
	stands, ok := s.watched.get(rel)
	switch isDir := modeOf(e.Name).IsDir(); {
	case isDir && (!ok || stands.refused || e.Has(fsnotify.Create)):
		return s.hearFolder(ctx, rel)
	case !isDir:
		s.forget(rel)
	}
	s.tellFolder(ctx, rel)
	return nil
}

// hearFolder handles an event about a folder that is there and may have no watches.
func (s *session) hearFolder(ctx context.Context, rel string) error {
	if _, err := s.cover(ctx, rel); err != nil {
		return err
	}
	s.tellFolder(ctx, rel)
	return nil
}

// tellFolder tells of a folder that came or went: everything, but not in haste, since it seldom comes alone.
func (s *session) tellFolder(ctx context.Context, rel string) {
	s.tell(ctx, rumour{why: "folder", all: true, file: rel, kind: written})
}

// cover sets watches on a folder and all below it, and returns what it found.
func (s *session) cover(ctx context.Context, rel string) (prints, error) {
	s.forget(rel)
	return s.tree.look(ctx, rel, s.add)
}

// add sets a watch. A folder that vanished meanwhile is left to the event that will tell of it.
func (s *session) add(rel string) error {
	name := s.tree.path(rel)
	info, err := os.Lstat(name)
	if err != nil || !info.IsDir() {
		return nil
	}
	if other, ok := s.watched.owner[idOf(info)]; ok && other != "." {
		_ = s.w.Remove(s.tree.path(other)) // it may be gone already
		s.watched.put(spot{rel: other, refused: true})
	}
	err = s.sys.add(s.w, name)
	switch {
	case err == nil:
		s.watched.put(spot{rel: rel, of: idOf(info)})
	case scarce(err):
		return err
	case !errors.Is(err, fs.ErrNotExist) && rel != ".":
		s.o.Log.Warn("folder cannot be watched", "folder", name, "err", err)
		s.watched.put(spot{rel: rel, refused: true})
	}
	return nil
}

// forget removes the watches on a name and below it. Some may be gone already, so there is no error to heed.
func (s *session) forget(rel string) {
	for _, name := range s.watched.cut(rel) {
		_ = s.w.Remove(s.tree.path(name))
	}
}

func (s *session) rel(name string) string {
	rel, err := filepath.Rel(s.tree.root, name)
	if err != nil {
		return "." // not a name below the root: then something about the root
	}
	return filepath.ToSlash(rel)
}

// modeOf returns what is there under a name, 0 if nothing.
func modeOf(name string) fs.FileMode {
	info, err := os.Lstat(name)
	if err != nil {
		return 0
	}
	return info.Mode()
}

// kindOf says what an event tells of a file's content. A created file that is empty is about to be written.
func kindOf(e fsnotify.Event) kind {
	switch {
	case e.Has(fsnotify.Write), e.Has(fsnotify.Create) && isEmpty(e.Name):
		return written
	case e.Op == fsnotify.Chmod:
		return touched
	}
	return replaced
}

func isEmpty(name string) bool {
	info, err := os.Lstat(name)
	return err == nil && info.Mode().IsRegular() && info.Size() == 0
}
