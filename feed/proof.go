package feed

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"sync"
)

// Before a document is published it is read back as a reader would, and compared with what was meant. An entry stands in several documents,
// the same to the byte: once it was read back in one of them, the others are read without it. So all that is published was read back,
// and each entry once.

// proofs remembers the entries that came back as they were meant, by their bytes. Several goroutines may use it.
type proofs struct {
	mu   sync.Mutex
	good map[[sha256.Size]byte]bool
}

// checked writes f and makes sure that what was written says what f says: a document that doesn't is never published.
func (as *format) checked(w io.Writer, f *Feed, p *proofs) error {
	var b bytes.Buffer
	if err := as.write(f, &b); err != nil {
		return err
	}
	rest, left, sums := p.without(b.Bytes(), as.item, f.Entries)
	got, err := as.parse(bytes.NewReader(rest))
	if err == nil {
		shorter := *f
		shorter.Entries = left
		err = got.says(&shorter)
	}
	if err == nil {
		err = distinct(f.Entries)
	}
	if err != nil {
		return fmt.Errorf("check the feed: %w", err)
	}
	p.add(sums)
	_, err = w.Write(b.Bytes())
	return err
}

// without cuts out of a document the entries that came back before; tag is what begins each. It returns what is left of the document,
// the entries that are in that, and their sums.
func (p *proofs) without(document []byte, tag string, all []Entry) (rest []byte, left []Entry, sums [][sha256.Size]byte) {
	parts := splitItems(document, tag)
	if len(parts) != len(all)+2 {
		return document, all, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	rest = append(rest, parts[0]...)
	for i, part := range parts[1 : len(parts)-1] {
		if sum := sha256.Sum256(part); !p.good[sum] {
			rest, left, sums = append(rest, part...), append(left, all[i]), append(sums, sum)
		}
	}
	return append(rest, parts[len(parts)-1]...), left, sums
}

// splitItems splits a document into what is before its items, each of them, and what is after. What a reader would take for a tag is
// escaped in texts, so that no text can look like one.
func splitItems(document []byte, tag string) (parts [][]byte) {
	if tag == "" {
		return nil
	}
	before, after := []byte("<"+tag), []byte("</"+tag+">")
	for {
		start := bytes.Index(document, before)
		if start < 0 {
			break
		}
		end := bytes.Index(document, after)
		if end < start {
			return nil
		}
		end += len(after)
		if len(parts) == 0 {
			parts = append(parts, document[:start])
		} else if len(bytes.TrimSpace(document[:start])) > 0 {
			return nil // items stand together
		}
		parts = append(parts, document[start:end])
		document = document[end:]
	}
	if len(parts) == 0 {
		parts = append(parts, nil)
	}
	return append(parts, document)
}

func (p *proofs) add(sums [][sha256.Size]byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.good == nil {
		p.good = map[[sha256.Size]byte]bool{}
	}
	for _, sum := range sums {
		p.good[sum] = true
	}
}

// distinct makes sure that no two entries have one ID.
func distinct(entries []Entry) error {
	seen := make(map[string]bool, len(entries))
	for _, e := range entries {
		if seen[e.ID] {
			return fmt.Errorf("entry %q is there twice", e.ID)
		}
		seen[e.ID] = true
	}
	return nil
}
