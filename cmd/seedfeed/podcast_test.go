package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testGpodder subscribes to a folder of recordings with gPodder, and downloads an episode from the middle on: the half that is
// there is not what the server has, so that the whole tells whether it was asked for, and gave, only the rest.
func testGpodder(t *testing.T, program string) {
	requires(t, "gpo", "sqlite3")
	seeds, home := t.TempDir(), t.TempDir()
	recording, err := os.ReadFile("../../feed/internal/media/testdata/cbr.mp3")
	if err != nil {
		t.Fatal(err)
	}
	one, two := bytes.Repeat(recording, 101), bytes.Repeat(recording, 201)
	write(t, filepath.Join(seeds, "talks/one.mp3"), string(one))
	write(t, filepath.Join(seeds, "talks/two.mp3"), string(two))
	write(t, filepath.Join(seeds, "talks/one.md"), "# The first talk\n\nOf the tide.\n")
	write(t, filepath.Join(seeds, "talks/two.md"), "# The second talk\n\nOf the moon.\n")
	t.Setenv("GPODDER_HOME", home)
	site := start(t, program, seeds)

	command(t, home, "gpo", "subscribe", site.url+"talks/feed.atom")
	command(t, home, "gpo", "update")
	downloads := filepath.Join(home, "Downloads", strings.TrimSpace(command(t, home, "sqlite3", "Database", "SELECT download_folder FROM podcast")))
	half := bytes.Repeat([]byte("-"), len(one)/2)
	write(t, filepath.Join(downloads, "one.mp3.partial"), string(half))
	command(t, home, "gpo", "download")
	for name, want := range map[string][]byte{"one.mp3": append(half, one[len(half):]...), "two.mp3": two} {
		if got, err := os.ReadFile(filepath.Join(downloads, name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, want %d, %v", name, len(got), len(want), err)
		}
	}
	got := strings.TrimSpace(command(t, home, "sqlite3", "Database", "SELECT title, mime_type, file_size FROM episode ORDER BY title"))
	if want := "The first talk|audio/mpeg|361984\nThe second talk|audio/mpeg|720384"; got != want {
		t.Errorf("gPodder has %s, want %s", got, want)
	}
}
