package header

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v4"
)

// errNoMapping says that a block is no mapping at all: text between two rules, not a front matter.
var errNoMapping = errors.New("no mapping")

// value is what stands under a key: a scalar as written, a list or a mapping.
type value struct {
	line   int
	scalar string
	list   []value
	keys   mapping
}

func (v value) isScalar() bool { return v.list == nil && v.keys == nil }

// mapping is what stands under keys, in their order. There are few of them, so that nothing finds one sooner than a look at each.
type mapping []pair

type pair struct {
	key string
	value
}

// get returns what stands under a key; of one that stands there twice, as in other letters, the last one counts.
func (m mapping) get(key string) (value, bool) {
	for i := len(m) - 1; i >= 0; i-- {
		if m[i].key == key {
			return m[i].value, true
		}
	}
	return value{}, false
}

// scalar returns the value under a key, "" when none is there.
func (m mapping) scalar(key string) string {
	v, _ := m.get(key)
	return v.scalar
}

// Lines tells on which lines known keys stand.
type Lines struct{ of mapping }

// Of returns the line of the key that says a field, counted from 1 in the whole text; 0 when none does or nobody knows.
func (l Lines) Of(field string) int {
	_, v, _ := l.of.find(field)
	return v.line
}

// say reports whether any key says a field.
func (l Lines) say(field string) bool {
	_, _, ok := l.of.find(field)
	return ok
}

// lineEnds are line ends to YAML but to no editor: they would break a title in two and count the lines wrongly.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", " ", "\u0085", " ", "\u2028", " ", "\u2029", " ")

// decodeYAML keeps scalars as the author wrote them: YAML would turn `2022-02-13` into an instant in UTC and
// `title: no` into false. offset is the number of lines before the block.
func decodeYAML(block string, offset int) (value, error) {
	if v, ok := plainYAML(block, offset); ok {
		return v, nil
	}
	return anyYAML(block, offset)
}

func anyYAML(block string, offset int) (value, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(lineEnds.Replace(block)), &doc); err != nil {
		return value{}, yamlError(err, offset)
	}
	if doc.Kind == 0 || len(doc.Content) == 0 { // an empty block, or only comments
		return value{keys: mapping{}}, nil
	}
	if doc.Content[0].Kind != yaml.MappingNode {
		return value{}, errNoMapping
	}
	// Decoding counts what aliases expand to and refuses a bomb, which walking the nodes would not.
	if err := doc.Decode(new(any)); err != nil {
		return value{}, yamlError(err, offset)
	}
	return yamlValue(doc.Content[0], offset, 0), nil
}

// maxDepth is deeper than any key of ours goes.
const maxDepth = 8

func yamlValue(n *yaml.Node, offset, depth int) value {
	v := value{line: n.Line + offset}
	if depth > maxDepth {
		return v
	}
	switch n.Kind {
	case yaml.AliasNode:
		return yamlValue(n.Alias, offset, depth+1)
	case yaml.SequenceNode:
		v.list = []value{}
		for _, c := range n.Content {
			v.list = append(v.list, yamlValue(c, offset, depth+1))
		}
	case yaml.MappingNode:
		v.keys = mapping{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			child := yamlValue(n.Content[i+1], offset, depth+1)
			child.line = n.Content[i].Line + offset
			v.keys = append(v.keys, pair{strings.ToLower(n.Content[i].Value), child})
		}
	case yaml.ScalarNode:
		if n.Tag != "!!null" {
			v.scalar = n.Value
		}
	}
	return v
}

var yamlLine = regexp.MustCompile(`line (\d+)[^:]*: `)

func yamlError(err error, offset int) error {
	e := &Error{Text: strings.TrimPrefix(strings.ReplaceAll(err.Error(), "\n", " "), "yaml: ")}
	if m := yamlLine.FindStringSubmatchIndex(e.Text); m != nil {
		line, _ := strconv.Atoi(e.Text[m[2]:m[3]]) // digits by the expression
		e.Line = line + offset
		e.Text = e.Text[m[1]:]
	}
	e.Hint = "put values that hold a colon, a # or a quote between quotes, as in title: \"One: two\""
	return e
}

func decodeTOML(block string, offset int) (value, error) {
	var doc map[string]any
	if err := toml.Unmarshal([]byte(block), &doc); err != nil {
		e := &Error{Text: strings.TrimPrefix(err.Error(), "toml: "), Hint: "text stands between quotes in TOML, as in title = \"One\""}
		if d, ok := errors.AsType[*toml.DecodeError](err); ok {
			row, _ := d.Position()
			e.Line = row + offset
		}
		return value{}, e
	}
	v := tomlValue(doc)
	for i, p := range v.keys {
		v.keys[i].line = tomlLine(block, p.key) + offset
	}
	return v, nil
}

// tomlLine finds the line of a top-level key, 0 when it can't: the decoder does not tell.
func tomlLine(block, key string) int {
	n := 0
	for line := range strings.Lines(block) {
		n++
		name, _, _ := strings.Cut(line, "=")
		if strings.EqualFold(strings.Trim(strings.TrimSpace(name), `"'[]`), key) {
			return n
		}
	}
	return 0
}

func tomlValue(x any) value {
	switch x := x.(type) {
	case map[string]any:
		v := value{keys: mapping{}}
		for _, k := range slices.Sorted(maps.Keys(x)) {
			v.keys = append(v.keys, pair{strings.ToLower(k), tomlValue(x[k])})
		}
		return v
	case []any:
		v := value{list: []value{}}
		for _, c := range x {
			v.list = append(v.list, tomlValue(c))
		}
		return v
	case time.Time:
		return value{scalar: x.Format(time.RFC3339Nano)}
	case string:
		return value{scalar: x}
	default: // numbers, booleans, local dates and times
		return value{scalar: fmt.Sprint(x)}
	}
}
