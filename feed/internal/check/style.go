package check

import (
	"strings"
)

// Of a style attribute only what changes letters and boxes in place is harmless. The lists are those by which readers
// came to clean styles; what is on none of them may overlay the reader's own page or load something.
var (
	styleText  = lazily(`^([:,;#%.\sa-zA-Z0-9!]|\w-\w|'[\s\w]+'|"[\s\w]+"|\([\d,\s]+\))*$`)
	styleList  = lazily(`^(\s*[-\w]+\s*:\s*[^:;]*(;|$))*\s*$`)
	styleValue = lazily(`^(#[0-9a-f]+|rgb\(\d+%?,\d*%?,?\d*%?\)?|\d{0,2}\.?\d?\d(cm|em|ex|in|mm|pc|pt|px|%|,|\))?)$`)
	properties = set("azimuth background background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width border-collapse " +
		"border-color border-left border-left-color border-left-style border-left-width border-right border-right-color border-right-style " +
		"border-right-width border-spacing border-style border-top border-top-color border-top-style border-top-width border-width clear color cursor " +
		"direction display elevation float font font-family font-size font-style font-variant font-weight height letter-spacing line-height " +
		"list-style-type margin margin-bottom margin-left margin-right margin-top overflow padding padding-bottom padding-left padding-right " +
		"padding-top pause pause-after pause-before pitch pitch-range richness speak speak-header speak-numeral speak-punctuation speech-rate stress " +
		"text-align text-decoration text-indent unicode-bidi vertical-align voice-family volume white-space width")
	styleWords = set("aqua auto black block blue bold both bottom brown center collapse dashed dotted fuchsia gray green !important italic left lime maroon " +
		"medium none navy normal nowrap olive pointer purple red right solid silver teal top transparent underline white yellow inherit")
)

func (r *report) style(n *node, what, value string) {
	if bad := riskyStyle(strings.ToLower(value)); bad != "" {
		r.add(n.at, dangerStyle, "%s holds a style with %q", what, bad)
	}
}

// riskyStyle returns the first part of a style that is not known to be harmless.
func riskyStyle(style string) string {
	if !styleText().MatchString(style) || !styleList().MatchString(style) {
		return style
	}
	for declaration := range strings.SplitSeq(style, ";") {
		property, value, _ := strings.Cut(declaration, ":")
		property = strings.TrimSpace(property)
		if property == "" {
			continue
		}
		if !properties[property] {
			return property
		}
		switch box, _, _ := strings.Cut(property, "-"); box {
		case "background", "border", "margin", "padding":
			for word := range strings.FieldsSeq(value) {
				if !styleWords[word] && !styleValue().MatchString(word) {
					return word
				}
			}
		}
	}
	return ""
}
