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
	expect := func(want int) {
		t.Helper()
		for range 300 {
			runtime.GC()
			time.Sleep(10 * time.Millisecond)
			percent := debug.SetGCPercent(100)
			if debug.SetGCPercent(percent); percent == want {
				return
			}
		}
		t.Errorf("not set to %d", want)
	}
	expect(100)
	much := make([][]byte, 0, muchAlive>>20+10)
	for range cap(much) {
		much = append(much, make([]byte, 1<<20))
	}
	expect(thrifty)
	runtime.KeepAlive(much)
	expect(100)
}
