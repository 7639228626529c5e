package header

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestParse(t *testing.T) {
	all := Fields{
		ID: "urn:x:1", Title: "One: two", Summary: "short", Language: "de", Link: "https://a.test/x", Image: "a.png",
		Published: "2022-02-13", Updated: "2022-03-01T10:00:00Z", Expires: "2099-01-01",
		Authors: []Person{{Name: "Ada"}, {Name: "Bo", URL: "https://bo.test/", Email: "bo@bo.test"}, {Name: "Cy", Email: "cy@cy.test"}},
		Tags:    []string{"sea", "garden"}, Draft: true, Minor: true,
	}
	for name, c := range map[string]struct {
		in, body string
		want     Fields
	}{
		"none":  {"just text\n", "just text\n", Fields{}},
		"empty": {"---\n---\nbody\n", "body\n", Fields{}},
		"yaml": {`---
id: urn:x:1
Title: "One: two"
date: 2022-02-13
updated: 2022-03-01T10:00:00Z
authors: [Ada, {name: Bo, url: https://bo.test/, email: bo@bo.test}, "Cy <cy@cy.test>"]
tags: [sea, garden]
description: short
draft: yes
expires: 2099-01-01
lang: de
link: https://a.test/x
image: a.png
minor: true
layout: post
---
body
`, "body\n", all},
		"toml": {`+++
id = "urn:x:1"
title = "One: two"
date = 2022-02-13
updated = 2022-03-01T10:00:00Z
authors = ["Ada", {name = "Bo", url = "https://bo.test/", email = "bo@bo.test"}, "Cy <cy@cy.test>"]
tags = ["sea", "garden"]
summary = "short"
draft = true
expires = 2099-01-01
language = "de"
link = "https://a.test/x"
image = "a.png"
minor = true
+++
body
`, "body\n", all},
		"title stays text":    {"---\ntitle: no\n---\n", "", Fields{Title: "no"}},
		"published over date": {"---\ndate: 2020-01-01\npublished: 2021-01-01\n---\n", "", Fields{Published: "2021-01-01"}},
		"date over nothing":   {"---\nkind: page\ndate: 2020-01-01\nDate: 2021-01-01\nepisode_type: bonus\n---\n", "", Fields{Published: "2021-01-01", Kind: "bonus"}},
		"tags with commas":    {"---\ntags: a, b c ,d\n---\n", "", Fields{Tags: []string{"a", "b c", "d"}}},
		"dots end yaml":       {"---\ntitle: x\n...\nbody", "body", Fields{Title: "x"}},
		"a rule, then text":   {"---\nno closing rule\n", "---\nno closing rule\n", Fields{}},
		"prose between rules": {"---\nonce upon a time\n---\nthe end\n", "---\nonce upon a time\n---\nthe end\n", Fields{}},
		"blank lines before":  {"\n \n---\ntitle: x\n---\nbody", "body", Fields{Title: "x"}},
		"a named fence":       {"---yaml\ntitle: x\n---\nbody", "body", Fields{Title: "x"}},
		"a rule and a list":   {"---\n- one\n- two\n---\nend", "---\n- one\n- two\n---\nend", Fields{}},
		"one author":          {"---\nauthor: Ada Lovelace\n---\n", "", Fields{Authors: []Person{{Name: "Ada Lovelace"}}}},
	} {
		got, body, err := Parse(c.in)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(c.want, got, cmpopts.IgnoreFields(Fields{}, "Lines"), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
		if body != c.body {
			t.Errorf("%s: body %q, want %q", name, body, c.body)
		}
	}
}

func TestParseErrors(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for i := 'b'; i < 'j'; i++ {
		p := string(i - 1)
		bomb += string(i) + ": &" + string(i) + " [*" + p + ",*" + p + ",*" + p + ",*" + p + ",*" + p + ",*" + p + ",*" + p + ",*" + p + ",*" + p + "]\n"
	}
	for name, c := range map[string]struct {
		in   string
		line int
		part string
	}{
		"colon in a value": {"---\nid: x\ntitle: One: two\n---\nbody\n", 3, "mapping values"},
		"toml":             {"+++\nid = \"x\"\ntitle = One\n+++\n", 3, ""},
		"list for title":   {"---\ntags: [a]\ntitle: [a, b]\n---\n", 3, "title"},
		"draft: perhaps":   {"---\ndraft: perhaps\n---\n", 2, "neither true nor false"},
		"odd line ends":    {"---\ndate: x\u2028y\u0085z\r\ntitle: One: two\n---\n", 3, "mapping"},
		"toml type":        {"+++\nsummary = \"s\"\ntitle = [1]\n+++\n", 3, "title"},
		"bomb":             {"---\n" + bomb + "---\n", 0, "alias"},
		"deep":             {"---\na: " + strings.Repeat("[", 20000) + "\n---\n", 0, ""},
	} {
		_, _, err := Parse(c.in)
		e, ok := errors.AsType[*Error](err)
		if !ok {
			t.Errorf("%s: got %v, want an *Error", name, err)
			continue
		}
		if c.line != 0 && e.Line != c.line || !strings.Contains(e.Text, c.part) || e.Hint == "" {
			t.Errorf("%s: got line %d, %q, hint %q", name, e.Line, e.Text, e.Hint)
		}
	}
}

func TestSidecarUnder(t *testing.T) {
	side, err := Sidecar("title: From the side\ntags: [a]\ndraft: true\n")
	if err != nil {
		t.Fatal(err)
	}
	own, _, err := Parse("---\ntitle: Own\ndraft: false\n---\n")
	if err != nil {
		t.Fatal(err)
	}
	got := own.Over(side)
	if got.Title != "Own" || got.Draft || len(got.Tags) != 1 {
		t.Errorf("got %+v", got)
	}
	if _, err := Sidecar("just words"); err == nil {
		t.Error("words are no sidecar")
	}
}

// FuzzParse: the body is always the end of the text, and an error is always one that names its cause.
func FuzzParse(f *testing.F) {
	f.Add("---\ntitle: x\n---\nbody")
	f.Add("+++\ntitle = 'x'\n+++\nbody")
	f.Add("---\na: &a [*a]\n---\n")
	f.Add("---\na: b\u2028c\u0085\rd\n---\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, body, err := Parse(text)
		if !strings.HasSuffix(text, body) {
			t.Fatalf("body %q is no end of %q", body, text)
		}
		if err != nil {
			if e, ok := errors.AsType[*Error](err); !ok || e.Text == "" || e.Line > 1+strings.Count(text, "\n") {
				t.Fatalf("error %#v", err)
			}
		}
	})
}

// FuzzPlain: a plain block says what YAML says.
func FuzzPlain(f *testing.F) {
	for _, block := range plainBlocks {
		f.Add(block)
	}
	f.Fuzz(func(t *testing.T, block string) {
		got, ok := plainYAML(block, 2)
		if !ok {
			return
		}
		want, err := anyYAML(block, 2)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(value{}, pair{})); diff != "" || err != nil {
			t.Fatalf("%v (-want +got)\n%s", err, diff)
		}
	})
}

// plainBlocks are plain YAML, and unlike it in a sign or two.
var plainBlocks = []string{
	"title: \"One: two # 3\"\ndate: 2019-03-25T04:06:36Z\ntags: [rss, slow food]\nauthor: Hana Sato\n",
	"title: It's late\n\nweight: 12  \nlink: https://a.test/b\ndraft: no\n",
	"id: \"\"\ntitle: Ñandú (1, 2)\ndate: 2022-02-13 15:04:05 +01:00",
}

func TestPlainYAML(t *testing.T) {
	for _, block := range plainBlocks {
		if _, ok := plainYAML(block, 0); !ok {
			t.Errorf("%q is not plain", block)
		}
	}
	for _, block := range []string{
		"", "\n", "# title: x", "title:", "title: null", "title: ~", "title: a: b", "title: a:", "title: a #b", "title: 'a'", "title: \"a\\n\"",
		"title: \"a\" b", "title: \"a\nb\"", "title: a\n b", " title: a", "title: a\ntitle: b", "title:a", "title: |", "title: &a b", "title: *a",
		"title: !a b", "title: {a: b}", "tags: []", "tags: [a,]", "tags: [a, [b]]", "tags: [a, null]", "tags: [a: b]", "tags: [a #b]", "tags: [\"a\"]",
		"- a", "? a", "---\ntitle: a", "title: a\n...", "title: a\r", "title: a\tb", "title: a\u2028b", "Title: a", "\"title\": a", "title: \ufeffa",
		"title: \"a\u0000\"", "title: \"a\xff\"", strings.Repeat("a", 1025) + ": b", "<<: a",
	} {
		if _, ok := plainYAML(block, 0); ok {
			t.Errorf("%q is plain", block)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for _, c := range []struct{ name, text string }{
		{"plain", "---\n" + plainBlocks[0] + "---\nbody\n"},
		{"any", "---\n" + plainBlocks[0] + "# with a comment\n---\nbody\n"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := Parse(c.text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestSettings(t *testing.T) {
	got, err := ReadSettings(`# mine
title: A garden
subtitle: notes
url: https://a.test/
author: {name: Ada, email: ada@a.test}
language: de
timezone: Europe/Berlin
id: urn:uuid:6ba7b811-9dad-11d1-80b4-00c04fd430c8
limits:
  entries: 20
  text: 1 MiB
  feed: 100 kB
`)
	want := Settings{
		Title: "A garden", Subtitle: "notes", URL: "https://a.test/", Language: "de", TimeZone: "Europe/Berlin",
		ID: "urn:uuid:6ba7b811-9dad-11d1-80b4-00c04fd430c8", Authors: []Person{{Name: "Ada", Email: "ada@a.test"}},
		Limits: Limits{Entries: 20, Text: 1 << 20, Feed: 100_000},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreTypes(Lines{})); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	for field, want := range map[string]int{"title": 2, "authors": 5, "grace": 0} {
		if line := got.Lines.Of(field); line != want {
			t.Errorf("%s is said on line %d, want %d", field, line, want)
		}
	}
	if line := got.Limits.Lines.Of("text"); line != 11 {
		t.Errorf("the limit of texts is said on line %d, want 11", line)
	}
	if got, err := ReadSettings("# nothing\n"); err != nil || got.Title != "" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestSettingsErrors(t *testing.T) {
	for in, want := range map[string]struct {
		line       int
		text, hint string
	}{
		"title: x\nsubtitel: y\n":              {2, `"subtitel"`, `"subtitle"`},
		"title: x\nweather: y\n":               {2, `"weather"`, "known are"},
		"limits:\n  entires: 3\n":              {2, `"entires"`, `"entries"`},
		"limits:\n  entries: many\n":           {2, `"many"`, "whole number"},
		"limits:\n  entries: 1\n  text: big\n": {3, `"big"`, "16 MiB"},
		"limits: 50\n":                         {1, "single value", "entries"},
		"title: [a]\n":                         {1, "title", "one value"},
		"title: a: b\n":                        {1, "mapping", "quotes"},
		"words\n":                              {1, "key: value", "title"},
	} {
		_, err := ReadSettings(in)
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Line != want.line || !strings.Contains(e.Text, want.text) || !strings.Contains(e.Hint, want.hint) {
			t.Errorf("%q: got %#v", in, err)
		}
	}
}

// TestWhatItsAuthorMeantToHoldBack: a front matter that isn't one to a parser is an error, never a text to be published.
func TestWhatItsAuthorMeantToHoldBack(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		line int
	}{
		"no end":                {"---\ntitle: S\ndraft: true\n\nSecret\n", 1},
		"no end, TOML":          {"+++\ndraft = true\n\nSecret\n", 1},
		"no end, after a blank": {"\n---\ndraft: true\n\nSecret\n", 2},
		"no end, named":         {"---yaml\ndraft: true\nSecret\n", 1},
		"a list":                {"---\n- draft: true\n---\nSecret\n", 2},
		"an odd space":          {"---\ndraft:\u00a0true\n---\nSecret\n", 2},
	} {
		_, body, err := Parse(c.in)
		e, ok := errors.AsType[*Error](err)
		if !ok || body != "" {
			t.Errorf("%s: body %q, error %v", name, body, err)
			continue
		}
		if e.Line != c.line || e.Hint == "" {
			t.Errorf("%s: line %d, want %d; hint %q", name, e.Line, c.line, e.Hint)
		}
	}
}
