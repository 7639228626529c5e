package prose

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// role says what a sign does to the line that carries it and to those around it.
type role int8

const (
	plain   role = iota
	label        // the line goes
	teaser       // the line goes: it names another story
	section      // the line goes with the headlines that follow it
	ender        // the article ends here, unless more prose follows than came before
	contact      // the line goes at the end of a text; in the middle it may be an author's
)

// sign is a phrase that gives a scraped page away.
type sign struct {
	role   role
	reason string
	proof  int8 // what it adds to the evidence that the text was scraped
}

// social are the words of which share bars are made; a line of nothing else is one.
var social = words(`facebook twitter x email e mail mail linkedin whatsapp telegram pinterest reddit tumblr messenger print share tweet
copy link instagram youtube threads bluesky mastodon flipboard line viber xing pocket sms rss tiktok snapchat google news more pin
save on via this post facebooktwitterpinterestemail teilen drucken per und and & or`)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// book holds the signs for looking up.
type book struct {
	whole map[string]sign // by the whole line
	opens map[string]sign // by what the line begins with
	names map[string]sign // the same, with a colon or bar behind it
	holds []held          // by what stands anywhere in a short line
}

type held struct {
	phrase string
	sign   sign
}

// signs is compiled once: looking up a line costs the same however many phrases there are.
var signs = sync.OnceValue(compile)

func compile() *book {
	b := &book{whole: map[string]sign{}, opens: map[string]sign{}, names: map[string]sign{}}
	for i := len(phrases) - 1; i >= 0; i-- {
		for p := range strings.SplitSeq(phrases[i].list, "|") {
			head, isName := strings.CutSuffix(strings.TrimSpace(p), "…:")
			head, isOpen := strings.CutSuffix(head, "…")
			tail, isHeld := strings.CutPrefix(head, "…")
			switch {
			case phrases[i].sign.role == section && !isOpen && (strings.Contains(head, " ") || isWide(first(head))):
				b.whole[fold(head)] = phrases[i].sign
				b.names[fold(head)] = sign{teaser, "teaser", phrases[i].sign.proof}
			case isHeld:
				b.holds = append(b.holds, held{tail, phrases[i].sign})
			case isName:
				b.names[fold(head)] = phrases[i].sign
			case isOpen:
				b.opens[fold(head)] = phrases[i].sign
			default:
				b.whole[fold(head)] = phrases[i].sign
			}
		}
	}
	return b
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// Longest phrases that are looked up; a label longer than this is prose.
const (
	maxLabel = 160 // bytes of a folded line
	maxOpen  = 8   // words
	maxHeld  = 80  // bytes of a line that may hold a phrase anywhere, or begins with a phrase of one or two words
)

// find returns the sign that a line carries, the zero sign when it carries none.
func (b *book) find(line string) sign {
	head := clip(line, maxLabel)
	key := fold(head)
	if s, ok := b.whole[key]; ok && len(head) == len(line) {
		return s
	}
	end := 0
	for i := range maxOpen {
		n := strings.IndexByte(key[end:], ' ')
		if n < 0 {
			n = len(key) - end
		}
		if s, ok := b.opens[key[:end+n]]; ok && (i > 1 || len(line) <= maxHeld) {
			return s
		}
		if end += n; end == len(key) {
			break
		}
		end++
	}
	if i := strings.IndexAny(head, ":：|】»–—"); i > 0 {
		if s, ok := b.names[fold(head[:i])]; ok {
			return s
		}
	}
	if len(head) == len(line) && len(line) <= maxHeld {
		for _, h := range b.holds {
			if strings.Contains(key, h.phrase) {
				return h.sign
			}
		}
	}
	return sign{}
}

// clip cuts s to at most n bytes at a rune boundary.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// fold brings a line into the form of the table: letters in lower case, each run of digits a "#", each run
// of anything else one space.
func fold(line string) string {
	b := make([]byte, 0, len(line))
	var last rune = ' '
	for _, r := range line {
		switch {
		case r < utf8.RuneSelf && (r|0x20) >= 'a' && (r|0x20) <= 'z' && last != '#': // nearly all of most lines
			r |= 0x20
		case unicode.IsDigit(r) || r == '#':
			if last == '#' {
				continue
			}
			if last != ' ' {
				b = append(b, ' ')
			}
			r = '#'
		case unicode.IsLetter(r) || unicode.IsMark(r):
			if last == '#' {
				b = append(b, ' ')
			}
			r = unicode.ToLower(r)
		case last == ' ' || r == '.' && last == '#' || r == ',' && last == '#':
			continue
		default:
			r = ' '
		}
		b = utf8.AppendRune(b, r)
		last = r
	}
	return strings.TrimSpace(string(b))
}
