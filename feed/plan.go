package feed

import (
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/seedfeed/seedfeed/feed/internal/publish"
)

const (
	feedStem  = "feed"
	feedPath  = feedStem + ".atom"
	indexPath = "index.html"
	stylePath = "seedfeed.css"

	feedStylePath = "feed.css" // with which browsers show a feed
	subscribePath = "subscribe.html"
)

// plan lists the documents of the site, each with a key that says what goes into it: what has a key that is published already is not
// rendered. The order is that in which they are put in place, so that nothing is mentioned before it is there. When the frame stands
// they are only those that show the entries which were amended.
func (b *session) plan(entries []*entry, found *findings, res *Result) (docs []publish.Document, of extent, err error) {
	b.noteFresh(res)
	if b.frame != nil {
		of = extent{}
		for _, e := range found.amended {
			of[e] = true
		}
		if b.stands(of) {
			return b.documents(b.frame, entries, of, res), of, nil
		}
	}
	b.answers = map[string]answer{}
	told := len(res.Notes) + len(res.Problems)
	f, err := b.frameOf(entries, res)
	if err != nil {
		return nil, nil, err
	}
	docs = res.withoutClashes(b.documents(f, entries, nil, res))
	if b.frame = nil; len(res.Notes)+len(res.Problems) == told && !b.glances { // else each build has something to say, or may read more
		b.frame = f
	}
	return docs, nil, nil
}

// documents lists those that are in a frame.
func (b *session) documents(f *frame, entries []*entry, of extent, res *Result) (docs []publish.Document) {
	var former []publish.Document
	if of == nil {
		docs = append(b.planFiles(f.channels, res), b.planEpisodes()...)
	}
	if f.look != nil {
		var pages []publish.Document
		pages, former = f.look.documents(entries, f.channels, of)
		docs = append(docs, pages...)
		var news []publish.Document
		if b.cfg.news {
			news = append(news, b.planNews(entries, res))
		}
		docs = append(docs, b.planSitemap(f.channels, news, of)...)
	}
	if b.cfg.robots && of == nil {
		docs = append(docs, b.planRobots(docs, res)...)
	}
	for _, c := range slices.Backward(f.channels) { // the site's own feed comes last of them
		docs = append(docs, b.planChannel(c, of)...)
	}
	if of == nil {
		docs = append(docs, b.planOPML(f.channels))
	}
	return append(docs, former...) // last: until now the feed had them
}

// noteFresh tells of what was read and is in the site what people should know of it.
func (b *session) noteFresh(res *Result) {
	for _, s := range b.fresh {
		if s.past || s.Bulk <= b.cfg.feedBytes && len(s.Files) == 0 {
			continue
		}
		k := b.known(s)
		if k.rec == nil || !k.rec.Live {
			continue
		}
		if b.isTooLong(&entry{s, k.rec, &nobody}) {
			res.Notes = append(res.Notes, Problem{Path: s.Path, Text: "is too long for a feed, which has its summary and a link", Hint: "readers refuse large feeds; `limits: feed:` in feed.yaml says how large"})
		}
		for _, p := range s.Files {
			if isPicture(p) && !b.isFile(p) && !b.hidden(p) {
				res.Notes = append(res.Notes, Problem{Path: s.Path, Text: "shows a picture that isn't there: " + strconv.Quote(p), Hint: "put the picture there, or mend the reference"})
			}
		}
	}
}

// withoutClashes leaves out files of the seeds that would need a folder where the site has a document.
func (res *Result) withoutClashes(docs []publish.Document) []publish.Document {
	folders := map[string]bool{} // in lower case
	for _, d := range docs {
		for dir := path.Dir(d.Path); dir != "." && !folders[strings.ToLower(dir)]; dir = path.Dir(dir) {
			folders[strings.ToLower(dir)] = true
		}
	}
	taken := map[string]bool{}
	for _, d := range docs {
		if p := strings.ToLower(d.Path); folders[p] {
			taken[p] = true
		}
	}
	if len(taken) == 0 {
		return docs
	}
	return slices.DeleteFunc(docs, func(d publish.Document) bool {
		for dir := path.Dir(d.Path); dir != "."; dir = path.Dir(dir) {
			if taken[strings.ToLower(dir)] {
				res.Notes = append(res.Notes, Problem{Path: d.Path, Text: "is not published: there is a page where its folder would have to be", Hint: "give the folder another name"})
				return true
			}
		}
		return false
	})
}

// planFiles lists the pictures and other files that live entries refer to.
func (b *session) planFiles(channels []*channel, res *Result) (docs []publish.Document) {
	planned := map[string]bool{}
	plan := func(p string) {
		if file, there := b.files[p]; there && !planned[p] && !isReserved(p) {
			planned[p] = true
			d := publish.Document{
				Path:   p,
				Key:    fileKey(file),
				Render: func(w io.Writer) error { return b.copyFile(w, p) },
			}
			have, published := b.folder.Files()[p]
			if have.Key != d.Key {
				if err := b.canCopy(p); err != nil {
					res.Problems = append(res.Problems, b.problem(p, err))
					if d.Key = have.Key; !published {
						return
					}
				}
			}
			docs = append(docs, d)
		}
	}
	plan(b.siteFile(iconNames))
	plan(b.siteFile(logoNames))
	for _, c := range channels {
		if p := c.artwork; p != "" && !planned[p] {
			plan(p)
			res.Notes = append(res.Notes, b.judgeArtwork(p)...)
		}
	}
	for _, e := range b.laden {
		for _, p := range e.companions {
			plan(p)
		}
		for _, p := range e.Files {
			plan(p)
		}
	}
	slices.SortFunc(docs, func(x, y publish.Document) int { return strings.Compare(x.Path, y.Path) })
	return docs
}

func fileKey(f stamp) string {
	return fingerprint("file", strconv.FormatInt(f.Size, 10), strconv.FormatInt(f.ModTime, 10))
}

// canCopy makes sure that a file can be read, so that one that can't doesn't stop the others.
func (b *session) canCopy(p string) error { return b.copyFile(nil, p) }

// isReserved reports whether a document of the site's own may stand at p, so that no file of the seeds can.
func isReserved(p string) bool {
	dir, name := path.Split(strings.ToLower(p))
	switch dir + name {
	case stylePath, feedStylePath, opmlPath, sitemapPath, newsPath, robotsPath:
		return true
	}
	return path.Ext(name) == ".html" || dir == sitemapFolder+"/" && path.Ext(name) == ".xml" || formatOf(p) != nil
}

// formatOf returns the format of the feed document that stands, or may stand, at a path of the site; nil for another file.
func formatOf(p string) *format {
	dir, name := path.Split(strings.ToLower(p))
	for _, f := range formats {
		stem, found := strings.CutSuffix(name, f.ext)
		if !found {
			continue
		}
		if f.ext != ".json" || stem == feedStem || strings.HasPrefix(stem, feedStem+".") || dir == archiveFolder+"/" || dir == string(byTag)+"/" || dir == string(byAuthor)+"/" {
			return f
		}
	}
	return nil
}

// Names of the pictures at the root of the seeds that stand for the whole site, the preferred one first.
var (
	iconNames = []string{"icon.png", "icon.svg", "favicon.png", "favicon.svg", "favicon.ico"} // square, RFC 4287 section 4.2.5
	logoNames = []string{"logo.png", "logo.svg", "logo.jpg"}                                  // twice as wide as high, section 4.2.8
)

// siteFile returns the first of names that is there, or "".
func (b *session) siteFile(names []string) string {
	for _, name := range names {
		if b.isFile(name) {
			return name
		}
	}
	return ""
}

// siteFileURL is its address, or "".
func (b *session) siteFileURL(names []string) string {
	if name := b.siteFile(names); name != "" {
		return b.pageURL(name).String()
	}
	return ""
}

// copyFile writes a file of the seeds to w; when that is nil it only opens it.
func (b *session) copyFile(w io.Writer, p string) error {
	f, err := b.tree.Open(p)
	if err != nil {
		return err
	}
	defer f.Close() // only read
	if w == nil {
		return nil
	}
	_, err = io.Copy(w, f)
	return err
}

func publishError(err error, out string) error {
	if foreign, ok := errors.AsType[*publish.ForeignError](err); ok {
		return withHint("move "+path.Join(out, foreign.Path)+" away, or choose another folder with --out", "publish into %q: %w", out, err)
	}
	return fmt.Errorf("publish into %q: %w", out, err)
}
