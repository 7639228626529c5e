//go:build !unix

package main

import (
	"os"
	"os/exec"
	"runtime"
	"strconv"
)

func ownGroup(*exec.Cmd) {}

func askGroup(p *os.Process) error { return killGroup(p) }

// killGroup ends a program and, on Windows, those that it started.
func killGroup(p *os.Process) error {
	if runtime.GOOS == "windows" && exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(p.Pid)).Run() == nil {
		return nil
	}
	return p.Kill()
}

// killStrays does nothing: there are no groups that outlive a program.
func killStrays(*os.Process) {}

func peakOf(*os.ProcessState) int64 { return 0 }
