package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var pictures = flag.Bool("pictures", false, "make the pictures of the README again")

// TestPictures makes the pictures of the README again when it is told to: go test ./cmd/seedfeed -run Pictures -pictures.
// They look best with Debian's fonts-urw-base35 and fonts-noto-core.
func TestPictures(t *testing.T) {
	if !*pictures {
		t.Skip("without -pictures those that are there stay")
	}
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
