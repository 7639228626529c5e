package feed

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/publish"
	"github.com/seedfeed/seedfeed/feed/internal/walk"
)

// Most builds that a cron job starts find nothing new. So a build that left nothing to be done leaves a seal as well: what it is over, and
// until when. While all of that is as it was, the next one need not even load what is known. What isn't quite in order, a problem say,
// is never sealed.

const sealFile = "seal.json" // in the cache folder

// seal is what the last build of a site left.
type seal struct {
	Over          string    // fingerprint of all that it looked at, and of what it left
	Due           time.Time `json:",omitzero"` // when an entry or a tombstone comes or goes by its date
	Entries, Held int

	Gone  []string          `json:",omitempty"` // pages that are withdrawn
	Moved map[string]string `json:",omitempty"` // pages that lead elsewhere, with the addresses
}

// unchanged returns the result of a build that would find nothing to do, nil when there is something to do or nobody knows.
func (b *session) unchanged(ctx context.Context) *Result {
	start := time.Now()
	text, err := os.ReadFile(b.sealPath())
	var last seal
	if err != nil || json.Unmarshal(text, &last) != nil || last.Over == "" || b.site.DryRun {
		return nil
	}
	if now := b.site.time(); !last.Due.IsZero() && !now.Before(last.Due) {
		return nil
	}
	if b.walk(ctx) != nil || b.sealed() != last.Over || !b.folder.IsWhole() {
		return nil
	}
	b.answers = map[string]answer{}
	for _, p := range last.Gone {
		b.answers[p] = answer{gone: true}
	}
	for p, to := range last.Moved {
		b.answers[p] = answer{to: to}
	}
	b.site.swap(b, &publish.Result{})
	return &Result{Looked: b.looked, Entries: last.Entries, Held: last.Held, Took: time.Since(start)}
}

// putSeal leaves a seal if nothing is left to be done. A build that looked into some folders only leaves none: it has no time to look
// at all that there is.
func (b *session) putSeal(res *Result) {
	if b.outline == "" {
		return
	}
	s := seal{Over: b.sealed(), Due: b.due, Entries: res.Entries, Held: res.Held}
	for p, a := range b.answers {
		if a.gone {
			s.Gone = append(s.Gone, p)
		} else {
			if s.Moved == nil {
				s.Moved = map[string]string{}
			}
			s.Moved[p] = a.to
		}
	}
	slices.Sort(s.Gone)
	if len(res.Problems) > 0 || len(b.unread) > 0 || b.again.Load() || res.Missing > 0 {
		s.Over = ""
	}
	text, err := json.Marshal(s)
	if old, _ := os.ReadFile(b.sealPath()); err == nil && string(old) != string(text) {
		err = os.WriteFile(b.sealPath(), text, 0o644)
	}
	if err != nil { // as when no cache can be kept
		b.site.log().Debug("no seal", "err", err)
	}
}

func (b *session) sealPath() string { return filepath.Join(b.site.CacheFolder(), sealFile) }

// sealed is a fingerprint of all that decides what a build does: the program, the options, the stats of all seeds, of the templates,
// of the ledger, and of what was published.
func (b *session) sealed() string {
	h, s := sha256.New(), b.site
	program, _ := os.Executable() // else the version has to do
	fmt.Fprintln(h, Version, readVersion, statOf(program), s.URL, s.Title, s.Subtitle, s.Language, s.Author, s.NoPages, s.Twins, s.Grace, s.Allow, s.Previous)
	fmt.Fprintln(h, b.outline)
	fmt.Fprintln(h, b.templateStats())
	for _, p := range []string{filepath.Join(s.seeds(), SettingsFile), filepath.Join(s.state(), "ledger"), filepath.Join(s.out(), stateFolder, "manifest")} {
		fmt.Fprintln(h, p, statOf(p))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// outlineOf is a fingerprint of files and their stats.
func outlineOf(files []walk.File) string {
	h := sha256.New()
	var line []byte
	for _, f := range files {
		line = append(append(line[:0], f.Path...), 0)
		line = binary.LittleEndian.AppendUint64(line, uint64(f.Size))
		line = binary.LittleEndian.AppendUint64(line, uint64(f.ModTime.UnixNano()))
		h.Write(line)
	}
	return hex.EncodeToString(h.Sum(nil))
}
