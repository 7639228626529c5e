// Package history asks Git when the files of a folder were first committed.
package history

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ErrShallow says that the clone lacks the beginning of its history, so that the oldest commit in it tells nothing.
var ErrShallow = errors.New("shallow clone")

// fewPaths is up to how many paths Git is asked for by name: a command line has its limits.
const fewPaths = 200

// FirstCommits returns when the files at paths, slash-separated and relative to dir, were first committed, by the
// author's clock, also under former names. Files that Git doesn't know are left out, and so are all of a folder without
// Git. It takes one pass through the history, and none when no file is known.
func FirstCommits(ctx context.Context, dir string, paths []string) (map[string]time.Time, error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, nil // no folder, no history
	}
	about, err := git(ctx, dir, "rev-parse", "--is-shallow-repository", "--show-prefix")
	if err != nil {
		return nil, ctx.Err() // no Git, or no repository
	}
	shallow, prefix, _ := strings.Cut(strings.TrimSuffix(string(about), "\n"), "\n")
	tracked, err := trackedOf(ctx, dir, paths)
	if err != nil || len(tracked) == 0 {
		return nil, err
	}
	if shallow == "true" {
		return nil, ErrShallow
	}
	return walk(ctx, dir, prefix, tracked)
}

// trackedOf returns those of the paths that are in Git's index.
func trackedOf(ctx context.Context, dir string, paths []string) (tracked []string, err error) {
	args := []string{"ls-files", "-z", "--"}
	if len(paths) <= fewPaths {
		for _, p := range paths {
			args = append(args, ":(literal)"+p)
		}
	}
	out, err := git(ctx, dir, args...)
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, p := range paths {
		wanted[p] = true
	}
	for p := range strings.SplitSeq(string(out), "\x00") {
		if wanted[p] {
			tracked = append(tracked, p)
		}
	}
	return tracked, nil
}

// walk reads the log from the newest commit to the oldest and follows each file back through its names.
func walk(ctx context.Context, dir, prefix string, paths []string) (first map[string]time.Time, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := command(ctx, dir, "log", "-z", "--format=%x01%at", "--name-status", "--diff-filter=AR", "-M", "--no-show-signature", "HEAD")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	first = map[string]time.Time{}
	names := map[string]string{} // of the time that is looked at -> of today
	for _, p := range paths {
		names[prefix+p] = p
	}
	err = eachChange(out, func(at time.Time, was, is string) bool {
		today, wanted := names[is]
		if !wanted {
			return true
		}
		delete(names, is)
		if was != "" {
			names[was] = today
		} else {
			first[today] = at
		}
		return len(names) > 0
	})
	if len(names) == 0 {
		cancel() // what is older needs no look
		_ = cmd.Wait()
		return first, nil
	}
	return first, errors.Join(err, cmd.Wait())
}

// eachChange calls use with each file that a commit added, or renamed if was isn't empty, until it returns false.
func eachChange(log io.Reader, use func(at time.Time, was, is string) bool) error {
	r := bufio.NewReaderSize(log, 64<<10)
	var at time.Time
	for {
		field, err := next(r)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if seconds, isCommit := strings.CutPrefix(field, "\x01"); isCommit {
			n, err := strconv.ParseInt(seconds, 10, 64)
			if err != nil {
				return fmt.Errorf("git log: date %q: %w", seconds, err)
			}
			at = time.Unix(n, 0).UTC()
			continue
		}
		was, is := "", ""
		switch {
		case field == "A":
			is, err = next(r)
		case strings.HasPrefix(field, "R"):
			if was, err = next(r); err == nil {
				is, err = next(r)
			}
		default:
			continue
		}
		if err != nil {
			return fmt.Errorf("git log: %w", io.ErrUnexpectedEOF)
		}
		if !use(at, was, is) {
			return nil
		}
	}
}

// next reads a field. Git begins the list of a commit's files with a line end.
func next(r *bufio.Reader) (string, error) {
	b, err := r.ReadString(0)
	if err != nil && b == "" {
		return "", err
	}
	return strings.TrimPrefix(strings.TrimSuffix(b, "\x00"), "\n"), nil
}

func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	cmd := command(ctx, dir, args...)
	var talk bytes.Buffer
	cmd.Stderr = &talk
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, strings.TrimSpace(talk.String()))
	}
	return out, nil
}

// command is Git without what the environment of a hook and the user's settings could make of it.
func command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	fixed := []string{"-C", dir, "--no-pager", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", "log.showRoot=true", "-c", "diff.relative=false", "-c", "diff.renameLimit=10000"}
	cmd := exec.CommandContext(ctx, "git", append(fixed, args...)...)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "GIT_DIR=") || strings.HasPrefix(v, "GIT_WORK_TREE=") || strings.HasPrefix(v, "GIT_INDEX_FILE=") || strings.HasPrefix(v, "GIT_PREFIX=")
	})
	cmd.Env = append(cmd.Env, "GIT_OPTIONAL_LOCKS=0")
	return cmd
}
