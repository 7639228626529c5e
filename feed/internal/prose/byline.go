package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxByline = 120 // bytes

// by are the words a byline begins with, in lower case.
var by = []string{
	"by", "written by", "words by", "story by", "posted by", "published by", "von", "text von", "par", "por", "texto de",
	"di", "door", "av", "af", "przez", "autor:", "autorin:", "author:", "автор:", "auteur :", "autore:", "yazan:", "作者：", "作者:", "文：", "文/",
	"بقلم", "كتب", "מאת",
}

// particles stand in lower case inside names.
var particles = words("de da do dos das del della di du van von der den ten ter la le bin ibn al el y e und and et och og en of the")

// parseByline reads "By Jane Doe and Max Muster". The names are nil when the line is no byline.
func parseByline(line string) (byline string, names []string) {
	if len(line) > maxByline {
		return "", nil
	}
	for _, b := range by {
		n := len(b)
		if len(line) <= n || !strings.EqualFold(line[:n], b) {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(b)
		rest := line[n:]
		if unicode.IsLetter(last) && !strings.HasPrefix(rest, " ") && !strings.HasPrefix(rest, ": ") {
			continue
		}
		if names := splitNames(strings.TrimLeft(rest, ": \u00a0")); names != nil {
			return line, names
		}
	}
	return "", nil
}

// splitNames splits "Jane Doe, A. B. Cee and Max Muster"; nil when it is not all names.
func splitNames(s string) []string {
	s, _, _ = strings.Cut(s, "|")
	for _, and := range []string{" and ", " und ", " et ", " y ", " e ", " en ", " och ", " og ", " & ", "、", "，", " و "} {
		s = strings.ReplaceAll(s, and, ",")
	}
	var names []string
	for name := range strings.SplitSeq(s, ",") {
		name = strings.TrimFunc(name, isBlank)
		if name == "" || !isName(name) {
			return nil
		}
		names = append(names, name)
	}
	return names
}

// isName reports two to five words with capitals, or the same in a script without them.
func isName(s string) bool {
	ws := strings.Fields(s)
	first, _ := utf8.DecodeRuneInString(s)
	if isWide(first) {
		return utf8.RuneCountInString(s) <= 12 && strings.IndexFunc(s, unicode.IsPunct) < 0
	}
	if len(ws) < 2 || len(ws) > 5 {
		return false
	}
	for _, w := range ws {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsLetter(r) || unicode.IsLower(r) && !particles[w] {
			return false
		}
	}
	last := ws[len(ws)-1]
	return !strings.ContainsAny(last, ".!?:;…") || len(last) <= 3
}
