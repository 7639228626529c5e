package markup

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

const (
	maxPictures = 100   // of a document that are listed
	maxLength   = 99999 // pixels of a side; see length
	tiny        = 2     // pixels of a side; what is no larger counts readers rather than shows them something
)

// tidyPicture gives a picture the size of its file, unless its author gave one.
func tidyPicture(img *html.Node, refs references) {
	_, wide := lookup(img, "width")
	_, high := lookup(img, "height")
	if src := attr(img, "src"); !wide && !high && src != "" {
		if w, h := refs.options.size(src); w > 0 {
			setAttr(img, "width", strconv.Itoa(w))
			setAttr(img, "height", strconv.Itoa(h))
		}
	}
}

// size returns the size of the picture at an absolute URL if it is known and can be written, else 0.
func (o Options) size(absolute string) (width, height int) {
	if o.Size == nil {
		return 0, 0
	}
	if width, height = o.Size(absolute); min(width, height) <= 0 || max(width, height) > maxLength {
		return 0, 0
	}
	return width, height
}

// pictures lists the first pictures of the content.
func pictures(content *html.Node) (all []Picture) {
	for n := range content.Descendants() {
		if n.Data == "img" {
			all = list(all, Picture{attr(n, "src"), attr(n, "alt"), pixels(attr(n, "width")), pixels(attr(n, "height"))})
		}
	}
	return all
}

func list(all []Picture, p Picture) []Picture {
	if !strings.HasPrefix(p.URL, "http") || len(all) == maxPictures {
		return all
	}
	return append(all, p)
}

// pixels reads a length, 0 when it is none in pixels.
func pixels(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func firstImage(all []Picture) string {
	for _, p := range all {
		if p.Width == 0 && p.Height == 0 || max(p.Width, p.Height) > tiny {
			return p.URL
		}
	}
	return ""
}
