package markup

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var section = regexp.MustCompile(`(?m)^-- (\S+) --\n`)

// loadCases reads testdata/*.txt. A case is a comment, then sections that begin with "-- name --": in.md or in.html, and the
// fields that are compared.
func loadCases(t testing.TB) map[string]map[string]string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	cases := map[string]map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cases[filepath.Base(file)] = sections(strings.ReplaceAll(string(data), "\r\n", "\n"))
	}
	return cases
}

func sections(s string) map[string]string {
	found := map[string]string{}
	heads := section.FindAllStringSubmatchIndex(s, -1)
	for i, h := range heads {
		end := len(s)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		found[s[h[2]:h[3]]] = strings.TrimSuffix(s[h[1]:end], "\n")
	}
	return found
}

func fields(doc Document) map[string]string {
	return map[string]string{
		"html": doc.HTML, "title": doc.Title, "text": doc.Text, "first": doc.First, "language": doc.Language,
		"authors": strings.Join(doc.Authors, "\n"), "published": doc.Published, "updated": doc.Updated,
		"pictures": fmt.Sprint(doc.Pictures), "canonical": doc.Canonical, "image": doc.Image, "description": doc.Description,
	}
}

func TestCases(t *testing.T) {
	for name, c := range loadCases(t) {
		t.Run(name, func(t *testing.T) {
			read, in := HTML, c["in.html"]
			if md, ok := c["in.md"]; ok {
				read, in = Markdown, md
			}
			doc, err := read(in, testOptions())
			if err != nil {
				t.Fatal(err)
			}
			got := fields(doc)
			for field, want := range c {
				if !strings.HasPrefix(field, "in.") && got[field] != want {
					t.Errorf("%s: got\n%s\nwant\n%s", field, got[field], want)
				}
			}
			if err := checkLaws(doc, testOptions()); err != nil {
				t.Error(err)
			}
		})
	}
}
