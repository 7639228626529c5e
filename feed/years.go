package feed

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/seedfeed/seedfeed/feed/internal/publish"
)

// Pages that list everything, by year: archive/2022.html, and archive/index.html that leads to them. A year of so many entries that nobody
// would scroll through them has a page for each month instead.

const yearMost = 1000 // entries on one page

const yearsPath = archiveFolder + "/" + indexPath

// period is a year or a month, and its entries, newest first.
type period struct {
	name, page string
	entries    []*entry
}

// periodView leads to the page of a year or month.
type periodView struct {
	Name, Path string // the path is seen from the top of the site
	Count      int    // of entries
	Here       bool   // it is the page itself
}

// periodsOf cuts entries, newest first, into years and months.
func periodsOf(entries []*entry, zone *time.Location) (all []period) {
	by := func(entries []*entry, layout string) (all []period) {
		for _, e := range entries {
			name := e.rec.Published.In(zone).Format(layout)
			if n := len(all); n == 0 || all[n-1].name != name {
				all = append(all, period{name: name, page: archiveFolder + "/" + name + ".html"})
			}
			p := &all[len(all)-1]
			p.entries = append(p.entries, e)
		}
		return all
	}
	for _, year := range by(entries, "2006") {
		if len(year.entries) > yearMost {
			all = append(all, by(year.entries, "2006-01")...)
		} else {
			all = append(all, year)
		}
	}
	return all
}

// years lists the pages of periods, and the one that leads to all.
func (l *pageLook) years(of extent) (docs []publish.Document) {
	var views []periodView
	for _, p := range l.periods {
		views = append(views, periodView{Name: p.name, Path: relativeURL(p.page), Count: len(p.entries)})
	}
	if of == nil && !l.taken[yearsPath] {
		docs = append(docs, l.yearPage(period{page: yearsPath}, views, l.total))
	}
	for _, p := range l.periods {
		if of.shows(p.entries...) && !l.taken[strings.ToLower(p.page)] {
			docs = append(docs, l.yearPage(p, views, len(p.entries)))
		}
	}
	return docs
}

func (l *pageLook) yearPage(p period, views []periodView, total int) publish.Document {
	parts := []string{"years", l.key, p.name, strconv.Itoa(total)}
	for _, v := range views {
		parts = append(parts, v.Path)
		if p.entries == nil { // only there they are shown
			parts = append(parts, strconv.Itoa(v.Count))
		}
	}
	for _, e := range p.entries {
		parts = append(parts, e.Title, e.Language, e.rec.Page, strconv.FormatInt(e.rec.Published.Unix(), 10))
	}
	return publish.Document{Path: p.page, Key: fingerprint(parts...), Render: func(w io.Writer) error {
		data := pageData{Site: l.site(), Root: rootOf(p.page), Feeds: l.feeds(l.whole), Period: p.name, Total: total}
		for _, v := range views {
			v.Here = v.Name == p.name
			data.Periods = append(data.Periods, v)
		}
		for _, e := range p.entries {
			data.Entries = append(data.Entries, l.view(e))
		}
		return render(w, l.yearsT, data)
	}}
}
