package cache

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const mark = "test log 1\n"

func openLog(path, mark string) (l *Log, batches []string) {
	l = OpenLog(path, mark, func(batch string) { batches = append(batches, batch) })
	return l, batches
}

func TestLogKeepsBatches(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	for n := range 4 {
		l, got := openLog(path, mark)
		if len(got) != n || n > 0 && got[n-1] != fmt.Sprint("batch ", n-1) {
			t.Fatalf("%d: %q", n, got)
		}
		if err := l.Append([]byte(fmt.Sprint("batch ", n))); err != nil {
			t.Fatal(err)
		}
	}
	if _, got := openLog(path, "test log 2\n"); got != nil {
		t.Errorf("another mark: %q", got)
	}
	l, _ := openLog(path, mark)
	if err := l.Rewrite(slices.Values([][]byte{[]byte("anew"), nil})); err != nil {
		t.Fatal(err)
	}
	if err := l.Append([]byte("more")); err != nil {
		t.Fatal(err)
	}
	if _, got := openLog(path, mark); !slices.Equal(got, []string{"anew", "", "more"}) {
		t.Errorf("after a rewrite: %q", got)
	}
}

// TestLogDamagedAnywhere: whichever byte of a log is another, and wherever it was cut, the batches before it are those that were
// written, and it can be written on.
func TestLogDamagedAnywhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	all := []string{"one", "two, which is longer", "three"}
	l, _ := openLog(path, mark)
	for _, batch := range all {
		if err := l.Append([]byte(batch)); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, damaged []byte) {
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		l, got := openLog(path, mark)
		if len(got) >= len(all) || !slices.Equal(got, all[:len(got)]) {
			t.Fatalf("%s: %q", what, got)
		}
		if err := l.Append([]byte("next")); err != nil {
			t.Fatal(err)
		}
		if _, again := openLog(path, mark); !slices.Equal(again, append(got, "next")) {
			t.Fatalf("%s, and written on: %q", what, again)
		}
	}
	for i := range whole {
		check(fmt.Sprintf("cut at %d", i), whole[:i])
		other := slices.Clone(whole)
		other[i] ^= 0x80
		check(fmt.Sprintf("another byte at %d", i), other)
	}
}
