package check

// Namespaces that have meaning here.
const (
	xmlNS       = "http://www.w3.org/XML/1998/namespace"
	xhtmlNS     = "http://www.w3.org/1999/xhtml"
	svgNS       = "http://www.w3.org/2000/svg"
	mathNS      = "http://www.w3.org/1998/Math/MathML"
	atomNS      = "http://www.w3.org/2005/Atom"
	contentNS   = "http://purl.org/rss/1.0/modules/content/"
	dcNS        = "http://purl.org/dc/elements/1.1/"
	dctermsNS   = "http://purl.org/dc/terms/"
	syNS        = "http://purl.org/rss/1.0/modules/syndication/"
	slashNS     = "http://purl.org/rss/1.0/modules/slash/"
	adminNS     = "http://webns.net/mvcb/"
	threadNS    = "http://purl.org/syndication/thread/1.0"
	historyNS   = "http://purl.org/syndication/history/1.0"
	tombstoneNS = "http://purl.org/atompub/tombstones/1.0"
	mediaNS     = "http://search.yahoo.com/mrss/"
	itunesNS    = "http://www.itunes.com/dtds/podcast-1.0.dtd"
	podcastNS   = "https://podcastindex.org/namespace/1.0"
)

// prefixes are the namespaces that readers know, each with the prefix that all feeds use; it is empty where the
// namespace is mostly the default one.
var prefixes = map[string]string{
	xmlNS: "xml", xhtmlNS: "xhtml", svgNS: "svg", mathNS: "math", atomNS: "atom", contentNS: "content", dcNS: "dc", dctermsNS: "dcterms",
	syNS: "sy", slashNS: "slash", adminNS: "admin", threadNS: "thr", historyNS: "fh", tombstoneNS: "at", mediaNS: "media",
	itunesNS: "itunes", podcastNS: "podcast",
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#":           "rdf",
	"http://purl.org/rss/1.0/":                              "",
	"http://www.w3.org/1999/xlink":                          "xlink",
	"http://www.w3.org/2007/app":                            "app",
	"http://a9.com/-/spec/opensearch/1.1/":                  "opensearch",
	"http://www.georss.org/georss":                          "georss",
	"http://www.opengis.net/gml":                            "gml",
	"http://www.w3.org/2003/01/geo/wgs84_pos#":              "geo",
	"http://wellformedweb.org/CommentAPI/":                  "wfw",
	"http://rssnamespace.org/feedburner/ext/1.0":            "feedburner",
	"http://creativecommons.org/ns#":                        "cc",
	"http://web.resource.org/cc/":                           "cc",
	"http://backend.userland.com/creativeCommonsRssModule":  "creativeCommons",
	"http://backend.userland.com/blogChannelModule":         "blogChannel",
	"http://madskills.com/public/xml/rss/module/trackback/": "trackback",
	"http://www.google.com/schemas/play-podcasts/1.0":       "googleplay",
	"http://search.yahoo.com/mrss":                          "media",
	"http://www.rssboard.org/media-rss":                     "media",
	"http://source.scripting.com/":                          "source",
	"http://purl.org/rss/1.0/modules/link/":                 "l",
	"http://xmlns.com/foaf/0.1/":                            "foaf",
	"http://purl.org/rss/1.0/modules/event/":                "ev",
	"http://purl.org/rss/1.0/modules/wiki/":                 "wiki",
	"http://purl.org/rss/1.0/modules/taxonomy/":             "taxo",
	"http://conversationsnetwork.org/rssNamespace-1.0/":     "conversationsNetwork",
	"http://www.microsoft.com/schemas/rss/core/2005":        "cf",
	"http://www.feedsync.org/2007/feedsync":                 "sx",
	"urn:atom-extension:indexing":                           "indexing",
	"http://www.w3.org/2000/01/rdf-schema#":                 "rdfs",
	"http://base.google.com/ns/1.0":                         "g",
	"http://prismstandard.org/namespaces/1.2/basic/":        "prism",
	"http://my.netscape.com/rdf/simple/0.9/":                "",
	"http://backend.userland.com/RSS2":                      "",
	"http://blogs.law.harvard.edu/tech/rss":                 "",
	"http://www.rawvoice.com/rawvoiceRssModule/":            "rawvoice",
	"http://www.spotify.com/ns/rss":                         "spotify",
	"http://activitystrea.ms/spec/1.0/":                     "activity",
	"http://ostatus.org/schema/1.0":                         "ostatus",
	"http://schemas.google.com/g/2005":                      "gd",
	"http://schemas.google.com/blogger/2008":                "blogger",
	"http://www.youtube.com/xml/schemas/2015":               "yt",
	"com-wordpress:feed-additions:1":                        "post-thumbnail",
}

// ownPrefix says whether a prefix is the usual one of a namespace.
func ownPrefix(prefix string) bool {
	if prefix == "" {
		return false
	}
	for _, p := range prefixes {
		if p == prefix {
			return true
		}
	}
	return false
}
