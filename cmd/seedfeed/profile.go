package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
)

// profiles are flags for who wants to know where the time and the memory go; see `go tool pprof` and `go tool trace`.
type profiles struct {
	CPUProfile string `name:"cpuprofile" hidden:"" help:"Write a CPU profile to FILE." placeholder:"FILE"`
	MemProfile string `name:"memprofile" hidden:"" help:"Write a profile of what was allocated to FILE." placeholder:"FILE"`
	Trace      string `name:"trace" hidden:"" help:"Write an execution trace to FILE." placeholder:"FILE"`
}

// start begins what was asked for. stop ends it and writes the rest.
func (p *profiles) start() (stop func() error, err error) {
	var ends []func() error
	stop = func() error {
		var errs []error
		for _, end := range ends {
			errs = append(errs, end())
		}
		return errors.Join(errs...)
	}
	begin := func(path string, start func(*os.File) error, end func(*os.File) error) {
		if path == "" || err != nil {
			return
		}
		f, e := os.Create(path)
		if e == nil {
			e = start(f)
		}
		if e != nil {
			err = fmt.Errorf("profile: %w", e)
			return
		}
		ends = append(ends, func() error { return errors.Join(end(f), f.Close()) })
	}
	nothing := func(*os.File) error { return nil }
	begin(p.CPUProfile, func(f *os.File) error { return pprof.StartCPUProfile(f) }, func(*os.File) error { pprof.StopCPUProfile(); return nil })
	begin(p.Trace, func(f *os.File) error { return trace.Start(f) }, func(*os.File) error { trace.Stop(); return nil })
	begin(p.MemProfile, nothing, func(f *os.File) error {
		runtime.GC() // so that what is in use counts as it is
		return pprof.Lookup("allocs").WriteTo(f, 0)
	})
	return stop, err
}
