package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// A page that a browser saved is mostly not its article: menus, teasers, consent forms. It goes through the extractor, which
// guesses. A page that a person wrote has no such furniture, and nobody wants a guess there. So a page counts as saved when it
// shows signs of at least two sorts:
//
//   - a menu: nav, or role=navigation
//   - a frame around the text: header, footer or aside
//   - a machine's head: og: or twitter: properties, JSON-LD, a manifest
//   - code that is loaded: script src, iframe
//   - much code: more than three scripts
//   - things to operate: form, button, input

// minSigns is how many sorts of signs make a page a saved one. Of 513 pages of the Web none has fewer; ten have no more.
const minSigns = 2

// minSaved is how much text outside links a page must have for the extractor to tell it from what is around it.
const minSaved = 1000 // bytes

func isSaved(page *html.Node) bool {
	var menu, frame, head, code, control bool
	scripts := 0
	for n := range page.Descendants() {
		if n.Type != html.ElementNode || n.Namespace != "" {
			continue
		}
		switch n.Data {
		case "nav":
			menu = true
		case "header", "footer", "aside":
			frame = true
		case "meta":
			property := strings.ToLower(firstOf(attr(n, "property"), attr(n, "name")))
			head = head || strings.HasPrefix(property, "og:") || strings.HasPrefix(property, "twitter:")
		case "link":
			head = head || strings.EqualFold(attr(n, "rel"), "manifest")
		case "script":
			scripts++
			head = head || strings.EqualFold(attr(n, "type"), "application/ld+json")
			code = code || attr(n, "src") != ""
		case "iframe":
			code = true
		case "form", "button", "input":
			control = true
		default:
			menu = menu || attr(n, "role") == "navigation"
		}
	}
	signs := 0
	for _, sign := range []bool{menu, frame, head, code, scripts > 3, control} {
		if sign {
			signs++
		}
	}
	return signs >= minSigns
}

const sameWords = 0.75 // likeness from which two headlines say the same; Readability.js has the same threshold

// savedContent cuts a saved page down to its text and what belongs to it, and returns the element that holds this. It is nil when
// nothing certain is found; the page is as it was then.
func savedContent(page *html.Node, headline string, judge func([]Block) []bool) *html.Node {
	body := first(page, "body")
	if body == nil {
		return nil
	}
	size := sizes(body)
	if size[body] < minSaved {
		return nil
	}
	loadLazy(body)
	clearFurniture(body, size)
	inside := extract(page)
	if inside == nil {
		return nil
	}
	list := blocksOf(body, inside)
	correct(list)
	dropHeadline(list, headline)
	if isLittle(list, page) {
		return nil
	}
	if judge != nil {
		decide(list, judge)
	}
	if !keep(body, list, inside) {
		return nil
	}
	return innermost(body)
}

// isLittle reports whether the extractor left out most of what the page marks as its content, as it does with galleries.
func isLittle(list []block, page *html.Node) bool {
	marked := largestArticle(page)
	if marked == nil {
		marked = mainOf(page)
	}
	all, in := 0, 0
	for _, b := range list {
		if b.Links >= mostLinks {
			continue
		}
		if marked != nil && b.isWithin(marked) {
			all += len(b.Text)
		}
		if b.Inside {
			in += len(b.Text)
		}
	}
	return float64(in) < littleShare*float64(all)
}

const littleShare = 0.3 // of the text of an article or main

// dropHeadline drops the heading that says the title again, perhaps in other words.
func dropHeadline(list []block, headline string) {
	for i := range list {
		b := &list[i]
		if b.Inside && (b.Kind == "h1" || b.Kind == "h2") && likeness(b.Text, headline) >= sameWords {
			b.Inside = false
			return
		}
	}
}

// decide lets the judge have the last word.
func decide(list []block, judge func([]Block) []bool) {
	blocks := make([]Block, len(list))
	for i, b := range list {
		blocks[i] = b.Block
	}
	for i, ok := range judge(blocks) {
		if i < len(list) {
			list[i].Inside = ok
		}
	}
}

// innermost goes down through containers that hold nothing but one other.
func innermost(n *html.Node) *html.Node {
	for {
		only := n.FirstChild
		for only != nil && only.Type == html.TextNode && strings.TrimSpace(only.Data) == "" {
			only = only.NextSibling
		}
		if only == nil || !isContainer(only) {
			return n
		}
		for c := only.NextSibling; c != nil; c = c.NextSibling {
			if c.Type != html.TextNode || strings.TrimSpace(c.Data) != "" {
				return n
			}
		}
		n = only
	}
}

func isContainer(n *html.Node) bool {
	switch n.Data {
	case "article", "div", "main", "section":
		return n.Type == html.ElementNode
	}
	return false
}
