package feed

import (
	"path"
	"path/filepath"
	"strings"
)

// The feed.yaml of a folder says how the texts in it and in its folders are cleaned; the nearest one that says it counts.

// findModes reads what folders say. One whose settings can't be read says nothing; it is told when its feed is made.
func (b *session) findModes() {
	b.modes = map[string]string{}
	for p := range b.files {
		if dir, found := strings.CutSuffix(p, "/"+SettingsFile); found {
			if file, err := readSettings(filepath.Join(b.site.seeds(), filepath.FromSlash(p))); err == nil && file.Clean != "" {
				b.modes[dir] = file.Clean
			}
		}
	}
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
