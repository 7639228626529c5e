package feed

import (
	"fmt"
	"runtime"
	"sync"

	"github.com/seedfeed/seedfeed/feed/internal/cache"
	"github.com/seedfeed/seedfeed/feed/internal/journal"
	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/pack"
)

// The index is a file of the cache that holds what each build must know: what was read of the seeds, and what the ledger says, for as long as
// the ledger's own file is as it was then. It is written at its end, where what comes later stands for what came before, and anew when
// most of it is history. To read it takes a tenth of the time that the lines of the ledger take.

// Kinds of what is indexed.
const (
	ofSeed    = iota // what is known of a seed
	ofNothing        // nothing is known any more of the seed at a path
	ofRecord         // a record of the ledger
	ofAnew           // no record before this counts
	ofLedger         // the file of the ledger, which says all that the records before this say
)

type indexed struct {
	kind   int
	seed   *seed // of which only the path counts when nothing is known of it
	record *ledger.Record
	ledger *ledgerFile
}

// ledgerFile tells the file of the ledger from any other, with what one need not read it for.
type ledgerFile struct {
	stat, key, feed string
	lines           int
}

func (x *indexed) pack(c *pack.Codec) {
	pack.Int(c, &x.kind)
	switch x.kind {
	case ofSeed:
		x.seed.pack(c)
	case ofNothing:
		pack.String(c, &x.seed.Path)
	case ofRecord:
		packRecord(c, x.record)
	case ofLedger:
		if x.ledger == nil {
			x.ledger = new(ledgerFile)
		}
		pack.String(c, &x.ledger.stat)
		pack.String(c, &x.ledger.key)
		pack.String(c, &x.ledger.feed)
		pack.Int(c, &x.ledger.lines)
	}
}

// batchBytes is how large a batch of the index is at most, about: so that several are read at once.
const batchBytes = 1 << 20

// index writes the index. Where no cache can be kept its log is nil.
type index struct {
	log   *cache.Log
	batch *pack.Codec
	count int // of what is in the log
}

func (x *index) put(what *indexed) {
	if x.log != nil {
		x.add(what)
	}
}

func (x *index) add(what *indexed) {
	if x.batch == nil {
		x.batch = pack.Writer(nil)
	}
	what.pack(x.batch)
	x.count++
}

// waiting is how many bytes are not in the log yet.
func (x *index) waiting() int {
	if x.batch == nil {
		return 0
	}
	return len(x.batch.Bytes())
}

func (x *index) flush() error {
	if x.waiting() == 0 {
		return nil
	}
	defer x.batch.Reset()
	return x.log.Append(x.batch.Bytes())
}

// loadIndex reads the index: what is known of seeds, and the ledger.
func (b *session) loadIndex(path, store string) {
	var parts []*part
	work := make(chan *part)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for p := range work {
				p.unpack()
			}
		})
	}
	b.index.log = cache.OpenLog(path, fmt.Sprintf("seedfeed index %s %s\n", layout, store), func(batch string) {
		parts = append(parts, &part{text: batch})
		work <- parts[len(parts)-1]
	})
	close(work)
	wg.Wait()
	for _, p := range parts {
		b.index.count += len(p.all)
	}
	wg.Go(func() { b.takeSeeds(parts) })
	b.takeRecords(parts)
	wg.Wait()
}

// takeSeeds takes what the parts of the index know of seeds.
func (b *session) takeSeeds(parts []*part) {
	b.seeds = make(map[string]*seed, b.index.count/2)
	for _, p := range parts {
		for _, what := range p.all {
			switch what.kind {
			case ofSeed:
				b.seeds[what.seed.Path] = what.seed
				b.linked = b.linked || len(what.seed.Named) > 0
			case ofNothing:
				delete(b.seeds, what.seed.Path)
			}
		}
	}
}

// takeRecords takes what they say of the ledger, unless its file is another one since.
func (b *session) takeRecords(parts []*part) {
	records, file := make([]*ledger.Record, 0, b.index.count/2), ledgerFile{}
	for _, p := range parts {
		for _, what := range p.all {
			switch what.kind {
			case ofAnew:
				records = records[:0]
				file = ledgerFile{} // until another one says that this was all
			case ofRecord:
				records = append(records, what.record)
				file = ledgerFile{}
			case ofLedger:
				file = *what.ledger
			}
		}
	}
	if file.stat != "" && file.stat == statOf(b.ledgerPath()) && b.ledger.Restore(file.key, file.feed, records) {
		b.book, b.inIndex = journal.Resume(b.ledgerPath(), ledgerFormat, file.lines), true
	}
}

// part is a batch of the index.
type part struct {
	text string
	all  []indexed
}

// togetherAtOnce is for how many seeds, and for how many records, memory is asked for at once.
const togetherAtOnce = 32

// unpack reads a batch; what is damaged in it is left out, with all that follows.
func (p *part) unpack() {
	var seeds []seed
	var records []ledger.Record
	p.all = make([]indexed, 0, len(p.text)/128)
	for c := pack.Reader(p.text); c.More(); {
		if len(seeds) == 0 {
			seeds = make([]seed, togetherAtOnce)
		}
		if len(records) == 0 {
			records = make([]ledger.Record, togetherAtOnce)
		}
		what := indexed{seed: &seeds[0], record: &records[0]}
		if what.pack(c); c.Damaged() {
			return
		}
		switch what.kind {
		case ofSeed, ofNothing:
			seeds = seeds[1:]
		case ofRecord:
			records = records[1:]
		}
		p.all = append(p.all, what)
	}
}

// indexRecords notes the records of the ledger that the index doesn't have, or all of them. Nobody takes them for what the ledger says before
// [session.indexLedger].
func (b *session) indexRecords(records []*ledger.Record) error {
	if !b.mayIndex() {
		return nil
	}
	if !b.inIndex {
		b.index.put(&indexed{kind: ofAnew})
	}
	for _, r := range records {
		b.index.put(&indexed{kind: ofRecord, record: r})
		if err := b.flushMuch(); err != nil {
			return err
		}
	}
	return nil
}

// indexLedger notes that the records in the index are what the ledger's file says.
func (b *session) indexLedger() {
	if b.mayIndex() {
		b.index.put(&indexed{kind: ofLedger, ledger: new(b.ledgerNow())})
		b.inIndex = true
	}
}

// mayIndex reports whether the index is kept. What is bad of a ledger is told by each build, which therefore reads it.
func (b *session) mayIndex() bool { return b.index.log != nil && len(b.bad) == 0 }

// tidyIndex writes the index anew when most of it is history.
func (b *session) tidyIndex() error {
	if b.index.log == nil || b.index.count <= 2*(len(b.seeds)+b.ledger.Len())+1000 {
		return nil
	}
	if err := b.index.flush(); err != nil {
		return fmt.Errorf("write cache: %w", err)
	}
	anew := index{}
	err := b.index.log.Rewrite(func(yield func([]byte) bool) {
		put := func(what *indexed) bool {
			anew.add(what)
			if anew.waiting() < batchBytes {
				return true
			}
			defer anew.batch.Reset()
			return yield(anew.batch.Bytes())
		}
		for _, s := range b.seeds {
			if !put(&indexed{kind: ofSeed, seed: s}) {
				return
			}
		}
		if b.inIndex {
			for r := range b.ledger.All() {
				if !put(&indexed{kind: ofRecord, record: r}) {
					return
				}
			}
			put(&indexed{kind: ofLedger, ledger: new(b.ledgerNow())})
		}
		if anew.waiting() > 0 {
			yield(anew.batch.Bytes())
		}
	})
	if err != nil {
		return fmt.Errorf("write cache: %w", err)
	}
	b.index.count = anew.count
	return nil
}

func (b *session) ledgerNow() ledgerFile {
	key, feed := b.ledger.Site()
	return ledgerFile{statOf(b.ledgerPath()), key, feed, b.book.Lines()}
}
