package feed

import (
	"bytes"
	"fmt"
	"io"
	"sync"

	"github.com/seedfeed/seedfeed/feed/internal/wire"
)

// Before a document is published it is read back as a reader would, and compared with what was meant. An entry stands in several documents
// of a format, the same to the byte: in those of the site, of its folder, tags and author. In the first of them it is encoded and read back,
// and in the others put as it came back, for as long as it is remembered. So all that is published was read back, and nearly each entry once.

// proofs remembers the entries that came back as they were meant, the latest of them. Several goroutines may use it.
type proofs struct {
	mu          sync.Mutex
	now, before map[proofKey]wire.Item
	bytes       int // of now
}

// proofKey is all that decides how an entry stands in a document.
type proofKey struct {
	version   string
	as        *format
	inPodcast bool
}

// proofBytes is how much is remembered at least, twice as much at most: the documents that have the same entries are written one after the
// other, so that a few archives' worth is enough.
const proofBytes = 2 << 20 // 2 MiB

func (p *proofs) get(key proofKey) (item wire.Item, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if item, ok = p.now[key]; ok {
		return item, true
	}
	if item, ok = p.before[key]; ok {
		p.put(key, item)
	}
	return item, ok
}

func (p *proofs) add(all map[proofKey]wire.Item) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for key, item := range all {
		p.put(key, item)
	}
}

// put is for who has locked p.
func (p *proofs) put(key proofKey, item wire.Item) {
	if p.now == nil || p.bytes > proofBytes {
		p.now, p.before, p.bytes = map[proofKey]wire.Item{}, p.now, 0
	}
	p.now[key] = item
	p.bytes += item.Size()
}

// writeFeed writes what f says of entries, and makes sure that what was written says just that: a document that doesn't is never published.
func (b *session) writeFeed(w io.Writer, f *Feed, as *format, entries []*entry) error {
	doc, encoder := f.wire(), &wire.Encoder{InPodcast: f.Podcast != nil}
	var meant []Entry // of those that are to be read back
	var items []wire.Item
	good := map[proofKey]wire.Item{}
	for _, e := range entries {
		key := proofKey{b.versionOf(e), as, encoder.InPodcast}
		item, known := b.proofs.get(key)
		if !known {
			body, err := b.body(e.Path)
			if err != nil {
				return err
			}
			m := b.feedEntry(e, body)
			item = as.encode(encoder, m.wire())
			meant, items, good[key] = append(meant, m), append(items, item), item
		}
		doc.Items = append(doc.Items, item)
	}
	document := as.document(doc)
	err := as.check(document.With(items), f, meant)
	if err == nil {
		err = distinct(entries)
	}
	if err != nil {
		return fmt.Errorf("check the feed: %w", err)
	}
	b.proofs.add(good)
	_, err = document.WriteTo(w)
	return err
}

// check reads a document of f with these entries.
func (as *format) check(document io.WriterTo, f *Feed, entries []Entry) error {
	var written bytes.Buffer
	texts, w := aside{out: &written}, io.Writer(&written)
	if as.isXML {
		w = &texts
	}
	if _, err := document.WriteTo(w); err != nil {
		return err
	}
	got, err := as.parse(&written)
	if err != nil {
		return err
	}
	return got.says(f, entries, texts.means)
}

// distinct makes sure that no two entries have one ID.
func distinct(entries []*entry) error {
	seen := make(map[string]bool, len(entries))
	for _, e := range entries {
		if seen[e.rec.ID] {
			return fmt.Errorf("entry %q is there twice", e.rec.ID)
		}
		seen[e.rec.ID] = true
	}
	return nil
}
