//go:build unix

package main

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func askGroup(p *os.Process) error { return syscall.Kill(-p.Pid, syscall.SIGTERM) }

func killGroup(p *os.Process) error { return syscall.Kill(-p.Pid, syscall.SIGKILL) }

// killStrays kills what a program that has ended left running; usually nothing.
func killStrays(p *os.Process) { _ = killGroup(p) }

// peakOf is the most memory that a program had, getrusage(2): in bytes on Darwin, in kilobytes elsewhere.
func peakOf(s *os.ProcessState) int64 {
	u, ok := s.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(u.Maxrss)
	}
	return int64(u.Maxrss) << 10
}
