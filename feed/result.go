package feed

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/lock"
)

// ErrBusy says that another process builds from the same state folder.
var ErrBusy = lock.ErrHeld

// Result says what a build did.
type Result struct {
	Entries  int           `json:"entries"`            // in the site now
	Held     int           `json:"held"`               // drafts, future and expired ones
	Changes  []Change      `json:"changes,omitempty"`  // sorted by path
	Problems []Problem     `json:"problems,omitempty"` // seeds that can't be used as they are, new or known; sorted
	Notes    []Problem     `json:"notes,omitempty"`    // worth knowing about seeds read in this build, no failures
	Read     int           `json:"read"`               // seeds whose bytes were read
	Written  int           `json:"written"`            // documents with new bytes
	Removed  int           `json:"removed"`            // documents that went
	Took     time.Duration `json:"took_ns"`            // of the whole build
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
	Kind  string `json:"kind"`
	ID    string `json:"id"`
	Path  string `json:"path"`           // of its seed
	From  string `json:"from,omitempty"` // former path of a renamed one
	Title string `json:"title,omitempty"`
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
	return a.Line - b.Line
}

// Hint returns what err advises to do, or "".
func Hint(err error) string {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p.Hint
	}
	if h, ok := errors.AsType[*hinted](err); ok {
		return h.hint
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
