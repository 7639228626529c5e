// Package pack writes values as few bytes, and reads them again without copying.
//
// One function that names the fields of a struct serves both ways, so that they can't drift apart:
//
//	func (p *point) pack(c *pack.Codec) { c.String(&p.name); pack.Int(c, &p.x); pack.Int(c, &p.y) }
//
// Nothing says what a field is: who reads must know what was written. What is written stays untouched, so that others may read it meanwhile.
package pack

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"reflect"
	"time"
)

// Codec writes or reads one value after the other.
type Codec struct {
	out     []byte
	in      string
	reading bool
	damaged bool
}

// Writer returns a codec that appends to b.
func Writer(b []byte) *Codec { return &Codec{out: b} }

// Reset forgets what was written, and writes where it was.
func (c *Codec) Reset() { c.out = c.out[:0] }

// Reader returns a codec that reads what a writer wrote. The strings that it gives are parts of text.
func Reader(text string) *Codec { return &Codec{in: text, reading: true} }

// Bytes returns what was written.
func (c *Codec) Bytes() []byte { return c.out }

// More reports whether there is something left to be read, and nothing was damaged so far.
func (c *Codec) More() bool { return c.in != "" && !c.damaged }

// Damaged reports whether something could not be read. The values that were read are zero from there on.
func (c *Codec) Damaged() bool { return c.damaged }

// Int writes or reads a whole number.
func Int[T ~int | ~int64 | ~uint8](c *Codec, v *T) {
	if !c.reading {
		c.out = binary.AppendVarint(c.out, int64(*v))
		return
	}
	*v = T(c.varint())
}

func (c *Codec) varint() int64 {
	u, shift := uint64(0), 0
	for i := 0; i < len(c.in) && i < binary.MaxVarintLen64; i++ {
		b := c.in[i]
		u |= uint64(b&0x7f) << shift
		if shift += 7; b < 0x80 {
			c.in = c.in[i+1:]
			return int64(u>>1) ^ -int64(u&1) // as encoding/binary has it
		}
	}
	c.damaged, c.in = true, ""
	return 0
}

// Bool writes or reads a truth.
func (c *Codec) Bool(v *bool) {
	n := 0
	if *v {
		n = 1
	}
	if Int(c, &n); c.reading {
		*v = n == 1
	}
}

// String writes or reads a text.
func String[T ~string](c *Codec, v *T) {
	n := len(*v)
	if Int(c, &n); !c.reading {
		c.out = append(c.out, *v...)
		return
	}
	if n < 0 || n > len(c.in) {
		c.damaged, c.in, n = true, "", 0
	}
	*v, c.in = T(c.in[:n]), c.in[n:]
}

// Time writes or reads an instant, to the nanosecond and in UTC.
func (c *Codec) Time(t *time.Time) {
	seconds, nanos := int64(math.MinInt64), 0
	if !c.reading && !t.IsZero() {
		seconds, nanos = t.Unix(), t.Nanosecond()
	}
	if Int(c, &seconds); c.reading {
		*t = time.Time{}
	}
	if seconds == math.MinInt64 {
		return
	}
	if Int(c, &nanos); c.reading {
		*t = time.Unix(seconds, int64(nanos)).UTC()
	}
}

// List writes or reads a list; an empty one is read as nil.
func List[T any](c *Codec, list *[]T, each func(*Codec, *T)) {
	n := len(*list)
	if Int(c, &n); c.reading {
		if *list = nil; n <= 0 || n > len(c.in) { // each value takes a byte at least
			c.damaged = c.damaged || n != 0
			return
		}
		*list = make([]T, n)
	}
	for i := range *list {
		each(c, &(*list)[i])
	}
}

// Shared writes or reads what v points to. Who has what none points to shares it.
func Shared[T any](c *Codec, v **T, none *T, each func(*Codec, *T)) {
	has := *v != none
	c.Bool(&has)
	if c.reading {
		if *v = none; has {
			*v = new(T)
		}
	}
	if has {
		each(c, *v)
	}
}

// Rare writes or reads a value that is zero as a rule, and of any type that JSON takes.
func Rare[T any](c *Codec, v *T) {
	var text string
	if !c.reading && !reflect.ValueOf(v).Elem().IsZero() {
		b, err := json.Marshal(v)
		if err != nil {
			c.damaged = true
		}
		text = string(b)
	}
	if String(c, &text); c.reading && text != "" && json.Unmarshal([]byte(text), v) != nil {
		c.damaged, c.in = true, ""
	}
}
