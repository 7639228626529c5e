package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// The floor is the yardstick: the least work that gives a feed of the same entries, with no feature at all. It walks the folder, takes the
// stat of each file, reads the heads of those that changed, orders all by date, prints the newest and publishes them at once, by one
// fsync and one rename. What it remembers is a list of paths, sizes, times and heads, and when nothing changed it stops after the
// stats. No program that looks at the folder can do with much less, so a figure divided by that of the floor tells what a
// program adds to what the disk and the system take.
//
// It is kinder to itself than any program can be: it converts no Markdown but prints the escaped source, checks nothing, and writes pages
// without fsync.

// leaf is what the floor remembers of a seed.
type leaf struct {
	path        string
	size, time  int64
	date, title string
}

// trunk is the floor at work in a folder with seeds in src, which publishes to out.
type trunk struct {
	pages  bool
	leaves []leaf // newest first
}

const (
	floorSeeds = "src"
	floorOut   = "out"
)

// runFloor is what the program does when it is started as the floor.
func runFloor(args []string) error {
	t := &trunk{pages: !slices.Contains(args, "--no-pages")}
	if err := t.build(); err != nil || !slices.Contains(args, "--watch") {
		return err
	}
	return t.watch()
}

// build is one build, from what the last one remembered.
func (t *trunk) build() error {
	known, err := remembered()
	if err != nil {
		return err
	}
	changed, err := t.look(known)
	if err != nil || len(changed) == 0 && len(t.leaves) == len(known) {
		return err
	}
	return errors.Join(t.publish(changed), t.remember())
}

// floorMemory has a line for each seed: what was seen of it, between tabs.
const floorMemory = ".leaves"

func remembered() (map[string]leaf, error) {
	known := map[string]leaf{}
	b, err := os.ReadFile(floorMemory)
	if errors.Is(err, fs.ErrNotExist) {
		return known, nil
	}
	for line := range strings.Lines(string(b)) {
		var l leaf
		var size, when string
		l.path, line, _ = strings.Cut(line, "\t")
		size, line, _ = strings.Cut(line, "\t")
		when, line, _ = strings.Cut(line, "\t")
		l.date, l.title, _ = strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		l.size, _ = strconv.ParseInt(size, 10, 64) // what can't be read is not the size of the file, which is read again
		l.time, _ = strconv.ParseInt(when, 10, 64)
		known[l.path] = l
	}
	return known, err
}

func (t *trunk) remember() error {
	var b bytes.Buffer
	for _, l := range t.leaves {
		fmt.Fprintf(&b, "%s\t%d\t%d\t%s\t%s\n", l.path, l.size, l.time, l.date, l.title)
	}
	return os.WriteFile(floorMemory, b.Bytes(), 0o644)
}

// look walks the folder, and reads the heads of what changed.
func (t *trunk) look(known map[string]leaf) (changed []leaf, err error) {
	var paths []string
	err = filepath.WalkDir(floorSeeds, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			paths = append(paths, p)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	t.leaves = make([]leaf, len(paths))
	isNew := make([]bool, len(paths))
	err = each(len(paths), func(i int) error {
		info, err := os.Lstat(paths[i])
		if err != nil {
			return err
		}
		l := known[paths[i]]
		if l.size != info.Size() || l.time != info.ModTime().UnixNano() {
			isNew[i] = true
			l, err = readHead(paths[i], info)
		}
		t.leaves[i] = l
		return err
	})
	for i, l := range t.leaves {
		if isNew[i] {
			changed = append(changed, l)
		}
	}
	return changed, err
}

// readHead reads the front matter of a seed, which is in its first kilobyte.
func readHead(path string, info fs.FileInfo) (leaf, error) {
	l := leaf{path: path, size: info.Size(), time: info.ModTime().UnixNano()}
	f, err := os.Open(path)
	if err != nil {
		return l, err
	}
	defer f.Close()
	b := make([]byte, 1<<10)
	n, err := io.ReadFull(f, b)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return l, err
	}
	for line := range strings.Lines(string(b[:n])) {
		if date, ok := strings.CutPrefix(line, "date: "); ok {
			l.date = strings.TrimSpace(date)
		} else if title, ok := strings.CutPrefix(line, "title: "); ok {
			l.title = strings.Trim(title, "\"\n")
		}
	}
	return l, nil
}

// publish writes the pages of what changed, and the feed.
func (t *trunk) publish(changed []leaf) error {
	slices.SortFunc(t.leaves, func(a, b leaf) int { return cmp.Or(strings.Compare(b.date, a.date), strings.Compare(a.path, b.path)) })
	if err := os.MkdirAll(floorOut, 0o755); err != nil {
		return err
	}
	if t.pages {
		if err := each(len(changed), func(i int) error { return writePage(changed[i]) }); err != nil {
			return err
		}
	}
	feed, err := t.feed()
	if err != nil {
		return err
	}
	temp := filepath.Join(floorOut, ".feed.tmp")
	f, err := os.Create(temp)
	if err != nil {
		return err
	}
	_, err = f.Write(feed)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(temp, filepath.Join(floorOut, "feed.atom"))
}

// feed prints the newest.
func (t *trunk) feed() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Bench</title>" +
		"<id>https://bench.test/</id><author><name>B</name></author>\n")
	for i, l := range t.leaves[:min(newest, len(t.leaves))] {
		if i == 0 {
			fmt.Fprintf(&b, "<updated>%s</updated>\n", l.date)
		}
		body, err := bodyOf(l)
		if err != nil {
			return nil, err
		}
		address := "https://bench.test/" + filepath.Base(l.path)
		fmt.Fprintf(&b, "<entry><title>%s</title><id>%s</id><link href=%q/><updated>%s</updated><content>%s</content></entry>\n",
			html.EscapeString(l.title), address, address, l.date, body)
	}
	b.WriteString("</feed>\n")
	return b.Bytes(), nil
}

func writePage(l leaf) error {
	body, err := bodyOf(l)
	if err != nil {
		return err
	}
	title := html.EscapeString(l.title)
	page := fmt.Sprintf("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title></head><body><h1>%s</h1><pre>%s</pre></body></html>\n", title, title, body)
	return os.WriteFile(filepath.Join(floorOut, filepath.Base(l.path)+".html"), []byte(page), 0o644)
}

// bodyOf is the escaped source of a seed without its front matter.
func bodyOf(l leaf) (string, error) {
	b, err := os.ReadFile(l.path)
	_, body, _ := strings.Cut(strings.TrimPrefix(string(b), "---\n"), "\n---\n")
	return html.EscapeString(body), err
}

// each calls f for 0 to n-1, on all cores.
func each(n int, f func(i int) error) error {
	var (
		next atomic.Int64
		all  sync.WaitGroup
		errs = make([]error, runtime.GOMAXPROCS(0))
	)
	for worker := range errs {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && errs[worker] == nil; i = int(next.Add(1)) - 1 {
				errs[worker] = f(i)
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}
