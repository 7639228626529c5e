package check

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

var (
	declaration = lazily(`^\s*<\?xml\s[^>]*\?>`)
	encodingOf  = lazily(`\sencoding\s*=\s*["']([^"']*)["']`)
)

// decode returns a document as UTF-8 that an XML parser takes, and reports what it had to mend for that (R1, R2).
func (r *report) decode(data []byte) string {
	text := r.transcode(data)
	if len(bytes.TrimSpace(text)) == 0 {
		return ""
	}
	if text[len(text)-1] != '\n' && !bytes.HasPrefix(text, []byte("{")) {
		r.add(lineOf(text, len(text)), noLineEnd, "the document has no line end at its end")
	}
	if i := bytes.Index(text, []byte("<?xml ")); i > 0 && len(bytes.TrimSpace(text[:i])) == 0 {
		r.add(place{1, 1}, early, "%d bytes stand before the XML declaration", i)
		text = text[i:]
	}
	return r.characters(text)
}

// transcode undoes the encoding that a byte order mark or the XML declaration names.
func (r *report) transcode(data []byte) []byte {
	if utf16, ok := fromUTF16(data); ok {
		r.add(place{}, notUTF8, "the document is in UTF-16")
		return utf16
	}
	rest, marked := bytes.CutPrefix(data, []byte("\xEF\xBB\xBF"))
	if marked {
		r.add(place{1, 1}, withBOM, "the document begins with a byte order mark")
	}
	head := declaration().Find(rest[:min(len(rest), 1000)])
	m := encodingOf().FindSubmatch(head)
	if m == nil {
		if kindOf("", string(rest[:min(len(rest), 1000)])) == "xml" {
			r.add(place{1, 1}, noCoding, "no encoding is declared")
		}
		return rest
	}
	label := strings.ToLower(string(m[1]))
	switch {
	case label == "utf-8" || label == "utf8":
	case marked:
		r.add(place{1, 1}, badBytes, "the encoding is declared as %s, but the byte order mark says UTF-8", label)
	case label == "us-ascii" || label == "ascii":
		if i := slices.IndexFunc(rest, func(b byte) bool { return b >= utf8.RuneSelf }); i >= 0 {
			r.add(lineOf(rest, i), badBytes, "byte %#x is no ASCII, which is declared", rest[i])
		}
	case label == "iso-8859-1" || label == "latin1" || label == "windows-1252":
		r.add(place{1, 1}, notUTF8, "the document is in %s", label)
		return fromLatin(rest, label == "windows-1252")
	case strings.HasPrefix(label, "utf-16"), strings.HasPrefix(label, "utf-32"):
		r.add(place{1, 1}, badBytes, "the encoding is declared as %s, but the bytes are not", label)
	case knownCoding(label):
		r.add(place{1, 1}, notUTF8, "the document is in %s", label)
		return fromLatin(rest, true)
	default:
		r.add(place{1, 1}, unknownCoding, "there is no encoding %q", label)
		return fromLatin(rest, true)
	}
	return rest
}

// knownCoding says whether parsers may be expected to know an encoding (families of the WHATWG Encoding Standard).
func knownCoding(label string) bool {
	return slices.ContainsFunc([]string{
		"iso-8859-", "windows-125", "windows-874", "koi8-", "shift_jis", "euc-", "gb", "big5", "iso-2022-", "mac", "ibm866", "cp125",
	}, func(family string) bool { return strings.HasPrefix(label, family) })
}

func fromUTF16(data []byte) (text []byte, ok bool) {
	high, low := 1, 0
	switch {
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		high, low = 0, 1
	case !bytes.HasPrefix(data, []byte("\xFF\xFE")):
		return nil, false
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i+1 < len(data); i += 2 {
		units = append(units, uint16(data[i+high])<<8|uint16(data[i+low]))
	}
	return []byte(string(utf16.Decode(units))), true
}

// windows1252 are the characters at 0x80-0x9F.
const windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ"

// fromLatin reads bytes as Latin-1. It does for every encoding that leaves ASCII alone, since structure is ASCII.
func fromLatin(data []byte, windows bool) []byte {
	table := []rune(windows1252)
	out := make([]byte, 0, len(data)+len(data)/8)
	for _, b := range data {
		c := rune(b)
		if windows && b >= 0x80 && b < 0xA0 {
			c = table[b-0x80]
		}
		out = utf8.AppendRune(out, c)
	}
	return out
}

// characters replaces what XML 1.0 section 2.2 doesn't allow.
func (r *report) characters(text []byte) string {
	var out strings.Builder
	out.Grow(len(text))
	line, start := 1, 0
	for i := 0; i < len(text); {
		c, n := utf8.DecodeRune(text[i:])
		at := place{line, i - start + 1}
		switch {
		case c == utf8.RuneError && n == 1:
			r.add(at, badBytes, "byte %#x is not UTF-8", text[i])
		case c == '\n':
			line, start = line+1, i+1
		case c < ' ' && c != '\t' && c != '\r', c == 0xFFFE, c == 0xFFFF:
			r.add(at, badCharacter, "the character %U stands in the text", c)
			c = utf8.RuneError
		case c >= 0x7F && c <= 0x9F, c == utf8.RuneError:
			r.add(at, oddCharacter, "the character %U stands in the text", c)
		}
		out.WriteRune(c)
		i += n
	}
	return out.String()
}
