package feed

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

func proofFeed(texts ...string) *Feed {
	day := time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)
	f := &Feed{ID: "urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6", Title: "<entry> & <item>", URL: "https://a.test/feed", Home: "https://a.test/", Updated: day, Authors: []Person{{Name: "A"}}}
	for i, text := range texts {
		f.Entries = append(f.Entries, Entry{ID: fmt.Sprintf("urn:x:%d", i), Title: "</entry> </item> " + text, URL: "https://a.test/x", Published: day, Updated: day, Content: "<p>&lt;entry&gt; <item> </entry> " + text + "</p>"})
	}
	return f
}

// TestProofs: an entry that came back is not read again in another document, one that is another is.
func TestProofs(t *testing.T) {
	for _, as := range formats[:2] {
		var p proofs
		if err := as.checked(io.Discard, proofFeed("one", "two"), &p); err != nil {
			t.Fatal(err)
		}
		var document bytes.Buffer
		f := proofFeed("one", "other", "three")
		if err := as.write(f, &document); err != nil {
			t.Fatal(err)
		}
		rest, left, sums := p.without(document.Bytes(), as.item, f.Entries)
		if len(left) != 2 || left[0].ID != "urn:x:1" || left[1].ID != "urn:x:2" || len(sums) != 2 || bytes.Contains(rest, []byte("urn:x:0")) {
			t.Errorf("%s: left %v of\n%s", as.name, left, rest)
		}
		if err := as.checked(io.Discard, f, &p); err != nil {
			t.Error(err)
		}
	}
}

// TestProofsFind: whatever is wrong in a document is found, however much of it came back before.
func TestProofsFind(t *testing.T) {
	for _, as := range formats {
		for _, change := range []string{"one -> won", "two -> t<o", "https://a.test/feed -> https:\x01", "urn:x:1 -> urn:x:0", "</ -> <", "urn:x:2 -> urn:x:1"} {
			var p proofs
			if err := as.checked(io.Discard, proofFeed("one", "two", "three"), &p); err != nil {
				t.Fatal(err)
			}
			from, to, _ := strings.Cut(change, " -> ")
			broken := *as
			broken.write = func(f *Feed, w io.Writer) error {
				var b strings.Builder
				if err := as.write(f, &b); err != nil {
					return err
				}
				text := strings.Replace(b.String(), from, to, 1)
				if text == b.String() && as.name != "json" {
					t.Fatalf("%s: no %q", as.name, from)
				}
				_, err := io.WriteString(w, text)
				return err
			}
			if err := broken.checked(io.Discard, proofFeed("one", "two", "three"), &p); err == nil && as.name == "atom" {
				t.Errorf("%s: %q is not found", as.name, change)
			}
		}
	}
	twice := proofFeed("one", "two")
	twice.Entries[1] = twice.Entries[0]
	var p proofs
	for range 2 {
		if err := formats[0].checked(io.Discard, twice, &p); err == nil {
			t.Error("an entry that is there twice is not found")
		}
	}
}
