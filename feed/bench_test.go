package feed_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const benchSeeds = 1000 // of about 4 kB each

// writerRest lies between two saves of one file: a file written more often looks like a long copy, which the watcher
// gives more time to end.
const writerRest = 300 * time.Millisecond

// BenchmarkSaveToFeed measures what a person waits for: from the moment in which the editor has saved a seed to the
// first answer over HTTP in which the feed holds the new text.
func BenchmarkSaveToFeed(b *testing.B) {
	g := benchGarden(b)
	g.watch()
	server := httptest.NewServer(g)
	defer server.Close()
	reader := audience{client: server.Client(), url: server.URL + "/feed.atom"}
	newest := filepath.Join(g.Seeds, benchName(0))
	version := 0
	for _, way := range []struct {
		name string
		save func(text []byte) error
	}{
		{"in-place", func(text []byte) error { return os.WriteFile(newest, text, 0o644) }},
		{"beside-and-rename", func(text []byte) error {
			if err := os.WriteFile(newest+".tmp", text, 0o644); err != nil {
				return err
			}
			return os.Rename(newest+".tmp", newest)
		}},
	} {
		b.Run(way.name, func(b *testing.B) {
			const tries = 20
			var took []time.Duration
			for b.Loop() {
				for range tries {
					version++
					mark := fmt.Sprintf("This is save number %d.", version)
					text := benchText(0) + "\n" + mark + "\n"
					time.Sleep(writerRest)
					must(b, way.save([]byte(text)))
					start := time.Now()
					must(b, reader.until(b.Context(), mark))
					took = append(took, time.Since(start))
				}
			}
			slices.Sort(took)
			b.ReportMetric(milliseconds(took[len(took)/2]), "median-ms")
			b.ReportMetric(milliseconds(took[len(took)*95/100]), "p95-ms")
			b.ReportMetric(0, "ns/op") // of 20 tries: would only confuse
		})
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// until asks once a millisecond for what is new, until the feed holds mark.
func (a *audience) until(ctx context.Context, mark string) error {
	pace := time.NewTicker(time.Millisecond)
	defer pace.Stop()
	etag := ""
	for {
		res, body, err := a.fetch(ctx, etag, false)
		if err != nil {
			return err
		}
		if res.StatusCode == http.StatusOK && strings.Contains(string(body), mark) {
			return nil
		}
		etag = res.Header.Get("ETag")
		select {
		case <-pace.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// BenchmarkBuildCold is the first build: nothing is known and nothing published.
func BenchmarkBuildCold(b *testing.B) {
	g := benchGarden(b)
	for b.Loop() {
		b.StopTimer()
		must(b, os.RemoveAll(g.Out), os.RemoveAll(g.Cache), os.RemoveAll(filepath.Join(g.Seeds, ".seedfeed")))
		b.StartTimer()
		if res := g.build(); res.Written < benchSeeds {
			b.Fatalf("%d documents were written", res.Written)
		}
	}
}

// BenchmarkBuildNothingChanged is what cron does most of the time.
func BenchmarkBuildNothingChanged(b *testing.B) {
	g := benchGarden(b)
	g.build()
	for b.Loop() {
		if res := g.build(); res.Read+res.Written > 0 {
			b.Fatalf("%d seeds were read, %d documents written", res.Read, res.Written)
		}
	}
}

// BenchmarkBuildOneChanged is a build after one edit, made long enough ago that nobody waits for it to settle.
func BenchmarkBuildOneChanged(b *testing.B) {
	g := benchGarden(b)
	g.build()
	version := 0
	for b.Loop() {
		b.StopTimer()
		version++
		g.sow(benchName(0), fmt.Sprintf("%s\nThis is save number %d, %s.\n", benchText(0), version, strings.Repeat("x", version%7)))
		file := filepath.Join(g.Seeds, benchName(0))
		at := rested.Add(time.Duration(version) * time.Second)
		must(b, os.Chtimes(file, at, at))
		b.StartTimer()
		if res := g.build(); res.Read != 1 {
			b.Fatalf("%d seeds were read", res.Read)
		}
	}
}

// benchGarden holds seeds of which number 0 is the newest.
func benchGarden(b *testing.B) *garden {
	g := newGarden(b)
	for i := range benchSeeds {
		g.sow(benchName(i), benchText(i))
	}
	b.ReportAllocs()
	return g
}

func benchName(i int) string { return fmt.Sprintf("%02d/note-%03d.md", i%20, i) }

// benchText is the same at each run: 4 kB of Markdown in words, links, lists and emphasis.
func benchText(i int) string {
	words := strings.Fields("the garden keeps a slow clock and beans climb while rain fills both barrels before noon so nobody waters them " +
		"**twice** *again* `seed` [tomatoes](tomatoes.md) under old walls where lettuce bolts early in June although shade helps")
	rnd := rand.New(rand.NewPCG(uint64(i), 1))
	var b strings.Builder
	day := rested.AddDate(0, 0, -i).Format(time.DateOnly)
	fmt.Fprintf(&b, "---\ntitle: Note %d from the garden\npublished: %s\ntags: [garden, note]\n---\n", i, day)
	for b.Len() < 4000 {
		b.WriteString([]string{"\n", "\n", "\n", "\n## A word in between\n\n", "\n- ", "\n> "}[rnd.IntN(6)])
		for range 30 + rnd.IntN(40) {
			b.WriteString(words[rnd.IntN(len(words))] + " ")
		}
		b.WriteString("end.\n")
	}
	return b.String()
}
