package check

import (
	"maps"
	"slices"
	"strings"
)

var (
	playTime = lazily(`^(now|\d+(\.\d+)?|\d+:\d\d:\d\d(\.\d+)?)$`)
	decimal  = lazily(`^\d+(\.\d*)?$`)
	hexes    = lazily(`^[0-9A-Fa-f]+$`)
	country  = lazily(`^[A-Z]{2}$`)
	private  = lazily(`^(AA|Q[M-Z]|X[A-Z]|ZZ)$`) // codes that ISO 3166 leaves to its users
	icra     = lazily(`^r \(([nsvlocx]z [01]|(n[a-c]|s[a-f]|v[a-j]|l[a-c]|o[a-h]|c[a-b]|x[a-e]) 1)( ([nsvlocx]z [01]|(n[a-c]|s[a-f]|v[a-j]|l[a-c]|o[a-h]|c[a-b]|x[a-e]) 1))*\)$`)
)

// media checks an element of Media RSS (rssboard.org/media-rss) and those in it.
func (r *report) media(n *node) {
	name := "<media:" + n.name + ">"
	if n.space != mediaNS {
		if n.parent == nil || n.parent.space != n.space {
			r.add(n.at, badMedia, "the namespace of %s is %q, not %q", name, n.space, mediaNS)
		}
	}
	switch n.name {
	case "content":
		r.mediaContentAttributes(n, name)
	case "group":
		if len(n.all(n.space, "content")) < 2 {
			r.add(n.at, badMedia, "%s has fewer than two media:content to choose from", name)
		}
	case "thumbnail", "player":
		r.mediaAttributes(n, name, map[string]string{"url": "must", "width": "count", "height": "count", "time": "time"})
	case "title", "description", "text":
		r.mediaText(n, name)
	case "category":
		r.mediaAttributes(n, name, map[string]string{"scheme": "uri"})
		r.plain(n, "label of "+name, n.attr("label"), false)
		r.plain(n, name, n.text, n.literal)
	case "copyright":
		r.mediaAttributes(n, name, map[string]string{"url": "url"})
		r.plain(n, name, n.text, n.literal)
	case "credit":
		r.mediaAttributes(n, name, map[string]string{"scheme": "uri"})
		if role := n.attr("role"); role != strings.ToLower(role) {
			r.add(n.at, badMedia, "the role of %s is not in small letters: %q", name, role)
		}
	case "hash":
		r.hash(n, name)
	case "rating":
		r.rating(n, name)
	case "restriction":
		r.restriction(n, name)
	case "adult":
		r.add(n.at, badMedia, "%s was replaced by media:rating", name)
	}
	counts := map[string]int{}
	for _, k := range n.kids {
		if k.space == n.space {
			if counts[k.name]++; counts[k.name] == 2 && slices.Contains([]string{"title", "description", "copyright"}, k.name) {
				r.add(k.at, repeated, "%s has <media:%s> twice", name, k.name)
			}
			r.media(k)
		}
	}
}

// mediaAttributes checks attributes by what each must be.
func (r *report) mediaAttributes(n *node, name string, kinds map[string]string) {
	for _, attr := range slices.Sorted(maps.Keys(kinds)) {
		value, there := n.lookup("", attr)
		what := attr + " of " + name
		good := true
		switch kind := kinds[attr]; {
		case !there || value == "":
			good = kind != "must"
		case kind == "must" || kind == "url":
			r.address(n, what, value, relative)
		case kind == "uri":
			r.address(n, what, value, badAddress)
		case kind == "count":
			v, ok := number(value)
			good = ok && v > 0
		case kind == "whole":
			_, good = number(value)
		case kind == "number":
			good = decimal().MatchString(value)
		case kind == "time":
			good = playTime().MatchString(value)
		case kind == "language":
			r.languageTag(n, what, value)
		case kind == "type":
			r.mediaType(n, what, value)
		default:
			good = slices.Contains(strings.Fields(kind), value)
		}
		if !good {
			r.add(n.at, badMedia, "the %s is missing or wrong: %q", what, value)
		}
	}
}

func (r *report) mediaContentAttributes(n *node, name string) {
	r.mediaAttributes(n, name, map[string]string{
		"url": "url", "fileSize": "count", "type": "type", "medium": "image audio video document executable", "isDefault": "true false",
		"expression": "sample full nonstop", "bitrate": "number", "framerate": "number", "samplingrate": "number", "channels": "whole",
		"duration": "number", "height": "count", "width": "count", "lang": "language",
	})
	r.audio(n, n.attr("type"))
}

func (r *report) mediaText(n *node, name string) {
	r.mediaAttributes(n, name, map[string]string{"type": "plain html", "start": "time", "end": "time", "lang": "language"})
	if n.attr("type") == "html" {
		r.fragment(n, name, n.text)
	} else {
		r.plain(n, name, n.text, n.literal)
	}
}

func (r *report) hash(n *node, name string) {
	length := map[string]int{"": 32, "md5": 32, "sha-1": 40}[n.attr("algo")]
	if v := n.value(); length == 0 || len(v) != length || !hexes().MatchString(v) {
		r.add(n.at, badMedia, "%s is no checksum of the algorithm %q: %q", name, n.attr("algo"), v)
	}
}

func (r *report) rating(n *node, name string) {
	ratings := map[string]string{
		"": "adult nonadult", "urn:simple": "adult nonadult", "urn:mpaa": "g m nc-17 pg pg-13 r x",
		"urn:v-chip": "14+ 18+ c c8 g pg tv-14 tv-g tv-ma tv-pg tv-y tv-y7 tv-y7-fv",
	}
	kind, v := n.attr("scheme"), n.value()
	words, known := ratings[kind]
	switch {
	case known && !slices.Contains(strings.Fields(words), v), kind == "urn:icra" && !icra().MatchString(v):
		r.add(n.at, badMedia, "%s has no value %q", name, v)
	case !known && kind != "urn:icra":
		r.address(n, "scheme of "+name, kind, badAddress)
	}
}

func (r *report) restriction(n *node, name string) {
	r.mediaAttributes(n, name, map[string]string{"type": "country uri sharing"})
	if v := n.attr("relationship"); v != "allow" && v != "deny" {
		r.add(n.at, badMedia, "the relationship of %s must be allow or deny, not %q", name, v)
	}
	switch v := n.value(); n.attr("type") {
	case "":
		if v != "" && v != "all" && v != "none" {
			r.add(n.at, badMedia, "%s must be all or none, not %q", name, v)
		}
	case "country":
		for _, c := range strings.Fields(v) {
			if c = strings.ToUpper(c); !country().MatchString(c) || private().MatchString(c) {
				r.add(n.at, badMedia, "there is no country %q", c)
			}
		}
	case "uri":
		for _, u := range strings.Fields(v) {
			r.address(n, name, u, badAddress)
		}
	}
}
