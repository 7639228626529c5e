package wire

import "strings"

// Text returns s with only the characters that XML 1.0 allows (section 2.2), without the control characters that it
// allows but discourages, and as valid UTF-8. Invalid bytes become U+FFFD; the rest goes without a trace.
func Text(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r', r >= 0x20 && r < 0x7F, r >= 0xA0 && r <= 0xD7FF,
			r >= 0xE000 && r < 0xFDD0, r > 0xFDEF && r <= 0xFFFD, r >= 0x10000 && r <= 0x10FFFF && r&0xFFFE != 0xFFFE:
			return r
		case r == 0x85: // next line
			return '\n'
		}
		return -1
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// Line is Text in one line: for titles, names and labels.
func Line(s string) string { return strings.Join(strings.Fields(Text(s)), " ") }
