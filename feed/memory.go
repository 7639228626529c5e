package feed

import (
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/seedfeed/seedfeed/feed/internal/cache"
)

// What was derived from seeds is remembered in two places. Their HTML is in a store, from which a build takes what it needs. What is
// known of seeds and their records, which each build needs, is in an index that is read as a whole; see index.go.

// Buckets of the store.
const (
	bodyBucket = "bodies"
	metaBucket = "meta"
)

// readVersion changes whenever the same bytes may be read to something else.
const readVersion = "7"

func (b *session) openCache() error {
	path := filepath.Join(b.site.CacheFolder(), "cache")
	store, kept, err := cache.Open(path)
	if err != nil {
		return fmt.Errorf("open cache: %w", err)
	}
	b.cache = store
	if !kept {
		b.site.log().Warn("no cache can be kept, so each run reads all seeds", "path", path)
		return nil
	}
	id, err := b.storeID()
	if errors.Is(err, cache.ErrDamaged) {
		b.site.log().Warn("the cache was damaged, so all seeds are read again", "path", path)
		_ = store.Close() // whatever it says, its file is gone
		if b.cache, _, err = cache.Open(path); err == nil {
			id, err = b.storeID()
		}
	}
	if err != nil {
		return fmt.Errorf("open cache: %w", err)
	}
	b.loadIndex(filepath.Join(b.site.CacheFolder(), "index"), id)
	return nil
}

// storeID tells the store from one that was lost: the index is that of this one.
func (b *session) storeID() (string, error) {
	id, err := b.cache.Get(metaBucket, []byte("id"))
	if err == nil && id == "" {
		id = rand.Text()
		err = b.cache.Put([]cache.Pair{{Bucket: metaBucket, Key: []byte("id"), Value: []byte(id)}})
	}
	return id, err
}

// lens identifies what seeds are read with, apart from their bytes.
func (b *session) lens() []byte {
	return []byte(fingerprint(Version, readVersion, b.cfg.base.String(), b.cfg.zone.String(), b.cfg.clean, strconv.FormatInt(b.cfg.textBytes, 10)))
}

// checkLens finds out whether what is known was read as it would be now.
func (b *session) checkLens() error {
	old, err := b.cache.Get(metaBucket, []byte("lens"))
	if err != nil {
		return fmt.Errorf("read cache: %w", err)
	}
	b.reread = old != string(b.lens())
	return nil
}

// flushBytes is how much HTML waits in memory before it goes to the cache: 2 MiB.
const flushBytes = 2 << 20

// take keeps what was read for the build at hand, and notes what is worth knowing about it.
func (b *session) take(r reading, res *Result) error {
	res.Notes = append(res.Notes, r.notes...)
	r.seed.fresh, b.fresh = true, append(b.fresh, r.seed)
	return b.keep(r.seed, r.body)
}

// keep remembers what is known of a seed. An empty body leaves the one that is known.
func (b *session) keep(s *seed, body string) error {
	if old := b.seeds[s.Path]; old != nil {
		old.past = true
	}
	s.past = false
	b.seeds[s.Path] = s
	b.linked = b.linked || len(s.Named) > 0
	b.index.put(&indexed{kind: ofSeed, seed: s})
	if body != "" {
		html := []byte(body)
		b.pending = append(b.pending, cache.Pair{Bucket: bodyBucket, Key: []byte(s.Path), Value: html})
		b.bodies[s.Path] = html
		b.waiting += len(body)
	}
	return b.flushMuch()
}

// flushMuch is flush once there is much that waits.
func (b *session) flushMuch() error {
	if b.waiting > flushBytes || b.index.waiting() > batchBytes {
		return b.flush()
	}
	return nil
}

// drop forgets a seed.
func (b *session) drop(p string) {
	if s := b.seeds[p]; s != nil {
		s.past = true
	}
	delete(b.seeds, p)
	delete(b.laden, p)
	b.index.put(&indexed{kind: ofNothing, seed: &seed{Path: p}})
	b.pending = append(b.pending, cache.Pair{Bucket: bodyBucket, Key: []byte(p)})
}

// flush puts what waits into the cache, bodies before what tells of them.
func (b *session) flush() error {
	if err := b.cache.Put(b.pending); err != nil {
		return fmt.Errorf("write cache: %w", err)
	}
	clear(b.bodies)
	clear(b.pending)
	b.pending, b.waiting = b.pending[:0], 0
	if err := b.index.flush(); err != nil {
		return fmt.Errorf("write cache: %w", err)
	}
	return nil
}

// body returns the HTML of a seed. It may be called from several goroutines while nothing is kept or flushed.
func (b *session) body(path string) (string, error) {
	if html, waits := b.bodies[path]; waits {
		return string(html), nil
	}
	body, err := b.cache.Get(bodyBucket, []byte(path))
	if err != nil {
		return "", fmt.Errorf("read cache: %w", err)
	}
	return body, nil
}
