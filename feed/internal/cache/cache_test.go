package cache

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestKeepsValues(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "cache")
	c, kept, err := Open(path)
	if err != nil || !kept {
		t.Fatal(kept, err)
	}
	if err := c.Put([]Pair{{"a", []byte("k"), []byte("v")}, {"b", []byte("k"), []byte("w")}, {"a", []byte("x"), []byte("y")}}); err != nil {
		t.Fatal(err)
	}
	if err := c.Put([]Pair{{"a", []byte("x"), nil}}); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if c, kept, err = Open(path); err != nil || !kept {
		t.Fatal(kept, err)
	}
	defer c.Close()
	if v, err := c.Get("a", []byte("x")); err != nil || v != "" {
		t.Errorf("got %q, %v", v, err)
	}
	for bucket, want := range map[string]string{"a": "v", "b": "w", "none": ""} {
		if v, err := c.Get(bucket, []byte("k")); err != nil || v != want {
			t.Errorf("%s: got %q, %v", bucket, v, err)
		}
	}
}

func TestDamagedFileIsReplaced(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "good")
	c, _, err := Open(good)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Put([]Pair{{"a", []byte("k"), make([]byte, 100_000)}}); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	zeroed := append([]byte(nil), whole...)
	clear(zeroed[:8192])
	for name, content := range map[string][]byte{"text": []byte("not a store at all"), "zeroed": zeroed, "short": whole[:5000], "empty": nil} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		c, kept, err := Open(path)
		if err != nil || !kept {
			t.Errorf("%s: kept %v, %v", name, kept, err)
			continue
		}
		if err := c.Put([]Pair{{"a", []byte("k"), []byte("v")}}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := c.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNowhereToKeepIt(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c, kept, err := Open(filepath.Join(file, "cache")) // a file stands where the folder should be
	if err != nil || kept {
		t.Fatal(kept, err)
	}
	if err := c.Put([]Pair{{"a", []byte("k"), []byte("v")}}); err != nil {
		t.Error(err)
	}
	temp := c.db.Path()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(temp); !os.IsNotExist(err) {
		t.Errorf("temporary store stays: %v", err)
	}
}

// TestDamageIsFoundOrHarmless: whatever is wrong with the file, nothing crashes, and the next one to open it can work.
func TestDamageIsFoundOrHarmless(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cache")
	c, _, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	var pairs []Pair
	for n := range 300 {
		pairs = append(pairs, Pair{"seeds", fmt.Appendf(nil, "key-%d", n), make([]byte, 10*n)})
	}
	if err := errors.Join(c.Put(pairs), c.Close()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damages := map[string][]byte{}
	for size := 4096; size < len(whole); size += 8192 {
		damages[fmt.Sprint("cut to ", size)] = whole[:size]
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for n := range 40 {
		damaged := slices.Clone(whole)
		for range 20 {
			damaged[rnd.IntN(len(damaged))] ^= byte(1 << rnd.IntN(8))
		}
		damages[fmt.Sprint("flips ", n)] = damaged
	}
	for name, content := range damages {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		for try := range 2 {
			c, _, err := Open(path)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			_, err = c.Get("seeds", []byte("key-7"))
			err = errors.Join(err, c.Put([]Pair{{"seeds", []byte("key-7"), []byte("v")}}))
			_ = c.Close() // its file may be gone
			if err != nil && !errors.Is(err, ErrDamaged) || err != nil && try == 1 {
				t.Errorf("%s, try %d: %v", name, try, err)
			}
		}
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
	}
}
