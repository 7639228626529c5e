package watch

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// mirror is a caller that knows the tree only by following batches.
type mirror struct {
	root  string
	mu    sync.Mutex
	files map[string]string // by rel: what a stat says
	log   []string
}

func (m *mirror) follow(b Batch) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.log = append(m.log, fmt.Sprint(b))
	if b.All {
		m.files = truth(m.root)
		return
	}
	for _, dir := range b.Dirs {
		maps.DeleteFunc(m.files, func(name, _ string) bool { return path.Dir(name) == dir })
		entries, _ := os.ReadDir(filepath.Join(m.root, dir)) // it may be gone
		for _, e := range entries {
			if face := faceOf(e); face != "" {
				m.files[path.Join(dir, e.Name())] = face
			}
		}
	}
	for _, file := range b.Files {
		delete(m.files, file)
		if info, err := os.Lstat(filepath.Join(m.root, file)); err == nil {
			if face := faceOf(fs.FileInfoToDirEntry(info)); face != "" {
				m.files[file] = face
			}
		}
	}
}

func (m *mirror) snapshot() map[string]string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.files)
}

func truth(root string) map[string]string {
	files := map[string]string{}
	_ = filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil // it vanished
		}
		if face := faceOf(e); face != "" {
			rel, _ := filepath.Rel(root, name)
			files[filepath.ToSlash(rel)] = face
		}
		return nil
	})
	return files
}

func faceOf(e fs.DirEntry) string {
	info, err := e.Info()
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	return fmt.Sprint(info.Size(), info.ModTime().UnixNano(), info.Mode())
}

// act does one thing to the tree; what cannot be done is left.
func act(root string, op, x, y byte, n int) {
	folders := []string{"", "a", "b", "a/s", "b/s", "a/s/t", "c", "c/a"}
	p, q := filepath.Join(root, folders[x%8]), filepath.Join(root, folders[y%8])
	if p == root && op%8 != 0 && op%8 != 1 {
		return
	}
	switch op % 8 {
	case 0:
		_ = os.WriteFile(fmt.Sprintf("%s/%d.md", p, y%4), make([]byte, n+1), 0o644)
	case 1:
		_ = os.WriteFile(p+"/.tmp", make([]byte, n+1), 0o644)
		_ = os.Rename(p+"/.tmp", fmt.Sprintf("%s/%d.md", q, y%4))
	case 2:
		_ = os.MkdirAll(p, 0o755)
		_ = os.WriteFile(p+"/0.md", make([]byte, n+1), 0o644)
	case 3, 4:
		_ = os.Rename(p, q)
	case 5: // swap
		_ = os.Rename(p, root+"/tmp")
		_ = os.Rename(q, p)
		_ = os.Rename(root+"/tmp", q)
	case 6:
		_ = os.RemoveAll(p)
	case 7:
		_ = os.Rename(p, root+"/trash")
		_ = os.RemoveAll(root + "/trash")
	}
}

// FuzzMirror holds the promise of the package: whatever is done to a tree, a caller who looks where the batches say, and
// nowhere else, ends up with the truth; and goes on to, for each folder that is left. Some of it is done while the watches
// are being set.
func FuzzMirror(f *testing.F) {
	f.Add([]byte{2, 1, 0, 3, 1, 2, 0, 2, 0})                                        // mkdir a, mv a b, write
	f.Add([]byte{2, 3, 0, 2, 4, 0, 5, 1, 2, 0, 3, 1, 0, 4, 1})                      // swap a and b
	f.Add([]byte{2, 5, 0, 3, 1, 2, 3, 2, 1, 7, 1, 0, 2, 1, 0, 0, 1, 1})             // there, back, away, anew
	f.Add([]byte{2, 3, 0, 7, 3, 0, 2, 3, 0, 7, 3, 0, 2, 5, 0, 7, 1, 0, 2, 7, 0, 0}) // moved and removed at once
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 1))
		ops := make([]byte, 300)
		for i := range ops {
			ops[i] = byte(r.UintN(256))
		}
		f.Add(ops)
	}
	f.Fuzz(func(t *testing.T, ops []byte) {
		root := t.TempDir()
		m := &mirror{root: root, files: map[string]string{}}
		fol := mirrored(t, m)
		for n := 0; len(ops) >= 3 && n < 500; n++ {
			act(root, ops[0], ops[1], ops[2], n)
			ops = ops[3:]
		}
		fol.agrees("after the actions")
		_ = filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
			if err == nil && e.IsDir() {
				write(t, name+"/later.md", "later")
			}
			return err
		})
		fol.agrees("after one more file in each folder")
	})
}

type mirroring struct {
	t *testing.T
	m *mirror
}

func mirrored(t *testing.T, m *mirror) mirroring {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for b, err := range Folder(t.Context(), m.root, Options{Quiet: 3 * time.Millisecond, Limit: 20 * time.Millisecond, Rescan: -1}) {
			if err != nil {
				t.Errorf("watching ended: %v", err)
			}
			m.follow(b)
		}
	}()
	t.Cleanup(func() { <-done }) // t.Context is done by then
	return mirroring{t, m}
}

func (g mirroring) agrees(when string) {
	g.t.Helper()
	for deadline := time.Now().Add(patient); ; {
		got, want := g.m.snapshot(), truth(g.m.root)
		if maps.Equal(got, want) {
			return
		}
		if time.Now().After(deadline) {
			g.t.Fatalf("%s:\ngot  %q\nwant %q\nbatches %q", when, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)), g.m.log)
		}
		<-time.After(time.Millisecond) // poll
	}
}
