package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// patience is how long a step may take before it shows its progress.
const patience = time.Second

// progress returns what shows the progress of long steps on a terminal, nil elsewhere.
func (c *console) progress() func(step string, done, total int) {
	if !c.isTerminal {
		return nil
	}
	var (
		mu    sync.Mutex
		step  string
		start time.Time
		bar   *progressbar.ProgressBar
	)
	return func(now string, done, total int) {
		mu.Lock()
		defer mu.Unlock()
		if now != step || done == 1 {
			step, start, bar = now, time.Now(), nil
		}
		if bar == nil && time.Since(start) > patience && done < total {
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(c.err), progressbar.OptionSetDescription("seedfeed: "+step),
				progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("seeds"),
				progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true))
		}
		if bar != nil {
			_ = bar.Set(done) // a terminal that can't show it is no reason to stop
		}
	}
}

// talk is a log that reads like the rest of what the program says. It drops what is below a warning.
type talk struct{ c *console }

func (t talk) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

func (t talk) Handle(_ context.Context, r slog.Record) error {
	var b strings.Builder
	b.WriteString(r.Message)
	r.Attrs(func(a slog.Attr) bool {
		fmt.Fprintf(&b, ", %s %v", a.Key, a.Value)
		return true
	})
	t.c.say("%s", b.String())
	return nil
}

func (t talk) WithAttrs([]slog.Attr) slog.Handler { return t }
func (t talk) WithGroup(string) slog.Handler      { return t }

// interruption is the error that a command ends with which runs until it is told to stop: SIGTERM is how services are
// asked to, and no failure; Ctrl-C is one, for the shell that waits.
func interruption(ctx context.Context) error {
	if cause := context.Cause(ctx); cause != nil && strings.Contains(cause.Error(), "interrupt") {
		return errInterrupted
	}
	return nil
}
