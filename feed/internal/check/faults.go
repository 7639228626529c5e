package check

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// fault is a kind of finding: the rule that it breaks, how bad that is, why it hurts readers and how it is mended.
type fault struct{ rule, level, why, how string }

// Bytes.
var (
	withBOM       = &fault{"R1", Warning, "some parsers take a byte order mark for text before the document", "save the file as UTF-8 without a byte order mark"}
	notUTF8       = &fault{"R1", Warning, "not every reader knows other encodings than UTF-8", "write UTF-8 and declare it"}
	unknownCoding = &fault{"R1", Error, "a parser that doesn't know the encoding refuses the document", "write UTF-8 and declare it"}
	noCoding      = &fault{"R1", Hint, "without a declaration readers guess the encoding", `start with <?xml version="1.0" encoding="utf-8"?>`}
	noLineEnd     = &fault{"R1", Hint, "a document that was cut short looks the same", "end the document with a line end"}
	early         = &fault{"R1", Error, "nothing may stand before the XML declaration, so that parsers give up", "begin the document with <?xml"}
	badBytes      = &fault{"R2", Error, "a parser stops at the first byte that is no text, and the whole feed is lost", "write valid UTF-8"}
	badCharacter  = &fault{"R2", Error, "XML allows this character in no way, so that parsers give up", "remove control characters before writing"}
	oddCharacter  = &fault{"R2", Warning, "it shows as a box or nothing: mostly windows-1252 taken for UTF-8, or text lost before", "convert the text to UTF-8 once, from the encoding that it really has"}
	illFormed     = &fault{"R75", Error, "an XML parser must stop here, and the whole feed is lost", "let an XML library write the document"}
	illJSON       = &fault{"R75", Error, "a JSON parser must stop here, and the whole feed is lost", "let a JSON library write the document"}
	doctype       = &fault{"R75", Warning, "readers don't load external entities, and many refuse a DOCTYPE at all", "leave the DOCTYPE away"}
)

// Namespaces.
var (
	undeclared     = &fault{"R4", Error, "a parser that knows namespaces gives up", "declare the prefix with xmlns on the root element"}
	wrongNamespace = &fault{"R4", Error, "a reader recognises the elements by their namespace and finds none", `for Atom write xmlns="http://www.w3.org/2005/Atom", for RSS no namespace`}
	oddPrefix      = &fault{"R4", Hint, "some readers look at the prefix only", "use the usual prefix of the namespace"}
	oddNamespace   = &fault{"R4", Hint, "nothing is known of this namespace: readers will pass it over", "leave it away unless a reader of yours asks for it"}
)

// Structure.
var (
	notFeed        = &fault{"R75", Error, "readers find nothing to subscribe to", "check a document in Atom, RSS 2.0, JSON Feed or OPML"}
	missing        = &fault{"R37", Error, "the specification asks for it, and readers build on it", "add it"}
	advised        = &fault{"R37", Warning, "readers show it, or fall back on a guess", "add it"}
	wanted         = &fault{"R37", Hint, "readers use it when it is there", "add it"}
	noLanguage     = &fault{"R38", Hint, "screen readers, search and hyphenation guess the language", "say it: xml:lang in Atom, <language> in RSS, \"language\" in JSON Feed"}
	repeated       = &fault{"R42", Error, "readers take one of them, each another one", "keep one"}
	sameMeaning    = &fault{"R42", Warning, "two elements say the same thing, and readers differ in which they believe", "keep the element of the format itself"}
	unknownElement = &fault{"R75", Error, "the specification has no such element here, so that readers pass it over", "remove it, or move extensions into a namespace of their own"}
	unknownField   = &fault{"R75", Warning, "the specification has no such attribute or key here: a typing error is most likely", "remove it or mend its name; a JSON extension begins with _"}
	strayText      = &fault{"R75", Error, "text that stands between elements is lost", "remove it or put it into an element"}
	misplaced      = &fault{"R5", Warning, "readers that read as it comes have shown the items before they know the feed", "write the feed's own elements before its items"}
	blank          = &fault{"R37", Error, "an empty value says less than none", "fill it or leave it away"}
	badValue       = &fault{"R75", Error, "a reader can't use a value that the specification doesn't know", "use one of the allowed values"}
	oddValue       = &fault{"R75", Warning, "many readers can't use such a value", "use what the specification names"}
	badNumber      = &fault{"R75", Error, "a reader can't use it as a number", "write digits only, within the allowed range"}
	badType        = &fault{"R49", Error, "readers choose by the type what to do with it", "write a media type like text/html"}
	oddType        = &fault{"R49", Warning, "the type promises something else than what is there", "write the type of what is there"}
	badLanguage    = &fault{"R38", Error, "readers can't tell the language", "write a tag of BCP 47 like en or pt-BR"}
	badMail        = &fault{"R40", Error, "it is no address that mail could go to", "write name@host.tld; in RSS followed by the name in ( )"}
	oddMail        = &fault{"R40", Warning, "readers show it as the name of the author", "RSS: write mail@host (Name), or the name alone in dc:creator"}
)

// Identity and dates.
var (
	noID         = &fault{"R6", Error, "readers tell entries apart by their IDs: without one old entries show up as new", "give each entry an ID that never changes"}
	noGUID       = &fault{"R6", Warning, "readers tell items apart by title or link then: one that is edited shows up as new", "give each item a guid that never changes"}
	sameID       = &fault{"R6", Error, "readers show one of the entries only", "give each entry an ID of its own"}
	badID        = &fault{"R10", Error, "an ID must be a URI: readers compare them letter by letter, and some refuse others", "use a permalink, urn:uuid: or a tag: URI (RFC 4151)"}
	notCanonical = &fault{"R10", Hint, "the same ID written in another way on the road counts as another entry", "write it in canonical form: lower-case scheme and host, no default port, no dots in the path"}
	weakID       = &fault{"R10", Warning, "aggregators that mix feeds meet the same ID elsewhere", "use a longer ID that is yours alone"}
	badPermalink = &fault{"R11", Error, "readers open a guid as the address of the entry", `say isPermaLink="false", or write the URL`}
	badDate      = &fault{"R13", Error, "readers drop the date or the entry, or sort it to the top for ever", "Atom, JSON: 2026-11-25T08:00:00Z; RSS: Wed, 25 Nov 2026 08:00:00 +0000"}
	oddDate      = &fault{"R13", Warning, "it is allowed, but readers misread it", "RSS: Wed, 25 Nov 2026 08:00:00 +0000, with four digits of the year and a numeric zone"}
	namedZone    = &fault{"R13", Hint, "zones with names are read differently", "write the zone in digits, as in +0000"}
	turnedDates  = &fault{"R14", Error, "readers that sort by the one and show the other contradict themselves", "updated is the time of the last change, never before published"}
	noPublished  = &fault{"R14", Hint, "readers show when an entry changed instead of when it came", "add published"}
	implausible  = &fault{"R15", Warning, "an entry of the future stays on top, one of a wrong clock drowns", "write the time at which the text was published"}
	sameUpdated  = &fault{"R16", Hint, "readers can't order entries with the same time", "give each entry its own time"}
	feedUpdated  = &fault{"R17", Hint, "a reader may skip a feed that says that it is older than its entries", "let the feed's updated be that of its newest entry"}
	noDate       = &fault{"R21", Hint, "readers take the time of their own visit", "give each item a pubDate"}
)

// Links.
var (
	noAlternate  = &fault{"R22", Warning, "readers can't lead from the feed to the page", "add the address of the page"}
	twoAlternate = &fault{"R22", Error, "readers can't tell which page is meant", "keep one alternate link for each type and language"}
	noSelf       = &fault{"R23", Warning, "a reader that has a copy can't find the feed again", `add <link rel="self"> (atom:link in RSS, feed_url in JSON) with the feed's own URL`}
	badSelf      = &fault{"R23", Warning, "readers that follow it subscribe to something else", "write the absolute URL of this very document"}
	relative     = &fault{"R24", Warning, "readers resolve it against a base of their own, or not at all: the link is dead", "write the whole address, with https:// and host"}
	unreachable  = &fault{"R25", Warning, "only the machine that wrote it can open it", "build with the public address of the site"}
	exampleHost  = &fault{"R25", Hint, "the host is reserved for examples (RFC 2606)", "write the address of the site"}
	badAddress   = &fault{"R26", Error, "the address can't be opened", "write a valid URL: percent-encode what is no URL character"}
	oddAddress   = &fault{"R26", Warning, "not every reader can open it", "write a common scheme; percent-encode the path and write the host in ASCII"}
	spaceAround  = &fault{"R26", Error, "readers that don't trim compare and open it with the blanks", "write the value without white space around it"}
	oddRelation  = &fault{"R75", Warning, "readers know only registered relations", "use a relation of the IANA registry, or a URI of your own"}
)

// Content.
var (
	lateSummary  = &fault{"R28", Warning, "some readers take whichever of the two comes last", "write description before content:encoded"}
	dangerous    = &fault{"R29", Warning, "readers strip it, or refuse the entry", "leave scripts, frames, objects and event handlers out of content"}
	dangerStyle  = &fault{"R29", Warning, "a style of yours can break the page of the reader, so that readers strip it", "leave style attributes out of content"}
	badHTML      = &fault{"R30", Warning, "what is not closed or not HTML breaks the rest of the reader's page", "close every element and use elements of HTML"}
	markupInText = &fault{"R31", Warning, "readers show the tags as they stand, or swallow the text", `write plain text, or in Atom type="html"`}
	ambiguous    = &fault{"R31", Hint, "readers that take it for HTML swallow the text", "in RSS write & as &#x26; and < as &#x3C; (RSS profile)"}
	notInline    = &fault{"R31", Error, "the type says xhtml, but the markup is escaped", `write elements inside a div, or type="html"`}
	notEscaped   = &fault{"R31", Error, "the type promises text, so that the elements are lost", `escape the markup, or type="xhtml" with a div`}
	noDiv        = &fault{"R30", Error, "readers look for the div and find nothing", `put the content into <div xmlns="http://www.w3.org/1999/xhtml">`}
	noText       = &fault{"R32", Warning, "readers show an entry without anything to read", "give each entry content or a summary"}
	noSummary    = &fault{"R32", Error, "a reader that can't show the content has nothing to show", "add a summary"}
	wrongSource  = &fault{"R34", Warning, "the picture doesn't show", "give img the address of the picture in src"}
	noAlt        = &fault{"R34", Hint, "who can't see the picture learns nothing of it", "say in alt what it shows"}
	htmlInText   = &fault{"R35", Warning, "readers show the tags as they stand", "put HTML into content_html only"}
	noContent    = &fault{"R35", Error, "the item must have content_html or content_text", "add content_html or content_text"}
)

// Size, history, lists, pages, podcasts, sites.
var (
	large         = &fault{"R54", Warning, "each poll loads it again; slow lines and small readers suffer", "list fewer entries, older ones in archives (RFC 5005)"}
	tooLarge      = &fault{"R54", Error, "readers cut it off or refuse it", "list fewer entries, older ones in archives (RFC 5005)"}
	badHistory    = &fault{"R56", Warning, "a reader that walks back through the archives misses entries or goes round in circles", "follow RFC 5005: current + fh:archive + prev-archive, or fh:complete alone"}
	badCadence    = &fault{"R58", Error, "readers poll at the wrong time", "skipHours 0-23, skipDays Monday-Sunday, ttl in whole minutes"}
	lonelyArchive = &fault{"R56", Hint, "a reader can't walk on from this archive", "link it to the archives before and after it, unless it is the only one"}
	noDiscovery   = &fault{"R59", Warning, "browsers and readers don't find the feed of the page", `add <link rel="alternate" type="application/atom+xml" title="…" href="…"> to its head`}
	badOutline    = &fault{"R61", Error, "readers can't subscribe to this line of the list", `write type="rss", text and xmlUrl`}
	oddOutline    = &fault{"R61", Warning, "readers may pass over this line of the list", `write type="rss", text, title and xmlUrl`}
	badEnclosure  = &fault{"R62", Error, "podcast players can't load or pass over the episode", "write url, the real length in bytes and type"}
	wrongLength   = &fault{"R62", Warning, "players show a wrong size, and some take a whole download for a broken one", "write the length of the file as it is"}
	oddEnclosure  = &fault{"R62", Warning, "podcast players can't show the size, or play one file only", "one enclosure an item, with its real length"}
	noPodcast     = &fault{"R63", Warning, "podcast directories refuse the show", "add what the directories ask for"}
	badPodcast    = &fault{"R64", Warning, "podcast players ignore it", "write it as the specification shows"}
	badMedia      = &fault{"R64", Warning, "readers ignore the media or its description", "write it as the Media RSS specification shows"}
	oddAudio      = &fault{"R66", Warning, "players choose by the type and don't know this one", "write audio/mpeg or audio/x-m4a"}
	badTombstone  = &fault{"R67", Warning, "readers can't tell which entry was taken back", "RFC 6721: ref and when must be there"}
	different     = &fault{"R74", Warning, "who subscribes to the other format sees something else", "write all formats from the same entries"}
	oldVersion    = &fault{"R43", Hint, "newer readers look for what the older version lacks", "write the current version of the format"}
)

// HTTP.
var (
	unanswered   = &fault{"R44", Error, "readers get nothing", "see to it that the address answers 200"}
	noValidator  = &fault{"R44", Warning, "every poll loads the whole feed", "send ETag and Last-Modified"}
	no304        = &fault{"R44", Warning, "every poll loads the whole feed", "answer 304 to If-None-Match and If-Modified-Since"}
	noFreshness  = &fault{"R47", Hint, "readers and caches guess how often to ask", "send Cache-Control with max-age"}
	uncompressed = &fault{"R48", Warning, "a feed takes four times the time and traffic", "compress text with gzip, br or zstd"}
	staleTwin    = &fault{"R48", Error, "servers send it in place of the document, so that readers get something else", "build with --twins, which keeps compressed files in step, or remove it"}
	noVary       = &fault{"R48", Warning, "a cache gives packed bytes to who can't unpack them", "send Vary: Accept-Encoding"}
	noHead       = &fault{"R48", Warning, "podcast directories and link checkers ask with HEAD first", "answer HEAD as GET, without the body"}
	noRanges     = &fault{"R52", Warning, "players can't jump in it, and a download that broke off starts anew", "answer Range with 206"}
	wrongType    = &fault{"R49", Warning, "browsers and readers don't take it for a feed", "send application/atom+xml, application/rss+xml, application/feed+json or text/x-opml"}
	noCharset    = &fault{"R49", Hint, "an old client takes text for Latin-1", "add charset=utf-8 to Content-Type"}
	wrongCharset = &fault{"R49", Error, "the header wins over the document: every letter beyond ASCII is broken", "send charset=utf-8"}
	redirected   = &fault{"R50", Warning, "each poll costs another trip, and some readers never move on", "publish the final address; redirect with 301 or 308 for moved feeds only"}
	noCORS       = &fault{"R51", Hint, "readers that run in a browser can't load it", "send Access-Control-Allow-Origin: *"}
)

// clip shortens what is quoted, so that a finding stays a line.
func clip(s string) string {
	const longest = 80 // bytes
	if s = strings.ToValidUTF8(s, "\uFFFD"); len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "") + "…"
}

// say formats what was found, with texts clipped.
func say(format string, args ...any) string {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = clip(s)
		}
	}
	return strings.Map(func(c rune) rune { // of one line, without what a terminal would obey
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, fmt.Sprintf(format, args...))
}

// number reads a decimal integer without sign or blanks. Ten digits and more are too many for anything but sizes.
func number(s string) (n int64, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}
