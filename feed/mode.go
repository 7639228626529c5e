package feed

import (
	"errors"
	"path"
	"path/filepath"
	"strings"
)

// The feed.yaml of a folder says how the texts in it and in its folders are cleaned, and what its pictures are; the nearest one that says it
// counts.

// findModes reads what folders say.
func (b *session) findModes() {
	b.modes, b.pictureModes, b.badModes = map[string]string{}, map[string]string{".": b.cfg.pictures}, map[string]*Problem{}
	for p := range b.files {
		dir, found := strings.CutSuffix(p, "/"+SettingsFile)
		if !found {
			continue
		}
		file, err := readSettings(filepath.Join(b.site.seeds(), filepath.FromSlash(p)))
		if err != nil {
			b.pictureModes[dir], b.badModes[dir] = picturesUnknown, b.folderProblem(p, err)
			continue
		}
		b.modes[dir], b.pictureModes[dir] = file.Clean, file.Pictures
	}
}

// folderProblem is what is wrong with the feed.yaml of a folder.
func (b *session) folderProblem(name string, err error) *Problem {
	if wrong, ok := errors.AsType[*Problem](err); ok {
		return &Problem{Path: name, Line: wrong.Line, Text: wrong.Text, Hint: wrong.Hint}
	}
	p := b.problem(name, err)
	return &p
}

// cleanOf says how the text at p is cleaned when it doesn't say it.
func (b *session) cleanOf(p string) string {
	for dir := path.Dir(p); dir != "." && len(b.modes) > 0; dir = path.Dir(dir) {
		if mode := b.modes[dir]; mode != "" {
			return mode
		}
	}
	return b.cfg.clean
}

// cleansOtherwise reports whether a text would be cleaned in another way than when it was read.
func (b *session) cleansOtherwise(s *seed) bool {
	k := kindOf(s.Path)
	return s.Usable && (k == plainText || k == perhapsText) && s.Clean != b.cleanOf(s.Path)
}
