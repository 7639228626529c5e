package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"
)

// TestFindSeedfeed: by name, beside this program, on PATH, and else built.
func TestFindSeedfeed(t *testing.T) {
	named, beside, path, temp := t.TempDir(), t.TempDir(), t.TempDir(), t.TempDir()
	self := filepath.Join(beside, "seedbench")
	t.Setenv("PATH", path+string(os.PathListSeparator)+os.Getenv("PATH"))
	for _, where := range []struct{ name, dir, flag string }{
		{"on PATH", path, ""}, {"beside it", beside, ""}, {"by name", named, filepath.Join(named, "seedfeed")},
	} {
		want := script(t, where.dir, "seedfeed", "")
		if got, err := findSeedfeed(t.Context(), where.flag, self, temp); got != want || err != nil {
			t.Errorf("%s: %s, %v", where.name, got, err)
		}
	}
	if _, err := findSeedfeed(t.Context(), filepath.Join(temp, "none"), self, temp); err == nil {
		t.Error("a file that isn't there was found")
	}
	if testing.Short() {
		t.Skip("-short: building takes its time")
	}
	goPath, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", filepath.Dir(goPath))
	built, err := findSeedfeed(t.Context(), "", filepath.Join(temp, "seedbench"), temp)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(built, "version").Output(); err != nil || len(out) == 0 {
		t.Errorf("what was built says %q, %v", out, err)
	}
	if left := namesIn(t, temp); !slices.Equal(left, []string{filepath.Base(built)}) {
		t.Errorf("building left %q", left)
	}
}

// TestPeers: with what is in sites/ each peer gives a feed, and pages where they are wanted. Those that Debian has are required by
// SEEDFEED_CI=1.
func TestPeers(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: peers take their time")
	}
	if runtime.GOOS == "windows" {
		t.Skip("peers are called as on Unix")
	}
	for _, p := range peers() {
		var err error
		if p.path, err = exec.LookPath(p.name); err != nil && p.name != "hugo" {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			switch {
			case err != nil && os.Getenv("SEEDFEED_CI") != "":
				t.Fatal(err)
			case err != nil:
				t.Skip(err)
			}
			for _, mode := range []string{feedOnly, withPages} {
				s := &site{program: p, dir: t.TempDir(), mode: mode, n: 25}
				b := &bench{limit: 5 * time.Minute, show: func(string, ...any) {}}
				if err := s.layOut(t.Context()); err != nil {
					t.Fatal(err)
				}
				(&round{b, s.n, mode, ""}).builds(t.Context(), s, 0)
				for _, f := range b.figures {
					if f.Error != "" {
						t.Errorf("%s, %s: %s", mode, f.Step, f.Error)
					}
				}
			}
		})
	}
}
