package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"time"
)

// TestCorpus: the corpus is the same bytes anywhere, and its seeds are of the size that the figures are told for.
func TestCorpus(t *testing.T) {
	const n = 500
	dir := t.TempDir()
	size, err := sow(t.Context(), dir, n)
	if err != nil {
		t.Fatal(err)
	}
	sum, files, folders, words, read := sha256.New(), 0, map[string]bool{}, 0, int64(0)
	err = fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(os.DirFS(dir), p)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		files, words, read = files+1, words+len(strings.Fields(string(b))), read+int64(len(b))
		folders[path.Dir(p)] = true
		if _, err := time.Parse("2006/01", path.Dir(p)); err != nil || !strings.Contains(string(b), "\ndate: "+info.ModTime().UTC().Format(time.RFC3339)+"\n") {
			t.Errorf("%s is of %v, or not in its folder", p, info.ModTime())
		}
		fmt.Fprintf(sum, "%s %s\n", p, b)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const want = "30dfd69d4deafc783555b73b35ccc40eb46e0c6f2290665e85d1cdc2bff1fbf3"
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		t.Errorf("the corpus is another one: %s, and figures of before can't be compared", got)
	}
	if files != n || len(folders) != 250 || read != size {
		t.Errorf("%d files in %d folders, %d bytes and not %d", files, len(folders), read, size)
	}
	if mean := words / n; mean < 570 || mean > 630 {
		t.Errorf("a seed has %d words, want about 600", mean)
	}
	if mean := size / n; mean < 3900 || mean > 4300 {
		t.Errorf("a seed has %d bytes, want about 4100", mean)
	}
	if newest := newSeed(n-1, n); newest.date.After(lastDay) || newest.date.Before(newSeed(n-2, n).date) {
		t.Errorf("the newest seed is of %v", newest.date)
	}
}
