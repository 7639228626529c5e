// Package charset turns bytes of any encoding into UTF-8 text.
//
// The order is from certain to guessed: byte order mark, valid UTF-8, the zero bytes of UTF-16, a declaration in
// the text itself (HTML), nearly valid UTF-8, statistics, and windows-1252 when nothing fits.
package charset

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// sampleBytes bounds what the statistics look at: 64 KiB settle it, or nothing does.
const sampleBytes = 1 << 16

// Text is what Decode made of some bytes.
type Text struct {
	String  string // valid UTF-8 with "\n" line ends and no byte order mark
	Charset string // the name of the encoding, as in the WHATWG Encoding Standard
	Guessed bool   // the name is a guess that a person should check
	Damaged int    // number of places that the encoding could not read, now U+FFFD
}

// Decode returns the text of b. isHTML says that a <meta charset> may name the encoding.
// It never fails: what cannot be read becomes U+FFFD and is counted in Damaged.
func Decode(b []byte, isHTML bool) Text {
	enc, name, guessed := detect(b, isHTML)
	t := Text{Charset: name, Guessed: guessed}
	if enc == nil {
		t.String = strings.TrimPrefix(string(b), "\uFEFF")
		if !utf8.ValidString(t.String) {
			t.Damaged = invalidRuns(b)
			t.String = strings.ToValidUTF8(t.String, "\uFFFD")
		}
	} else {
		decoded, err := enc.NewDecoder().Bytes(b)
		if err != nil {
			decoded = bytes.ToValidUTF8(b, []byte("\uFFFD"))
		}
		t.String = strings.TrimPrefix(string(decoded), "\uFEFF")
		t.Damaged = strings.Count(t.String, "\uFFFD")
	}
	t.String = lineEnds(t.String)
	return t
}

// IsPlain reports whether b is what nearly all texts are: UTF-8 without any sign of another encoding, "\n" line ends, no byte order mark, and
// not binary. Then [Decode] gives its bytes as they are, and those of each part of it that begins and ends with a character.
func IsPlain(b []byte) bool {
	return controls(b, "\n\t") == 0 && utf8.Valid(b) && !bytes.HasPrefix(b, []byte("\uFEFF"))
}

// IsText reports whether b looks like text in some encoding rather than like a picture or a program:
// a file without an extension is a seed only then.
func IsText(b []byte) bool {
	b = b[:min(len(b), 8<<10)]
	if len(b) == 0 {
		return false
	}
	if byteOrder(b) != nil {
		return true
	}
	return bytes.IndexByte(b, 0) < 0 && controls(b, textual)*50 <= len(b) // 2 %: ISO-2022 and stray form feeds pass, compressed bytes do not
}

// IsBinary reports whether b can't be a text although its name says so: a few bytes that no text has are damage, many
// are a picture or a program.
func IsBinary(b []byte) bool {
	b = b[:min(len(b), 8<<10)]
	return len(b) >= 256 && byteOrder(b) == nil && controls(b, textual)*20 > len(b)
}

// textual are the bytes below a space that a text may have.
const textual = "\n\r\t\f\x1b"

// controls counts the bytes below a space but for some, of which the end of a line is one.
func controls(b []byte, but string) (n int) {
	const spaces, signs = 0x2020202020202020, 0x8080808080808080
	done := 0
	for ; done+16 <= len(b); done += 16 { // sixteen bytes at once, when each is a space at least or ends a line
		v, w := binary.LittleEndian.Uint64(b[done:]), binary.LittleEndian.Uint64(b[done+8:])
		if ((v-spaces)&^v|(w-spaces)&^w)&signs != 0 && (hasControls(v) || hasControls(w)) {
			n += countControls(b[done:done+16], but)
		}
	}
	return n + countControls(b[done:], but)
}

// hasControls reports whether any of eight bytes is below a space and no line end.
func hasControls(v uint64) bool {
	const sevens, signs = 0x7f7f7f7f7f7f7f7f, 0x8080808080808080
	below := ^((v&sevens + 0x6060606060606060) | v) // in the sign of each byte, as in what follows
	end := v ^ 0x0a0a0a0a0a0a0a0a
	return below&((end&sevens+sevens)|end)&signs != 0
}

func countControls(b []byte, but string) (n int) {
	for _, c := range b {
		if c < ' ' && strings.IndexByte(but, c) < 0 {
			n++
		}
	}
	return n
}

// detect returns a nil encoding for UTF-8.
func detect(b []byte, isHTML bool) (enc encoding.Encoding, name string, guessed bool) {
	if enc := byteOrder(b); enc != nil {
		return enc, "utf-16", false
	}
	if utf8.Valid(b) {
		if !bytes.ContainsAny(b[:min(len(b), sampleBytes)], "\x1b") {
			return nil, "utf-8", false
		}
		// ISO-2022-JP is pure ASCII with escapes: only statistics tell it from UTF-8.
		if enc, name := statistics(b); name == "iso-2022-jp" {
			return enc, name, true
		}
		return nil, "utf-8", false
	}
	if enc, name := declaredXML(b); enc != nil {
		return enc, name, false
	}
	if isHTML && bytes.Contains(bytes.ToLower(b[:min(len(b), 1024)]), []byte("charset")) {
		if enc, name, _ := charset.DetermineEncoding(b, "text/html"); name != "utf-8" {
			return enc, name, false
		}
		return nil, "utf-8", false
	}
	if nearlyUTF8(b) {
		return nil, "utf-8", true
	}
	enc, name = statistics(b)
	return enc, name, true
}

// xmlEncoding is what the first line of an XHTML document may say, XML 1.0 section 4.3.3.
var xmlEncoding = regexp.MustCompile(`^\s*<\?xml\s[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// declaredXML returns the encoding that an XML declaration names, nil when it names none that is known or UTF-8.
func declaredXML(b []byte) (encoding.Encoding, string) {
	m := xmlEncoding.FindSubmatch(b[:min(len(b), 256)])
	if m == nil {
		return nil, ""
	}
	if enc, name := charset.Lookup(string(m[1])); name != "utf-8" {
		return enc, name
	}
	return nil, ""
}

// byteOrder finds UTF-16 by its byte order mark, or without one by the zero bytes that Latin letters leave.
func byteOrder(b []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	sample := b[:min(len(b), 4096)&^1]
	if bytes.IndexByte(sample, 0) < 0 { // as in nearly every text
		return nil
	}
	even, odd := 0, 0
	for i, c := range sample {
		switch {
		case c != 0:
		case i%2 == 0:
			even++
		default:
			odd++
		}
	}
	half := len(sample) / 2
	switch {
	case half >= 2 && odd*10 >= half*4 && even*20 <= odd:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case half >= 2 && even*10 >= half*4 && odd*20 <= even:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

// nearlyUTF8 reports that b is UTF-8 in which a few bytes are broken: it then holds far more whole
// multi-byte characters than broken bytes, which no other encoding brings about by chance.
func nearlyUTF8(b []byte) bool {
	whole, broken := 0, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			broken++
		case n > 1:
			whole++
		}
		i += n
	}
	return whole > 0 && whole >= 4*broken
}

func statistics(b []byte) (encoding.Encoding, string) {
	sample := b[:min(len(b), sampleBytes)]
	all, err := chardet.NewTextDetector().DetectAll(sample) // those that it is as sure of come in any order
	slices.SortFunc(all, func(x, y chardet.Result) int {
		return cmp.Or(y.Confidence-x.Confidence, strings.Compare(x.Charset, y.Charset))
	})
	if err == nil && all[0].Confidence >= 10 {
		best := all[0]
		label := strings.ReplaceAll(best.Charset, "GB-18030", "gb18030")
		if enc, name := charset.Lookup(label); enc != nil && name != "utf-8" {
			return enc, name
		}
	}
	enc, name := charset.Lookup("windows-1252")
	return enc, name
}

func invalidRuns(b []byte) int {
	n := 0
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			n++
		}
		i += size
	}
	return n
}

func lineEnds(s string) string {
	if !strings.Contains(s, "\r") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
