package check

import (
	"slices"
	"strings"
)

// rssItem checks an item and returns its guid.
func (r *report) rssItem(n *node, modern bool) (id string) {
	r.shape(n, itemGrammar)
	title, description, encoded := n.first("", "title"), n.first("", "description"), n.first(contentNS, "encoded")
	if title == nil && description == nil {
		r.add(n.at, missing, "the item has neither title nor description")
	} else if description == nil && encoded == nil && n.first("", "enclosure") == nil {
		r.add(n.at, wanted, "the item has nothing to read but its title")
	}
	for _, k := range n.kids {
		if k.space == "" {
			r.itemElement(k)
		}
	}
	r.encoded(n, description)
	r.meanings(n, itemMeanings)
	r.meanings(n, moreMeanings)
	r.modules(n)
	if modern && n.first("", "pubDate") == nil && n.first(dcNS, "date") == nil {
		r.add(n.at, noDate, "the item has no pubDate")
	}
	item := item{at: n.at}
	if guid := n.first("", "guid"); guid != nil {
		id = guid.value()
		item.id = id
	} else if modern {
		r.add(n.at, noGUID, "the item has no guid")
	}
	if title != nil {
		item.title = title.value()
	}
	r.summary.items = append(r.summary.items, item)
	return id
}

func (r *report) itemElement(n *node) {
	name := "<" + n.name + ">"
	switch n.name {
	case "title":
		r.textLeaf(n, true)
		r.plain(n, name, n.text, n.literal)
	case "link", "comments":
		r.webLink(n)
	case "description":
		r.textLeaf(n, false)
		if !r.isOld {
			r.fragment(n, name, n.text)
		}
	case "author":
		r.textLeaf(n, false)
		r.rssMail(n, name, n.text)
		r.plain(n, name, n.text, n.literal)
	case "category":
		r.category(n)
	case "enclosure":
		r.enclosure(n)
	case "guid":
		r.guid(n)
	case "pubDate":
		r.textLeaf(n, false)
		r.stamp822(n, name, n.text)
	case "source":
		r.textLeaf(n, false)
		r.plain(n, name, n.text, n.literal)
		if u, there := n.lookup("", "url"); !there {
			r.add(n.at, missing, "<source> has no url")
		} else {
			r.address(n, "url of <source>", u, relative)
		}
	}
}

// encoded checks content:encoded, and where it stands (R28).
func (r *report) encoded(n, description *node) {
	for i, k := range n.kids {
		if k.space != contentNS || k.name != "encoded" {
			continue
		}
		r.leaf(k)
		r.fragment(k, "<content:encoded>", k.text)
		switch {
		case description == nil:
			r.add(k.at, lateSummary, "<content:encoded> stands without a description")
		case slices.Index(n.kids, description) > i:
			r.add(k.at, lateSummary, "<content:encoded> stands before the description")
		}
		return
	}
}

// enclosure checks what comes with an item (R62).
func (r *report) enclosure(n *node) {
	r.attributes(n, []string{"url", "length", "type"})
	if n.parent.first("", "enclosure") != n {
		r.add(n.at, oddEnclosure, "the item has more than one enclosure")
	}
	for _, name := range []string{"url", "length", "type"} {
		if !n.has(name) {
			r.add(n.at, badEnclosure, "<enclosure> has no %s", name)
		}
	}
	if u, there := n.lookup("", "url"); there {
		a := r.address(n, "url of <enclosure>", u, badEnclosure)
		if a != nil && a.Scheme != "http" && a.Scheme != "https" {
			r.add(n.at, badEnclosure, "the url of <enclosure> is no web address: %q", u)
		}
	}
	r.file(n.attr("url"), n.attr("length"), n.at)
	if length, there := n.lookup("", "length"); there {
		if v, ok := number(length); !ok || length == "" {
			r.add(n.at, badEnclosure, "the length of <enclosure> is no number of bytes: %q", length)
		} else if v == 0 {
			r.add(n.at, oddEnclosure, "the length of <enclosure> is 0")
		}
	}
	if kind, there := n.lookup("", "type"); there {
		r.mediaType(n, "type of <enclosure>", kind)
		r.audio(n, kind)
	}
}

// file remembers what comes with an item.
func (r *report) file(url, length string, at place) {
	bytes, _ := number(length)
	r.summary.files = append(r.summary.files, file{url, bytes, at})
}

// audio names types that were never registered (R66).
func (r *report) audio(n *node, kind string) {
	if slices.Contains([]string{"audio/mp3", "audio/x-mp3", "audio/mpeg3", "audio/mp4a", "audio/m4a", "audio/x-mpeg"}, strings.ToLower(kind)) {
		r.add(n.at, oddAudio, "the type %s is not registered", kind)
	}
}

// guid checks an item's identity (R10, R11).
func (r *report) guid(n *node) {
	r.textLeaf(n, false)
	value := n.value()
	perma, given := n.lookup("", "isPermaLink")
	if given && perma != "true" && perma != "false" {
		r.add(n.at, badValue, "isPermaLink must be true or false, not %q", perma)
	}
	switch {
	case value == "":
		r.add(n.at, badPermalink, "<guid> is empty")
	case perma == "false":
		if _, isNumber := number(value); isNumber && len(value) < 9 {
			r.add(n.at, weakID, "the guid %q is short", value)
		}
		r.uri(n, "<guid>", value)
	case !scheme().MatchString(value), strings.HasPrefix(value, "tag:"), strings.HasPrefix(strings.ToLower(value), "urn:"):
		r.add(n.at, badPermalink, "the guid is no URL: %q", value)
	default:
		if r.address(n, "<guid>", value, nil) == nil {
			r.add(n.at, badPermalink, "the guid is no URL: %q", value)
		}
	}
}
