// Package publish brings a tree of documents into a folder, so that each file there is always whole.
//
// A document that changed is written to a temporary file beside its place and synced; when all of them are there,
// each is renamed into place in the order given, and only then what is no longer wanted is removed. A failure before
// the first rename leaves the folder as it was. A crash after it leaves some documents new and some old, each whole;
// the order makes sure that a page is there before the feed that mentions it.
//
// The manifest tells which files are ours. Files that are not in it are never replaced and never removed.
package publish

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"time"
)

// Document is one file of the tree.
type Document struct {
	Path   string                  // slash-separated, relative to the folder
	Key    string                  // hash of all that goes into it: the same key, the same bytes
	Render func(w io.Writer) error // called only when the key is not published yet, from any goroutine
	Group  int                     // those of one group are rendered one after the other, because they share work
}

// File is a published document.
type File struct {
	Key     string // empty when a crash left it unknown whether the old or the new bytes are there
	Hash    string // SHA-256 of the bytes, the first 16 bytes in hex
	Size    int64
	ModTime time.Time

	Untwinned string // extensions of the twins that it has not, because they weren't worth it
}

// Result says what Publish did.
type Result struct {
	Rendered int             // documents that were rendered
	Written  map[string]File // new or with other bytes
	Removed  []string
	Left     []string // no longer wanted, but somebody has put another file there: it stays
	Foreign  []string // wanted, but somebody else's file is there: it stays
}

// ForeignError says that a file stands in the way which this folder's manifest doesn't know.
type ForeignError struct{ Path string }

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%q is there already and was not written by seedfeed", e.Path)
}

// Folder is the place where documents are published. It is not for concurrent use.
type Folder struct {
	root    *os.Root
	files   map[string]File
	save    func(lines []string) error
	checked bool // the files were compared with the manifest
}

// Open opens the folder dir, which exists. save is given lines of the manifest and must make them durable before it
// returns; [Folder.Read] takes them again after a restart, before the first Publish.
func Open(dir string, save func(lines []string) error) (*Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Folder{root: root, files: map[string]File{}, save: save}, nil
}

// Close closes the folder.
func (f *Folder) Close() error { return f.root.Close() }

// Files returns what is published, by path; modification times are known after the first Publish. The caller must not
// change the map.
func (f *Folder) Files() map[string]File { return f.files }

// Open opens a published file.
func (f *Folder) Open(path string) (*os.File, error) { return f.root.Open(path) }

// Publish makes the folder hold docs, and of what was published earlier nothing else. Documents are put in place in
// the order of docs. The error may wrap a [*ForeignError]; nothing was published then, as with every error of a Render.
func (f *Folder) Publish(ctx context.Context, docs []Document, progress func(done, total int)) (*Result, error) {
	return f.put(ctx, docs, true, progress)
}

// Update is Publish for some documents; all others stay as they are.
func (f *Folder) Update(ctx context.Context, docs []Document, progress func(done, total int)) (*Result, error) {
	return f.put(ctx, docs, false, progress)
}

func (f *Folder) put(ctx context.Context, docs []Document, whole bool, progress func(done, total int)) (*Result, error) {
	f.check()
	wanted, due := make(map[string]bool, len(docs)), []Document(nil)
	for _, d := range docs {
		if wanted[d.Path] {
			return nil, fmt.Errorf("two documents for %q", d.Path)
		}
		wanted[d.Path] = true
		if have, ok := f.files[d.Path]; !ok || have.Key != d.Key {
			due = append(due, d)
		}
	}
	var gone []string
	if whole {
		for p, have := range f.files {
			if !wanted[p] && !have.IsTwin() { // twins go with their documents
				gone = append(gone, p)
			}
		}
		slices.Sort(gone)
	}
	if len(due) == 0 && len(gone) == 0 {
		return &Result{}, nil
	}
	staged, err := f.stage(ctx, due, progress)
	if err != nil {
		return nil, err
	}
	done, err := f.commit(staged, gone)
	if err == nil {
		done.Rendered = len(due)
	}
	return done, err
}

// staged is a document in its temporary file.
type staged struct {
	path, temp string
	file       File
	same       bool // the bytes are those published already
}

// stage renders all documents into temporary files. On an error none of them is left.
func (f *Folder) stage(ctx context.Context, docs []Document, progress func(done, total int)) (all []staged, err error) {
	all = make([]staged, len(docs))
	defer func() {
		if err != nil {
			f.discard(all)
		}
	}()
	order := rendering(docs)
	if err := f.makeRoom(docs, order); err != nil { // folders, and files in the way, before any work is done
		return nil, err
	}
	bulk := len(docs) > bulkDocuments && canSyncAll
	err = f.parallel(ctx, len(docs), progress, func(h *hand, n int) (err error) {
		i := order[n]
		all[i], err = f.write(h, docs[i], !bulk)
		if err != nil {
			return fmt.Errorf("write %q: %w", docs[i].Path, err)
		}
		return nil
	})
	if err == nil && bulk {
		err = syncAll(f.root)
	}
	return all, err
}

// bulkDocuments is the number from which syncing the whole file system once is cheaper than each file:
// measured on ext4, one fsync is 0.5-8 ms.
const bulkDocuments = 64

// write renders one document beside its place.
func (f *Folder) write(h *hand, d Document, sync bool) (s staged, err error) {
	s = staged{path: d.Path, temp: tempName(d.Path)}
	dir, name, err := h.at(d.Path)
	if err != nil {
		return s, err
	}
	out, err := dir.OpenFile(path.Base(s.temp), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	w := h.writer(out)
	if err := d.Render(w); err != nil {
		return s, err
	}
	s.file, err = w.done(d.Key)
	if err != nil {
		return s, err
	}
	if s.same, err = f.mayReplace(dir, name, s); err != nil || s.same {
		return s, err
	}
	if sync {
		return s, out.Sync()
	}
	return s, nil
}

// mayReplace looks at what stands in the place of a document. The same bytes need no writing and are ours from now on.
// Others may be replaced when we wrote them, or when they are what is left of ours after somebody cut it.
func (f *Folder) mayReplace(dir *os.Root, name string, s staged) (same bool, err error) {
	info, err := dir.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if !info.Mode().IsRegular() {
		return false, &ForeignError{Path: s.path}
	}
	hash, err := f.hash(s.path)
	if err != nil {
		return false, err
	}
	have, ours := f.files[s.path]
	switch {
	case hash == s.file.Hash:
		return true, nil
	case ours && (have.Hash == "" || have.Hash == hash):
		return false, nil
	case ours && info.Size() < s.file.Size:
		if rest, err := f.isBeginning(s.path, s.temp); err != nil || rest {
			return false, err
		}
	}
	return false, &ForeignError{Path: s.path}
}

// isBeginning reports whether the file p holds what the file whole begins with.
func (f *Folder) isBeginning(p, whole string) (bool, error) {
	part, err := f.root.ReadFile(p)
	if err != nil {
		return false, err
	}
	all, err := f.root.ReadFile(whole)
	return err == nil && bytes.HasPrefix(all, part), err
}

func (f *Folder) hash(p string) (string, error) {
	in, err := f.root.Open(p)
	if err != nil {
		return "", err
	}
	defer in.Close() // only read
	h := sha256.New()
	if _, err := io.Copy(h, in); err != nil {
		return "", err
	}
	return sum(h.Sum(nil)), nil
}

// holds reports whether the published file is on the disk with the size it should have, and since when.
func (n *near) holds(p string, have File) (since time.Time, ok bool) {
	info, err := n.stat(p)
	if err != nil || !info.Mode().IsRegular() || info.Size() != have.Size {
		return time.Time{}, false
	}
	return info.ModTime(), true
}

// Recheck makes the next Publish compare the folder with the manifest again.
func (f *Folder) Recheck() { f.checked = false }

// IsWhole reports whether all files that were published are there, in their size, and no step was left half done.
func (f *Folder) IsWhole() bool {
	f.check()
	for _, have := range f.files {
		if have.Key == "" || have.Key == twinMark {
			return false
		}
	}
	return true
}

// check compares the folder with the manifest once: a file that somebody removed or cut must be written again.
func (f *Folder) check() {
	if f.checked {
		return
	}
	f.checked = true
	paths := slices.Sorted(maps.Keys(f.files))
	found, whole := make([]File, len(paths)), make([]bool, len(paths))
	_ = f.parallel(context.Background(), len(paths), nil, func(h *hand, i int) error { // which can't fail
		found[i] = f.files[paths[i]]
		found[i].ModTime, whole[i] = h.holds(paths[i], found[i])
		return nil
	})
	for i, p := range paths {
		if isTwin := found[i].IsTwin(); !whole[i] {
			if found[i].Key = ""; isTwin {
				found[i].Key = twinMark
			}
		}
		f.files[p] = found[i]
	}
}

// rendering returns the order in which documents are rendered: those of a group, and among them those of a folder, one after the other.
func rendering(docs []Document) []int {
	order := make([]int, len(docs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(docs[x].Group, docs[y].Group), strings.Compare(docs[x].Path, docs[y].Path))
	})
	return order
}

// makeRoom creates the folders of documents and refuses what stands in the place of one and isn't a file.
func (f *Folder) makeRoom(docs []Document, order []int) error {
	n, made := near{root: f.root}, "."
	defer n.close()
	for _, i := range order {
		p := docs[i].Path
		if dir := path.Dir(p); dir != made {
			if err := f.root.MkdirAll(dir, 0o755); err != nil {
				return fmt.Errorf("make folder %q: %w", dir, err)
			}
			made = dir
		}
		info, err := n.stat(p)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			return &ForeignError{Path: p}
		}
	}
	return nil
}

func (f *Folder) discard(all []staged) {
	for _, s := range all {
		if s.temp != "" {
			_ = f.root.Remove(s.temp) // what stays is overwritten by the next try: the name is fixed
		}
	}
}

// tempName is hidden and fixed, so that a crash leaves at most one such file for a document.
func tempName(p string) string {
	h := sha256.Sum256([]byte(path.Base(p)))
	return path.Join(path.Dir(p), ".seedfeed-"+hex.EncodeToString(h[:8])+".tmp")
}
