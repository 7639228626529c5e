// Seedbench measures on this machine how long seedfeed takes from seeds to a feed, beside what else is installed that could do it: see the
// README, or run it with --help.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Exit codes.
const (
	exitOK          = 0
	exitFailed      = 1   // seedfeed was not measured, or nothing was
	exitUsage       = 2   // the command line can't be meant
	exitInterrupted = 130 // by the user, as shells count it
)

// options are the command line.
type options struct {
	sizes, modes, peers       string
	runs                      int
	limit                     time.Duration
	seedfeed, keep, svg, json string
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == floor {
		if err := runFloor(os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, "floor:", err)
			os.Exit(exitFailed)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		stop() // the second signal kills
	}()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run measures what args ask for and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, flags := new(options), flag.NewFlagSet("seedbench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, "Usage: seedbench [flags]\n\nMeasures how long seedfeed takes from seeds to a feed on this machine, beside the least work that could give it\n"+
			"and those that are installed of "+strings.Join(peerNames(), ", ")+".\nPrints a table in Markdown.\n\n")
		flags.PrintDefaults()
	}
	flags.StringVar(&o.sizes, "n", "1000", "how many seeds: a `number`, or several as in 1000,10000")
	flags.StringVar(&o.modes, "mode", "feed,pages", "what is built: `modes` feed, pages (and a page for each seed), or both")
	flags.IntVar(&o.runs, "runs", 5, "how many `times` each build is measured; the median counts")
	flags.DurationVar(&o.limit, "limit", 5*time.Minute, "the `time` that a build may take")
	flags.StringVar(&o.peers, "peers", "", "compare with these `programs` only, as in hugo,zola, or with none")
	flags.StringVar(&o.seedfeed, "seedfeed", "", "the `file` of seedfeed; else it is looked for beside this program and on PATH, and built if need be")
	flags.StringVar(&o.keep, "keep", "", "work in this `folder`, and keep the seeds there")
	flags.StringVar(&o.svg, "svg", "", "write a chart to this `file`")
	flags.StringVar(&o.json, "json", "", "write all that was measured to this `file`")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return exitOK
	} else if err != nil {
		return exitUsage
	}
	say := func(format string, args ...any) { fmt.Fprintf(stderr, "seedbench: "+format+"\n", args...) }
	b, err := o.bench(flags.Args())
	if err != nil {
		say("%v", err)
		say("hint: run `seedbench --help`")
		return exitUsage
	}
	progress := newProgress(stderr)
	b.show = progress.show
	err = b.report(ctx, o, stdout)
	progress.clear()
	switch {
	case ctx.Err() != nil:
		return exitInterrupted
	case err != nil:
		say("%v", err)
		return exitFailed
	}
	return exitOK
}

// bench checks the command line.
func (o *options) bench(rest []string) (*bench, error) {
	b := &bench{runs: o.runs, limit: o.limit}
	for text := range strings.SplitSeq(o.sizes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-n %q: %q is no number of seeds", o.sizes, text)
		}
		b.sizes = append(b.sizes, n)
	}
	for mode := range strings.SplitSeq(o.modes, ",") {
		if mode != feedOnly && mode != withPages {
			return nil, fmt.Errorf("--mode %q: there is no mode %q", o.modes, mode)
		}
		b.modes = append(b.modes, mode)
	}
	for _, name := range o.wanted() {
		if !slices.Contains(peerNames(), name) {
			return nil, fmt.Errorf("--peers %q: %q is none of %s", o.peers, name, strings.Join(peerNames(), ", "))
		}
	}
	for _, file := range []string{o.svg, o.json} { // it would be a pity to find out at the end
		if info, err := os.Stat(filepath.Dir(file)); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("%s: there is no folder %s", file, filepath.Dir(file))
		}
	}
	switch {
	case len(rest) > 0:
		return nil, fmt.Errorf("unexpected %q", rest[0])
	case o.runs < 1:
		return nil, fmt.Errorf("-runs %d: at least one is needed", o.runs)
	case o.limit <= 0:
		return nil, fmt.Errorf("-limit %v: nothing is done in no time", o.limit)
	}
	return b, nil
}

// wanted are the names of the peers to compare with; nil means those that are there.
func (o *options) wanted() []string {
	switch o.peers {
	case "":
		return nil
	case "none":
		return []string{}
	}
	return strings.Split(o.peers, ",")
}

// report measures and tells. It leaves nothing behind but what was asked for.
func (b *bench) report(ctx context.Context, o *options, stdout io.Writer) (err error) {
	place := os.TempDir()
	if o.keep != "" {
		place = o.keep
		if err := b.keep(ctx, place); err != nil {
			return err
		}
	}
	if place, err = filepath.Abs(place); err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp(place, "seedbench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	b.show("looking for programs")
	if b.programs, err = find(ctx, o.seedfeed, o.wanted(), b.dir); err != nil {
		return err
	}
	if err := b.run(ctx); err != nil {
		return err
	}
	where := thisMachine(b.dir)
	if o.json != "" {
		if err := b.writeJSON(o.json, where); err != nil {
			return err
		}
	}
	if o.svg != "" {
		if err := os.WriteFile(o.svg, b.chart(where), 0o644); err != nil {
			return err
		}
	}
	if err := b.table(stdout, where); err != nil {
		return err
	}
	for _, f := range b.figures {
		if f.Program == seedfeed && f.Error != "" {
			return errors.New("seedfeed was not measured in all steps")
		}
	}
	return nil
}

// keep sows the seeds where they shall stay.
func (b *bench) keep(ctx context.Context, dir string) error {
	for _, n := range b.sizes {
		folder := filepath.Join(dir, strconv.Itoa(n))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := os.Mkdir(folder, 0o755); err != nil {
			return fmt.Errorf("--keep: %w", err)
		}
		b.show("sowing %s", folder)
		if _, err := sow(ctx, folder, n); err != nil {
			return errors.Join(err, os.RemoveAll(folder))
		}
	}
	return nil
}

// writeJSON writes all that was measured, for programs.
func (b *bench) writeJSON(file string, where machine) error {
	type about struct {
		Name    string `json:"name"`
		Version string `json:"version,omitempty"`
		About   string `json:"about,omitempty"`
	}
	var programs []about
	for _, p := range b.programs {
		programs = append(programs, about{p.name, p.version, p.about})
	}
	text, err := json.MarshalIndent(map[string]any{"machine": where, "programs": programs, "runs": b.runs, "figures": b.figures}, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o644)
}
