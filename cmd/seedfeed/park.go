package main

import (
	"net"
	"sync"
	"time"
)

// parking is where connections wait for their next request. To net/http one that waits costs as much as one that is
// answered: two buffers of 4 KiB and a goroutine with a stack of 8 KiB. Thousands of readers may keep one, so what waits
// for more than a second is closed as far as net/http is concerned, and comes back as a new connection with its next
// request. Until then there is only a goroutine that reads one byte, with a stack of 2 KiB.
//
// A parking is the listener that gives net/http those that come back.
type parking struct {
	limits limits
	addr   net.Addr
	back   chan net.Conn
	done   chan struct{} // closed by Close
	close  sync.Once
	conns  sync.WaitGroup

	mu      sync.Mutex
	waiting map[*net.TCPConn]struct{} // nil after Close
}

func newParking(addr net.Addr, are limits) *parking {
	return &parking{limits: are, addr: addr, back: make(chan net.Conn), done: make(chan struct{}), waiting: map[*net.TCPConn]struct{}{}}
}

// park takes a connection over.
func (p *parking) park(c *net.TCPConn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.waiting == nil {
		c.Close()
		return
	}
	p.waiting[c] = struct{}{}
	p.conns.Go(func() { p.wait(c) })
}

// wait brings c back with the first byte of its next request, or closes it.
func (p *parking) wait(c *net.TCPConn) {
	first := make([]byte, 1)
	_ = c.SetReadDeadline(time.Now().Add(p.limits.idle)) // fails if the connection is closed, as the read will
	n, _ := c.Read(first)
	p.mu.Lock()
	delete(p.waiting, c)
	p.mu.Unlock()
	if n == 1 {
		select {
		case p.back <- p.conn(c, first):
			return
		case <-p.done:
		}
	}
	c.Close()
}

// conn makes a connection for net/http, of which some bytes were read.
func (p *parking) conn(c *net.TCPConn, first []byte) *conn {
	return &conn{TCPConn: c, parking: p, first: first}
}

// Accept returns the next connection that comes back.
func (p *parking) Accept() (net.Conn, error) {
	select {
	case c := <-p.back:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

// Close closes all connections that wait.
func (p *parking) Close() error {
	p.close.Do(func() {
		p.mu.Lock()
		for c := range p.waiting {
			c.Close()
		}
		p.waiting = nil
		p.mu.Unlock()
		close(p.done)
		p.conns.Wait()
	})
	return nil
}

// Addr is that of the listener whose connections wait here.
func (p *parking) Addr() net.Addr { return p.addr }

var _ net.Listener = (*parking)(nil)
