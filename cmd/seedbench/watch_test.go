package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestSaves: what counts is the first complete feed with the change; one that is cut short or gone meanwhile is torn.
func TestSaves(t *testing.T) {
	const delay = 200 * time.Millisecond
	for name, test := range map[string]struct {
		publish func(feed, text string) error
		torn    bool
	}{
		"at once":    {func(feed, text string) error { return replace(feed, "<feed>"+text+"</feed>") }, false},
		"in between": {func(feed, text string) error { return replace(feed, "<feed>something else</feed>") }, false},
		"emptied":    {func(feed, text string) error { return os.WriteFile(feed, nil, 0o644) }, true},
		"cut short":  {func(feed, text string) error { return os.WriteFile(feed, []byte("<feed>"+text), 0o644) }, true},
		"gone":       {func(feed, _ string) error { return os.Remove(feed) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := &site{program: &program{seeds: "src", feed: "feed.atom"}, dir: t.TempDir(), n: 3}
			if _, err := sow(t.Context(), filepath.Join(s.dir, "src"), s.n); err != nil {
				t.Fatal(err)
			}
			feed, seed := filepath.Join(s.dir, s.feed), filepath.Join(s.dir, "src", newSeed(2, 3).path)
			if err := replace(feed, "<feed>old</feed>"); err != nil {
				t.Fatal(err)
			}
			w := &watching{site: s, process: &process{ended: make(chan struct{})}}
			w.look()
			done := make(chan error, 1)
			go func() {
				text := ""
				for text == "" {
					b, _ := os.ReadFile(seed)
					_, text, _ = strings.Cut(string(b), "The last word is ")
					time.Sleep(time.Millisecond)
				}
				err := test.publish(feed, text)
				time.Sleep(delay)
				done <- errors.Join(err, replace(feed, "<feed>"+text+"</feed>"))
			}()
			took, torn, err := w.save(t.Context(), renamed, time.Minute)
			if err := errors.Join(err, <-done); err != nil {
				t.Fatal(err)
			}
			if torn != test.torn || name != "at once" && took < delay/2 {
				t.Errorf("it took %v, torn: %v", took, torn)
			}
		})
	}
}

// TestSaveThatIsMissed: a program that doesn't see a save, or ends, is not waited for.
func TestSaveThatIsMissed(t *testing.T) {
	s := &site{program: &program{seeds: "src", feed: "feed.atom"}, dir: t.TempDir(), n: 1}
	if _, err := sow(t.Context(), filepath.Join(s.dir, "src"), s.n); err != nil {
		t.Fatal(err)
	}
	w := &watching{site: s, process: &process{ended: make(chan struct{})}}
	if _, _, err := w.save(t.Context(), written, 20*time.Millisecond); !errors.Is(err, errMissed) {
		t.Errorf("got %v", err)
	}
	w.process.err = errors.New("exit status 9")
	close(w.ended)
	if err := os.MkdirAll(s.temp(), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.save(t.Context(), written, time.Minute); err == nil || !strings.Contains(err.Error(), "exit status 9") {
		t.Errorf("got %v", err)
	}
}

func replace(file, text string) error {
	if err := os.WriteFile(file+".tmp", []byte(text), 0o644); err != nil {
		return err
	}
	return os.Rename(file+".tmp", file)
}
