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

// aside writes an XML document with marks in the place of its long texts, which it keeps. No write may begin or end within a tag or a text.
type aside struct {
	out   io.Writer
	texts []string
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
		if read, ok := readText(text); ok && len(text) > asideBytes {
			text = strconv.AppendInt([]byte(asideMark), int64(len(a.texts)), 10)
			a.texts = append(a.texts, read)
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

// readText reads a text as XML means it (1.0, sections 2.2 and 4.6). It is not ok when it isn't quite plain.
func readText(raw []byte) (text string, ok bool) {
	if !utf8.Valid(raw) || bytes.Contains(raw, []byte("\uFFFE")) || bytes.Contains(raw, []byte("\uFFFF")) {
		return "", false
	}
	var b strings.Builder
	b.Grow(len(raw))
	done := 0
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '&':
			character, size := reference(raw[i:])
			if size == 0 {
				return "", false
			}
			b.Write(raw[done:i])
			b.WriteByte(character)
			i, done = i+size-1, i+size
		case c < 0x20 && c != '\n' && c != '\t', c == '"', c == '\'', c == '>': // in an attribute or ]]> even a quote counts
			return "", false
		}
	}
	b.Write(raw[done:])
	return b.String(), true
}

// reference reads the reference that text begins with, if it is one of those that we write.
func reference(text []byte) (character byte, size int) {
	end := bytes.IndexByte(text[:min(len(text), len("&#x3C;"))], ';')
	if end < 0 {
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

// restore puts the texts in the place of their marks in what was read.
func (a *aside) restore(got *readBack) {
	places := []*string{&got.id, &got.title}
	for i := range got.entries {
		e := &got.entries[i]
		places = append(places, &e.id, &e.title, &e.content)
	}
	for _, p := range places {
		if number, marked := strings.CutPrefix(*p, asideMark); marked {
			if n, err := strconv.Atoi(number); err == nil && n < len(a.texts) {
				*p = a.texts[n]
			}
		}
	}
}
