package wire

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// benchFeed is an archive of 100 entries of about 5 kB each.
func benchFeed() *Feed {
	f := sample("The garden")
	paragraph := "<p>The <em>garden</em> keeps a slow clock &amp; beans climb, while <a href=\"https://a.test/rain.html\">rain</a> fills both barrels “before” noon.</p>\n"
	f.Entries = nil
	for i := range 100 {
		day := time.Date(2022, 2, 13, 12, i, 0, 0, time.UTC)
		f.Entries = append(f.Entries, Entry{
			ID: fmt.Sprintf("urn:uuid:60a76c80-d399-11d9-b93c-0003939e0%03d", i), Title: fmt.Sprintf("Note %d from the garden", i), URL: fmt.Sprintf("https://a.test/2022/note-%d.html", i),
			Language: "en", Published: day, Updated: day, Authors: []Person{{Name: "Mira Field"}}, Categories: []string{"garden", "note"},
			Summary: strings.Repeat("The garden keeps a slow clock. ", 9), HTML: strings.Repeat(paragraph, 32), Image: "https://a.test/2022/bean.jpg",
		})
	}
	return f
}

func BenchmarkWrite(b *testing.B) {
	f := benchFeed()
	for _, as := range []struct {
		name string
		make func(*Feed) *Document
	}{{"atom", Atom}, {"rss", RSS}, {"json", JSON}} {
		b.Run(as.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := as.make(f).WriteTo(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
