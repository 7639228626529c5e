package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// serving starts a server whose limits are long but for those that are set.
func serving(t testing.TB, h http.HandlerFunc, are limits) *server {
	t.Helper()
	for _, d := range []*time.Duration{&are.header, &are.write, &are.park, &are.idle} {
		if *d == 0 {
			*d = time.Minute
		}
	}
	if are.pace == 0 {
		are.pace = usual.pace
	}
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(l, h, are)
	ended := make(chan error, 1)
	go func() { ended <- s.serve() }()
	t.Cleanup(func() {
		start := time.Now()
		if err := s.shutdown(ended); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took > shutdownTimeout/2 {
			t.Errorf("the server ended after %v", took)
		}
	})
	return s
}

// client is one connection.
type client struct {
	net.Conn
	t testing.TB
	r *bufio.Reader
}

func (s *server) dial(t testing.TB) *client {
	t.Helper()
	c, err := net.Dial("tcp", s.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return &client{c, t, bufio.NewReader(c)}
}

func (c *client) send(request string) {
	c.t.Helper()
	if _, err := io.WriteString(c, request); err != nil {
		c.t.Fatal(err)
	}
}

// answer reads one answer with its body.
func (c *client) answer() []byte {
	c.t.Helper()
	res, err := http.ReadResponse(c.r, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		c.t.Fatal(res.Status, err)
	}
	return body
}

const oneRequest = "GET /?1 HTTP/1.1\r\nHost: a.test\r\n\r\n"

// wait waits until so many connections are parked.
func (s *server) wait(t *testing.T, n int) {
	t.Helper()
	until(t, func() error {
		s.parking.mu.Lock()
		defer s.parking.mu.Unlock()
		if len(s.parking.waiting) != n {
			return fmt.Errorf("%d connections are parked, want %d", len(s.parking.waiting), n)
		}
		return nil
	})
}

// asLong answers with as many bytes as the query says.
func asLong(w http.ResponseWriter, r *http.Request) {
	n := 0
	if _, err := fmt.Sscan(r.URL.RawQuery, &n); err != nil || r.Method != http.MethodGet {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Length", fmt.Sprint(n))
	_, _ = w.Write(bytes.Repeat([]byte("x"), n))
}

// TestEachLengthArrives: answers that are held back, that fit net/http's buffer just so, and others.
func TestEachLengthArrives(t *testing.T) {
	s := serving(t, asLong, limits{})
	for _, ends := range []string{"", "Connection: close\r\n"} {
		c := s.dial(t)
		for n := range 4300 {
			if n < 3800 && n%100 != 0 {
				continue
			}
			if ends != "" {
				c = s.dial(t)
			}
			c.send(fmt.Sprintf("GET /?%d HTTP/1.1\r\nHost: a.test\r\n%s\r\n", n, ends))
			if got := len(c.answer()); got != n {
				t.Fatalf("got %d bytes, want %d", got, n)
			}
		}
	}
}

// TestAnswerLeavesAtOnce: nothing of a longer answer is sent before the rest is there.
func TestAnswerLeavesAtOnce(t *testing.T) {
	seen := make(chan error, 2)
	var there *client
	s := serving(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "8192")
		_, _ = w.Write(bytes.Repeat([]byte("x"), 4096)) // fills the buffer
		_ = there.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		_, err := there.Read(make([]byte, 1))
		_ = there.SetReadDeadline(time.Now().Add(20 * time.Second)) // before anybody reads on
		seen <- err
		_, _ = w.Write(bytes.Repeat([]byte("x"), 4096))
	}, limits{})
	there = s.dial(t)
	there.send(oneRequest)
	if err := <-seen; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("something came before: %v", err)
	}
	if got := len(there.answer()); got != 8192 {
		t.Errorf("got %d bytes", got)
	}
}

// TestFileArrives: what the system copies is whole, also when it takes more than one piece.
func TestFileArrives(t *testing.T) {
	want := bytes.Repeat([]byte("0123456789"), 2*piece/10+1234)
	path := filepath.Join(t.TempDir(), "talk.mp3")
	if err := os.WriteFile(path, want, 0o644); err != nil {
		t.Fatal(err)
	}
	s := serving(t, func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, path) }, limits{})
	c := s.dial(t)
	for range 2 {
		c.send(oneRequest)
		if got := c.answer(); !bytes.Equal(got, want) {
			t.Errorf("got %d bytes, want %d", len(got), len(want))
		}
	}
}

// TestFileAfterHeaders: the system's copy comes after what is held back, whatever its length.
func TestFileAfterHeaders(t *testing.T) {
	want := bytes.Repeat([]byte("0123456789"), 1000)
	path := filepath.Join(t.TempDir(), "talk.mp3")
	if err := os.WriteFile(path, want, 0o644); err != nil {
		t.Fatal(err)
	}
	padding := 0
	c := serving(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Padding", strings.Repeat("x", padding))
		http.ServeFile(w, r, path)
	}, limits{}).dial(t)
	for padding = 3300; padding < 3500; padding++ { // 4096 less the other headers and what net/http looks at
		c.send(oneRequest)
		if got := c.answer(); !bytes.Equal(got, want) {
			t.Fatalf("%d: got %d bytes, want %d", padding, len(got), len(want))
		}
	}
}

// TestParked: a connection that waits is parked, comes back with its next request, and is closed in the end.
func TestParked(t *testing.T) {
	s := serving(t, asLong, limits{park: time.Millisecond, idle: 2 * time.Second})
	var all []*client
	for range 50 {
		all = append(all, s.dial(t))
	}
	for i := range 3 {
		for n, c := range all {
			c.send(fmt.Sprintf("GET /?%d HTTP/1.1\r\nHost: a.test\r\n\r\n", n+i*3000))
			if got := len(c.answer()); got != n+i*3000 {
				t.Fatalf("got %d bytes, want %d", got, n+i*3000)
			}
		}
		s.wait(t, len(all))
	}
	all[0].Close() // by the client
	s.wait(t, len(all)-1)
	for _, c := range all[1:] {
		if n, err := c.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
			t.Errorf("got %d bytes, %v; want the end", n, err)
		}
	}
	s.wait(t, 0)
}

// TestNotParked: a connection is not parked with the beginning of a request that net/http has read.
func TestNotParked(t *testing.T) {
	s := serving(t, asLong, limits{park: 50 * time.Millisecond})
	c := s.dial(t)
	c.send(oneRequest + "GE")
	c.answer()
	if n, err := c.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("got %d bytes, %v; want the end", n, err)
	}
	s.wait(t, 0)
}

// TestParkedAtTheEnd: the server does not wait for connections that wait.
func TestParkedAtTheEnd(t *testing.T) {
	t.Run("server", func(inner *testing.T) { // it ends before its client
		s := serving(inner, asLong, limits{park: time.Millisecond})
		c := s.dial(t)
		c.send(oneRequest)
		c.answer()
		s.wait(inner, 1)
	})
}

// TestSlowClients: who doesn't finish a request or doesn't take an answer is dropped.
func TestSlowClients(t *testing.T) {
	for name, request := range map[string]string{"nothing": "", "header": oneRequest[:20], "body": "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 9\r\n\r\nx"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := serving(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body) }, limits{header: 50 * time.Millisecond}).dial(t)
			c.send(request)
			if _, err := io.Copy(io.Discard, c); errors.Is(err, os.ErrDeadlineExceeded) {
				t.Error("it wasn't dropped")
			}
		})
	}
	t.Run("answer", func(t *testing.T) {
		t.Parallel()
		dropped := make(chan error, 1)
		s := serving(t, func(w http.ResponseWriter, r *http.Request) {
			for { // sockets buffer a lot
				if _, err := w.Write(make([]byte, 1<<20)); err != nil {
					dropped <- err
					return
				}
			}
		}, limits{write: 50 * time.Millisecond, pace: 1 << 30})
		s.dial(t).send(oneRequest)
		select {
		case err := <-dropped:
			if !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Error(err)
			}
		case <-time.After(20 * time.Second):
			t.Error("it wasn't dropped")
		}
	})
}

// TestPace: each answer has as long as a client needs that takes 4 KiB a second, and ten seconds more, or up to three times that when
// the deadline of another serves it.
func TestPace(t *testing.T) {
	s := serving(t, asLong, usual)
	tcp, err := net.Dial("tcp", s.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer tcp.Close()
	c := s.parking.conn(tcp.(*net.TCPConn), nil)
	for _, length := range []int{0, 40960, 0, 4 << 20, 4<<20 - 1000, 0, 100} {
		before := time.Now()
		c.allow(length)
		least := time.Duration(length/usual.pace)*time.Second + headerTimeout
		if got := c.until.Sub(before); got < least || got > least+2*headerTimeout+time.Second {
			t.Errorf("%d bytes: %v, want at least %v", length, got, least)
		}
	}
}

// BenchmarkServer is one client that asks again and again.
func BenchmarkServer(b *testing.B) {
	body := bytes.Repeat([]byte("x"), 20_000)
	s := serving(b, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(body)))
		_, _ = w.Write(body)
	}, usual)
	c := s.dial(b)
	answer := make([]byte, len(body)+len("HTTP/1.1 200 OK\r\nContent-Length: 20000\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"))
	b.ReportAllocs()
	for b.Loop() {
		c.send(oneRequest)
		if _, err := io.ReadFull(c.r, answer); err != nil {
			b.Fatal(err)
		}
	}
}
