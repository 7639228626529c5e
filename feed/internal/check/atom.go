package check

import (
	"encoding/xml"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
)

// grammar says of an element which children it may have, how often, and which attributes.
type grammar struct {
	attrs []string
	kids  map[string]string // name to "1", "?" or "*": once, at most once, any number
}

// shape checks the children and attributes of an element against its grammar. Elements of other namespaces are
// extensions and anywhere welcome.
func (r *report) shape(n *node, g grammar) {
	counts := map[string]int{}
	for _, k := range n.kids {
		if k.space != n.space {
			continue
		}
		counts[k.name]++
		switch often, known := g.kids[k.name]; {
		case !known:
			r.add(k.at, unknownElement, "unknown element <%s> in <%s>", k.full(), n.name)
		case often != "*" && counts[k.name] == 2:
			r.add(k.at, repeated, "<%s> has <%s> twice", n.name, k.name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(g.kids)) {
		if g.kids[name] == "1" && counts[name] == 0 {
			r.add(n.at, missing, "<%s> has no <%s>", n.name, name)
		}
	}
	if strings.TrimSpace(n.text) != "" && g.kids != nil {
		r.add(n.at, strayText, "text stands in <%s>: %q", n.name, strings.TrimSpace(n.text))
	}
	r.attributes(n, g.attrs)
}

func (r *report) attributes(n *node, allowed []string) {
	for _, a := range n.attrs {
		switch {
		case a.Name.Space == "" && a.Name.Local != "xmlns" && !slices.Contains(allowed, a.Name.Local):
			r.add(n.at, unknownField, "<%s> has the unknown attribute %s", n.name, a.Name.Local)
		case a.Name == xml.Name{Space: xmlNS, Local: "lang"}:
			if a.Value != "" {
				r.languageTag(n, "xml:lang", a.Value)
			}
		case a.Name == xml.Name{Space: xmlNS, Local: "base"}:
			r.address(n, "xml:base", a.Value, nil)
		}
	}
}

// The grammar of Atom (RFC 4287 sections 4.1.1, 4.1.2 and 4.2.11).
var (
	feedGrammar = grammar{kids: map[string]string{
		"author": "*", "category": "*", "contributor": "*", "generator": "?", "icon": "?", "id": "1", "link": "*", "logo": "?",
		"rights": "?", "subtitle": "?", "title": "1", "updated": "1", "entry": "*",
	}}
	entryGrammar = grammar{kids: map[string]string{
		"author": "*", "category": "*", "content": "?", "contributor": "*", "id": "1", "link": "*", "published": "?", "rights": "?",
		"source": "?", "summary": "?", "title": "1", "updated": "1",
	}}
	sourceGrammar = grammar{kids: map[string]string{
		"author": "*", "category": "*", "contributor": "*", "generator": "?", "icon": "?", "id": "?", "link": "*", "logo": "?",
		"rights": "?", "subtitle": "?", "title": "?", "updated": "?",
	}}
	personGrammar = grammar{kids: map[string]string{"name": "1", "uri": "?", "email": "?"}}
)

// atomFeed checks an Atom document.
func (r *report) atomFeed(feed *node) {
	r.kind = "atom"
	r.shape(feed, feedGrammar)
	r.atomMetadata(feed)
	if feed.prefix != "" {
		r.add(feed.at, oddPrefix, "the elements of Atom have the prefix %s", feed.prefix)
	}
	entries := feed.all(atomNS, "entry")
	if feed.language == "" && !slices.ContainsFunc(entries, func(e *node) bool { return e.language != "" }) {
		r.add(feed.at, noLanguage, "no language is said")
	}
	if feed.first(atomNS, "link") == nil || !slices.ContainsFunc(feed.all(atomNS, "link"), isSelf) {
		r.add(feed.at, noSelf, "the feed has no self link")
	}
	inEntries := false
	for _, k := range feed.kids {
		if k.space == atomNS && k.name == "entry" {
			inEntries = true
		} else if k.space == atomNS && inEntries {
			r.add(k.at, misplaced, "<%s> stands after an entry", k.name)
			break
		}
	}
	var times []stamped
	ids := map[string]bool{}
	for _, e := range entries {
		s := r.atomEntry(e, feed)
		if ids[s.id] && s.id != "" {
			r.add(e.at, sameID, "two entries have the ID %q", s.id)
		}
		ids[s.id] = true
		times = append(times, s)
	}
	r.order(feed, times)
	r.history(feed, atomNS)
	r.modules(feed)
}

func isSelf(link *node) bool { return strings.TrimPrefix(link.attr("rel"), registry) == "self" }

// registry begins a registered relation that is written in full (RFC 4287 section 4.2.7.2).
const registry = "http://www.iana.org/assignments/relation/"

// stamped is what an entry is known by.
type stamped struct {
	at      *node
	id      string
	updated time.Time
	raw     string
}

// order compares the times of entries with each other and with the feed's (R16, R17).
func (r *report) order(feed *node, entries []stamped) {
	seen := map[string]bool{}
	var newest time.Time
	for _, e := range entries {
		if e.raw != "" && seen[e.raw] {
			r.add(e.at.at, sameUpdated, "two entries were updated at %s", e.raw)
		}
		seen[e.raw] = true
		if e.updated.After(newest) {
			newest = e.updated
		}
	}
	if u := feed.first(atomNS, "updated"); u != nil {
		if t, err := time.Parse(time.RFC3339, u.value()); err == nil && t.Before(newest) {
			r.add(u.at, feedUpdated, "the feed was updated at %s, its newest entry later", u.value())
		}
	}
}

// atomMetadata checks what feeds, entries and sources have in common.
func (r *report) atomMetadata(n *node) {
	alternates := map[string]bool{}
	for _, k := range n.kids {
		if k.space != atomNS {
			continue
		}
		switch k.name {
		case "title", "subtitle", "rights", "summary":
			r.atomText(k)
		case "id":
			r.attributes(k, nil)
			r.identity(k, "id of <"+n.name+">", k.text)
		case "updated", "published":
			r.attributes(k, nil)
			r.timestamp(k, k.name+" of <"+n.name+">", k.text)
		case "author", "contributor":
			r.person(k)
		case "category":
			r.atomCategory(k)
		case "generator":
			r.attributes(k, []string{"uri", "version"})
			r.generator(k)
		case "icon", "logo":
			r.attributes(k, nil)
			r.iri(k, "<"+k.name+">", k.text)
		case "link":
			r.atomLink(k, alternates)
		}
	}
}

func (r *report) generator(n *node) {
	r.leaf(n)
	if n.value() == "" {
		r.add(n.at, blank, "<generator> is empty")
	}
	if n.has("uri") {
		r.iri(n, "uri of <generator>", n.attr("uri"))
	}
	r.plain(n, "<generator>", n.text, n.literal)
}

// iri checks an address that must have no white space around it (RFC 4287 section 2).
func (r *report) iri(n *node, what, value string) {
	switch trimmed := strings.TrimSpace(value); {
	case trimmed == "":
		r.add(n.at, blank, "%s is empty", what)
	case trimmed != value:
		r.add(n.at, spaceAround, "%s has white space around it: %q", what, value)
	default:
		r.address(n, what, value, nil)
	}
}

// leaf reports elements within one that holds text only.
func (r *report) leaf(n *node) {
	for _, k := range n.kids {
		r.add(k.at, unknownElement, "unknown element <%s> in <%s>", k.full(), n.name)
	}
}

// person checks a person construct (RFC 4287 section 3.2).
func (r *report) person(n *node) {
	r.shape(n, personGrammar)
	for _, k := range n.kids {
		if k.space != atomNS {
			continue
		}
		switch k.name {
		case "name":
			r.leaf(k)
			if k.value() == "" {
				r.add(k.at, blank, "<name> is empty")
			}
			r.plain(k, "<name>", k.text, k.literal)
			if mailIn().MatchString(k.text) {
				r.add(k.at, oddMail, "<name> holds a mail address: %q", k.value())
			}
		case "uri":
			r.leaf(k)
			r.iri(k, "<uri>", k.text)
		case "email":
			r.leaf(k)
			r.mail(k, "<email>", k.text)
		}
	}
}

// atomCategory checks a category (RFC 4287 section 4.2.2).
func (r *report) atomCategory(n *node) {
	r.attributes(n, []string{"term", "scheme", "label"})
	switch term, there := n.lookup("", "term"); {
	case !there:
		r.add(n.at, missing, "<category> has no term")
	case strings.TrimSpace(term) == "":
		r.add(n.at, blank, "the term of <category> is empty")
	}
	if s, there := n.lookup("", "scheme"); there {
		if !scheme().MatchString(strings.TrimSpace(s)) {
			r.add(n.at, badAddress, "the scheme of <category> is no absolute address: %q", s)
		} else {
			r.iri(n, "scheme of <category>", s)
		}
	}
	if label, there := n.lookup("", "label"); there {
		r.plain(n, "label of <category>", label, false)
	}
}

// relations of the IANA registry that feeds use.
var relations = strings.Fields("about acl alternate amphtml appendix archives author blocked-by bookmark canonical chapter collection contents convertedFrom copyright " +
	"create-form current describedby describes disclosure dns-prefetch duplicate edit edit-form edit-media enclosure first glossary help hosts hub icon index " +
	"item last latest-version license lrdd me memento monitor next next-archive nofollow noreferrer opensearch payment pingback predecessor-version prefetch " +
	"prev prev-archive preview previous privacy-policy profile related replies search section self service shortlink start stylesheet subsection " +
	"successor-version tag terms-of-service timegate timemap type up version-history via webmention working-copy working-copy-of")

// historical relations belong to feeds (RFC 5005 section 1).
var historical = strings.Fields("current first last next next-archive prev-archive previous")

// atomLink checks a link (RFC 4287 section 4.2.7).
func (r *report) atomLink(n *node, alternates map[string]bool) {
	r.attributes(n, strings.Fields("href rel type hreflang title length"))
	if strings.TrimSpace(n.text) != "" {
		r.add(n.at, strayText, "text stands in <link>")
	}
	rel, given := n.lookup("", "rel")
	rel = strings.TrimPrefix(rel, registry)
	switch {
	case !given:
		rel = "alternate"
	case strings.TrimSpace(rel) == "":
		r.add(n.at, blank, "the rel of <link> is empty")
	case !slices.Contains(relations, rel) && !scheme().MatchString(rel):
		r.add(n.at, oddRelation, "no relation %q is registered", rel)
	case slices.Contains(historical, rel) && n.parent.name == "entry":
		r.add(n.at, badHistory, "an entry has a link with rel=%q, which belongs to a feed", rel)
	}
	r.linkTarget(n, rel)
	kind, hasType := n.lookup("", "type")
	if hasType {
		r.mediaType(n, "type of <link>", kind)
		base, _, _ := strings.Cut(kind, ";")
		if rel == "self" && mediaType().MatchString(kind) && !slices.Contains([]string{"application/atom+xml", "application/rss+xml", "application/rdf+xml"}, base) {
			r.add(n.at, oddType, "the self link has the type %q, which is no feed's", kind)
		}
	}
	if l, there := n.lookup("", "hreflang"); there {
		r.languageTag(n, "hreflang of <link>", l)
	}
	if title, there := n.lookup("", "title"); there {
		if strings.TrimSpace(title) == "" {
			r.add(n.at, blank, "the title of <link> is empty")
		}
		r.plain(n, "title of <link>", title, false)
	}
	if length, there := n.lookup("", "length"); there {
		r.positive(n, "length of <link>", length, 0)
	}
	r.replies(n)
	if rel == "alternate" && alternates != nil {
		key := kind + " " + n.attr("hreflang")
		if alternates[key] {
			r.add(n.at, twoAlternate, "<%s> has two alternate links with the same type and hreflang", n.parent.name)
		}
		alternates[key] = true
	}
}

func (r *report) linkTarget(n *node, rel string) {
	href, there := n.lookup("", "href")
	switch {
	case !there:
		r.add(n.at, missing, "<link> has no href")
		return
	case href != strings.TrimSpace(href):
		r.add(n.at, badAddress, "the href of <link> has white space around it: %q", href)
		return
	}
	at := relative
	if rel == "self" && n.parent.name != "source" {
		at = badSelf
	}
	u := r.address(n, "href of <link>", href, at)
	if u == nil {
		return
	}
	if rel == "enclosure" {
		r.file(u.String(), n.attr("length"), n.at)
	}
	if rel == "self" && (n.parent.name == "feed" || n.parent.name == "channel") {
		r.self(n, u)
	}
	if own := n.base; own != nil && !sameDocument(own.String(), r.name) && href != "" && sameDocument(u.String(), own.String()) && !scheme().MatchString(href) {
		r.add(n.at, oddAddress, "%q means the feed itself to some and xml:base to others (RFC 3986 section 4.4)", href)
	}
}

// self checks the link of a feed to itself, and remembers it (R23).
func (r *report) self(n *node, u *url.URL) {
	if r.summary.self == "" {
		r.summary.self = u.String()
	}
	if strings.Contains(r.name, "://") && !r.nearby() && !sameDocument(r.name, u.String()) {
		r.add(n.at, badSelf, "the self link is %q, but the document was read from %q", u.String(), r.name)
	}
}

// sameDocument compares addresses but for their fragments.
func sameDocument(a, b string) bool {
	a, _, _ = strings.Cut(a, "#")
	b, _, _ = strings.Cut(b, "#")
	return strings.TrimSuffix(a, "/") == strings.TrimSuffix(b, "/")
}
