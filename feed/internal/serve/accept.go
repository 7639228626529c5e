package serve

import "strings"

// The content codings, by their names in RFC 9110 section 8.4.1, RFC 7932
// section 13 and RFC 8878 section 7.2. The empty one is the bytes as they are.
const (
	identity = ""
	gzipped  = "gzip"
	brotlied = "br"
	zstded   = "zstd"
)

// unlisted is the weight of a coding that the field does not name. It is below
// every weight that a field can give.
const unlisted = -1

// weights holds what an Accept-Encoding field says of each coding that can be
// served, in thousandths. 0 refuses the coding.
type weights struct{ brotli, zstd, gzip, identity, any int }

// negotiate picks the coding for the value of an Accept-Encoding field
// (RFC 9110 section 12.5.3): the heaviest, and Brotli before zstd before gzip before
// identity among equals, as that is how small they make a feed. When everything
// is refused it is identity, as the RFC advises. "*" stands for gzip only:
// clients that write it are older than the others on the web, and a server may
// choose among what a client accepts.
func negotiate(field string) string {
	w := weigh(field)
	if w.gzip == unlisted {
		w.gzip = w.any
	}
	if w.identity == unlisted {
		w.identity = w.any
	}
	pick, best := identity, w.identity
	if w.gzip > 0 && w.gzip >= best {
		pick, best = gzipped, w.gzip
	}
	if w.zstd > 0 && w.zstd >= best {
		pick, best = zstded, w.zstd
	}
	if w.brotli > 0 && w.brotli >= best {
		pick = brotlied
	}
	return pick
}

// weigh reads the field. The lowest weight counts if a coding is named twice.
func weigh(field string) weights {
	w := weights{unlisted, unlisted, unlisted, unlisted, unlisted}
	for more := true; more; {
		var element string
		element, field, more = strings.Cut(field, ",")
		name, params, weighted := strings.Cut(element, ";")
		of := w.of(strings.Trim(name, " \t"))
		if of == nil {
			continue
		}
		q := 1000
		if weighted {
			q = weight(strings.Trim(params, " \t"))
		}
		if *of == unlisted || q < *of {
			*of = q
		}
	}
	return w
}

// of returns where the weight of a coding belongs, or nil for one that is never
// served. Names are case-insensitive, and x-gzip is gzip (RFC 9110 section 8.4.1.3).
func (w *weights) of(name string) *int {
	switch {
	case strings.EqualFold(name, brotlied):
		return &w.brotli
	case strings.EqualFold(name, zstded):
		return &w.zstd
	case strings.EqualFold(name, gzipped), strings.EqualFold(name, "x-gzip"):
		return &w.gzip
	case strings.EqualFold(name, "identity"):
		return &w.identity
	case name == "*":
		return &w.any
	}
	return nil
}

// weight reads "q=" and a qvalue (RFC 9110 section 12.4.2) in thousandths.
// Anything else refuses the coding: identity is always understood.
func weight(params string) int {
	if len(params) < 3 || !strings.EqualFold(params[:2], "q=") {
		return 0
	}
	whole, digits, _ := strings.Cut(params[2:], ".")
	if whole != "0" && whole != "1" || len(digits) > 3 {
		return 0
	}
	q := 0
	for i := range 3 {
		q *= 10
		if i >= len(digits) {
			continue
		}
		if digits[i] < '0' || digits[i] > '9' {
			return 0
		}
		q += int(digits[i] - '0')
	}
	switch {
	case whole == "0":
		return q
	case q == 0:
		return 1000
	}
	return 0
}
