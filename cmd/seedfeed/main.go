// Seedfeed turns a folder of texts into a feed: see the README, or run it with --help.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/seedfeed/seedfeed/feed"
)

// Exit codes.
const (
	exitOK          = 0
	exitFailed      = 1   // nothing was published
	exitUsage       = 2   // the command line can't be meant
	exitProblems    = 3   // published, but some seeds have problems
	exitInterrupted = 130 // by the user, as shells count it
)

// cli is the command line: flags, help and README come from it.
type cli struct {
	ShowVersion kong.VersionFlag `name:"version" help:"Print the version."`
	profiles

	Serve   serveCmd   `cmd:"" help:"Build the site, rebuild it whenever a seed changes, and serve it over HTTP."`
	Watch   watchCmd   `cmd:"" help:"Build the site into a folder and rebuild it whenever a seed changes."`
	Build   buildCmd   `cmd:"" help:"Build the site into a folder once, for cron and scripts."`
	Clean   cleanCmd   `cmd:"" help:"Show what is left of a text once its title and clutter are told apart, without publishing anything."`
	Check   checkCmd   `cmd:"" help:"Tell what is wrong with feeds, lists of feeds or a built site, why it hurts readers and how to mend it."`
	Diff    diffCmd    `cmd:"" help:"Tell what a build would change for subscribers, and change nothing."`
	Explain explainCmd `cmd:"" help:"Tell why an entry has its ID and dates, and where its seed was."`
	Ledger  ledgerCmd  `cmd:"" help:"Print what is remembered about all entries."`
	Adopt   adoptCmd   `cmd:"" help:"Continue feeds that another program made: keep their IDs and dates for the seeds that match."`
	Host    hostCmd    `cmd:"" help:"Print what makes another web server answer for the published site as seedfeed serve does."`
	Ping    pingCmd    `cmd:"" help:"Tell the hub of feed.yaml which feeds changed, once they are where subscribers find them."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// console is where a command talks: data to out, everything else to err.
type console struct {
	out, err   io.Writer
	isTerminal bool // err is one
}

func (c *console) say(format string, args ...any) {
	fmt.Fprintf(c.err, "seedfeed: "+format+"\n", args...)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		stop() // the second signal kills
	}()
	mindGarbage()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run runs the command that args name and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (code int) {
	defer func() {
		switch early := recover().(type) {
		case nil:
		case exit:
			code = int(early)
		default:
			panic(early)
		}
	}()
	c := &console{out: stdout, err: stderr, isTerminal: isTerminal(stderr)}
	line := new(cli)
	parser, err := kong.New(line,
		kong.Name("seedfeed"),
		kong.Description("Turns a folder of texts into a feed.\n\nExit codes: 0 all is well, 1 failed and nothing was published, 2 usage, 3 published but some seeds have problems, 130 interrupted."),
		kong.Writers(stdout, stderr),
		kong.Vars{"version": "seedfeed " + feed.Version, "hosts": strings.Join(feed.Hosts(), ", ")},
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(c),
	)
	if err != nil {
		panic("seedfeed: internal error: " + err.Error())
	}
	command, err := parser.Parse(args)
	if err != nil {
		c.say("%v", err)
		c.say("hint: run `seedfeed --help`")
		return exitUsage
	}
	stop, err := line.start()
	if err == nil {
		err = command.Run()
	}
	return c.codeOf(ctx, errors.Join(err, stop()))
}

// exit is the panic by which --help ends the parsing.
type exit int

// codeOf tells the user what went wrong and picks the exit code.
func (c *console) codeOf(ctx context.Context, err error) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errFaulty):
		return exitFailed
	case errors.Is(err, errProblems):
		return exitProblems
	case errors.Is(err, errInterrupted), errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return exitInterrupted
	}
	c.say("%v", err)
	if hint := feed.Hint(err); hint != "" {
		c.say("hint: %s", hint)
	}
	if errors.Is(err, feed.ErrURL) {
		return exitUsage
	}
	return exitFailed
}

var (
	errProblems    = errors.New("some seeds have problems")
	errInterrupted = errors.New("interrupted")
)

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(c *console) error {
	_, err := fmt.Fprintln(c.out, "seedfeed", feed.Version)
	return err
}
