package serve

import (
	"container/list"
	"sync"
	"sync/atomic"
)

// entryBytes is what a kept body is charged besides its bytes: keys, head, map
// and list cells. It also bounds how many empty bodies are kept.
const entryBytes = 2 << 10

// body is one document in one content coding. Nobody changes its bytes.
type body struct {
	key      key
	etag     string // with quotes
	encoding string // the coding of bytes: identity if the one asked for saves nothing
	bytes    []byte
	head     atomic.Pointer[head]
}

// key names a body: the hash of the document and the coding asked for.
type key struct{ hash, encoding string }

// errand is a body that is being made. It has the path as well, because what
// the disk holds there need not have the hash that the tree says: readers of
// another path with that hash must not share it.
type errand struct {
	key
	path string
}

// bodies keeps the bodies used last within a budget of bytes, and makes each
// only once however many readers ask at the same time. The zero value is empty.
type bodies struct {
	mu      sync.Mutex
	kept    map[key]*list.Element
	order   list.List // of *body, the one used last in front
	used    int64     // bytes, at most the budget
	errands map[errand]func() (*body, error)
}

// lookup returns a kept body, or nil.
func (c *bodies) lookup(k key) *body {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.find(k)
}

// find is lookup for those who hold mu.
func (c *bodies) find(k key) *body {
	e, ok := c.kept[k]
	if !ok {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*body)
}

// once returns the body that is kept for e.key, or else what fill makes, which
// it keeps under that body's own key. While fill runs all others who come with
// the same errand wait for its result, errors included.
func (c *bodies) once(e errand, budget int64, fill func() (*body, error)) (*body, error) {
	c.mu.Lock()
	if b := c.find(e.key); b != nil {
		c.mu.Unlock()
		return b, nil
	}
	wait, ok := c.errands[e]
	if !ok {
		wait = sync.OnceValues(func() (b *body, err error) {
			defer func() { c.settle(e, b, budget) }()
			return fill()
		})
		if c.errands == nil {
			c.errands = map[errand]func() (*body, error){}
		}
		c.errands[e] = wait
	}
	c.mu.Unlock()
	return wait()
}

// settle ends an errand and keeps its body, in one step: whoever comes later
// finds one of the two. The body is nil if there was an error.
func (c *bodies) settle(e errand, b *body, budget int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.errands, e)
	if b == nil || b.cost() > budget {
		return
	}
	if old, ok := c.kept[b.key]; ok {
		c.forget(old)
	}
	if c.kept == nil {
		c.kept = map[key]*list.Element{}
	}
	c.kept[b.key] = c.order.PushFront(b)
	c.used += b.cost()
	for c.used > budget {
		c.forget(c.order.Back())
	}
}

func (c *bodies) forget(e *list.Element) {
	b := c.order.Remove(e).(*body)
	delete(c.kept, b.key)
	c.used -= b.cost()
}

func (b *body) cost() int64 { return int64(len(b.bytes)) + entryBytes }

// drop forgets all bodies.
func (c *bodies) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept, c.used = nil, 0
	c.order.Init()
}
