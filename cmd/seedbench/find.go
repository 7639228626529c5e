package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

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
