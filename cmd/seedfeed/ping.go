package main

import (
	"context"

	"github.com/seedfeed/seedfeed/feed"
)

type pingCmd struct {
	Seeds string `arg:"" optional:"" default:"seeds" help:"The folder of seeds. Default: seeds."`
	Out   string `help:"The folder with the published site. Default: public." placeholder:"DIR"`
	URL   string `help:"The address at which the site will be found." placeholder:"URL"`
	State string `help:"The folder for what must not be lost. Default: .seedfeed in the folder of seeds." placeholder:"DIR"`
}

// Run tells the hub what changed.
func (p *pingCmd) Run(ctx context.Context, c *console) error {
	site := &feed.Site{Seeds: p.Seeds, Out: p.Out, URL: p.URL, State: p.State}
	told, err := site.Ping(ctx)
	for _, topic := range told {
		c.say("told the hub of %s", topic)
	}
	return err
}

// pinger tells the hub of builds, beside the building. What comes meanwhile is told together. The function that it returns waits for the
// end of what is being told.
func (c *console) pinger(ctx context.Context, site *feed.Site) (built, end func()) {
	due, ended := make(chan struct{}, 1), make(chan struct{})
	go func() {
		defer close(ended)
		for range due {
			if _, err := site.Ping(ctx); err != nil && ctx.Err() == nil {
				c.say("%v", err)
				c.say("hint: %s", feed.Hint(err))
			}
		}
	}()
	built = func() {
		select {
		case due <- struct{}{}:
		default: // one is due already
		}
	}
	return built, func() { close(due); <-ended }
}
