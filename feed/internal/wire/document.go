package wire

import (
	"bytes"
	"io"
)

// Document is a feed document with its items, of which it need not have all to be one.
type Document struct {
	head                     []byte
	first, next, end, barren string // what is before the first item, before others, after the last one; after head when there is none
	items                    []Item
}

// With returns the document with these items in place of its own.
func (d *Document) With(items []Item) *Document {
	other := *d
	other.items = items
	return &other
}

// WriteTo implements [io.WriterTo].
func (d *Document) WriteTo(w io.Writer) (size int64, err error) {
	put := func(b []byte) {
		if err == nil {
			var n int
			n, err = w.Write(b)
			size += int64(n)
		}
	}
	put(d.head)
	before, end := []byte(d.first), d.barren
	for _, i := range d.items {
		put(before)
		put(i.text)
		before, end = []byte(d.next), d.end
	}
	put([]byte(end))
	return size, err
}

// itemsOf encodes the entries of f that aren't yet, and tells what they all use.
func itemsOf(f *Feed, encode func(*Encoder, *Entry) Item) (items []Item, uses namespaces) {
	if items = f.Items; items == nil {
		encoder := &Encoder{InPodcast: f.Podcast != nil}
		for i := range f.Entries {
			items = append(items, encode(encoder, &f.Entries[i]))
		}
	}
	for _, i := range items {
		uses |= i.uses
	}
	return items, uses
}

// documentOf cuts a document without items where they belong, before end.
func documentOf(text []byte, items []Item, end string) *Document {
	head, ok := bytes.CutSuffix(text, []byte(end))
	if !ok {
		panic("seedfeed: internal error: a document ends with " + string(text[max(0, len(text)-2*len(end)):]))
	}
	return &Document{head: head, items: items, first: "\n", next: "\n", end: end, barren: end}
}
