package feed

import (
	"context"
	"io/fs"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/check"
	"github.com/seedfeed/seedfeed/feed/internal/serve"
)

// Levels of a [Finding].
const (
	LevelError   = check.Error   // readers fail on it, or the specification forbids it
	LevelWarning = check.Warning // some readers do, or it advises against it
	LevelHint    = check.Hint    // could be better
)

// Finding is something in a feed document that readers will stumble over.
type Finding struct {
	Rule   string `json:"rule"`  // as in R14; go doc ./feed/internal/check lists them
	Level  string `json:"level"` // LevelError and so on
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`   // from 1; 0 when it is about the whole document
	Column int    `json:"column,omitempty"` // from 1, in bytes
	What   string `json:"what"`
	Why    string `json:"why"` // it hurts
	How    string `json:"how"` // to mend it
}

// Check tells what is wrong with a document: Atom 1.0, RSS 2.0, JSON Feed, OPML 2.0, or the way from an HTML page to its
// feeds. The name stands in the findings; where it is a URL, that is where the document was read from. A document without
// errors and warnings is one that any reader takes. What only several documents or a server show, see [CheckSite] and [CheckURL].
func Check(name string, document []byte) []Finding {
	return told(check.Document(name, document, time.Now()))
}

// CheckSite checks all documents in a folder as [Check] does, and whether they agree: the same entries in each format, archives
// that lead from one to the next, pages and lists that lead to feeds, compressed files that hold what they stand beside. It returns how many documents there were. The error
// is one of reading.
func CheckSite(site fs.FS) (found []Finding, documents int, err error) {
	all, documents, err := check.Site(site, time.Now(), serve.Unpack)
	return told(all), documents, err
}

// CheckURL loads a document as readers do, checks it as [Check] does, and how it is served: whether it is cached,
// compressed, of the right type, and not behind a redirect. The error says that there was no answer.
func CheckURL(ctx context.Context, url string) ([]Finding, error) {
	all, err := check.URL(ctx, url, "seedfeed/"+Version, time.Now())
	return told(all), err
}

func told(all []check.Finding) []Finding {
	var out []Finding
	for _, f := range all {
		out = append(out, Finding{Rule: f.Rule, Level: f.Level, File: f.File, Line: f.Line, Column: f.Column, What: f.What, Why: f.Why, How: f.How})
	}
	return out
}
