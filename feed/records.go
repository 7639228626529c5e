package feed

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seedfeed/seedfeed/feed/internal/journal"
	"github.com/seedfeed/seedfeed/feed/internal/ledger"
)

// Record is what the ledger remembers about one entry.
type Record = ledger.Record

// Records returns what the ledger remembers, sorted by path, without building anything. Lines that can't be used are
// left out and returned as problems.
func (s *Site) Records() ([]Record, []Problem, error) {
	l := ledger.New()
	path := filepath.Join(s.state(), "ledger")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil, withHint("build the site first, or name the folder of seeds", "read ledger: there is none in %q", s.state())
	}
	_, bad, err := journal.Open(path, ledgerFormat, l.Read)
	if err != nil {
		return nil, nil, fmt.Errorf("read ledger: %w", err)
	}
	var all []Record
	for r := range l.All() {
		all = append(all, *r)
	}
	slices.SortFunc(all, func(x, y Record) int { return cmp.Or(cmp.Compare(x.Path, y.Path), cmp.Compare(x.ID, y.ID)) })
	return all, setAside(path, bad), nil
}

func setAside(path string, bad []journal.Bad) (problems []Problem) {
	for _, line := range bad {
		problems = append(problems, Problem{Path: path, Line: line.Line, Text: "line set aside: " + line.Text, Hint: "mend it, or remove it when nothing is missing"})
	}
	return problems
}

// Explain returns the records that name means: an ID, or the path of a seed, now or formerly, relative to the seeds or
// to the working folder.
func (s *Site) Explain(name string) ([]Record, error) {
	all, _, err := s.Records()
	if err != nil {
		return nil, err
	}
	paths := []string{filepath.ToSlash(filepath.Clean(name))}
	if seeds, err := filepath.Abs(s.seeds()); err == nil {
		if abs, err := filepath.Abs(name); err == nil {
			if rel, err := filepath.Rel(seeds, abs); err == nil && !strings.HasPrefix(rel, "..") {
				paths = append(paths, filepath.ToSlash(rel))
			}
		}
	}
	means := func(p ledger.Path) bool { return p != "" && slices.Contains(paths, string(p)) }
	found := slices.DeleteFunc(slices.Clone(all), func(r Record) bool { return r.ID != name && !means(r.Path) })
	if len(found) == 0 {
		found = slices.DeleteFunc(all, func(r Record) bool {
			return !slices.ContainsFunc(r.Former, func(f ledger.Former) bool { return means(f.Path) })
		})
	}
	if len(found) == 0 {
		return nil, withHint("`seedfeed ledger` lists all that is known; drafts and what was never built are not in it", "explain %q: the ledger knows no such seed or ID", name)
	}
	return found, nil
}
