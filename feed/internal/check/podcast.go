package check

import (
	"slices"
	"strings"
)

// categories of Apple's directory, each with those below it (podcasters.apple.com/support/1691-apple-podcasts-categories).
const categories = "Arts:Books,Design,Fashion & Beauty,Food,Performing Arts,Visual Arts;" +
	"Business:Careers,Entrepreneurship,Investing,Management,Marketing,Non-Profit;Comedy:Comedy Interviews,Improv,Stand-Up;" +
	"Education:Courses,How To,Language Learning,Self-Improvement;Fiction:Comedy Fiction,Drama,Science Fiction;Government;" +
	"Health & Fitness:Alternative Health,Fitness,Medicine,Mental Health,Nutrition,Sexuality;History;" +
	"Kids & Family:Education for Kids,Parenting,Pets & Animals,Stories for Kids;" +
	"Leisure:Animation & Manga,Automotive,Aviation,Crafts,Games,Hobbies,Home & Garden,Video Games;" +
	"Music:Music Commentary,Music History,Music Interviews;" +
	"News:Business News,Daily News,Entertainment News,News Commentary,Politics,Sports News,Tech News;" +
	"Religion & Spirituality:Buddhism,Christianity,Hinduism,Islam,Judaism,Spirituality;" +
	"Science:Astronomy,Chemistry,Earth Sciences,Life Sciences,Mathematics,Natural Sciences,Nature,Physics,Social Sciences;" +
	"Society & Culture:Documentary,Personal Journals,Philosophy,Places & Travel,Relationships;" +
	"Sports:Baseball,Basketball,Cricket,Fantasy Sports,Football,Golf,Hockey,Rugby,Running,Soccer,Swimming,Tennis,Volleyball,Wilderness,Wrestling;" +
	"TV & Film:After Shows,Film History,Film Interviews,Film Reviews,TV Reviews;Technology;True Crime"

// subcategories returns what stands below a category; known says whether there is such a category.
func subcategories(name string) (below []string, known bool) {
	for line := range strings.SplitSeq(categories, ";") {
		if top, rest, _ := strings.Cut(line, ":"); top == name {
			return strings.Split(rest, ","), true
		}
	}
	return nil, false
}

// PodcastCategories are the categories of Apple's directory, without those below them.
func PodcastCategories() (all []string) {
	for line := range strings.SplitSeq(categories, ";") {
		top, _, _ := strings.Cut(line, ":")
		all = append(all, top)
	}
	return all
}

// PodcastCategory finds a category of Apple's directory, as in "Arts", "Books" or "Arts > Books", in any case; top is empty when there
// is no such one, and below when it is above others.
func PodcastCategory(name string) (top, below string) {
	above, last, nested := strings.Cut(name, ">")
	if !nested {
		above, last = "", name
	}
	above, last = strings.TrimSpace(above), strings.TrimSpace(last)
	for _, t := range PodcastCategories() {
		if !nested && strings.EqualFold(t, last) {
			return t, ""
		}
		list, _ := subcategories(t)
		for _, s := range list {
			if strings.EqualFold(s, last) && (!nested || strings.EqualFold(t, above)) {
				top, below = t, s
			}
		}
	}
	return top, below
}

// podcast asks for what directories of podcasts ask for, once a channel uses the elements of iTunes (R63). That its recordings say how long they
// last makes it none.
func (r *report) podcast(n *node) {
	isPodcast := func(n *node) bool {
		return slices.ContainsFunc(n.kids, func(k *node) bool { return k.space == itunesNS && k.name != "duration" })
	}
	if !isPodcast(n) && !slices.ContainsFunc(n.all("", "item"), isPodcast) {
		return
	}
	if r.counts[notUTF8] > 0 {
		r.add(n.at, noPodcast, "a podcast must be in UTF-8")
	}
	for _, name := range []string{"category", "explicit"} {
		if n.first(itunesNS, name) == nil {
			r.add(n.at, noPodcast, "the podcast has no itunes:%s", name)
		}
	}
	if n.first("", "language") == nil && n.language == "" {
		r.add(n.at, noPodcast, "the podcast has no language")
	}
	if n.first(itunesNS, "image") == nil {
		r.add(n.at, wanted, "the podcast has no itunes:image")
	}
	if n.first(itunesNS, "owner") == nil {
		r.add(n.at, wanted, "the podcast has no itunes:owner with an itunes:email")
	}
	formats := strings.Fields(".m4a .mp3 .mov .mp4 .m4v .pdf .epub")
	for _, item := range n.all("", "item") {
		e := item.first("", "enclosure")
		if e == nil || !isPodcast(item) {
			continue
		}
		path, _, _ := strings.Cut(strings.ToLower(e.attr("url")), "?")
		if dot := strings.LastIndex(path, "."); dot < 0 || !slices.Contains(formats, path[dot:]) {
			r.add(e.at, badPodcast, "directories of podcasts know no such files: %q", e.attr("url"))
		}
	}
}

// Lengths that Apple's directory cuts at, in characters.
const (
	maxLine    = 255
	maxSummary = 4000
)

// itunes checks an element of Apple's namespace (R64).
func (r *report) itunes(n *node) {
	name, v := "<itunes:"+n.name+">", n.value()
	onlyIn := map[string]string{
		"duration": "item", "episode": "item", "season": "item", "episodeType": "item", "order": "item", "isClosedCaptioned": "item",
		"owner": "channel", "type": "channel", "new-feed-url": "channel", "complete": "channel", "applepodcastsverify": "channel",
	}
	if in := onlyIn[n.name]; in == "item" && n.parent.name == "channel" || in == "channel" && n.parent.name == "item" {
		r.add(n.at, unknownElement, "unknown element %s in <%s>", name, n.parent.name)
	}
	switch n.name {
	case "author", "subtitle", "title", "keywords":
		r.limited(n, name, maxLine)
		if n.name == "keywords" && strings.Contains(v, " ") && !strings.Contains(v, ",") {
			r.add(n.at, badPodcast, "%s are not separated by commas: %q", name, v)
		}
	case "summary":
		r.limited(n, name, maxSummary)
	case "explicit":
		r.oneOf(n, name, n.text, "true false yes no clean")
	case "block":
		r.oneOf(n, name, strings.ToLower(n.text), "yes no clean")
	case "complete":
		r.oneOf(n, name, strings.ToLower(v), "yes no")
	case "type":
		r.oneOf(n, name, v, "episodic serial")
	case "episodeType":
		r.oneOf(n, name, v, "full trailer bonus")
	case "episode", "season":
		r.positive(n, name, v, 1)
	case "duration":
		if !clock().MatchString(v) {
			r.add(n.at, badPodcast, "%s is neither seconds nor h:mm:ss: %q", name, v)
		}
	case "image":
		if href, there := n.lookup("", "href"); !there {
			r.add(n.at, badPodcast, "%s has no href", name)
		} else if u := r.address(n, "href of "+name, href, relative); u != nil && u.Scheme != "http" && u.Scheme != "https" {
			r.add(n.at, badPodcast, "the href of %s is no web address: %q", name, href)
		}
	case "category":
		r.podcastCategory(n)
	case "owner":
		if e := n.first(itunesNS, "email"); e == nil {
			r.add(n.at, badPodcast, "%s has no itunes:email", name)
		} else {
			r.mail(e, "<itunes:email>", e.value())
		}
	case "new-feed-url":
		r.address(n, name, n.text, relative)
	case "email", "name", "order", "isClosedCaptioned", "applepodcastsverify", "pubDate":
	default:
		r.add(n.at, unknownElement, "unknown element %s in <%s>", name, n.parent.name)
	}
}

func (r *report) limited(n *node, what string, most int) {
	if length := len([]rune(n.value())); length > most {
		r.add(n.at, badPodcast, "%s has %d characters, more than %d", what, length, most)
	}
	r.plain(n, what, n.text, n.literal)
}

func (r *report) oneOf(n *node, what, value, words string) {
	if !slices.Contains(strings.Fields(words), value) {
		r.add(n.at, badPodcast, "%s must be one of %s, not %q", what, words, value)
	}
}

func (r *report) podcastCategory(n *node) {
	text, there := n.lookup("", "text")
	if !there {
		r.add(n.at, badPodcast, "<itunes:category> has no text")
		return
	}
	_, known := subcategories(text)
	if above, nested := n.parent.lookup("", "text"); n.parent.name == "category" && nested {
		if siblings, _ := subcategories(above); !slices.Contains(siblings, text) {
			r.add(n.at, badPodcast, "there is no category %q below %q", text, above)
		}
		return
	}
	if !known {
		r.add(n.at, badPodcast, "there is no category %q", text)
		return
	}
	for _, k := range n.all(itunesNS, "category") {
		r.podcastCategory(k)
	}
}

// podcasting checks elements of Podcasting 2.0 (R65).
func (r *report) podcasting(n *node) {
	name := "<podcast:" + n.name + ">"
	switch n.name {
	case "guid":
		if !IsUUID(n.value()) {
			r.add(n.at, badPodcast, "%s is no UUID: %q", name, n.value())
		}
	case "locked":
		r.oneOf(n, name, n.value(), "yes no")
	case "transcript", "chapters":
		r.address(n, "url of "+name, n.attr("url"), relative)
		r.mediaType(n, "type of "+name, n.attr("type"))
	case "funding":
		r.address(n, "url of "+name, n.attr("url"), relative)
	}
}
