package check

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The keys of JSON Feed 1.1 (jsonfeed.org/version/1.1), each with the kind of its value.
var (
	jsonFeedKeys = map[string]string{
		"version": "text", "title": "text", "home_page_url": "url", "feed_url": "url", "description": "text", "user_comment": "text", "next_url": "url",
		"icon": "url", "favicon": "url", "author": "object", "authors": "array", "language": "language", "expired": "bool", "hubs": "array", "items": "array",
	}
	jsonItemKeys = map[string]string{
		"id": "any", "url": "url", "external_url": "url", "title": "text", "content_html": "text", "content_text": "text", "summary": "text",
		"image": "url", "banner_image": "url", "date_published": "date", "date_modified": "date", "author": "object", "authors": "array",
		"tags": "array", "language": "language", "attachments": "array",
	}
	jsonAuthorKeys     = map[string]string{"name": "text", "url": "url", "avatar": "url"}
	jsonAttachmentKeys = map[string]string{
		"url": "url", "mime_type": "type", "title": "text", "size_in_bytes": "number", "duration_in_seconds": "number",
	}
	jsonHubKeys = map[string]string{"type": "text", "url": "url"}
)

// jsonFeed checks a JSON Feed.
func (r *report) jsonFeed(data []byte) {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")) // reported by then
	v, ok := r.parseJSON(data)
	if !ok {
		return
	}
	if _, isObject := v.any.([]member); !isObject {
		r.add(v.at, notFeed, "the document is no JSON object")
		return
	}
	version, _ := v.get("version")
	if !strings.HasPrefix(version.text(), "https://jsonfeed.org/version/") && !strings.HasPrefix(version.text(), "http://jsonfeed.org/version/") {
		if _, items := v.get("items"); !items && version.text() == "" {
			r.add(v.at, notFeed, "the document is JSON, but no JSON Feed")
			return
		}
	}
	r.kind = "json"
	r.keys(v, "the feed", jsonFeedKeys)
	r.jsonVersion(v, version)
	r.jsonMetadata(v)
	items, _ := v.get("items")
	ids := map[string]bool{}
	list, _ := items.any.([]value)
	for _, i := range list {
		if id := r.jsonItem(i); id != "" {
			if ids[id] {
				r.add(i.at, sameID, "two items have the id %q", id)
			}
			ids[id] = true
		}
	}
	r.sized()
}

func (r *report) jsonVersion(feed, version value) {
	switch version.text() {
	case "https://jsonfeed.org/version/1.1", "":
	case "https://jsonfeed.org/version/1":
		r.add(version.at, oldVersion, "the version of JSON Feed is 1")
	default:
		r.add(version.at, badValue, "there is no version %q of JSON Feed", version.text())
	}
	if _, there := feed.get("author"); there && strings.HasSuffix(version.text(), "1.1") {
		r.add(feed.at, oldVersion, "author became authors in version 1.1")
	}
}

func (r *report) jsonMetadata(v value) {
	for _, name := range []string{"version", "title", "items"} {
		if x, there := v.get(name); !there || name != "items" && strings.TrimSpace(x.text()) == "" {
			r.add(v.at, missing, "the feed has no %s", name)
		}
	}
	if title, _ := v.get("title"); title.text() != "" {
		r.plain(title.node(), "title of the feed", title.text(), false)
	}
	if _, there := v.get("home_page_url"); !there {
		r.add(v.at, noAlternate, "the feed has no home_page_url")
	}
	if u, there := v.get("feed_url"); !there {
		r.add(v.at, noSelf, "the feed has no feed_url")
	} else if a := r.address(u.node(), "feed_url", u.text(), nil); a != nil {
		r.self(u.node(), a)
	}
	if _, there := v.get("language"); !there {
		r.add(v.at, noLanguage, "no language is said")
	}
	r.jsonAuthors(v, "the feed")
	r.each(v, "hubs", func(hub value) {
		r.keys(hub, "a hub", jsonHubKeys)
		for _, name := range []string{"type", "url"} {
			if _, there := hub.get(name); !there {
				r.add(hub.at, missing, "a hub has no %s", name)
			}
		}
	})
}

// each calls f for each object of an array.
func (r *report) each(v value, name string, f func(value)) {
	found, _ := v.get(name)
	list, _ := found.any.([]value)
	for _, x := range list {
		if _, isObject := x.any.([]member); isObject {
			f(x)
		} else {
			r.add(x.at, badValue, "%s holds something else than objects", name)
		}
	}
}

// keys checks that an object has known keys only, and values of their kinds.
func (r *report) keys(v value, what string, known map[string]string) {
	members, _ := v.any.([]member)
	for _, m := range members {
		kind, is := known[m.name]
		switch {
		case is:
			r.jsonKind(m, m.name+" of "+what, kind)
		case !strings.HasPrefix(m.name, "_"):
			r.add(m.at, unknownField, "%s has the unknown key %q", what, m.name)
		}
	}
}

func (r *report) jsonKind(m member, what, kind string) {
	text, isText := m.any.(string)
	good := isText
	switch kind {
	case "any":
		good = true
	case "array":
		_, good = m.any.([]value)
	case "object":
		_, good = m.any.([]member)
	case "bool":
		_, good = m.any.(bool)
	case "number":
		n, isNumber := m.any.(json.Number)
		f, err := n.Float64()
		good = isNumber && err == nil && f >= 0
	}
	if !good {
		r.add(m.at, badValue, "%s is not what it should be (%s)", what, kind)
		return
	}
	switch kind {
	case "url":
		r.address(m.node(), what, text, relative)
	case "date":
		r.timestamp(m.node(), what, text)
	case "language":
		r.languageTag(m.node(), what, text)
	case "type":
		r.mediaType(m.node(), what, text)
		r.audio(m.node(), text)
	}
}

func (r *report) jsonAuthors(v value, what string) {
	check := func(a value) {
		r.keys(a, "an author", jsonAuthorKeys)
		if members, _ := a.any.([]member); !slices.ContainsFunc(members, func(m member) bool { return jsonAuthorKeys[m.name] != "" }) {
			r.add(a.at, badValue, "an author of %s has neither name nor url nor avatar", what)
		}
	}
	if a, there := v.get("author"); there {
		check(a)
	}
	r.each(v, "authors", check)
}

// jsonItem checks an item and returns its id.
func (r *report) jsonItem(v value) string {
	if _, isObject := v.any.([]member); !isObject {
		r.add(v.at, badValue, "items holds something else than objects")
		return ""
	}
	r.keys(v, "the item", jsonItemKeys)
	id, there := v.get("id")
	text := id.text()
	switch number, isNumber := id.any.(json.Number); {
	case !there, id.any == nil, text == "" && !isNumber:
		r.add(v.at, noID, "the item has no id")
	case isNumber:
		text = number.String()
		r.add(id.at, oddValue, "the id is a number, not a string: %s", text)
	case strings.HasPrefix(text, "tag:") || strings.HasPrefix(text, "urn:"):
		r.uri(id.node(), "id of the item", text)
	}
	r.jsonContent(v)
	r.jsonDates(v)
	r.jsonAuthors(v, "the item")
	r.each(v, "attachments", func(a value) {
		r.keys(a, "an attachment", jsonAttachmentKeys)
		for _, name := range []string{"url", "mime_type"} {
			if _, there := a.get(name); !there {
				r.add(a.at, badEnclosure, "an attachment has no %s", name)
			}
		}
		address, _ := a.get("url")
		size, _ := a.get("size_in_bytes")
		r.file(address.text(), fmt.Sprint(size.any), a.at)
	})
	tags, _ := v.get("tags")
	list, _ := tags.any.([]value)
	for _, t := range list {
		if _, isText := t.any.(string); !isText {
			r.add(t.at, badValue, "tags holds something else than strings")
		}
	}
	title, _ := v.get("title")
	r.summary.items = append(r.summary.items, item{id: text, title: title.text(), at: v.at})
	return text
}

func (r *report) jsonContent(v value) {
	markup, hasHTML := v.get("content_html")
	plain, hasText := v.get("content_text")
	switch {
	case !hasHTML && !hasText:
		r.add(v.at, noContent, "the item has neither content_html nor content_text")
	case strings.TrimSpace(markup.text()+plain.text()) == "":
		r.add(v.at, noText, "the content of the item is empty")
	}
	r.fragment(markup.node(), "content_html", markup.text())
	for _, name := range []string{"title", "summary", "content_text"} {
		if x, _ := v.get(name); markupIn(x.text(), true) != "" {
			r.add(x.at, htmlInText, "%s holds %s", name, markupIn(x.text(), true))
		}
	}
}

func (r *report) jsonDates(v value) {
	published, there := v.get("date_published")
	if !there {
		r.add(v.at, noDate, "the item has no date_published")
	}
	modified, _ := v.get("date_modified")
	p, err1 := time.Parse(time.RFC3339, published.text())
	m, err2 := time.Parse(time.RFC3339, modified.text())
	if err1 == nil && err2 == nil && m.Before(p) {
		r.add(modified.at, turnedDates, "date_modified is before date_published")
	}
}
