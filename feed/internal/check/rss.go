package check

import (
	"encoding/xml"
	"maps"
	"slices"
	"strings"
)

// The grammar of RSS 2.0 (cyber.harvard.edu/rss/rss.html, rssboard.org/rss-specification).
var (
	rssGrammar     = grammar{attrs: []string{"version"}, kids: map[string]string{"channel": "1"}}
	channelGrammar = grammar{kids: map[string]string{
		"title": "1", "link": "1", "description": "1", "language": "?", "copyright": "?", "managingEditor": "?", "webMaster": "?", "pubDate": "?",
		"lastBuildDate": "?", "category": "*", "generator": "?", "docs": "?", "cloud": "?", "ttl": "?", "image": "?", "rating": "?", "textInput": "?",
		"skipHours": "?", "skipDays": "?", "item": "*",
	}}
	itemGrammar = grammar{kids: map[string]string{
		"title": "?", "link": "?", "description": "?", "author": "?", "category": "*", "comments": "?", "enclosure": "*", "guid": "?",
		"pubDate": "?", "source": "?",
	}}
	imageGrammar = grammar{kids: map[string]string{"url": "1", "title": "1", "link": "1", "width": "?", "height": "?", "description": "?"}}
	inputGrammar = grammar{kids: map[string]string{"title": "1", "description": "1", "name": "1", "link": "1"}}
	hoursGrammar = grammar{kids: map[string]string{"hour": "*"}}
	daysGrammar  = grammar{kids: map[string]string{"day": "*"}}
)

// rss checks an RSS document.
func (r *report) rss(root *node) {
	r.kind = "rss"
	if root.space != "" {
		if root.space != "http://backend.userland.com/RSS2" && root.space != "http://blogs.law.harvard.edu/tech/rss" {
			r.add(root.at, wrongNamespace, "<rss> is in the namespace %q", root.space)
		}
		root.rename(root.space, "")
	}
	r.shape(root, rssGrammar)
	switch version, there := root.lookup("", "version"); {
	case !there:
		r.add(root.at, missing, "<rss> has no version")
	case !slices.Contains([]string{"2.0", "0.91", "0.92", "0.93", "0.94"}, version):
		r.add(root.at, badValue, "there is no version %q of RSS", version)
	case version != "2.0":
		r.add(root.at, oldVersion, "the version of RSS is %s", version)
	}
	r.isOld = root.attr("version") == "0.91"
	for _, channel := range root.all("", "channel") {
		r.channel(channel, root.attr("version") == "2.0")
	}
}

func (r *report) channel(n *node, modern bool) {
	r.shape(n, channelGrammar)
	items := n.all("", "item")
	r.itemsLast(n)
	for _, k := range n.kids {
		if k.space == "" && k.name != "item" {
			r.channelElement(k)
		}
	}
	if n.first("", "language") == nil && n.first(dcNS, "language") == nil && n.language == "" {
		r.add(n.at, noLanguage, "no language is said")
	}
	if modern {
		r.selfLink(n)
	}
	r.meanings(n, channelMeanings)
	guids := map[string]bool{}
	for _, i := range items {
		if id := r.rssItem(i, modern); id != "" {
			if guids[id] {
				r.add(i.at, sameID, "two items have the guid %q", id)
			}
			guids[id] = true
		}
	}
	r.history(n, atomNS)
	r.modules(n)
	r.podcast(n)
}

// selfLink asks for atom:link, as the RSS profile does.
func (r *report) selfLink(n *node) {
	if !slices.ContainsFunc(n.all(atomNS, "link"), isSelf) {
		r.add(n.at, noSelf, "the channel has no atom:link with rel=\"self\"")
	}
}

// itemsLast holds that a channel's own elements come before its items (R5).
func (r *report) itemsLast(n *node) {
	var item *node
	for _, k := range n.kids {
		switch {
		case k.space == "" && k.name == "item":
			item = k
		case k.space == "" && item != nil:
			r.add(k.at, misplaced, "<%s> stands after an item", k.name)
			return
		}
	}
}

func (r *report) channelElement(n *node) {
	name := "<" + n.name + ">"
	switch n.name {
	case "title":
		r.textLeaf(n, true)
		r.plain(n, name, n.text, n.literal)
	case "description", "copyright", "generator", "rating":
		r.textLeaf(n, false)
		if n.name == "description" || n.name == "copyright" {
			r.plain(n, name, n.text, n.literal)
		}
	case "link":
		r.webLink(n)
	case "docs":
		r.textLeaf(n, false)
		r.address(n, name, n.text, relative)
	case "language":
		r.textLeaf(n, false)
		r.languageTag(n, name, n.value())
	case "managingEditor", "webMaster":
		r.textLeaf(n, false)
		r.rssMail(n, name, n.text)
		r.plain(n, name, n.text, n.literal)
	case "pubDate", "lastBuildDate":
		r.textLeaf(n, false)
		r.stamp822(n, name, n.text)
	case "category":
		r.category(n)
	case "cloud":
		r.cloud(n)
	case "ttl":
		r.textLeaf(n, true)
		r.positive(n, name, n.value(), 1)
	case "image":
		r.image(n)
	case "textInput":
		r.textInput(n)
	case "skipHours", "skipDays":
		r.skips(n)
	}
}

// textLeaf checks an element that holds text only; filled says that it must hold some.
func (r *report) textLeaf(n *node, filled bool) {
	r.leaf(n)
	if filled && n.value() == "" && len(n.kids) == 0 {
		r.add(n.at, blank, "<%s> is empty", n.name)
	}
	allowed := []string(nil)
	switch n.name {
	case "category":
		allowed = []string{"domain"}
	case "source":
		allowed = []string{"url"}
	case "guid":
		allowed = []string{"isPermaLink"}
	}
	r.attributes(n, allowed)
}

// webLink checks an address that readers open.
func (r *report) webLink(n *node) {
	r.textLeaf(n, true)
	if n.value() != "" {
		r.address(n, "<"+n.name+"> of <"+n.parent.name+">", n.text, relative)
	}
}

func (r *report) category(n *node) {
	r.textLeaf(n, true)
	r.plain(n, "<category>", n.text, n.literal)
}

// cloud checks the element of rssCloud.
func (r *report) cloud(n *node) {
	names := strings.Fields("domain port path registerProcedure protocol")
	r.attributes(n, names)
	for _, name := range names {
		if value, there := n.lookup("", name); !there || value == "" && name != "registerProcedure" {
			r.add(n.at, missing, "<cloud> has no %s", name)
		}
	}
	if port := n.attr("port"); port != "" {
		r.positive(n, "port of <cloud>", port, 1)
	}
	if p := n.attr("protocol"); p != "" && !slices.Contains([]string{"xml-rpc", "soap", "http-post", "https-post"}, p) {
		r.add(n.at, badValue, "the protocol of <cloud> is unknown: %q", p)
	}
}

// Sizes of the image of a channel, in pixels.
const (
	maxWidth  = 144
	maxHeight = 400
)

func (r *report) image(n *node) {
	r.shape(n, imageGrammar)
	for _, k := range n.kids {
		if k.space != "" {
			continue
		}
		name := "<" + k.name + "> of <image>"
		switch k.name {
		case "title":
			r.textLeaf(k, true)
			r.plain(k, name, k.text, k.literal)
			r.likeChannel(k)
		case "description":
			r.plain(k, name, k.text, k.literal)
		case "url", "link":
			r.webLink(k)
			if k.name == "link" {
				r.likeChannel(k)
			} else if u := strings.ToLower(k.value()); u != "" && !slices.ContainsFunc([]string{".gif", ".jpg", ".jpeg", ".png", ".webp"}, func(end string) bool {
				return strings.Contains(u, end)
			}) && strings.Contains(u[strings.LastIndex(u, "/")+1:], ".") {
				r.add(k.at, oddType, "<url> of <image> is no GIF, JPEG or PNG by its name: %q", k.value())
			}
		case "width":
			r.pixels(k, name, maxWidth)
		case "height":
			r.pixels(k, name, maxHeight)
		}
	}
}

// likeChannel compares what an image says with what its channel says: they should be equal.
func (r *report) likeChannel(n *node) {
	if other := n.parent.parent.first("", n.name); other != nil && other.value() != n.value() && n.value() != "" {
		r.add(n.at, different, "<%s> of <image> is not that of the channel", n.name)
	}
}

func (r *report) pixels(n *node, what string, most int64) {
	r.textLeaf(n, false)
	if v, ok := number(n.value()); !ok || v < 1 || v > most {
		r.add(n.at, badNumber, "%s is not within 1-%d: %q", what, most, n.value())
	}
}

func (r *report) textInput(n *node) {
	r.shape(n, inputGrammar)
	r.add(n.at, oddValue, "no reader shows <textInput>")
	for _, k := range n.all("", "title") {
		r.plain(k, "<title> of <textInput>", k.text, k.literal)
	}
	for _, k := range n.all("", "link") {
		r.webLink(k)
	}
	for _, k := range n.all("", "name") {
		if v := k.value(); v == "" || !isLetter(v[0]) || strings.ContainsAny(v, " <>&\"'") {
			r.add(k.at, badValue, "<name> of <textInput> is no name of a field: %q", v)
		}
	}
}

// skips checks skipHours and skipDays (R58).
func (r *report) skips(n *node) {
	child, g := "hour", hoursGrammar
	if n.name == "skipDays" {
		child, g = "day", daysGrammar
	}
	r.shape(n, g)
	all, seen := n.all("", child), map[string]bool{}
	if len(all) == 0 {
		r.add(n.at, missing, "<%s> has no <%s>", n.name, child)
	}
	if child == "day" && len(all) > 7 || len(all) > 24 {
		r.add(n.at, badCadence, "<%s> has %d elements", n.name, len(all))
	}
	for _, k := range all {
		v := k.value()
		hour, ok := number(v)
		switch {
		case child == "hour" && ok && hour == 24:
			r.add(k.at, badCadence, "the hour 24 is written 0")
		case child == "hour" && (!ok || hour > 23):
			r.add(k.at, badCadence, "there is no hour %q", v)
		case child == "day" && !slices.Contains(strings.Fields("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"), v):
			r.add(k.at, badCadence, "there is no day %q", v)
		case seen[v]:
			r.add(k.at, badCadence, "%s is skipped twice", v)
		}
		seen[v] = true
	}
}

// Elements of modules that say what an element of RSS says.
var (
	channelMeanings = map[string]xml.Name{
		"managingEditor": {Space: dcNS, Local: "creator"}, "webMaster": {Space: dcNS, Local: "publisher"},
		"category": {Space: dcNS, Local: "subject"}, "pubDate": {Space: dcNS, Local: "date"}, "language": {Space: dcNS, Local: "language"},
		"copyright": {Space: dcNS, Local: "rights"}, "lastBuildDate": {Space: dctermsNS, Local: "modified"},
		"generator": {Space: adminNS, Local: "generatorAgent"},
	}
	itemMeanings = map[string]xml.Name{
		"author": {Space: dcNS, Local: "creator"}, "category": {Space: dcNS, Local: "subject"}, "pubDate": {Space: dcNS, Local: "date"},
		"guid": {Space: atomNS, Local: "id"}, "source": {Space: dcNS, Local: "source"},
	}
	moreMeanings = map[string]xml.Name{"pubDate": {Space: atomNS, Local: "published"}}
)

// meanings looks for pairs of elements that say the same (R42).
func (r *report) meanings(n *node, pairs map[string]xml.Name) {
	there := map[xml.Name]*node{}
	for _, k := range n.kids {
		there[xml.Name{Space: k.space, Local: k.name}] = k
	}
	for _, core := range slices.Sorted(maps.Keys(pairs)) {
		if o := there[pairs[core]]; o != nil && there[xml.Name{Local: core}] != nil {
			r.add(o.at, sameMeaning, "<%s> and <%s> say the same", core, o.full())
		}
	}
}
