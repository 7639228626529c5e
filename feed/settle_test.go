package feed

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestSettledInPortions: for the first build it makes no difference to the ledger and the feed how many seeds are settled at once, nor whether
// all are read by then, whatever is among them.
func TestSettledInPortions(t *testing.T) {
	was := settledAtOnce
	t.Cleanup(func() { settledAtOnce = was })
	for _, settings := range []string{"title: T\n", "title: T\nformats: [atom]\nfeeds: none\narchives: none\nlimits: {entries: 5}\n"} {
		for _, undated := range []int{1000, 33, 0} { // the first text without a date
			var want map[string]string
			for _, settledAtOnce = range []int{1000, 40, 8, 1} {
				got := firstBuild(t, settings, undated)
				if want == nil {
					want = got
				}
				for name, text := range want {
					if got[name] != text {
						t.Errorf("%s, undated from %d on: with %d at once, %s is\n%s\nand not\n%s", settings, undated, settledAtOnce, name, got[name], text)
					}
				}
			}
		}
	}
}

// firstBuild returns the ledger and the feed of 60 texts, with drafts, copies, IDs that are given twice, and broken ones among them.
func firstBuild(t *testing.T, settings string, undated int) map[string]string {
	t.Helper()
	root := t.TempDir()
	at := time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC)
	write := func(name, text string) {
		path := filepath.Join(root, "seeds", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 60 {
		head, body := fmt.Sprintf("title: Title %d\n", i), fmt.Sprintf("Text %d, with [another](%02d.md).\n", i, i+1)
		if i < undated || i%4 == 0 {
			head += fmt.Sprintf("date: 2024-01-%02d\n", 1+i%28)
		}
		switch i % 10 {
		case 3:
			head += "draft: true\n"
		case 5:
			head += fmt.Sprintf("id: tag:my.test,2024:%d\n", i%20)
		case 7:
			body = "The same text.\n"
		case 9:
			head += "tags: {a: b}\n"
		}
		write(fmt.Sprintf("%d/%02d.md", i/20, i), "---\n"+head+"---\n"+body)
	}
	write("feed.yaml", settings)
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}, {"commit", "-qm", "all"}} { // which dates those that say none
		cmd := exec.CommandContext(t.Context(), "git", append([]string{"-c", "user.name=t", "-c", "user.email=t@t.test", "-c", "commit.gpgsign=false"}, args...)...)
		cmd.Dir, cmd.Env = filepath.Join(root, "seeds"), append(os.Environ(), "GIT_COMMITTER_DATE=2023-05-06T07:08:09Z", "GIT_AUTHOR_DATE=2023-05-06T07:08:09Z")
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, said)
		}
	}
	site := &Site{
		Seeds: filepath.Join(root, "seeds"), Out: filepath.Join(root, "out"), Cache: filepath.Join(root, "cache"), URL: "https://notes.test/",
		now: func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) },
	}
	if _, err := site.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for name, path := range map[string]string{"ledger": filepath.Join(root, "seeds", stateFolder, "ledger"), "feed": filepath.Join(root, "out", feedPath)} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = string(text)
	}
	return all
}
