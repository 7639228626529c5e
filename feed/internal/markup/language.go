package markup

import (
	"strings"

	bcp47 "golang.org/x/text/language"
)

// Language returns a language tag as BCP 47 writes it, with a name that is registered in the place of one that was given up; "" when it
// can be none.
func Language(tag string) string {
	tag = strings.ReplaceAll(strings.TrimSpace(tag), "_", "-")
	if !languageTag().MatchString(tag) {
		return ""
	}
	known, err := bcp47.Parse(tag)
	if err != nil {
		return ""
	}
	return known.String()
}
