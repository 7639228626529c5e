package prose

import "strings"

// maxPasses bounds the search for a text that cleaning leaves alone. Two is usual: one that cleans, one that
// finds nothing more.
const maxPasses = 8

// Clean reads text, which is decoded and normally UTF-8, and returns its article. It never fails: bytes that
// are no UTF-8 and characters that XML forbids are left out.
//
// One pass can uncover what the next would drop, so passes repeat until the title and body stand still.
// That is what makes Clean idempotent; should a text never come to rest it is kept whole.
func Clean(text string, o Options) Article {
	a, body := settle(text, o)
	a.Language = Language(body)
	return a
}

// settle repeats passes until one finds nothing more to drop.
func settle(text string, o Options) (a Article, body string) {
	m := memo{}
	a = pass(text, o, m)
	body = a.Body()
	for range maxPasses {
		again := body
		if a.Title != "" {
			again = a.Title + "\n\n" + body
		}
		b := pass(again, o, m)
		rest := b.Body()
		if b.Title == a.Title && rest == body {
			return a, body
		}
		if b.Title != a.Title && a.hasTitleInside() {
			break // it would come back in another place
		}
		b.inherit(a)
		a, body = b, rest
	}
	o.Mode = Off
	a = pass(text, o, m)
	return a, a.Body()
}

// Body returns the kept text. Blocks are a blank line apart, list items one line.
func (a *Article) Body() string {
	var b strings.Builder
	size := 0
	for i := range a.Blocks {
		if bl := &a.Blocks[i]; bl.Kept {
			size += max(len(bl.source), len(bl.Text)) + 2
		}
	}
	b.Grow(size)
	last := ""
	for i := range a.Blocks {
		bl := &a.Blocks[i]
		if !bl.Kept {
			continue
		}
		src := bl.source
		if src == "" {
			src = bl.Text
		}
		switch {
		case b.Len() == 0:
		case isItem(last) && isItem(src):
			b.WriteByte('\n')
		default:
			b.WriteString("\n\n")
		}
		b.WriteString(src)
		last = src
	}
	return b.String()
}

// hasTitleInside reports whether something that stays stands before the title.
func (a *Article) hasTitleInside() bool {
	before := false
	for _, b := range a.Blocks {
		if b.Reason == titleReason {
			return before
		}
		before = before || b.Kept
	}
	return false
}

// inherit takes over what the pass before a had found and this one can no longer see.
func (a *Article) inherit(before Article) {
	if before.Byline != "" {
		a.Byline, a.Authors = before.Byline, before.Authors
	}
	if before.Published != "" {
		a.Published = before.Published
	}
	a.Related = append(before.Related, a.Related...)
	a.Shared = append(before.Shared, a.Shared...)
	a.Blocks = interleave(before.Blocks, a.Blocks)
}

// interleave puts the blocks dropped by an earlier pass back to where they stood among the later blocks.
// The kept text of before is the text of after, white space aside, so counting ink aligns the two.
func interleave(before, after []Block) []Block {
	out := make([]Block, 0, len(before)+len(after))
	var was, is int // ink consumed on either side
	for _, b := range before {
		switch {
		case b.Reason == titleReason: // comes again as plain text
			was += ink(b.Text)
			continue
		case b.Kept:
			was += ink(b.source)
			continue
		}
		for len(after) > 0 && is < was {
			is += ink(after[0].source)
			out, after = append(out, after[0]), after[1:]
		}
		out = append(out, b)
	}
	return append(out, after...)
}

// ink counts the bytes of s that are no ASCII white space.
func ink(s string) int {
	n := len(s)
	for i := range len(s) {
		if s[i] == ' ' || s[i] == '\n' || s[i] == '\t' {
			n--
		}
	}
	return n
}

// memo knows what was seen of units before: the second pass finds nearly all of them again.
type memo map[memoKey]*glance

type memoKey struct {
	kind Kind
	text string
}

// glance is what a unit's own text shows.
type glance struct {
	marks marks
	long  []uint32
	row   row
	heard bool
}

// pass reads the text once and decides about each of its units once.
func pass(text string, o Options, m memo) Article {
	d := &draft{units: read(text), options: o, model: o.Model}
	if d.model == nil {
		d.model = compiled()
	}
	for i := range d.units {
		u := &d.units[i]
		k := memoKey{u.kind, u.text}
		if g := m[k]; g != nil && len(d.units) <= maxJudged {
			u.marks, u.seen = g.marks, g
			continue
		}
		u.inspect()
		if len(d.units) <= maxJudged {
			u.seen = &glance{marks: u.marks}
			m[k] = u.seen
		}
	}
	d.repeats()
	if o.Known != nil {
		for i := range d.units {
			d.units[i].known = o.Known(Key(d.units[i].text))
		}
	}
	d.judge()
	d.head()
	d.layout()
	return d.article()
}
