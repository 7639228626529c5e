package watch

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

const (
	testQuiet = 50 * time.Millisecond
	testLimit = 2 * time.Second
)

// timed runs do with fake time. The batches come to out with the moment of their handing over, counted from the start.
func timed(t *testing.T, do func(in chan<- rumour, out <-chan handed)) {
	t.Helper()
	timedWith(t, func(string) bool { return false }, do)
}

func timedWith(t *testing.T, isDone func(file string) bool, do func(in chan<- rumour, out <-chan handed)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		in, ready, out := make(chan rumour), make(chan *pending), make(chan handed, 1000)
		start := time.Now()
		go gather(ctx, in, ready, testQuiet, testLimit, isDone)
		go func() {
			for {
				select {
				case p := <-ready:
					out <- handed{p.batch(exceptIn("x")), time.Since(start)}
				case <-ctx.Done():
					return
				}
			}
		}()
		do(in, out)
		cancel()
		synctest.Wait()
	})
}

type handed struct {
	Batch
	at time.Duration
}

func change(file string, k kind) rumour { return rumour{why: "change", dir: ".", file: file, kind: k} }

func TestWaits(t *testing.T) {
	type event struct {
		after time.Duration // since the event before
		rumour
	}
	every := func(gap time.Duration, n int, r rumour) (all []event) {
		for range n {
			all = append(all, event{gap, r})
		}
		return all
	}
	const ms = time.Millisecond
	for _, tt := range []struct {
		name   string
		events []event
		want   []time.Duration
	}{
		{"a file renamed into place", []event{{0, change("f", replaced)}}, []time.Duration{burst}},
		{"a touch", []event{{0, change("f", touched)}}, []time.Duration{burst}},
		{"everything", []event{{0, rumour{all: true}}}, []time.Duration{burst}},
		{"a burst of renames", every(4*ms, 5, change("f", replaced)), []time.Duration{20*ms + burst}},
		{"a plain write", []event{{0, change("f", written)}}, []time.Duration{testQuiet}},
		{"create, then write", []event{{0, change("f", replaced)}, {ms, change("f", written)}}, []time.Duration{ms + testQuiet}},
		{"truncate and write at once", []event{{0, change("f", written)}, {20 * ms, change("f", written)}}, []time.Duration{20*ms + testQuiet}},
		{"a growing file", every(20*ms, 3, change("f", written)), []time.Duration{60*ms + patience*testQuiet}},
		{"several files one after the other", []event{{0, change("f", written)}, {40 * ms, change("g", written)}}, []time.Duration{40*ms + testQuiet}},
		{"a slow copy, known again after its first batch", every(100*ms, 5, change("f", written)), []time.Duration{100*ms + testQuiet, 500*ms + patience*testQuiet}},
		{"two saves with a rest between", every(300*ms, 2, change("f", written)), []time.Duration{300*ms + testQuiet, 600*ms + testQuiet}},
		{"temporary file written and renamed", []event{{0, change("tmp", written)}, {ms, change("tmp", replaced)}, {0, change("f", replaced)}}, []time.Duration{ms + burst}},
		{"the same beside a plain write", []event{{0, change("g", written)}, {ms, change("tmp", written)}, {ms, change("tmp", replaced)}}, []time.Duration{testQuiet}},
		{"an endless writer", every(10*ms, 450, change("f", written)), []time.Duration{10*ms + testLimit, 2020*ms + testLimit, 4500*ms + patience*testQuiet}},
		{"endless renames", every(4*ms, 600, change("f", replaced)), []time.Duration{4*ms + testLimit, 2400*ms + burst}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			timed(t, func(in chan<- rumour, out <-chan handed) {
				for _, e := range tt.events {
					time.Sleep(e.after) // fake time
					in <- e.rumour
				}
				time.Sleep(10 * testLimit)
				var got []time.Duration
				for len(out) > 0 {
					got = append(got, (<-out).at)
				}
				if !slices.EqualFunc(got, tt.want, func(a, b time.Duration) bool { return (a-b).Abs() <= 10*ms && (len(tt.want) > 1 || a == b) }) {
					t.Errorf("got batches at %v, want %v", got, tt.want)
				}
			})
		})
	}
}

func TestMerge(t *testing.T) {
	for _, tt := range []struct {
		name    string
		rumours []rumour
		want    Batch
	}{
		{"folders sorted, once each", []rumour{{why: "change", dir: "b"}, {why: "change", dir: "."}, {why: "change", dir: "b"}}, Batch{Dirs: []string{".", "b"}, Why: "change"}},
		{"files by name", []rumour{{dir: "b", file: "b/y"}, {dir: "a", file: "a/x"}, {dir: "b", file: "b/y"}}, Batch{Files: []string{"a/x", "b/y"}}},
		{"a folder beats files in it", []rumour{{dir: "b", file: "b/y"}, {dir: "b"}, {dir: ".", file: "x"}, {dir: "b/c", file: "b/c/z"}}, Batch{Dirs: []string{"b"}, Files: []string{"b/c/z", "x"}}},
		{"a folder where names may be others", []rumour{{dir: "x", file: "x/y"}, {dir: "x", file: "x/z"}, {dir: "b", file: "b/y"}}, Batch{Dirs: []string{"x"}, Files: []string{"b/y"}}},
		{"everything beats folders", []rumour{{why: "change", dir: "b"}, {why: "change", dir: "b", file: "b/y"}, {why: "overflow", all: true}, {why: "change", dir: "c"}, {why: "change", dir: "c", file: "c/y"}}, Batch{All: true, Why: "overflow"}},
		{"the first reason for everything stays", []rumour{{why: "overflow", all: true}, {why: "link", all: true}}, Batch{All: true, Why: "overflow"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			timed(t, func(in chan<- rumour, out <-chan handed) {
				for _, r := range tt.rumours {
					in <- r
				}
				if got := (<-out).Batch; fmt.Sprint(got) != fmt.Sprint(tt.want) {
					t.Errorf("got %+v, want %+v", got, tt.want)
				}
			})
		})
	}
}

// exceptIn says of a folder that events may call its files by other names, and of no other.
func exceptIn(dir string) func(string) bool { return func(d string) bool { return d != dir } }

// TestManyFiles: a batch names no more than so many files, and the folders of all others.
func TestManyFiles(t *testing.T) {
	p := newPending()
	for i := range mostNamed + 10 {
		dir := fmt.Sprint(i / 100)
		p.add(rumour{dir: dir, file: fmt.Sprint(dir, "/", i)}, time.Now(), growth{})
	}
	b := p.batch(exceptIn("x"))
	if len(b.Files) != mostNamed || !slices.Equal(b.Dirs, []string{"10"}) {
		t.Errorf("%d files, folders %q", len(b.Files), b.Dirs)
	}
	if n := len(b.folders()); n != 11 {
		t.Errorf("%d folders", n)
	}
}

func TestBusyCallerGetsOneBatchAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		in, ready := make(chan rumour), make(chan *pending)
		go gather(ctx, in, ready, testQuiet, testLimit, func(string) bool { return false })
		for i := range 100 {
			in <- rumour{why: "change", dir: fmt.Sprint(i % 3), file: fmt.Sprint(i%3, "/f"), kind: written}
			time.Sleep(time.Second) // fake time: the caller works
		}
		asked := time.Now()
		b := (<-ready).batch(exceptIn("x"))
		if !slices.Equal(b.folders(), []string{"0", "1", "2"}) || time.Since(asked) != 0 {
			t.Errorf("got %+v after %v, want three folders at once", b, time.Since(asked))
		}
		select {
		case p := <-ready:
			t.Errorf("got %+v, want no second batch", p.batch(exceptIn("x")))
		case <-time.After(time.Hour):
		}
		cancel()
		synctest.Wait()
	})
}

// TestDone: a written file that is certainly done waits for its burst only, one that is not waits for its rest, and one that
// goes on growing does in any case. Of a large batch nobody is asked.
func TestDone(t *testing.T) {
	const ms = time.Millisecond
	asked := 0
	isDone := func(file string) bool { asked++; return file != "open" }
	timedWith(t, isDone, func(in chan<- rumour, out <-chan handed) {
		send := func(gap time.Duration, file string) {
			time.Sleep(gap)
			in <- change(file, written)
		}
		want := func(what string, at time.Duration) {
			t.Helper()
			if got := <-out; got.at != at {
				t.Errorf("%s: handed over at %v, want %v", what, got.at, at)
			}
		}
		send(0, "closed")
		want("one that is closed", burst)
		time.Sleep(time.Second - burst)
		send(0, "open")
		want("one that is open", time.Second+testQuiet)
		time.Sleep(time.Second - testQuiet)
		send(0, "closed")
		send(0, "open")
		want("both", 2*time.Second+testQuiet)
		time.Sleep(time.Second - testQuiet)
		for range 8 {
			send(4*ms, "grows")
		}
		want("one that grows", 3*time.Second+32*ms+patience*testQuiet)
		time.Sleep(time.Second)
		asked = 0
		now := 4*time.Second + 32*ms + patience*testQuiet
		for i := range mostAsked + 1 {
			send(0, fmt.Sprint(i))
		}
		want("many", now+testQuiet)
		if asked > 0 {
			t.Errorf("asked %d times of a burst", asked)
		}
	})
}
