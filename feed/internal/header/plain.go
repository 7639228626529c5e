package header

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Nearly every front matter is made of lines so plain that no rule of YAML but "key: value" touches them: a text between double quotes
// without escapes, a list of plain words in one line, or a plain text, number or date. What YAML reads differently (an escape, a comment, a
// colon before a space, an indented line) is not plain.

const (
	longestKey = 100 // bytes; YAML allows some more before the colon
	mostKeys   = 64  // in a block; more of them are YAML's
)

// plainYAML is decodeYAML for a block of plain lines; not ok if it has any other.
func plainYAML(block string, offset int) (v value, ok bool) {
	if !utf8.ValidString(block) || strings.Contains(block, "\n ") || strings.Contains(block, "\n-") || strings.Contains(block, "\n#") {
		return value{}, false // the commonest that is not plain, told at once
	}
	v.keys = make(mapping, 0, min(strings.Count(block, "\n"), mostKeys))
	for line := range strings.SplitSeq(block, "\n") {
		offset++
		if line == "" {
			continue
		}
		key, child, ok := plainLine(strings.TrimRight(line, " "), offset)
		if _, twice := v.keys.get(key); !ok || twice || len(v.keys) == mostKeys {
			return value{}, false
		}
		if v.line == 0 {
			v.line = offset
		}
		v.keys = append(v.keys, pair{key, child})
	}
	return v, v.line > 0
}

// plainLine reads a line without spaces at its end.
func plainLine(line string, number int) (key string, v value, ok bool) {
	key, said, _ := strings.Cut(line, ":")
	text := strings.TrimLeft(said, " ")
	if key == "" || len(key) > longestKey || strings.ContainsFunc(key, isNoKey) || text == "" || text == said {
		return "", value{}, false
	}
	v.line = number
	switch last := len(text) - 1; {
	case text[0] == '"':
		v.scalar = text[1:max(last, 1)]
		return key, v, last > 0 && text[last] == '"' && !strings.ContainsFunc(v.scalar, isMarked)
	case text[0] == '[':
		v.list, ok = plainList(text[1:max(last, 1)], number)
		return key, v, ok && text[last] == ']'
	}
	v.scalar = text
	return key, v, isPlain(text, " .,;'()/&!?+_-", true)
}

// isNoKey reports whether a character is none of a plain key.
func isNoKey(r rune) bool { return (r < 'a' || r > 'z') && r != '_' }

// isMarked reports whether a character between quotes ends the text, begins an escape, or can't be seen.
func isMarked(r rune) bool { return r == '"' || r == '\\' || !unicode.IsPrint(r) }

// plainList reads words between commas.
func plainList(text string, number int) (list []value, ok bool) {
	list = make([]value, 0, strings.Count(text, ",")+1)
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.Trim(word, " "); !isPlain(word, " _.-", false) {
			return nil, false
		}
		list = append(list, value{line: number, scalar: word})
	}
	return list, true
}

// isPlain reports whether a text begins with a letter or digit, has nothing else but those, some signs, and colons before a letter,
// digit or slash if it may have colons at all, and is not YAML's word for nothing.
func isPlain(text, signs string, colons bool) bool {
	first, colon := true, false
	for _, r := range text {
		isWord := r >= '0' && r <= '9' || unicode.IsLetter(r)
		switch {
		case isWord:
			colon = false
		case first, colon && r != '/':
			return false
		case r == ':' && colons:
			colon = true
		case strings.ContainsRune(signs, r):
			colon = false
		default:
			return false
		}
		first = false
	}
	return !first && !colon && !strings.EqualFold(text, "null")
}
