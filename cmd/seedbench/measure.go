package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Steps: what is measured, in the order of the tables.
const (
	cold    = "cold build"
	again   = "again, nothing changed"
	changed = "one seed changed"
	renamed = "save to feed, renamed into place"
	written = "save to feed, plain write"
	peak    = "peak memory, cold build"
	peakOn  = "peak memory, watching"
)

var steps = []string{cold, again, changed, renamed, written, peak, peakOn}

func isMemory(step string) bool { return step == peak || step == peakOn }

// figure is what was measured of a program in a step.
type figure struct {
	Seeds   int       `json:"seeds"`
	Mode    string    `json:"mode"`
	Step    string    `json:"step"`
	Program string    `json:"program"`
	Unit    string    `json:"unit"` // s or MiB
	Values  []float64 `json:"values"`
	CPU     []float64 `json:"cpu,omitempty"`    // seconds, of builds
	Saves   int       `json:"saves,omitempty"`  // that were waited for
	Torn    int       `json:"torn,omitempty"`   // saves after which somebody would have found the feed gone, empty or cut short
	Missed  int       `json:"missed,omitempty"` // saves that did not reach the feed in time
	Pages   bool      `json:"pages,omitempty"`  // were written although only the feed was asked for
	AtMost  bool      `json:"at_most,omitempty"`
	Error   string    `json:"error,omitempty"`
}

func (f *figure) median() float64 {
	v := slices.Sorted(slices.Values(f.Values))
	if n := len(v); n%2 == 0 {
		return (v[n/2-1] + v[n/2]) / 2
	}
	return v[len(v)/2]
}

// bench is what is asked for, and what was found.
type bench struct {
	programs []*program
	sizes    []int
	modes    []string
	runs     int
	limit    time.Duration // of a build
	dir      string        // where all is done
	show     func(format string, args ...any)

	figures []*figure
}

// run measures all sizes and modes.
func (b *bench) run(ctx context.Context) error {
	for _, n := range b.sizes {
		for _, mode := range b.modes {
			if err := b.measure(ctx, n, mode); err != nil {
				return err
			}
		}
	}
	return nil
}

// measure lays a site out for each program and measures them in turns, so that what else the machine does meanwhile hits all alike.
func (b *bench) measure(ctx context.Context, n int, mode string) error {
	dir, err := os.MkdirTemp(b.dir, "sites-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	r := &round{b, n, mode, ""}
	var all []*site
	for _, p := range b.programs {
		r.show("%s: sowing", p.name)
		s := &site{program: p, dir: filepath.Join(dir, p.name), mode: mode, n: n}
		if err := s.layOut(ctx); err != nil && ctx.Err() == nil {
			r.fail(s, cold, err)
		}
		all = append(all, s)
	}
	for _, part := range []func(context.Context, *site, int){r.builds, r.saves} {
		for i := range b.runs {
			for _, s := range all {
				r.place = fmt.Sprintf("%d of %d, %s", i+1, b.runs, s.name)
				if !s.failed {
					part(ctx, s, i)
				}
				if ctx.Err() != nil {
					return ctx.Err()
				}
			}
		}
	}
	return nil
}

// round is a round of measurements of one size and mode.
type round struct {
	*bench
	n     int
	mode  string
	place string // for who watches the progress
}

func (r *round) show(format string, args ...any) {
	r.bench.show("%s: %s", title(r.n, r.mode), strings.TrimPrefix(r.place+": ", ": ")+fmt.Sprintf(format, args...))
}

// figure returns the figure of a step of a site.
func (r *round) figure(s *site, step string) *figure {
	for _, f := range r.figures {
		if f.Seeds == r.n && f.Mode == r.mode && f.Step == step && f.Program == s.name {
			return f
		}
	}
	f := &figure{Seeds: r.n, Mode: r.mode, Step: step, Program: s.name, Unit: "s"}
	if isMemory(step) {
		f.Unit = "MiB"
	}
	r.figures = append(r.figures, f)
	return f
}

// fail leaves a site out from now on.
func (r *round) fail(s *site, step string, err error) {
	s.failed = true
	r.figure(s, step).Error = err.Error()
}

func (r *round) took(s *site, step string, u usage) {
	f := r.figure(s, step)
	f.Values, f.CPU = append(f.Values, u.wall.Seconds()), append(f.CPU, u.cpu.Seconds())
}

// remember notes the peak of memory. On Linux that of a program is never less than what its parent had, because it counts from before the
// program took the parent's place.
func (r *round) remember(s *site, step string, bytes int64) {
	if bytes == 0 {
		return
	}
	f := r.figure(s, step)
	f.Values = append(f.Values, float64(bytes)/(1<<20))
	f.AtMost = f.AtMost || bytes <= ownPeak()
}

// builds builds a site from nothing, again, and once more after a change. Each feed is looked at: a program that does less than asked
// would be quick.
func (r *round) builds(ctx context.Context, s *site, i int) {
	if err := s.clean(); err != nil {
		r.fail(s, cold, err)
		return
	}
	text := ""
	for _, step := range []string{cold, again, changed} {
		r.show("%s", step)
		if step == changed {
			text = fmt.Sprintf("bench%dx%d", i, time.Now().UnixNano())
			if err := s.save(step, text); err != nil {
				r.fail(s, step, err)
				return
			}
			wait(ctx, rest)
		}
		u, err := s.run(ctx, s.args(s.build), r.limit)
		if err == nil {
			err = s.verify(text)
		}
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			r.fail(s, step, fmt.Errorf("%w%s", err, s.lastWords()))
			return
		}
		s.slowest = max(s.slowest, u.wall)
		r.took(s, step, u)
		r.figure(s, step).Pages = s.mode == feedOnly && s.pages() >= s.n
		if step == cold {
			r.remember(s, peak, u.peak)
		}
	}
}

// rest is how long a save is ago when the next build starts: nobody is quicker by hand.
const rest = 250 * time.Millisecond

// verify looks whether the feed of a site is complete and holds text, and whether there are pages for all seeds if there shall be.
func (s *site) verify(text string) error {
	feed, err := os.ReadFile(filepath.Join(s.dir, s.feed))
	if err != nil {
		return fmt.Errorf("no feed: %w", err)
	}
	if !whole(feed) || !bytes.Contains(feed, []byte(text)) {
		return errors.New("the feed is not complete")
	}
	if got, want := bytes.Count(feed, []byte("<entry")), min(newest, s.n); got != want {
		return fmt.Errorf("the feed has %d entries, not %d", got, want)
	}
	if got := s.pages(); s.mode == withPages && got < s.n {
		return fmt.Errorf("there are %d pages for %d seeds", got, s.n)
	}
	return nil
}

// pages counts those that there are.
func (s *site) pages() (n int) {
	_ = filepath.WalkDir(filepath.Join(s.dir, filepath.Dir(s.feed)), func(p string, _ fs.DirEntry, _ error) error { // what can't be read is none
		if filepath.Ext(p) == ".html" {
			n++
		}
		return nil
	})
	return n
}

// whole reports whether a feed has its end.
func whole(feed []byte) bool { return bytes.HasSuffix(bytes.TrimSpace(feed), []byte("</feed>")) }

// save changes the newest seed, so that text is in its last line, the way that step names.
func (s *site) save(step, text string) error {
	seed := newSeed(s.n-1, s.n)
	file := filepath.Join(s.dir, s.seeds, filepath.FromSlash(seed.path))
	b := []byte(seed.text + "The last word is " + text + ".\n")
	if step == written {
		return os.WriteFile(file, b, 0o644)
	}
	temp := filepath.Join(filepath.Dir(file), ".save.tmp")
	if err := os.WriteFile(temp, b, 0o644); err != nil {
		return err
	}
	return os.Rename(temp, file)
}

// wait waits, unless ctx ends.
func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// title names a size and a mode.
func title(n int, mode string) string {
	kind := map[string]string{feedOnly: "feed only", withPages: "feed and pages"}[mode]
	return fmt.Sprintf("%s seeds, %s", thousands(n), kind)
}

// thousands writes a number with a comma between thousands.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
