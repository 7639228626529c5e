package walk

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// IgnoreFile is the name of the files that list what doesn't count, in the syntax of gitignore(5).
const IgnoreFile = ".seedignore"

// ignoring is the content of one such file.
type ignoring struct {
	site     bool // nothing counts: a site was published into the folder
	size     int64
	modTime  time.Time
	patterns []gitignore.Pattern
}

// ignoreIn returns the rules of the folder rel, which may be that nothing in it counts. When they are not those it met there before, the error is
// [ErrElsewhere] beside the new rules.
func (t *Tree) ignoreIn(abs, rel string) (ignoring, error) {
	if isSite(abs) {
		site := ignoring{site: true}
		return site, t.rule(rel, site)
	}
	info, err := os.Stat(filepath.Join(abs, IgnoreFile))
	if isGone(err) {
		return t.noneIn(rel)
	}
	known, seen := t.ignores[rel]
	var now ignoring
	switch {
	case err != nil:
		return now, fmt.Errorf("read ignore rules: %w", err)
	case !info.Mode().IsRegular():
		return now, fmt.Errorf("read ignore rules: %s is no file", IgnoreFile)
	case seen && known.size == info.Size() && known.modTime.Equal(info.ModTime()):
		return known, nil
	default:
		text, err := os.ReadFile(filepath.Join(abs, IgnoreFile))
		if err != nil {
			return now, fmt.Errorf("read ignore rules: %w", err)
		}
		now = ignoring{size: info.Size(), modTime: info.ModTime(), patterns: parseIgnores(string(text), rel)}
	}
	return now, t.rule(rel, now)
}

// noneIn is ignoreIn for a folder that has no such file.
func (t *Tree) noneIn(rel string) (ignoring, error) { return ignoring{}, t.rule(rel, ignoring{}) }

// rule remembers the rules of a folder, and reports whether they are others than before.
func (t *Tree) rule(rel string, now ignoring) error {
	known, seen := t.ignores[rel]
	t.ignores[rel] = now
	if seen && (known.site != now.site || known.size != now.size || !known.modTime.Equal(now.modTime)) {
		return ErrElsewhere
	}
	return nil
}

func parseIgnores(text, rel string) []gitignore.Pattern {
	var domain []string
	if rel != "" {
		domain = strings.Split(rel, "/")
	}
	var patterns []gitignore.Pattern
	for line := range strings.SplitSeq(strings.TrimPrefix(text, "\uFEFF"), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#") {
			patterns = append(patterns, gitignore.ParsePattern(line, domain))
		}
	}
	return patterns
}

// matches applies the rules from the root down; the last pattern that matches decides, as in git.
func matches(rules []ignoring, rel string, isDir bool) bool {
	if !slices.ContainsFunc(rules, func(r ignoring) bool { return len(r.patterns) > 0 }) {
		return false
	}
	parts := strings.Split(rel, "/")
	for i := len(rules) - 1; i >= 0; i-- {
		for j := len(rules[i].patterns) - 1; j >= 0; j-- {
			switch rules[i].patterns[j].Match(parts, isDir) {
			case gitignore.Exclude:
				return true
			case gitignore.Include:
				return false
			}
		}
	}
	return false
}
