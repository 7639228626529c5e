package feed

import (
	"strings"
	"testing"
)

func TestHeadings(t *testing.T) {
	for page, inFeed := range map[string]string{
		`<p>no heading</p><hr/>`:                                 `<p>no heading</p><hr/>`,
		`<h2 id="a">A</h2><p>&lt;h2&gt;</p><h3>B</h3><h6>C</h6>`: `<h1 id="a">A</h1><p>&lt;h2&gt;</p><h2>B</h2><h5>C</h5>`,
		`<header>h2</header><h5>a <b>b</b></h5><p>1 < 2 </ </h`:  `<header>h2</header><h4>a <b>b</b></h4><p>1 < 2 </ </h`,
	} {
		if got := forFeed(page); got != inFeed {
			t.Errorf("in a feed %q", got)
		}
		if got := forPage(inFeed); got != page && strings.Contains(inFeed, "<h1") {
			t.Errorf("back on the page %q", got)
		}
	}
	if got := withHeadings("<h1><h6>", +1) + withHeadings("<h1><h6>", -1); got != "<h2><h6><h1><h5>" {
		t.Errorf("beyond the first and the last: %q", got)
	}
}
