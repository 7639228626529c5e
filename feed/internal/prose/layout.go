package prose

import "strings"

const (
	maxVerse   = 80 // columns of a line of verse
	maxHeading = 80 // columns
)

// layout settles what the kept units are: lines of verse come together, and short lines over prose become headings.
func (d *draft) layout() {
	d.verse()
	var last, u *unit
	for i := range d.units {
		if d.units[i].reason != "" {
			continue
		}
		last, u = u, &d.units[i]
		if last != nil && last.kind == Paragraph && !last.date.is && isHeading(last.text) && (u.isProse() || u.kind == Item) {
			last.kind = Heading
		}
	}
}

// isHeading reports a short line that ends without a full stop, comma or colon.
func isHeading(s string) bool {
	return len(s) <= 4*maxHeading && columns(s, maxHeading+1) <= maxHeading && hasInk(s) && shortLine(s)
}

// verse makes one block of short lines that follow each other without a blank line. In a scraped page they
// are labels and paragraphs, in an author's text they are verse, an address, a signature.
func (d *draft) verse() {
	if d.isCut {
		return
	}
	out := d.units[:0]
	for i := 0; i < len(d.units); {
		end := i + 1
		for d.units[i].isVerse() && end < len(d.units) && d.units[end].tight && d.units[end].isVerse() {
			end++
		}
		u := d.units[i]
		if end-i > 1 {
			u = stanza(d.units[i:end])
		}
		out = append(out, u)
		i = end
	}
	d.units = out
}

func (u *unit) isVerse() bool {
	return u.reason == "" && u.kind == Paragraph && columns(u.text, maxVerse+1) <= maxVerse
}

// stanza puts lines together again.
func stanza(units []unit) unit {
	lines := make([]string, len(units))
	score := 0.0
	for i, u := range units {
		lines[i] = u.indent + u.text
		score += u.score
	}
	lines = dedent(lines)
	text := strings.Join(lines, "\n")
	u := units[0]
	u.kind, u.text, u.source, u.score, u.marks = Verbatim, text, text, score, marks{}
	return u
}

// article hands the draft over.
func (d *draft) article() Article {
	a := Article{Title: d.title, Byline: d.byline, Authors: d.authors, Published: d.published, Related: d.related, Shared: d.shared}
	a.Blocks = make([]Block, len(d.units))
	for i, u := range d.units {
		a.Blocks[i] = Block{Kind: u.kind, Text: u.text, Kept: u.reason == "", Reason: u.reason, Score: u.score, source: u.source}
	}
	return a
}
