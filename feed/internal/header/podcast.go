package header

import (
	"fmt"
	"strings"
)

// Podcast is what a feed.yaml says of a podcast. What it leaves unsaid has its zero value.
type Podcast struct {
	Off            bool // "podcast: no": it is none, whatever is in it
	Category       string
	Explicit       bool
	Image          string // path or address of the artwork
	Owner          Person // for directories to write to
	Serial         bool   // is heard from the first episode on, not from the newest
	Locked         bool   // no other platform may take it over
	GUID           string
	Funding        string // address where listeners give money
	FundingTitle   string
	Copyright, New string // New is the address that the feed moved to
	Complete       bool   // there will be no more episodes
	Lines          Lines
}

var podcastKeys = []string{"category", "explicit", "image", "owner", "email", "type", "locked", "guid", "funding", "copyright", "complete", "new_feed_url"}

// podcast reads the block of that name: "podcast: Technology" says the category alone; true or false whether it is one.
func (r *reader) podcast() *Podcast {
	v, ok := r.from.get("podcast")
	if !ok {
		return nil
	}
	const hint = "write for example\n  podcast:\n    category: Technology\n    email: me@my.site"
	switch {
	case v.list != nil:
		r.fail(v, hint, `"podcast" holds a list`)
		return nil
	case v.keys == nil:
		switch word := strings.ToLower(v.scalar); word {
		case "false", "no", "off":
			return &Podcast{Off: true}
		case "", "true", "yes", "on":
			return &Podcast{}
		}
		return &Podcast{Category: v.scalar, Lines: Lines{mapping{{"category", v}}}}
	}
	if err := unknown(v, podcastKeys); err != nil && r.err == nil {
		r.err = err
	}
	in := &reader{from: v.keys}
	p := &Podcast{
		Category: in.text("category"), Image: in.text("image"), GUID: in.text("guid"), Funding: in.text("funding"),
		Copyright: in.text("copyright"), New: in.text("new_feed_url"),
		Explicit: in.flag("explicit"), Locked: in.flag("locked"), Complete: in.flag("complete"), Lines: Lines{v.keys},
	}
	if owner := in.people("owner"); len(owner) > 0 {
		p.Owner = owner[0]
	}
	if mail := in.text("email"); mail != "" {
		p.Owner.Email = mail
	}
	// As in "https://my.site/give Support us".
	p.Funding, p.FundingTitle, _ = strings.Cut(p.Funding, " ")
	switch word := strings.ToLower(in.text("type")); word {
	case "", "episodic", "serial":
		p.Serial = word == "serial"
	default:
		kind, _ := v.keys.get("type")
		in.fail(kind, "write type: episodic or type: serial", "%q is no type of a podcast", word)
	}
	if r.err == nil {
		r.err = in.err
	}
	return p
}

// aside reads a field that others may mean something else by: what is no plain value is not there.
func (r *reader) aside(field string) string {
	_, v, ok := r.from.find(field)
	if !ok || !v.isScalar() {
		return ""
	}
	return strings.TrimSpace(v.scalar)
}

// Number returns an episode or season as a number from 1, or says that it is none.
func Number(text string) (int, error) {
	var n int
	if _, err := fmt.Sscanf(text+"\n", "%d\n", &n); err != nil || n < 1 || n > 99_999 {
		return 0, fmt.Errorf("%q is no number from 1", text)
	}
	return n, nil
}
