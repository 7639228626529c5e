package feed

import (
	"path"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/dates"
	"github.com/seedfeed/seedfeed/feed/internal/ledger"
)

// seed is what is known of a file that is, or may be, an entry. It is kept in the index, its body apart from it; see [seed.pack].
type seed struct {
	Path    string
	Size    int64 // of the file in bytes, as it was read
	ModTime int64 // of the file in nanoseconds since 1970

	Usable  bool // there is a good version, this one or an earlier one
	Glanced bool // only its head was read
	Firm    bool // Published is the author's word
	Draft   bool
	Minor   bool

	fresh bool // it was read for the build at hand
	past  bool // it was read again since

	Print     string    // fingerprint of the bytes, the sidecar's included
	Published time.Time // given, zero when nothing says it
	From      string
	Title     string

	*details       // never nil
	*traits        // until the ledger has it
	known    *memo // nil until something was worked out
}

// details are what a seed that was only glanced at has none of, as a rule. Of all of these there may be a hundred thousand, so they share
// noDetails.
type details struct {
	Sidecar  string // path of the file beside it
	SideSize int64
	SideTime int64

	Notes     string // path of the text that goes with a medium
	NotesSize int64
	NotesTime int64
	Medium    *enclosed // nil for a text
	Episode   episode

	Clean    string // how a text is cleaned that doesn't say it, as its folder had it
	Problems []Problem

	Body string // fingerprint of the HTML
	Bulk int64  // bytes that the entry takes in a feed document, about

	GivenID string
	Updated time.Time
	Expires time.Time

	Summary  string
	Brief    bool // the summary is the whole text
	Language string
	Link     string
	Image    string
	Authors  []Person
	Tags     []string
	Minutes  int
	Related  []string // headlines
	Files    []string // paths of files it refers to, there or not

	ImageWidth, ImageHeight int // pixels, 0 when nobody knows
	ImageAlt                string
	Pictures                map[string]stamp // pictures that it shows, as they were when it was read

	Named map[string]string // paths of what its wiki links name, "" where nothing has the name
}

// These are of whoever has none; nobody writes to them.
var (
	noDetails details
	noTraits  traits
)

// traits are what only the ledger needs to know of a text.
type traits struct {
	Text   string        // fingerprint of what is visible
	Sketch ledger.Sketch // of the same
	Shared string        // keys of lines that were dropped because the folder has them elsewhere
}

// memo is what was worked out of a seed and its record, for as long as both are as they were.
type memo struct {
	id, page string // the page may be that of the seed with this ID

	of      state
	version string

	sorted bool
	media  []string // those of Files that are recordings, films or books
}

// memo returns what was worked out of the seed, for who works out more.
func (s *seed) memo() *memo {
	if s.known == nil {
		s.known = new(memo)
	}
	return s.known
}

// media lists the recordings, films and books that a seed refers to, there or not.
func (s *seed) media() []string {
	if len(s.Files) == 0 {
		return nil
	}
	known := s.memo()
	if !known.sorted {
		for _, p := range s.Files {
			if isMedium(p) {
				known.media = append(known.media, p)
			}
		}
		known.sorted = true
	}
	return known.media
}

// state is what the version of an entry depends on besides the seed itself.
type state struct {
	cfg                *settings
	id, page           string
	published, updated time.Time
}

// kind says how a file is read.
type kind int

const (
	notSeed kind = iota
	plainText
	markdown
	html
	perhapsText // no extension: its bytes decide
	medium      // a recording, film or book
)

func kindOf(name string) kind {
	switch strings.ToLower(path.Ext(name)) {
	case ".txt", ".text":
		return plainText
	case ".md", ".markdown":
		return markdown
	case ".html", ".htm", ".xhtml":
		return html
	case "":
		return perhapsText
	}
	if isMedium(name) {
		return medium
	}
	return notSeed
}

// isDraft reports whether the path alone keeps a seed back.
func isDraft(name string) bool {
	const held = "draft-"
	base := path.Base(name)
	return len(base) >= len(held) && strings.EqualFold(base[:len(held)], held) || strings.HasPrefix(name, "_drafts/") || strings.Contains(name, "/_drafts/")
}

// nameTitle is the title of a seed that has none: its file name without a date, in which - and _ stand for spaces.
func nameTitle(name string) string {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if _, rest, dated := dates.InName(base, time.UTC); dated && rest != "" {
		base = rest
	}
	return strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(base))
}

// sidecars returns where the sidecar of a seed may be, the more specific name first.
func sidecars(name string) []string {
	all := []string{name + ".yaml", name + ".yml"}
	if ext := path.Ext(name); ext != "" {
		base := strings.TrimSuffix(name, ext)
		all = append(all, base+".yaml", base+".yml")
	}
	return all
}

func isPicture(name string) bool { return isPhoto(name) || strings.EqualFold(path.Ext(name), ".svg") }
