package header

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// plainLine is a line of the YAML that nearly every front matter is made of, so plain that no rule of YAML but "key: value" touches it: a
// text between double quotes without escapes, a list of plain words in one line, or a plain text, number or date. What YAML reads
// differently (an escape, a comment, a colon before a space, an indented line) does not match.
var plainLine = regexp.MustCompile(`^([a-z_]+): +(?:"((?:[^"\\\pC\pZ]| )*)"|\[([\pL\d][\pL\d _.-]*(?:, *[\pL\d][\pL\d _.-]*)*)\]|([\pL\d](?:[\pL\d .,;'()/&!?+_-]|:[\pL\d/])*))$`)

const longestKey = 100 // bytes; YAML allows some more before the colon

// plainYAML is decodeYAML for a block of plain lines; not ok if it has any other.
func plainYAML(block string, offset int) (v value, ok bool) {
	if !utf8.ValidString(block) || strings.Contains(block, "\n ") || strings.Contains(block, "\n-") || strings.Contains(block, "\n#") {
		return value{}, false // the commonest that is not plain, told at once
	}
	v.keys = map[string]value{}
	for line := range strings.SplitSeq(block, "\n") {
		offset++
		if line == "" {
			continue
		}
		m := plainLine.FindStringSubmatch(strings.TrimRight(line, " "))
		if m == nil || len(m[1]) > longestKey {
			return value{}, false
		}
		key, quoted, list, plain := m[1], m[2], m[3], m[4]
		if _, twice := v.keys[key]; twice || strings.EqualFold(plain, "null") {
			return value{}, false
		}
		if v.line == 0 {
			v.line = offset
		}
		child := value{line: offset, scalar: quoted + plain}
		if list != "" {
			child.list = []value{}
			for word := range strings.SplitSeq(list, ",") {
				if word = strings.Trim(word, " "); strings.EqualFold(word, "null") {
					return value{}, false
				}
				child.list = append(child.list, value{line: offset, scalar: word})
			}
		}
		v.keys[key] = child
	}
	return v, v.line > 0
}
