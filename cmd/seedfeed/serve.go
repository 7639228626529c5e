package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"time"

	"github.com/seedfeed/seedfeed/feed"
)

type serveCmd struct {
	siteFlags
	Listen string        `help:"The address to listen on. Default: localhost:8080." default:"localhost:8080" placeholder:"ADDR"`
	Poll   time.Duration `help:"Look at the whole folder this often instead of waiting for events: for network file systems." placeholder:"2s"`
}

// Limits on clients that are slow or mean harm.
const (
	headerTimeout   = 10 * time.Second
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 5 * time.Second
	slowest         = 4 << 10 // bytes a second that a client must take
)

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
	server := &http.Server{
		Handler: paced(site), ReadHeaderTimeout: headerTimeout, ReadTimeout: headerTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: 16 << 10,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
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
	err = c.follow(ctx, site, s.JSON)
	return errors.Join(err, shutdown(server, ended))
}

// shutdown lets the answers at hand end, but not for ever.
func shutdown(server *http.Server, ended <-chan error) error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		_ = server.Close() // the time is up: cut what is left
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// addressOf is where a browser on this machine finds a listener.
func addressOf(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); err != nil || ip == nil || ip.IsLoopback() || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}

// paced gives each answer the time that its length deserves: a client that takes less than 4 KiB a second is dropped,
// one that downloads a long file is not.
func paced(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(headerTimeout)) // all connections here have one
		h.ServeHTTP(&pacer{ResponseWriter: w}, r)
	})
}

type pacer struct{ http.ResponseWriter }

// WriteHeader sets the deadline, now that the length is known.
func (p *pacer) WriteHeader(status int) {
	if length, err := strconv.ParseInt(p.Header().Get("Content-Length"), 10, 64); err == nil {
		deadline := time.Now().Add(headerTimeout + time.Duration(length/slowest)*time.Second)
		_ = http.NewResponseController(p.ResponseWriter).SetWriteDeadline(deadline)
	}
	p.ResponseWriter.WriteHeader(status)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (p *pacer) Unwrap() http.ResponseWriter { return p.ResponseWriter }

var _ http.Handler = (*feed.Site)(nil)
