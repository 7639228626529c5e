package feed

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// plot is a folder of texts, by their paths, that a test tills at random.
type plot struct {
	t     *testing.T
	rnd   *rand.Rand
	dir   string
	texts map[string]*planted
	away  []*planted
	count int
}

type planted struct {
	title, body string
	day         int // of publication, after the first of 2022
	draft       bool
	tags        []string
	id          string
	head        map[string]string // what else its front matter says
}

func (p *plot) name() string {
	p.count++
	return fmt.Sprintf("%c%d.md", 'a'+p.rnd.IntN(20), p.count)
}

func (p *plot) words() string {
	var b strings.Builder
	for range 40 {
		fmt.Fprintf(&b, "%x ", p.rnd.Uint32())
	}
	return b.String()
}

func (p *plot) pick() string {
	if len(p.texts) == 0 {
		p.plant()
	}
	all := slices.Sorted(maps.Keys(p.texts))
	return all[p.rnd.IntN(len(all))]
}

// write writes the text at a path, at a time of its own.
func (p *plot) write(name string) {
	x := p.texts[name]
	text := fmt.Sprintf("---\ntitle: %s\ndate: %s\ndraft: %v\n", x.title, time.Date(2022, 1, 1+x.day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), x.draft)
	head := maps.Clone(x.head)
	head["id"], head["tags"] = x.id, strings.Join(x.tags, ", ")
	for key, value := range head {
		if value == itself {
			value = "https://apart.test/" + strings.TrimSuffix(name, ".md") + ".html"
		}
		if value != "" {
			text += key + ": " + value + "\n"
		}
	}
	path := filepath.Join(p.dir, name)
	p.count++
	at := time.Date(2025, 6, 1, 0, 0, p.count, 0, time.UTC)
	if err := os.WriteFile(path, []byte(text+"---\n"+x.body+"\n"), 0o644); err != nil {
		p.t.Fatal(err)
	}
	if err := os.Chtimes(path, at, at); err != nil {
		p.t.Fatal(err)
	}
}

func (p *plot) put(name, text string) {
	path := filepath.Join(p.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
		p.t.Fatal(err)
	}
}

func (p *plot) plant() {
	name := p.name()
	x := &planted{title: "Title of " + name, body: p.words(), day: p.rnd.IntN(400), head: map[string]string{}}
	p.texts[name] = x
	for range 4 {
		p.label(x)
	}
	p.write(name)
}

// label changes something in the front matter of a text.
func (p *plot) label(x *planted) {
	any := func(of ...string) string { return of[p.rnd.IntN(len(of))] }
	switch key := any("tags", "author", "summary", "link", "image", "language"); key {
	case "tags":
		x.tags = nil
		for _, tag := range []string{"Sea", "sea", "C++", "Wind and rain"} {
			if p.rnd.IntN(3) == 0 {
				x.tags = append(x.tags, tag)
			}
		}
	case "author":
		x.head[key] = any("", "Ann", "Bo")
	case "summary":
		x.head[key] = any("", brief, "Other words.")
	case "link":
		x.head[key] = any("", itself, "https://else.test/")
	case "image":
		x.head[key] = any("", "https://apart.test/1.jpg", "https://apart.test/2.jpg")
	case "language":
		x.head[key] = any("", "en", "de")
	}
}

const (
	brief  = "A whole text."
	itself = "the text's own page"
)

// till does something to a text, which stays where it is if it is only edited.
func (p *plot) till(edit bool) string {
	name := p.pick()
	x, other := p.texts[name], p.name()
	path := filepath.Join(p.dir, name)
	op := p.rnd.IntN(13)
	if edit {
		op = []int{8, 8, 9, 9, 10, 11, 12, 12}[p.rnd.IntN(8)]
	}
	switch op {
	case 0:
		p.plant()
	case 1:
		x.draft = !x.draft
		p.write(name)
	case 2:
		x.day = p.rnd.IntN(400)
		p.write(name)
	case 3:
		p.texts[other] = x
		delete(p.texts, name)
		_ = os.Rename(path, filepath.Join(p.dir, other)) // a failure shows in what is found
	case 4:
		p.texts[other] = x
		delete(p.texts, name)
		_ = os.Remove(path)
		x.body, x.day = x.body+"more", x.day+p.rnd.IntN(2)
		p.write(other)
	case 5:
		p.away = append(p.away, x)
		delete(p.texts, name)
		_ = os.Remove(path)
	case 6:
		if n := len(p.away); n > 0 {
			p.texts[other], p.away = p.away[n-1], p.away[:n-1]
			p.write(other)
		}
	case 7:
		swap := p.pick()
		p.texts[name], p.texts[swap] = p.texts[swap], x
		p.write(name)
		p.write(swap)
	case 8:
		x.body += p.words()
		p.write(name)
	case 9:
		p.label(x)
		p.write(name)
	case 10:
		x.body += fmt.Sprintf("\n\n![A picture](%d.svg)\n", p.rnd.IntN(3))
		p.write(name)
	case 11:
		x.title += "!"
		p.write(name)
	case 12:
		if x.body = p.words(); p.rnd.IntN(3) == 0 {
			x.body = brief
		}
		p.write(name)
	}
	return fmt.Sprint(op, " ", name)
}

// TestApartIsTheWhole: what a watcher makes of a few changed texts is what a look at everything makes of them, and leaves nothing to be
// done.
func TestApartIsTheWhole(t *testing.T) {
	runs := uint64(60)
	if testing.Short() {
		runs = 6
	}
	for run := range runs {
		dir := t.TempDir()
		now, grace := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), "0s"
		if run%4 > 1 {
			grace = "1h"
		}
		site := &Site{
			URL: "https://apart.test/", Seeds: filepath.Join(dir, "seeds"), Out: filepath.Join(dir, "out"), State: filepath.Join(dir, "state"), Cache: filepath.Join(dir, "cache"),
			NoPages: run%16 > 12, Allow: []string{"ids", "flood", "loss", "empty"}, now: func() time.Time { return now },
		}
		settings := "grace: " + grace + "\n"
		switch {
		case site.NoPages: // so that texts are only glanced at
			settings += "feeds: none\narchives: none\n"
		case run%8 > 5:
			settings += "feeds: none\n"
		}
		if run%7 > 4 {
			settings += "podcast: {category: Arts}\n"
		}
		p := &plot{t: t, rnd: rand.New(rand.NewPCG(run, 1)), dir: site.Seeds, texts: map[string]*planted{}}
		set := func(limit string) {
			all := settings + fmt.Sprintf("subtitle: Number %d\n", p.rnd.Uint32())
			if run%8 > 3 {
				all += "limits: {entries: 4, feed: " + limit + "}\n"
			}
			p.put(SettingsFile, all)
		}
		set("6 kB")
		for _, name := range []string{"0.svg", "1.svg"} {
			p.put(name, `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>`)
		}
		for range 4 + p.rnd.IntN(8) {
			p.plant()
		}
		b := opened(t, site, everything)
		var done []string
		for range 12 {
			was := maps.Clone(p.texts)
			now = now.Add(25 * time.Minute)
			edit := p.rnd.IntN(3) > 0
			for range 1 + p.rnd.IntN(3) {
				done = append(done, p.till(edit))
			}
			where := look{dirs: []string{"."}}
			if run%3 > 0 { // it is told of files, some of which are as they were
				maps.Copy(was, p.texts)
				where = look{files: slices.Sorted(maps.Keys(was))}
			}
			switch p.rnd.IntN(20) { // what a watcher may hear of later
			case 0, 1:
				limit := []string{"1 kB", "6 kB", "8 kB"}[p.rnd.IntN(3)]
				set(limit)
				done = append(done, limit)
			case 2:
				p.put(templateFolder+"/page.html", fmt.Sprintf("<title>{{.Entry.Title}}</title>{{.Entry.Content}}<p>%d</p>", p.rnd.Int()))
				done = append(done, "template")
			}
			if _, err := b.build(t.Context(), where); err != nil {
				t.Fatalf("run %d: %v after %q", run, err, done)
			}
			got, held := standing(b), maps.Clone(b.held)
			live := b.live
			b.gather(new(Result))
			if want := standing(b); !slices.Equal(got, want) || !maps.Equal(held, b.held) {
				t.Fatalf("run %d after %q:\ngot  %q, held %v\nwant %q, held %v", run, done, got, held, want, b.held)
			}
			b.live = live
			if wrong := unlikePlanned(t, b); len(wrong) > 0 {
				t.Fatalf("run %d after %q: other keys: %q", run, done, wrong)
			}
		}
		if err := b.close(); err != nil {
			t.Fatal(err)
		}
		b = opened(t, site, look{})
		res, err := b.build(t.Context(), everything)
		if err != nil || res.Read+res.Written+res.Removed+len(res.Changes) > 0 {
			t.Errorf("run %d: there was something left: %+v, %v, after %q", run, res, err, done)
		}
		if err := b.close(); err != nil {
			t.Fatal(err)
		}
		if wrong := unlikeFresh(t, site); len(wrong) > 0 {
			t.Errorf("run %d after %q: other bytes in a new folder: %q", run, done, wrong)
		}
	}
}

// unlikePlanned lists the documents that are published otherwise than a plan of everything has them.
func unlikePlanned(t *testing.T, b *session) (wrong []string) {
	t.Helper()
	frame := b.frame
	b.frame = nil
	docs, _, err := b.plan(b.live, new(findings), new(Result))
	if err != nil {
		t.Fatal(err)
	}
	published := maps.Clone(b.folder.Files())
	for _, d := range docs {
		if published[d.Path].Key != d.Key {
			wrong = append(wrong, d.Path)
		}
		delete(published, d.Path)
	}
	b.frame = frame
	return slices.AppendSeq(wrong, maps.Keys(published))
}

// unlikeFresh lists the documents that have other bytes, or are missing, when the site is built into a new folder.
func unlikeFresh(t *testing.T, s *Site) (wrong []string) {
	t.Helper()
	fresh := &Site{URL: s.URL, Seeds: s.Seeds, Out: t.TempDir(), State: s.State, Cache: s.Cache, NoPages: s.NoPages, now: s.now}
	b := opened(t, fresh, everything)
	files := maps.Clone(b.folder.Files())
	if err := b.close(); err != nil {
		t.Fatal(err)
	}
	b = opened(t, s, look{})
	defer b.close()
	for p, f := range b.folder.Files() {
		if files[p].Hash != f.Hash {
			wrong = append(wrong, p)
		}
		delete(files, p)
	}
	return slices.AppendSeq(wrong, maps.Keys(files))
}

// TestMissedKeepsItsPicture: while the entry of a seed that is missing stays, so does what it shows; then both go.
func TestMissedKeepsItsPicture(t *testing.T) {
	for grace, after := range map[time.Duration][]leftBy{
		time.Hour: {{2, true}, {2, true}, {1, false}},
		-1:        {{1, false}, {1, false}},
	} {
		t.Run(grace.String(), func(t *testing.T) { missPicture(t, grace, after) })
	}
}

// leftBy is what a build leaves: so many entries, and the picture of the one that goes or not.
type leftBy struct {
	entries int
	picture bool
}

// missPicture lets a text with a picture vanish, and checks what builds make of it, each 35 minutes after the one before.
func missPicture(t *testing.T, grace time.Duration, after []leftBy) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	dir := t.TempDir()
	site := &Site{
		URL: "https://apart.test/", Seeds: filepath.Join(dir, "seeds"), Out: filepath.Join(dir, "out"), Cache: filepath.Join(dir, "cache"),
		Grace: grace, Allow: []string{"loss"}, now: func() time.Time { return now },
	}
	sowDated(t, site, "stays", "published", now.AddDate(0, 0, -1))
	sowDated(t, site, "goes", "published", now.AddDate(0, 0, -2))
	goes := filepath.Join(site.Seeds, "goes.md")
	text, err := os.ReadFile(goes)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"goes.md": string(text) + "\n![A sea](sea.svg)\n", "sea.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>`, SettingsFile: "limits: {entries: 1}\n"} {
		if err := os.WriteFile(filepath.Join(site.Seeds, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b := opened(t, site, everything)
	defer b.close()
	if err := os.Remove(goes); err != nil {
		t.Fatal(err)
	}
	for i, want := range after {
		where := look{}
		if i == 0 {
			where.files = []string{"goes.md"}
		}
		res, err := b.build(t.Context(), where)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(site.Out, "sea.svg")); res.Entries != want.entries || (err == nil) != want.picture {
			t.Errorf("build %d: %d entries, picture: %v", i, res.Entries, err)
		}
		now = now.Add(35 * time.Minute)
	}
}

// opened opens a site, and builds it unless nowhere is to be looked.
func opened(t *testing.T, s *Site, where look) *session {
	t.Helper()
	b, err := s.open()
	if err == nil && where.all {
		_, err = b.build(t.Context(), where)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// standing lists the entries as they stand.
func standing(b *session) (all []string) {
	for _, e := range b.live {
		all = append(all, fmt.Sprint(e.Path, " ", e.rec.Published.Unix(), " ", e.rec.ID, " ", e.Title, e.seed == b.seeds[e.Path], e.rec == b.ledger.Record(e.Path)))
	}
	return all
}
