package markup

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dropped elements go with all that they hold: code, frames, controls, and what belongs in a head. The sanitiser
// would keep the text of some of them.
var dropped = map[string]bool{
	"applet": true, "base": true, "button": true, "canvas": true, "datalist": true, "embed": true, "frame": true, "frameset": true,
	"head": true, "iframe": true, "link": true, "meta": true, "noembed": true, "noframes": true, "noscript": true, "object": true,
	"param": true, "script": true, "select": true, "style": true, "svg": true, "template": true, "textarea": true, "title": true,
}

// renamed elements are obsolete; what they meant has another name. Those of literal text must go before it is sanitised.
var renamed = map[string]string{
	"acronym": "abbr", "center": "div", "dir": "ul", "listing": "pre", "menu": "ul", "plaintext": "pre",
	"strike": "s", "tt": "code", "xmp": "pre",
}

// tidy prepares the tree under root for the sanitiser: what that would keep wrongly goes, what it would lose is rewritten in a
// form that it knows. Doing it twice changes nothing.
func tidy(root *html.Node, refs references) {
	loadLazy(root)
	prune(root)
	ids := nameAnchors(root, refs.options.IDPrefix)
	var images []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			n.Data = clean(n.Data)
			continue
		}
		tidyAttributes(n, refs, ids)
		if n.Data == "img" || n.Data == "source" {
			images = append(images, n)
		}
	}
	for _, n := range images {
		switch set := attr(n, "srcset"); {
		case attr(n, "src") != "":
		case set == "":
			replace(n, attr(n, "alt"))
		case n.Data == "img": // some readers know src only
			only, _ := cut(set, " ")
			setAttr(n, "src", strings.TrimSuffix(only, ","))
		}
		if n.Data == "img" && n.Parent != nil {
			tidyPicture(n, refs)
		}
	}
}

// prune takes out, renames or replaces elements under n.
func prune(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.TextNode:
		case c.Type != html.ElementNode, dropped[c.Data], isHidden(c):
			n.RemoveChild(c)
		case c.Data == "math":
			replace(c, formula(c))
		case c.Data == "input":
			replace(c, box(c))
		default:
			if to, ok := renamed[c.Data]; ok {
				c.Data, c.DataAtom = to, atom.Lookup([]byte(to))
			}
			prune(c)
		}
		c = next
	}
}

// isHidden reports what nobody saw on the page: without its style it would appear in a reader.
func isHidden(n *html.Node) bool {
	hidden, ok := lookup(n, "hidden")
	if ok && !strings.EqualFold(hidden, "until-found") {
		return true
	}
	style := strings.ToLower(strings.Join(strings.Fields(attr(n, "style")), ""))
	return slices.Contains(strings.Split(style, ";"), "display:none")
}

// formula returns the text of a MathML element, which readers do not show.
func formula(math *html.Node) string {
	if alt := attr(math, "alttext"); alt != "" {
		return alt
	}
	for n := range math.Descendants() {
		if n.Data == "annotation" && attr(n, "encoding") == "application/x-tex" {
			return line(n)
		}
	}
	return line(math)
}

func box(input *html.Node) string {
	if !strings.EqualFold(attr(input, "type"), "checkbox") {
		return ""
	}
	if _, checked := lookup(input, "checked"); checked {
		return "☑"
	}
	return "☐"
}

// tidyAttributes makes URLs absolute, keeps the first of two attributes with one name (XML allows no second), and gives films
// and sounds the controls without which a reader cannot start them.
func tidyAttributes(n *html.Node, refs references, ids anchors) {
	var seen map[string]bool
	if len(n.Attr) > 0 {
		seen = map[string]bool{}
	}
	kept := n.Attr[:0]
	for _, a := range n.Attr {
		if isCell := n.Data == "td" || n.Data == "th"; isCell && (a.Key == "align" || a.Key == "class") {
			// The attribute is obsolete, and feeds have no style sheet: a class does no harm, and pages act on it.
			a.Key, a.Val = "class", strings.ToLower(a.Val)
			if !alignment().MatchString(a.Val) {
				continue
			}
		}
		if seen[a.Key] {
			continue
		}
		seen[a.Key] = true
		if a.Val = tidyValue(n, a, refs, ids); a.Val != "" || !isReference(a.Key) {
			kept = append(kept, a)
		}
	}
	n.Attr = kept
	if (n.Data == "video" || n.Data == "audio") && !seen["controls"] {
		n.Attr = append(n.Attr, html.Attribute{Key: "controls"})
	}
}

func isReference(key string) bool {
	switch key {
	case "href", "cite", "src", "poster", "srcset":
		return true
	}
	return false
}

// tidyValue returns the value that an attribute shall have; "" for a reference that cannot be made absolute.
func tidyValue(n *html.Node, a html.Attribute, refs references, ids anchors) string {
	var val string
	switch a.Key {
	case "href":
		val, _ = refs.absolute(ids.target(a.Val), asLink)
	case "cite":
		val, _ = refs.absolute(a.Val, asLink)
	case "src", "poster":
		u := asMedia
		if n.Data == "img" {
			u = asPicture
		}
		val, _ = refs.absolute(a.Val, u)
	case "srcset":
		val = refs.srcset(a.Val)
	case "lang", "hreflang", "srclang":
		val = Language(a.Val)
	case "class":
		if val = a.Val; !alignment().MatchString(val) {
			val = codeLanguage(val)
		}
	default:
		val = clean(a.Val)
	}
	return val
}

// codeLanguage keeps the one class that readers act on.
func codeLanguage(class string) string {
	for _, c := range strings.Fields(clean(class)) {
		if languageClass().MatchString(c) {
			return c
		}
	}
	return ""
}
