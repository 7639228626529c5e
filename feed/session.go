package feed

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/cache"
	"github.com/seedfeed/seedfeed/feed/internal/journal"
	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/lock"
	"github.com/seedfeed/seedfeed/feed/internal/publish"
	"github.com/seedfeed/seedfeed/feed/internal/serve"
	"github.com/seedfeed/seedfeed/feed/internal/walk"
)

// Names on disk.
const (
	stateFolder    = ".seedfeed"
	ledgerFormat   = "seedfeed ledger 1"
	manifestFormat = "seedfeed manifest 1"
)

// session is what stays open from one build of a site to the next. Only one goroutine uses it.
type session struct {
	site    *Site
	cfg     *settings
	cfgStat string // of feed.yaml when it was read

	release  func() error
	ledger   *ledger.Ledger
	book     *journal.Journal // where the ledger is kept
	inIndex  bool             // it is in the index as well
	cache    *cache.Cache
	index    index
	folder   *publish.Folder
	manifest *journal.Journal // where the folder's manifest is kept
	tree     *walk.Tree
	served   *serve.Tree // what Site.ServeHTTP shows

	files       map[string]stamp // all files that count
	unread      []walk.Note      // places that could not be looked at
	pictured    bool             // a picture came, went or changed since the last build
	looked      int              // files whose stats were taken for this build
	listed      []walk.File      // the same in their order, until the build that comes has looked at them; nil when none were listed for it
	outline     string           // fingerprint of all of them and their stats; empty after a look into some folders
	seeds       map[string]*seed // what is known of those that are seeds
	reread      bool             // all seeds must be read again: what they are read with has changed
	census      census
	live        []*entry            // of the last build, newest first
	frame       *frame              // in which they stand; nil when it has to be made anew
	laden       map[string]*entry   // those of them with files, by the paths of their seeds
	held        map[string]bool     // seeds that are there and no entries: drafts, future and expired ones
	settled     bool                // the last build left no question open
	linked      bool                // seeds have wiki links
	related     bool                // entries mention others by their titles
	twiceGiven  bool                // two seeds have been given one ID
	folderFiles map[string][]string // the files in each folder; nil until somebody asks
	glances     bool                // a seed that no document shows is read no further than its head
	thorough    bool                // all seeds are read to their end
	wanted      map[string]bool     // seeds that are to be read to their end all the same

	beside  neighbours          // lines of texts in the same folder
	folders map[string][]string // the texts of each folder, sorted; nil until they are asked for
	names   map[string][]string // files by what wiki links call them; nil until they are asked for

	said     map[string]folderSettings // what folders say
	notes    map[string]string         // texts that go with media, and those media
	notesFor map[string]string         // the same from the other side

	sizes           pictureSizes
	photos          map[string]bool // pictures that are entries
	moved, followed map[string]bool // pictures that may be entries which were elsewhere, and those that are
	newAlbums       []string        // folders that are taken for folders of photos since this build
	orphans         bool            // only a feed tells of some entries: the ledger was lost
	doubtful        bool            // which pictures are entries depends on what texts show

	fresh   []*seed           // what was read for the build at hand; see [seed.past]
	same    []known           // those that a look at everything found as they were
	facts   []ledger.Fact     // room for some of what the ledger is told
	pending []cache.Pair      // for the cache
	bodies  map[string][]byte // HTML of the seeds among them
	waiting int               // bytes of it

	now     time.Time   // of the build at hand
	due     time.Time   // when the next entry or tombstone comes or goes by its date, zero when none does
	patient bool        // young files are given time to settle; a watcher has done that already
	again   atomic.Bool // a file was not at rest: look once more soon
	bad     []Problem   // of the ledger and the manifest

	proofs  proofs            // entries that came back as they were meant
	answers map[string]answer // how to answer for documents that aren't simply there

	unproved bool // whether the published site is of these seeds

	published    func() *atomDocument        // the feed that is there already; without an ID when there is none
	fetched      bool                        // it is not from the disk, and so are not its archives
	allPublished func() map[string]atomEntry // its entries and those of its archives, by ID
}

// open locks the state and loads what is known.
func (s *Site) open() (*session, error) {
	b, err := s.enter()
	if err == nil {
		err = b.remember()
	}
	return b, err
}

// remember loads what is known. On an error the session is closed.
func (b *session) remember() (err error) {
	for _, step := range []func() error{b.openCache, b.openLedger} {
		if err = step(); err != nil {
			return errors.Join(err, b.close())
		}
	}
	return nil
}

// enter locks the state and opens the folders. On an error nothing stays open.
func (s *Site) enter() (b *session, err error) {
	b = &session{site: s, ledger: ledger.New(), files: map[string]stamp{}, seeds: map[string]*seed{}, bodies: map[string][]byte{}}
	b.beside.open = func(p string) (*os.File, error) { return b.tree.Open(p) }
	b.published, b.allPublished = sync.OnceValue(b.readPublished), sync.OnceValue(b.readAllPublished)
	defer func() {
		if err != nil {
			err = errors.Join(err, b.close())
		}
	}()
	info, err := os.Stat(s.seeds())
	if errors.Is(err, fs.ErrNotExist) {
		return b, withHint("make it, or name the folder that holds your texts, as in `seedfeed serve notes`", "read seeds: there is no folder %q", s.seeds())
	}
	if err != nil || !info.IsDir() {
		return b, withHint("name the folder that holds your texts, as in `seedfeed serve notes`", "read seeds: %q is no folder", s.seeds())
	}
	if err := b.configure(); err != nil {
		return b, err
	}
	if b.release, err = lock.Take(filepath.Join(s.state(), "lock")); err != nil {
		hint := "choose a folder that can be written to with --state"
		if errors.Is(err, lock.ErrHeld) {
			hint = "let it end, or keep the state in another folder with --state"
		}
		return b, withHint(hint, "use %q: %w", s.state(), err)
	}
	for _, step := range []func() error{b.openTree, b.openFolder} {
		if err := step(); err != nil {
			return b, err
		}
	}
	return b, nil
}

// configure reads the settings when feed.yaml is not the one that was read.
func (b *session) configure() error {
	stat := statOf(filepath.Join(b.site.seeds(), SettingsFile))
	if b.cfg != nil && stat == b.cfgStat {
		return nil
	}
	cfg, err := b.site.settings()
	if err != nil {
		return err
	}
	b.cfg, b.cfgStat = cfg, stat
	return b.checkAddress()
}

func statOf(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
}

func (b *session) openTree() (err error) {
	if sameFolder(b.site.seeds(), b.site.out()) {
		return withHint("choose another folder with --out", "publish: %q is the folder of seeds", b.site.out())
	}
	b.tree, err = walk.Open(b.site.seeds(), b.site.out(), b.site.state(), b.site.CacheFolder())
	return err
}

func sameFolder(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

func (b *session) openFolder() error {
	out := b.site.out()
	if _, err := os.Stat(out); errors.Is(err, fs.ErrNotExist) && b.site.DryRun { // nothing is to be made there
		temp, err := os.MkdirTemp("", "seedfeed-")
		if err != nil {
			return fmt.Errorf("make output folder: %w", err)
		}
		b.release = joined(b.release, func() error { return os.RemoveAll(temp) })
		out = temp
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return fmt.Errorf("make output folder: %w", err)
	}
	var err error
	if b.folder, err = publish.Open(out, b.appendManifest); err != nil {
		return fmt.Errorf("open output folder: %w", err)
	}
	path := filepath.Join(out, stateFolder, "manifest")
	release, err := lock.Take(filepath.Join(out, stateFolder, "lock"))
	if err != nil {
		return withHint("let it end, or choose another folder with --out", "publish into %q: %w", out, err)
	}
	b.release = joined(b.release, release)
	var bad []journal.Bad
	if b.manifest, bad, err = journal.Open(path, manifestFormat, b.folder.Read); err != nil {
		return fmt.Errorf("read manifest: %w", err)
	}
	b.setAside(path, bad)
	return nil
}

func joined(x, y func() error) func() error { return func() error { return errors.Join(x(), y()) } }

func (b *session) setAside(path string, bad []journal.Bad) {
	b.bad = append(b.bad, setAside(path, bad)...)
}

// appendManifest notes what was published, and leaves the disk alone when there is nothing to note.
func (b *session) appendManifest(lines []string) error {
	if len(lines) == 0 {
		return nil
	}
	return b.manifest.Append(each(lines))
}

// tidyManifest rewrites the manifest when most of its lines are history.
func (b *session) tidyManifest() error {
	if b.manifest.Lines() <= 2*len(b.folder.Files())+100 {
		return nil
	}
	if err := b.manifest.Rewrite(each(b.folder.Manifest())); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return nil
}

// each ranges over lines, among which is no error.
func each(lines []string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, line := range lines {
			if !yield([]byte(line), nil) {
				return
			}
		}
	}
}

func (b *session) close() error {
	var errs []error
	if b.cache != nil {
		errs = append(errs, b.cache.Close())
	}
	if b.folder != nil {
		errs = append(errs, b.folder.Close())
	}
	if b.release != nil {
		errs = append(errs, b.release())
	}
	return errors.Join(errs...)
}

// CacheFolder returns the folder for what may be lost: [Site.Cache], or the one for these seeds in the user's own.
func (s *Site) CacheFolder() string {
	if s.Cache != "" {
		return s.Cache
	}
	dir, err := os.UserCacheDir()
	if err != nil { // no home, as under cron or in a container
		return filepath.Join(s.state(), "cache")
	}
	return filepath.Join(dir, "seedfeed", s.mark())
}

// mark tells this site from others of the same user.
func (s *Site) mark() string {
	seeds, err := filepath.Abs(s.seeds())
	state, err2 := filepath.Abs(s.state())
	if err != nil || err2 != nil {
		seeds, state = s.seeds(), s.state()
	}
	return fingerprint(seeds, state)[:16]
}
