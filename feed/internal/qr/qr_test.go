package qr

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rsc.io/qr"
)

// TestSVG paints the path again, and compares it with the code.
func TestSVG(t *testing.T) {
	const text = "https://my.site/notes/feed.atom"
	inner, size, err := SVG(text)
	if err != nil {
		t.Fatal(err)
	}
	black := map[[2]int]bool{}
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(inner, -1) {
		n := [4]int{}
		for i := range n {
			n[i], _ = strconv.Atoi(m[i+1]) // digits, as the expression says
		}
		if n[2] != n[3] {
			t.Fatalf("%s is open", m[0])
		}
		for i := range n[2] {
			black[[2]int{n[0] + i, n[1]}] = true
		}
	}
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	for y := range size {
		for x := range size {
			if want := code.Black(x-quiet, y-quiet); black[[2]int{x, y}] != want {
				t.Fatalf("module %d, %d is black: %v", x, y, !want)
			}
		}
	}
	if _, _, err := SVG(strings.Repeat("long ", 1000)); err == nil {
		t.Error("a text that no code holds gives no error")
	}
}
