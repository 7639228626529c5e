package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed"
)

// siteFlags are what all commands that build a site understand.
type siteFlags struct {
	Seeds    string        `arg:"" optional:"" default:"seeds" help:"The folder of seeds. Default: seeds."`
	Out      string        `help:"The folder to publish into. Files there that seedfeed did not write are left alone. Default: public; for serve, one in your cache folder." placeholder:"DIR"`
	URL      string        `help:"The address at which the site will be found." placeholder:"URL"`
	State    string        `help:"The folder for what must not be lost. Default: .seedfeed in the folder of seeds." placeholder:"DIR"`
	Cache    string        `help:"The folder for what may be lost. Default: one for these seeds in your cache folder." placeholder:"DIR"`
	Title    string        `help:"The title of the feed. Default: that in feed.yaml, or the name of the folder." placeholder:"TEXT"`
	Subtitle string        `help:"What the feed is about." placeholder:"TEXT"`
	Language string        `help:"The language of the seeds, as in en or pt-BR." placeholder:"TAG"`
	Author   string        `help:"Who wrote the seeds that don't say." placeholder:"NAME"`
	Pages    bool          `help:"Write HTML pages. --no-pages leaves them out, so that only the feed is published." negatable:"" default:"true"`
	Twins    bool          `help:"Write compressed twins beside text documents, as feed.atom.gz, .br and .zst, for another web server to send."`
	Grace    time.Duration `help:"How long the entry of a missing seed stays, in case the file was only moved. Default: that in feed.yaml, or 1m." placeholder:"1m" default:"-1ns"`
	Allow    []string      `help:"Publish although it would be refused for REASON: address, empty, flood, loss or ids." placeholder:"REASON" enum:"address,empty,flood,loss,ids"`
	Previous string        `help:"The address of this site's feed as it is published, to recover IDs and dates from when the ledger is lost." placeholder:"URL"`
	JSON     bool          `name:"json" help:"Print the result of each build as one JSON object a line."`
}

func (f *siteFlags) site(c *console) *feed.Site {
	return &feed.Site{
		Seeds: f.Seeds, Out: f.Out, URL: f.URL, State: f.State, Cache: f.Cache,
		Title: f.Title, Subtitle: f.Subtitle, Language: f.Language, Author: feed.Person{Name: f.Author},
		NoPages: !f.Pages, Twins: f.Twins, Allow: f.Allow, Previous: f.Previous, Grace: f.grace(), Progress: c.progress(), Log: slog.New(talk{c}),
	}
}

// grace is the option as [feed.Site] has it, where 0 means that nothing was said.
func (f *siteFlags) grace() time.Duration {
	switch f.Grace {
	case unsaid:
		return 0
	case 0:
		return -1
	}
	return f.Grace
}

// unsaid is the default of the flag --grace.
const unsaid = time.Duration(-1)

type buildCmd struct{ siteFlags }

// Run builds once.
func (b *buildCmd) Run(ctx context.Context, c *console) error {
	letWait(leastBuilding)
	site := b.site(c)
	res, err := site.Build(ctx)
	if err != nil {
		return err
	}
	if err := c.tell(res, nil, b.JSON, c.isTerminal); err != nil {
		return err
	}
	if len(res.Problems) > 0 {
		return errProblems
	}
	return nil
}

type watchCmd struct {
	siteFlags
	Poll time.Duration `help:"Look at the whole folder this often instead of waiting for events: for network file systems." placeholder:"2s"`
}

// Run builds until it is interrupted.
func (w *watchCmd) Run(ctx context.Context, c *console) error {
	site := w.site(c)
	site.Poll = w.Poll
	return c.follow(ctx, site, w.JSON)
}

// restAfter is how long nothing must have changed before the memory that builds took goes back to the system: a site at rest needs a
// fraction of it.
const restAfter = 2 * time.Second

// follow tells of each build of a site that is watched. A problem that is known already is not told again.
func (c *console) follow(ctx context.Context, site *feed.Site, asJSON bool) error {
	var began bool
	var known []feed.Problem // told already
	ended := context.AfterFunc(ctx, func() {
		if c.isTerminal {
			c.say("ending, after the build at hand; Ctrl-C again kills")
		}
	})
	defer ended()
	built, end := c.pinger(ctx, site)
	defer end()
	rest := time.AfterFunc(restAfter, debug.FreeOSMemory)
	rest.Stop() // until there is a build
	defer rest.Stop()
	for res, err := range site.Watch(ctx) {
		switch {
		case err != nil && !began:
			return err
		case err != nil:
			c.say("%v", err)
			c.say("hint: %s", strings.TrimPrefix(feed.Hint(err)+"; the site stands as it was and the build is tried again", "; "))
		default:
			built()
			if err := c.tell(res, known, asJSON, true); err != nil {
				return err
			}
			rest.Reset(restAfter)
			began, known = true, res.Problems
		}
	}
	return interruption(ctx)
}

// tell prints what a build did: as JSON for programs, for people the problems but the known ones, and a summary if wanted.
func (c *console) tell(res *feed.Result, known []feed.Problem, asJSON, summary bool) error {
	c.complain("note: ", res.Notes)
	c.complain("", slices.DeleteFunc(slices.Clone(res.Problems), func(p feed.Problem) bool { return slices.Contains(known, p) }))
	if asJSON {
		return json.NewEncoder(c.out).Encode(res)
	}
	if summary {
		c.say("%s", summarize(res))
	}
	return nil
}

// most is how many problems are told before the rest is only counted.
const most = 20

// complain tells of problems; a hint that several in a row share stands once, below them.
func (c *console) complain(kind string, problems []feed.Problem) {
	for i, p := range problems {
		if i == most {
			c.say("%sand %d more; --json lists them all", kind, len(problems)-most)
			return
		}
		c.say("%s%v", kind, p.Error())
		if last := i+1 == len(problems) || i+1 == most; p.Hint != "" && (last || problems[i+1].Hint != p.Hint) {
			c.say("hint: %s", p.Hint)
		}
	}
}

// summarize says in one line what came of a build.
func summarize(res *feed.Result) string {
	parts := []string{count(res.Entries, "entry", "entries")}
	if res.Held > 0 {
		parts = append(parts, fmt.Sprintf("%d held back", res.Held))
	}
	kinds := map[string]int{}
	for _, change := range res.Changes {
		kinds[change.Kind]++
	}
	for _, kind := range []string{feed.Added, feed.Edited, feed.Renamed, feed.Removed, feed.Restored} {
		if n := kinds[kind]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, kind))
		}
	}
	if res.Missing > 0 {
		parts = append(parts, fmt.Sprintf("%d missing", res.Missing))
	}
	if n := len(res.Problems); n > 0 {
		parts = append(parts, count(n, "problem", "problems"))
	}
	return fmt.Sprintf("%s (%s written, %v)", strings.Join(parts, ", "), count(res.Written, "file", "files"), res.Took.Round(time.Millisecond))
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}
