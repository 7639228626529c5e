package publish

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// A twin is a compressed form of a document that stands beside it, as feed.atom.gz beside feed.atom. Servers send it
// in place of the document without comparing the two (nginx: gzip_static), so a twin must never be older than its
// document, nor outlive it, whenever the process or the machine dies. Hence the order: Publish removes the twins of
// what it replaces or removes, syncs, and then replaces and removes; Twins makes new ones of what is durable by then. In between
// there is no twin, and servers compress by themselves or send the document as it is.
//
// In the manifest a twin is a file of its own, whose key tells the hash of its document. The line of a document lists
// the kinds that weren't worth it, so that they are not tried again.

// Twin is a kind of twins.
type Twin struct {
	Ext  string                   // as in ".gz"
	Pack func(text []byte) []byte // nil when it isn't worth it; called from any goroutine
}

// maxTwinned is the size of the largest document that is compressed: it is whole in memory for that.
const maxTwinned = 4 << 20 // 4 MiB

// twinMark begins the keys of twins; nothing else follows it when a crash left it unknown what the twin holds.
const twinMark = "twin of "

// IsTwin reports whether the file is a compressed form of another one.
func (f File) IsTwin() bool { return strings.HasPrefix(f.Key, twinMark) }

// twinning is a twin that is due.
type twinning struct {
	of    string
	kind  Twin
	found finding
	staged
}

// finding is what came of a twin that was due.
type finding int

const (
	unknown finding = iota // the document isn't ours any more
	made
	foreign   // somebody else's file is in its place
	worthless // it would not be smaller
)

// Twins makes twins of the published files of these paths and removes all others. It may follow a Publish only. Files of
// others that stand in the place of a twin stay; they are in [Result.Foreign].
func (f *Folder) Twins(ctx context.Context, of []string, kinds []Twin, progress func(done, total int)) (*Result, error) {
	wanted, due := map[string]bool{}, []twinning(nil)
	for _, p := range of {
		for _, kind := range kinds {
			if f.inStep(p, kind.Ext) {
				wanted[p+kind.Ext] = true
			} else if f.mayHave(p, kind.Ext) {
				due = append(due, twinning{of: p, kind: kind})
			}
		}
	}
	res, done := &Result{Written: map[string]File{}}, 0
	for some := range slices.Chunk(due, batch) {
		if err := f.stageTwins(ctx, some, shifted(progress, done, len(due))); err != nil {
			return nil, err
		}
		err := f.commitTwins(some, nil, res)
		if f.discardTwins(some); err != nil {
			return nil, err
		}
		done += len(some)
	}
	for _, t := range due {
		wanted[t.of+t.kind.Ext] = t.found == made
	}
	var gone []string
	for p, have := range f.files {
		if have.IsTwin() && !wanted[p] {
			gone = append(gone, p)
		}
	}
	if len(gone) == 0 {
		return res, nil
	}
	slices.Sort(gone)
	return res, f.commitTwins(nil, gone, res)
}

// batch is how many twins are put in place at once: compressing a large site for the first time takes minutes, and who
// stops it need not begin again.
const batch = 300

// shifted reports the progress of a part of what is to be done.
func shifted(progress func(done, total int), before, total int) func(done, total int) {
	if progress == nil {
		return nil
	}
	return func(done, _ int) { progress(before+done, total) }
}

// inStep reports whether a file has its twin.
func (f *Folder) inStep(p, ext string) bool {
	twin, there := f.files[p+ext]
	return there && twin.Key == twinMark+f.files[p].Hash
}

// mayHave reports whether a twin is worth trying.
func (f *Folder) mayHave(p, ext string) bool {
	have, published := f.files[p]
	twin, there := f.files[p+ext]
	isDocument := there && !twin.IsTwin()
	return published && !isDocument && have.Size <= maxTwinned && !slices.Contains(strings.Fields(have.Untwinned), ext)
}

// stageTwins makes twins in temporary files. On an error none of them is left.
func (f *Folder) stageTwins(ctx context.Context, due []twinning, progress func(done, total int)) (err error) {
	bulk := len(due) > bulkDocuments && canSyncAll
	err = f.parallel(ctx, len(due), progress, func(h *hand, i int) error {
		if err := f.stageTwin(h, &due[i], !bulk); err != nil {
			return fmt.Errorf("write %q: %w", due[i].of+due[i].kind.Ext, err)
		}
		return nil
	})
	if err == nil && bulk {
		err = syncAll(f.root)
	}
	if err != nil {
		f.discardTwins(due)
	}
	return err
}

func (f *Folder) stageTwin(h *hand, t *twinning, sync bool) error {
	text, err := f.root.ReadFile(t.of)
	if err != nil {
		return err
	}
	digest, hash := sha256.Sum256(text), f.files[t.of].Hash
	if sum(digest[:]) != hash {
		return nil
	}
	packed := t.kind.Pack(text)
	if packed == nil {
		t.found = worthless
		return nil
	}
	t.staged, err = f.write(h, Document{Path: t.of + t.kind.Ext, Key: twinMark + hash, Render: func(w io.Writer) error {
		_, err := w.Write(packed)
		return err
	}}, sync)
	if _, isForeign := errors.AsType[*ForeignError](err); isForeign {
		t.found = foreign
		return nil // its temporary file goes with those of the others
	}
	t.found = made
	return err
}

// commitTwins puts what was staged in place and removes what is gone.
func (f *Folder) commitTwins(due []twinning, gone []string, res *Result) error {
	var lines []string
	for _, t := range due {
		if t.found == made && !t.same {
			lines = append(lines, line(t.path, File{Key: twinMark}))
		}
	}
	if err := f.save(lines); err != nil { // as in intend
		return fmt.Errorf("write manifest: %w", err)
	}
	lines = nil
	dirs := map[string]bool{}
	for _, t := range due {
		switch t.found {
		case made:
			if err := f.putTwin(t, dirs, res); err != nil {
				return fmt.Errorf("put %q in place: %w", t.path, err)
			}
			lines = append(lines, line(t.path, f.files[t.path]))
		case foreign:
			res.Foreign = append(res.Foreign, t.of+t.kind.Ext)
		case worthless:
			have := f.files[t.of]
			have.Untwinned = strings.TrimSpace(have.Untwinned + " " + t.kind.Ext)
			f.files[t.of] = have
			lines = append(lines, line(t.of, have))
		}
	}
	for _, p := range gone {
		if err := f.retire(p, dirs, res); err != nil {
			return err
		}
		lines = append(lines, removed(p))
	}
	if err := f.syncDirs(dirs); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	if err := f.save(lines); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return nil
}

// putTwin puts one in place, with the time of its document, so that Last-Modified is the same in each coding.
func (f *Folder) putTwin(t twinning, dirs map[string]bool, res *Result) error {
	if !t.same {
		since := f.files[t.of].ModTime
		if err := f.root.Chtimes(t.temp, since, since); err != nil {
			return err
		}
		if err := f.root.Rename(t.temp, t.path); err != nil {
			return err
		}
		dirs[path.Dir(t.path)] = true
		res.Written[t.path] = t.file
	}
	f.files[t.path] = t.file
	return nil
}

// discardTwins removes temporary files that were not put in place.
func (f *Folder) discardTwins(due []twinning) {
	for _, t := range due {
		f.discard([]staged{t.staged})
	}
}

// dropTwins removes the twins of what is about to be replaced or removed, and returns when that is durable. What stands
// in the place of one now is in res.Left.
func (f *Folder) dropTwins(all []staged, gone []string, res *Result) (lines []string, err error) {
	documents := map[string]bool{}
	for _, s := range all {
		documents[s.path] = true
	}
	twins := map[string][]string{} // by document
	for p, have := range f.files {
		if have.IsTwin() && !documents[p] {
			of := strings.TrimSuffix(p, path.Ext(p))
			twins[of] = append(twins[of], p)
		}
	}
	if len(twins) == 0 {
		return nil, nil
	}
	changing := slices.Clone(gone)
	for _, s := range all {
		if !s.same {
			changing = append(changing, s.path)
		}
	}
	dirs, dropped := map[string]bool{}, &Result{}
	for _, p := range changing {
		for _, twin := range twins[p] {
			if err := f.retire(twin, dirs, dropped); err != nil {
				return nil, err
			}
			lines = append(lines, removed(twin))
		}
	}
	res.Left = append(res.Left, dropped.Left...)
	if err := f.syncDirs(dirs); err != nil {
		return nil, fmt.Errorf("sync folder: %w", err)
	}
	return lines, nil
}
