package feed

import (
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/publish"
)

// Addresses that were given out once go on being answered: the page of an entry that was renamed leads to the new one,
// that of an entry which was taken back says so. On any host these are pages; the built-in server answers as HTTP means
// it, with 301 and 410 (RFC 9110 sections 15.4.2 and 15.5.11).

// answer is how the built-in server answers for a document that isn't simply there.
type answer struct {
	gone bool
	to   string // else where it is now, relative to the document
}

// formerPages lists the pages of addresses that no entry has any more.
func (l *pageLook) formerPages(entries []*entry) (docs []publish.Document) {
	live := make([]*ledger.Record, len(entries))
	for i, e := range entries {
		live[i] = e.rec
	}
	former := formerAddresses(live, slices.Collect(l.session.ledger.Gone()))
	for _, page := range slices.Sorted(maps.Keys(former)) {
		docs = append(docs, l.former(page, former[page]))
	}
	return docs
}

// formerAddresses returns the pages that no entry has any more, each with the page that it leads to, "" for none.
func formerAddresses(live, gone []*ledger.Record) map[string]string {
	former := map[string]string{}
	taken := make(map[string]bool, len(live)) // folded: hosts exist that don't tell a from A
	for _, r := range live {
		taken[strings.ToLower(r.Page)] = true
	}
	add := func(page, to string) {
		if fold := strings.ToLower(page); page != "" && !taken[fold] && fold != indexPath {
			taken[fold] = true
			former[page] = to
		}
	}
	for _, r := range live {
		for _, old := range slices.Backward(r.Pages) {
			add(old, r.Page)
		}
	}
	for _, r := range slices.SortedFunc(slices.Values(gone), func(x, y *ledger.Record) int { return strings.Compare(x.ID, y.ID) }) {
		add(r.Page, "")
		for _, old := range r.Pages {
			add(old, "")
		}
	}
	return former
}

// former is the page of one such address; to is the page that it leads to, "" for none.
func (l *pageLook) former(page, to string) publish.Document {
	data := pageData{Site: l.site(), Root: rootOf(page), Total: l.total}
	a := answer{gone: to == ""}
	if to != "" {
		a.to = rootOf(page) + relativeURL(to)
		data.Moved = &Link{URL: l.session.pageURL(to).String(), Title: path.Base(to)}
	}
	l.session.answers[page] = a
	return publish.Document{Path: page, Key: fingerprint("former", l.key, page, to), Render: func(w io.Writer) error {
		return render(w, l.formerT, data)
	}}
}
