package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// tryLimit is how long a build of one seed may take.
const tryLimit = time.Minute

// seedfeedPath is the package of the measured program.
const seedfeedPath = "github.com/seedfeed/seedfeed/cmd/seedfeed"

// find returns the programs to measure: the floor, seedfeed, and those peers that are installed. Of peers wanted by name none may be missing.
func find(ctx context.Context, named string, wanted []string, temp string) ([]*program, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	file, err := findSeedfeed(ctx, named, self, temp)
	if err != nil {
		return nil, err
	}
	measured := &program{
		name: seedfeed, path: file, seeds: "src", feed: "out/feed.atom", made: []string{"out", "cache", "src/.seedfeed"}, ask: "version",
		build:   []string{"build", "src", "--out", "out", "--cache", "cache"},
		watch:   []string{"watch", "src", "--out", "out", "--cache", "cache"},
		noPages: []string{"--no-pages"},
	}
	if err := measured.shutArchives(ctx, temp); err != nil {
		return nil, err
	}
	yardstick := &program{
		name: floor, path: self, seeds: floorSeeds, feed: floorOut + "/feed.atom", made: []string{floorOut, floorMemory},
		build: []string{floor}, noPages: []string{"--no-pages"},
		about: "is part of seedbench: the least work that gives the same entries, without any feature; prints the source of the seeds as it stands, without converting Markdown",
	}
	if canWatchFloor {
		yardstick.watch = []string{floor, "--watch"}
	}
	found := []*program{yardstick, measured}
	for _, p := range peers() {
		if wanted != nil && !slices.Contains(wanted, p.name) {
			continue
		}
		file, err := exec.LookPath(p.name)
		if err == nil {
			file, err = filepath.Abs(file)
		}
		if err == nil {
			p.path = file
			found = append(found, p)
		} else if wanted != nil {
			return nil, fmt.Errorf("%s: %w; install it, or leave it out of --peers", p.name, err)
		}
	}
	for _, p := range found[1:] {
		p.askVersion(ctx, temp)
	}
	return found, ctx.Err()
}

// findSeedfeed returns the executable of seedfeed: the named one, that beside this program, that on PATH, or one that is built now, from the
// module around or from the version that this program is of.
func findSeedfeed(ctx context.Context, named, self, temp string) (string, error) {
	if named != "" {
		file, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("--seedfeed: %w", err)
		}
		return filepath.Abs(file)
	}
	name := seedfeed
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	beside := filepath.Join(filepath.Dir(self), name)
	if info, err := os.Stat(beside); err == nil && info.Mode().IsRegular() {
		return beside, nil
	}
	if file, err := exec.LookPath(seedfeed); err == nil {
		return filepath.Abs(file)
	}
	built := filepath.Join(temp, name)
	err := goTool(ctx, temp, "build", "-o", built, seedfeedPath)
	if err == nil {
		return built, nil
	}
	if info, ok := debug.ReadBuildInfo(); ok && strings.HasPrefix(info.Main.Version, "v") {
		if err = goTool(ctx, temp, "install", seedfeedPath+"@"+info.Main.Version); err == nil {
			return built, nil
		}
	}
	return "", fmt.Errorf("there is no seedfeed beside this program or on PATH, and none can be built here: %w; say where it is with --seedfeed FILE", err)
}

// goTool runs Go's own command, which leaves nothing outside of temp.
func goTool(ctx context.Context, temp string, args ...string) error {
	cmd := command(ctx, "go", args...)
	cmd.Env = append(os.Environ(), "GOTMPDIR="+temp, "GOBIN="+temp)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("go %s: %w: %s", args[0], err, strings.Join(strings.Fields(string(out)), " "))
	}
	return nil
}

// shutArchives makes seedfeed write no archive documents, which no other program here writes. Versions that have no such setting refuse it, and
// are measured with archives.
func (p *program) shutArchives(ctx context.Context, temp string) error {
	p.lay = func(s *site) error { return appendTo(filepath.Join(s.dir, "src", "feed.yaml"), "archive: none\n") }
	refused := p.try(ctx, filepath.Join(temp, "with"))
	if refused == nil {
		return nil
	}
	p.lay, p.about = nil, "writes archive documents too: this version has no setting against them"
	if err := p.try(ctx, filepath.Join(temp, "without")); err != nil {
		return fmt.Errorf("%s doesn't build a site: %w", p.path, err)
	}
	return nil
}

// try builds a small site.
func (p *program) try(ctx context.Context, dir string) error {
	s := &site{program: p, dir: dir, mode: feedOnly, n: 1}
	defer os.RemoveAll(dir)
	if err := s.layOut(ctx); err != nil {
		return err
	}
	if _, err := s.run(ctx, s.args(p.build), tryLimit); err != nil {
		return fmt.Errorf("%w%s", err, s.lastWords())
	}
	return s.verify("")
}

func appendTo(file, text string) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}
