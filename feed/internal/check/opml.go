package check

import (
	"slices"
	"strings"
)

// The grammar of OPML 2.0 (opml.org/spec2.opml).
var (
	opmlGrammar = grammar{attrs: []string{"version"}, kids: map[string]string{"head": "1", "body": "1"}}
	headGrammar = grammar{kids: map[string]string{
		"title": "?", "dateCreated": "?", "dateModified": "?", "ownerName": "?", "ownerEmail": "?", "ownerId": "?", "docs": "?",
		"expansionState": "?", "vertScrollState": "?", "windowTop": "?", "windowLeft": "?", "windowBottom": "?", "windowRight": "?",
	}}
)

// opml checks a list of feeds.
func (r *report) opml(root *node) {
	r.kind = "opml"
	r.shape(root, opmlGrammar)
	switch version, there := root.lookup("", "version"); {
	case !there:
		r.add(root.at, missing, "<opml> has no version")
	case version == "1.0" || version == "1.1":
		r.add(root.at, oldVersion, "the version of OPML is %s", version)
	case version != "2.0":
		r.add(root.at, badValue, "there is no version %q of OPML", version)
	}
	if head := root.first("", "head"); head != nil {
		r.opmlHead(head)
	}
	if body := root.first("", "body"); body != nil {
		r.outlines(body)
	}
}

func (r *report) opmlHead(head *node) {
	r.shape(head, headGrammar)
	for _, k := range head.kids {
		name, v := "<"+k.name+">", k.value()
		switch k.name {
		case "title":
			r.plain(k, name, k.text, k.literal)
		case "dateCreated", "dateModified":
			r.stamp822(k, name, v)
		case "ownerEmail":
			if v != "" {
				r.mail(k, name, v)
			}
		case "ownerId", "docs":
			if v != "" {
				r.address(k, name, v, badAddress)
			}
		case "vertScrollState", "windowTop", "windowLeft", "windowBottom", "windowRight":
			r.positive(k, name, v, 0)
		case "expansionState":
			for part := range strings.SplitSeq(v, ",") {
				if part = strings.TrimSpace(part); part != "" {
					r.positive(k, name, part, 0)
				}
			}
		}
	}
}

func (r *report) outlines(body *node) {
	found := false
	r.attributes(body, nil)
	for _, k := range body.kids {
		switch {
		case k.space == "" && k.name == "outline":
			found = true
			r.outline(k, body.parent.attr("version") == "2.0")
		case k.space == "":
			r.add(k.at, unknownElement, "unknown element <%s> in <body>", k.name)
		}
	}
	if !found {
		r.add(body.at, missing, "<body> has no <outline>")
	}
	if body.value() != "" {
		r.add(body.at, strayText, "text stands in <body>")
	}
}

// outline checks a line of the list and those below it (R61).
func (r *report) outline(n *node, modern bool) {
	known := strings.Fields("text type isComment isBreakpoint created category xmlUrl htmlUrl title description language version url")
	for _, a := range n.attrs {
		if a.Name.Space == "" && !slices.Contains(known, a.Name.Local) && slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, a.Name.Local) }) {
			r.add(n.at, unknownField, "<outline> has the attribute %s in other letters than the specification", a.Name.Local)
		} else if a.Name.Space == "" && !slices.Contains(known, a.Name.Local) {
			r.add(n.at, unknownField, "<outline> has the unknown attribute %s", a.Name.Local)
		}
	}
	if !n.has("text") {
		r.add(n.at, badOutline, "<outline> has no text")
	}
	r.outlineType(n, modern)
	for _, name := range []string{"isComment", "isBreakpoint"} {
		if v, there := n.lookup("", name); there && !strings.EqualFold(v, "true") && !strings.EqualFold(v, "false") {
			r.add(n.at, badValue, "%s of <outline> must be true or false, not %q", name, v)
		}
	}
	if v, there := n.lookup("", "created"); there {
		r.stamp822(n, "created of <outline>", v)
	}
	if v := n.attr("language"); v != "" && v != "unknown" {
		r.languageTag(n, "language of <outline>", v)
	}
	if v, there := n.lookup("", "version"); there && !slices.Contains([]string{"RSS", "RSS1", "RSS2", "scriptingNews", "ATOM", "ATOM1"}, v) {
		r.add(n.at, oddOutline, "version of <outline> must be RSS, RSS1, RSS2 or scriptingNews, not %q", v)
	}
	for _, name := range []string{"xmlUrl", "htmlUrl", "url"} {
		if v := n.attr(name); v != "" {
			r.address(n, name+" of <outline>", v, badAddress)
		}
	}
	for _, k := range n.kids {
		switch {
		case k.space == "" && k.name == "outline":
			r.outline(k, modern)
		case k.space == "":
			r.add(k.at, unknownElement, "unknown element <%s> in <outline>", k.name)
		}
	}
	if n.value() != "" {
		r.add(n.at, strayText, "text stands in <outline>")
	}
}

func (r *report) outlineType(n *node, modern bool) {
	kind, typed := n.lookup("", "type")
	address, listed := n.lookup("", "xmlUrl")
	switch strings.ToLower(kind) {
	case "rss", "atom":
		if strings.TrimSpace(address) == "" {
			r.add(n.at, badOutline, "<outline type=%q> has no xmlUrl", kind)
		}
		if !n.has("title") {
			r.add(n.at, wanted, "<outline type=%q> has no title", kind)
		}
	case "link", "include":
		if n.attr("url") == "" {
			r.add(n.at, badOutline, "<outline type=%q> has no url", kind)
		}
	default:
		switch {
		case !typed && listed:
			r.add(n.at, oddOutline, "<outline> has an xmlUrl, but no type")
		case typed && !modern:
			r.add(n.at, oddOutline, "there is no type %q in this version of OPML", kind)
		}
	}
	if listed {
		r.summary.listed = append(r.summary.listed, strings.TrimSpace(address))
	}
}
