package watch

import (
	"context"
	"maps"
	"path"
	"slices"
	"time"
)

// How long to wait before a batch is handed over is a guess about writers, and the guess adapts.
//
// A file that was renamed into place is whole: it waits only for the burst it may be part of. A file that is written in
// place may be half done: where the system tells that nobody has it open for writing any more, that is the end; else it
// waits until no write came for the quiet window. A file whose writes go on and on is a long
// copy: it waits four windows, so that its pauses do not make a batch each. If a written file is renamed or removed (a
// temporary file that became the real one), nobody has to wait for it any more.
//
// The limit, counted from the first event, bounds all of it. No clock other than time.Now and one timer is used here, so
// the tests drive it with fake time.

// burst is the wait that lets the events of one action (a checkout, an editor's dance) come together.
const burst = 5 * time.Millisecond

// patience is how many quiet windows a growing file must rest.
const patience = 4

// kind is what an event says about the content of a file.
type kind int

const (
	touched  kind = iota // nothing
	written              // it may be half done
	replaced             // it came or went in one step
)

// rumour is one reason to look.
type rumour struct {
	why  string
	all  bool   // everywhere, else:
	dir  string // the folder to look at
	file string // what changed in it
	kind kind
}

// mostNamed is how many files a batch names: of more their folders.
const mostNamed = 1000

// mostAsked is how many files of a batch the system is asked about: more are a burst that nobody waits for a save of.
const mostAsked = 100

// gather makes batches of the rumours from in and offers each on out when its wait is over. While nobody takes it, it goes
// on gathering. isDone tells of a file whether it is certain that nobody has it open for writing.
func gather(ctx context.Context, in <-chan rumour, out chan<- *pending, quiet, limit time.Duration, isDone func(file string) bool) {
	g := growth{quiet: quiet, writes: map[string]span{}}
	p := newPending()
	var ripe chan<- *pending // out when p may be handed over, else nil
	timer := time.NewTimer(limit)
	timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-in:
			now := time.Now()
			p.add(r, now, g)
			timer.Stop()
			if wait := p.due(limit).Sub(now); wait > 0 {
				ripe = nil
				timer.Reset(wait)
			} else {
				ripe = out
			}
		case <-timer.C:
			p.ask(isDone)
			if wait := time.Until(p.due(limit)); wait > 0 {
				timer.Reset(wait)
			} else {
				ripe = out
			}
		case ripe <- p:
			p, ripe = newPending(), nil
			timer.Stop()
			g.forgetBefore(time.Now())
		}
	}
}

// pending is a batch in the making.
type pending struct {
	first time.Time // of its events
	why   string
	all   bool
	dirs  map[string]struct{}
	files map[string]struct{} // what changed, of folders that may be among dirs

	burst time.Time            // end of the burst
	waits map[string]time.Time // written files and the end of their wait
	last  time.Time            // latest of waits
	grows map[string]bool      // those of them that go on growing
	asked bool                 // whether they are done, since the last write
}

func newPending() *pending {
	return &pending{dirs: map[string]struct{}{}, files: map[string]struct{}{}, waits: map[string]time.Time{}, grows: map[string]bool{}}
}

func (p *pending) add(r rumour, now time.Time, g growth) {
	p.merge(r, now)
	p.burst = now.Add(burst)
	switch r.kind {
	case written:
		window := g.window(r.file, now)
		until := now.Add(window)
		p.waits[r.file], p.grows[r.file], p.asked = until, window > g.quiet, false
		if until.After(p.last) {
			p.last = until
		}
	case replaced:
		delete(g.writes, r.file)
		p.noWait(r.file)
	}
}

func (p *pending) merge(r rumour, now time.Time) {
	if p.first.IsZero() {
		p.first, p.why = now, r.why
	}
	if r.all && !p.all {
		p.all, p.why = true, r.why
		clear(p.dirs)
		clear(p.files)
	}
	switch {
	case p.all:
	case r.file != "" && len(p.files) < mostNamed:
		p.files[r.file] = struct{}{}
	default:
		p.dirs[r.dir] = struct{}{}
	}
}

// noWait drops the wait for file. Only when it was the latest, the others are gone through.
func (p *pending) noWait(file string) {
	until, ok := p.waits[file]
	if !ok {
		return
	}
	delete(p.waits, file)
	if until.Before(p.last) {
		return
	}
	p.last = time.Time{}
	for _, until := range p.waits {
		if until.After(p.last) {
			p.last = until
		}
	}
}

// ask drops the wait for files that are done. One that goes on growing waits all the same: whoever opens it again and
// again is not done when it is closed.
func (p *pending) ask(isDone func(file string) bool) {
	p.asked = true
	if len(p.waits) > mostAsked {
		return
	}
	for file := range maps.Clone(p.waits) {
		if !p.grows[file] && isDone(file) {
			p.noWait(file)
		}
	}
}

// due is when the batch may be handed over, or the system asked whether it may be, if no more events come.
func (p *pending) due(limit time.Duration) time.Time {
	due := p.burst
	if p.last.After(due) && p.asked {
		due = p.last
	}
	if end := p.first.Add(limit); end.Before(due) {
		due = end
	}
	return due
}

// batch returns what is to be handed over. isExact tells whether events call the files in a folder by the names that they have there.
func (p *pending) batch(isExact func(dir string) bool) Batch {
	if p.all {
		return Batch{All: true, Why: p.why}
	}
	exact := map[string]bool{}
	for file := range p.files {
		dir := path.Dir(file)
		if _, asked := exact[dir]; !asked {
			exact[dir] = isExact(dir)
		}
		if !exact[dir] {
			p.dirs[dir] = struct{}{}
		}
	}
	maps.DeleteFunc(p.files, func(file string, _ struct{}) bool {
		_, whole := p.dirs[path.Dir(file)]
		return whole
	})
	return Batch{Dirs: slices.Sorted(maps.Keys(p.dirs)), Files: slices.Sorted(maps.Keys(p.files)), Why: p.why}
}

// growth remembers recent writes, also those of batches already handed over: a slow copy is known again.
type growth struct {
	quiet  time.Duration
	writes map[string]span
}

type span struct{ first, last time.Time }

// window notes a write to file and returns how long to wait for the next.
func (g growth) window(file string, now time.Time) time.Duration {
	s, ok := g.writes[file]
	if !ok || now.Sub(s.last) > patience*g.quiet {
		s.first = now
	}
	s.last = now
	g.writes[file] = s
	if now.Sub(s.first) > g.quiet/2 {
		return patience * g.quiet
	}
	return g.quiet
}

func (g growth) forgetBefore(now time.Time) {
	maps.DeleteFunc(g.writes, func(_ string, s span) bool { return now.Sub(s.last) > patience*g.quiet })
}
