package wire

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
)

// Item is an entry as it stands in the documents of a format. It is the same to the byte in each of them, so that it needs to be
// encoded once, in however many it stands.
type Item struct {
	text []byte
	uses namespaces
}

// Size is how many bytes it takes.
func (i Item) Size() int { return len(i.text) }

// namespaces are those of extensions that an item uses: a document declares those of its items, and no others, of which some
// validators would warn.
type namespaces uint8

const (
	usesContent namespaces = 1 << iota
	usesCreator
	usesMedia
	usesITunes
)

// declared returns the name of a namespace in a document that uses it, "" in any other one.
func (n namespaces) declared(which namespaces, name string) string {
	if n&which == 0 {
		return ""
	}
	return name
}

// Encoder encodes entries one after the other; the zero value is ready. It is for one goroutine.
type Encoder struct {
	InPodcast bool // the documents are podcasts: an RSS item says more then

	b bytes.Buffer
	w *bufio.Writer // into b; [xml.NewEncoder] would make one for each entry
}

// xml encodes the element of an entry, whose line begins with indent. It is valid until the next call.
func (e *Encoder) xml(name, indent string, v any) []byte {
	e.b.Reset()
	if e.w == nil {
		e.w = bufio.NewWriter(&e.b)
	}
	x := xml.NewEncoder(e.w)
	x.Indent(indent, indentStep)
	if err := x.EncodeElement(v, xml.StartElement{Name: xml.Name{Local: name}}); err != nil {
		panic(fmt.Sprint("seedfeed: internal error: encode an entry: ", err))
	}
	return e.b.Bytes()
}

// json encodes v; what begins a line begins with indent, but not the first. It is valid until the next call.
func (e *Encoder) json(indent string, v any) []byte {
	e.b.Reset()
	j := json.NewEncoder(&e.b)
	j.SetEscapeHTML(false) // it is no script
	if _, isText := v.(string); !isText {
		j.SetIndent(indent, " ")
	}
	if err := j.Encode(v); err != nil {
		panic(fmt.Sprint("seedfeed: internal error: encode a feed: ", err))
	}
	return e.b.Bytes()
}

const indentStep = "  "
