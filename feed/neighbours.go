package feed

import (
	"encoding/base64"
	"encoding/binary"
	"io"
	"os"
	"path"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/seedfeed/seedfeed/feed/internal/prose"
)

// What is looked at to find the lines that a text shares with others of its folder. It is bounded, so that a folder of a
// million seeds costs each of them no more than one of a hundred.
const (
	neighbourReach = 32       // texts on either side, by name
	neighbourBytes = 64 << 10 // of each
	neighbourMemo  = 1024     // texts whose lines are remembered
)

// neighbours knows the lines of texts. Several goroutines may use it.
type neighbours struct {
	open func(path string) (*os.File, error)

	mu    sync.Mutex
	lines map[string][]uint64
	order []string // of the texts in lines, oldest first
}

// known says in how many texts around the one at p, among names, which are sorted, a line stands.
func (n *neighbours) known(p string, names []string) func(key uint64) int {
	at, _ := slices.BinarySearch(names, p)
	lines := sync.OnceValue(func() (of [][]uint64) {
		for _, name := range names[max(0, at-neighbourReach):min(len(names), at+1+neighbourReach)] {
			if name != p {
				of = append(of, n.of(name))
			}
		}
		return of
	})
	return func(key uint64) (texts int) {
		for _, keys := range lines() {
			if _, ok := slices.BinarySearch(keys, key); ok {
				texts++
			}
		}
		return texts
	}
}

// of returns the keys of the lines of a text, sorted, each once; none when it can't be read.
func (n *neighbours) of(name string) []uint64 {
	n.mu.Lock()
	keys, ok := n.lines[name]
	n.mu.Unlock()
	if ok {
		return keys
	}
	if f, err := n.open(name); err == nil {
		b, err := io.ReadAll(io.LimitReader(f, neighbourBytes))
		_ = f.Close() // only read
		if err == nil && utf8.Valid(b[:max(0, len(b)-utf8.UTFMax)]) {
			keys = prose.Keys(string(b))
		}
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.lines == nil {
		n.lines = map[string][]uint64{}
	}
	if _, ok := n.lines[name]; !ok {
		n.lines[name] = keys
		if n.order = append(n.order, name); len(n.order) > neighbourMemo {
			delete(n.lines, n.order[0])
			n.order = n.order[1:]
		}
	}
	return keys
}

// forget makes n look again.
func (n *neighbours) forget() { n.lines, n.order = nil, nil }

// inFolder returns the texts beside the one at p, sorted.
func (b *session) inFolder(p string) []string {
	b.beside.mu.Lock()
	defer b.beside.mu.Unlock()
	dir := path.Dir(p)
	texts, known := b.folders[dir]
	if !known {
		for _, name := range b.filesIn(dir) {
			if kindOf(name) == plainText {
				texts = append(texts, name)
			}
		}
		slices.Sort(texts)
		if b.folders == nil {
			b.folders = map[string][]string{}
		}
		b.folders[dir] = texts
	}
	return texts
}

// recurring says which lines of the seed at p recur in its folder. A text that is an entry already keeps what was found when it
// became one: a neighbour that comes or goes changes nothing that readers have.
func (b *session) recurring(p, print string) func(key uint64) int {
	if r := b.ledger.Known(p, print); r != nil {
		keys := decodeKeys(r.Shared)
		return func(key uint64) int {
			if slices.Contains(keys, key) {
				return prose.Strangers
			}
			return 0
		}
	}
	return b.beside.known(p, b.inFolder(p))
}

const maxShared = 64 // lines that a record remembers

// encodeKeys writes keys as the ledger keeps them.
func encodeKeys(keys []uint64) string {
	var b []byte
	for _, k := range keys[:min(len(keys), maxShared)] {
		b = binary.BigEndian.AppendUint64(b, k)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func decodeKeys(s string) (keys []uint64) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	for err == nil && len(b) >= 8 {
		keys, b = append(keys, binary.BigEndian.Uint64(b)), b[8:]
	}
	return keys
}
