// Package ledger turns facts about seeds into lasting identity and dates.
//
// It knows no files: records come and go as lines of text, which the caller keeps. A record is never dropped; that
// of a seed which went away stays, so that its ID is not minted again for something else and comes back with it.
package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Record is what is remembered about one entry. Times are whole seconds in UTC.
type Record struct {
	ID            string    `json:"id"`
	Path          Path      `json:"path"`             // where its seed is, or was last
	Page          string    `json:"page,omitempty"`   // path of its page in the site, set by the caller
	Print         string    `json:"print"`            // fingerprint of the seed's bytes
	Text          string    `json:"text"`             // fingerprint of the visible text
	Seen          time.Time `json:"seen"`             // first sight of the seed
	Published     time.Time `json:"published"`        // frozen unless the author changes an explicit date
	PublishedFrom string    `json:"published_from"`   // which source it has
	Updated       time.Time `json:"updated"`          // last significant change; never goes back
	UpdatedFrom   string    `json:"updated_from"`     // which source it has
	Gone          time.Time `json:"gone,omitzero"`    // when the seed was missed, zero while it is there
	Minted        string    `json:"minted,omitempty"` // "author" when the ID was given, else empty
}

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

// Fact is what is known about a seed that is new or different.
type Fact struct {
	Path      string
	Print     string    // fingerprint of the bytes
	Text      string    // fingerprint of the visible text
	ID        string    // given by the author, "" otherwise
	Published time.Time // given by the author, zero otherwise
	From      string    // where Published is from
	Updated   time.Time // given by the author, zero otherwise
	Minor     bool      // the author says that this edit is not worth a new updated
	ModTime   time.Time // of the file
}

// Change is what became of an entry.
type Change struct {
	Kind string // Added, Edited, Renamed, Removed, Restored
	ID   string
	Path string
	From string // the former path of a renamed one
}

// Kinds of changes.
const (
	Added    = "added"
	Edited   = "edited"
	Renamed  = "renamed"
	Removed  = "removed"
	Restored = "restored"
)

// Ledger holds all records. It is not for concurrent use.
type Ledger struct {
	key     uuid.UUID // of the site; all minted IDs derive from it
	byID    map[string]*Record
	byPath  map[string]*Record // the record that a path belongs to, or belonged to last
	byPrint map[string]*Record // records whose seed is away
	dirty   map[string]bool    // IDs of records that are not saved yet
	keyed   bool               // the key is new and not saved yet
}

// New returns an empty ledger.
func New() *Ledger {
	return &Ledger{byID: map[string]*Record{}, byPath: map[string]*Record{}, byPrint: map[string]*Record{}, dirty: map[string]bool{}}
}

// siteLine is the one line that is no record.
type siteLine struct {
	Site string `json:"site"`
}

// Read takes one line. A later line about the same ID stands for the earlier one.
func (l *Ledger) Read(line string) error {
	var site siteLine
	if err := json.Unmarshal([]byte(line), &site); err == nil && site.Site != "" {
		key, err := uuid.Parse(site.Site)
		if err == nil && l.key == uuid.Nil {
			l.key = key
		}
		return err
	}
	r := new(Record)
	if err := json.Unmarshal([]byte(line), r); err != nil {
		return err
	}
	if r.ID == "" || r.Path == "" {
		return errors.New("record without id or path")
	}
	if old := l.byID[r.ID]; old != nil {
		l.forget(old)
	}
	l.remember(r)
	return nil
}

// Lines returns the records that are new or different since [Ledger.Saved], in a stable order.
func (l *Ledger) Lines() ([]string, error) { return l.lines(false) }

// Saved says that what Lines or All returned is on the disk.
func (l *Ledger) Saved() {
	clear(l.dirty)
	l.keyed = false
}

// All returns every record, sorted by path and ID, for a rewrite.
func (l *Ledger) All() ([]string, error) { return l.lines(true) }

// Len returns the number of records.
func (l *Ledger) Len() int { return len(l.byID) }

// Key returns the site's key, uuid.Nil's text while none is set.
func (l *Ledger) Key() string { return l.key.String() }

// HasKey reports whether the site's key is known.
func (l *Ledger) HasKey() bool { return l.key != uuid.Nil }

// SetKey fixes the key from which IDs are minted: a UUID (bare or as a URN), or any other text that
// names the site, from which one is derived (RFC 9562 section 5.5).
func (l *Ledger) SetKey(name string) {
	key, err := uuid.Parse(name)
	if err != nil {
		key = uuid.NewSHA1(uuid.NameSpaceURL, []byte(name))
	}
	if key != l.key {
		l.key, l.keyed = key, true
	}
}

// Record returns the record of the seed at path, nil when there is none.
func (l *Ledger) Record(path string) *Record {
	if r := l.byPath[path]; r != nil && r.Gone.IsZero() {
		return r
	}
	return nil
}

// SetPage notes where the entry's page is.
func (l *Ledger) SetPage(id, page string) {
	if r := l.byID[id]; r != nil && r.Page != page {
		r.Page = page
		l.dirty[id] = true
	}
}

// mint derives the ID of a seed first seen at path. Paths are compared as Unicode compares them (NFC): a Mac writes
// the same name in other bytes. When the ID is in use, by a seed that was renamed from there, the next one is taken.
func (l *Ledger) mint(path string) string {
	id := l.ID(path)
	for n := 2; l.byID[id] != nil; n++ {
		id = l.ID(fmt.Sprintf("%s\x00%d", path, n))
	}
	return id
}

// ID returns what the seed at path is called if it was first seen there.
func (l *Ledger) ID(path string) string {
	return uuid.NewSHA1(l.key, []byte(norm.NFC.String(path))).URN()
}

func (l *Ledger) remember(r *Record) {
	l.byID[r.ID] = r
	if other := l.byPath[string(r.Path)]; other == nil || !other.Gone.IsZero() {
		l.byPath[string(r.Path)] = r
	}
	if !r.Gone.IsZero() {
		l.byPrint[r.Print] = r
	}
}

func (l *Ledger) forget(r *Record) {
	delete(l.byID, r.ID)
	if l.byPath[string(r.Path)] == r {
		delete(l.byPath, string(r.Path))
	}
	if l.byPrint[r.Print] == r {
		delete(l.byPrint, r.Print)
	}
}
