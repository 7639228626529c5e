package media

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf16"
)

// maxPDFBytes is what is looked at of each end of a PDF: 1 MiB.
const maxPDFBytes = 1 << 20

var pdfInfo = regexp.MustCompile(`^/Info\s+(\d{1,9})\s+(\d{1,5})\s+R`)

// readPDF reads title and author of the information dictionary, ISO 32000-1 section 14.3.3, where it stands in the open. Newer
// writers compress it: then the file says nothing.
func readPDF(f *file, info *Info) bool {
	head := f.head(0, maxPDFBytes)
	if !bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")) { // where readers look, annex H.3
		return false
	}
	tail := f.head(max(0, f.size-maxPDFBytes), maxPDFBytes)
	last := bytes.LastIndex(tail, []byte("/Info")) // updates are appended
	if last < 0 || bytes.Contains(tail, []byte("/Encrypt")) {
		return true
	}
	ref := pdfInfo.FindSubmatch(tail[last:])
	if ref == nil {
		return true
	}
	object := regexp.MustCompile(fmt.Sprintf(`(?:^|[^0-9])%s\s+%s\s+obj\b`, ref[1], ref[2]))
	for _, part := range [][]byte{tail, head} {
		if at := object.FindAllIndex(part, -1); len(at) > 0 {
			dict := part[at[len(at)-1][1]:]
			dict, _, _ = bytes.Cut(dict[:min(len(dict), maxTextBytes)], []byte("endobj"))
			info.Title, info.Artist = pdfText(dict, "/Title"), pdfText(dict, "/Author")
			return true
		}
	}
	return true
}

// pdfText returns the text string under a key, section 7.9.2: (literal) or <hex>, in UTF-16 or UTF-8 with a mark, else PDFDocEncoding,
// which is Latin-1 but for a few signs.
func pdfText(dict []byte, key string) string {
	_, rest, ok := bytes.Cut(dict, []byte(key))
	if rest = bytes.TrimLeft(rest, "\x00\t\n\f\r "); !ok || len(rest) == 0 {
		return ""
	}
	var b []byte
	switch rest[0] {
	case '(':
		b = pdfLiteral(rest[1:])
	case '<':
		b = pdfHex(rest[1:])
	}
	switch {
	case bytes.HasPrefix(b, []byte("\xFE\xFF")):
		var units []uint16
		for b = b[2:]; len(b) >= 2; b = b[2:] {
			units = append(units, uint16(b[0])<<8|uint16(b[1]))
		}
		return string(utf16.Decode(units))
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		return string(b[3:])
	}
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}

// pdfLiteral reads up to the parenthesis that closes, section 7.3.4.2. Without one there is no string.
func pdfLiteral(b []byte) (s []byte) {
	depth := 1
	for i := 0; i < len(b); i++ {
		switch c := b[i]; c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return s
			}
		case '\\':
			digits := 0
			for digits < 3 && i+1+digits < len(b) && b[i+1+digits] >= '0' && b[i+1+digits] <= '7' {
				digits++
			}
			if digits > 0 {
				n, _ := strconv.ParseUint(string(b[i+1:i+1+digits]), 8, 16) // digits by the loop
				s = append(s, byte(n))
				i += digits
				continue
			}
			if i++; i == len(b) {
				return nil
			}
			if at := bytes.IndexByte([]byte("nrtbf"), b[i]); at >= 0 {
				s = append(s, "\n\r\t\b\f"[at])
			} else if b[i] != '\n' && b[i] != '\r' { // a line that goes on
				s = append(s, b[i])
			}
			continue
		}
		s = append(s, b[i])
	}
	return nil
}

// pdfHex reads up to ">", section 7.3.4.3.
func pdfHex(b []byte) []byte {
	digits, _, ok := bytes.Cut(b, []byte(">"))
	digits = bytes.Join(bytes.Fields(digits), nil)
	if len(digits)%2 == 1 { // the one that is missing is 0
		digits = append(digits, '0')
	}
	s, err := hex.DecodeString(string(digits))
	if err != nil || !ok {
		return nil
	}
	return s
}
