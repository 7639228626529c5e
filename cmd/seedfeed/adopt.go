package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/seedfeed/seedfeed/feed"
)

type adoptCmd struct {
	Feeds  []string `arg:"" name:"old-feed" help:"Files or addresses of the feeds to continue: Atom, RSS or JSON Feed."`
	Seeds  string   `help:"The folder of seeds. Default: seeds." default:"seeds" placeholder:"DIR"`
	URL    string   `help:"The address at which the site will be found." placeholder:"URL"`
	State  string   `help:"The folder for what must not be lost. Default: .seedfeed in the folder of seeds." placeholder:"DIR"`
	Out    string   `help:"The folder to publish into. Default: public." placeholder:"DIR"`
	Cache  string   `help:"The folder for what may be lost. Default: one for these seeds in your cache folder." placeholder:"DIR"`
	DryRun bool     `help:"Only tell what would be kept."`
	JSON   bool     `name:"json" help:"Print the result as one JSON object."`
}

// Run adopts feeds and tells what matched, how sure that is, and what did not.
func (a *adoptCmd) Run(ctx context.Context, c *console) error {
	site := &feed.Site{
		Seeds: a.Seeds, URL: a.URL, State: a.State, Out: a.Out, Cache: a.Cache, DryRun: a.DryRun, Progress: c.progress(),
		Allow: []string{"address"}, // nothing is published
	}
	res, err := site.Adopt(ctx, a.Feeds)
	if err != nil {
		return err
	}
	if a.JSON {
		return json.NewEncoder(c.out).Encode(res)
	}
	if res.FeedID != "" {
		fmt.Fprintf(c.out, "feed     %s\n", res.FeedID)
	}
	for _, m := range res.Matched {
		fmt.Fprintf(c.out, "kept     %s  %s  (by %s, %.0f %% sure)  %s\n", plainPath(m.Path), m.Title, m.By, 100*m.Sure, m.ID)
	}
	for _, l := range res.Lost {
		fmt.Fprintf(c.out, "no seed  %s  %s  %s\n", l.Title, l.Link, l.ID)
	}
	for _, p := range res.Fresh {
		fmt.Fprintf(c.out, "new      %s\n", plainPath(p))
	}
	for _, n := range res.Notes {
		c.say("note: %s", n)
	}
	c.say("%d kept, %d without a seed, %d new", len(res.Matched), len(res.Lost), len(res.Fresh))
	if a.DryRun {
		c.say("hint: nothing was written; without --dry-run it is")
	} else {
		c.say("hint: let the address of the old feed lead to the new feed.atom with a permanent redirect (301)")
	}
	return nil
}
