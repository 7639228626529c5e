package main

import (
	"fmt"
	"io"
	"os"
)

// progress is a line on a terminal that says what is going on. Elsewhere it is silent.
type progress struct {
	to io.Writer // nil when it is no terminal
}

func newProgress(w io.Writer) *progress {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return &progress{}
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return &progress{}
	}
	return &progress{w}
}

// eraseLine goes to the begin of the line and erases it, ECMA-48.
const eraseLine = "\r\x1b[K"

func (p *progress) show(format string, args ...any) {
	const width = 79 // of the narrowest terminal: a longer line could not be erased
	if line := []rune("seedbench: " + fmt.Sprintf(format, args...)); p.to != nil {
		fmt.Fprint(p.to, eraseLine+string(line[:min(width, len(line))]))
	}
}

func (p *progress) clear() {
	if p.to != nil {
		fmt.Fprint(p.to, eraseLine)
	}
}
