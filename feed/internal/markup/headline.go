package markup

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// A page gives its title several times, and seldom in the same words: an h1 for those who read it, og:title and JSON-LD for
// those who pass it on, and a title element with the name of the site before or behind it. Of 435 pages whose title is known,
// the first h1 is right most often (84 %; og:title 62 %, title 22 %). But a page may have several, or one that is the name of
// the site. So that h1 is taken which is most like what the head says; without one, what the head says, without the site.

const (
	alike     = 0.3 // share of words
	around    = 0.1 // what an h1 in the frame of the page must have more
	maxKicker = 6   // words before a headline

	maxHeadlines = 50  // h1 elements that are looked at
	maxTitle     = 500 // bytes of what can be the title of a page
)

// separators stand between a title and the name of a site.
var separators = []string{" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " / ", "｜", "ㅣ", "："}

// pageTitle returns the title of a page. The headline is that of its JSON-LD.
func pageTitle(page *html.Node, m meta, headline string) string {
	site := title(m.first("og:site_name", "application-name"))
	var told []string
	for _, s := range []string{title(m.first("og:title")), headline, title(m.first("twitter:title")), elementTitle(page)} {
		if s != "" && len(s) <= maxTitle && !slices.Contains(told, s) {
			told = append(told, s)
		}
	}
	best, most := "", 0.0
	var all []string
	for n := range page.Descendants() {
		if n.Type != html.ElementNode || n.Data != "h1" || isHidden(n) {
			continue
		}
		words := title(line(n))
		if words == "" || len(words) > maxTitle {
			continue
		}
		if all = append(all, words); len(all) > maxHeadlines {
			break
		}
		score := 0.0
		for _, s := range told {
			score = max(score, likeness(words, s), likeness(words, withoutSite(s, site)))
			if leads(words, s) {
				score = 1
			}
		}
		if score < alike {
			continue
		}
		if isAround(n) {
			score -= around
		}
		if score > most && !isSite(words, site, told, isAround(n)) {
			best, most = words, score
		}
	}
	switch {
	case best != "":
		return sameTitle(best, told, site)
	case len(told) > 0:
		return withoutSite(told[0], site)
	}
	return firstOf(all...)
}

// leads reports whether a title is an h1 and after it, behind a separator, something else.
func leads(h1, whole string) bool {
	rest, ok := strings.CutPrefix(whole, h1)
	return ok && slices.ContainsFunc(separators, func(s string) bool { return strings.HasPrefix(rest, s) })
}

// elementTitle returns the text of the page's title element; that of an svg is another.
func elementTitle(page *html.Node) string {
	for n := range page.Descendants() {
		if n.Data == "title" && n.Namespace == "" && n.FirstChild != nil {
			return title(n.FirstChild.Data)
		}
	}
	return ""
}

func isAround(n *html.Node) bool {
	around := false
	for a := range n.Ancestors() {
		switch a.Data {
		case "article", "main":
			return false
		case "aside", "footer", "header", "nav":
			around = true
		}
	}
	return around
}

// likeness returns how much of the longer of two titles is in the other.
func likeness(a, b string) float64 {
	in := map[string]bool{}
	for _, w := range titleWords(a) {
		in[w] = true
	}
	all, both := len(in), 0
	seen := map[string]bool{}
	for _, w := range titleWords(b) {
		if !seen[w] && in[w] {
			both++
		}
		seen[w] = true
	}
	if all = max(all, len(seen)); all == 0 {
		return 0
	}
	return float64(both) / float64(all)
}

// titleWords splits a title into words in lower case; scripts without spaces into characters.
func titleWords(s string) []string {
	var words []string
	start := -1
	for i, r := range s {
		alone := writesNoSpaces(r) && unicode.IsLetter(r)
		part := !alone && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
		if start >= 0 && !part {
			words = append(words, strings.ToLower(s[start:i]))
			start = -1
		}
		if alone {
			words = append(words, string(r))
		} else if part && start < 0 {
			start = i
		}
	}
	if start >= 0 {
		words = append(words, strings.ToLower(s[start:]))
	}
	return words
}

// isSite reports whether the words of an h1 are the name of the site: they say so, or they stand behind the longer rest of
// what the head says, or in the frame of the page and before that.
func isSite(words, site string, told []string, isAround bool) bool {
	if site != "" && squeeze(words) == squeeze(site) {
		return true
	}
	if slices.Contains(told, words) {
		return false
	}
	for _, s := range told {
		for _, sep := range append([]string{": "}, separators...) {
			rest, ok := strings.CutSuffix(s, sep+words)
			if !ok && isAround {
				rest, ok = strings.CutPrefix(s, words+sep)
			}
			if ok && (isAround || len(titleWords(rest)) > len(titleWords(words))) {
				return true
			}
		}
	}
	return false
}

// squeeze leaves the letters and digits of s, in lower case.
func squeeze(s string) string { return strings.Join(titleWords(s), "") }

// withoutSite cuts the name of the site off a title. A name that the page does not give is known by a bar before it.
func withoutSite(s, site string) string {
	name := squeeze(site)
	for {
		at, sep := -1, ""
		for _, candidate := range separators {
			if i := strings.LastIndex(s, candidate); i > at {
				at, sep = i, candidate
			}
		}
		if at <= 0 {
			break
		}
		tail := squeeze(s[at+len(sep):])
		isName := name != "" && tail != "" && (strings.Contains(tail, name) || strings.Contains(name, tail))
		isShort := (sep == " | " || sep == "｜") && len(titleWords(s[at:])) <= 3 && len(titleWords(s[:at])) >= 3
		if !isName && !isShort {
			break
		}
		s = s[:at]
	}
	for _, sep := range append([]string{": "}, separators...) {
		if before, rest, ok := strings.Cut(s, sep); ok && name != "" && squeeze(before) == name {
			return strings.TrimSpace(rest)
		}
	}
	return strings.TrimSpace(s)
}

// sameTitle returns the title that the head gives for an h1 when they differ only in that the h1 is in capitals or has a kicker
// before it.
func sameTitle(h1 string, told []string, site string) string {
	for _, s := range told {
		s = withoutSite(s, site)
		if s != h1 && strings.EqualFold(s, h1) && (h1 == strings.ToUpper(h1) || h1 == strings.ToLower(h1)) {
			return s
		}
		kicker, ok := strings.CutSuffix(h1, s)
		kicker = strings.TrimRight(kicker, " ")
		if ok && kicker != "" && len(titleWords(s)) >= 3 && len(titleWords(kicker)) <= maxKicker && strings.TrimRight(kicker, ":-–—|/") != kicker {
			return s
		}
	}
	return h1
}
