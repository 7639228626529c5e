package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/seedfeed/seedfeed/feed"
)

type cleanCmd struct {
	Files []string `arg:"" name:"file" help:"The texts to clean."`
	JSON  bool     `name:"json" help:"Print one JSON object a file: title, byline, authors, blocks kept and dropped with the reason, related headlines."`
}

// Run cleans each file. One that can't be read doesn't keep the others from it.
func (cl *cleanCmd) Run(c *console) error {
	failed := 0
	for i, name := range cl.Files {
		article, err := cleanFile(name)
		if err != nil {
			c.say("%v", err)
			failed++
			continue
		}
		if cl.JSON {
			err = json.NewEncoder(c.out).Encode(article)
		} else {
			if i > 0 {
				fmt.Fprintln(c.out)
			}
			_, err = fmt.Fprint(c.out, plain(article))
		}
		if err != nil {
			return err
		}
	}
	switch {
	case failed == len(cl.Files):
		return errors.New("nothing was cleaned")
	case failed > 0:
		return errProblems
	}
	return nil
}

func cleanFile(name string) (*feed.Article, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", name, err)
	}
	return feed.Clean(name, b)
}

// plain is an article as a text file would hold it.
func plain(a *feed.Article) string {
	var b strings.Builder
	for _, part := range []string{a.Title, a.Byline} {
		if part != "" {
			b.WriteString(part + "\n\n")
		}
	}
	b.WriteString(strings.TrimRight(a.Body, "\n") + "\n")
	return b.String()
}
