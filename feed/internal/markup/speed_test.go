package markup

import (
	"strings"
	"testing"
)

// article is 5 KB of the Markdown that people write.
var article = strings.Repeat(`## Head *x*

Some text with a [link](a.html) and **bold** words, and `+"`code`"+`, and more prose to go on for a while until the line ends.

- a
- b

`, 35)

func BenchmarkMarkdown(b *testing.B) {
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		if _, err := Markdown([]byte(article), testOptions()); err != nil {
			b.Fatal(err)
		}
	}
}
