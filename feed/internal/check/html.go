package check

import (
	"html"
	"slices"
	"strings"
)

// tag is a tag of an HTML text.
type tag struct {
	name  string // in small letters
	end   bool   // </name>
	empty bool   // <name/>
	attrs []attribute
}

type attribute struct{ name, value string }

func (t tag) attr(name string) string {
	for _, a := range t.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

func (t tag) has(name string) bool {
	return slices.ContainsFunc(t.attrs, func(a attribute) bool { return a.name == name })
}

// next returns the first tag in s and what comes after it. At the end rest is empty; whole says whether the last tag or
// comment was whole. It knows no more of HTML's tokenizer than content of feeds needs: tags, comments, raw text.
func next(s string) (t tag, rest string, found, whole bool) {
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 || i == len(s)-1 {
			return t, "", false, true
		}
		s = s[i+1:]
		if strings.HasPrefix(s, "!--") {
			if i = strings.Index(s[3:], "-->"); i < 0 {
				return t, "", false, false
			}
			s = s[3+i+3:]
			continue
		}
		if s[0] == '!' || s[0] == '?' {
			if i = strings.IndexByte(s, '>'); i < 0 {
				return t, "", false, false
			}
			t = tag{name: strings.ToLower(strings.Fields(s[:i] + " x")[0])}
			return t, s[i+1:], true, true
		}
		if s[0] == '/' && len(s) > 1 && isLetter(s[1]) || isLetter(s[0]) {
			return readTag(s)
		}
	}
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

const blanks = " \t\r\n\f"

func readTag(s string) (t tag, rest string, found, whole bool) {
	if s[0] == '/' {
		t.end, s = true, s[1:]
	}
	i := strings.IndexAny(s, blanks+"/>")
	if i < 0 {
		return t, "", false, false
	}
	t.name, s = strings.ToLower(s[:i]), s[i:]
	for {
		s = strings.TrimLeft(s, blanks)
		switch {
		case s == "":
			return t, "", false, false
		case s[0] == '>':
			return t, afterRaw(t, s[1:]), true, true
		case s[0] == '/':
			t.empty, s = len(s) > 1 && s[1] == '>', s[1:]
		default:
			var a attribute
			if a, s = readAttribute(s); s == "" {
				return t, "", false, false
			}
			t.attrs = append(t.attrs, a)
		}
	}
}

// readAttribute reads name, name=value, name='value' or name="value"; rest is empty when it has no end.
func readAttribute(s string) (a attribute, rest string) {
	i := strings.IndexAny(s[1:], blanks+"/>=") + 1
	if i == 0 {
		return a, ""
	}
	a.name, s = strings.ToLower(s[:i]), s[i:]
	value, ok := strings.CutPrefix(strings.TrimLeft(s, blanks), "=")
	if !ok {
		return a, s
	}
	s = strings.TrimLeft(value, blanks)
	if s == "" {
		return a, ""
	}
	if s[0] == '"' || s[0] == '\'' {
		end := strings.IndexByte(s[1:], s[0])
		if end < 0 {
			return a, ""
		}
		a.value = html.UnescapeString(s[1 : end+1])
		return a, s[end+2:]
	}
	if i = strings.IndexAny(s, blanks+">"); i < 0 {
		return a, ""
	}
	a.value = html.UnescapeString(s[:i])
	return a, s[i:]
}

// afterRaw skips what a script or style holds: there < is a letter like others.
func afterRaw(t tag, s string) string {
	if t.end || t.name != "script" && t.name != "style" {
		return s
	}
	for i := 0; ; i++ {
		j := strings.Index(s[i:], "</")
		if j < 0 {
			return ""
		}
		i += j
		if len(s) >= i+2+len(t.name) && strings.EqualFold(s[i+2:i+2+len(t.name)], t.name) {
			return s[i:]
		}
	}
}

var (
	htmlElements = set("a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code col " +
		"colgroup data datalist dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header " +
		"hgroup hr html i img input ins kbd label legend li link main map mark menu meta meter nav noscript ol optgroup option output p picture pre " +
		"progress q rp rt ruby s samp search section select slot small source span strike strong style sub summary sup table tbody td template textarea " +
		"tfoot th thead time title tr track tt u ul var video wbr nobr xmp listing plaintext noframes math svg tag rb rtc " + dangerousNames)
	dangerousElements = set(dangerousNames + " base body head html link meta style title noframes xmp plaintext listing")
	// optionalEnd have no end tag, or one that HTML lets authors leave away.
	optionalEnd = set("area base br col embed hr img input link meta param source track wbr p li dt dd rt rp rb rtc optgroup option colgroup caption thead tbody tfoot tr " +
		"td th html head body frame basefont isindex bgsound keygen command")
	// references are the attributes that hold an address.
	references = set("href src poster cite data action longdesc background formaction")
)

// control are references by the numbers that windows-1252 has for quotes and dashes.
var control = lazily(`&#(x0*[89][0-9A-Fa-f]|0*1(2[89]|[345]\d));`)

const dangerousNames = "applet form basefont bgsound comment embed frame frameset iframe isindex object param script"

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// fragment checks HTML in a feed (R24, R29, R30, R34).
func (r *report) fragment(n *node, what, text string) {
	if m := control().FindString(text); m != "" {
		r.add(n.at, badHTML, "%s refers to a control character: %s", what, m)
	}
	var open []string
	foreign := 0  // elements of SVG and MathML around: their names are others
	deep := false // so many are open that the rest is not looked at for what it closes: the work stays in proportion to the text
	for {
		t, rest, found, whole := next(text)
		if !whole {
			r.add(n.at, badHTML, "%s ends within a tag or comment", what)
		}
		if !found {
			break
		}
		text = rest
		if t.name[0] == '!' || t.name[0] == '?' {
			r.add(n.at, dangerous, "%s holds <%s>", what, t.name)
			continue
		}
		if t.name == "svg" || t.name == "math" {
			if t.end {
				foreign--
			} else if !t.empty {
				foreign++
			}
		}
		if !t.end {
			r.element(n, what, t, foreign > 0)
		}
		if deep = deep || len(open) > maxDepth; !deep {
			open = r.nest(n, what, open, t, foreign > 0)
		}
	}
	if deep {
		return
	}
	for _, name := range open {
		if !optionalEnd[name] {
			r.add(n.at, badHTML, "%s has a <%s> that is never closed", what, name)
			return
		}
	}
}

// nest keeps the list of open elements.
func (r *report) nest(n *node, what string, open []string, t tag, foreign bool) []string {
	if !t.end {
		if optionalEnd[t.name] && t.name != "p" && t.name != "li" || t.empty && foreign {
			return open
		}
		return append(open, t.name)
	}
	if optionalEnd[t.name] && t.name != "p" && t.name != "li" {
		return open
	}
	for i := len(open) - 1; i >= 0; i-- {
		if open[i] == t.name {
			return open[:i]
		}
		if !optionalEnd[open[i]] {
			r.add(n.at, badHTML, "%s closes <%s> while <%s> is open", what, t.name, open[i])
			if j := slices.Index(open, t.name); j >= 0 {
				return slices.Delete(open, j, j+1)
			}
			return open
		}
	}
	if t.name != "p" {
		r.add(n.at, badHTML, "%s closes a <%s> that is not open", what, t.name)
	}
	return open
}

func (r *report) element(n *node, what string, t tag, foreign bool) {
	switch {
	case dangerousElements[t.name]:
		r.add(n.at, dangerous, "%s holds <%s>", what, t.name)
	case !htmlElements[t.name] && !foreign && !strings.Contains(t.name, "-"):
		r.add(n.at, badHTML, "%s holds <%s>, which is no element of HTML", what, t.name)
	}
	for _, a := range t.attrs {
		value := strings.TrimSpace(a.value)
		switch {
		case strings.HasPrefix(a.name, "on") && len(a.name) > 4:
			r.add(n.at, dangerous, "%s holds the event handler %s of <%s>", what, a.name, t.name)
		case a.name == "style":
			r.style(n, what, a.value)
		case references[a.name] && strings.HasPrefix(strings.ToLower(value), "javascript:"):
			r.add(n.at, dangerous, "%s holds a script in %s of <%s>", what, a.name, t.name)
		case references[a.name] && value != "":
			r.reference(n, what, value)
		case a.name == "srcset":
			for _, candidate := range candidates(value) {
				r.reference(n, what, candidate)
			}
		}
	}
	if t.name == "img" {
		if src := strings.TrimSpace(t.attr("src")); src == "" {
			r.add(n.at, wrongSource, "%s has an <img> without a source", what)
		}
		if !t.has("alt") {
			r.add(n.at, noAlt, "%s has an <img> without a text", what)
		}
	}
}

// candidates returns the addresses in a srcset, which may hold commas of their own.
func candidates(srcset string) (addresses []string) {
	for {
		srcset = strings.TrimLeft(srcset, blanks+",")
		end := strings.IndexAny(srcset+" ", blanks)
		if end == 0 {
			return addresses
		}
		address := srcset[:end]
		srcset = srcset[end:]
		addresses = append(addresses, strings.TrimRight(address, ","))
		if strings.HasSuffix(address, ",") {
			continue
		}
		_, srcset, _ = strings.Cut(srcset, ",")
	}
}

// reference checks an address within content: it must stand on its own (R24).
func (r *report) reference(n *node, what, value string) {
	if scheme().MatchString(value) || n.base != nil {
		return
	}
	if strings.ContainsAny(value, "<>\"{}|\\^`") {
		r.add(n.at, oddAddress, "%s holds an address with characters that no address has: %q", what, value)
		return
	}
	if !strings.Contains(value, " ") { // hopeless, and told by who reads the page
		r.add(n.at, relative, "%s holds the relative address %q", what, value)
	}
}
