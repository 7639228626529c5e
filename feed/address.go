package feed

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// resolve turns a relative reference in a seed into an address: another seed's page, or the place where the file it
// names is published. It notes the files, whether they are there or not.
func (d *document) resolve(ref string) (absolute string, ok bool) {
	u, err := url.Parse(ref)
	if err != nil || u.Path == "" {
		return "", false
	}
	target := path.Clean(path.Join(path.Dir(d.seed.Path), u.Path))
	if strings.HasPrefix(u.Path, "/") {
		target = path.Clean(u.Path)[1:]
	}
	if target == "" || target == "." || target == ".." || strings.HasPrefix(target, "../") || strings.HasSuffix(u.Path, "/") {
		return "", false
	}
	kind, seedPath := kindOf(target), target
	switch kind {
	case plainText, markdown, html:
		target = d.session.pageOfSeed(target)
	case notSeed, medium:
		if path.Ext(target) != ".yaml" {
			d.seed.Files = append(d.seed.Files, target)
		}
	case perhapsText: // a folder, a page without extension: the site knows
		return "", false
	}
	at := *d.session.pageURL(target)
	at.RawQuery, at.Fragment = u.RawQuery, u.Fragment
	if kind != notSeed && kind != medium && u.Fragment != "" {
		at.Fragment = idPrefix(path.Clean(seedPath)) + u.Fragment
	}
	return at.String(), true
}

// idPrefix keeps the ids of elements apart when a feed shows several entries at once.
func idPrefix(p string) string { return "s" + fingerprint(p)[:8] + "-" }

// pageOfSeed returns where the page of the seed at p is, or will be: of two with the same name but for the extension the
// one that comes first has the better place, unless the ledger knows otherwise.
func (b *session) pageOfSeed(p string) string {
	places := pagePaths(p, "")
	if r := b.ledger.Record(p); r != nil && slices.Contains(places, r.Page) {
		return r.Page
	}
	for _, ext := range []string{"", ".htm", ".html", ".markdown", ".md", ".text", ".txt", ".xhtml"} {
		rival := strings.TrimSuffix(p, path.Ext(p)) + ext
		if !b.isFile(rival) || rival == p {
			continue
		}
		if r := b.ledger.Record(rival); r != nil && r.Page == places[0] || r == nil && rival < p {
			return places[1]
		}
	}
	return places[0]
}

// pageURL returns the absolute URL of a document.
func (b *session) pageURL(p string) *url.URL { return b.cfg.pageURL(p) }

func (c *settings) pageURL(p string) *url.URL {
	u := *c.base
	u.Path += p
	return &u
}

// pagePaths returns where the page of the seed at p may be, the best first; a later one is taken when the better ones
// are in use. id makes the last one unique.
func pagePaths(p, id string) []string {
	dir, name := path.Split(p)
	dir = folderSlug(dir)
	ext := path.Ext(name)
	base := slug(strings.TrimSuffix(name, ext))
	all := []string{dir + base + ".html", dir + base + slug(ext) + ".html"}
	if base == "index" { // the name of lists of entries
		all = all[1:]
	}
	return append(all, dir+base+"-"+fingerprint(id)[:8]+".html")
}

// folderSlug returns the folder of the site, with a slash behind it, that a folder of the seeds becomes.
func folderSlug(dir string) string {
	var clean strings.Builder
	for part := range strings.SplitSeq(strings.TrimSuffix(dir, "/"), "/") {
		if part != "" && part != "." {
			if part = slug(part); isDocumentName(part) { // a page may need that name
				part += "-"
			}
			clean.WriteString(part + "/")
		}
	}
	return clean.String()
}

// isDocumentName reports whether the site may have a document of this name.
func isDocumentName(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".css", ".atom", ".rss", ".json":
		return true
	}
	return false
}

// maxSlug keeps a name with what is added to it under the 255 bytes that file systems take.
const maxSlug = 180

// slug makes one part of a path fit for an address: letters and digits of any script stay, what browsers, hosts
// or Windows would trip over becomes "-".
func slug(part string) string {
	var b strings.Builder
	dash := false
	for _, r := range part {
		if r == utf8.RuneError || unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune(`\/:*?"<>|#%&+;=@^`+"`{}[]'", r) {
			dash = true
			continue
		}
		if b.Len()+utf8.RuneLen(r) > maxSlug {
			break
		}
		if dash && b.Len() > 0 {
			b.WriteByte('-')
		}
		dash = false
		b.WriteRune(r)
	}
	if s := strings.Trim(b.String(), "-"); s != "" && s != "." && s != ".." {
		return s
	}
	return "seed"
}

// labelSlug is a tag or a name as it stands in an address: letters and digits of any script in lower case, + and # as ~2b and ~23, so that
// C++ and C# differ, and dashes for the rest. Labels that differ in no more are one.
func labelSlug(label string) string {
	const most = 100 // bytes
	var s strings.Builder
	dash := false
	for _, r := range strings.ToLower(label) {
		isName := unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) || r == '_'
		if !isName && r != '+' && r != '#' && (r != '.' || dash) {
			dash = true
			continue
		}
		if dash && s.Len() > 0 {
			s.WriteByte('-')
		}
		if dash = false; isName || r == '.' {
			s.WriteRune(r)
		} else {
			fmt.Fprintf(&s, "~%x", r)
		}
	}
	out := strings.Trim(s.String(), ".")
	if len(out) > most {
		end := most
		for !utf8.RuneStart(out[end]) {
			end--
		}
		out = out[:end] + "~" + fingerprint(out)[:8]
	}
	// The last part of "sea.1" would be taken for the number of an archive, and what looks like a document for one. The feed and the page of
	// a folder that is called "tags" or "authors" have the other two names.
	if ext := path.Ext(out); out == "" || out == "index" || out == feedStem || ext != "" && (strings.Trim(ext[1:], "0123456789") == "" || isDocumentName(out)) {
		out += "~"
	}
	return out
}

// relativeURL writes the path of a document as a reference from the top of the site.
func relativeURL(p string) string {
	ref := (&url.URL{Path: p}).String()
	return strings.TrimPrefix(ref, "./") // which guards a colon in the first part; slug leaves none
}

// unescaped is the path that a relative reference names.
func unescaped(ref string) string {
	u, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	return u.Path
}
