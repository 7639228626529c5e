package main

import (
	"context"
	"encoding/xml"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// testChromium reads a site in a browser as a person would, with the mouse and the keys, in the light, in the dark and on a small
// screen. Whatever the pages do, no request leaves the site, and the browser has nothing to complain of.
func testChromium(t *testing.T, program string) {
	requires(t, "chromium")
	seeds := samples(t)
	write(t, filepath.Join(seeds, "wide.md"), "# Wide_"+strings.Repeat("without_a_break_", 20)+"\n\n`"+strings.Repeat("code.", 60)+"`\n\n```\n"+
		strings.Repeat("a long line ", 60)+"\n```\n\n"+strings.Repeat("| column ", 30)+"|\n"+strings.Repeat("|---", 30)+"|\n"+strings.Repeat("| value ", 30)+"|\n")
	if err := os.CopyFS(filepath.Join(seeds, "talks"), os.DirFS("../../feed/internal/media/testdata")); err != nil {
		t.Fatal(err)
	}
	site := start(t, program, seeds)
	b := openBrowser(t, site.url)

	b.open(site.url)
	link := eval[struct{ Rel, Type, Title, Href string }](b, `(({rel, type, title, href}) => ({rel, type, title, href}))(document.querySelector("link[rel~=alternate]"))`)
	if link.Rel != "alternate" || link.Type != "application/atom+xml" || link.Title == "" || link.Href != site.url+"feed.atom" {
		t.Errorf("a reader finds the feed by %+v", link)
	}
	body, _, err := get(t.Context(), link.Href, "")
	if err != nil {
		t.Fatal(err)
	}
	feed, err := hear(body)
	if err != nil {
		t.Fatal(err)
	}
	shown := eval[[]string](b, `[...document.querySelectorAll("article h3")].map(e => e.innerText)`)
	for _, e := range feed.Entries {
		if !slices.Contains(shown, e.Title) {
			t.Errorf("the first page lacks %q", e.Title)
		}
	}

	b.follow(`a[href="subscribe.html"]`, "Subscribe")
	if field := eval[string](b, `(e => [e.checkVisibility(), e.type, e.readOnly, e.labels[0].innerText, e.value].join())(document.querySelector("#_feed"))`); field != "true,url,true,Copy it into your feed reader,"+link.Href {
		t.Errorf("the address to copy stands in %s", field)
	}

	const news, call = "Blinken tells Lavrov diplomacy remains open, but requires Moscow to ‘deescalate’", "Putin, Biden to hold high-stakes phone call on Ukraine crisis"
	b.follow(`.home`, "Seedfeed samples")
	b.follow(`article a[href="000_68606d4df204cb4e.html"]`, news)
	b.follow(`.related a`, call)
	at := eval[string](b, `location.href`)
	older := eval[string](b, `document.querySelector("[rel=prev] bdi").innerText`)
	b.follow(`[rel=prev]`, older)
	b.follow(`[rel=next]`, call)
	if again := eval[string](b, `location.href`); again != at {
		t.Errorf("an entry back and one forth is %s, not %s", again, at)
	}

	b.testTextSize()
	b.testPages()
	b.testFeed(link.Href)
}

// testTextSize chooses a size with the keys, on the page of an entry.
func (b *browser) testTextSize() {
	b.t.Helper()
	size := func() float64 {
		return eval[float64](b, `parseFloat(getComputedStyle(document.querySelector(".text")).fontSize)`)
	}
	normal := size()
	b.do(chromedp.Focus(chromedp.CSS(".size :checked")), chromedp.KeyEvent(kb.ArrowRight))
	if got := size(); math.Abs(got-1.25*normal) > .1 {
		b.t.Errorf("the next size of a text of %v pixels is %v", normal, got)
	}
	if name := eval[string](b, `document.activeElement.ariaLabel + ", " + document.activeElement.closest("fieldset").innerText.trim()`); name != "Large, Text size" {
		b.t.Errorf("the size is called %q", name)
	}
	b.do(chromedp.KeyEvent(kb.ArrowLeft), chromedp.KeyEvent(kb.ArrowLeft))
	if got := size(); math.Abs(got-.875*normal) > .1 {
		b.t.Errorf("the smallest size of a text of %v pixels is %v", normal, got)
	}
	b.media("print", "light")
	if eval[bool](b, `document.querySelector(".size").checkVisibility()`) {
		b.t.Error("the choice of a size is printed")
	}
}

// testFeed opens a feed itself, which its style sheet makes a page with titles and summaries.
func (b *browser) testFeed(address string) {
	b.t.Helper()
	b.open(address)
	if shown := eval[string](b, `["feed", "entry > title", "entry > content"].map(s => getComputedStyle(document.querySelector(s)).display).join()`); shown != "block,block,none" {
		b.t.Errorf("the feed shows as %s", shown)
	}
}

// testPages looks at all pages, whether one can read them: WCAG 2.2, 1.4.3 (contrast), 1.4.10 (reflow at 320 pixels)
// and 2.1.1 (keyboard).
func (b *browser) testPages() {
	b.t.Helper()
	body, _, err := get(b.t.Context(), b.site+"sitemap.xml", "")
	if err != nil {
		b.t.Fatal(err)
	}
	var list struct {
		Pages []string `xml:"url>loc"`
	}
	if err := xml.Unmarshal(body, &list); err != nil || len(list.Pages) < 30 {
		b.t.Fatalf("%d pages, %v", len(list.Pages), err)
	}
	b.do(chromedp.EmulateViewport(320, 640))
	for _, page := range append(list.Pages, b.site+"subscribe.html", b.site+"archive/index.html") {
		papers := map[string]bool{}
		for _, scheme := range []string{"light", "dark"} {
			b.media("screen", scheme)
			if scheme == "light" {
				b.open(page)
			}
			if over := eval[int](b, `document.documentElement.scrollWidth - 320`); over > 0 {
				b.t.Errorf("%s is %d pixels wider than a screen of 320", page, over)
			}
			if stuck := eval[[]string](b, `[...document.body.querySelectorAll("*")].filter(e => e.scrollWidth > e.clientWidth && getComputedStyle(e).overflowX === "auto" && e.tabIndex < 0).map(e => e.outerHTML)`); len(stuck) > 0 {
				b.t.Errorf("%s can't be scrolled with the keys: %.200q", page, stuck)
			}
			seen := eval[struct {
				Paper, Text string
				Contrast    float64
			}](b, worstContrast)
			if seen.Contrast < 4.5 || seen.Text == "" {
				b.t.Errorf("%s, %s: the contrast of %q is %.2f", page, scheme, seen.Text, seen.Contrast)
			}
			papers[seen.Paper] = true
		}
		if len(papers) != 2 {
			b.t.Errorf("%s looks alike by day and by night: %v", page, papers)
		}
	}
}

// worstContrast finds the text that is hardest to read, by the formula of WCAG 2.2 ("relative luminance", "contrast ratio").
const worstContrast = `(() => {
	const rgba = (e, name) => getComputedStyle(e)[name].match(/[\d.]+/g).map(Number);
	const light = c => c.slice(0, 3).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
	const paper = e => { for (; e; e = e.parentElement) { const c = rgba(e, "backgroundColor"); if (c[3] !== 0) return c; } };
	let worst = {contrast: 99, text: "", paper: paper(document.body).join()};
	for (const e of document.body.querySelectorAll("*")) {
		const text = e.value || [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join("");
		if (!text || !e.checkVisibility()) continue;
		const [a, b] = [light(rgba(e, "color")), light(paper(e))].sort((a, b) => b - a);
		const contrast = (a + .05) / (b + .05);
		if (contrast < worst.contrast) worst = {...worst, contrast, text: text.slice(0, 60)};
	}
	return worst;
})()`

// browser is Chromium without a window, on one tab.
type browser struct {
	t    *testing.T
	site string // where all that it asks for must be
	tab  context.Context
}

// openBrowser starts a browser that ends with the test, which fails if the browser asked others or complained.
func openBrowser(t *testing.T, site string) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("chromium"), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE localhost"))
	ctx, stop := context.WithTimeout(t.Context(), 3*longest) // many pages, and a machine may be busy
	t.Cleanup(stop)
	ctx, stop = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx, chromedp.WithLogf(t.Logf), chromedp.WithErrorf(t.Logf))
	t.Cleanup(stop)

	var mu sync.Mutex
	var asked int
	var wrong []string
	err := chromedp.Listen(ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			asked++
			if !strings.HasPrefix(e.Request.URL, site) && !strings.HasPrefix(e.Request.URL, "data:") {
				wrong = append(wrong, "it asked for "+e.Request.URL)
			}
		case *log.EventEntryAdded:
			if e.Entry.URL != site+"favicon.ico" { // for which it asks by itself once it shows a feed; pages keep it from that
				wrong = append(wrong, fmt.Sprintf("%s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL))
			}
		case *runtime.EventConsoleAPICalled, *runtime.EventExceptionThrown:
			wrong = append(wrong, "a script ran")
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		if asked == 0 || len(wrong) > 0 {
			t.Errorf("of %d requests the browser said: %s", asked, strings.Join(wrong, "\n"))
		}
	})
	return &browser{t, site, ctx}
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.tab, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) open(address string) {
	b.t.Helper()
	b.arrive(address, chromedp.Navigate(address))
}

// follow clicks on a link, which must lead to the page with that heading.
func (b *browser) follow(selector, heading string) {
	b.t.Helper()
	b.arrive(selector, chromedp.Click(chromedp.CSS(selector)))
	if got := eval[string](b, `document.querySelector("h1").innerText`); got != heading {
		b.t.Fatalf("%s leads to %q, not %q", selector, got, heading)
	}
}

func (b *browser) arrive(how string, step chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if answer, err := chromedp.RunResponse(b.tab, step); err != nil || answer.Status != 200 {
		b.t.Fatalf("%s: %+v, %v", how, answer, err)
	}
}

// media shows the page on another medium, or in other colours.
func (b *browser) media(medium, scheme string) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	}))
}

// eval returns the value of an expression on the page, where no script of its own runs.
func eval[T any](b *browser, expression string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.tab, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}
