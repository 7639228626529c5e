package walk

import (
	"context"
	"errors"
	"io/fs"
	"os"
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

func (h *haul) add(rel string, info fs.FileInfo, err error) {
	switch {
	case errors.Is(err, fs.ErrNotExist): // went away while we looked
	case err != nil:
		h.notes = append(h.notes, Note{Path: rel, Err: err})
	default:
		h.files = append(h.files, File{Path: rel, Size: info.Size(), ModTime: info.ModTime()})
	}
}

// listing is a file whose stat is still to be taken.
type listing struct {
	rel   string
	entry os.DirEntry
}

// listedAtOnce is how many stats are taken together.
const listedAtOnce = 256

// statter takes the stats of what is listed, on all cores, while the walk goes on.
type statter struct {
	jobs chan []listing // nil until there are enough to be worth it
	done sync.WaitGroup
	mu   sync.Mutex
	haul
}

func (s *statter) start(ctx context.Context) {
	s.jobs = make(chan []listing, 64)
	for range runtime.GOMAXPROCS(0) {
		s.done.Go(func() {
			for job := range s.jobs {
				if ctx.Err() == nil {
					s.take(job)
				}
			}
		})
	}
}

func (s *statter) take(job []listing) {
	var h haul
	h.files = make([]File, 0, len(job))
	for _, listed := range job {
		info, err := listed.entry.Info()
		h.add(listed.rel, info, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files, s.notes = append(s.files, h.files...), append(s.notes, h.notes...)
}

// list lets the stat of a file be taken.
func (l *look) list(rel string, e os.DirEntry) {
	if l.listed = append(l.listed, listing{rel, e}); len(l.listed) == listedAtOnce {
		if l.stats.jobs == nil {
			l.stats.start(l.ctx)
		}
		l.stats.jobs <- l.listed
		l.listed = make([]listing, 0, listedAtOnce)
	}
}

// found takes the rest of the stats and returns all that was found, sorted by path. The walk must have ended.
func (l *look) found() ([]File, []Note, error) {
	l.stats.take(l.listed)
	if l.stats.jobs != nil {
		close(l.stats.jobs)
		l.stats.done.Wait()
	}
	if err := l.ctx.Err(); err != nil {
		return nil, nil, err
	}
	files, notes := append(l.stats.files, l.files...), append(l.stats.notes, l.notes...)
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(notes, func(a, b Note) int { return strings.Compare(a.Path, b.Path) })
	return files, notes, nil
}
