package markup

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// lazy names the attributes from which scripts load pictures late, each with the attribute that it stands for.
var lazy = []struct{ from, to string }{
	{"data-src", "src"},
	{"data-lazy-src", "src"},
	{"data-original", "src"},
	{"data-srcset", "srcset"},
	{"data-lazy-srcset", "srcset"},
	{"data-poster", "poster"},
}

var placeholder = lazily(`(?i)(^data:|(blank|placeholder|spacer|pixel|transparent|loading|lazy|1x1|gr[ae]y)[^/]*$)`)

// loadLazy gives pictures that a script would have loaded their real source: from a data attribute, or from the
// noscript that follows the placeholder.
func loadLazy(root *html.Node) {
	var scripts []*html.Node
	for n := range root.Descendants() {
		switch n.Data {
		case "img", "source", "video", "audio":
			for _, l := range lazy {
				if real := strings.TrimSpace(attr(n, l.from)); isSource(real) {
					setAttr(n, l.to, real)
					dropTiny(n)
				}
				setAttr(n, l.from, "")
			}
			if n.Data == "img" && isPlaceholder(n) {
				guessSource(n)
			}
		case "noscript":
			scripts = append(scripts, n)
		}
	}
	for _, n := range scripts {
		takePicture(n)
	}
}

// dropTiny takes away the size of a placeholder: the picture has another.
func dropTiny(img *html.Node) {
	if n := max(pixels(attr(img, "width")), pixels(attr(img, "height"))); n > 0 && n <= tiny {
		setAttr(img, "width", "")
		setAttr(img, "height", "")
	}
}

func isSource(s string) bool {
	return s != "" && s[0] != '{' && !strings.HasPrefix(s, "data:") && !strings.Contains(s, "${")
}

// guessSource takes the source of a placeholder from any attribute that is named after one: each library has its own.
func guessSource(img *html.Node) {
	for _, a := range slices.Clone(img.Attr) {
		real := strings.TrimSpace(a.Val)
		switch {
		case a.Key == "src" || a.Key == "srcset" || !isSource(real) || !strings.ContainsAny(real, "/."):
		case strings.HasSuffix(a.Key, "srcset"):
			setAttr(img, "srcset", real)
			setAttr(img, a.Key, "")
			setAttr(img, "src", "")
		case strings.HasSuffix(a.Key, "src") && !strings.ContainsAny(real, " \n"):
			setAttr(img, "src", real)
			setAttr(img, a.Key, "")
		}
	}
}

// takePicture puts the picture inside a noscript in the place of the placeholder before it. The parser leaves the content of a
// noscript as text, since it reads as a browser with scripts does.
func takePicture(noscript *html.Node) {
	before := noscript.PrevSibling
	for before != nil && before.Type != html.ElementNode {
		before = before.PrevSibling
	}
	if before == nil {
		return
	}
	old := before
	if old.Data != "img" {
		old = first(before, "img")
	}
	if old == nil || !isPlaceholder(old) || noscript.FirstChild == nil {
		return
	}
	inside, err := parse(noscript.FirstChild.Data)
	if err != nil {
		return
	}
	if picture := first(inside, "img"); picture != nil {
		old.Attr = picture.Attr
	}
}

func isPlaceholder(img *html.Node) bool {
	src := attr(img, "src")
	return attr(img, "srcset") == "" && (src == "" || placeholder().MatchString(src))
}
