package walk

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// haul is what was found: files, and places that could not be looked at.
type haul struct {
	files []File
	notes []Note
}

// add takes a file, or notes why it has no stats.
func (h *haul) add(f File, err error) {
	switch {
	case errors.Is(err, fs.ErrNotExist): // went away while we looked
	case errors.Is(err, fs.ErrPermission): // as it is with all files of a folder that may be listed and not entered
		h.notes = append(h.notes, Note{Path: strings.TrimPrefix(path.Dir("/"+f.Path), "/"), Err: err})
	case err != nil:
		h.notes = append(h.notes, Note{Path: f.Path, Err: err})
	default:
		h.files = append(h.files, f)
	}
}

// listedAtOnce is how many stats are taken together.
const listedAtOnce = 256

// statter takes the stats of what is listed, on all cores, while the walk goes on.
type statter struct {
	jobs  chan job // nil until there are enough to be worth it
	done  sync.WaitGroup
	hauls []*haul // of the jobs, in their order: so all files are nearly sorted
}

type job struct {
	root   string
	listed []string // files whose stats are still to be taken, relative to root
	haul   *haul
}

func (s *statter) start(ctx context.Context) {
	s.jobs = make(chan job, 64)
	for range runtime.GOMAXPROCS(0) {
		s.done.Go(func() {
			for j := range s.jobs {
				if ctx.Err() == nil {
					j.take()
				}
			}
		})
	}
}

// job makes one of what is listed.
func (s *statter) job(root string, listed []string) job {
	j := job{root, listed, &haul{files: make([]File, 0, len(listed))}}
	s.hauls = append(s.hauls, j.haul)
	return j
}

func (j job) take() {
	for _, rel := range j.listed {
		size, modTime, err := lstat(j.root + rel)
		j.haul.add(File{rel, size, modTime}, err)
	}
}

// list lets the stat of a file be taken.
func (l *look) list(rel string) {
	if l.listed = append(l.listed, rel); len(l.listed) == listedAtOnce {
		if l.stats.jobs == nil {
			l.stats.start(l.ctx)
		}
		l.stats.jobs <- l.stats.job(prefixOf(l.tree.real), l.listed)
		l.listed = make([]string, 0, listedAtOnce)
	}
}

// found takes the rest of the stats and returns all that was found, sorted by path. The walk must have ended.
func (l *look) found() ([]File, []Note, error) {
	l.stats.job(prefixOf(l.tree.real), l.listed).take()
	if l.stats.jobs != nil {
		close(l.stats.jobs)
		l.stats.done.Wait()
	}
	if err := l.ctx.Err(); err != nil {
		return nil, nil, err
	}
	count := len(l.files)
	for _, h := range l.stats.hauls {
		count += len(h.files)
	}
	files, notes := make([]File, 0, count), l.notes
	for _, h := range l.stats.hauls {
		files, notes = append(files, h.files...), append(notes, h.notes...)
	}
	files = append(files, l.files...)
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(notes, func(a, b Note) int { return strings.Compare(a.Path, b.Path) })
	notes = slices.CompactFunc(notes, func(a, b Note) bool { return a.Path == b.Path })
	return files, notes, nil
}
