package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seedfeed/seedfeed/feed"
)

type cleanCmd struct {
	Files []string `arg:"" name:"file" help:"The texts to clean."`
	JSON  bool     `name:"json" help:"Print one JSON object a file, on a line: title, byline, authors, published, language, body, blocks kept and dropped with reason and score, related headlines."`
	Why   bool     `help:"Show each block with why it goes and what it scores, in a margin. That is the default on a terminal."`
}

// cleanGC has memory collected when half as much is garbage as is in use: cleaning makes much of it, and keeps nothing.
const cleanGC = 50

// Run cleans the files on all cores and prints them in their order. One that can't be read doesn't keep the others from it.
func (cl *cleanCmd) Run(c *console) error {
	debug.SetGCPercent(cleanGC)
	type job struct {
		name    string
		article *feed.Article
		err     error
		done    chan struct{}
	}
	jobs, queue := make(chan *job), make(chan *job, 4*runtime.GOMAXPROCS(0))
	var cleaner feed.Cleaner
	go func() {
		defer close(jobs)
		defer close(queue)
		for _, name := range cl.Files {
			j := &job{name: name, done: make(chan struct{})}
			queue <- j
			jobs <- j
		}
	}()
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for j := range jobs {
				j.article, j.err = cleaner.File(j.name)
				close(j.done)
			}
		}()
	}
	progress := c.progress()
	encoder := json.NewEncoder(c.out)
	encoder.SetEscapeHTML(false)
	failed, done := 0, 0
	for j := range queue {
		<-j.done
		if done++; progress != nil {
			progress("cleaning", done, len(cl.Files))
		}
		var err error
		switch {
		case j.err != nil:
			c.say("%v", j.err)
			failed++
			continue
		case cl.JSON:
			err = encoder.Encode(j.article)
		default:
			text := plain(j.article)
			if cl.Why || isTerminal(c.out) {
				text = margin(j.article, isTerminal(c.out) && os.Getenv("NO_COLOR") == "")
			}
			if done > 1 {
				text = "\n" + text
			}
			_, err = fmt.Fprint(c.out, text)
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

const (
	reasonWidth = 30 // columns of the margin
	textWidth   = 88 // and of what stands beside it
)

// margin shows each block on a line, with its score and why it went.
func margin(a *feed.Article, colour bool) string {
	var b strings.Builder
	for _, bl := range a.Blocks {
		reason, paint, rest := bl.Reason, "", ""
		switch {
		case !colour:
		case bl.Kept:
			paint, rest = "\x1b[32m", "\x1b[0m"
		case bl.Reason == "title" || bl.Reason == "byline":
			paint, rest = "\x1b[36m", "\x1b[0m"
		default:
			paint, rest = "\x1b[31m", "\x1b[0m"
		}
		if bl.Kept {
			reason = bl.Kind
		}
		sign := "-"
		if bl.Kept {
			sign = "+"
		}
		fmt.Fprintf(&b, "%s%s %s %5.1f %s %s\n", paint, sign, pad(fit(reason, reasonWidth), reasonWidth), bl.Score, "|"+rest, fit(bl.Text, textWidth))
	}
	for _, row := range [][2]string{
		{"title", a.Title}, {"byline", a.Byline}, {"authors", strings.Join(a.Authors, ", ")}, {"published", a.Published}, {"language", a.Language},
	} {
		if row[1] != "" {
			fmt.Fprintf(&b, "%s: %s\n", row[0], fit(row[1], textWidth+reasonWidth))
		}
	}
	return b.String()
}

// fit makes s one line of at most so many columns, without what a terminal would obey.
func fit(s string, columns int) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(s), " ") {
		if !unicode.IsPrint(r) {
			continue
		}
		if columns -= width(r); columns < 1 {
			return b.String() + "…"
		}
		b.WriteRune(r)
	}
	return b.String()
}

func pad(s string, columns int) string {
	for _, r := range s {
		columns -= width(r)
	}
	return s + strings.Repeat(" ", max(0, columns))
}

// width is how many columns a character takes on a terminal, about.
func width(r rune) int {
	switch {
	case unicode.Is(unicode.Mn, r):
		return 0
	case r >= 0x2e80 && utf8.RuneLen(r) > 2 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
		return 2
	}
	return 1
}
