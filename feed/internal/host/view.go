package host

import (
	"maps"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

// view is what a template sees.
type view struct {
	Site
	Mark string

	// Hosts like Netlify answer for a whole domain from one folder. It is the one above Dir when Dir ends in the path of
	// the address, as in public/notes for https://my.site/notes/. Else it is Dir itself, and another server brings its
	// answers under the address.
	Top    string // that folder
	Prefix string // path of the documents in it, between slashes
}

func newView(s Site) view {
	v := view{Site: s, Mark: Mark, Top: s.Dir, Prefix: "/"}
	if top, ok := strings.CutSuffix(s.Dir+"/", s.URL.Path); ok && top != "" {
		v.Top, v.Prefix = top, s.URL.Path
	}
	v.Kinds = slices.Clone(v.Kinds)
	var apart []string
	for _, k := range v.Kinds {
		apart = append(apart, k.Names()...)
	}
	for i := range v.Kinds {
		v.Kinds[i].apart = apart
	}
	slices.SortStableFunc(v.Kinds, func(x, y Kind) int { return len(x.Names()) - len(y.Names()) }) // a later one wins
	return v
}

// Base is the decoded path of the address, between slashes.
func (v view) Base() string { return v.URL.Path }

// Name is the path of the address as part of a name.
func (v view) Name() string {
	return strings.TrimRight("seedfeed"+regexp.MustCompile(`[^A-Za-z0-9]+`).ReplaceAllString(v.URL.Path, "_"), "_")
}

// Ref is a reference to a document from elsewhere on the same server.
func (v view) Ref(p string) string { return escape(v.URL.Path + p) }

// Outward is a reference to a document from the folder Top: its whole address when that isn't below it.
func (v view) Outward(p string) string {
	if v.Prefix == v.URL.Path {
		return v.Ref(p)
	}
	return (&url.URL{Scheme: v.URL.Scheme, Host: v.URL.Host}).String() + v.Ref(p)
}

// Inward is the path of a document from the folder Top.
func (v view) Inward(p string) string { return escape(v.Prefix + p) }

// escape writes a path for a URL, also those characters as %XX that hosts give a meaning of their own.
func escape(p string) string {
	return strings.NewReplacer("$", "%24", "*", "%2A", ":", "%3A", "'", "%27").Replace((&url.URL{Path: p}).EscapedPath())
}

// rule is what a host is told of documents by a path, which ends in an asterisk for all of a folder.
type rule struct {
	Kind
	Path string
}

// Rules are those for the feeds and the style, as few as there can be: hosts limit their number.
func (v view) Rules() (all []rule) {
	for _, p := range v.Paths {
		k, ok := v.kindOf(p)
		if !ok || !k.IsFeed() && k.Media() != "text/css" {
			continue
		}
		r := rule{k, v.Inward(p)}
		if dir := path.Dir(p) + "/"; dir != "./" && v.isAll(dir, k) {
			r.Path = v.Inward(dir) + "*"
		}
		if len(all) == 0 || all[len(all)-1].Path != r.Path {
			all = append(all, r)
		}
	}
	return all
}

// isAll reports whether a folder has documents of this kind only.
func (v view) isAll(dir string, k Kind) bool {
	return !slices.ContainsFunc(v.Paths, func(p string) bool { return strings.HasPrefix(p, dir) && !k.has(p) })
}

func (v view) kindOf(p string) (Kind, bool) {
	for _, k := range slices.Backward(v.Kinds) {
		if k.has(p) {
			return k, true
		}
	}
	return Kind{}, false
}

// Present are the kinds of which there are documents.
func (v view) Present() []Kind {
	return slices.DeleteFunc(slices.Clone(v.Kinds), func(k Kind) bool { return !slices.ContainsFunc(v.Paths, k.has) })
}

func (k Kind) has(p string) bool {
	return slices.ContainsFunc(k.Ends, func(end string) bool { return strings.HasSuffix("/"+p, end) })
}

// class is a set of kinds with the same headers.
type class struct {
	Kinds  []Kind
	Header []field
	IsPage bool // HTML
	IsText bool // it can hold scripts, and compresses well
}

type field struct{ Name, Value string }

// fields returns headers by name. Vary is left to those who compress.
func fields(h http.Header) (all []field) {
	for _, name := range slices.Sorted(maps.Keys(h)) {
		if name != "Vary" && name != "Content-Type" {
			all = append(all, field{name, strings.Join(h[name], ", ")})
		}
	}
	return all
}

// Fallback are the headers of documents of no kind.
func (v view) Fallback() []field { return fields(v.Other) }

// Common are the headers that all answers have.
func (v view) Common() []field {
	return slices.DeleteFunc(fields(v.Other), func(f field) bool { return f.Name == "Cache-Control" })
}

// Strict are the headers that all documents may have: those of text are no harm to others.
func (v view) Strict() (all []field) {
	for _, c := range v.Classes() {
		if c.IsPage {
			all = slices.DeleteFunc(c.Header, func(f field) bool { return f.Name == "Cache-Control" })
		}
	}
	return all
}

// Classes returns the kinds by their headers.
func (v view) Classes() (all []class) {
	for _, k := range v.Kinds {
		header := fields(k.Header)
		i := slices.IndexFunc(all, func(c class) bool { return slices.Equal(c.Header, header) })
		if i < 0 {
			i = len(all)
			all = append(all, class{Header: header})
		}
		c := &all[i]
		c.Kinds = append(c.Kinds, k)
		c.IsPage = c.IsPage || k.Media() == "text/html"
		c.IsText = c.IsText || k.IsText()
	}
	return all
}

// Exts are the extensions of a class, without dots.
func (c class) Exts() (all []string) {
	for _, k := range c.Kinds {
		all = append(all, k.Exts()...)
	}
	return all
}

// Exts are the extensions of a kind, without dots.
func (k Kind) Exts() (all []string) {
	for _, end := range k.Ends {
		if ext, ok := strings.CutPrefix(end, "."); ok {
			all = append(all, ext)
		}
	}
	return all
}

// Names are the names of a kind that has no extension of its own.
func (k Kind) Names() (all []string) {
	for _, end := range k.Ends {
		if name, ok := strings.CutPrefix(end, "/"); ok {
			all = append(all, name)
		}
	}
	return all
}

// Others are the names of other kinds that have an extension of this one.
func (k Kind) Others() (all []string) {
	for _, name := range k.apart {
		if slices.Contains(k.Ends, path.Ext(name)) {
			all = append(all, name)
		}
	}
	return all
}

// Cached is how long programs may keep a document, as Cache-Control says it.
func (k Kind) Cached() string { return k.Header.Get("Cache-Control") }

// IsFeed reports whether it is what subscribers read, or a list of that.
func (k Kind) IsFeed() bool {
	switch k.Media() {
	case "application/atom+xml", "application/rss+xml", "application/feed+json", "text/x-opml":
		return true
	}
	return false
}

// Media is the type without its charset.
func (k Kind) Media() string {
	kind, _, _ := strings.Cut(k.Type, ";")
	return kind
}

// HasCharset reports whether the type names UTF-8.
func (k Kind) HasCharset() bool { return strings.HasSuffix(k.Type, "charset=utf-8") }

// IsText reports whether documents of the kind compress well.
func (k Kind) IsText() bool { return k.Header.Get("Vary") != "" }

// TextTypes are the types of kinds that compress well; CharsetTypes those that name UTF-8. HTML, which nginx has anyway,
// is in neither.
func (v view) TextTypes() []string { return v.types(Kind.IsText) }

func (v view) CharsetTypes() []string { return v.types(Kind.HasCharset) }

func (v view) types(has func(Kind) bool) (all []string) {
	for _, k := range v.Kinds {
		if has(k) && k.Media() != "text/html" && !slices.Contains(all, k.Media()) {
			all = append(all, k.Media())
		}
	}
	return all
}
