package check

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// value is a value of a JSON text: nil, bool, json.Number, string, []value or []member, and where it ends.
type value struct {
	at  place
	any any
}

type member struct {
	name string
	value
}

// get returns the value of a key, or one of nothing.
func (v value) get(name string) (found value, there bool) {
	members, _ := v.any.([]member)
	for _, m := range members {
		if m.name == name {
			return m.value, true
		}
	}
	return value{at: v.at}, false
}

func (v value) text() string { s, _ := v.any.(string); return s }

// node lends the value's place to checks that are made for XML.
func (v value) node() *node { return &node{at: v.at} }

// parseJSON reads a JSON text with the places of its values.
func (r *report) parseJSON(data []byte) (v value, ok bool) {
	p := &jsonParser{report: r, data: data, decoder: json.NewDecoder(bytes.NewReader(data)), line: 1}
	p.decoder.UseNumber()
	v, err := p.value(0)
	if err == nil {
		if _, err = p.decoder.Token(); errors.Is(err, io.EOF) {
			return v, true
		}
		err = errors.New("something follows the end of the JSON text")
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	r.add(p.place(), illJSON, "the document is no JSON: %s", err.Error())
	return v, false
}

type jsonParser struct {
	report  *report
	data    []byte
	decoder *json.Decoder
	// The place of the byte at seen: lines are counted once.
	seen, start, line int
}

func (p *jsonParser) place() place {
	for to := min(int(p.decoder.InputOffset()), len(p.data)); p.seen < to; p.seen++ {
		if p.data[p.seen] == '\n' {
			p.line, p.start = p.line+1, p.seen+1
		}
	}
	return place{p.line, max(1, p.seen-p.start)}
}

func (p *jsonParser) value(depth int) (v value, err error) {
	token, err := p.decoder.Token()
	if err != nil {
		return v, err
	}
	v.at = p.place()
	switch token {
	case json.Delim('{'):
		v.any, err = p.object(depth + 1)
	case json.Delim('['):
		v.any, err = p.array(depth + 1)
	default:
		v.any = token
	}
	return v, err
}

var errDeep = errors.New("values nest too deep")

func (p *jsonParser) object(depth int) (members []member, err error) {
	if depth > maxDepth {
		return nil, errDeep
	}
	seen := map[string]bool{}
	members = []member{}
	for p.decoder.More() {
		token, err := p.decoder.Token()
		if err != nil {
			return members, err
		}
		name := fmt.Sprint(token)
		if seen[name] {
			p.report.add(p.place(), repeated, "the key %q is there twice", name)
		}
		seen[name] = true
		v, err := p.value(depth)
		if err != nil {
			return members, err
		}
		members = append(members, member{name, v})
	}
	_, err = p.decoder.Token()
	return members, err
}

func (p *jsonParser) array(depth int) (values []value, err error) {
	if depth > maxDepth {
		return nil, errDeep
	}
	values = []value{}
	for p.decoder.More() {
		v, err := p.value(depth)
		if err != nil {
			return values, err
		}
		values = append(values, v)
	}
	_, err = p.decoder.Token()
	return values, err
}
