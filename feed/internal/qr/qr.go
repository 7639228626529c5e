// Package qr draws a text as a QR code that a phone reads from a screen or from paper.
package qr

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quiet is how many modules have to be white around a code (ISO/IEC 18004:2015, section 6.3.8).
const quiet = 4

// SVG returns the code of a text as the inside of an svg element, black on white, and the width and height of its view box. The error
// says that the text is too long, which is beyond 2,000 bytes.
func SVG(text string) (inner string, size int, err error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", 0, fmt.Errorf("make QR code: %w", err)
	}
	size = code.Size + 2*quiet
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			n := 0
			for x+n < code.Size && code.Black(x+n, y) {
				n++
			}
			if n > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, n, n)
				x += n
			}
		}
	}
	return fmt.Sprintf(`<path fill="#fff" d="M0 0h%[1]dv%[1]dH0z"/><path d="%[2]s"/>`, size, path.String()), size, nil
}
