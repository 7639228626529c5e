package feed

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/walk"
)

// stamp tells a file from what replaces it; the zero value stands for one that isn't there or can't be read.
type stamp struct {
	Size    int64 // in bytes
	ModTime int64 // in nanoseconds since 1970
}

// isFile reports whether p is a file that counts.
func (b *session) isFile(p string) bool {
	_, there := b.files[p]
	return there
}

func stampOf(f walk.File) stamp { return stamp{f.Size, f.ModTime.UnixNano()} }

// look says where a build looks for changes.
type look struct {
	all   bool
	dirs  []string // else only at what is directly in these folders,
	files []string // and at these, which are in others
}

var everything = look{all: true}

// findings is what a scan found, each sorted by path.
type findings struct {
	changed  []string                     // seeds that are new or have other stats than when they were read
	settled  int                          // so many of the changed ones have their identity already
	vanished []string                     // seeds that are gone
	apart    bool                         // nothing else can be different: what they are depends on no other file
	amended  []*entry                     // those of the changed seeds, then
	stands   bool                         // and each is in the documents that it was in, and so are all others
	dates    map[*ledger.Record]time.Time // of publication, of those seeds, before they were read
}

// scan compares stats with those of the last build. It reads no seed.
func (b *session) scan(ctx context.Context, where look) (findings, error) {
	if !where.all {
		b.listed, b.outline = nil, ""
		names := where.names(len(b.unread) > 0) // of a place that could not be read nobody knows which names it has
		touched, err := b.scanSome(ctx, names)
		switch {
		case err == nil && b.standApart(touched):
			return b.compareThose(touched), nil
		case err == nil:
			return b.compare(func(dir string) bool { _, here := names[dir]; return here }), nil
		case !errors.Is(err, walk.ErrElsewhere):
			return findings{}, err
		}
	}
	if b.listed == nil {
		if err := b.walk(ctx); err != nil {
			return findings{}, err
		}
	}
	b.register()
	defer func() { b.listed = nil }() // of a million files that is much
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
	b.listed, b.outline, b.unread, b.looked = files, outlineOf(files), notes, len(files)
	return nil
}

// register takes the files that were listed for those that there are.
func (b *session) register() {
	b.files, b.folderFiles = make(map[string]stamp, len(b.listed)), nil
	b.census, b.pictured = census{}, true
	for _, f := range b.listed {
		b.files[f.Path] = stampOf(f)
		b.census.count(f.Path, 1)
	}
}

// names returns the names to look for in each folder, nil for all that there are; if wholly, that is so for each.
func (w look) names(wholly bool) map[string][]string {
	all := map[string][]string{}
	for _, p := range w.files {
		if dir := path.Dir(p); wholly {
			all[dir] = nil
		} else {
			all[dir] = append(all[dir], path.Base(p))
		}
	}
	for _, dir := range w.dirs {
		all[dir] = nil
	}
	return all
}

// scanSome looks anew for some names in some folders, and returns the paths where something is different.
func (b *session) scanSome(ctx context.Context, names map[string][]string) (touched []string, err error) {
	b.pictured, b.looked = false, 0
	for _, dir := range slices.Sorted(maps.Keys(names)) {
		files, notes, err := b.tree.Folder(ctx, dir, names[dir]...)
		if err != nil {
			return nil, fmt.Errorf("read seeds: %w", err)
		}
		touched = append(touched, b.notice(dir, b.filesIn(dir, names[dir]...), files)...)
		b.pictured = b.pictured || len(notes) > 0
		b.unread = slices.DeleteFunc(b.unread, func(n walk.Note) bool { return n.Path == dir || path.Dir(n.Path) == dir })
		b.unread = append(b.unread, notes...)
	}
	slices.Sort(touched)
	b.pictured = b.pictured || slices.ContainsFunc(touched, isPicture)
	return touched, nil
}

// notice takes what was found in a folder for what is there now instead of what was. It returns the paths where something is different.
func (b *session) notice(dir string, was []string, found []walk.File) (touched []string) {
	b.looked += len(found)
	there, all, gone := make(map[string]bool, len(found)), b.folderFiles[dir], false
	for _, f := range found {
		there[f.Path] = true
		was, known := b.files[f.Path]
		if !known {
			b.census.count(f.Path, 1)
			all = append(all, f.Path)
		}
		if now := stampOf(f); !known || was != now {
			touched, b.files[f.Path] = append(touched, f.Path), now
		}
	}
	for _, p := range was {
		if !there[p] {
			touched = append(touched, p)
			b.census.count(p, -1)
			delete(b.files, p)
			gone = true
		}
	}
	if gone {
		all = slices.DeleteFunc(all, func(p string) bool { return !b.isFile(p) })
	}
	if b.folderFiles != nil {
		b.folderFiles[dir] = all
	}
	return touched
}

// filesIn lists the files in a folder, those with some names or all of them.
func (b *session) filesIn(dir string, names ...string) (some []string) {
	for _, name := range names {
		if p := path.Join(dir, name); b.isFile(p) {
			some = append(some, p)
		}
	}
	if names != nil {
		return some
	}
	if b.folderFiles == nil {
		b.folderFiles = map[string][]string{}
		for p := range b.files {
			dir := path.Dir(p)
			b.folderFiles[dir] = append(b.folderFiles[dir], p)
		}
	}
	return b.folderFiles[dir]
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
	var seen sighting
	if b.listed == nil {
		for p, now := range b.files {
			seen.add(b, p, now, inReach)
		}
		seen.same = nil
	} else {
		seen = b.sight(inReach)
	}
	f.changed, b.same = seen.changed, seen.same
	f.vanished = b.vanished(inReach, seen.seeds < len(b.seeds), seen.records < b.ledger.Present() && inScope(""))
	slices.Sort(f.changed)
	b.checkNames(&f)
	if b.pictured {
		b.checkPictures(&f)
	}
	return f
}

// sighting is what came of a look at files.
type sighting struct {
	changed        []string
	same           []known
	seeds, records int // that are there
}

// sight looks at all files that were listed, on all cores: nothing changes meanwhile.
func (b *session) sight(inReach func(p string) bool) (all sighting) {
	parts := make([]sighting, runtime.GOMAXPROCS(0))
	share := len(b.listed)/len(parts) + 1
	var wg sync.WaitGroup
	for i := range parts {
		mine := b.listed[min(i*share, len(b.listed)):min((i+1)*share, len(b.listed))]
		wg.Go(func() {
			for _, f := range mine {
				parts[i].add(b, f.Path, stampOf(f), inReach)
			}
		})
	}
	wg.Wait()
	for _, s := range parts {
		all.changed, all.same = append(all.changed, s.changed...), append(all.same, s.same...)
		all.seeds, all.records = all.seeds+s.seeds, all.records+s.records
	}
	return all
}

func (s *sighting) add(b *session, p string, now stamp, inReach func(p string) bool) {
	if !b.isSeed(p) {
		return
	}
	k := known{b.seeds[p], b.ledger.Record(p)}
	if k.seed != nil {
		s.seeds++
	}
	if k.rec != nil && k.rec.Missing.IsZero() {
		s.records++
	}
	if inReach(p) && b.isChanged(p, now, k) {
		s.changed = append(s.changed, p)
	} else if k.seed != nil {
		s.same = append(s.same, k)
	}
}

// vanished lists the seeds that are gone, of those that are known and of those that only the ledger knows: the cache may be lost.
func (b *session) vanished(inReach func(p string) bool, ofSeeds, ofLedger bool) []string {
	gone := map[string]bool{}
	check := func(p string) {
		if (!b.isFile(p) || !b.isSeed(p)) && inReach(p) && !b.hidden(p) {
			gone[p] = true
		}
	}
	if ofSeeds {
		for p := range b.seeds {
			check(p)
		}
	}
	if ofLedger {
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
	return slices.Sorted(maps.Keys(gone))
}

// isChanged reports whether the seed at p, of which k is known, must be read: it is new, or different in any way.
func (b *session) isChanged(p string, now stamp, k known) bool {
	old, r := k.seed, k.rec
	if old == nil || b.reread || now != (stamp{old.Size, old.ModTime}) {
		return true
	}
	if side := b.sidecar(p); old.Sidecar != side || side != "" && b.files[side] != (stamp{old.SideSize, old.SideTime}) {
		return true
	}
	if notes := b.notesOf(p); old.Notes != notes || notes != "" && b.files[notes] != (stamp{old.NotesSize, old.NotesTime}) {
		return true
	}
	return r != nil && !r.Missing.IsZero() || isUnknown(old, r) || old.Glanced && !b.glances || b.cleansOtherwise(old)
}

// isUnknown reports whether the ledger, with the record r, doesn't know what the cache has of a seed: the ledger was lost or set back to an
// older one, or the build that read the seed was refused or cut short before it was settled.
func isUnknown(s *seed, r *ledger.Record) bool {
	return s.Usable && (r == nil && !s.Draft || r != nil && r.Print != s.Print)
}

// sidecar returns the path of the file that describes the seed at p, "" when there is none.
func (b *session) sidecar(p string) string {
	if b.census.sidecars == 0 {
		return ""
	}
	for _, side := range sidecars(p) {
		if b.isFile(side) && side != SettingsFile {
			return side
		}
	}
	return ""
}

// notesOf returns the path of the text that goes with the medium at p, "" when there is none.
func (b *session) notesOf(p string) string {
	if notes := b.notesFor[p]; b.isFile(notes) {
		return notes
	}
	return ""
}

// hidden reports whether p lies in a place that could not be read.
func (b *session) hidden(p string) bool {
	return slices.ContainsFunc(b.unread, func(n walk.Note) bool { return n.Path == "" || p == n.Path || strings.HasPrefix(p, n.Path+"/") })
}
