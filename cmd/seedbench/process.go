package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// patience is how long a program may take to end once it is asked to.
const patience = 3 * time.Second

// command is a program in a group of its own, so that what it starts ends with it when ctx does.
func command(ctx context.Context, path string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, path, args...)
	ownGroup(cmd)
	cmd.Cancel = func() error { return killGroup(cmd.Process) }
	cmd.WaitDelay = patience
	return cmd
}

// usage is what a run of a program took.
type usage struct {
	wall, cpu time.Duration
	peak      int64 // bytes of memory, 0 when the system doesn't tell
}

// process is a program at work.
type process struct {
	*exec.Cmd
	ended chan struct{}
	took  usage // once it has ended
	err   error
}

// start runs a program in the folder of its site until ctx ends.
func (s *site) start(ctx context.Context, args []string) (*process, error) {
	said, err := os.Create(s.said()) // no pipe, which would keep the end of the program waiting for that of all it started
	if err != nil {
		return nil, err
	}
	cmd := command(ctx, s.path, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.dir, said, said
	cmd.Env = append(os.Environ(), "TMPDIR="+s.temp(), "TMP="+s.temp(), "TEMP="+s.temp(), "XDG_CACHE_HOME="+s.temp())
	p := &process{Cmd: cmd, ended: make(chan struct{})}
	begin := time.Now()
	err = cmd.Start()
	_ = said.Close() // the program has it now
	if err != nil {
		return nil, err
	}
	go func() {
		p.err = cmd.Wait()
		p.took.wall = time.Since(begin)
		if state := cmd.ProcessState; state != nil {
			p.took.cpu, p.took.peak = state.UserTime()+state.SystemTime(), peakOf(state)
		}
		killStrays(cmd.Process)
		close(p.ended)
	}()
	return p, nil
}

// wait waits for the end.
func (p *process) wait() (usage, error) {
	<-p.ended
	return p.took, p.err
}

// lastWords are the last that a program said, on one line.
func (s *site) lastWords() string {
	const most = 300              // bytes
	b, _ := os.ReadFile(s.said()) // what can't be read says nothing
	words := strings.Join(strings.Fields(string(b[max(0, len(b)-most):])), " ")
	if words == "" {
		return ""
	}
	return ": " + strings.ToValidUTF8(words, "")
}

// run runs a program to its end, which must come within limit.
func (s *site) run(ctx context.Context, args []string, limit time.Duration) (usage, error) {
	inTime, stop := context.WithTimeout(ctx, limit)
	defer stop()
	p, err := s.start(inTime, args)
	if err != nil {
		return usage{}, err
	}
	took, err := p.wait()
	if inTime.Err() != nil && ctx.Err() == nil {
		err = fmt.Errorf("not done in %v", limit)
	}
	return took, err
}

// end asks a program that watches to end, and makes it. What it took is told by no exit code, so that none is looked at.
func (p *process) end() usage {
	kill := time.AfterFunc(patience, func() { _ = killGroup(p.Process) })
	defer kill.Stop()
	_ = askGroup(p.Process) // it may have ended
	took, _ := p.wait()
	return took
}
