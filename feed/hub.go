package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A hub tells subscribers of a change at once, so that they need not ask (WebSub, W3C Recommendation of 2018). Feeds name it, and
// whoever publishes tells it which of them changed. What it knows is kept beside the ledger: nothing is told twice, and what failed is told
// next time.

const (
	hubFile    = "hub.json"       // in the state folder
	hubTimeout = 30 * time.Second // for one answer
)

// Ping tells the hub that feed.yaml names which feeds changed since it was told last, and returns their URLs. It is for after
// a site is where subscribers find it. Without a hub, or for a site that only this machine sees, it does nothing. The error says
// what the hub answered.
func (s *Site) Ping(ctx context.Context) (told []string, err error) {
	cfg, err := s.settings()
	if err != nil || cfg.hub == "" || isLoopback(cfg.base.Hostname()) {
		return nil, err
	}
	keys, err := s.feedKeys()
	if err != nil {
		return nil, err
	}
	file := filepath.Join(s.state(), hubFile)
	known, isNew, err := readKnown(file)
	if err != nil {
		return nil, err
	}
	for p := range known {
		if keys[p] == "" { // gone
			delete(known, p)
		}
	}
	var changed []string
	for p, key := range keys {
		stem := strings.TrimSuffix(p, path.Ext(p))
		switch {
		case isNew && stem != feedStem: // nobody has subscribed to these through it
			known[p] = key
		case known[p] != key:
			changed = append(changed, p)
		}
	}
	slices.Sort(changed)
	client := &http.Client{Timeout: hubTimeout}
	for _, p := range changed {
		topic := cfg.pageURL(p).String()
		if err = tellHub(ctx, client, cfg.hub, topic); err != nil {
			break
		}
		known[p] = keys[p]
		told = append(told, topic)
	}
	return told, errors.Join(err, writeKnown(file, known))
}

// feedKeys are the feeds that are published, archives left out, with what tells one version from another.
func (s *Site) feedKeys() (map[string]string, error) {
	files, _, err := s.publishedFiles()
	if err != nil {
		return nil, err
	}
	keys := map[string]string{}
	for p, f := range files {
		if isFeed(p) {
			keys[p] = f.Hash
		}
	}
	return keys, nil
}

// isFeed reports whether a document of the site is a feed's newest one: archives are numbered.
func isFeed(p string) bool {
	as := formatOf(p)
	if as == nil {
		return false
	}
	stem := strings.TrimSuffix(p, as.ext)
	number := strings.TrimPrefix(path.Ext(stem), ".")
	return !strings.HasPrefix(stem, archiveFolder+"/") && (number == "" || strings.Trim(number, "0123456789") != "")
}

func tellHub(ctx context.Context, client *http.Client, hub, topic string) error {
	const hint = "see whether `hub:` in feed.yaml is the hub's address; what it wasn't told is told next time"
	form := url.Values{"hub.mode": {"publish"}, "hub.url": {topic}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, hub, strings.NewReader(form.Encode()))
	if err != nil {
		return withHint(hint, "tell the hub: %w", err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("User-Agent", "seedfeed/"+Version)
	res, err := client.Do(req)
	if err != nil {
		return withHint(hint, "tell the hub of %s: %w", topic, err)
	}
	defer res.Body.Close() // only read
	if res.StatusCode/100 == 2 {
		return nil
	}
	said, _ := io.ReadAll(io.LimitReader(res.Body, 200)) // the status is what counts
	return withHint(hint, "tell the hub of %s: it answers %s %q", topic, res.Status, strings.TrimSpace(string(said)))
}

// readKnown reads what the hub was told. isNew says that it was never told anything.
func readKnown(file string) (known map[string]string, isNew bool, err error) {
	known = map[string]string{}
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return known, true, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("read what the hub knows: %w", err)
	}
	if json.Unmarshal(b, &known) != nil { // damaged: telling it again does no harm
		return map[string]string{}, false, nil
	}
	return known, false, nil
}

func writeKnown(file string, known map[string]string) error {
	b, err := json.MarshalIndent(known, "", " ")
	if err == nil {
		temp := file + ".tmp"
		if err = os.WriteFile(temp, append(b, '\n'), 0o644); err == nil {
			err = os.Rename(temp, file)
		}
	}
	if err != nil {
		return fmt.Errorf("write what the hub knows: %w", err)
	}
	return nil
}
