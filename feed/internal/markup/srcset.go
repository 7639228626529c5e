package markup

import (
	"strings"
)

// maxCandidates is the most pictures that a srcset may offer; real ones have about ten.
const maxCandidates = 64

var descriptor = lazily(`^([0-9]+w|[0-9]+(\.[0-9]+)?x)$`)

// srcset makes each candidate of a srcset attribute absolute and leaves out those that cannot be. It reads the attribute by
// https://html.spec.whatwg.org/#parsing-a-srcset-attribute: a comma inside a URL belongs to the URL.
func (r references) srcset(val string) string {
	var kept []string
	for len(kept) < maxCandidates {
		val = strings.TrimLeft(val, " \t\n\r\f,")
		if val == "" {
			break
		}
		var ref, width string
		ref, val = cut(val, " \t\n\r\f")
		if trimmed := strings.TrimRight(ref, ","); trimmed != ref {
			ref = trimmed
		} else {
			width, val = cut(val, ",")
		}
		if candidate := r.candidate(ref, strings.TrimSpace(width)); candidate != "" {
			kept = append(kept, candidate)
		}
	}
	return strings.Join(kept, ", ")
}

func (r references) candidate(ref, width string) string {
	u, ok := r.absolute(ref, asMedia)
	if !ok || width != "" && !descriptor().MatchString(width) {
		return ""
	}
	if strings.HasSuffix(u, ",") { // it would end the candidate
		u = strings.TrimRight(u, ",") + strings.Repeat("%2C", len(u)-len(strings.TrimRight(u, ",")))
	}
	return strings.TrimSpace(u + " " + width)
}

// cut splits s before the first byte that is in separators.
func cut(s, separators string) (before, after string) {
	if i := strings.IndexAny(s, separators); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}
