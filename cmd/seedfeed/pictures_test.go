package main

import (
	"bytes"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var pictures = flag.Bool("pictures", false, "make the pictures of the README again")

// TestPictures looks whether the pictures of the README are there and small, and makes them again when it is told to:
// go test ./cmd/seedfeed -run Pictures -pictures. They look best with Debian's fonts-urw-base35 and fonts-noto-core.
func TestPictures(t *testing.T) {
	if *pictures {
		takePictures(t)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	const largest = 80_000 // bytes
	named := regexp.MustCompile(`src="(\.pictures/[^"]+)"[^>]* alt="[^"]+"`).FindAllSubmatch(readme, -1)
	for _, m := range named {
		b, err := os.ReadFile(filepath.Join("../..", string(m[1])))
		kind := http.DetectContentType(b)
		if filepath.Ext(string(m[1])) == ".svg" && bytes.HasPrefix(b, []byte("<svg")) {
			kind = "image/svg+xml"
		}
		if err != nil || len(b) > largest || kind != "image/webp" && kind != "image/svg+xml" {
			t.Errorf("%s: %d bytes, %v", m[1], len(b), err)
		}
	}
	if files, err := os.ReadDir("../../.pictures"); err != nil || len(files) != len(named) {
		t.Errorf("the README shows %d pictures of %d, %v", len(named), len(files), err)
	}
}

func takePictures(t *testing.T) {
	program := filepath.Join(t.TempDir(), "seedfeed")
	command(t, ".", "go", "build", "-o", program, ".")
	seeds := samples(t)
	settings, err := os.ReadFile(filepath.Join(seeds, "feed.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(seeds, "feed.yaml"), "url: https://my.site/\n"+string(settings))
	for _, name := range []string{"000_68606d4df204cb4e.txt", "phone-call.md", "languages"} { // news, and letters that few machines have
		if err := os.RemoveAll(filepath.Join(seeds, name)); err != nil {
			t.Fatal(err)
		}
	}
	site := start(t, program, seeds)
	b := openBrowser(t, site.url)
	for _, p := range []struct{ name, path, scheme string }{
		{"index", "", "light"}, {"entry", "rain-barrel.html", "dark"}, {"subscribe", "subscribe.html", "light"},
	} {
		b.do(chromedp.EmulateViewport(480, 720, chromedp.EmulateScale(1.5)))
		b.media("screen", p.scheme)
		b.open(site.url + p.path)
		quality := int64(80)
		picture, err := chromedp.Call(b.tab, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatWebp, Quality: &quality})
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join("../../.pictures", p.name+".webp"), string(picture.Data))
	}
}
