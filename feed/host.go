package feed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/seedfeed/seedfeed/feed/internal/host"
	"github.com/seedfeed/seedfeed/feed/internal/journal"
	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/publish"
	"github.com/seedfeed/seedfeed/feed/internal/serve"
)

// Hosts returns the names of the servers and services that [Site.Host] knows.
func Hosts() []string { return host.Names() }

// HostFile tells a host how to answer for a site.
type HostFile struct {
	// Path is where the host looks for the file; empty when that is for you to choose, as for a part of the
	// configuration of nginx.
	Path string
	Text []byte
}

// Host returns the files that make a host answer for the published site as [Site.ServeHTTP] does: with the same types,
// charsets and headers, compressed, 301 for pages of renamed entries, 410 for those of withdrawn ones, and nothing for
// dot files; the notes say what that host can't do. The site must have been built. Nothing is written.
func (s *Site) Host(name string) (files []HostFile, notes []string, err error) {
	view, err := s.hosted()
	if err != nil {
		return nil, nil, err
	}
	made, notes, err := host.Files(name, view)
	if err != nil {
		return nil, nil, fmt.Errorf("write for host: %w", err)
	}
	for _, f := range made {
		if f.Path == host.Chosen {
			f.Path = ""
		}
		if isSomebodysPage(f.Path) {
			notes = append(notes, f.Path+" is there already and stays")
			continue
		}
		files = append(files, HostFile{Path: filepath.FromSlash(f.Path), Text: f.Text})
	}
	return files, notes, nil
}

// isSomebodysPage reports whether there is a page for what isn't found that is not from us, which is the better one.
func isSomebodysPage(p string) bool {
	if filepath.Base(p) != notFoundPath {
		return false
	}
	there, ours := isHostFile(p)
	return there && !ours
}

const notFoundPath = "404.html"

// hosted collects what hosts must know of the site.
func (s *Site) hosted() (view host.Site, err error) {
	cfg, err := s.settings()
	if err != nil {
		return view, err
	}
	dir, err := filepath.Abs(s.out())
	if err != nil {
		return view, fmt.Errorf("find output folder: %w", err)
	}
	paths, twins, err := s.publishedFiles()
	if err != nil {
		return view, err
	}
	view = host.Site{Dir: filepath.ToSlash(dir), URL: cfg.base, Kinds: hostKinds(), Other: serve.Headers("")}
	view.Paths = slices.Sorted(maps.Keys(paths))
	former, err := s.formerAddresses()
	if err != nil {
		return view, err
	}
	for _, page := range slices.Sorted(maps.Keys(former)) {
		switch to := former[page]; {
		case paths[page].Key == "": // with NoPages
		case to == "":
			view.Gone = append(view.Gone, page)
		default:
			view.Moves = append(view.Moves, host.Move{From: page, To: to})
		}
	}
	isFile := func(name string) bool {
		info, err := os.Stat(filepath.Join(dir, name))
		return err == nil && info.Mode().IsRegular()
	}
	for _, ext := range serve.PackedExts() {
		if twins[ext] || isFile(feedPath+ext) || isFile(indexPath+ext) {
			view.Twins = append(view.Twins, ext)
		}
	}
	view.NotFound = isFile(notFoundPath)
	return view, nil
}

// publishedFiles reads which documents the output folder has, and the extensions of the compressed twins beside them.
func (s *Site) publishedFiles() (files map[string]publish.File, twins map[string]bool, err error) {
	unbuilt := func(err error) error {
		return withHint("build the site first, or name its folder with --out", "read %q: %w", s.out(), err)
	}
	folder, err := publish.Open(s.out(), nil)
	if err != nil {
		return nil, nil, unbuilt(err)
	}
	defer folder.Close() // only read
	if _, _, err := journal.Open(filepath.Join(s.out(), stateFolder, "manifest"), manifestFormat, folder.Read); err != nil {
		return nil, nil, fmt.Errorf("read manifest: %w", err)
	}
	if len(folder.Files()) == 0 {
		return nil, nil, unbuilt(errors.New("no site was published there"))
	}
	files, twins = map[string]publish.File{}, map[string]bool{}
	for p, f := range folder.Files() {
		if f.IsTwin() {
			twins[path.Ext(p)] = true
		} else {
			files[p] = f
		}
	}
	return files, twins, nil
}

// formerAddresses reads from the ledger which pages no entry has any more.
func (s *Site) formerAddresses() (map[string]string, error) {
	records, _, err := s.Records()
	if err != nil {
		return nil, err
	}
	var live, gone []*ledger.Record
	for i, r := range records {
		switch {
		case r.Live:
			live = append(live, &records[i])
		case !r.Gone.IsZero():
			gone = append(gone, &records[i])
		}
	}
	return formerAddresses(live, gone), nil
}

// hostKinds are the types that the built-in server knows, each with its extensions.
func hostKinds() (kinds []host.Kind) {
	byType := map[string][]string{}
	for end, contentType := range types {
		byType[contentType] = append(byType[contentType], end)
	}
	for _, contentType := range slices.Sorted(maps.Keys(byType)) {
		slices.Sort(byType[contentType])
		kinds = append(kinds, host.Kind{Ends: byType[contentType], Type: contentType, Header: serve.Headers(contentType)})
	}
	return kinds
}

// Write puts the file in its place and reports whether that changed anything. A file that is there already and wasn't
// written by Write is left alone, and that is an error.
func (f HostFile) Write(ctx context.Context) (changed bool, err error) {
	dir, name := filepath.Split(f.Path)
	folder, err := publish.Open(first(dir, "."), func([]string) error { return nil }) // the first lines of a file say whose it is
	if err != nil {
		return false, fmt.Errorf("write %q: %w", f.Path, err)
	}
	defer folder.Close() // only looked at by then
	if _, ours := isHostFile(f.Path); ours {
		if err := folder.Own(name); err != nil {
			return false, fmt.Errorf("write %q: %w", f.Path, err)
		}
	}
	done, err := folder.Publish(ctx, []publish.Document{{Path: name, Key: fingerprint(f.Text), Render: func(w io.Writer) error {
		_, err := w.Write(f.Text)
		return err
	}}}, nil)
	if _, foreign := errors.AsType[*publish.ForeignError](err); foreign {
		return false, withHint("move it away if the host may be told otherwise", "write %q: it is there already and was not written by seedfeed host", f.Path)
	}
	if err != nil {
		return false, fmt.Errorf("write %q: %w", f.Path, err)
	}
	return len(done.Written) > 0, nil
}

// isHostFile reports whether there is something at p, and whether it is a file that says that we wrote it.
func isHostFile(p string) (there, ours bool) {
	info, err := os.Lstat(p)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist), false
	}
	if !info.Mode().IsRegular() {
		return true, false
	}
	b, err := os.ReadFile(p)
	return true, err == nil && bytes.Contains(b[:min(len(b), 200)], []byte(host.Mark))
}
