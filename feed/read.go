package feed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"time"
)

// readQuiet is how long a file must have rested before a one-shot build believes that it is whole; readLimit bounds
// the wait for a file that never rests.
const (
	readQuiet = 50 * time.Millisecond
	readLimit = 2 * time.Second
)

// reading is what came of reading one seed.
type reading struct {
	seed  *seed
	body  string
	notes []Problem
	err   error // not of the seed but of the machine: out of memory, cancelled
}

// readAtOnce is how many seeds a goroutine takes to read, and readAhead how many such batches may be read before the first of them is used; it
// bounds memory.
const (
	readAtOnce = 16
	readAhead  = 8
)

// batch is some of the seeds to read.
type batch struct {
	paths    []string
	olds     []*seed // what is known of them
	readings []reading
	done     chan struct{}
}

// read reads the seeds at paths on all cores and hands each to use, in the order of paths. While it runs only use may
// change what is known of seeds.
func (b *session) read(ctx context.Context, paths []string, use func(reading) error) error {
	progress := b.site.progress("reading")
	b.folders = nil
	b.beside.forget()
	olds := make([]*seed, len(paths)) // looked up now: use writes to the map meanwhile
	for i, p := range paths {
		olds[i] = b.seeds[p]
	}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	jobs := make(chan *batch)
	queue := make(chan *batch, readAhead) // the same batches, in order
	wg.Go(func() {
		defer close(jobs)
		defer close(queue)
		for start := 0; start < len(paths); start += readAtOnce {
			end := min(start+readAtOnce, len(paths))
			j := &batch{paths: paths[start:end], olds: olds[start:end], done: make(chan struct{})}
			for _, to := range []chan *batch{queue, jobs} {
				select {
				case to <- j:
				case <-ctx.Done():
					return
				}
			}
		}
	})
	for range min(len(paths), runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for j := range jobs {
				b.readBatch(ctx, j)
			}
		})
	}
	done := 0
	for j := range queue {
		select {
		case <-j.done:
		case <-ctx.Done():
			continue
		}
		for _, r := range j.readings {
			if r.err == nil {
				r.err = use(r)
			}
			if r.err != nil {
				return r.err
			}
			if done++; progress != nil {
				progress(done, len(paths))
			}
		}
	}
	return ctx.Err()
}

func (b *session) readBatch(ctx context.Context, j *batch) {
	defer close(j.done)
	j.readings = make([]reading, 0, len(j.paths))
	for i, p := range j.paths {
		if ctx.Err() != nil {
			j.readings = append(j.readings, reading{err: ctx.Err()})
			return
		}
		j.readings = append(j.readings, b.readSeed(ctx, p, j.olds[i]))
	}
}

// readSeed reads one seed. When that fails, its last good version, if old is one, stays with a problem.
func (b *session) readSeed(ctx context.Context, p string, old *seed) reading {
	desk := desks.Get().(*desk)
	defer desks.Put(desk)
	desk.details, desk.traits = details{}, traits{}
	now := &seed{Path: p, details: &desk.details, traits: &desk.traits}
	file := b.files[p]
	now.Size, now.ModTime = file.Size, file.ModTime
	if side := b.sidecar(p); side != "" {
		now.Sidecar, now.SideSize, now.SideTime = side, b.files[side].Size, b.files[side].ModTime
	}
	if notes := b.notesOf(p); notes != "" {
		now.Notes, now.NotesSize, now.NotesTime = notes, b.files[notes].Size, b.files[notes].ModTime
	}
	doc, err := b.readDocumentOf(ctx, now, desk)
	if err == nil || errors.Is(err, errNoSeed) {
		return reading{seed: now.compact(), body: doc.html, notes: doc.notes}
	}
	if ctx.Err() != nil {
		return reading{err: ctx.Err()}
	}
	problem := b.problem(p, err)
	kept, its, body := *now, *now.details, ""
	kept.Usable, kept.traits = false, &noTraits // what was read before the error must not be shown
	r := b.ledger.Record(p)
	if r == nil {
		old = nil // the cache may know another site that was here
	} else if old == nil || !old.Usable {
		old, body = b.recall(r)
	}
	if old != nil {
		kept, its = *old, *old.details
		kept.Size, kept.ModTime, its.Sidecar, its.SideSize, its.SideTime = now.Size, now.ModTime, now.Sidecar, now.SideSize, now.SideTime
		kept.traits = &traits{r.Text, r.Sketch, r.Shared}
		its.Notes, its.NotesSize, its.NotesTime = now.Notes, now.NotesSize, now.NotesTime
		problem.Hint = joinHints(problem.Hint, "until then its last good version stays")
	}
	if _, ofText := errors.AsType[*Problem](err); !ofText {
		kept.ModTime = 0 // so that the next build looks again: permissions change without a trace in size or time
	}
	if errors.Is(err, errUnstable) {
		b.again.Store(true)
	}
	its.Problems = []Problem{problem}
	kept.details = &its
	return reading{seed: &kept, body: body}
}

func (b *session) readDocumentOf(ctx context.Context, s *seed, desk *desk) (*document, error) {
	if kindOf(s.Path) == medium || isPhoto(s.Path) {
		return b.readMedium(ctx, s)
	}
	text, side, err := b.bytesOf(ctx, s, &desk.room)
	if err != nil {
		return nil, err
	}
	desk.document = document{session: b, seed: s}
	return &desk.document, desk.document.read(text, side)
}

// desk is where a seed is read. What stays of it is taken elsewhere; see [seed.compact].
type desk struct {
	room     []byte // for its bytes, until a text is made of them
	details  details
	traits   traits
	document document
}

var desks = sync.Pool{New: func() any { return new(desk) }}

// mostRoom is how large a seed may be that leaves its room to the next one: 1 MiB.
const mostRoom = 1 << 20

var (
	// errNoSeed says that a file without extension is no text.
	errNoSeed = errors.New("no text")
	// errUnstable says that a file changed while it was read.
	errUnstable = errors.New("still being written")
)

// problem says err in the words of a person who can mend it.
func (b *session) problem(p string, err error) Problem {
	if known, ok := errors.AsType[*Problem](err); ok {
		return *known
	}
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathErr.Err
	}
	problem := Problem{Path: first(p, "."), Text: "can't be read: " + err.Error(), Hint: "check that the file is there and that seedfeed may read it"}
	if errors.Is(err, errUnstable) {
		problem.Hint = "it is read again when it rests"
	}
	return problem
}

// bytesOf reads the file of s, into room if it can, and its sidecar, and makes sure that nobody wrote to them meanwhile.
func (b *session) bytesOf(ctx context.Context, s *seed, room *[]byte) (text, side []byte, err error) {
	err = b.atRest(ctx, func() (int64, error) {
		text, err = b.bytes(s.Path, b.cfg.textBytes, *room, &s.Size, &s.ModTime)
		if err == nil && s.Sidecar != "" {
			side, err = b.bytes(s.Sidecar, maxSidecar, nil, &s.SideSize, &s.SideTime)
		}
		return max(s.ModTime, s.SideTime), err
	})
	if cap(text) <= mostRoom {
		*room = text
	}
	return text, side, err
}

// atRest lets read read a file until it rests, but not for longer than readLimit; read returns when the file was written last.
func (b *session) atRest(ctx context.Context, read func() (modTime int64, err error)) error {
	deadline := time.Now().Add(readLimit)
	for {
		modTime, err := read()
		age := time.Since(time.Unix(0, modTime))
		young := b.patient && age >= 0 && age < readQuiet // a time to come says nothing
		if err == nil && !young || err != nil && !errors.Is(err, errUnstable) || !time.Now().Before(deadline) {
			return err
		}
		select {
		case <-time.After(readQuiet):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// maxSidecar is far beyond what describes a seed: 64 KiB.
const maxSidecar = 64 << 10

// bytes reads a file of at most limit bytes and notes the stats that it had all the while: from before it was opened, as they were found
// last, if that is how it was afterwards. It reads into room, whatever is there, or makes a larger one.
func (b *session) bytes(p string, limit int64, room []byte, size, modTime *int64) ([]byte, error) {
	before, text := stamp{*size, *modTime}, room[:0]
	if before.Size <= limit {
		text = slices.Grow(text, int(before.Size)+1)[:before.Size+1]
	}
	n, file, err := b.tree.Read(p, text)
	if err != nil {
		return nil, err
	}
	after := stampOf(file)
	*size, *modTime = after.Size, after.ModTime
	if after.Size > limit {
		return nil, &Problem{
			Path: p, Text: fmt.Sprintf("is larger than %d bytes", limit),
			Hint: "split it, or raise `limits: text:` in feed.yaml",
		}
	}
	if after != before || int64(n) != before.Size {
		return b.bytesNow(p, after, size, modTime)
	}
	return text[:n], nil
}

// bytesNow reads a file that is not as the walk found it, or that can't be read at once.
func (b *session) bytesNow(p string, before stamp, size, modTime *int64) ([]byte, error) {
	f, err := b.tree.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read
	text, err := readAll(io.LimitReader(f, before.Size+1), make([]byte, 0, before.Size+1))
	if err != nil {
		return nil, err
	}
	after, err := f.Stat()
	if err != nil {
		return nil, err
	}
	*size, *modTime = after.Size(), after.ModTime().UnixNano()
	if int64(len(text)) != after.Size() || after.ModTime().UnixNano() != before.ModTime {
		return nil, errUnstable
	}
	return text, nil
}

// readAll is io.ReadAll into a buffer that is large enough already.
func readAll(r io.Reader, b []byte) ([]byte, error) {
	for {
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if errors.Is(err, io.EOF) {
			return b, nil
		}
		if err != nil {
			return b, err
		}
	}
}

// fingerprint identifies its parts, in their order.
func fingerprint[T string | []byte](parts ...T) string {
	h := sha256.New()
	var room [1 << 10]byte // short parts are hashed together, and a long string is not copied whole
	b := room[:0]
	for _, p := range parts {
		b = append(strconv.AppendInt(b, int64(len(p)), 10), ':')
		for done := 0; done < len(p); {
			n := min(len(p)-done, cap(b)-len(b))
			b = append(b, p[done:done+n]...)
			done += n
			if cap(b)-len(b) < 32 { // the length of the next part has room
				h.Write(b) // a hash never fails
				b = b[:0]
			}
		}
	}
	h.Write(b)
	return hex.EncodeToString(h.Sum(nil)[:16])
}
