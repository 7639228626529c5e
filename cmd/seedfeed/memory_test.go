package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// TestMindsGarbage: what is alive after a collection decides how much garbage may wait for the next one.
func TestMindsGarbage(t *testing.T) {
	t.Setenv("GOGC", "") // the user has no say in it
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(math.MaxInt64)
	t.Cleanup(func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	})
	mindGarbage()
	expect := func(least, most int) {
		t.Helper()
		var percent int
		for range 300 {
			runtime.GC()
			time.Sleep(10 * time.Millisecond)
			percent = debug.SetGCPercent(100)
			if debug.SetGCPercent(percent); least <= percent && percent <= most {
				return
			}
		}
		t.Errorf("%d%% may wait, want %d to %d", percent, least, most)
	}
	expect(100, 100)
	much := make([][]byte, 0, mostGarbage*5/4>>20)
	for range cap(much) {
		much = append(much, make([]byte, 1<<20))
	}
	expect(70, 80)
	runtime.KeepAlive(much)
	expect(100, 100)
	t.Cleanup(func() { letWait(0) })
	letWait(1 << 30)
	expect(200, math.MaxInt)
}

func TestGarbageFor(t *testing.T) {
	for alive, want := range map[uint64]int{0: 100, 50 << 20: 100, 320 << 20: 100, 640 << 20: 50, 1 << 30: 31, 8 << 30: 20} {
		if got := garbageFor(alive, 0); got != want {
			t.Errorf("%d alive: %d%%, want %d%%", alive, got, want)
		}
	}
	for alive, want := range map[uint64]int{0: 500, 4 << 20: 500, 10 << 20: 200, 20 << 20: 100, 640 << 20: 50} {
		if got := garbageFor(alive, 20<<20); got != want {
			t.Errorf("%d alive, and 20 MiB may wait: %d%%, want %d%%", alive, got, want)
		}
	}
}
