package main

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// conn is a connection of the server that net/http runs, and knows three things that net/http doesn't.
//
// How long a client may take: as long as what it is sent deserves. One that takes less than 4 KiB a second is dropped, one
// that downloads a long file is not, see [limits].
//
// When an answer can leave: net/http sends one that is longer than its buffer in two writes, the first of which fills a
// packet or three that wake the client up for little. System calls are most of what an answer costs, so the first write is
// held back and leaves with the second.
//
// What waiting should cost: see [parking].
type conn struct {
	*net.TCPConn
	parking *parking
	state   atomic.Int32
	held    atomic.Pointer[beginning]

	// What follows is for the goroutine that answers.
	first []byte    // of a request, read while the connection was parked
	whole bool      // no part of a request is read and not yet answered
	until time.Time // the deadline for writing that is set
	parts [2][]byte
}

// The states of a conn.
const (
	connBusy    = iota
	connIdle    // an answer is over and the next request hasn't begun
	connExpired // it didn't for a while
	connClosed
)

// beginning is of an answer, as large as net/http's buffer: unless an answer has just this length, more follows.
type beginning [4 << 10]byte

var beginnings = sync.Pool{New: func() any { return new(beginning) }}

// Read notes whether a request has begun. A request without a body, as all that are answered well, ends with an empty line.
func (c *conn) Read(b []byte) (n int, err error) {
	if len(c.first) > 0 {
		n = copy(b, c.first)
		c.first = c.first[n:]
	} else {
		n, err = c.TCPConn.Read(b)
	}
	if n > 0 {
		c.state.CompareAndSwap(connIdle, connBusy)
		c.whole = bytes.HasSuffix(b[:n], []byte("\r\n\r\n"))
	} else if c.whole && c.state.Load() == connIdle && errors.Is(err, os.ErrDeadlineExceeded) {
		c.state.CompareAndSwap(connIdle, connExpired)
	}
	return n, err
}

// Write sends b after what is held back, or holds it back.
func (c *conn) Write(b []byte) (int, error) {
	held := c.held.Swap(nil)
	if held == nil && len(b) == len(held) {
		held = beginnings.Get().(*beginning)
		copy(held[:], b)
		c.held.Store(held)
		return len(b), nil
	}
	if held == nil {
		c.allow(len(b))
		return c.TCPConn.Write(b)
	}
	c.allow(len(held) + len(b))
	c.parts = [2][]byte{held[:], b}
	buffers := net.Buffers(c.parts[:])
	n, err := buffers.WriteTo(c.TCPConn)
	c.parts = [2][]byte{}
	beginnings.Put(held)
	return max(int(n)-len(held), 0), err
}

// flush sends what is held back.
func (c *conn) flush() error {
	if c.held.Load() == nil {
		return nil
	}
	_, err := c.Write(nil)
	return err
}

// allow gives the client time for so many bytes. Setting a deadline takes as long as looking a document up, so there is
// some slack in it that serves the answers after this one.
func (c *conn) allow(length int) {
	timeout := c.parking.limits.write
	least := time.Now().Add(timeout + time.Duration(length)*time.Second/time.Duration(c.parking.limits.pace))
	if c.until.Before(least) || c.until.After(least.Add(2*timeout)) {
		c.until = least.Add(timeout)
		_ = c.TCPConn.SetWriteDeadline(c.until) // fails if the connection is closed, as the write will
	}
}

// SetWriteDeadline does nothing: net/http would take back after each answer what allow sets.
func (c *conn) SetWriteDeadline(time.Time) error { return nil }

// piece is how much of a file is sent under one deadline.
const piece = 1 << 20 // 1 MiB

// ReadFrom lets the system copy a file to the connection.
func (c *conn) ReadFrom(r io.Reader) (sent int64, err error) {
	if err := c.flush(); err != nil {
		return 0, err
	}
	whole, ok := r.(*io.LimitedReader)
	if !ok {
		return io.Copy(struct{ io.Writer }{c}, r)
	}
	for n := int64(1); n > 0 && whole.N > 0 && err == nil; sent += n {
		part := &io.LimitedReader{R: whole.R, N: min(whole.N, piece)}
		c.allow(int(part.N))
		n, err = c.TCPConn.ReadFrom(part)
		whole.N -= n
	}
	return sent, err
}

// CloseWrite says that nothing more will be sent.
func (c *conn) CloseWrite() error { return errors.Join(c.flush(), c.TCPConn.CloseWrite()) }

// Close parks the connection if it only waited too long for a request. Others than the goroutine that answers may call it.
func (c *conn) Close() error {
	switch c.state.Swap(connClosed) {
	case connClosed:
		return net.ErrClosed
	case connExpired:
		c.parking.park(c.TCPConn)
		return nil
	}
	if held := c.held.Swap(nil); held != nil {
		_ = c.TCPConn.SetWriteDeadline(time.Now().Add(c.parking.limits.write)) // fails as the write will
		_, _ = c.TCPConn.Write(held[:])                                        // an answer of just this length; the client may have left
	}
	return c.TCPConn.Close()
}

// connState hears from net/http where a connection stands.
func connState(c net.Conn, state http.ConnState) {
	if c, ok := c.(*conn); ok && state == http.StateIdle {
		_ = c.flush() // the next read fails as well
		c.state.CompareAndSwap(connBusy, connIdle)
	}
}

var (
	_ net.Conn      = (*conn)(nil)
	_ io.ReaderFrom = (*conn)(nil)
)
