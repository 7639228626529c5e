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

// Record is what is remembered about one entry. Times are in UTC.
type Record struct {
	ID     string   `json:"id"`
	How    string   `json:"how,omitempty"`    // why this ID: "author", "adopted", "feed" when recovered from one; else it was minted from the first path
	Path   Path     `json:"path"`             // where its seed is, or was last; empty while only a feed tells of it
	Former []Former `json:"former,omitempty"` // where it was before, oldest first

	Page    string   `json:"page,omitempty"`    // path of its page in the site, set by the caller
	Pages   []string `json:"pages,omitempty"`   // former pages, which lead to the present one
	Archive int      `json:"archive,omitempty"` // number of the archive document that holds it; 0 for the newest ones

	Print  string `json:"print,omitempty"`  // fingerprint of the seed's bytes
	Text   string `json:"text,omitempty"`   // fingerprint of the visible text
	Sketch Sketch `json:"sketch,omitempty"` // of the visible text when updated moved last
	Shared string `json:"shared,omitempty"` // lines of the seed that are none of its text, because others of its folder have them too
	Title  string `json:"title,omitempty"`  // while only a feed tells of it

	Seen          time.Time `json:"seen,omitzero"`            // first sight of the seed
	Published     time.Time `json:"published,omitzero"`       // frozen at first publication
	PublishedFrom string    `json:"published_from,omitempty"` // which source it has
	Updated       time.Time `json:"updated,omitzero"`         // last significant change; never goes back
	UpdatedFrom   string    `json:"updated_from,omitempty"`   // which source it has
	Given         time.Time `json:"given,omitzero"`           // the date of publication that the author gave last
	Expires       time.Time `json:"expires,omitzero"`         // when the entry leaves the site by itself

	Live    bool      `json:"live,omitempty"`   // is in the site
	Missing time.Time `json:"missing,omitzero"` // since when the seed is missed, zero while it is there
	Gone    time.Time `json:"gone,omitzero"`    // when the entry left the site, zero while it is there or never was
	Topics  []string  `json:"topics,omitempty"` // feeds besides the site's that it was in then, for the caller
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
	r.Pages = slices.DeleteFunc(r.Pages, func(p string) bool { return !isPage(p) })
	if len(r.Pages) == 0 {
		r.Pages = nil
	}
	r.Archive = max(r.Archive, 0)
}

// wasShown reports whether the entry is or was in the site, so that its dates are what subscribers have.
func (r *Record) wasShown() bool { return r.Live || !r.Gone.IsZero() }

// equal reports whether both say the same.
func (r *Record) equal(o *Record) bool {
	return r.ID == o.ID && r.How == o.How && r.Path == o.Path && slices.Equal(r.Former, o.Former) &&
		r.Page == o.Page && slices.Equal(r.Pages, o.Pages) && r.Archive == o.Archive &&
		r.Print == o.Print && r.Text == o.Text && r.Sketch == o.Sketch && r.Shared == o.Shared && r.Title == o.Title &&
		r.Seen == o.Seen && r.Published == o.Published && r.PublishedFrom == o.PublishedFrom &&
		r.Updated == o.Updated && r.UpdatedFrom == o.UpdatedFrom && r.Given == o.Given && r.Expires == o.Expires &&
		r.Live == o.Live && r.Missing == o.Missing && r.Gone == o.Gone && slices.Equal(r.Topics, o.Topics)
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
func (p Path) MarshalText() ([]byte, error) {
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
	return b, nil
}

// UnmarshalText implements [encoding.TextUnmarshaler].
func (p *Path) UnmarshalText(b []byte) error {
	s, err := url.PathUnescape(string(b))
	*p = Path(s)
	return err
}
