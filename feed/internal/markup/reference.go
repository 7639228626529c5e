package markup

import (
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// references makes the URLs of one document absolute.
type references struct {
	options Options
	page    *url.URL // where the document will be shown; nil if unknown
	origin  *url.URL // where the document was saved from; nil if unknown. References that lead nowhere here lead there.
	written *url.URL // what an absolute <base href> says, where the document was written for another place; else nil
}

func newReferences(o Options, written *url.URL) references {
	r := references{options: o, written: written}
	if o.Base != nil && o.Base.IsAbs() && o.Base.Host != "" {
		r.page = o.Base
	}
	return r
}

// A use is what a URL is for, which decides the schemes it may have.
type use int

const (
	asLink    use = iota // followed by a person
	asPicture            // loaded by the reader: http(s), or a small data URL
	asMedia              // loaded by the reader: http(s) only
)

// hasScheme reports whether a reference begins with a scheme (RFC 3986, section 3.1).
func hasScheme(ref string) bool {
	for i := range len(ref) {
		switch c := ref[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		case i == 0:
			return false
		case c == ':':
			return true
		case c != '+' && c != '-' && c != '.' && (c < '0' || c > '9'):
			return false
		}
	}
	return false
}

// absolute returns ref as an absolute, percent-encoded URL. It is not ok if there is none or its scheme is not allowed.
// The result is a fixed point: it is its own absolute form.
func (r references) absolute(ref string, u use) (string, bool) {
	ref = trimReference(ref)
	if ref == "" {
		return "", false
	}
	if name, ok := strings.CutPrefix(ref, wikiScheme); ok {
		return r.named(name, u)
	}
	if u == asPicture && len(ref) <= maxDataURL && pictureData().MatchString(ref) {
		return ref, true
	}
	if !hasScheme(ref) {
		ref = r.resolve(slashes(ref))
	}
	return normal(ref, u)
}

// named asks where what a wiki link names will be.
func (r references) named(name string, u use) (string, bool) {
	if decoded, err := url.PathUnescape(name); err == nil {
		name = decoded
	}
	if r.options.Named == nil {
		return "", false
	}
	found, ok := r.options.Named(name)
	if !ok {
		return "", false
	}
	return normal(found, u)
}

// resolve gives a relative reference its scheme and host, or returns "".
func (r references) resolve(ref string) string {
	base := r.page
	if r.written != nil && !strings.HasPrefix(ref, "#") {
		base = r.written
	} else if !strings.HasPrefix(ref, "#") {
		if found, ok := r.known(ref); ok {
			return found
		}
		if r.origin != nil {
			base = r.origin
		}
	}
	u, err := url.Parse(percentEncode(ref))
	if err != nil || base == nil {
		return ""
	}
	return base.ResolveReference(u).String()
}

// known asks where a file beside the document will be.
func (r references) known(ref string) (string, bool) {
	if r.options.Resolve == nil || strings.HasPrefix(ref, "//") || strings.HasPrefix(ref, "?") {
		return "", false
	}
	found, ok := r.options.Resolve(ref)
	return found, ok && hasScheme(found)
}

// trimReference does what browsers do first: https://url.spec.whatwg.org/#concept-basic-url-parser, steps 1 and 3.
func trimReference(ref string) string {
	if strings.ContainsAny(ref, "\t\n\r") || !isClean(ref) {
		ref = strings.Map(func(r rune) rune {
			if r == '\t' || r == '\n' || r == '\r' {
				return -1
			}
			return character(r)
		}, ref)
	}
	return strings.Trim(ref, " ")
}

// slashes reads backslashes in the path as slashes, as browsers do and as authors on Windows write them.
func slashes(ref string) string {
	end := strings.IndexAny(ref, "?#")
	if end < 0 {
		end = len(ref)
	}
	return strings.ReplaceAll(ref[:end], `\`, "/") + ref[end:]
}

// normal writes an absolute URL in the form that parsing does not change.
func normal(ref string, u use) (string, bool) {
	ref = percentEncode(ref)
	parsed, err := url.Parse(ref)
	if err != nil || !slices.Contains(linkSchemes, parsed.Scheme) {
		return "", false
	}
	isHTTP := parsed.Scheme == "http" || parsed.Scheme == "https"
	if isHTTP && parsed.Hostname() == "" || !isHTTP && u != asLink {
		return "", false
	}
	if isHTTP && parsed.Path == "" {
		parsed.Path = "/"
	}
	if parsed.Host = Host(parsed.Host); isHTTP && !isHost(parsed) {
		return "", false
	}
	parsed.User = nil // a name and a password are nobody else's
	s := parsed.String()
	if s == ref {
		return s, true
	}
	again, err := url.Parse(s)
	if err != nil || again.String() != s || percentEncode(s) != s {
		return "", false
	}
	return s, true
}

// Host returns a host, with or without a port, as DNS knows it: letters beyond ASCII in Punycode (RFC 5891). One that can't be written so
// stays as it is.
func Host(host string) string {
	for _, r := range host {
		if r >= utf8.RuneSelf {
			if ascii, err := idna.Lookup.ToASCII(host); err == nil {
				return ascii
			}
			name, port, err := net.SplitHostPort(host)
			if err != nil {
				return host
			}
			if ascii, err := idna.Lookup.ToASCII(name); err == nil {
				return net.JoinHostPort(ascii, port)
			}
			return host
		}
	}
	return host
}

// isHost reports whether a browser would go to a host: no empty label, no Punycode that stands for nothing, a port that there can be
// (https://url.spec.whatwg.org/#host-parsing).
func isHost(u *url.URL) bool {
	if port := u.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return false
		}
	}
	name := strings.TrimSuffix(u.Hostname(), ".")
	if strings.Contains("."+name+".", "..") {
		return false
	}
	if strings.Contains(strings.ToLower(name), "xn--") {
		_, err := idna.Lookup.ToUnicode(name)
		return err == nil
	}
	return true
}

const hex = "0123456789ABCDEF"

// percentEncode encodes the bytes that RFC 3986 allows nowhere in a URL, and a % that begins no escape. A host outside ASCII
// gets the percent-encoded form of section 3.2.2, which is valid though longer than punycode.
func percentEncode(s string) string {
	var b strings.Builder
	from := 0
	for i := range len(s) {
		c := s[i]
		switch {
		case c <= ' ', c >= 0x7F:
		case c == '"', c == '<', c == '>', c == '\\', c == '^', c == '`', c == '{', c == '|', c == '}':
		case c == '%' && !(i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])):
		default:
			continue
		}
		b.WriteString(s[from:i])
		b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		from = i + 1
	}
	if from == 0 {
		return s
	}
	b.WriteString(s[from:])
	return b.String()
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
