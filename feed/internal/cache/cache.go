// Package cache keeps what was derived from unchanged bytes; it is safe to delete at any time.
package cache

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// Cache is a store of values by bucket and key, open in this process only.
type Cache struct {
	db   *bbolt.DB
	temp bool
}

// Open opens the store at path. A damaged file is replaced with an empty one; where no file can be kept at all
// (a read-only home), the store is a temporary one and kept reports false.
func Open(path string) (c *Cache, kept bool, err error) {
	err = os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		if c, err = open(path); err == nil {
			return c, true, nil
		}
		if !errors.Is(err, berrors.ErrTimeout) { // else another process has it open
			if err = os.Remove(path); err == nil {
				if c, err = open(path); err == nil {
					return c, true, nil
				}
			}
		}
	}
	f, tempErr := os.CreateTemp("", "seedfeed-cache-")
	if tempErr != nil {
		return nil, false, errors.Join(err, tempErr)
	}
	if err := f.Close(); err != nil {
		return nil, false, err
	}
	c, err = open(f.Name())
	if err != nil {
		return nil, false, err
	}
	c.temp = true
	return c, false, nil
}

// ErrDamaged says that the store is damaged. It was removed, so that the next one to open it finds none.
var ErrDamaged = errors.New("damaged store")

func open(path string) (c *Cache, err error) {
	defer catch(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	// The list of free pages is kept in the file: to make it anew bbolt looks at all pages, in a goroutine whose panics kill.
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return nil, err
	}
	c = &Cache{db: db}
	if err := c.check(path); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return c, nil
}

// check finds out whether the file is as long as it says itself: what is mapped into memory beyond its end kills.
func (c *Cache) check(path string) error {
	return c.db.View(func(tx *bbolt.Tx) error {
		info, err := os.Stat(path)
		if err == nil && info.Size() < tx.Size() {
			err = fmt.Errorf("%w: it is cut", ErrDamaged)
		}
		return err
	})
}

// catch turns the panics of a damaged file into an error: the store maps it into memory and trusts it.
func catch(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: %v", ErrDamaged, r)
	}
}

// guard runs what reads or writes the store. When that finds it damaged, its file goes.
func (c *Cache) guard(do func() error) (err error) {
	defer func() {
		if errors.Is(err, ErrDamaged) || errors.Is(err, berrors.ErrIncompatibleValue) {
			err = errors.Join(ErrDamaged, err, os.Remove(c.db.Path()))
		}
	}()
	defer catch(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	return do()
}

// Close closes the store.
func (c *Cache) Close() error {
	path := c.db.Path()
	err := c.db.Close()
	if c.temp {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}

// Get returns a value, an empty one when there is none.
func (c *Cache) Get(bucket string, key []byte) (value string, err error) {
	err = c.guard(func() error {
		return c.db.View(func(tx *bbolt.Tx) error {
			if b := tx.Bucket([]byte(bucket)); b != nil {
				value = string(b.Get(key))
			}
			return nil
		})
	})
	return value, err
}

// Pair is a value to keep; a nil Value means that the key goes.
type Pair struct {
	Bucket string
	Key    []byte
	Value  []byte
}

// Put keeps all pairs or none.
func (c *Cache) Put(pairs []Pair) error {
	if len(pairs) == 0 {
		return nil
	}
	return c.guard(func() error { return c.db.Update(func(tx *bbolt.Tx) error { return put(tx, pairs) }) })
}

func put(tx *bbolt.Tx, pairs []Pair) error {
	for _, p := range pairs {
		b, err := tx.CreateBucketIfNotExists([]byte(p.Bucket))
		if err != nil {
			return err
		}
		if p.Value == nil {
			err = b.Delete(p.Key)
		} else {
			err = b.Put(p.Key, p.Value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
