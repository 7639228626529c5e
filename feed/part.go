package feed

import (
	"html/template"
	"strings"
	"sync"
)

// Much of the page of an entry is the same on all others of its folder: it depends on the site, the depth of the page and the feeds that it
// names alone. A template takes such a piece with {{part "name" .}}, where {{template "name" .}} would make it again for each page.

// parts remembers pieces of pages. Several goroutines may use it.
type parts struct {
	ours bool // the pieces are the built-in ones, of which we know what they depend on

	mu   sync.Mutex
	made map[partKey]template.HTML
}

const partsMost = 1000 // that are remembered: the pages of a folder are rendered one after the other

type partKey struct {
	name, root string
	feeds      *feedView // the first of them: pages of a folder have the same
}

func newParts(shared []byte) *parts {
	known, err := builtIn.ReadFile("templates/" + sharedTemplates)
	return &parts{ours: err == nil && string(known) == string(shared)}
}

// render makes a piece of a page, or takes the one of another page.
func (p *parts) render(t *template.Template, name string, data pageData) (template.HTML, error) {
	key := partKey{name: name, root: data.Root}
	if len(data.Feeds) > 0 {
		key.feeds = &data.Feeds[0]
	}
	p.mu.Lock()
	part, made := p.made[key]
	p.mu.Unlock()
	if made {
		return part, nil
	}
	var b strings.Builder
	if err := t.ExecuteTemplate(&b, name, data); err != nil {
		return "", err
	}
	part = template.HTML(b.String()) // safe: a template made it so
	if p.ours {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.made == nil || len(p.made) == partsMost {
			p.made = map[partKey]template.HTML{}
		}
		p.made[key] = part
	}
	return part, nil
}
