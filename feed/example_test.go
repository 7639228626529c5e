package feed_test

import (
	"context"
	"encoding/xml"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing/fstest"
	"time"

	"github.com/seedfeed/seedfeed/feed"
)

// tempGarden makes a folder of seeds that holds one text. A program of yours has one already.
func tempGarden() (site *feed.Site, remove func()) {
	dir, err := os.MkdirTemp("", "garden")
	if err != nil {
		log.Fatal(err)
	}
	site = siteIn(dir)
	if err := os.Mkdir(site.Seeds, 0o755); err != nil {
		log.Fatal(err)
	}
	seed := []byte("# Sweet peas\n\nSow them in October.\n")
	if err := os.WriteFile(filepath.Join(site.Seeds, "peas.md"), seed, 0o644); err != nil {
		log.Fatal(err)
	}
	return site, func() { _ = os.RemoveAll(dir) } // the system tidies what stays
}

func ExampleSite_Build() {
	site, remove := tempGarden() // a feed.Site with Seeds, Out, URL and Title
	defer remove()

	res, err := site.Build(context.Background())
	if err != nil {
		log.Fatal(err, feed.Hint(err))
	}
	for _, c := range res.Changes {
		fmt.Println(c.Kind, c.Path, "as", c.Title)
	}
	for _, p := range res.Problems {
		fmt.Println(p.Error(), p.Hint)
	}
	fmt.Println("entries:", res.Entries)

	// Once more: nothing is read, nothing is written.
	res, err = site.Build(context.Background())
	fmt.Println(len(res.Changes), res.Read, res.Written, err)
	// Output:
	// added peas.md as Sweet peas
	// entries: 1
	// 0 0 0 <nil>
}

func ExampleSite_Watch() {
	site, remove := tempGarden()
	defer remove()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()

	for res, err := range site.Watch(ctx) {
		if err != nil {
			log.Print("the old site stays: ", err)
			continue
		}
		fmt.Println("entries:", res.Entries)
		break // a server would go on until ctx is cancelled
	}
	// Output: entries: 1
}

func ExampleSite_ServeHTTP() {
	site, remove := tempGarden()
	defer remove()
	if _, err := site.Build(context.Background()); err != nil {
		log.Fatal(err)
	}

	server := httptest.NewServer(site) // or http.ListenAndServe("localhost:8080", site)
	defer server.Close()
	res, err := http.Get(server.URL + "/feed.atom")
	if err != nil {
		log.Fatal(err)
	}
	defer res.Body.Close()
	var doc struct {
		Titles []string `xml:"entry>title"`
	}
	err = xml.NewDecoder(res.Body).Decode(&doc)
	fmt.Println(res.Status, res.Header.Get("Content-Type"))
	fmt.Println(doc.Titles, err)
	// Output:
	// 200 OK application/atom+xml; charset=utf-8
	// [Sweet peas] <nil>
}

func ExampleFeed_WriteAtom() {
	october := time.Date(2022, 10, 1, 8, 0, 0, 0, time.UTC)
	f := &feed.Feed{
		ID: "urn:uuid:cc854a59-e683-4f6f-9aeb-a9a4dd431c71", Title: "Garden", URL: "https://garden.test/feed.atom",
		Updated: october, Authors: []feed.Person{{Name: "Mira Field"}},
		Entries: []feed.Entry{{
			ID: "urn:uuid:febd9564-1438-4e3f-9433-897cf22f8e98", Title: "Peas & beans", URL: "https://garden.test/peas.html",
			Published: october, Updated: october, Content: "<p>Sow them in October.</p>",
		}},
	}
	var b strings.Builder
	if err := f.WriteAtom(&b); err != nil {
		log.Fatal(err)
	}
	fmt.Print(strings.Replace(b.String(), feed.Version, "1.2.3", 1))
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <feed xmlns="http://www.w3.org/2005/Atom">
	//   <title>Garden</title>
	//   <id>urn:uuid:cc854a59-e683-4f6f-9aeb-a9a4dd431c71</id>
	//   <updated>2022-10-01T08:00:00Z</updated>
	//   <link href="https://garden.test/feed.atom" rel="self" type="application/atom+xml"></link>
	//   <author>
	//     <name>Mira Field</name>
	//   </author>
	//   <generator version="1.2.3">seedfeed</generator>
	//   <entry>
	//     <title>Peas &amp; beans</title>
	//     <updated>2022-10-01T08:00:00Z</updated>
	//     <id>urn:uuid:febd9564-1438-4e3f-9433-897cf22f8e98</id>
	//     <content type="html">&lt;p&gt;Sow them in October.&lt;/p&gt;</content>
	//     <published>2022-10-01T08:00:00Z</published>
	//     <link href="https://garden.test/peas.html" rel="alternate" type="text/html"></link>
	//   </entry>
	// </feed>
}

func ExampleClean() {
	article, err := feed.Clean("tomatoes.txt", []byte(`A story of tomatoes

By Tom Hollis
Published: 12 March 2022
Read Mode
2 min read

The first tomatoes came up in March, three days after everybody had stopped looking for them.

They were planted out in the last week of May, when the nights were warm enough to leave the window open.

Read more:

How to store beans
`))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(article.Title, article.Authors, article.Language)
	for _, b := range article.Blocks {
		if !b.Kept {
			fmt.Printf("dropped %q: %s\n", b.Text, b.Reason)
		}
	}
	fmt.Println("related:", article.Related)
	fmt.Println(article.Body)
	// Output:
	// A story of tomatoes [Tom Hollis] en
	// dropped "A story of tomatoes": title
	// dropped "By Tom Hollis": byline
	// dropped "Published: 12 March 2022": date label
	// dropped "Read Mode": page control
	// dropped "2 min read": read time
	// dropped "Read more:": related stories
	// dropped "How to store beans": teaser under "Read more:"
	// related: [How to store beans]
	// The first tomatoes came up in March, three days after everybody had stopped looking for them.
	//
	// They were planted out in the last week of May, when the nights were warm enough to leave the window open.
}

func ExampleSite_Host() {
	site, remove := tempGarden()
	defer remove()
	if _, err := site.Build(context.Background()); err != nil {
		log.Fatal(err)
	}
	files, notes, err := site.Host("cloudflare")
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range files {
		if _, err := f.Write(context.Background()); err != nil {
			log.Fatal(err)
		}
		fmt.Println(filepath.Base(f.Path))
	}
	fmt.Println(notes[1])
	// Output:
	// _headers
	// _redirects
	// 404.html
	// it has no 410: the page of a withdrawn entry says so with status 200
}

func ExampleCheck() {
	document := `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6</id>
  <title>Tide</title>
  <updated>2026-02-30T08:00:00Z</updated>
  <author><name>Mira Field</name></author>
  <link rel="self" href="https://my.site/feed.atom"/>
</feed>
`
	for _, f := range feed.Check("feed.atom", []byte(document)) {
		fmt.Printf("%s:%d: %s %s: %s\n", f.File, f.Line, f.Level, f.Rule, f.What)
		fmt.Println(f.Why)
		fmt.Println(f.How)
	}
	// Output:
	// feed.atom:5: error R13: updated of <feed> is no RFC 3339 date: "2026-02-30T08:00:00Z"
	// readers drop the date or the entry, or sort it to the top for ever
	// Atom, JSON: 2026-11-25T08:00:00Z; RSS: Wed, 25 Nov 2026 08:00:00 +0000
}

func ExampleCheckSite() {
	site := fstest.MapFS{
		"index.html": {Data: []byte("<!DOCTYPE html><title>Tide</title><link rel=alternate type=application/atom+xml href=lost.atom>\n")},
	}
	found, documents, err := feed.CheckSite(site)
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range found {
		fmt.Printf("%s: %s %s: %s\n", f.File, f.Level, f.Rule, f.What)
	}
	fmt.Println("documents:", documents)
	// Output:
	// index.html: warning R59: the site has no feed at "lost.atom"
	// documents: 1
}
