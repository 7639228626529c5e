package check

import (
	"slices"
	"strings"
)

// modules checks the extensions among the children of a feed, channel, entry or item.
func (r *report) modules(n *node) {
	counts := map[string]int{}
	for _, k := range n.kids {
		if k.space == n.space && n.space != "" {
			continue
		}
		key := k.space + " " + k.name
		if counts[key]++; counts[key] == 2 && single(k) {
			r.add(k.at, repeated, "<%s> has <%s> twice", n.name, k.full())
		}
		r.module(k)
	}
}

// single says whether an element of a module may occur once only.
func single(n *node) bool {
	switch n.space {
	case syNS, adminNS, slashNS:
		return true
	case contentNS:
		return n.name == "encoded"
	case dcNS:
		return n.name == "language" || n.name == "title" || n.name == "rights" || n.name == "date" && n.parent.name == "channel"
	case atomNS:
		return slices.Contains([]string{"id", "title", "subtitle", "summary", "rights", "updated", "published", "generator", "icon", "logo"}, n.name)
	case itunesNS:
		return n.name != "category"
	case mediaNS:
		return slices.Contains([]string{"title", "description", "copyright", "adult", "keywords", "rating"}, n.name) && n.name != "rating"
	}
	return false
}

func (r *report) module(n *node) {
	name := "<" + n.full() + ">"
	switch n.space {
	case "":
		if n.parent.space == "" && strings.Contains(n.name, "_") {
			r.add(n.at, unknownElement, "%s has no namespace", name)
		}
	case atomNS:
		r.atomInRSS(n)
	case dcNS:
		switch n.name {
		case "date":
			r.leaf(n)
			r.day(n, name, n.text)
		case "language":
			r.leaf(n)
			r.languageTag(n, name, n.value())
		}
	case dctermsNS:
		if strings.Contains(n.text, "=") { // a period, as DCMI writes it
			return
		}
		switch n.name {
		case "created", "modified", "issued", "available", "dateSubmitted", "dateAccepted":
			r.day(n, name, n.text)
		}
	case syNS:
		r.syndication(n, name)
	case slashNS:
		if n.name == "comments" {
			r.positive(n, name, n.value(), 0)
		}
	case xhtmlNS:
		if n.name == "body" || n.name == "div" {
			r.add(n.at, sameMeaning, "%s says what description and content:encoded say", name)
			r.xhtml(n, n)
		}
	case threadNS:
		r.thread(n)
	case tombstoneNS:
		r.tombstone(n)
	case mediaNS, "http://search.yahoo.com/mrss", "http://www.rssboard.org/media-rss":
		r.media(n)
	case itunesNS:
		r.itunes(n)
	case podcastNS:
		r.podcasting(n)
	}
}

// atomInRSS checks elements of Atom in a channel or item.
func (r *report) atomInRSS(n *node) {
	name := "<" + n.full() + ">"
	switch n.name {
	case "link":
		r.atomLink(n, nil)
	case "updated", "published":
		r.timestamp(n, name, n.text)
	case "id":
		r.identity(n, name, n.text)
	case "author", "contributor":
		r.person(n)
	case "category":
		r.atomCategory(n)
	case "title", "subtitle", "rights", "summary":
		r.atomText(n)
	case "content":
		r.atomContent(n)
		if !n.has("src") {
			r.add(n.at, sameMeaning, "%s says what description and content:encoded say", name)
		}
	case "icon", "logo", "generator", "source":
	default:
		r.add(n.at, unknownElement, "unknown element %s in <%s>", name, n.parent.name)
	}
}

// syndication checks the syndication module (R58).
func (r *report) syndication(n *node, name string) {
	r.leaf(n)
	switch v := n.value(); n.name {
	case "updatePeriod":
		if !slices.Contains(strings.Fields("hourly daily weekly monthly yearly"), v) {
			r.add(n.at, badCadence, "%s must be hourly, daily, weekly, monthly or yearly, not %q", name, v)
		}
	case "updateFrequency":
		if count, ok := number(v); !ok || count < 1 {
			r.add(n.at, badCadence, "%s is no whole number from 1 on: %q", name, v)
		}
	case "updateBase":
		r.day(n, name, v)
	default:
		r.add(n.at, unknownElement, "unknown element %s", name)
	}
}

// thread checks threading (RFC 4685).
func (r *report) thread(n *node) {
	switch n.name {
	case "in-reply-to":
		r.attributes(n, strings.Fields("ref href type source"))
		r.leafOf(n, threadNS)
		if ref, there := n.lookup("", "ref"); !there {
			r.add(n.at, missing, "<thr:in-reply-to> has no ref")
		} else {
			r.identity(n, "ref of <thr:in-reply-to>", ref)
		}
		for _, name := range []string{"href", "source"} {
			if v, there := n.lookup("", name); there {
				r.iri(n, name+" of <thr:in-reply-to>", v)
			}
		}
		if kind, there := n.lookup("", "type"); there {
			r.mediaType(n, "type of <thr:in-reply-to>", kind)
		}
	case "total":
		r.positive(n, "<thr:total>", n.value(), 0)
	default:
		r.add(n.at, unknownElement, "unknown element <%s>", n.full())
	}
}

// leafOf reports children of a namespace where there must be none.
func (r *report) leafOf(n *node, space string) {
	for _, k := range n.kids {
		if k.space == space {
			r.add(k.at, unknownElement, "unknown element <%s> in <%s>", k.full(), n.full())
		}
	}
}

// replies checks what threading adds to a link (RFC 4685 section 4).
func (r *report) replies(n *node) {
	if v, there := n.lookup(threadNS, "count"); there {
		r.positive(n, "thr:count of <link>", v, 0)
	}
	if v, there := n.lookup(threadNS, "updated"); there {
		r.timestamp(n, "thr:updated of <link>", v)
	}
	if _, there := n.lookup(threadNS, "when"); there {
		r.add(n.at, unknownField, "<link> has the attribute thr:when, which became thr:updated")
	}
}

// tombstone checks a deleted entry (RFC 6721 section 3).
func (r *report) tombstone(n *node) {
	if n.name != "deleted-entry" {
		return
	}
	if ref, there := n.lookup("", "ref"); !there {
		r.add(n.at, badTombstone, "<at:deleted-entry> has no ref")
	} else {
		r.identity(n, "ref of <at:deleted-entry>", ref)
	}
	if when, there := n.lookup("", "when"); !there {
		r.add(n.at, badTombstone, "<at:deleted-entry> has no when")
	} else {
		r.timestamp(n, "when of <at:deleted-entry>", when)
	}
}

// history checks RFC 5005 as one document shows it (R56).
func (r *report) history(n *node, space string) {
	links := map[string]string{}
	for _, l := range n.all(space, "link") {
		links[l.attr("rel")] = strings.TrimSpace(l.attr("href"))
	}
	r.summary.previous = links["prev-archive"]
	complete, archive := n.first(historyNS, "complete"), n.first(historyNS, "archive")
	r.summary.archive = archive != nil
	here := func(address string) bool { return address == r.name || address == links["self"] }
	switch {
	case complete != nil: // section 2
		for _, rel := range historical {
			if href, there := links[rel]; there && (rel != "current" || !here(href)) {
				r.add(complete.at, badHistory, "a complete feed has a link with rel=%q, and not to itself", rel)
			}
		}
	case archive != nil: // section 4
		_, previous := links["prev-archive"]
		_, next := links["next-archive"]
		if !previous && !next {
			r.add(archive.at, lonelyArchive, "the archive has neither prev-archive nor next-archive")
		}
		if links["current"] == "" {
			r.add(archive.at, badHistory, "the archive has no link to the current feed")
		}
	}
	for _, ends := range [][2]string{{"first", "previous"}, {"last", "next"}} { // section 3
		if href, there := links[ends[0]]; there && here(href) {
			if _, beyond := links[ends[1]]; beyond {
				r.add(n.at, badHistory, "the %s document has a link to one beyond (%s)", ends[0], ends[1])
			}
		}
	}
}
