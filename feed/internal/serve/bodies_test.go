package serve

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
)

// A first use that is still slow when all the others come.
func TestMadeOnce(t *testing.T) {
	var c bodies
	var made atomic.Int64
	slow := make(chan struct{})
	e := errand{key{"h", gzipped}, "feed.atom"}
	want := &body{key: e.key, bytes: []byte("packed")}
	var begun, done sync.WaitGroup
	for range 1000 {
		begun.Add(1)
		done.Go(func() {
			begun.Done()
			got, err := c.once(e, 1<<20, func() (*body, error) {
				made.Add(1)
				<-slow
				return want, nil
			})
			if got != want || err != nil {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
	begun.Wait()
	close(slow)
	done.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
	if len(c.errands) != 0 {
		t.Errorf("%d errands are left", len(c.errands))
	}
}

// Two paths have the same hash in the tree, and the disk already holds another
// text at one of them. Its readers must not share with those of the other.
func TestEachPathIsItsOwnErrand(t *testing.T) {
	var c bodies
	k := key{"h", identity}
	newer, same := &body{key: key{"i", identity}}, &body{key: k}
	began, slow := make(chan struct{}), make(chan struct{})
	var done sync.WaitGroup
	done.Go(func() {
		got, err := c.once(errand{k, "a"}, 1<<20, func() (*body, error) {
			close(began)
			<-slow
			return newer, nil
		})
		if got != newer || err != nil {
			t.Errorf("a: got %v, %v", got, err)
		}
	})
	<-began
	if got, err := c.once(errand{k, "b"}, 1<<20, func() (*body, error) { return same, nil }); got != same || err != nil {
		t.Errorf("b: got %v, %v", got, err)
	}
	close(slow)
	done.Wait()
	if c.lookup(k) != same || c.lookup(newer.key) != newer {
		t.Error("a body is kept under another's key")
	}
}

// A thousand first readers over HTTP: all get the bytes of one compression.
func TestThousandFirstReaders(t *testing.T) {
	s := newSite(t)
	text := feedText(200_000, 1)
	s.publish("feed.atom", atom, text)
	var done sync.WaitGroup
	for range 1000 {
		done.Go(func() {
			r := httptest.NewRequest("GET", "/feed.atom", nil)
			r.Header.Set("Accept-Encoding", "gzip")
			rec := httptest.NewRecorder()
			s.ServeHTTP(rec, r)
			if rec.Code != 200 || rec.Header().Get("Content-Encoding") != gzipped {
				t.Errorf("got %d %q", rec.Code, rec.Header())
			}
		})
	}
	done.Wait()
	if len(s.bodies.kept) != 1 {
		t.Errorf("%d bodies are kept, want 1", len(s.bodies.kept))
	}
	s.ask("GET", "/feed.atom", "Accept-Encoding", "gzip").says(text)
}

func TestErrorsAreNotKept(t *testing.T) {
	var c bodies
	e := errand{key{"h", identity}, "a"}
	if _, err := c.once(e, 1<<20, func() (*body, error) { return nil, fs.ErrNotExist }); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	want := &body{key: e.key}
	if got, err := c.once(e, 1<<20, func() (*body, error) { return want, nil }); got != want || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
}

// Random use: the budget is kept, the books are right, and what was used last
// is still there.
func TestBudget(t *testing.T) {
	const budget = 20_000
	rnd := rand.New(rand.NewPCG(1, 2))
	var c bodies
	for i := range 5000 {
		n := rnd.IntN(200)
		k := key{fmt.Sprint(n % 100), identity} // what the tree says differs for every other n
		size := rnd.IntN(3000)
		if rnd.IntN(50) == 0 {
			size = budget // with its overhead, too large for ever
		}
		b, err := c.once(errand{key{fmt.Sprint(n), identity}, "a"}, budget, func() (*body, error) {
			return &body{key: k, bytes: make([]byte, size)}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var sum int64
		for e := c.order.Front(); e != nil; e = e.Next() {
			sum += e.Value.(*body).cost()
		}
		if sum != c.used || sum > budget || c.order.Len() != len(c.kept) {
			t.Fatalf("step %d: %d bytes kept, %d booked, %d in order, %d in the map", i, sum, c.used, c.order.Len(), len(c.kept))
		}
		if b.cost() <= budget && c.order.Front().Value != b {
			t.Fatalf("step %d: what was just used is not in front", i)
		}
	}
	if c.used < budget/2 {
		t.Errorf("only %d bytes are kept", c.used)
	}
}

func TestLeastRecentlyUsedLeaves(t *testing.T) {
	var c bodies
	use := func(hash string) (made bool) {
		k := key{hash, identity}
		_, _ = c.once(errand{k, hash}, 3*entryBytes, func() (*body, error) {
			made = true
			return &body{key: k}, nil
		})
		return made
	}
	for _, step := range []struct {
		hash string
		made bool
	}{{"a", true}, {"b", true}, {"c", true}, {"a", false}, {"d", true}, {"a", false}, {"c", false}, {"b", true}, {"d", true}} {
		if got := use(step.hash); got != step.made {
			t.Errorf("%s: made %v, want %v", step.hash, got, step.made)
		}
	}
}

func TestNothingKept(t *testing.T) {
	s := newSite(t)
	s.CacheBytes = -1
	s.publish("feed.atom", atom, feedText(5000, 1))
	for range 3 {
		s.ask("GET", "/feed.atom", "Accept-Encoding", "zstd").says(feedText(5000, 1)).is(200, "Content-Encoding", "zstd")
	}
	if len(s.bodies.kept) != 0 {
		t.Errorf("%d bodies are kept", len(s.bodies.kept))
	}
}
