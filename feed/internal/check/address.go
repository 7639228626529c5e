package check

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

var (
	scheme = lazily(`^[A-Za-z][A-Za-z0-9+.-]*:`)
	urn    = lazily(`^(?i:urn):[a-zA-Z0-9][a-zA-Z0-9-]{1,31}:([a-zA-Z0-9()+,.:=@;$_!*'/?#&~-]|%[0-9A-Fa-f]{2})+$`) // RFC 8141
	uuid   = lazily(`^(?i:urn:uuid):[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}$`)
	tagURI = lazily(`^tag:([A-Za-z0-9._-]+@)?[A-Za-z0-9.-]+,\d{4}(-\d{2}(-\d{2})?)?:[0-9a-zA-Z;/?:@&=+$._!~*'()%,-]*(#[0-9a-zA-Z;/?:@&=+$._!~*'()%,-]*)?$`) // RFC 4151
	escape = lazily(`%([^0-9A-Fa-f]|.?$|[0-9A-Fa-f][^0-9A-Fa-f])`)
)

// IsUUID reports whether s is written as a UUID (RFC 9562 section 4).
func IsUUID(s string) bool { return uuid().MatchString("urn:uuid:" + s) }

// address checks what should be an IRI reference, as what it is for, and returns it absolute; nil when it can't be.
func (r *report) address(n *node, what, value string, at *fault) *url.URL {
	trimmed := strings.TrimSpace(value)
	if i := strings.IndexAny(trimmed, " \t\r\n<>\"{}|\\^`"); i >= 0 {
		r.add(n.at, badAddress, "%s holds the character %q: %q", what, trimmed[i:i+1], trimmed)
		return nil
	}
	u, err := url.Parse(trimmed)
	if err != nil || escape().MatchString(trimmed) || strings.Count(trimmed, "#") > 1 {
		r.add(n.at, badAddress, "%s is no address: %q", what, trimmed)
		return nil
	}
	switch s := strings.ToLower(u.Scheme); {
	case s == "tag" || s == "urn":
		r.uri(n, what, trimmed)
	case (s == "http" || s == "https" || s == "ftp") && badHost(u):
		r.add(n.at, badAddress, "%s has no host: %q", what, trimmed)
		return nil
	case r.kind == "rss" && strings.ContainsFunc(u.Host, func(c rune) bool { return c > 0x7F }):
		r.add(n.at, oddAddress, "the host in %s is not in ASCII, as RSS wants it: %q", what, u.Host)
	case s != "" && !slices.Contains(schemes, s):
		r.add(n.at, oddAddress, "%s has an unknown scheme: %q", what, trimmed)
	case s == "" && at != nil:
		if base := n.base; base != nil {
			return base.ResolveReference(u)
		}
		r.add(n.at, at, "%s is relative: %q", what, trimmed)
		return nil
	}
	r.reachable(n.at, what, u)
	return u
}

func badHost(u *url.URL) bool {
	host := u.Hostname()
	if host == "" || strings.HasPrefix(host, ".") || strings.Contains(host, "..") {
		return true
	}
	for _, c := range host {
		if c < 0x80 && !strings.ContainsRune("-._~%!$&'()*+,;=:", c) && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return true
		}
	}
	return false
}

// schemes that a reader may be expected to pass on to something that knows them.
var schemes = strings.Fields("http https ftp gopher mailto news nntp telnet file cid mid data dav sip sips tel fax modem ldap urn tag " +
	"im xmpp rtsp pop imap nfs info geo sms irc ircs magnet gemini at acct ipfs ipns ni spotify callto skype webcal bitcoin " +
	"crid dns dict tv pres")

// reachable says whether others can open an address (R25).
func (r *report) reachable(at place, what string, u *url.URL) {
	host := strings.ToLower(u.Hostname())
	ip, err := netip.ParseAddr(host)
	switch {
	case host == "" || r.nearby():
	case host == "localhost", strings.HasSuffix(host, ".local"), strings.HasSuffix(host, ".localhost"),
		err == nil && (ip.IsLoopback() || ip.IsPrivate() || ip.IsUnspecified() || ip.IsLinkLocalUnicast()):
		r.add(at, unreachable, "%s leads to %s", what, host)
	case host == "example.com", host == "example.org", host == "example.net", strings.HasSuffix(host, ".example"):
		if r.counts[exampleHost] == 0 {
			r.add(at, exampleHost, "%s leads to %s", what, host)
		}
	}
}

// nearby says whether the document itself was loaded from this machine, where such addresses are in their place.
func (r *report) nearby() bool {
	u, err := url.Parse(r.name)
	return err == nil && (u.Hostname() == "localhost" || strings.HasPrefix(u.Hostname(), "127."))
}

// uri checks an identifier that is no locator. It says whether it was one.
func (r *report) uri(n *node, what, value string) bool {
	lower := strings.ToLower(value)
	good := true
	switch {
	case strings.HasPrefix(lower, "tag:"):
		good = tagURI().MatchString(value)
	case strings.HasPrefix(lower, "urn:uuid:"):
		good = uuid().MatchString(value)
	case strings.HasPrefix(lower, "urn:"):
		good = urn().MatchString(value)
	default:
		return false
	}
	if !good {
		kind, _, _ := strings.Cut(lower, ":")
		r.add(n.at, badID, "%s is no valid %s URI: %q", what, kind, value)
	}
	return true
}

// identity checks an ID that must be an absolute URI (RFC 4287 section 4.2.6).
func (r *report) identity(n *node, what, value string) {
	switch trimmed := strings.TrimSpace(value); {
	case trimmed == "":
		r.add(n.at, badID, "%s is empty", what)
	case trimmed != value:
		r.add(n.at, spaceAround, "%s has white space around it: %q", what, value)
		r.identity(n, what, trimmed)
	case r.uri(n, what, value):
	case !scheme().MatchString(value):
		r.add(n.at, badID, "%s is no absolute URI: %q", what, value)
	default:
		if u := r.address(n, what, value, nil); u != nil && canonical(u, value) != value {
			r.add(n.at, notCanonical, "%s is not in canonical form: %q, not %q", what, value, canonical(u, value))
		}
	}
}

var ports = map[string]string{"http": "80", "https": "443", "ftp": "21", "gopher": "70", "news": "119", "nntp": "119"}

// canonical normalises a URI by syntax and scheme (RFC 3986 section 6.2).
func canonical(u *url.URL, value string) string {
	s := strings.ToLower(u.Scheme)
	rest := value[len(u.Scheme)+1:]
	port, ordinary := ports[s]
	if !ordinary || !strings.HasPrefix(rest, "//") {
		return s + ":" + rest
	}
	end := strings.IndexAny(rest[2:]+"/", "/?#") + 2
	authority, path := rest[2:min(end, len(rest))], rest[min(end, len(rest)):]
	user, host, found := strings.Cut(authority, "@")
	switch {
	case !found:
		user, host = "", authority
	case user == "" || user == ":":
		user = ""
	default:
		user += "@"
	}
	host = strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(host), ":"+port), ":")
	tail := ""
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path, tail = path[:i], path[i:]
	}
	if path == "" && (s == "http" || s == "https" || s == "ftp") {
		path = "/"
	}
	return s + "://" + user + strings.TrimSuffix(host, ".") + escapes(withoutDots(path)) + escapes(tail)
}

// withoutDots removes the segments . and .. (RFC 3986 section 5.2.4).
func withoutDots(path string) string {
	if !strings.Contains(path, "/.") {
		return path
	}
	segments := strings.Split(path, "/")
	out := segments[:0:0]
	for i, s := range segments {
		last := i == len(segments)-1
		switch s {
		case ".":
		case "..":
			if len(out) > 1 {
				out = out[:len(out)-1]
			}
		default:
			out = append(out, s)
			continue
		}
		if last {
			out = append(out, "")
		}
	}
	return strings.Join(out, "/")
}

var encoded = lazily(`%[0-9A-Fa-f]{2}`)

// escapes writes percent-encodings in capitals, and letters and digits without (RFC 3986 section 6.2.2).
func escapes(s string) string {
	return encoded().ReplaceAllStringFunc(s, func(e string) string {
		c, err := url.PathUnescape(e)
		if err == nil && (c[0]|0x20 >= 'a' && c[0]|0x20 <= 'z' || c[0] >= '0' && c[0] <= '9' || strings.Contains("-._~", c)) {
			return c
		}
		return strings.ToUpper(e)
	})
}
