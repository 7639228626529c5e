// Package prose turns raw text into an article: title, byline, dates, blocks, and what was dropped and why.
//
// Text comes in two kinds. An author's own text is read as it stands: paragraphs, headings, lists, quotes,
// verse and code are told apart and nothing is left out but the title and a byline under it. Text scraped
// from a web page carries menus, labels ("2 min read"), share buttons and other stories' headlines around and inside
// the article. Each unit of it is measured (features.go), and a model that was learned from labelled pages says how likely it
// belongs to the article (judge.go, forest.go); signs.go knows the phrases that give a page away.
//
// The weights are made by the program in train:
//
//	go run ./feed/internal/prose/train -corpus DIR [-phrases DIR2]                    cross-validate
//	go run ./feed/internal/prose/train -corpus DIR [-phrases DIR2] -write feed/internal/prose/weights.go
//
// To measure the program itself with the scorer of the corpus:
//
//	cd DIR/raw && mkdir -p /tmp/pred && seedfeed clean --json *.txt |
//		paste -d'\n' <(ls *.txt) - | while read -r name && IFS= read -r json; do printf '%s' "$json" >/tmp/pred/"${name%.txt}.json"; done &&
//		score -junk DIR/raw DIR/truth /tmp/pred
//
// Three promises hold for every input. The kept text is a subsequence of the input, white space aside.
// Cleaning is idempotent: cleaning an article's title, a blank line and its body gives the same title and
// body. The work is linear in the length of the text.
package prose

// Kind says how a block is to be shown.
type Kind string

// The kinds of a block. A [Verbatim] block (verse, code, a table) keeps its line breaks and indentation.
const (
	Paragraph Kind = "paragraph"
	Heading   Kind = "heading"
	Item      Kind = "item"
	Quote     Kind = "quote"
	Verbatim  Kind = "verbatim"
)

// Mode says whether [Clean] may drop lines as scraping residue.
type Mode int

// Auto drops lines when a text shows that it was scraped. Off never does. On always does.
const (
	Auto Mode = iota
	Off
	On
)

// Options steer [Clean]; the zero value works.
type Options struct {
	// Title is the title known from elsewhere, "" to look for one. A first line that repeats it is
	// taken as the title and leaves the body.
	Title string
	Mode  Mode
	// Known says in how many other texts of the folder a line of that [Key] stands; nil when there are none.
	Known func(key uint64) int
	// Model is nil for the one that is compiled in.
	Model *Model
}

// Block is a paragraph, a list item or the like, in the order of the text. Blocks that were dropped stay
// in the list with a reason, so that a decision can be explained.
type Block struct {
	Kind Kind
	Text string // without list marker, quote marks or fences
	Kept bool
	// Reason says in a few words why the block was dropped or, for a kept one, is "".
	Reason string
	// Score is the logarithm of the odds that the block belongs to the article; 0 where none were asked.
	Score float64

	source string // the block as plain text that reads back as the same block
}

// Article is what [Clean] found in a text.
type Article struct {
	Title     string
	Byline    string   // as it stands, "By Jane Doe"
	Authors   []string // the names in the byline
	Published string   // the date as it stands in the head of the text, "" when there is none or it is ambiguous
	Language  string   // BCP 47, "" when unsure
	Blocks    []Block
	Shared    []uint64 // keys of lines that were dropped because [Options.Known] knows them
	Related   []string // headlines of other stories that were dropped from under "Read more" and the like
}
