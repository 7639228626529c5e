package markup

import (
	"net/url"
	"regexp"
	"sync"

	"github.com/microcosm-cc/bluemonday"
)

// maxDataURL is the longest picture that may be inside the document. A feed is read whole each time, so anything larger
// belongs in a file.
const maxDataURL = 64 << 10 // 64 KiB

var (
	languageClass = lazily(`^language-[\p{L}\p{N}_+#.-]+$`)
	identifier    = lazily(`^[\p{L}\p{M}\p{N}_.:-]+$`)
	languageTag   = lazily(`^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$`)
	alignment     = lazily(`^(?:left|center|right)$`)
	pictureData   = lazily(`^data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$`)
)

// linkSchemes are the schemes that a link may have: they name something to read or someone to write to.
var linkSchemes = []string{
	"http", "https", "mailto", "tel", "sms", "xmpp", "irc", "ircs", "matrix", "news", "nntp", "feed", "webcal",
	"ftp", "sftp", "magnet", "gopher", "gemini", "geo", "urn",
}

// safety never changes once it is made, and may be used by many goroutines.
var safety = sync.OnceValue(policy)

func like(expr string) *regexp.Regexp { return regexp.MustCompile(expr) }

// lazily returns an expression that is compiled once it is needed: a build that finds nothing new needs none.
func lazily(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return like(expr) })
}

// policy allows what carries meaning in a text and nothing that acts, styles or submits.
func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowNoAttrs().OnElements(
		"a", "abbr", "address", "article", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code",
		"dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer",
		"h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p",
		"picture", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "source", "span", "strong", "sub",
		"summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "track", "u", "ul", "var", "video", "wbr",
	)
	p.AllowAttrs("id").Matching(identifier()).Globally()
	p.AllowAttrs("lang", "hreflang", "srclang").Matching(languageTag()).Globally()
	p.AllowAttrs("dir").Matching(like(`^(?i:ltr|rtl|auto)$`)).Globally()
	p.AllowAttrs("title").Globally()
	p.AllowAttrs("class").Matching(languageClass()).OnElements("code", "pre")
	p.AllowAttrs("datetime").OnElements("time", "del", "ins")
	p.AllowAttrs("open").Matching(like(`^[a-z]*$`)).OnElements("details")
	p.AllowAttrs("start", "value").Matching(like(`^-?[0-9]{1,9}$`)).OnElements("ol", "li")
	p.AllowAttrs("reversed").Matching(like(`^[a-z]*$`)).OnElements("ol")
	p.AllowAttrs("type").Matching(like(`^[1aAiI]$`)).OnElements("ol")
	p.AllowAttrs("colspan", "rowspan").Matching(like(`^[1-9][0-9]{0,2}$`)).OnElements("td", "th")
	p.AllowAttrs("class").Matching(alignment()).OnElements("td", "th")
	p.AllowAttrs("scope").Matching(like(`^(?:row|col|rowgroup|colgroup)$`)).OnElements("th")
	p.AllowAttrs("rel", "type").Matching(like(`^[A-Za-z0-9 _:./-]+$`)).OnElements("a")
	allowMedia(p)
	allowURLs(p)
	return p
}

// allowMedia lets alt hold any text: the library's own rule drops one with a quotation mark.
func allowMedia(p *bluemonday.Policy) {
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(like(`^[0-9]{1,5}$`)).OnElements("img", "video", "source")
	p.AllowAttrs("preload").Matching(like(`^(?:none|metadata|auto)$`)).OnElements("audio", "video")
	p.AllowAttrs("controls", "loop", "muted", "playsinline").Matching(like(`^[a-z]*$`)).OnElements("audio", "video")
	p.AllowAttrs("sizes", "media").OnElements("img", "source")
	p.AllowAttrs("type").Matching(like(`^[A-Za-z0-9 _:./-]+$`)).OnElements("source")
	p.AllowAttrs("kind").Matching(like(`^(?:subtitles|captions|descriptions|chapters|metadata)$`)).OnElements("track")
	p.AllowAttrs("label").OnElements("track")
}

// allowURLs states again what [references] has already seen to, save for source, srcset and poster, at which the library does
// not look unless told.
func allowURLs(p *bluemonday.Policy) {
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	p.AllowURLSchemes(linkSchemes...)
	p.AllowURLSchemeWithCustomPolicy("data", func(u *url.URL) bool { return pictureData().MatchString(u.String()) })
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("cite").OnElements("blockquote", "q", "del", "ins")
	p.AllowAttrs("src").OnElements("img")
	p.AllowAttrs("src").Matching(like(`^https?://`)).OnElements("audio", "video", "source", "track")
	p.AllowAttrs("poster").Matching(like(`^https?://`)).OnElements("video")
	p.AllowAttrs("srcset").Matching(like(`^https?://\S+( [0-9.]+[wx])?(, https?://\S+( [0-9.]+[wx])?)*$`)).OnElements("img", "source")
}
