package feed_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/seedfeed/seedfeed/feed"
)

// effort is what a build did.
type effort struct{ looked, read, rendered, written int }

func effortOf(res *feed.Result) effort {
	return effort{res.Looked, res.Read, res.Rendered, res.Written}
}

// planted is the text that stands at a place among those that plant sows, forty in a folder.
func planted(i int, words string) (name, text string) {
	year, month := 2000+i/480, i/40%12+1
	return fmt.Sprintf("%d/%d/text-%d.md", year, month, i),
		fmt.Sprintf("---\ntitle: Text %d\ndate: %d-%02d-%02dT%02d:00:00Z\n---\n%s of text %d.\n", i, year, month, i%28+1, i%24, words, i)
}

func (g *garden) plant(n int) {
	g.t.Helper()
	for i := range n {
		g.sow(planted(i, "Words"))
	}
}

var gardens = map[string]func(*garden){
	"with all that there is": func(*garden) {},
	"a feed alone": func(g *garden) {
		g.NoPages = true
		g.sow("feed.yaml", "formats: [atom]\nfeeds: none\narchives: none\n")
	},
}

// sizes are how many seeds the gardens have which are compared.
func sizes(t *testing.T) (small, large int) {
	if testing.Short() {
		return 200, 1000
	}
	return 1000, 10_000
}

// TestEffort: what a build does depends on what changed, not on how much there is. Only the stats of all files are looked at.
func TestEffort(t *testing.T) {
	small, large := sizes(t)
	for name, prepare := range gardens {
		t.Run(name, func(t *testing.T) {
			efforts := map[string][]effort{}
			for _, n := range []int{small, large} {
				g := newGarden(t)
				prepare(g)
				g.plant(n)
				g.cron()
				add := func(what string, res *feed.Result) {
					e := effortOf(res)
					if e.looked < n || e.looked > n+2 {
						t.Errorf("%s: looked at %d of %d", what, e.looked, n)
					}
					e.looked = 0
					efforts[what] = append(efforts[what], e)
				}
				add("nothing changed", g.cron())
				g.sow(planted(n/2, "Other words, which nobody has read before,"))
				add("one changed", g.cron())
				g.sow(planted(n, "First words"))
				add("one added", g.cron())
				add("nothing changed again", g.cron())
			}
			for what, e := range efforts {
				if e[0] != e[1] {
					t.Errorf("%s: %+v with %d seeds, %+v with %d", what, e[0], small, e[1], large)
				}
				if most := (effort{0, 2, 30, 30}); e[0].read > most.read || e[0].rendered > most.rendered || e[0].written > most.written {
					t.Errorf("%s: %+v", what, e[0])
				}
			}
			if e := efforts["nothing changed"][0]; e != (effort{}) {
				t.Errorf("nothing changed: %+v", e)
			}
		})
	}
}

// TestWatchEffort: a watcher that sees one text change looks at that alone, or at its folder where events don't name files, and does not
// even ask more of memory for it when there are ten times as many.
func TestWatchEffort(t *testing.T) {
	small, large := sizes(t)
	looked := 1 // 40 on a file system where events may call files by other names
	if runtime.GOOS != "linux" {
		looked = 40
	}
	for name, prepare := range gardens {
		t.Run(name, func(t *testing.T) {
			var efforts []effort
			var asked []uint64
			for _, n := range []int{small, large} {
				g := newGarden(t)
				prepare(g)
				g.plant(n)
				results := make(chan *feed.Result)
				g.watchInto(results)
				<-results
				var before, after runtime.MemStats
				gone, _ := planted(0, "") // of an entry that stays for a while
				must(t, os.Remove(filepath.Join(g.Seeds, gone)))
				<-results
				for i := range 4 { // the first one makes what the others find
					name, text := planted(n-1, fmt.Sprintf("Other words, for the time %d,", i)) // one that the feed has
					beside := filepath.Join(g.Seeds, ".beside")
					must(t, os.WriteFile(beside, []byte(text), 0o644))
					runtime.ReadMemStats(&before)
					must(t, os.Rename(beside, filepath.Join(g.Seeds, name)))
					res := <-results
					runtime.ReadMemStats(&after)
					if i == 3 {
						efforts = append(efforts, effortOf(res))
						asked = append(asked, after.Mallocs-before.Mallocs)
					}
				}
			}
			if efforts[0] != efforts[1] || efforts[0].looked != looked && (os.Getenv("SEEDFEED_CI") != "" || efforts[0].looked != 40) || efforts[0].read > 2 {
				t.Errorf("%+v with %d seeds, %+v with %d", efforts[0], small, efforts[1], large)
			}
			if asked[1] > asked[0]*3/2 {
				t.Errorf("%d allocations with %d seeds, %d with %d", asked[0], small, asked[1], large)
			}
			t.Logf("allocations: %v", asked)
		})
	}
}

// watchInto lets Watch run until the test ends, and hands over what each build did.
func (g *garden) watchInto(results chan<- *feed.Result) {
	ended := make(chan struct{})
	ctx := g.t.Context()
	go func() {
		defer close(ended)
		for res, err := range g.Watch(ctx) {
			if err != nil {
				g.t.Errorf("a build failed: %v", err)
				return
			}
			select {
			case results <- res:
			case <-ctx.Done():
			}
		}
	}()
	g.t.Cleanup(func() { <-ended })
}
