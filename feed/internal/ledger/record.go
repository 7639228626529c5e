package ledger

import (
	"fmt"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Record is what is remembered about one entry. Times are in UTC. Its zero value is none: see [NewRecord].
type Record struct {
	ID      string `json:"id"`
	Path    Path   `json:"path"`              // where its seed is, or was last; empty while only a feed tells of it
	Page    string `json:"page,omitempty"`    // path of its page in the site, set by the caller
	Archive int    `json:"archive,omitempty"` // number of the archive document that holds it; 0 for the newest ones

	Print  string `json:"print,omitempty"`  // fingerprint of the seed's bytes
	Text   string `json:"text,omitempty"`   // fingerprint of the visible text
	Sketch Sketch `json:"sketch,omitempty"` // of the visible text when updated moved last

	Seen          time.Time `json:"seen,omitzero"`            // first sight of the seed
	Published     time.Time `json:"published,omitzero"`       // frozen at first publication
	PublishedFrom string    `json:"published_from,omitempty"` // which source it has
	Updated       time.Time `json:"updated,omitzero"`         // last significant change; never goes back
	UpdatedFrom   string    `json:"updated_from,omitempty"`   // which source it has
	Given         time.Time `json:"given,omitzero"`           // the date of publication that the author gave last
	Live          bool      `json:"live,omitempty"`           // is in the site
	unsaved       bool

	*Rare // never nil
}

// Rare is what most records have nothing of: those share [NoRare]. What is shared must not change, so nobody writes to the one of a record; a record
// is given another, see [Record.rarely].
type Rare struct {
	How     string    `json:"how,omitempty"`    // why this ID: "author", "adopted", "feed" when recovered from one; else it was minted from the first path
	Former  []Former  `json:"former,omitempty"` // where it was before, oldest first
	Pages   []string  `json:"pages,omitempty"`  // former pages, which lead to the present one
	Shared  string    `json:"shared,omitempty"` // lines of the seed that are none of its text, because others of its folder have them too
	Title   string    `json:"title,omitempty"`  // while only a feed tells of it
	Expires time.Time `json:"expires,omitzero"` // when the entry leaves the site by itself
	Missing time.Time `json:"missing,omitzero"` // since when the seed is missed, zero while it is there
	Gone    time.Time `json:"gone,omitzero"`    // when the entry left the site, zero while it is there or never was
	Topics  []string  `json:"topics,omitempty"` // feeds besides the site's that it was in then, for the caller
}

var noRare Rare

// NoRare returns what those records share that have nothing rare.
func NoRare() *Rare { return &noRare }

// NewRecord returns an empty record.
func NewRecord() *Record { return &Record{Rare: &noRare} }

// rarely changes what is rare of a record.
func (r *Record) rarely(change func(*Rare)) {
	rare := *r.Rare
	change(&rare)
	r.Rare = &rare
	r.share()
}

// share makes the record one of those that have nothing rare, if it has nothing.
func (r *Record) share() {
	if r.Rare.equal(&noRare) {
		r.Rare = &noRare
	}
}

// Former is a place where a seed was.
type Former struct {
	Path  Path      `json:"path"`
	Until time.Time `json:"until"`
	Why   string    `json:"why"` // how it was known again elsewhere
}

// mend drops what can't be: somebody's hand may have slipped.
func (r *Record) mend() {
	isPage := func(p string) bool { return fs.ValidPath(p) && strings.HasSuffix(strings.ToLower(p), ".html") }
	if !isPage(r.Page) {
		r.Page = ""
	}
	if r.Pages != nil {
		r.rarely(func(rare *Rare) { rare.Pages = without(rare.Pages, func(p string) bool { return !isPage(p) }) })
	}
	r.Archive = max(r.Archive, 0)
	r.share()
}

// without returns those of all that must not go, nil for none.
func without(all []string, goes func(string) bool) (rest []string) {
	for _, s := range all {
		if !goes(s) {
			rest = append(rest, s)
		}
	}
	return rest
}

// wasShown reports whether the entry is or was in the site, so that its dates are what subscribers have.
func (r *Record) wasShown() bool { return r.Live || !r.Gone.IsZero() }

// equal reports whether both say the same.
func (r *Record) equal(o *Record) bool {
	return r.ID == o.ID && r.Path == o.Path && r.Page == o.Page && r.Archive == o.Archive &&
		r.Print == o.Print && r.Text == o.Text && r.Sketch == o.Sketch &&
		r.Seen == o.Seen && r.Published == o.Published && r.PublishedFrom == o.PublishedFrom &&
		r.Updated == o.Updated && r.UpdatedFrom == o.UpdatedFrom && r.Given == o.Given && r.Live == o.Live && r.Rare.equal(o.Rare)
}

func (r *Rare) equal(o *Rare) bool {
	return r == o || r.How == o.How && slices.Equal(r.Former, o.Former) && slices.Equal(r.Pages, o.Pages) && r.Shared == o.Shared && r.Title == o.Title &&
		r.Expires == o.Expires && r.Missing == o.Missing && r.Gone == o.Gone && slices.Equal(r.Topics, o.Topics)
}

// standsLike reports whether the ledger finds both at the same places.
func (r *Record) standsLike(o *Record) bool {
	return r.ID == o.ID && r.Path == o.Path && r.Print == o.Print && r.Missing.IsZero() == o.Missing.IsZero() && r.Gone.IsZero() == o.Gone.IsZero() &&
		r.Published == o.Published && r.Updated == o.Updated
}

// isAway reports whether the record has no seed and may be that of one with a new name.
func (r *Record) isAway() bool { return !r.Missing.IsZero() || r.Path == "" }

// Path is a file's path. JSON can't hold bytes that are no UTF-8, file names can: those are written as %XX, and so is %.
type Path string

// MarshalText implements [encoding.TextMarshaler].
func (p Path) MarshalText() ([]byte, error) { return []byte(p.text()), nil }

func (p Path) text() string {
	if utf8.ValidString(string(p)) && !strings.Contains(string(p), "%") {
		return string(p)
	}
	var b []byte
	for rest := string(p); rest != ""; {
		r, n := utf8.DecodeRuneInString(rest)
		if r == '%' || r == utf8.RuneError && n == 1 {
			b = fmt.Appendf(b, "%%%02X", rest[0])
		} else {
			b = append(b, rest[:n]...)
		}
		rest = rest[n:]
	}
	return string(b)
}

// UnmarshalText implements [encoding.TextUnmarshaler].
func (p *Path) UnmarshalText(b []byte) error {
	s, err := url.PathUnescape(string(b))
	*p = Path(s)
	return err
}
