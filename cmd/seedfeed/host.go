package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seedfeed/seedfeed/feed"
)

type hostCmd struct {
	Host  string `arg:"" help:"The server or service: ${hosts}."`
	Seeds string `arg:"" optional:"" default:"seeds" help:"The folder of seeds. Default: seeds."`
	Out   string `help:"The folder with the published site. Default: public." placeholder:"DIR"`
	URL   string `help:"The address at which the site will be found." placeholder:"URL"`
	State string `help:"The folder for what must not be lost. Default: .seedfeed in the folder of seeds." placeholder:"DIR"`
	Write bool   `help:"Write what the host is told to where it looks for it, instead of printing it."`
	File  string `help:"Write it into this file, where the host has no place of its own for it: nginx, caddy, s3." placeholder:"FILE"`
}

// Validate refuses what can't be meant.
func (h *hostCmd) Validate() error {
	placeless := slices.Contains([]string{"nginx", "caddy", "s3"}, h.Host)
	switch {
	case !slices.Contains(feed.Hosts(), h.Host):
		return fmt.Errorf("unknown host %q; there are %s", h.Host, strings.Join(feed.Hosts(), ", "))
	case h.File != "" && !placeless:
		return fmt.Errorf("%s looks for its files in a place of its own: say --write instead of --file", h.Host)
	case h.Write && h.File == "" && placeless:
		return fmt.Errorf("%s has no place where it looks for it by itself: name one with --file", h.Host)
	}
	return nil
}

// Run prints or writes what makes a host answer as the built-in server does.
func (h *hostCmd) Run(ctx context.Context, c *console) error {
	site := &feed.Site{Seeds: h.Seeds, Out: h.Out, URL: h.URL, State: h.State}
	files, notes, err := site.Host(h.Host)
	if err != nil {
		return err
	}
	if h.Write || h.File != "" {
		err = c.writeHostFiles(ctx, files, h.File)
	} else {
		err = c.printHostFiles(files)
	}
	for _, n := range notes {
		c.say("note: %s", n)
	}
	return err
}

// printHostFiles prints the text of a single file, of several each under its path.
func (c *console) printHostFiles(files []feed.HostFile) error {
	for _, f := range files {
		if len(files) > 1 {
			fmt.Fprintf(c.out, "-- %s --\n", cmp.Or(plainPath(f.Path), "FILE"))
		}
		if _, err := c.out.Write(f.Text); err != nil {
			return err
		}
	}
	return nil
}

// writeHostFiles writes the files, those without a place of their own to chosen.
func (c *console) writeHostFiles(ctx context.Context, files []feed.HostFile, chosen string) error {
	var errs []error
	for _, f := range files {
		if f.Path == "" {
			f.Path = chosen
		}
		changed, err := f.Write(ctx)
		if errs = append(errs, err); changed {
			c.say("wrote %s", plainPath(f.Path))
		}
	}
	return errors.Join(errs...)
}
