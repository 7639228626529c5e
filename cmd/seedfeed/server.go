package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// server is that of net/http, with connections of our own.
type server struct {
	http     http.Server
	listener net.Listener
	parking  *parking
}

// limits are for clients that are slow or mean harm.
type limits struct {
	header time.Duration // for a request
	write  time.Duration // for an answer, besides what its length deserves
	pace   int           // bytes a second that a client must take
	park   time.Duration // until a connection without a request is parked
	idle   time.Duration // until one that is parked is closed
}

const (
	headerTimeout   = 10 * time.Second
	shutdownTimeout = 5 * time.Second
)

var usual = limits{header: headerTimeout, write: headerTimeout, pace: 4 << 10, park: time.Second, idle: 2 * time.Minute}

func newServer(l net.Listener, h http.Handler, are limits) *server {
	return &server{
		http: http.Server{
			Handler: h, ReadHeaderTimeout: are.header, ReadTimeout: are.header, IdleTimeout: are.park,
			MaxHeaderBytes: 16 << 10, ConnState: connState,
		},
		listener: l,
		parking:  newParking(l.Addr(), are),
	}
}

// serve answers until shutdown, which makes it return [http.ErrServerClosed].
func (s *server) serve() error {
	var back sync.WaitGroup
	back.Go(func() { _ = s.http.Serve(s.parking) }) // ends when it is closed
	err := s.http.Serve(listener{s.listener, s.parking})
	_ = s.parking.Close() // never fails
	back.Wait()
	return err
}

// shutdown lets the answers at hand end, but not for ever.
func (s *server) shutdown(ended <-chan error) error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	if err := s.http.Shutdown(ctx); err != nil {
		_ = s.http.Close() // the time is up: cut what is left
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// listener accepts new connections.
type listener struct {
	net.Listener
	parking *parking
}

// Accept returns the next new connection.
func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok {
		return l.parking.conn(tcp, nil), nil
	}
	return c, err
}
