package feed

import (
	"testing"
	"time"
)

// TestDefaults: what the README promises when nothing is said.
func TestDefaults(t *testing.T) {
	s := &Site{Seeds: t.TempDir(), URL: "https://garden.test/"}
	c, err := s.settings()
	if err != nil {
		t.Fatal(err)
	}
	if c.entries != 50 || c.feedBytes != 250_000 || c.textBytes != 16<<20 || c.letters != 20 || c.change != 50 || c.grace != time.Minute || c.zone != time.UTC || !c.pages {
		t.Errorf("%+v", c)
	}
}
