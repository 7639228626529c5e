package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"
)

// program is one that makes a feed of a folder of seeds. Its settings are in sites/NAME, those for both modes and those for each: the
// least that gives the feed and, in the mode pages, a page for each seed.
type program struct {
	name         string
	path         string // of the executable
	version      string
	about        string              // what readers of its figures must know
	seeds, feed  string              // where they are in the folder of the site
	made         []string            // what a build leaves there, which makes the next one quicker
	build, watch []string            // arguments; no watch: it has no such command, or one that writes no files
	noPages      []string            // further arguments for the mode feed
	ask          string              // the argument that makes it say its version
	lay          func(s *site) error // what else it needs in its folder
}

// Modes: what is built.
const (
	feedOnly  = "feed"  // one Atom feed of the newest seeds
	withPages = "pages" // and a page for each seed
)

// The names of the measured program and of the yardstick.
const (
	seedfeed = "seedfeed"
	floor    = "floor"
)

// newest is how many entries a feed has.
const newest = 20

// peers are what somebody might use instead.
func peers() []*program {
	return []*program{
		{
			name: "eleventy", seeds: "src", feed: "_site/feed.xml", made: []string{"_site", ".cache"}, ask: "--version",
			build: []string{"--quiet"}, watch: []string{"--quiet", "--watch"},
		},
		{
			name: "hexo", seeds: "source/_posts", feed: "public/feed.xml", made: []string{"public", "db.json"}, ask: "version", lay: modules,
			build: []string{"generate", "--silent"}, watch: []string{"generate", "--watch", "--silent"},
		},
		{
			name: "hugo", seeds: "content", feed: "public/index.xml", made: []string{"public", "resources", ".hugo_build.lock"}, ask: "version",
			build: []string{"--quiet"}, watch: []string{"--watch"},
		},
		{
			name: "jekyll", seeds: "_seeds", feed: "_site/feed.xml", made: []string{"_site", ".jekyll-cache"}, ask: "--version",
			build: []string{"build", "--quiet"}, watch: []string{"build", "--quiet", "--watch"},
		},
		{
			name: "pelican", seeds: "content", feed: "output/feed.xml", made: []string{"output", "__pycache__"}, ask: "--version",
			build: []string{"-q", "-s", "pelicanconf.py", "-o", "output", "content"}, watch: []string{"-q", "-r", "-s", "pelicanconf.py", "-o", "output", "content"},
		},
		{
			name: "zola", seeds: "content", feed: "public/atom.xml", made: []string{"public"}, ask: "--version", build: []string{"build"},
			about: "writes no files while it watches",
		},
	}
}

func peerNames() (names []string) {
	for _, p := range peers() {
		names = append(names, p.name)
	}
	return names
}

// modules lets hexo find the modules beside it, as where `npm install --global` put them.
func modules(s *site) error {
	file, err := filepath.EvalSymlinks(s.path)
	if err != nil {
		return err
	}
	dir := file
	for filepath.Base(dir) != "node_modules" {
		if dir == filepath.Dir(dir) {
			return fmt.Errorf("%s is in no folder node_modules", file)
		}
		dir = filepath.Dir(dir)
	}
	for _, name := range []string{"hexo", "hexo-renderer-marked"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("it needs a module that isn't there: npm install --global %s", name)
		}
	}
	var about struct{ Version string }
	if b, err := os.ReadFile(filepath.Join(dir, "hexo", "package.json")); err == nil && json.Unmarshal(b, &about) == nil {
		s.version = about.Version // what it said before was that of its command
	}
	return os.Symlink(dir, filepath.Join(s.dir, "node_modules"))
}

// askVersion runs a program so that it says its version, which also brings it into memory.
func (p *program) askVersion(ctx context.Context, dir string) {
	ctx, stop := context.WithTimeout(ctx, 20*time.Second)
	defer stop()
	cmd := command(ctx, p.path, p.ask)
	cmd.Dir = dir
	out, _ := cmd.CombinedOutput() // one that can't say it may still build
	p.version = regexp.MustCompile(`\d+(\.\d+)+\S*`).FindString(string(out))
}

//go:embed all:sites
var sites embed.FS

// site is where a program works, on its own copy of the seeds.
type site struct {
	*program
	dir, mode string
	n         int
	slowest   time.Duration // of its builds
	failed    bool          // and is left out from then on
}

// layOut writes what a program needs to build its site.
func (s *site) layOut(ctx context.Context) error {
	if err := os.MkdirAll(s.temp(), 0o755); err != nil {
		return err
	}
	for _, part := range []string{"both", s.mode} {
		files, err := fs.Sub(sites, "sites/"+s.name+"/"+part)
		if err != nil {
			return err
		}
		if err := os.CopyFS(s.dir, files); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if s.lay != nil {
		if err := s.lay(s); err != nil {
			return err
		}
	}
	_, err := sow(ctx, filepath.Join(s.dir, s.seeds), s.n)
	return err
}

// temp is for what a program would leave elsewhere.
func (s *site) temp() string { return filepath.Join(s.dir, ".temp") }

// said is the file that holds what a program says.
func (s *site) said() string { return filepath.Join(s.temp(), "said") }

func (s *site) args(of []string) []string {
	if s.mode == feedOnly {
		return slices.Concat(of, s.noPages)
	}
	return of
}

// clean removes what builds left.
func (s *site) clean() error {
	for _, name := range s.made {
		if err := os.RemoveAll(filepath.Join(s.dir, name)); err != nil {
			return err
		}
	}
	return nil
}
