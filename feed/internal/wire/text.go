package wire

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Text returns s with only the characters that XML 1.0 allows (section 2.2), without the control characters that it
// allows but discourages, and as valid UTF-8. Invalid bytes become U+FFFD; the rest goes without a trace.
func Text(s string) string {
	if isText(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case isCharacter(r):
			return r
		case r == 0x85: // next line
			return '\n'
		}
		return -1
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// isText reports what nearly all texts are: their own Text.
func isText(s string) bool {
	for _, r := range s {
		if (r < 0x20 || r >= 0x7F) && !isCharacter(r) {
			return false
		}
	}
	return utf8.ValidString(s)
}

func isCharacter(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r < 0x7F || r >= 0xA0 && r <= 0xD7FF ||
		r >= 0xE000 && r < 0xFDD0 || r > 0xFDEF && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF && r&0xFFFE != 0xFFFE
}

// references are how characters stand in an element that can't stand there as they are: to the byte what [xml.EscapeText] writes.
var references = [utf8.RuneSelf]string{
	'<': "&lt;", '>': "&gt;", '&': "&amp;", '"': "&#34;", '\'': "&#39;", '\n': "&#xA;", '\t': "&#x9;", '\r': "&#xD;",
}

// escape returns a text that [Text] has seen as it stands in an element, between what is before and after it. The package xml would look at
// each character once more.
func escape(before []byte, text string, after []byte) []byte {
	size := len(before) + len(text) + len(after)
	for c, r := range references {
		if r != "" {
			size += strings.Count(text, string(rune(c))) * (len(r) - 1)
		}
	}
	out, done := append(make([]byte, 0, size), before...), 0
	for i := range len(text) {
		if c := text[i]; c < utf8.RuneSelf && references[c] != "" {
			out = append(append(out, text[done:i]...), references[c]...)
			done = i + 1
		}
	}
	return append(append(out, text[done:]...), after...)
}

// Line is Text in one line: for titles, names and labels.
func Line(s string) string {
	if IsLine(s) {
		return s
	}
	return strings.Join(strings.Fields(Text(s)), " ")
}

// IsLine reports what most titles are, and lines of most texts: ASCII with single spaces between words. Then [Line] returns it as it is.
func IsLine(s string) bool {
	last := byte(' ')
	for _, c := range []byte(s) {
		if c < ' ' || c > '~' || c == ' ' && last == ' ' {
			return false
		}
		last = c
	}
	return s == "" || last != ' '
}

// mailbox is the addr-spec of RFC 2822 as people write it, which an address must be (RFC 4287 section 3.2.3).
var mailbox = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$")

// Mail returns a mail address, or "" when it is none in ASCII: rss2email stops at any other one and loses the entries behind it.
func Mail(s string) string {
	if s = Line(s); mailbox.MatchString(s) {
		return s
	}
	return ""
}

// labels are categories as lines, each once: a JSON Feed has no two equal tags.
func labels(all []string) (out []string) {
	for _, c := range all {
		if c = Line(c); c != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}
