package feed

import "testing"

func TestHeadings(t *testing.T) {
	for page, inFeed := range map[string]string{
		`<p>no heading</p><hr/>`:                                 `<p>no heading</p><hr/>`,
		`<h2 id="a">A</h2><p>&lt;h2&gt;</p><h3>B</h3><h6>C</h6>`: `<h1 id="a">A</h1><p>&lt;h2&gt;</p><h2>B</h2><h5>C</h5>`,
	} {
		if got := forFeed(page); got != inFeed {
			t.Errorf("in a feed %q", got)
		}
		if got := forPage(inFeed); got != page {
			t.Errorf("back on the page %q", got)
		}
	}
}
