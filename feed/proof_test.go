package feed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/wire"
)

var proofDay = time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)

func proofFeed() *Feed {
	return &Feed{ID: "urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6", Title: "<entry> & <item>", URL: "https://a.test/feed", Home: "https://a.test/", Updated: proofDay, Authors: []Person{{Name: "A"}}}
}

func proofEntries(texts ...string) (all []Entry) {
	for i, text := range texts {
		all = append(all, Entry{
			ID: fmt.Sprintf("urn:x:%d", i), Title: "</entry> </item> " + text, URL: "https://a.test/x", Published: proofDay, Updated: proofDay,
			Content: "<p>&lt;entry&gt; <item> </entry> " + text + " " + strings.Repeat("long ", 50) + "</p>",
		})
	}
	return all
}

// proofSession knows the seeds of the same entries.
func proofSession(texts ...string) (b *session, entries []*entry) {
	b = &session{cfg: &settings{feedBytes: 1 << 20}, bodies: map[string][]byte{}}
	for _, e := range proofEntries(texts...) {
		b.bodies[e.ID] = []byte(e.Content)
		entries = append(entries, &entry{company: &nobody, seed: &seed{Path: e.ID, Title: e.Title, details: &details{Link: e.URL}}, rec: &ledger.Record{Rare: ledger.NoRare(), ID: e.ID, Published: e.Published, Updated: e.Updated}})
	}
	return b, entries
}

// TestProofs: an entry is encoded and read back once, in however many documents it stands, and those are what they would be without others.
func TestProofs(t *testing.T) {
	for _, known := range formats {
		as, encoded, read := *known, 0, 0
		as.encode = func(c *wire.Encoder, e *wire.Entry) wire.Item { encoded++; return known.encode(c, e) }
		as.parse = func(r io.Reader) (readBack, error) {
			got, err := known.parse(r)
			read += len(got.entries)
			return got, err
		}
		b, entries := proofSession("one", "two", "three", "four")
		write := func(entries ...*entry) string {
			var out bytes.Buffer
			if err := b.writeFeed(&out, proofFeed(), &as, entries); err != nil {
				t.Fatal(err)
			}
			return out.String()
		}
		write(entries[0], entries[1])
		got := write(entries[1:]...)
		if encoded != 4 || read != 4 {
			t.Errorf("%s: %d entries were encoded, %d read", as.name, encoded, read)
		}
		b.proofs = proofs{}
		if want := write(entries[1:]...); got != want || strings.Count(want, "urn:x:") != 3 {
			t.Errorf("%s: got\n%s\nwant\n%s", as.name, got, want)
		}
		if write(); encoded != 7 || read != 7 {
			t.Errorf("%s: %d entries were encoded, %d read", as.name, encoded, read)
		}
	}
}

// TestProofsAreBounded: what is remembered takes no more memory, however many entries there are.
func TestProofsAreBounded(t *testing.T) {
	var p proofs
	item := formats[0].encode(new(wire.Encoder), &wire.Entry{HTML: strings.Repeat("x", proofBytes/100)})
	for i := range 1000 {
		p.add(map[proofKey]wire.Item{{version: fmt.Sprint(i)}: item})
		if _, ok := p.get(proofKey{version: fmt.Sprint(max(0, i-50))}); !ok {
			t.Fatalf("%d is forgotten after fifty others", i)
		}
	}
	if n := len(p.now) + len(p.before); n > 210 {
		t.Errorf("%d items of a hundredth are remembered", n)
	}
}

// altered is a document in which something was replaced.
type altered struct {
	document *wire.Document
	from, to string
}

func (a altered) WriteTo(w io.Writer) (int64, error) {
	var b strings.Builder
	if _, err := a.document.WriteTo(&b); err != nil {
		return 0, err
	}
	text := strings.Replace(b.String(), a.from, a.to, 1)
	if text == b.String() {
		return 0, errors.New("nothing to replace")
	}
	n, err := io.WriteString(w, text)
	return int64(n), err
}

// TestProofsFind: whatever is wrong in a document is found.
func TestProofsFind(t *testing.T) {
	f, entries := proofFeed(), proofEntries("one", "two", "three")
	for _, as := range formats {
		doc := f.wire()
		for _, e := range entries {
			doc.Entries = append(doc.Entries, *e.wire())
		}
		document := as.document(doc)
		if err := as.check(document, f, entries); err != nil {
			t.Fatal(err)
		}
		for _, change := range []string{"one -> won", "two -> t<o", "urn:x:1 -> urn:x:0", "urn:x:2 -> urn:x:1", "long long -> long lon", "long  -> long\x01 ", "2026-11-25 -> 2026-11-26", "25 Nov -> 26 Nov", "</ -> <"} {
			from, to, _ := strings.Cut(change, " -> ")
			err := as.check(altered{document, from, to}, f, entries)
			if err == nil || err.Error() == "nothing to replace" && as.name != "json" && !strings.Contains(change, "2") {
				t.Errorf("%s: %q is not found: %v", as.name, change, err)
			}
		}
		if err := as.check(document, f, entries[:2]); err == nil {
			t.Errorf("%s: an entry too many is not found", as.name)
		}
	}
	b, twice := proofSession("one", "two")
	twice[1] = twice[0]
	for range 2 {
		if err := b.writeFeed(io.Discard, f, formats[0], twice); err == nil {
			t.Error("an entry that is there twice is not found")
		}
	}
}

// BenchmarkFeedDocument is an archive of 40 entries of about 5 kB each: all of which are new, or are in other documents as well.
func BenchmarkFeedDocument(b *testing.B) {
	var texts []string
	for i := range 40 {
		texts = append(texts, fmt.Sprint(i, strings.Repeat(" <em>The garden</em> keeps a slow clock,</p>\n<p>and “beans” climb <a href=\"https://a.test/\">here</a>.", 45)))
	}
	for _, known := range []bool{false, true} {
		b.Run(map[bool]string{false: "new", true: "known"}[known], func(b *testing.B) {
			session, entries := proofSession(texts...)
			for _, e := range entries {
				e.Title = "A slow clock"
			}
			b.ReportAllocs()
			for b.Loop() {
				if !known {
					session.proofs = proofs{}
				}
				if err := session.writeFeed(io.Discard, proofFeed(), formats[0], entries); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
