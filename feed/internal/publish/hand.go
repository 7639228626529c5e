package publish

import (
	"context"
	"os"
	"runtime"
	"sync"
)

// hand is what one goroutine works with. It serves for one document after the other.
type hand struct {
	near
	out *hashWriter
}

// writer returns a writer into a file, in which nothing is left of the one before.
func (h *hand) writer(file *os.File) *hashWriter {
	if h.out == nil {
		h.out = newHashWriter()
	}
	h.out.reset(file)
	return h.out
}

// parallel calls do for 0 to n-1 on all cores and returns the first error by index order of completion.
func (f *Folder) parallel(ctx context.Context, n int, progress func(done, total int), do func(h *hand, i int) error) error {
	var (
		mu    sync.Mutex
		next  int
		done  int
		first error
		wg    sync.WaitGroup
	)
	take := func() int {
		mu.Lock()
		defer mu.Unlock()
		if first == nil {
			first = ctx.Err()
		}
		if first != nil || next == n {
			return -1
		}
		next++
		return next - 1
	}
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			h := &hand{near: near{root: f.root}}
			defer h.close()
			for i := take(); i >= 0; i = take() {
				err := do(h, i)
				mu.Lock()
				done++
				if err != nil && first == nil {
					first = err
				}
				if progress != nil {
					progress(done, n)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return first
}
