//go:build unix

package walk

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestPipe: what became a pipe since it was listed holds nobody up, whether somebody writes to it or not.
func TestPipe(t *testing.T) {
	dir := t.TempDir()
	tree, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	pipe := filepath.Join(dir, "a.txt")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a.txt", filepath.Join(dir, "b.txt")); err != nil {
		t.Fatal(err)
	}
	for _, written := range []bool{false, true} {
		if written {
			reader, err := syscall.Open(pipe, syscall.O_RDONLY|syscall.O_NONBLOCK, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer syscall.Close(reader)
			writer, err := syscall.Open(pipe, syscall.O_WRONLY|syscall.O_NONBLOCK, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer syscall.Close(writer)
		}
		for _, name := range []string{"a.txt", "b.txt"} {
			failed := make(chan error, 2)
			go func() {
				_, err := tree.Open(name)
				failed <- err
				_, _, err = tree.Read(name, make([]byte, 10))
				failed <- err
			}()
			for range 2 {
				select {
				case err := <-failed:
					if err == nil {
						t.Errorf("%s is a file", name)
					}
				case <-time.After(20 * time.Second):
					t.Fatalf("%s: still waiting", name)
				}
			}
		}
	}
}
