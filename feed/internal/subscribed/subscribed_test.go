package subscribed

import (
	"fmt"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for name, c := range map[string]struct{ doc, want string }{
		"Atom": {
			`<feed xmlns="http://www.w3.org/2005/Atom"><id> tag:x,2020:f </id><title>T</title><updated>2022-02-13T08:00:00Z</updated>
			<entry><id>tag:x,2020:1</id><title>A &amp; B</title><link href="https://x.test/1"/><published>2020-01-01T00:00:00Z</published><updated>2021-01-01T00:00:00+01:00</updated><content type="html">&lt;p&gt;c</content></entry></feed>`,
			"tag:x,2020:f: tag:x,2020:1 https://x.test/1 A & B <p>c 2020-01-01T00:00:00Z 2020-12-31T23:00:00Z; ",
		},
		"RSS, an item without a guid, another twice": {
			`<rss version="2.0"><channel><title>T</title>
			<item><title>A</title><link>https://x.test/1</link><description>d</description><pubDate>Sun, 13 Feb 2022 08:00:00 +0100</pubDate></item>
			<item><title>B</title><guid>2</guid></item><item><title>B again</title><guid>2</guid></item><item><title>nothing</title></item></channel></rss>`,
			": https://x.test/1 https://x.test/1 A d 2022-02-13T07:00:00Z ; 2  B   ; ",
		},
		"JSON": {
			`{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"7","url":"https://x.test/7","content_html":"<p>c","date_published":"2020-01-01T00:00:00Z"}]}`,
			": 7 https://x.test/7  <p>c 2020-01-01T00:00:00Z ; ",
		},
	} {
		f, err := Parse([]byte(c.doc))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := f.ID + ": "
		for _, e := range f.Entries {
			got += fmt.Sprintf("%s %s %s %s %s %s; ", e.ID, e.Link, e.Title, e.HTML, stamp(e.Published), stamp(e.Updated))
		}
		if got != c.want {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, c.want)
		}
	}
	for _, doc := range []string{"", "<html></html>", "{}", "not a feed"} {
		if f, err := Parse([]byte(doc)); err == nil {
			t.Errorf("%q is read as %+v", doc, f)
		}
	}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
