package main

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the program says into the README")

// usage finds a block of the README that must be what a command prints.
var usage = regexp.MustCompile("(?s)<!-- seedfeed ([^>]*) -->\n```\n(.*?)```\n")

func TestReadmeShowsTheHelpAsItIs(t *testing.T) {
	const path = "../../README.md"
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text, blocks := string(b), 0
	for _, m := range usage.FindAllStringSubmatch(text, -1) {
		blocks++
		var out, talk strings.Builder
		if code := run(t.Context(), strings.Fields(m[1]), &out, &talk); code != exitOK {
			t.Fatalf("%s: exit code %d: %s", m[1], code, talk.String())
		}
		if m[2] == out.String() {
			continue
		}
		if !*update {
			t.Errorf("the README's `seedfeed %s` is not what the program prints; run go test ./cmd/seedfeed -run Readme -update", m[1])
		}
		text = strings.Replace(text, m[0], "<!-- seedfeed "+m[1]+" -->\n```\n"+out.String()+"```\n", 1)
	}
	if blocks == 0 {
		t.Error("the README shows no help at all")
	}
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
