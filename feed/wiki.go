package feed

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// A wiki link names a file of the seeds: [[Low tide]] leads to low-tide.txt, wherever that is. Which file a name means depends on those there
// are, so seeds with wiki links are read again when files came or went and a name means another one.

// nameOf is what a wiki link may call a file: its name without date and extension, of which capitals and punctuation don't count.
func nameOf(p string) string { return labelSlug(nameTitle(p)) }

// named returns the file that a wiki link in the seed at from means, "" when there is none. Of several the nearest one counts: that in the
// same folder, then the one with the shortest path.
func (b *session) named(name, from string) string {
	b.beside.mu.Lock()
	defer b.beside.mu.Unlock()
	if b.names == nil {
		b.names = map[string][]string{}
		for p := range b.files {
			if kindOf(p) != notSeed || isPicture(p) {
				b.names[nameOf(p)] = append(b.names[nameOf(p)], p)
			}
		}
	}
	dir, base := path.Split(name)
	if kindOf(base) == perhapsText && !isPicture(base) {
		base += "." // a name has no extension
	}
	var best string
	for _, p := range b.names[nameOf(base)] {
		fits := p != from && (dir == "" || strings.HasSuffix("/"+strings.ToLower(path.Dir(p)), "/"+strings.ToLower(strings.Trim(dir, "/"))))
		fits = fits && (path.Ext(base) == "." || strings.EqualFold(path.Ext(p), path.Ext(base)))
		if fits && (best == "" || nearer(p, best, path.Dir(from)) < 0) {
			best = p
		}
	}
	return best
}

// nearer compares two paths by how near they are to a folder.
func nearer(x, y, dir string) int {
	far := func(p string) int {
		if path.Dir(p) == dir {
			return -1
		}
		return len(p)
	}
	return cmp.Or(cmp.Compare(far(x), far(y)), cmp.Compare(x, y))
}

// namedIn resolves a wiki link of a document. One that leads nowhere is a problem of the seed.
func (d *document) namedIn(link string) (string, bool) {
	name, fragment, _ := strings.Cut(link, "#")
	p := d.session.named(name, d.seed.Path)
	if d.seed.Named == nil {
		d.seed.Named = map[string]string{}
	}
	if _, told := d.seed.Named[name]; !told && p == "" {
		d.problem("", fmt.Sprintf("[[%s]] leads nowhere: no file is called so", name), "mend the name, or write the seed")
	}
	if d.seed.Named[name] = p; p == "" {
		return "", false
	}
	if kindOf(p) == notSeed {
		d.seed.Files = append(d.seed.Files, p)
		return d.session.pageURL(p).String(), true
	}
	at := d.session.pageURL(d.session.pageOfSeed(p))
	if fragment != "" {
		at.Fragment = idPrefix(p) + labelSlug(fragment)
	}
	return at.String(), true
}

// misnamed reports whether a wiki link of a seed means another file than when it was read.
func (b *session) misnamed(s *seed) bool {
	for name, p := range s.Named {
		if b.named(name, s.Path) != p {
			return true
		}
	}
	return false
}

// checkNames adds to what changed the seeds whose wiki links mean other files now: when files came or went.
func (b *session) checkNames(f *findings) {
	b.names = nil
	isNew := func(p string) bool { return b.seeds[p] == nil }
	if len(f.vanished) == 0 && !slices.ContainsFunc(f.changed, isNew) {
		return
	}
	for p, s := range b.seeds {
		if b.isFile(p) && len(s.Named) > 0 && !slices.Contains(f.changed, p) && b.misnamed(s) {
			f.changed = append(f.changed, p)
		}
	}
	slices.Sort(f.changed)
}
