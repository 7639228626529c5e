package feed_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// stirrer changes the seeds of a garden as people and their programs do. Each version of each seed says in its title
// and at its beginning and end who it is, so that a reader can tell whether a version is whole.
type stirrer struct {
	*garden
	rnd     *rand.Rand
	version int
	seeds   []string // names of those that are there
}

// newStirrer plants n seeds. There are never more than that.
func newStirrer(g *garden, n int) *stirrer {
	s := &stirrer{garden: g, rnd: rand.New(rand.NewPCG(7, 7))}
	for range n {
		name := s.newName([]string{".md", ".txt"}[s.version%2])
		s.seeds = append(s.seeds, name)
		g.sow(name, versionText(s.version))
	}
	return s
}

func (s *stirrer) newName(ext string) string {
	s.version++
	return fmt.Sprintf("seed-%d%s", s.version, ext)
}

func versionText(v int) string {
	title := fmt.Sprintf("Version %d", v)
	filler := strings.Repeat("Beans want warm soil, and peas do not mind the cold.\n", v%9)
	return fmt.Sprintf("# %s\n\nHere %s begins, and nobody has cut it.\n\n%s\nAnd here %s ends, as it should.\n", title, title, filler, title)
}

// isWhole reports whether an entry shows one version from beginning to end.
func isWhole(title, content string) bool {
	return strings.Contains(content, "Here "+title+" begins,") && strings.Contains(content, "And here "+title+" ends,")
}

// change does one of the things that happen to seeds.
func (s *stirrer) change() error {
	at := s.rnd.IntN(len(s.seeds))
	file := filepath.Join(s.Seeds, s.seeds[at])
	s.version++
	switch s.rnd.IntN(5) {
	case 0, 1:
		return os.WriteFile(file, []byte(versionText(s.version)), 0o644)
	case 2:
		beside := file + ".tmp"
		if err := os.WriteFile(beside, []byte(versionText(s.version)), 0o644); err != nil {
			return err
		}
		return os.Rename(beside, file)
	case 3:
		s.seeds[at] = s.newName(filepath.Ext(file))
		return os.Rename(file, filepath.Join(s.Seeds, s.seeds[at]))
	}
	if err := os.Remove(file); err != nil {
		return err
	}
	s.seeds[at] = s.newName(filepath.Ext(file))
	return os.WriteFile(filepath.Join(s.Seeds, s.seeds[at]), []byte(versionText(s.version)), 0o644)
}

// stir makes n changes in bursts, and after each waits for the feed that get returns to hold what the folder holds.
func (s *stirrer) stir(n int, get func() (*document, error)) {
	s.t.Helper()
	pace := time.NewTicker(2 * time.Millisecond)
	defer pace.Stop()
	for n > 0 {
		for range min(n, 1+s.rnd.IntN(12)) {
			must(s.t, s.change())
			n--
			<-pace.C
		}
		s.catchUp(get)
	}
}

func (s *stirrer) catchUp(get func() (*document, error)) {
	s.t.Helper()
	want := s.titles()
	var got []string
	eventually(s.t, func() bool {
		doc, err := get()
		must(s.t, err)
		got = doc.titles()
		return slices.Equal(got, want)
	}, func() string { return fmt.Sprintf("the feed holds %q,\nthe folder %q", got, want) })
}

// titles returns those of the seeds in the folder, sorted.
func (s *stirrer) titles() (all []string) {
	s.t.Helper()
	files, err := filepath.Glob(filepath.Join(s.Seeds, "seed-*"))
	must(s.t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		must(s.t, err)
		title, _, _ := strings.Cut(strings.TrimPrefix(string(text), "# "), "\n")
		all = append(all, title)
	}
	slices.Sort(all)
	return all
}

func (d *document) titles() (all []string) {
	for _, e := range d.Entries {
		all = append(all, e.Title)
	}
	slices.Sort(all)
	return all
}

// eventually polls until it is so; a minute is far more than the slowest machine needs.
func eventually(t testing.TB, so func() bool, not func() string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !so(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("still not: ", not())
		}
	}
}
