package markup

import "strings"

// clean returns s as valid UTF-8 of XML 1.0 characters with "\n" as its only line ending. Invalid bytes become U+FFFD;
// characters that XML cannot carry are dropped, as is a byte order mark at the beginning.
func clean(s string) string {
	s = strings.TrimPrefix(strings.ToValidUTF8(s, "\uFFFD"), "\uFEFF")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(character, s)
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
