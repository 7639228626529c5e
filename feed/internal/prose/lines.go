package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unit is the smallest piece of text that is kept or dropped whole: a paragraph whose lines were joined, a
// line, an item, a quote, a block of code.
type unit struct {
	kind   Kind
	text   string // what is shown
	source string // what reads back as this unit
	indent string // white space before a line, which verse keeps
	tight  bool   // no blank line between this unit and the one before
	marks
	long     []uint32 // its longer words, hashed
	seen     *glance  // what is known of its text already
	known    int      // other texts of the folder that have this line
	stranger bool     // and it goes for that alone
	score    float64
	reason   string // why it was dropped, "" while it is kept
}

// maxLines is how many lines a text may have of which each is looked at: the longest books have 100,000. One with more is no text that
// somebody reads but a log or a table, and a single block.
const maxLines = 250_000

// read splits text into units. Blank lines end a group of lines; what a group holds is decided from its own
// lines and from the width at which the whole text is wrapped, if it is.
func read(text string) []unit {
	text = tidy(text)
	if whole := strings.TrimFunc(text, isBlank); strings.Count(whole, "\n") > maxLines {
		return []unit{{kind: Verbatim, text: whole, source: whole}}
	}
	lines := strings.Split(text, "\n")
	filled := 0
	for i, l := range lines {
		if lines[i] = strings.TrimRightFunc(l, isBlank); lines[i] != "" {
			filled++
		}
	}
	r := reader{width: wrapWidth(lines), lastFence: lastFence(lines), units: make([]unit, 0, filled)}
	for i := 0; i < len(lines); {
		if end := r.fence(lines, i); end > i {
			i = end
			continue
		}
		start := i
		for i < len(lines) && lines[i] != "" && (i == start || !r.opensFence(lines[i], i)) {
			i++
		}
		if i == start {
			i++
			continue
		}
		r.group(lines[start:i])
	}
	return r.units
}

// tidy makes every line break a "\n", and drops invalid UTF-8 and characters that XML 1.0 forbids
// (section 2.2, production Char).
func tidy(text string) string {
	if utf8.ValidString(text) && strings.IndexFunc(text, isUntidy) < 0 { // as nearly all are, once read
		return text
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if breaks(r) {
			return '\n'
		}
		return legal(r)
	}, strings.ToValidUTF8(text, ""))
}

func isUntidy(r rune) bool {
	return (r < ' ' || r > '~') && r != '\n' && (breaks(r) || legal(r) < 0)
}

// breaks reports a line end other than the newline.
func breaks(r rune) bool {
	switch r {
	case '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// legal returns r, or -1 when XML forbids it or it is a byte order mark.
func legal(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' || r == 0x7f || r == 0xfffe || r == 0xffff || r == '\ufeff' {
		return -1
	}
	return r
}

// isBlank reports white space, the zero width space included.
func isBlank(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' }

type reader struct {
	width     int // in columns; 0 for text that is not wrapped
	lastFence map[byte]int
	units     []unit
}

// lastFence finds where the last fence of each character stands, so that an unclosed one is known at once.
func lastFence(lines []string) map[byte]int {
	last := map[byte]int{}
	for i, l := range lines {
		if c := fenceMark(l); c != 0 {
			last[c] = i
		}
	}
	return last
}

// fenceMark returns the character of a Markdown code fence, 0 when the line is none.
func fenceMark(line string) byte {
	if strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~") {
		return line[0]
	}
	return 0
}

func (r *reader) opensFence(line string, i int) bool {
	c := fenceMark(line)
	return c != 0 && r.lastFence[c] > i
}

// fence reads the fenced code that begins at line i and returns the line after it, or i.
func (r *reader) fence(lines []string, i int) int {
	if !r.opensFence(lines[i], i) {
		return i
	}
	end := i + 1
	for fenceMark(lines[end]) != lines[i][0] {
		end++
	}
	inner := strings.Join(lines[i+1:end], "\n")
	r.units = append(r.units, unit{kind: Verbatim, text: inner, source: strings.Join(lines[i:end+1], "\n")})
	return end + 1
}

// group reads lines that no blank line parts.
func (r *reader) group(lines []string) {
	if isCode(lines) || isTable(lines) {
		shown := strings.Join(dedent(lines), "\n")
		r.units = append(r.units, unit{kind: Verbatim, text: shown, source: strings.Join(lines, "\n")})
		return
	}
	for i := 0; i < len(lines); {
		n := r.unitAt(lines[i:])
		r.units[len(r.units)-1].tight = i > 0
		i += n
	}
}

// unitAt reads the unit at the start of lines and returns how many of them it took.
func (r *reader) unitAt(lines []string) int {
	line := strings.TrimFunc(lines[0], isBlank)
	u := unit{indent: lines[0][:leading(lines[0])]}
	n := 1
	if _, ok := quoted(line); ok {
		n = r.quote(&u, lines)
	} else if level, rest := atx(line); level > 0 {
		u.kind, u.text, u.source = Heading, rest, line
	} else if len(lines) > 1 && isUnderline(lines[1]) && hasInk(line) && !isItem(line) {
		u.kind, u.text, u.source = Heading, line, line+"\n"+strings.TrimFunc(lines[1], isBlank)
		n = 2
	} else if mark, rest := itemMark(line); mark != "" {
		n = r.itemLines(u.indent, lines)
		u.kind, u.text = Item, joinAll(append([]string{rest}, lines[1:n]...))
		u.source = mark + " " + u.text
	} else {
		for n < len(lines) && r.joins(lines[n-1], lines[n]) && !(n+1 < len(lines) && isUnderline(lines[n+1])) {
			n++
		}
		u.kind, u.text = Paragraph, joinAll(lines[:n])
		u.source = u.text
	}
	r.units = append(r.units, u)
	return n
}

// quote reads the quoted lines at the start of lines. Its text keeps breaks that no wrapping made.
func (r *reader) quote(u *unit, lines []string) int {
	var inner, source []string
	for _, l := range lines {
		in, ok := quoted(strings.TrimFunc(l, isBlank))
		if !ok {
			break
		}
		inner = append(inner, in)
	}
	for start, end := 0, 0; start < len(inner); start = end {
		for end = start + 1; end < len(inner) && r.joins(inner[end-1], inner[end]); {
			end++
		}
		source = append(source, joinAll(inner[start:end]))
	}
	u.kind, u.text = Quote, strings.Join(source, "\n")
	u.source = strings.ReplaceAll("> "+strings.ReplaceAll(u.text, "\n", "\n> "), "> \n", ">\n")
	u.source = strings.TrimRight(u.source, " ")
	return len(inner)
}

// itemLines counts the lines of the list item that lines begin with.
func (r *reader) itemLines(indent string, lines []string) int {
	n := 1
	for n < len(lines) && !startsUnit(lines[n]) && (leading(lines[n]) > len(indent) || r.joins(lines[n-1], lines[n])) {
		n++
	}
	return n
}

// startsUnit reports whether a line cannot continue the one before it.
func startsUnit(line string) bool {
	line = strings.TrimFunc(line, isBlank)
	if isItem(line) {
		return true
	}
	level, _ := atx(line)
	_, q := quoted(line)
	return q || level > 0
}

// quoted returns what stands behind the "> " of a quoted line.
func quoted(line string) (string, bool) {
	rest, ok := strings.CutPrefix(line, ">")
	return strings.TrimFunc(rest, isBlank), ok
}

// atx reads a heading as "## Heading"; level 0 is none.
func atx(line string) (level int, text string) {
	rest := strings.TrimLeft(line, "#")
	level = len(line) - len(rest)
	text = strings.TrimFunc(rest, isBlank)
	if level > 6 || text == "" || rest[0] != ' ' {
		return 0, ""
	}
	return level, text
}

// isUnderline reports the row of "=" or "-" under a heading.
func isUnderline(line string) bool {
	line = strings.TrimFunc(line, isBlank)
	return len(line) >= 3 && (strings.Trim(line, "=") == "" || strings.Trim(line, "-") == "")
}

const bullets = "-*•·‣◦▪●"

func isItem(line string) bool {
	mark, _ := itemMark(line)
	return mark != ""
}

// itemMark splits a list item into its marker, as "-" or "12.", and its text; the marker is "" for no item.
func itemMark(line string) (mark, text string) {
	n := 0
	if r, size := utf8.DecodeRuneInString(line); strings.ContainsRune(bullets, r) && r != utf8.RuneError {
		n = size
	} else {
		for n < len(line) && n < 3 && line[n] >= '0' && line[n] <= '9' {
			n++
		}
		if n == 0 || n == len(line) || line[n] != '.' && line[n] != ')' {
			return "", ""
		}
		n++
	}
	text = strings.TrimFunc(line[n:], isBlank)
	if n == len(line) || line[n] != ' ' && line[n] != '\t' || !hasInk(text) {
		return "", ""
	}
	return line[:n], text
}

// hasInk reports whether s has a letter or digit near its start.
func hasInk(s string) bool {
	if len(s) > 200 {
		s = s[:200]
	}
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) >= 0
}
