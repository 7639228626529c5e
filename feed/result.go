package feed

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/lock"
)

// ErrBusy says that another process builds from the same state folder.
var ErrBusy = lock.ErrHeld

// Result says what a build did.
type Result struct {
	Entries  int           `json:"entries"`            // in the site now
	Held     int           `json:"held"`               // drafts, future and expired ones
	Missing  int           `json:"missing,omitempty"`  // entries whose seed is missing, still in the site
	Changes  []Change      `json:"changes,omitempty"`  // sorted by path
	Problems []Problem     `json:"problems,omitempty"` // seeds that can't be used as they are, new or known; sorted
	Notes    []Problem     `json:"notes,omitempty"`    // worth knowing about seeds read in this build, no failures
	Looked   int           `json:"looked"`             // files among the seeds that were looked at, without reading them
	Read     int           `json:"read"`               // seeds whose bytes were read
	Rendered int           `json:"rendered"`           // documents of the site that were made anew
	Written  int           `json:"written"`            // files with new bytes, compressed twins with them
	Removed  int           `json:"removed"`            // files that went
	Took     time.Duration `json:"took_ns"`            // of the whole build

	shown, restored []*entry         // that came into the site
	retracted       []*ledger.Record // of entries that left it
	events          []ledger.Event   // of seeds that the ledger knew
}

// tell lists what subscribers see of what became of seeds.
func (b *session) tell(res *Result) {
	news := len(res.shown) + len(res.restored) + len(res.retracted)
	res.Changes = slices.Grow(res.Changes, news)
	told := map[*ledger.Record]bool{}
	add := func(r *ledger.Record, s *seed, c Change) {
		if told[r] {
			return
		}
		if len(res.shown) < news || len(res.events) > 0 { // else each is told of once
			told[r] = true
		}
		c.ID = r.ID
		if s != nil && r.Live { // else it says no more
			c.Title = s.Title
		}
		res.Changes = append(res.Changes, c)
	}
	for _, e := range res.shown {
		add(e.rec, e.seed, Change{Kind: Added, Path: e.Path})
	}
	for _, e := range res.restored {
		add(e.rec, e.seed, Change{Kind: Restored, Path: e.Path})
	}
	for _, r := range res.retracted {
		add(r, nil, Change{Kind: Removed, Path: string(r.Path)})
	}
	for _, e := range res.events {
		if e.From == "" && !e.Edited {
			continue
		}
		if r, s := b.entryOf(e.ID); s != nil && r.Live {
			c := Change{Kind: Edited, Path: e.Path}
			if e.From != "" {
				c = Change{Kind: Renamed, Path: e.Path, From: e.From, Edited: e.Edited, Why: e.Why}
			}
			add(r, s, c)
		}
	}
	slices.SortFunc(res.Changes, func(x, y Change) int {
		return cmp.Or(strings.Compare(x.Path, y.Path), strings.Compare(x.ID, y.ID))
	})
	res.shown, res.restored, res.retracted, res.events = nil, nil, nil, nil
}

// entryOf returns the record of an entry and its seed, nil where one isn't known.
func (b *session) entryOf(id string) (*ledger.Record, *seed) {
	r := b.ledger.Find(id)
	if r == nil {
		return nil, nil
	}
	return r, b.seeds[string(r.Path)]
}

// Kinds of a [Change].
const (
	Added    = "added"
	Edited   = "edited"
	Renamed  = "renamed"
	Removed  = "removed"
	Restored = "restored"
)

// Change is what became of an entry.
type Change struct {
	Kind   string `json:"kind"`
	ID     string `json:"id"`
	Path   string `json:"path"`             // of its seed
	From   string `json:"from,omitempty"`   // former path of a renamed one
	Edited bool   `json:"edited,omitempty"` // a renamed one has another text as well
	Why    string `json:"why,omitempty"`    // how a renamed one was recognised
	Title  string `json:"title,omitempty"`
}

// Problem is something wrong with a seed or a setting, told to a person who can mend it.
type Problem struct {
	Path string `json:"path"`           // the file, relative to the seeds
	Line int    `json:"line,omitempty"` // counted from 1; 0 when it is about the whole file
	Text string `json:"text"`
	Hint string `json:"hint,omitempty"` // how to mend it
}

// Error returns path, line and text in one line, without the hint. A path that holds more than plain characters is quoted.
func (p *Problem) Error() string {
	path := p.Path
	if q := strconv.Quote(path); q != `"`+path+`"` {
		path = q
	}
	if p.Line > 0 {
		path = fmt.Sprintf("%s:%d", path, p.Line)
	}
	return path + ": " + p.Text
}

func compareProblems(a, b Problem) int {
	if c := strings.Compare(a.Path, b.Path); c != 0 {
		return c
	}
	return cmp.Or(a.Line-b.Line, strings.Compare(a.Text, b.Text))
}

// Hint returns what err advises to do, or "".
func Hint(err error) string {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p.Hint
	}
	if h, ok := errors.AsType[*hinted](err); ok {
		return h.hint
	}
	if r, ok := errors.AsType[*Refusal](err); ok {
		return r.hint()
	}
	return ""
}

// hinted is an error with advice.
type hinted struct {
	error
	hint string
}

func (h *hinted) Unwrap() error { return h.error }

func withHint(hint, format string, args ...any) error {
	return &hinted{fmt.Errorf(format, args...), hint}
}
