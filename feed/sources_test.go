package feed_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestHouse holds the law of imports: cmd -> feed -> feed/internal/X -> the standard library and third parties, each of
// these at home in one package of ours.
func TestHouse(t *testing.T) {
	const house = "github.com/seedfeed/seedfeed/"
	list := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "./...")
	list.Dir = ".."
	out, err := list.Output()
	must(t, err)
	importers := map[string][]string{} // of third parties
	packages := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p struct {
			ImportPath string
			Imports    []string // without those of tests
		}
		if err := packages.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		from := strings.TrimPrefix(p.ImportPath, house)
		for _, path := range p.Imports {
			to, ours := strings.CutPrefix(path, house)
			if ours && !mayImport(from, to) {
				t.Errorf("%s imports %s", from, to)
			}
			if host, _, _ := strings.Cut(path, "/"); !ours && strings.Contains(host, ".") {
				importers[path] = append(importers[path], from)
			}
		}
	}
	for path, by := range importers {
		if len(by) > 1 {
			slices.Sort(by)
			t.Errorf("%s is imported by %s", path, strings.Join(by, " and "))
		}
	}
	if len(importers["github.com/gorilla/feeds"]) != 1 {
		t.Error("nobody imports gorilla/feeds: this test looks at the wrong packages")
	}
}

func mayImport(from, to string) bool {
	switch {
	case from == "cmd/seedbench": // which runs the program as users do
		return false
	case strings.HasPrefix(from, "cmd/"):
		return to == "feed"
	case from == "feed":
		return strings.HasPrefix(to, "feed/internal/")
	case strings.HasPrefix(from, to+"/"): // a program that makes what the package is made of
		return true
	}
	return false
}
