package watch

import (
	"errors"
	"os"
	"slices"
	"testing"
	"time"
)

func never(string, bool) bool { return false }

func lookAt(t *testing.T, tr tree) prints {
	t.Helper()
	p, err := tr.look(t.Context(), ".", nil)
	must(t, err)
	return p
}

func TestFingerprintTellsChanges(t *testing.T) {
	old := time.Unix(1e9, 1)
	for name, change := range map[string]func(f string) error{
		"size": func(f string) error {
			return errors.Join(os.WriteFile(f, []byte("longer text"), 0o644), os.Chtimes(f, old, old))
		},
		"mtime": func(f string) error { return os.Chtimes(f, old, old.Add(1)) },
		"mode":  func(f string) error { return os.Chmod(f, 0o600) },
		"name":  func(f string) error { return os.Rename(f, f+"2") },
		"inode": func(f string) error {
			return errors.Join(os.WriteFile(f+"2", []byte("text"), 0o644), os.Chtimes(f+"2", old, old), os.Rename(f+"2", f))
		},
	} {
		t.Run(name, func(t *testing.T) {
			root := plant(t, "a/f.md", "b/f.md")
			f := root + "/a/f.md"
			write(t, f, "text")
			must(t, os.Chtimes(f, old, old))
			tr := newTree(root, never)
			before := lookAt(t, tr)
			if dirs, moved := lookAt(t, tr).since(before); moved || len(dirs) != 0 {
				t.Fatalf("got %q, %v for the same tree", dirs, moved)
			}
			must(t, change(f))
			if dirs, moved := lookAt(t, tr).since(before); moved || !slices.Equal(dirs, []string{"a"}) {
				t.Errorf("got %q, %v, want a", dirs, moved)
			}
		})
	}
}

func TestFingerprintOfManyFilesTakesOneEntryAFolder(t *testing.T) {
	root := plant(t, "a/")
	for i := range 1300 { // more than two portions
		write(t, root+"/a/"+string(rune('a'+i%26))+time.Duration(i).String(), "")
	}
	tr := newTree(root, never)
	before := lookAt(t, tr)
	if len(before) != 2 {
		t.Errorf("got %d fingerprints, want 2", len(before))
	}
	must(t, os.Remove(root+"/a/z25ns"))
	if dirs, _ := lookAt(t, tr).since(before); !slices.Equal(dirs, []string{"a"}) {
		t.Errorf("got %q, want a", dirs)
	}
}

// On a file system with whole seconds a second write in the same second leaves size and mtime as they were.
func TestYoungFileWithWholeSecondsIsNotYetKnown(t *testing.T) {
	root := plant(t, "f.md")
	now := time.Now().Truncate(time.Second)
	must(t, os.Chtimes(root+"/f.md", now, now))
	tr := newTree(root, never)
	before := lookAt(t, tr)
	deadline := time.Now().Add(patient)
	for {
		dirs, _ := lookAt(t, tr).since(before)
		if len(dirs) != 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("a young file looks the same")
		}
	}
	must(t, os.Chtimes(root+"/f.md", now, now.Add(-time.Hour)))
	before = lookAt(t, tr)
	if dirs, _ := lookAt(t, tr).since(before); len(dirs) != 0 {
		t.Errorf("got %q for an old file, want nothing", dirs)
	}
}

func TestSymlinkedFolderIsNotEntered(t *testing.T) {
	root := plant(t, "real/a/f.md")
	must(t, os.Symlink(root+"/real", root+"/real/a/up"))
	if got := len(lookAt(t, newTree(root, never))); got != 3 {
		t.Errorf("got %d folders, want 3", got)
	}
}
