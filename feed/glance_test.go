package feed

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// FuzzGlance: what a glance finds out about a text is what reading all of it finds out, and where it is wrong both say so.
func FuzzGlance(f *testing.F) {
	for _, text := range []string{
		"---\ntitle: One\ndate: 2022-02-13\n---\nText.\n",
		"---\ntitle: \"One: two\"\ndate: 2022-02-13T10:00:00Z\nid: urn:x:1\ntags: [a, b]\nimage: a b.jpg\nlanguage: xx-wrong-\nlink: /elsewhere\n---\n\n# Text\n",
		"---\ntitle: One\ndate: 2022-02-13\nexpires: 2031-01-01\nupdated: 2999-01-01\ndraft: true\nminor: yes\n---\n---\nText.\n",
		"---\ntitle: One\ndate: someday\n---\nText.\n",
		"---\ntitle: One\ndate: 2022-02-13\n---   \nText.\n---\nMore.\n",
		"---\ntitle: One\ndate: 2022-02-13\n...\nText.\n\n---\nMore.\n",
		"---\ntitle: One\ndate: 2022-02-13\n---\n \n",
		"---\n---\nText.\n",
	} {
		f.Add([]byte(text), "")
		f.Add([]byte(text), "id: urn:x:2\nexpires: 2030-01-01\n")
	}
	site := &Site{URL: "https://glance.test/", Seeds: f.TempDir(), Out: f.TempDir(), State: f.TempDir(), Cache: f.TempDir(), now: func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }}
	b, err := site.enter()
	if err != nil {
		f.Fatal(err)
	}
	defer b.close()
	b.now = site.time()
	read := func(content []byte, side string, glances bool) (*document, error) {
		b.glances = glances
		d := &document{session: b, seed: &seed{Path: "a/note.md", details: new(details), traits: new(traits)}}
		if side != "" {
			d.seed.Sidecar = "a/note.yaml"
		}
		return d, d.read(content, []byte(side))
	}
	f.Fuzz(func(t *testing.T, content []byte, side string) {
		got, gotErr := read(content, side, true)
		if !got.seed.Glanced {
			return
		}
		want, wantErr := read(content, side, false)
		if gotErr != nil || wantErr != nil {
			if wantErr == nil || gotErr != nil && gotErr.Error() != wantErr.Error() {
				t.Fatalf("got %v, want %v", gotErr, wantErr)
			}
			return
		}
		type identity struct {
			Print, Title, From, GivenID, Link string
			Published, Updated, Expires       time.Time
			Draft, Minor, Firm                bool
			Problems                          []Problem
		}
		of := func(s *seed) identity {
			return identity{s.Print, s.Title, s.From, s.GivenID, s.Link, s.Published, s.Updated, s.Expires, s.Draft, s.Minor, s.Firm, s.Problems}
		}
		if d := cmp.Diff(of(want.seed), of(got.seed)); d != "" {
			t.Fatal(d)
		}
	})
}
