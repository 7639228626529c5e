package feed

import (
	"context"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seedfeed/seedfeed/feed/internal/publish"
	"github.com/seedfeed/seedfeed/feed/internal/serve"
)

// twinned are the extensions of documents that get compressed twins. Media are compressed already.
var twinned = []string{".atom", ".rss", ".json", ".html", ".css", ".xml", ".opml", ".txt", ".svg", ".js", ".csv", ".vtt"}

// makeTwins brings the compressed twins in step with the documents, or removes them when none are wanted. It comes after all
// else: the site is complete without them, and they take longer than the rest of a build.
func (b *session) makeTwins(ctx context.Context, done *publish.Result, res *Result) error {
	var kinds []publish.Twin
	var of []string
	if b.cfg.twins {
		packer := new(serve.Packer)
		for _, ext := range serve.PackedExts() {
			kinds = append(kinds, publish.Twin{Ext: ext, Pack: func(text []byte) []byte { return packer.Pack(ext, text) }})
		}
		for p := range b.folder.Files() { // a twin has an extension of its own
			if slices.Contains(twinned, strings.ToLower(path.Ext(p))) {
				of = append(of, p)
			}
		}
		slices.Sort(of)
	}
	twins, err := b.folder.Twins(ctx, of, kinds, b.site.progress("compressing"))
	if err != nil && ctx.Err() != nil {
		return publishError(err, b.site.out())
	}
	if err != nil {
		res.Problems = append(res.Problems, Problem{Path: b.site.out(), Text: "some compressed twins are missing: " + err.Error(), Hint: "the site is complete without them; the next build tries again"})
		return nil
	}
	res.Written, res.Removed = res.Written+len(twins.Written), res.Removed+len(twins.Removed)
	for _, p := range twins.Foreign {
		file := filepath.Join(b.site.out(), p)
		res.Problems = append(res.Problems, Problem{Path: file, Text: "is there already and was not written by seedfeed, so that it may say something else than what it stands beside", Hint: "remove " + file + ": the next build makes the twin anew"})
	}
	for _, p := range append(done.Left, twins.Left...) {
		if !slices.Contains(twins.Foreign, p) {
			res.Notes = append(res.Notes, Problem{Path: filepath.Join(b.site.out(), p), Text: "is no longer part of the site, but somebody else wrote it: it stays", Hint: "remove it if nobody needs it"})
		}
	}
	return nil
}
