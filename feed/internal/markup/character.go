package markup

import "strings"

const byteOrderMark = "\uFEFF"

// clean returns s as valid UTF-8 of XML 1.0 characters with "\n" as its only line ending. Invalid bytes become U+FFFD;
// characters that XML cannot carry are dropped, as is a byte order mark at the beginning.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	s = strings.TrimPrefix(strings.ToValidUTF8(s, "\uFFFD"), byteOrderMark)
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(character, s)
}

// isClean reports most of what has nothing to be cleaned.
func isClean(s string) bool {
	for i, r := range s {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0xFFFD && r <= 0xFFFF || r == 0xFEFF && i == 0 { // 0xFFFD may be an invalid byte
			return false
		}
	}
	return true
}

// character maps what XML 1.0 forbids: see its production 2, Char. A form feed is white space to HTML, so it stays a space.
func character(r rune) rune {
	switch {
	case r == '\r':
		return '\n'
	case r == '\f':
		return ' '
	case r < 0x20 && r != '\t' && r != '\n', 0xD800 <= r && r <= 0xDFFF, r == 0xFFFE, r == 0xFFFF:
		return -1
	}
	return r
}
