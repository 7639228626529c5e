package feed

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The package xml takes each byte that it reads in its hands several times, and most bytes of a feed are texts in which nothing but characters
// and a few references stands. Those need no package to be read. What is left for it is the document with a short mark in the place of each.

// aside writes an XML document with marks in the place of its long texts. No write may begin or end within a tag or a text, and what is
// written must stay as it is for as long as [aside.means] is asked.
type aside struct {
	out   io.Writer
	texts [][]byte
}

const (
	asideBytes = 64       // a shorter text stays
	asideMark  = "\uFDD0" // followed by a number; no character, so that no text has it (see [wire.Text])
)

// Write implements [io.Writer].
func (a *aside) Write(piece []byte) (int, error) {
	size := len(piece)
	if bytes.Contains(piece, []byte("<!")) { // a comment or the like, of which we write none: not all that looks like a text is one
		return a.out.Write(piece)
	}
	for len(piece) > 0 {
		tag := bytes.IndexByte(piece, '<')
		if tag < 0 {
			tag = len(piece)
		}
		text, rest := piece[:tag], piece[tag:]
		if len(text) > asideBytes && isPlain(text) {
			a.texts = append(a.texts, text)
			text = strconv.AppendInt([]byte(asideMark), int64(len(a.texts)-1), 10)
		}
		end := bytes.IndexByte(rest, '>') + 1
		if end == 0 {
			end = len(rest)
		}
		for _, part := range [][]byte{text, rest[:end]} {
			if _, err := a.out.Write(part); err != nil {
				return 0, err
			}
		}
		piece = rest[end:]
	}
	return size, nil
}

// isPlain reports whether a text of an XML document (1.0, sections 2.2 and 4.6) has nothing but characters and references that we write.
func isPlain(text []byte) bool {
	for i, c := range text {
		if c < 0x40 && !plain[c] {
			if _, size := reference(text[i:]); size == 0 {
				return false
			}
		}
	}
	return utf8.Valid(text) && !bytes.Contains(text, []byte("\uFFFE")) && !bytes.Contains(text, []byte("\uFFFF"))
}

// plain are the first characters that mean nothing but themselves, wherever they stand: in an attribute, and before > in a text, some don't.
var plain = func() (is [0x40]bool) {
	for c := range is {
		is[c] = c >= ' ' && !strings.ContainsRune(`&<>"'`, rune(c)) || c == '\n' || c == '\t'
	}
	return is
}()

// reference reads the reference that text begins with, if it is one of those that we write.
func reference(text []byte) (character byte, size int) {
	end := bytes.IndexByte(text[:min(len(text), len("&#x3C;"))], ';')
	if text[0] != '&' || end < 0 {
		return 0, 0
	}
	switch string(text[1:end]) {
	case "lt", "#x3C":
		character = '<'
	case "gt", "#x3E":
		character = '>'
	case "amp", "#x26":
		character = '&'
	case "#34":
		character = '"'
	case "#39":
		character = '\''
	case "#xA":
		character = '\n'
	case "#x9":
		character = '\t'
	case "#xD":
		character = '\r'
	default:
		return 0, 0
	}
	return character, end + 1
}

// means reports whether a text that was read, or the one for which it is the mark, is this one.
func (a *aside) means(read, want string) bool {
	number, marked := strings.CutPrefix(read, asideMark)
	n, err := strconv.Atoi(number)
	if !marked || err != nil || n >= len(a.texts) {
		return read == want
	}
	text := a.texts[n]
	for {
		plain := bytes.IndexByte(text, '&')
		if plain < 0 {
			return string(text) == want
		}
		character, size := reference(text[plain:])
		if len(want) <= plain || string(text[:plain]) != want[:plain] || want[plain] != character {
			return false
		}
		text, want = text[plain+size:], want[plain+1:]
	}
}
