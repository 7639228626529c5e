package ledger

import (
	"encoding/json"
	"strconv"
	"time"
)

// appendJSON appends a record to b as [json.Marshal] writes it, which takes five times as long: there may be a million of them.
func (r *Record) appendJSON(b []byte) ([]byte, error) {
	l := line{append(b, `{"id":`...), nil}
	l.quote(r.ID)
	l.out = append(l.out, `,"path":`...)
	l.quote(r.Path.text())
	l.text("page", r.Page)
	if r.Archive != 0 {
		l.out = strconv.AppendInt(append(l.out, `,"archive":`...), int64(r.Archive), 10)
	}
	l.text("print", r.Print)
	l.text("text", r.Text)
	l.text("sketch", string(r.Sketch))
	l.date("seen", r.Seen)
	l.date("published", r.Published)
	l.text("published_from", r.PublishedFrom)
	l.date("updated", r.Updated)
	l.text("updated_from", r.UpdatedFrom)
	l.date("given", r.Given)
	if r.Live {
		l.out = append(l.out, `,"live":true`...)
	}
	if r.Rare != &noRare {
		if rare := l.value(r.Rare); len(rare) > len("{}") {
			l.out = append(append(l.out, ','), rare[1:len(rare)-1]...)
		}
	}
	return append(l.out, '}'), l.err
}

// line is what was written of a record, and the first error.
type line struct {
	out []byte
	err error
}

func (l *line) value(v any) []byte {
	b, err := json.Marshal(v)
	if l.err == nil {
		l.err = err
	}
	return b
}

// text writes a field that has a text.
func (l *line) text(name, s string) {
	if s != "" {
		l.name(name)
		l.quote(s)
	}
}

// date writes a field that has a date.
func (l *line) date(name string, t time.Time) {
	switch year := t.Year(); {
	case t.IsZero():
	case year < 0 || year > 9999 || t.Location() != time.UTC: // what can't be written, or needs care
		l.name(name)
		l.out = append(l.out, l.value(t)...)
	default:
		l.name(name)
		l.out = append(t.AppendFormat(append(l.out, '"'), time.RFC3339Nano), '"')
	}
}

func (l *line) name(name string) { l.out = append(append(append(l.out, `,"`...), name...), `":`...) }

func (l *line) quote(s string) {
	for _, c := range []byte(s) {
		if c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			l.out = append(l.out, l.value(s)...)
			return
		}
	}
	l.out = append(append(append(l.out, '"'), s...), '"')
}
