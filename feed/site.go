// Package feed turns a folder of seeds (text, Markdown, HTML files) into an Atom feed with a page for each entry, and
// keeps it so while the folder changes.
//
// Fill a [Site] and call [Site.Build] for one build, or range over [Site.Watch] for a build at every change. A Site is
// an [http.Handler] that serves the latest good build.
//
// What may be relied on: an entry's ID never changes once it was published; its published date is frozen then; its
// updated date moves only when its text does; whatever bytes lie in the folder, the feed is well-formed and safe; a
// seed that can't be read costs neither the feed nor that seed's last good version; files that seedfeed did not write
// are never replaced or removed.
package feed

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	_ "time/tzdata" // a time zone means the same on every machine

	"github.com/seedfeed/seedfeed/feed/internal/serve"
)

// Version is the version of this program; it stands in the generator element of its feeds.
const Version = "0.1.0"

// Site is a folder of seeds and what becomes of it. Its fields are options, which must not change after the first
// method call; the zero value publishes the folder "seeds" into "public". What a field leaves unsaid is taken from the
// feed.yaml in the folder of seeds, then from a default.
type Site struct {
	// Seeds is the folder to read; "seeds" if empty.
	Seeds string
	// Out is the folder to publish into; "public" if empty. It is made if need be. Files in it that seedfeed didn't
	// write are left alone.
	Out string
	// State is the folder that holds what must not be lost, the ledger; Seeds/.seedfeed if empty.
	State string
	// Cache is the folder for what may be lost; one for these seeds in the user's cache folder if empty.
	Cache string

	// URL is the address at which Out will be found, as in "https://garden.test/notes/". It is required,
	// here or in feed.yaml.
	URL string
	// Title, Subtitle and Language (BCP 47) describe the feed.
	Title, Subtitle, Language string
	// Author is who wrote the entries that don't say.
	Author Person
	// NoPages leaves out all HTML pages: only the feed and the files that its entries refer to are published.
	NoPages bool
	// Twins puts compressed forms beside text documents, as feed.atom.gz, .br and .zst beside feed.atom, for other servers
	// to send. Without it, and without `twins: true` in feed.yaml, those that earlier builds made are removed.
	Twins bool

	// Grace is how long the entry of a seed that is missing stays: a file on the move is not deleted. 0 means a minute,
	// less than 0 not at all. It counts from the moment in which the seed was missed.
	Grace time.Duration
	// Allow names what would be refused, as a [*Refusal] says it, and shall be done all the same.
	Allow []string
	// Previous is the address of this site's feed as its subscribers see it. When the ledger is lost, and Out as well,
	// IDs and dates are recovered from there.
	Previous string
	// DryRun makes Build tell what it would do and do nothing.
	DryRun bool

	// Poll makes Watch look at the whole folder this often instead of waiting for events, which network file systems
	// don't send. 0 means events.
	Poll time.Duration
	// Log receives what a person may want to know while Watch runs; nil means silence.
	Log *slog.Logger
	// Progress is called during long steps, from any goroutine but never from two at once. It must be quick.
	Progress func(step string, done, total int)

	server atomic.Pointer[serve.Server]
	health atomic.Pointer[health]
	now    func() time.Time // nil means time.Now; tests set it
}

// Build reads what changed since the last build and publishes what follows from it. When it returns an error nothing
// was published and the old site stands. Seeds that have problems are no error: see [Result.Problems].
//
// The error wraps an [ErrBusy] when another process works on the same state, a [*Problem] when the settings are
// wrong, a [*Refusal] when the change would harm subscribers, and ctx's error when it was cancelled.
func (s *Site) Build(ctx context.Context) (*Result, error) {
	session, err := s.enter()
	if err != nil {
		return nil, s.failed(err)
	}
	if res := session.unchanged(ctx); res != nil {
		s.built(res)
		return res, session.close()
	}
	if err := session.remember(); err != nil {
		return nil, s.failed(err)
	}
	defer session.close()
	session.patient = true
	res, err := session.build(ctx, everything)
	if err != nil {
		return nil, s.failed(err)
	}
	s.built(res)
	return res, nil
}

func (s *Site) log() *slog.Logger {
	if s.Log != nil {
		return s.Log
	}
	return slog.New(slog.DiscardHandler)
}

func (s *Site) time() time.Time {
	if s.now != nil {
		return s.now()
	}
	return time.Now()
}

func (s *Site) progress(step string) func(done, total int) {
	if s.Progress == nil {
		return nil
	}
	return func(done, total int) { s.Progress(step, done, total) }
}
