package feed

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/markup"
	"github.com/seedfeed/seedfeed/feed/internal/media"
)

// A picture belongs to the text that shows it. In a folder of photos each picture that no text shows is an entry of its own. A feed.yaml
// says which folders are such; where none does, one is taken for such that can hardly be anything else, since subscribers get what was
// published by mistake. What is an entry stays one, and so its folder goes on to be one, unless `pictures: none` is said.

// What `pictures:` says of a folder and those in it.
const (
	picturesEntries = "entries"
	picturesNone    = "none"
	picturesUnknown = "?" // its feed.yaml can't be read
)

// isPhoto reports whether a file of that name can be an entry that is a picture.
func isPhoto(name string) bool { return strings.HasPrefix(media.TypeOf(name), "image/") }

// photoFolder is what a folder with pictures has in it.
type photoFolder struct{ pictures, others []string }

// findPhotos finds the pictures that are entries.
func (b *session) findPhotos() {
	b.photos, b.newAlbums, b.doubtful, b.orphans = map[string]bool{}, nil, false, false
	for r := range b.ledger.Away() {
		b.orphans = b.orphans || r.Path == "" && r.Live
	}
	if b.census.pictures == 0 {
		return
	}
	folders := map[string]*photoFolder{}
	for p := range b.files {
		if dir := path.Dir(p); isPhoto(p) {
			if folders[dir] == nil {
				folders[dir] = &photoFolder{}
			}
			folders[dir].pictures = append(folders[dir].pictures, p)
		}
	}
	if len(folders) == 0 {
		return
	}
	for p := range b.files {
		if f := folders[path.Dir(p)]; f != nil && !isPhoto(p) {
			f.others = append(f.others, p)
		}
	}
	shown := sync.OnceValue(b.shown)
	for _, dir := range slices.Sorted(maps.Keys(folders)) {
		b.choosePhotos(dir, folders[dir], shown)
	}
}

// choosePhotos finds those of a folder.
func (b *session) choosePhotos(dir string, f *photoFolder, shown func() map[string]bool) {
	mode := b.picturesIn(dir)
	if mode == picturesNone {
		return
	}
	wasAlbum := slices.ContainsFunc(f.pictures, b.cameHere)
	looksSo := mode == "" && !wasAlbum && dir != "." && b.looksLikeAlbum(f)
	for _, p := range f.pictures {
		switch {
		case b.isLive(p) || b.followed[p]:
			b.photos[p] = true
		case mode == picturesUnknown || mode == "" && !wasAlbum && !looksSo || b.isCover(p, f.others):
		default:
			b.doubtful = true
			b.photos[p] = !shown()[p]
		}
	}
	if looksSo && slices.ContainsFunc(f.pictures, func(p string) bool { return shown()[p] || shown()[missed(p)] || shown()[unsure] }) {
		looksSo = false
		for _, p := range f.pictures {
			b.photos[p] = false
		}
	}
	if looksSo {
		b.newAlbums = append(b.newAlbums, dir)
	}
}

// isLive reports whether a picture is an entry that subscribers have.
func (b *session) isLive(p string) bool {
	r := b.ledger.Record(p)
	if r == nil && b.orphans {
		r = b.ledger.Find(b.ledger.ID(p))
	}
	return r != nil && r.Live && (r.Path == "" || string(r.Path) == p)
}

// cameHere reports whether a picture became an entry in the folder that it is in: one that was moved to it doesn't make it one of photos.
func (b *session) cameHere(p string) bool {
	r := b.ledger.Record(p)
	return b.isLive(p) && (r == nil || !slices.ContainsFunc(r.Former, func(f ledger.Former) bool { return path.Dir(string(f.Path)) != path.Dir(p) }))
}

// picturesIn is what the nearest feed.yaml says. Above a folder whose name says that it holds what pages are made of, none counts for it.
func (b *session) picturesIn(dir string) string {
	for ; ; dir = path.Dir(dir) {
		switch mode := b.picturesSaid(dir); {
		case mode != "":
			return mode
		case dir == ".":
			return ""
		case isAssetFolder(path.Base(dir)):
			return picturesNone
		}
	}
}

// picturesSaid is what the feed.yaml in a folder says.
func (b *session) picturesSaid(dir string) string {
	switch said := b.said[dir]; {
	case dir == ".":
		return b.cfg.pictures
	case said.unreadable:
		return picturesUnknown
	default:
		return said.Pictures
	}
}

// isAssetFolder reports whether a folder of that name holds, as a rule, what pages are made of.
func isAssetFolder(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "images", "image", "img", "imgs", "assets", "asset", "static", "public", "icons", "icon", "css", "js", "fonts", "thumbs", "thumb",
		"thumbnails", "media", "files", "uploads", "upload", "attachments", "resources", "res", "wp-content", "wp-includes", "theme", "themes",
		"templates", "layout", "layouts", "covers", "cover", "artwork", "avatars", "emoji", "logos", "banners", "figures", "fig", "figs", "screenshots":
		return true
	}
	// Browsers and editors keep there what belongs to a page.
	return strings.HasPrefix(name, "_") || strings.HasSuffix(name, "_files") || strings.HasSuffix(name, ".files") || strings.HasSuffix(name, ".assets")
}

// looksLikeAlbum reports whether a folder holds nothing but pictures and what describes them.
func (b *session) looksLikeAlbum(f *photoFolder) bool {
	names := map[string]string{}
	for _, p := range f.pictures {
		names[p], names[strings.TrimSuffix(p, path.Ext(p))] = p, p
	}
	for _, p := range f.others {
		switch ext := strings.ToLower(path.Ext(p)); kindOf(p) {
		case medium:
			return false
		case notSeed:
			if ext == ".css" || ext == ".js" {
				return false
			}
		case perhapsText:
			if s := b.seeds[p]; s == nil || s.Usable {
				return false
			}
		default:
			picture := names[strings.TrimSuffix(p, path.Ext(p))]
			if r := b.ledger.Record(p); picture == "" || !slices.Contains(notesOf, ext) || r != nil && r.Live || !b.isNotesOf(p, picture) {
				return false
			}
		}
	}
	return true
}

var coverNames = []string{"cover", "folder", "front", "album", "artwork"}

// isCover reports whether a picture stands for something else: a recording or book of the same name, all those of the folder, or the site.
func (b *session) isCover(p string, others []string) bool {
	name := func(p string) string { return strings.ToLower(strings.TrimSuffix(p, path.Ext(p))) }
	for _, o := range others {
		if isMedium(o) && (name(o) == name(p) || strings.ToLower(o) == name(p) || slices.Contains(coverNames, path.Base(name(p)))) {
			return true
		}
	}
	return slices.Contains(iconNames, p) || slices.Contains(logoNames, p)
}

// isNotesOf reports whether a text of a picture's name describes it. One that shows the picture itself is a text of its own.
func (b *session) isNotesOf(text, picture string) bool {
	return !isPhoto(picture) || b.isLive(picture) || !b.mentions(text, path.Base(picture))
}

// mentions reports whether the name of a file stands in the first MiB of a text.
func (b *session) mentions(text, name string) bool {
	f, err := b.tree.Open(text)
	if err != nil {
		return true
	}
	defer f.Close() // only read
	content, err := io.ReadAll(io.LimitReader(f, 1<<20))
	return err != nil || bytes.Contains(content, []byte(name)) || bytes.Contains(content, []byte(url.PathEscape(name)))
}

// unsure stands for what nobody can know: there are texts that can't be read.
const unsure = "*"

// shown are the files that seeds refer to, drafts too.
func (b *session) shown() map[string]bool {
	all := map[string]bool{unsure: len(b.unread) > 0}
	for p, s := range b.seeds {
		if !b.isFile(p) {
			continue
		}
		if !s.Usable && len(s.Problems) > 0 && kindOf(p) != medium && !isPhoto(p) {
			all[unsure] = true
		}
		for _, file := range slices.AppendSeq(slices.Clone(s.Files), maps.Keys(s.Pictures)) {
			if file != p {
				all[file] = true
			}
			if !b.isFile(file) {
				all[missed(file)] = true
			}
		}
	}
	return all
}

// missed stands for any file of that name: who renames a folder of pictures mends the texts that show them later.
func missed(file string) string { return "*/" + path.Base(file) }

// turnedBy finds again which pictures are entries, now that more texts were read, and mends what was found. It returns what is to be read
// besides.
func (b *session) turnedBy(found *findings) (todo []string) {
	if !b.doubtful || len(b.fresh) == 0 {
		return nil
	}
	wasSeed, had, files := b.isSeedNow(), b.notesFor, maps.Clone(b.photos)
	b.findPhotos()
	b.findNotes()
	maps.Copy(files, b.photos)
	for p := range b.notes {
		files[p] = true
	}
	for notes := range maps.Values(had) {
		files[notes] = true
	}
	for p := range files {
		switch is := b.isSeed(p); {
		case is && (!wasSeed(p) || had[p] != b.notesFor[p]):
			todo = append(todo, p)
		case !is && wasSeed(p):
			found.changed = without(found.changed, p)
			found.vanished = append(found.vanished, p)
		}
	}
	slices.Sort(todo)
	found.changed = slices.Compact(slices.Sorted(slices.Values(append(found.changed, todo...))))
	found.vanished = slices.DeleteFunc(found.vanished, func(p string) bool { return slices.Contains(todo, p) })
	slices.Sort(found.vanished)
	return todo
}

func without(paths []string, p string) []string {
	return slices.DeleteFunc(paths, func(other string) bool { return other == p })
}

// isSeedNow is isSeed as it is until pictures are found again.
func (b *session) isSeedNow() func(p string) bool {
	then := session{photos: b.photos, notes: b.notes}
	return then.isSeed
}

// tellAlbums says which folders are taken for folders of photos from now on.
func (b *session) tellAlbums(res *Result) {
	for _, dir := range b.newAlbums {
		n := 0
		for _, s := range b.fresh {
			if p := s.Path; !s.past && path.Dir(p) == dir && b.photos[p] && b.cameHere(p) {
				n++
			}
		}
		if n > 0 {
			res.Notes = append(res.Notes, Problem{Path: dir, Text: fmt.Sprintf("is taken for a folder of photos: its pictures (%d) are entries", n), Hint: "write `pictures: none` into " + dir + "/" + SettingsFile + " if that is not meant"})
		}
	}
}

// showPhoto makes the text of a picture's entry: the picture itself above its notes.
func (d *document) showPhoto(e *extract, info media.Info) {
	s := d.seed
	src := d.session.pageURL(s.Path).String()
	described := onlyLine(info.Comment)
	e.title = first(e.title, info.Title, described)
	alt := first(d.fields.Alt, info.Alt, described, d.fields.Title, e.title, nameTitle(s.Path))
	e.image = first(e.image, src)
	if !slices.ContainsFunc(e.pictures, func(p markup.Picture) bool { return p.URL == src }) {
		size := ""
		if info.Width > 0 {
			size = fmt.Sprintf(` width="%d" height="%d"`, info.Width, info.Height)
		}
		e.html = `<figure><img src="` + template.HTMLEscapeString(src) + `" alt="` + markup.Attribute(alt) + `"` + size + "/></figure>\n" + e.html
		e.image = src
		e.pictures = append([]markup.Picture{{URL: src, Alt: alt, Width: info.Width, Height: info.Height}}, e.pictures...)
	}
	d.session.sizes.put(s.Path, sized{stamp{s.Size, s.ModTime}, info.Width, info.Height})
}
