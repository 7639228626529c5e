package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/seedfeed/seedfeed/feed"
)

// bookFlags are what commands that only read the ledger understand.
type bookFlags struct {
	State string `help:"The folder for what must not be lost. Default: .seedfeed in the folder of seeds." placeholder:"DIR"`
	JSON  bool   `name:"json" help:"Print one JSON object an entry."`
}

type ledgerCmd struct {
	Seeds string `arg:"" optional:"" default:"seeds" help:"The folder of seeds. Default: seeds."`
	bookFlags
}

// Run prints the ledger.
func (l *ledgerCmd) Run(c *console) error {
	records, problems, err := (&feed.Site{Seeds: l.Seeds, State: l.State}).Records()
	if err != nil {
		return err
	}
	c.complain("", problems)
	if l.JSON {
		err = printJSON(c.out, records)
	} else {
		err = printTable(c.out, records)
	}
	if err == nil && len(problems) > 0 {
		err = errProblems
	}
	return err
}

func printJSON(w io.Writer, records []feed.Record) error {
	for _, r := range records {
		if err := json.NewEncoder(w).Encode(r); err != nil {
			return err
		}
	}
	return nil
}

func printTable(w io.Writer, records []feed.Record) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "PATH\tSTATE\tPUBLISHED\tFROM\tUPDATED\tFROM\tID")
	for _, r := range records {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", plainPath(string(r.Path)), stateOf(r), stamp(r.Published), r.PublishedFrom, stamp(r.Updated), r.UpdatedFrom, r.ID)
	}
	return t.Flush()
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// plainPath is a path on one line.
func plainPath(p string) string {
	q := fmt.Sprintf("%q", p)
	if q == `"`+p+`"` {
		return p
	}
	return q
}

func stateOf(r feed.Record) string {
	switch {
	case r.Live && !r.Missing.IsZero():
		return "missing"
	case r.Live:
		return "live"
	case !r.Gone.IsZero():
		return "gone"
	}
	return "held"
}

type explainCmd struct {
	Name  string `arg:"" help:"A seed, by its path now or formerly, or the ID of an entry."`
	Seeds string `arg:"" optional:"" default:"seeds" help:"The folder of seeds. Default: seeds."`
	bookFlags
}

// Run explains one entry.
func (e *explainCmd) Run(c *console) error {
	records, err := (&feed.Site{Seeds: e.Seeds, State: e.State}).Explain(e.Name)
	if err != nil {
		return err
	}
	if e.JSON {
		return printJSON(c.out, records)
	}
	for _, r := range records {
		if _, err := io.WriteString(c.out, explanation(r)); err != nil {
			return err
		}
	}
	return nil
}

// explanation says of an entry why it is as it is.
func explanation(r feed.Record) string {
	var b strings.Builder
	say := func(what, format string, args ...any) {
		fmt.Fprintf(&b, "%-10s %s\n", what, fmt.Sprintf(format, args...))
	}
	born := string(r.Path)
	if len(r.Former) > 0 {
		born = string(r.Former[0].Path)
	}
	say("id", "%s", r.ID)
	say("", "%s", map[string]string{
		"author":  "given by the author in the seed",
		"adopted": "adopted from a feed that another program made",
		"feed":    "recovered from the published feed after the ledger was lost",
		"":        "minted from the site's key and the first path, " + plainPath(born),
	}[r.How])
	switch stateOf(r) {
	case "live":
		say("state", "in the site")
	case "missing":
		say("state", "in the site, but the seed is missing since %s; it goes when the time of grace is over", stamp(r.Missing))
	case "gone":
		say("state", "left the site on %s; it comes back with its ID if the seed does", stamp(r.Gone))
	default:
		say("state", "not in the site: a draft, or its date is still to come")
	}
	say("seed", "%s", plainPath(string(r.Path)))
	for _, f := range r.Former {
		say("", "was %s until %s, then recognised by: %s", plainPath(string(f.Path)), stamp(f.Until), f.Why)
	}
	say("published", "%s", stamp(r.Published))
	say("", "from: %s; %s", r.PublishedFrom, whyPublished(r))
	say("updated", "%s", stamp(r.Updated))
	say("", "from: %s; %s", r.UpdatedFrom, map[string]string{
		"author":    "the author's word, since it is later than what was known",
		"edit":      "the text changed by more than a slip of the pen",
		"published": "no change of the text since then that counts",
	}[r.UpdatedFrom])
	if r.Page != "" {
		say("page", "%s", r.Page)
	}
	for _, p := range r.Pages {
		say("", "%s leads there", p)
	}
	if r.Live {
		document := "feed.atom"
		if r.Archive > 0 {
			document = fmt.Sprintf("archive/%d.atom", r.Archive)
		}
		say("document", "%s", document)
	}
	return b.String()
}

func whyPublished(r feed.Record) string {
	switch r.PublishedFrom {
	case "front matter", "sidecar", "page metadata":
		return "the author's word, so a change of it counts"
	case "first seen":
		return "nothing says a date, so that of the file at first sight; frozen since"
	}
	return "frozen at the first publication"
}

type diffCmd struct{ siteFlags }

// Run tells what a build would do.
func (d *diffCmd) Run(ctx context.Context, c *console) error {
	site := d.site(c)
	site.DryRun = true
	res, err := site.Build(ctx)
	if err != nil {
		return err
	}
	c.complain("", res.Problems)
	if d.JSON {
		return json.NewEncoder(c.out).Encode(res)
	}
	for _, change := range res.Changes {
		if _, err := fmt.Fprintln(c.out, line(change)); err != nil {
			return err
		}
	}
	c.say("%s would be in the site", count(res.Entries, "entry", "entries"))
	return nil
}

// line is a change for people.
func line(change feed.Change) string {
	s := fmt.Sprintf("%-8s  %s", change.Kind, plainPath(change.Path))
	if change.From != "" {
		s += " from " + plainPath(change.From) + " (" + change.Why + ")"
	}
	if change.Edited {
		s += ", edited"
	}
	if change.Title != "" {
		s += "  " + change.Title
	}
	return s + "  " + change.ID
}
