package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// Go collects garbage when there is as much of it as of what is alive. For a small site this is too often, and too seldom for one of a million
// seeds, whose memory it doubles. What the user says counts more (GOGC, GOMEMLIMIT).

// Garbage may be as much as what is alive, but no more than mostGarbage bytes, if that is not less than thrifty per cent: 320 MiB and 20%.
const (
	mostGarbage = 320 << 20
	thrifty     = 20
)

// Garbage of so many bytes may wait in any case. While a small site is served it was collected after every 10 MiB, which took 7% of the time
// of a 304, and ten times in the fifth of a second in which 10,000 seeds are read.
const (
	leastServing  = 40 << 20 // 40 MiB
	leastBuilding = 24 << 20 // 24 MiB
)

var garbage struct {
	minded  bool          // it is not left to the user
	least   atomic.Uint64 // bytes that may wait in any case
	percent atomic.Int64  // of what is alive, that may wait now
}

// mindGarbage sets after each collection how much garbage may wait for the next one.
func mindGarbage() {
	garbage.minded = os.Getenv("GOGC") == "" && debug.SetMemoryLimit(-1) == math.MaxInt64
	if garbage.minded {
		let(100)
		afterCollection()
	}
}

// letWait lets so many bytes of garbage wait from now on.
func letWait(least uint64) {
	if garbage.minded {
		garbage.least.Store(least)
		let(garbageFor(alive(), least))
	}
}

func let(percent int) {
	if garbage.percent.Swap(int64(percent)) != int64(percent) {
		debug.SetGCPercent(percent)
	}
}

func afterCollection() {
	collected := new([64]byte) // too large to be put with others
	runtime.AddCleanup(collected, func(struct{}) {
		let(garbageFor(alive(), garbage.least.Load()))
		afterCollection()
	}, struct{}{})
}

// alive is how many bytes outlived the last collection.
func alive() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// firstHeap is what Go takes for alive when it is less: 4 MiB.
const firstHeap = 4 << 20

// garbageFor is how much garbage may wait, in per cent of so many bytes that are alive.
func garbageFor(alive, least uint64) int {
	alive = max(alive, firstHeap)
	return int(max(thrifty, 100*min(max(alive, least), mostGarbage)/alive))
}
