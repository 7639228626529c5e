package watch

import (
	"os"
	"path/filepath"
	"testing"
)

func TestIsDone(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if isDone(file) || isDone(dir) {
		t.Error("what is no file is done")
	}
	w, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if isDone(file) {
		t.Error("done while it is open for writing")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if !isDone(file) {
		if os.Getenv("SEEDFEED_CI") != "" {
			t.Fatal("this file system or user is not told")
		}
		t.Skip("this file system or user is not told")
	}
	if !isExact(dir) {
		t.Error("events call a file as they like where it is told")
	}
	r, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if !isDone(file) {
		t.Error("not done while somebody reads it")
	}
	if w, err = os.OpenFile(file, os.O_WRONLY|os.O_APPEND, 0); err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if isDone(file) {
		t.Error("done while it is open for appending")
	}
}

func TestIsExact(t *testing.T) {
	for _, dir := range []string{"/proc", filepath.Join(t.TempDir(), "gone")} {
		if isExact(dir) {
			t.Errorf("%s is a folder of the disk", dir)
		}
	}
}
