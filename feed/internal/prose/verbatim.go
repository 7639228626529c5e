package prose

import "strings"

// isCode reports whether a group of lines is program text or a command listing.
func isCode(lines []string) bool {
	code, indented := 0, 0
	for _, l := range lines {
		if codeLine(l) {
			code++
		}
		if strings.HasPrefix(l, "    ") || strings.HasPrefix(l, "\t") {
			indented++
		}
	}
	if indented == len(lines) {
		return code*3 >= len(lines) && code > 0
	}
	return len(lines) > 1 && code*5 >= len(lines)*3
}

// Signs of program text: how its lines begin, what they hold, how they end.
var (
	codeStarts = []string{"$ ", "#!", "//", "/*", "#include", "import ", "def ", "func ", "class ", "return ", "<?", "</"}
	codeInside = []string{"()", " = ", ":=", "==", "->", "=>", "/>", "&&", "||", "+=", "!="}
	codeEnds   = []string{"{", "}", ");", "};", "];", "\\"}
)

const codeBytes = "(=>&|{};\\" // each of what stands inside or at the end has one of these

// codeLine reports whether a line looks like program text. Prose is long and code is not: only its first and
// last characters are looked at.
func codeLine(line string) bool {
	line = strings.TrimFunc(line, isBlank)
	if len(line) > 2*maxWrap {
		return false
	}
	for _, s := range codeStarts {
		if strings.HasPrefix(line, s) && !endsSentence(line) {
			return true
		}
	}
	if !strings.ContainsAny(line, codeBytes) {
		return false
	}
	for _, s := range codeInside {
		if strings.Contains(line, s) {
			return true
		}
	}
	for _, s := range codeEnds {
		if strings.HasSuffix(line, s) {
			return true
		}
	}
	return false
}

// isTable reports whether every line of a group has columns, set off by tabs, bars or wide gaps.
func isTable(lines []string) bool {
	if len(lines) < 2 {
		return false
	}
	for _, l := range lines {
		l = strings.TrimFunc(l, isBlank)
		if len(l) > 4*maxWrap || startsUnit(l) {
			return false
		}
		if !strings.Contains(l, "\t") && !strings.Contains(l, "   ") && strings.Count(l, "|") < 2 {
			return false
		}
	}
	return true
}

// dedent removes the white space that all lines begin with.
func dedent(lines []string) []string {
	common := lines[0][:leading(lines[0])]
	for _, l := range lines {
		for !strings.HasPrefix(l, common) {
			common = common[:len(common)-1]
		}
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l[len(common):]
	}
	return out
}
