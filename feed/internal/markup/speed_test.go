package markup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// posts are what people write: an essay, a manual, a list of links, and one with HTML in it.
func posts(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob("testdata/posts/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no posts: %v", err)
	}
	all := map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimSuffix(filepath.Base(file), ".md")] = strings.ReplaceAll(string(data), "\r\n", "\n")
	}
	return all
}

func BenchmarkMarkdown(b *testing.B) {
	for name, post := range posts(b) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(post)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Markdown(post, testOptions()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestShortWay has every post but the one with HTML written straight from its tree.
func TestShortWay(t *testing.T) {
	for name, post := range posts(t) {
		src := []byte(post)
		if _, ok := write(post, src, convert(post, src), newReferences(testOptions(), nil)); ok != (name != "markup") {
			t.Errorf("%s: the short way is open: %v", name, ok)
		}
	}
}
