package markup

import (
	"mime"
	"net/url"
	"path"
	"strings"
	"time"

	"golang.org/x/net/html"
)

var (
	fraction   = lazily(`(\.\d{3})\d+`)
	duration   = lazily(`^P(\d+D|(\d+D)?T(\d+H)?(\d+M)?(\d+(\.\d{1,3})?S)?)$|^(\d+[wdhms] ?)+$`)
	week       = lazily(`^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$`)
	imageSizes = lazily(`^(\([a-z-]+: ?[0-9.]+(px|em|rem)\)( and \([a-z-]+: ?[0-9.]+(px|em|rem)\))* [0-9.]+(px|em|rem|vw), ?)*[0-9.]+(px|em|rem|vw)$`)
	media      = lazily(`^(only )?(all|screen|print|\([a-z-]+: ?[a-z0-9.]+\))( and \([a-z-]+: ?[a-z0-9.]+\))*$`)
)

// linkTypes are the values of rel that say something of a link in a text.
var linkTypes = map[string]bool{
	"alternate": true, "author": true, "bookmark": true, "external": true, "help": true, "license": true, "me": true, "next": true, "nofollow": true,
	"noopener": true, "noreferrer": true, "prev": true, "search": true, "tag": true, "ugc": true, "sponsored": true,
}

// conformAttributes gives n the attributes that it must have, and takes values away that it can't.
func conformAttributes(n *html.Node) {
	switch n.Data {
	case "a":
		conformLink(n)
		nameLink(n)
	case "img":
		conformSources(n)
		nameImage(n)
	case "source":
		conformSources(n)
		if m := attr(n, "media"); !media().MatchString(m) {
			setAttr(n, "media", "")
		}
		conformType(n)
	case "time":
		if at := datetime(attr(n, "datetime")); at != "" {
			setAttr(n, "datetime", at)
		} else if setAttr(n, "datetime", ""); datetime(strings.TrimSpace(line(n))) == "" || n.FirstChild == nil || n.FirstChild.NextSibling != nil {
			rename(n, "span")
		}
	case "ins", "del":
		at := datetime(attr(n, "datetime"))
		if len(at) != len(time.DateOnly) && !strings.Contains(at, "Z") && strings.LastIndexAny(at, "+-") < len(time.DateOnly) { // a day, or an instant with its zone
			at = ""
		}
		setAttr(n, "datetime", at)
	case "li":
		if n.Parent.Data != "ol" {
			setAttr(n, "value", "")
		}
	case "track":
		if attr(n, "srclang") == "" && attr(n, "kind") != "chapters" && attr(n, "kind") != "metadata" {
			setAttr(n, "kind", "captions") // subtitles, which it is else, must say their language
		}
	}
}

func conformLink(n *html.Node) {
	if attr(n, "href") == "" {
		for _, key := range []string{"rel", "type", "hreflang"} {
			setAttr(n, key, "")
		}
	}
	var rel []string
	for r := range strings.FieldsSeq(strings.ToLower(attr(n, "rel"))) {
		if linkTypes[r] {
			rel = append(rel, r)
		}
	}
	setAttr(n, "rel", strings.Join(rel, " "))
	conformType(n)
}

func conformType(n *html.Node) {
	if kind, _, err := mime.ParseMediaType(attr(n, "type")); err != nil || !strings.Contains(kind, "/") {
		setAttr(n, "type", "")
	}
}

// nameImage gives a picture the words that stand for it: none are worse than empty ones, with which a screen reader passes over it.
func nameImage(n *html.Node) {
	alt := strings.TrimSpace(attr(n, "alt"))
	if alt == "" {
		alt = attr(n, "title")
	}
	setAlt(n, alt)
}

func setAlt(n *html.Node, alt string) {
	if old, there := lookup(n, "alt"); !there || alt != strings.TrimSpace(old) {
		setAttr(n, "alt", "")
		n.Attr = append(n.Attr, html.Attribute{Key: "alt", Val: alt})
	}
}

// nameLink gives a link without words, of which a screen reader would read out the address, those of the name of its picture's file.
func nameLink(a *html.Node) {
	img := first(a, "img")
	if img == nil || attr(a, "href") == "" || line(a) != "" {
		return
	}
	for n := range a.Descendants() {
		if n.Data == "img" && strings.TrimSpace(attr(n, "alt")+attr(n, "title")) != "" {
			return
		}
	}
	setAlt(img, fileName(attr(img, "src")))
}

func fileName(ref string) string {
	u, err := url.Parse(ref)
	if err != nil || u.Opaque != "" {
		return "picture"
	}
	name := path.Base(u.Path)
	if name = clean(strings.TrimSuffix(name, path.Ext(name))); strings.Trim(name, "/. ") == "" {
		return "picture"
	}
	return name
}

// conformSources leaves the candidates of a srcset that say their size in the same way as the first, each another, and sizes that fit:
// https://html.spec.whatwg.org/multipage/images.html#srcset-attributes.
func conformSources(n *html.Node) {
	var kept []string
	var unit byte
	seen := map[string]bool{}
	for candidate := range strings.SplitSeq(attr(n, "srcset"), ", ") {
		_, size, _ := strings.Cut(candidate, " ")
		if size == "" {
			size = "1x"
		}
		if unit == 0 {
			unit = size[len(size)-1]
		}
		if candidate != "" && size[len(size)-1] == unit && !seen[size] && strings.Trim(size, "0.wx") != "" {
			seen[size] = true
			kept = append(kept, candidate)
		}
	}
	setAttr(n, "srcset", strings.Join(kept, ", "))
	has := attr(n, "sizes")
	switch {
	case len(kept) == 0 || unit != 'w':
		setAttr(n, "sizes", "")
	case has != "auto" && !imageSizes().MatchString(has):
		setAttr(n, "sizes", "100vw") // which is what it means without
	}
}

// datetime returns s as the value of a datetime attribute, "" if it can be none:
// https://html.spec.whatwg.org/multipage/text-level-semantics.html#datetime-value.
func datetime(s string) string {
	s = fraction().ReplaceAllString(strings.TrimSpace(s), "$1")
	for _, layout := range []string{
		time.DateOnly, "2006-01", "2006", "01-02", "15:04", "15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02 15:04:05",
		"2006-01-02T15:04Z07:00", "2006-01-02 15:04Z07:00", "2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05Z07:00",
		"2006-01-02T15:04Z0700", "2006-01-02 15:04Z0700", "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z0700",
	} {
		if t, err := time.Parse(layout, s); err == nil && (t.Year() > 0 || layout[0] != '2') {
			return s
		}
	}
	if duration().MatchString(s) && !strings.HasSuffix(s, "T") || week().MatchString(s) {
		return s
	}
	return ""
}
