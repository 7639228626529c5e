package feed

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seedfeed/seedfeed/feed/internal/walk"
)

// look says where a build looks for changes.
type look struct {
	all  bool
	dirs []string // else only at what is directly in these folders
}

var everything = look{all: true}

// findings is what a scan found, each sorted by path.
type findings struct {
	changed  []string // seeds that are new or have other stats than when they were read
	vanished []string // seeds that are gone
}

// scan compares stats with those of the last build. It reads no seed.
func (b *session) scan(ctx context.Context, where look) (findings, error) {
	if !where.all {
		b.listed = nil
		err := b.scanFolders(ctx, where.dirs)
		if err == nil {
			return b.compare(func(dir string) bool { return slices.Contains(where.dirs, dir) }), nil
		}
		if !errors.Is(err, walk.ErrIgnoresChanged) {
			return findings{}, err
		}
	}
	if !b.walked {
		if err := b.walk(ctx); err != nil {
			return findings{}, err
		}
	}
	b.walked = false
	return b.compare(func(string) bool { return true }), nil
}

// walk lists all files anew.
func (b *session) walk(ctx context.Context) error {
	if err := b.openTree(); err != nil { // the root may be a link that leads elsewhere now
		return fmt.Errorf("read seeds: %w", err)
	}
	files, notes, err := b.tree.Everything(ctx)
	if err != nil {
		return fmt.Errorf("read seeds: %w", err)
	}
	clear(b.files)
	b.unread = b.unread[:0]
	b.take(files, notes)
	b.walked, b.listed, b.pictured = true, files, true
	return nil
}

func (b *session) scanFolders(ctx context.Context, dirs []string) error {
	b.pictured = false
	for _, dir := range dirs {
		files, notes, err := b.tree.Folder(ctx, dir)
		if err != nil {
			return fmt.Errorf("read seeds: %w", err)
		}
		pictures := map[string]walk.File{}
		for p, f := range b.files {
			if path.Dir(p) == dir {
				delete(b.files, p)
				if isPicture(p) {
					pictures[p] = f
				}
			}
		}
		for _, f := range files {
			if isPicture(f.Path) {
				b.pictured = b.pictured || pictures[f.Path] != f
				delete(pictures, f.Path)
			}
		}
		b.pictured = b.pictured || len(pictures)+len(notes) > 0
		b.unread = slices.DeleteFunc(b.unread, func(n walk.Note) bool { return n.Path == dir || path.Dir(n.Path) == dir })
		b.take(files, notes)
	}
	return nil
}

func (b *session) take(files []walk.File, notes []walk.Note) {
	for _, f := range files {
		b.files[f.Path] = f
	}
	b.unread = append(b.unread, notes...)
}

// compare finds seeds that differ from the files, in the folders that are in scope. A seed below a place that can't
// be read is neither changed nor gone.
func (b *session) compare(inScope func(dir string) bool) findings {
	var f findings
	wasSeed := b.isSeedNow()
	b.findSettings()
	b.findPhotos()
	b.findMoved()
	b.findNotes()
	b.glances = b.mayGlance()
	inReach := func(p string) bool { return inScope(path.Dir(p)) || wasSeed(p) != b.isSeed(p) } // what is told of a folder counts for those in it
	for p, file := range b.files {
		if !b.isSeed(p) || !inReach(p) {
			continue
		}
		old := b.seeds[p]
		side, _ := b.sidecar(p)
		notes := b.files[b.notesFor[p]]
		if b.reread || old == nil || b.cleansOtherwise(old) || b.isMissed(p) || b.isUnknown(old) || old.Glanced && !b.glances || old.Size != file.Size || old.ModTime != file.ModTime.UnixNano() ||
			old.Sidecar != side.Path || side.Path != "" && (old.SideSize != side.Size || old.SideTime != side.ModTime.UnixNano()) ||
			old.Notes != notes.Path || notes.Path != "" && (old.NotesSize != notes.Size || old.NotesTime != notes.ModTime.UnixNano()) {
			f.changed = append(f.changed, p)
		}
	}
	vanished := map[string]bool{}
	check := func(p string) {
		if _, there := b.files[p]; (!there || !b.isSeed(p)) && inReach(p) && !b.hidden(p) {
			vanished[p] = true
		}
	}
	for p := range b.seeds {
		check(p)
	}
	if inScope("") { // also those that only the ledger knows: the cache may be lost
		for _, r := range slices.Collect(b.ledger.All()) {
			switch {
			case r.Path == "" || !r.Missing.IsZero():
			case b.ledger.Record(string(r.Path)) != r: // a merge gave its place to another
				b.ledger.Miss(r, b.now)
			default:
				check(string(r.Path))
			}
		}
	}
	f.vanished = slices.Collect(maps.Keys(vanished))
	slices.Sort(f.changed)
	slices.Sort(f.vanished)
	b.checkNames(&f)
	if b.pictured {
		b.checkPictures(&f)
	}
	return f
}

// isMissed reports whether the seed at p, which is there, was missed: it came back.
func (b *session) isMissed(p string) bool {
	r := b.ledger.Record(p)
	return r != nil && !r.Missing.IsZero()
}

// isUnknown reports whether the ledger doesn't know what the cache has of a seed: the ledger was lost or set back to an
// older one, or the build that read the seed was refused or cut short before it was settled.
func (b *session) isUnknown(s *seed) bool {
	r := b.ledger.Record(s.Path)
	return s.Usable && (r == nil && !s.Draft || r != nil && r.Print != s.Print)
}

// sidecar returns the file that describes the seed at p.
func (b *session) sidecar(p string) (walk.File, bool) {
	for _, side := range sidecars(p) {
		if f, ok := b.files[side]; ok && side != SettingsFile {
			return f, true
		}
	}
	return walk.File{}, false
}

// hidden reports whether p lies in a place that could not be read.
func (b *session) hidden(p string) bool {
	return slices.ContainsFunc(b.unread, func(n walk.Note) bool { return n.Path == "" || p == n.Path || strings.HasPrefix(p, n.Path+"/") })
}
