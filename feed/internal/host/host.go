// Package host writes what other servers need to be told to answer for a folder of documents as the built-in one does.
//
// Each host has a template in the folder templates, which holds one section a file: a line "-- PATH --" and then its
// text. The path "-" is a file whose place the user chooses; the section "notes" holds, line by line, what the host can't
// do or what people must do. Paths and names go into a template only through a function that quotes them for it.
package host

import (
	"embed"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"text/template"
)

//go:embed templates
var templates embed.FS

// Mark stands in the first lines of each file, which tells it from those of other people.
const Mark = "written by seedfeed host"

// Chosen is the path of a file whose place the user chooses.
const Chosen = "-"

// Site is what the answers are for.
type Site struct {
	Dir      string      // where the documents are: absolute, with slashes
	URL      *url.URL    // where they are to be found; its path ends in a slash
	Kinds    []Kind      // of documents
	Other    http.Header // of answers with a document of no kind
	Paths    []string    // of all documents
	Moves    []Move      // of pages that are elsewhere now
	Gone     []string    // paths of pages that say of an entry that it was withdrawn
	Twins    []string    // extensions of compressed files beside the documents: ".br", ".gz" or ".zst"
	NotFound bool        // the folder has a page 404.html
}

// Kind is a kind of documents that are answered alike.
type Kind struct {
	Ends   []string // how their paths end: an extension as in ".atom", or a name as in "/feed.json"
	Type   string   // Content-Type
	Header http.Header

	apart []string // names of other kinds
}

// Move says that a page is elsewhere now.
type Move struct{ From, To string }

// File is a file for a host.
type File struct {
	Path string // absolute, with slashes; or [Chosen]
	Text []byte
}

// Names returns the names of the hosts.
func Names() []string {
	entries, err := templates.ReadDir("templates")
	if err != nil {
		panic("seedfeed: internal error: " + err.Error()) // it is embedded
	}
	var names []string
	for _, e := range entries {
		if e.Name() != "common" {
			names = append(names, e.Name())
		}
	}
	return names
}

// Files returns the files for the host of this name, and what there is to say about it.
func Files(name string, s Site) (files []File, notes []string, err error) {
	if !slices.Contains(Names(), name) {
		return nil, nil, fmt.Errorf("unknown host %q", name)
	}
	t, err := template.New(name).Funcs(functions).ParseFS(templates, "templates/common", "templates/"+name)
	if err != nil {
		panic("seedfeed: internal error: " + err.Error()) // it is embedded
	}
	var text strings.Builder
	if err := t.ExecuteTemplate(&text, name, newView(s)); err != nil {
		return nil, nil, err
	}
	for _, f := range sections(text.String()) {
		if f.Path == "notes" {
			notes = strings.FieldsFunc(string(f.Text), func(r rune) bool { return r == '\n' })
			continue
		}
		files = append(files, f)
	}
	return files, notes, nil
}

// heading begins a section. Nothing that isn't of the template stands at the beginning of a line.
var heading = regexp.MustCompile(`(?m)^-- (.*) --\n`)

func sections(text string) (files []File) {
	at := heading.FindAllStringSubmatchIndex(text, -1)
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		files = append(files, File{Path: text[m[2]:m[3]], Text: []byte(strings.TrimSpace(text[m[1]:end]) + "\n")})
	}
	return files
}
