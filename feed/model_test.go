package feed_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestIdentityModel does at random what people do to seeds, builds after each few steps, and holds the feed against a
// simple model: an entry is the story that it tells, whatever its file is called and however it is edited.
func TestIdentityModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "model")
		must(t, err)
		m := &model{T: rt, garden: &garden{siteIn(dir), t}, stories: map[string]*story{}, known: map[string]seen{}, owner: map[string]string{}}
		must(t, os.MkdirAll(filepath.Join(m.Seeds, "folder"), 0o755))
		m.sow("feed.yaml", "limits:\n  entries: 1000\n  feed: 100000000\n")
		actions := map[string]func(){
			"write": m.write, "edit": m.edit, "typo": m.typo, "rename": m.rename, "rename and edit": m.renameAndEdit, "move": m.move,
			"swap": m.swap, "copy": m.copy, "delete": m.remove, "restore": m.restore, "touch": m.touch, "draft": m.draft,
			"lose the cache": m.loseCache, "another address": m.moveSite,
		}
		names := slices.Sorted(maps.Keys(actions))
		m.write()
		m.check()
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			actions[rapid.SampledFrom(names).Draw(rt, "what")]()
			m.check()
		}
	})
}

// story is what a seed tells. Its title stays, so that it can be told from others.
type story struct {
	title, text string
	path        string // "" when it is deleted
	draft       bool
	edited      bool // in a way that moves updated, since the last build
}

// seen is what the feed said of a story.
type seen struct{ id, published, updated string }

type model struct {
	*rapid.T
	*garden
	stories map[string]*story // by title
	known   map[string]seen   // by title
	owner   map[string]string // ID -> title
	count   int
	clock   int
}

func (m *model) pick(which func(*story) bool) *story {
	var titles []string
	for title, s := range m.stories {
		if which(s) {
			titles = append(titles, title)
		}
	}
	if len(titles) == 0 {
		return nil
	}
	slices.Sort(titles)
	return m.stories[rapid.SampledFrom(titles).Draw(m.T, "story")]
}

func isThere(s *story) bool { return s.path != "" }

// put writes a story to its file, each time a second later than before.
func (m *model) put(s *story) {
	head := ""
	if s.draft {
		head = "---\ndraft: true\n---\n"
	}
	m.sow(s.path, head+"# "+s.title+"\n\n"+s.text+"\n")
	m.clock++
	at := rested.Add(time.Duration(m.clock) * time.Second)
	file := filepath.Join(m.Seeds, s.path)
	must(m.t, os.Chtimes(file, at, at))
}

func (m *model) newPath() string {
	m.count++
	return fmt.Sprintf("%s%d.md", rapid.SampledFrom([]string{"", "folder/"}).Draw(m.T, "folder"), m.count)
}

// words are some that no other story has in this order.
func (m *model) words(n int) string {
	m.count++
	rnd := rand.New(rand.NewPCG(uint64(m.count), 3))
	var b strings.Builder
	for range n {
		for range 3 + rnd.IntN(6) {
			b.WriteByte('a' + byte(rnd.IntN(26)))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

func (m *model) write() {
	s := &story{path: m.newPath(), text: m.words(60)}
	s.title = fmt.Sprintf("Story %d", m.count)
	m.stories[s.title] = s
	m.put(s)
}

func (m *model) edit() {
	if s := m.pick(isThere); s != nil {
		s.text += "\n\n" + m.words(12)
		s.edited = true
		m.put(s)
	}
}

func (m *model) typo() {
	if s := m.pick(isThere); s != nil {
		s.text = "x" + s.text[1:]
		m.put(s)
	}
}

func (m *model) mv(s *story, to string) {
	must(m.t, os.Rename(filepath.Join(m.Seeds, s.path), filepath.Join(m.Seeds, to)))
	s.path = to
}

func (m *model) rename() {
	if s := m.pick(isThere); s != nil {
		m.mv(s, m.newPath())
	}
}

func (m *model) renameAndEdit() {
	if s := m.pick(isThere); s != nil {
		m.mv(s, m.newPath())
		s.text += "\n\n" + m.words(12)
		s.edited = true
		m.put(s)
	}
}

// move moves a story away, and another one into its place.
func (m *model) move() {
	if s := m.pick(isThere); s != nil {
		old := s.path
		m.mv(s, m.newPath())
		m.count++
		other := &story{path: old, text: m.words(60), title: fmt.Sprintf("Story in its place %d", m.count)}
		m.stories[other.title] = other
		m.put(other)
	}
}

func (m *model) swap() {
	a, b := m.pick(isThere), m.pick(isThere)
	if a == nil || a == b {
		return
	}
	p, q := a.path, b.path
	m.mv(a, "swapping.tmp")
	m.mv(b, p)
	m.mv(a, q)
}

// copy makes a copy and gives it a title of its own at once; the rest is the same.
func (m *model) copy() {
	if s := m.pick(isThere); s != nil {
		m.count++
		c := &story{path: m.newPath(), text: s.text, title: fmt.Sprintf("Copy %d", m.count), draft: s.draft}
		m.stories[c.title] = c
		m.put(c)
	}
}

func (m *model) remove() {
	if s := m.pick(isThere); s != nil {
		must(m.t, os.Remove(filepath.Join(m.Seeds, s.path)))
		s.path = ""
	}
}

func (m *model) restore() {
	if s := m.pick(func(s *story) bool { return s.path == "" && !s.edited }); s != nil {
		s.path = m.newPath()
		m.put(s)
	}
}

func (m *model) touch() {
	if s := m.pick(isThere); s != nil {
		m.put(s)
	}
}

func (m *model) draft() {
	if s := m.pick(isThere); s != nil {
		s.draft = !s.draft
		m.put(s)
	}
}

func (m *model) loseCache() { must(m.t, os.RemoveAll(m.Cache)) }

func (m *model) moveSite() {
	m.URL = map[string]string{"https://garden.test/": "https://moved.test/x/", "https://moved.test/x/": "https://garden.test/"}[m.URL]
}

// check builds and holds the feed against the model.
func (m *model) check() {
	if _, err := m.Build(m.t.Context()); err != nil {
		m.Fatalf("build: %v", err)
	}
	there := map[string]bool{}
	for _, e := range m.published().Entries {
		s := m.stories[e.Title]
		if s == nil || s.path == "" || s.draft {
			m.Fatalf("the feed has %q, which the folder hasn't", e.Title)
		}
		there[e.Title] = true
		now, before := seen{e.ID, e.Published, e.Updated}, m.known[e.Title]
		if owner := m.owner[e.ID]; owner != "" && owner != e.Title {
			m.Fatalf("the ID %s of %q was that of %q", e.ID, e.Title, owner)
		}
		switch {
		case before == seen{}:
		case now.id != before.id:
			m.Fatalf("%q was %s and is %s", e.Title, before.id, now.id)
		case now.published != before.published:
			m.Fatalf("%q was published at %s, and now at %s", e.Title, before.published, now.published)
		case now.updated < before.updated, !s.edited && now.updated != before.updated:
			m.Fatalf("%q was updated at %s, and now at %s (edited: %v)", e.Title, before.updated, now.updated, s.edited)
		case s.edited && now.updated == before.updated:
			m.Fatalf("%q was edited, but updated is still %s", e.Title, now.updated)
		}
		m.known[e.Title], m.owner[e.ID] = now, e.Title
	}
	for title, s := range m.stories {
		if s.path != "" && !s.draft {
			if !there[title] {
				m.Fatalf("%q is lost", title)
			}
			s.edited = false
		}
	}
}
