package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// Go collects garbage when there is as much of it as of what is alive. For a small site that is served this is too often, and too seldom for
// one of a million seeds, whose memory it doubles. What the user says counts more (GOGC, GOMEMLIMIT).

// Memory that is reserved and never touched, so that the system doesn't provide it, is to the garbage collector a reason to wait until there is
// as much garbage. On a small site it otherwise runs after every 10 MiB, which was 7% of the time that a 304 took, and ten times in the
// fifth of a second in which 10,000 seeds are read.
const (
	unusedServing  = 32 << 20 // 32 MiB
	unusedBuilding = 14 << 20 // 14 MiB
)

// reserve returns so many bytes of it, or nothing when the user limits the memory, as they would count.
func reserve(unused int) []byte {
	if isLimited() {
		return nil
	}
	return make([]byte, unused)
}

// Garbage may be as much as what is alive, but no more than mostGarbage bytes, if that is not less than thrifty per cent: 320 MiB and 20%.
const (
	mostGarbage = 320 << 20
	thrifty     = 20
)

// mindGarbage sets after each collection how much garbage may wait for the next one.
func mindGarbage() {
	if os.Getenv("GOGC") == "" && !isLimited() {
		afterCollection(100)
	}
}

func isLimited() bool { return debug.SetMemoryLimit(-1) < math.MaxInt64 }

// afterCollection sets it once, and then again; now is what it is, in per cent.
func afterCollection(now int) {
	collected := new([64]byte) // too large to be put with others
	runtime.AddCleanup(collected, func(now int) {
		alive := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(alive)
		percent := garbageFor(alive[0].Value.Uint64())
		if percent != now {
			debug.SetGCPercent(percent)
		}
		afterCollection(percent)
	}, now)
}

// garbageFor is how much garbage may wait, in per cent of so many bytes that are alive.
func garbageFor(alive uint64) int {
	return int(max(thrifty, 100*mostGarbage/max(alive, mostGarbage)))
}
