package check

import (
	"html"
	"net/url"
	"strings"
)

var (
	mediaType = lazily(`^[A-Za-z0-9!#$&^_.+*-]+/[A-Za-z0-9!#$&^_.+*-]+(\s*;\s*[^\s()<>,;:\\"/\[\]?=]+=("(\\"|[^"])*"|[^\s()<>,;:\\"/\[\]?=]+))*$`)
	bcp47     = lazily(`^(?i:[a-z]{2,3}(-[a-z]{3}){0,3}|x|i)(-[A-Za-z0-9]{1,8})*$`)
	mailbox   = lazily("^[A-Za-z0-9_+.'!#$%&*/=?^`{|}~-]+@([A-Za-z0-9-]+\\.)+[A-Za-z0-9][A-Za-z0-9-]*$")
	mailLocal = lazily(`^[\w.%+-]+@[A-Za-z][\w.-]*$`)
	mailIn    = lazily(`<[^<>\s@]+@[^<>\s@]+\.[^<>\s@]+>`)
	rssPerson = lazily(`^(\S+@\S+)\s*\(([^()]+)\)$`)
	clock     = lazily(`^\d+(:[0-5]\d){0,2}(\.\d+)?$`)
	endTag    = lazily(`</([A-Za-z][A-Za-z0-9]*)\s*>|<([A-Za-z][A-Za-z0-9]*)(\s[^<>]*)?/>|<(br|hr|img|wbr|input)(\s[^<>]*)?>`)
	entity    = lazily(`&(#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z]+[0-9]*);`)
)

func (r *report) mediaType(n *node, what, value string) {
	if !mediaType().MatchString(value) {
		r.add(n.at, badType, "%s is no media type: %q", what, value)
	}
}

// tag checks a language. Two and three letters must be a language that ISO 639 knows.
func (r *report) languageTag(n *node, what, value string) {
	main, _, _ := strings.Cut(strings.ToLower(value), "-")
	if !bcp47().MatchString(value) || len(main) == 2 && !strings.Contains(iso639, " "+main+" ") {
		r.add(n.at, badLanguage, "%s is no language: %q", what, value)
	}
}

// iso639 are the languages of two letters (ISO 639-1).
const iso639 = " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi " +
	"fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky " +
	"la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa " +
	"sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "

// mail checks an address as Atom and OPML have it: nothing else (RFC 4287 section 3.2.3).
func (r *report) mail(n *node, what, value string) {
	switch {
	case mailbox().MatchString(value):
	case mailLocal().MatchString(value):
		r.add(n.at, oddMail, "%s has a host without a domain: %q", what, value)
	default:
		r.add(n.at, badMail, "%s is no mail address: %q", what, value)
	}
}

// rssMail checks an address as RSS has it, with the name in parentheses.
func (r *report) rssMail(n *node, what, value string) {
	value = strings.TrimSpace(value)
	if rest, ok := strings.CutPrefix(value, "mailto:"); ok {
		value, _, _ = strings.Cut(rest, "?")
		if plain, err := url.PathUnescape(value); err == nil {
			value = plain
		}
	}
	switch m := rssPerson().FindStringSubmatch(value); {
	case m != nil:
		r.mail(n, what, m[1])
	case mailbox().MatchString(value):
		r.add(n.at, oddMail, "%s is an address without a name: %q", what, value)
	case strings.Index(value, "@") > 0 && !strings.HasSuffix(value, ")"):
		r.add(n.at, oddMail, "%s is not written as mail (Name): %q", what, value)
	default:
		r.add(n.at, badMail, "%s is no mail address: %q", what, value)
	}
}

// plain checks a text that readers show as it stands (R31).
func (r *report) plain(n *node, what, value string, literal bool) {
	if found := markupIn(value, literal); found != "" {
		r.add(n.at, markupInText, "%s is plain text, but holds %s", what, found)
	} else if r.kind == "rss" && value == n.text && !n.hex && ambiguousIn(value) {
		r.add(n.at, ambiguous, "%s may be taken for HTML: %q", what, strings.TrimSpace(value))
	}
}

// ambiguousIn says whether a text has what a reader that expects HTML takes for a tag or a reference.
func ambiguousIn(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		switch {
		case s[i] == '<' && (isLetter(s[i+1]) || s[i+1] == '/'), s[i] == '&' && s[i+1] == '#':
			return true
		case s[i] == '&' && isLetter(s[i+1]):
			end := i + 1
			for end < len(s) && end < i+10 && isLetter(s[end]) {
				end++
			}
			if reference := s[i:end] + ";"; html.UnescapeString(reference) != reference {
				return true
			}
		}
	}
	return false
}

// markupIn returns the first that looks like HTML in a text: an end tag, an empty element or, unless its author thought
// of escaping, a character reference.
func markupIn(s string, literal bool) string {
	for _, m := range endTag().FindAllStringSubmatch(s, 10) {
		if htmlElements[strings.ToLower(m[1]+m[2]+m[4])] {
			return m[0]
		}
	}
	if literal {
		return ""
	}
	return entity().FindString(s)
}

// positive checks a whole number from least on.
func (r *report) positive(n *node, what, value string, least int64) {
	if v, ok := number(strings.TrimPrefix(value, "+")); !ok || v < least {
		r.add(n.at, badNumber, "%s is no whole number from %d on: %q", what, least, value)
	}
}
