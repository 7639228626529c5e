package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/seedfeed/seedfeed/feed"
)

type checkCmd struct {
	Documents []string `arg:"" name:"document" help:"Files, folders of a built site, or addresses of feeds. - reads standard input."`
	JSON      bool     `name:"json" help:"Print one JSON object a finding, on a line: rule, level, file, line, column, what, why, how."`
}

var errFaulty = errors.New("some documents have errors")

// Run checks the documents and prints what was found. One that can't be read doesn't keep the others from it.
func (ch *checkCmd) Run(ctx context.Context, c *console) error {
	counts, documents, unread := map[string]int{}, 0, 0
	for _, name := range ch.Documents {
		found, n, err := findings(ctx, name)
		if err != nil {
			c.say("%v", err)
			unread++
		}
		documents += n
		for _, f := range found {
			counts[f.Level]++
		}
		if ch.JSON {
			err = printFindings(c.out, found)
		} else {
			_, err = io.WriteString(c.out, report(found))
		}
		if err != nil {
			return err
		}
	}
	c.say("%s", tally(counts, documents))
	if counts[feed.LevelError] > 0 || unread > 0 {
		return errFaulty
	}
	return nil
}

// findings checks what a name of the command line stands for.
func findings(ctx context.Context, name string) (found []feed.Finding, documents int, err error) {
	if name == "-" {
		data, err := io.ReadAll(os.Stdin)
		if err != nil {
			return nil, 0, fmt.Errorf("read standard input: %w", err)
		}
		return feed.Check("-", data), 1, nil
	}
	if strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://") {
		found, err := feed.CheckURL(ctx, name)
		if err != nil {
			return nil, 0, err
		}
		return found, 1, nil
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, 0, err
	case info.IsDir():
		found, documents, err = feed.CheckSite(os.DirFS(name))
		for i := range found {
			found[i].File = filepath.Join(name, filepath.FromSlash(found[i].File))
		}
		if err == nil && documents == 0 {
			err = fmt.Errorf("no documents in %q", name)
		}
		return found, documents, err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, 0, err
	}
	return feed.Check(name, data), 1, nil
}

func printFindings(w io.Writer, found []feed.Finding) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, f := range found {
		if err := encoder.Encode(f); err != nil {
			return err
		}
	}
	return nil
}

// report prints findings as compilers do, those of one kind in a document together, with why and how once.
func report(found []feed.Finding) string {
	var b strings.Builder
	type kind struct{ file, level, rule, how string }
	groups, order := map[kind][]feed.Finding{}, []kind{}
	for _, f := range found {
		k := kind{f.File, f.Level, f.Rule, f.How}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], f)
	}
	for _, k := range order {
		for _, f := range groups[k] {
			place := plainPath(f.File)
			if f.Line > 0 {
				place = fmt.Sprintf("%s:%d", place, f.Line)
			}
			fmt.Fprintf(&b, "%s: %s %s: %s\n", place, f.Level, f.Rule, f.What)
		}
		fmt.Fprintf(&b, "    %s\n    %s\n", groups[k][0].Why, k.how)
	}
	return b.String()
}

// tally counts what was found, as in "3 errors, 1 warning in 2 documents".
func tally(counts map[string]int, documents int) string {
	var parts []string
	for _, level := range []string{feed.LevelError, feed.LevelWarning, feed.LevelHint} {
		if n := counts[level]; n > 0 {
			parts = append(parts, count(n, level, level+"s"))
		}
	}
	if len(parts) == 0 {
		parts = []string{"nothing to mend"}
	}
	return strings.Join(parts, ", ") + " in " + count(documents, "document", "documents")
}
