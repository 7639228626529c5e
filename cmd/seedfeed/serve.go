package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"github.com/seedfeed/seedfeed/feed"
)

type serveCmd struct {
	siteFlags
	Listen string        `help:"The address to listen on. Default: localhost:8080." default:"localhost:8080" placeholder:"ADDR"`
	Poll   time.Duration `help:"Look at the whole folder this often instead of waiting for events: for network file systems." placeholder:"2s"`
}

// Run serves until it is interrupted.
func (s *serveCmd) Run(ctx context.Context, c *console) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.Listen)
	if err != nil {
		return fmt.Errorf("listen on %q: %w; choose another address with --listen localhost:8081", s.Listen, err)
	}
	site := s.site(c)
	site.Poll = s.Poll
	site.Allow = append(site.Allow, "address") // a site may be looked at before it has one
	address := addressOf(listener.Addr())
	if site.URL == "" && !site.HasURL() {
		site.URL = address
	}
	if site.Out == "" {
		site.Out = filepath.Join(site.CacheFolder(), "site")
	}
	server := newServer(listener, site, usual)
	ended := make(chan error, 1)
	go func() { ended <- server.serve() }()
	c.say("%s shows the site, %sfeed.atom is the feed; Ctrl-C ends", address, address)

	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		err := <-ended
		ended <- err
		if !errors.Is(err, http.ErrServerClosed) {
			cancel(err)
		}
	}()
	letWait(leastServing)
	err = c.follow(ctx, site, s.JSON)
	return errors.Join(err, server.shutdown(ended))
}

// addressOf is where a browser on this machine finds a listener.
func addressOf(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); err != nil || ip == nil || ip.IsLoopback() || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}

var _ http.Handler = (*feed.Site)(nil)
