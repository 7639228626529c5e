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
	if src := attr(img, "src"); !wide && !high && src != "" && refs.options.Size != nil {
		if w, h := refs.options.Size(src); w > 0 && h > 0 && max(w, h) <= maxLength {
			setAttr(img, "width", strconv.Itoa(w))
			setAttr(img, "height", strconv.Itoa(h))
		}
	}
}

// pictures lists the first pictures of the content.
func pictures(content *html.Node) (all []Picture) {
	for n := range content.Descendants() {
		if src := attr(n, "src"); n.Data == "img" && strings.HasPrefix(src, "http") && len(all) < maxPictures {
			all = append(all, Picture{src, attr(n, "alt"), pixels(attr(n, "width")), pixels(attr(n, "height"))})
		}
	}
	return all
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
