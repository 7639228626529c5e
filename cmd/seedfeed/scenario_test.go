package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestScenarios: what subscribers see of what happens to a folder of seeds. Each scenario builds a garden with the real
// program, does something to it, builds again, and holds IDs, dates and bytes against what they were.
func TestScenarios(t *testing.T) {
	program := filepath.Join(t.TempDir(), "seedfeed")
	command(t, ".", "go", "build", "-o", program, ".")
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			g := newScene(t, program)
			g.build()
			before, bytesBefore := g.entries(), g.tree()
			if len(before) != len(sceneSeeds) {
				t.Fatalf("%d entries of %d", len(before), len(sceneSeeds))
			}
			s.do(g)
			if !g.built {
				g.build()
			}
			compareEntries(t, before, g.entries(), s.want)
			if now := g.tree(); s.sameBytes != maps.Equal(bytesBefore, now) && (s.sameBytes || s.want != nil) {
				t.Errorf("the site's bytes are the same: %v, want %v: %v", !s.sameBytes, s.sameBytes, differing(bytesBefore, now))
			}
			g.build() // and whatever happened, it is over now
			again := g.tree()
			g.build()
			if now := g.tree(); !maps.Equal(again, now) {
				t.Errorf("a build without changes changes %v", differing(again, now))
			}
		})
	}
}

// What became of an entry. One that a scenario doesn't name is the same: ID and both dates.
const (
	updatedMoves   = "updated moves"
	publishedMoves = "published moves"
	isNew          = "new"
	isGone         = "gone"
)

const (
	clockText = "The garden keeps a slow clock. Beans climb their poles while the rain fills both barrels before noon, so that nobody has to water them in the evening."
	swimText  = "Nobody swims here before the first of May. The harbour master says that the water is no colder in April than it is in November."
	lightText = "The lighthouse has a library of forty books, and each keeper leaves one more behind when he goes. None of them is about the sea."
	drawText  = "What the drawer holds is mostly string, but also the seeds of a melon that somebody brought from Aleppo, in an envelope without a name."
)

// sceneSeeds are the seeds of each scenario: one with a date for each of the ways to have one.
var sceneSeeds = map[string]string{
	"clock.txt":            "Clock\n\n" + clockText + "\n",
	"swim.md":              "---\ndate: 2022-02-02\n---\n# Swim\n\n" + swimText + "\n",
	"deep/light.html":      "<html lang=\"en\"><head><title>Light</title><meta property=\"article:published_time\" content=\"2022-02-03T10:00:00Z\"></head><body><article><h1>Light</h1><p>" + lightText + "</p></article></body></html>\n",
	"2022-02-04-drawer.md": "# Drawer\n\n" + drawText + "\n",
}

var scenarios = []struct {
	name      string
	do        func(g *scene)
	want      map[string]string // by title
	sameBytes bool
}{
	{"unchanged rebuild", func(g *scene) {}, nil, true},
	{"touch all", func(g *scene) { g.each(func(p string) { g.touch(p, later) }) }, nil, true},
	{"cache lost", func(g *scene) { g.remove("../cache") }, nil, true},
	{"another time zone", func(g *scene) {
		for _, zone := range []string{"Asia/Tokyo", "America/Los_Angeles", "UTC"} {
			g.zone = zone
			g.remove("../cache")
			g.build()
		}
	}, nil, true},
	{"fresh clone, full", func(g *scene) { g.clone() }, nil, true},
	{"fresh clone, shallow", func(g *scene) { g.clone("--depth", "1") }, nil, true},
	{"rsync without times", func(g *scene) {
		g.rewrite(func(text string) string { return text })
		g.each(func(p string) { g.touch(p, later) })
		g.remove("../cache")
	}, nil, true},
	{"edit body", func(g *scene) {
		g.write("clock.txt", sceneSeeds["clock.txt"]+"\nThis paragraph was added later, and it says something.\n")
	}, map[string]string{"Clock": updatedMoves}, false},
	{"typo", func(g *scene) {
		g.write("clock.txt", strings.Replace(sceneSeeds["clock.txt"], "barrels", "barells", 1))
	}, map[string]string{}, false},
	{"white space and markup", func(g *scene) {
		g.write("swim.md", strings.Replace(sceneSeeds["swim.md"], "harbour master", "*harbour\nmaster*", 1))
	}, map[string]string{}, false},
	{"edit title", func(g *scene) {
		g.write("swim.md", strings.Replace(sceneSeeds["swim.md"], "# Swim", "# On swimming in the harbour, and why nobody does", 1))
	}, map[string]string{"Swim": isGone, "On swimming in the harbour, and why nobody does": "Swim " + updatedMoves}, false},
	{"fix date", func(g *scene) {
		g.write("swim.md", strings.Replace(sceneSeeds["swim.md"], "2022-02-02", "2022-02-01", 1))
	}, map[string]string{"Swim": publishedMoves}, false},
	{"rename", func(g *scene) { g.move("clock.txt", "time.txt") }, map[string]string{}, false},
	{"rename a dated file", func(g *scene) { g.move("2022-02-04-drawer.md", "2023-01-01-drawer.md") }, map[string]string{}, false},
	{"rename and edit", func(g *scene) {
		g.move("clock.txt", "time.txt")
		g.write("time.txt", sceneSeeds["clock.txt"]+"\nThis paragraph was added later, and it says something.\n")
	}, map[string]string{"Clock": updatedMoves}, false},
	{"move into a folder", func(g *scene) { g.move("clock.txt", "a/b/clock.txt") }, map[string]string{}, false},
	{"move a folder", func(g *scene) { g.move("deep", "other") }, map[string]string{}, false},
	{"move a folder of 1,000", func(g *scene) {
		for n := range 1000 {
			g.write(fmt.Sprintf("many/%03d.md", n), fmt.Sprintf("---\ndate: 2010-01-01\n---\n# Many %d\n\n%s\n", n, numbered(n)))
		}
		g.build("--allow", "flood")
		before := g.allIDs()
		g.move("many", "more/of/them")
		g.build()
		if now := g.allIDs(); !maps.Equal(before, now) || len(now) != 1000+len(sceneSeeds) {
			g.t.Errorf("%d IDs became %d, or others", len(before), len(now))
		}
		g.remove("more")
		g.build("--grace", "0s", "--allow", "loss")
	}, map[string]string{}, false},
	{"swap two names", func(g *scene) {
		g.move("swim.md", "x.tmp")
		g.move("2022-02-04-drawer.md", "swim.md")
		g.move("x.tmp", "2022-02-04-drawer.md")
	}, map[string]string{}, false},
	{"copy", func(g *scene) {
		g.write("copy.txt", sceneSeeds["clock.txt"])
		g.build()
		if n := len(g.allIDs()); n != len(sceneSeeds)+1 {
			g.t.Errorf("%d IDs", n)
		}
		if !strings.Contains(g.said, `copy.txt: is a copy of "clock.txt"`) {
			g.t.Errorf("nobody was told: %s", g.said)
		}
		g.remove("copy.txt")
		g.build("--grace", "0s")
	}, map[string]string{}, false},
	{"delete and restore within grace", func(g *scene) {
		g.remove("clock.txt")
		g.build()
		g.write("clock.txt", sceneSeeds["clock.txt"])
		g.touch("clock.txt", later)
	}, nil, true},
	{"delete and restore after grace", func(g *scene) {
		g.remove("clock.txt")
		g.build("--grace", "0s")
		g.write("clock.txt", sceneSeeds["clock.txt"])
		g.touch("clock.txt", later)
	}, nil, true},
	{"delete", func(g *scene) {
		g.remove("clock.txt")
		g.build("--grace", "0s")
	}, map[string]string{"Clock": isGone}, false},
	{"delete and new file with the same name", func(g *scene) {
		g.remove("clock.txt")
		g.build("--grace", "0s")
		g.write("clock.txt", "Other\n\n"+numbered(7)+"\n")
	}, map[string]string{"Clock": isGone, "Other": isNew}, false},
	{"ledger lost", func(g *scene) {
		g.remove(".seedfeed")
		g.each(func(p string) { g.touch(p, later) })
	}, nil, true},
	{"ledger lost after a rename", func(g *scene) {
		g.move("clock.txt", "time.txt")
		g.build()
		g.remove(".seedfeed")
		g.each(func(p string) { g.touch(p, later) })
	}, map[string]string{}, false},
	{"another address", func(g *scene) { g.url = "https://other.test/x/" }, map[string]string{}, false},
	{"a clock that was set back", func(g *scene) {
		g.write("clock.txt", sceneSeeds["clock.txt"]+"\nThis paragraph was added later, and it says something.\n")
		g.touch("clock.txt", time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
	}, map[string]string{"Clock": updatedMoves}, false},
	{"a file from the future", func(g *scene) {
		g.write("clock.txt", sceneSeeds["clock.txt"]+"\nThis paragraph was added later, and it says something.\n")
		g.touch("clock.txt", time.Date(2999, 1, 1, 0, 0, 0, 0, time.UTC))
	}, map[string]string{"Clock": updatedMoves}, false},
	{"future, draft, expired", func(g *scene) {
		g.write("a.md", "---\ndate: 2999-01-01\n---\n# Future\n\nText.\n")
		g.write("b.md", "---\ndraft: true\n---\n# Draft\n\nText.\n")
		g.write("c.md", "---\ndate: 2020-01-01\nexpires: 2020-02-01\n---\n# Expired\n\nText.\n")
	}, nil, true},
	{"a draft for a while", func(g *scene) {
		g.write("swim.md", strings.Replace(sceneSeeds["swim.md"], "---\n", "---\ndraft: true\n", 1))
		g.build()
		if _, there := g.entries()["Swim"]; there {
			g.t.Error("the draft is in the feed")
		}
		g.write("swim.md", sceneSeeds["swim.md"])
	}, nil, true},
	{"the same id in two seeds", func(g *scene) {
		g.write("a.md", "---\nid: tag:x.test,2022:1\ndate: 2022-01-01\n---\n# One\n\n"+numbered(1)+"\n")
		g.write("b.md", "---\nid: tag:x.test,2022:1\ndate: 2022-01-01\n---\n# Two\n\n"+numbered(2)+"\n")
		g.code = 3
	}, map[string]string{"One": isNew, "Two": isNew}, false},
}

var later = time.Date(2023, 5, 6, 7, 8, 9, 0, time.UTC)

// numbered is a text that no other number gives.
func numbered(n int) string {
	var b strings.Builder
	for i := range 40 {
		fmt.Fprintf(&b, "%x%xq ", (n+1)*7919*(i+3)%99991, (n+i)*104729%65537)
	}
	return b.String()
}

// compareEntries holds the entries, by title, against what is wanted of them.
func compareEntries(t *testing.T, before, now map[string]heardEntry, want map[string]string) {
	t.Helper()
	ids := map[string]string{}
	for title, e := range now {
		if other := ids[e.ID]; other != "" {
			t.Errorf("%q and %q share an ID", title, other)
		}
		ids[e.ID] = title
		change, was := want[title], before[title]
		if from, rest, renamed := strings.Cut(change, " "); renamed && before[from].ID != "" {
			was, change = before[from], rest
		}
		switch {
		case change == isNew && was.ID == "":
			for other, b := range before {
				if b.ID == e.ID {
					t.Errorf("%q is new but has the ID of %q", title, other)
				}
			}
			continue
		case was.ID == "" || change == isGone:
			t.Errorf("%q is there", title)
			continue
		case e.ID != was.ID:
			t.Errorf("%q was %s and is %s", title, was.ID, e.ID)
		}
		if moved := !e.Published.Equal(was.Published); moved != (change == publishedMoves) {
			t.Errorf("%q was published at %v, and now at %v", title, was.Published, e.Published)
		}
		if moved := e.Updated.After(was.Updated); moved != (change == updatedMoves) || e.Updated.Before(was.Updated) || e.Updated.After(time.Now()) {
			t.Errorf("%q was updated at %v, and now at %v", title, was.Updated, e.Updated)
		}
	}
	for title := range before {
		if _, there := now[title]; !there && want[title] != isGone {
			t.Errorf("%q is lost", title)
		}
	}
	for title, change := range want {
		if _, there := now[title]; !there && change != isGone {
			t.Errorf("%q is not there", title)
		}
	}
}

// scene is a garden that the program builds.
type scene struct {
	t                        *testing.T
	program, base, url, zone string
	seeds, said              string
	code                     int // that the next build must end with
	built                    bool
}

func newScene(t *testing.T, program string) *scene {
	base := t.TempDir()
	g := &scene{t: t, program: program, base: base, url: "https://garden.test/", zone: "UTC", seeds: filepath.Join(base, "seeds")}
	for p, text := range sceneSeeds {
		g.write(p, text)
	}
	return g
}

func (g *scene) path(p string) string { return filepath.Join(g.seeds, filepath.FromSlash(p)) }

// write writes a seed that has rested for a while.
func (g *scene) write(p, text string) {
	g.t.Helper()
	write(g.t, g.path(p), text)
	g.touch(p, time.Now().Add(-time.Hour))
}

func (g *scene) touch(p string, at time.Time) { g.must(os.Chtimes(g.path(p), at, at)) }

func (g *scene) remove(p string) { g.must(os.RemoveAll(g.path(p))) }

func (g *scene) move(from, to string) {
	g.must(os.MkdirAll(filepath.Dir(g.path(to)), 0o755), os.Rename(g.path(from), g.path(to)))
}

func (g *scene) must(errs ...error) {
	g.t.Helper()
	if err := errors.Join(errs...); err != nil {
		g.t.Fatal(err)
	}
}

func (g *scene) each(use func(p string)) {
	g.must(filepath.WalkDir(g.seeds, func(file string, d fs.DirEntry, err error) error {
		if d.IsDir() && d.Name() == ".seedfeed" {
			return fs.SkipDir
		}
		if !d.IsDir() {
			rel, _ := filepath.Rel(g.seeds, file)
			use(filepath.ToSlash(rel))
		}
		return err
	}))
}

// rewrite writes each seed again, in another file.
func (g *scene) rewrite(as func(text string) string) {
	g.each(func(p string) {
		text, err := os.ReadFile(g.path(p))
		g.must(err, os.Remove(g.path(p)))
		g.write(p, as(string(text)))
	})
}

// clone puts a fresh clone of the seeds, with their ledger, in the place of the seeds.
func (g *scene) clone(options ...string) {
	requires(g.t, "git")
	git := func(args ...string) {
		g.t.Helper()
		command(g.t, g.seeds, "git", append([]string{"-c", "user.name=t", "-c", "user.email=t@t.test", "-c", "commit.gpgsign=false"}, args...)...)
	}
	git("init", "-q")
	git("add", "-A")
	git("commit", "-q", "-m", "one")
	git("commit", "-q", "-m", "two", "--allow-empty")
	to := filepath.Join(g.base, "clone")
	git(append(append([]string{"clone", "-q"}, options...), "file://"+g.seeds, to)...)
	g.must(os.RemoveAll(g.seeds), os.Rename(to, g.seeds), os.RemoveAll(filepath.Join(g.base, "cache")), os.RemoveAll(filepath.Join(g.base, "public")))
}

func (g *scene) build(flags ...string) {
	g.t.Helper()
	args := append([]string{"build", g.seeds, "--out", filepath.Join(g.base, "public"), "--cache", filepath.Join(g.base, "cache"), "--url", g.url, "--title", "Scene"}, flags...)
	cmd := exec.CommandContext(g.t.Context(), g.program, args...)
	cmd.Env = append(os.Environ(), "TZ="+g.zone)
	var talk bytes.Buffer
	cmd.Stderr = &talk
	err := cmd.Run()
	g.said = talk.String()
	if code := cmd.ProcessState.ExitCode(); code != g.code {
		g.t.Fatalf("exit code %d, want %d: %v\n%s", code, g.code, err, g.said)
	}
}

func (g *scene) entries() map[string]heardEntry {
	g.t.Helper()
	b, err := os.ReadFile(filepath.Join(g.base, "public", "feed.atom"))
	g.must(err)
	f, err := hear(b)
	g.must(err)
	all := map[string]heardEntry{}
	for _, e := range f.Entries {
		all[e.Title] = e
	}
	return all
}

// allIDs returns the titles in the feed and its archives by ID.
func (g *scene) allIDs() map[string]string {
	all := map[string]string{}
	for name, text := range g.tree() {
		if filepath.Ext(name) == ".atom" {
			f, err := hear([]byte(text))
			g.must(err)
			for _, e := range f.Entries {
				all[e.ID] = e.Title
			}
		}
	}
	return all
}

// tree returns the published files but for what seedfeed notes for itself.
func (g *scene) tree() map[string]string {
	g.t.Helper()
	all := map[string]string{}
	out := filepath.Join(g.base, "public")
	g.must(filepath.WalkDir(out, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == ".seedfeed" {
			return fs.SkipDir
		}
		if !d.IsDir() {
			text, err := os.ReadFile(file)
			rel, _ := filepath.Rel(out, file)
			all[filepath.ToSlash(rel)] = string(text)
			return err
		}
		return nil
	}))
	return all
}

func differing(before, now map[string]string) (names []string) {
	for name, text := range now {
		if old, there := before[name]; !there || old != text {
			names = append(names, name)
		}
	}
	for name := range before {
		if _, there := now[name]; !there {
			names = append(names, name+" (gone)")
		}
	}
	slices.Sort(names)
	return names
}
