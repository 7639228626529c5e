package check

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	expectation = regexp.MustCompile(`Expect:\s*(!?)\s*(\w+)(?:\{([^}]*)\})?`)
	subject     = regexp.MustCompile(`<(rdf:RDF|Channel)[\s>]|<rss version="0\.9|trackback:|[lL]icense|blogChannel:|ulcc:|rdf_|foaf:|<rdf:`)
)

// claims are the messages of the W3C feed validator whose rules are checked here, each with the faults that answer it.
var claims = map[string][]*fault{
	"AtomLinkNotEmpty": {strayText}, "ArchiveIncomplete": {lonelyArchive}, "AttrNotBlank": {blank}, "AvoidNamespacePrefix": {oddPrefix},
	"AvoidTextInput": {oddValue}, "BadCharacters": {oddCharacter, badHTML}, "BadXmlVersion": {illFormed}, "CharacterData": {ambiguous, markupInText},
	"ContainsEmail": {oddMail}, "ContainsHTML": {markupInText, ambiguous}, "ContainsRelRef": {relative}, "ContainsSystemEntity": {doctype},
	"ContainsUndeclaredHTML": {markupInText}, "CurrentNotSelfInCompleteFeed": {badHistory}, "DangerousStyleAttr": {dangerStyle},
	"DeprecatedMediaAdult": {badMedia}, "DuplicateAtomLink": {twoAlternate}, "DuplicateDescriptionSemantics": {sameMeaning},
	"DuplicateElement": {repeated}, "DuplicateEnclosure": {oddEnclosure}, "DuplicateEntries": {sameID}, "DuplicateIds": {sameID},
	"DuplicateItemSemantics": {sameMeaning}, "DuplicateSemantics": {sameMeaning}, "DuplicateUpdated": {sameUpdated},
	"DuplicateValue": {sameID, badCadence}, "EightDaysAWeek": {badCadence}, "EmailFormat": {oddMail}, "FeedHistoryRelInEntry": {badHistory},
	"FeedRelInCompleteFeed": {badHistory}, "HtmlFragment": {oddType}, "ImageLinkDoesntMatch": {different}, "ImageTitleDoesntMatch": {different},
	"ImageUrlFormat": {oddType}, "ImplausibleDate": {implausible}, "InvalidAddrSpec": {badMail}, "InvalidBooleanAttribute": {badValue},
	"InvalidContact": {badMail}, "InvalidCountryCode": {badMedia}, "InvalidCreditRole": {badMedia}, "InvalidDay": {badCadence},
	"InvalidDuration": {badPodcast}, "InvalidFloat": {badMedia}, "InvalidFormComponentName": {badValue}, "InvalidFullLink": {badAddress, badID, relative},
	"InvalidHeight": {badNumber}, "InvalidHour": {badCadence}, "InvalidHttpGUID": {badPermalink}, "InvalidInteger": {badNumber, badCadence, badMedia},
	"InvalidIntegerAttribute": {badEnclosure, badNumber}, "InvalidItunesCategory": {badPodcast}, "InvalidItunesChannelType": {badPodcast},
	"InvalidItunesEpisodeType": {badPodcast}, "InvalidKeywords": {badPodcast}, "InvalidLanguage": {badLanguage},
	"InvalidLink": {badAddress, relative, badID, oddAddress}, "InvalidMIMEAttribute": {badType}, "InvalidMIMEType": {badType, badValue},
	"InvalidMediaExpression": {badMedia}, "InvalidMediaHash": {badMedia}, "InvalidMediaMedium": {badMedia}, "InvalidMediaRating": {badMedia},
	"InvalidMediaRestriction": {badMedia}, "InvalidMediaRestrictionRel": {badMedia}, "InvalidMediaRestrictionType": {badMedia},
	"InvalidMediaTextType": {badMedia}, "InvalidNPTTime": {badMedia}, "InvalidNamespace": {wrongNamespace, notFeed},
	"InvalidNonNegativeInteger": {badNumber, badEnclosure}, "InvalidOPMLVersion": {badValue}, "InvalidOutlineType": {oddOutline},
	"InvalidOutlineVersion": {oddOutline}, "InvalidPermalink": {badPermalink}, "InvalidPositiveInteger": {badNumber, badMedia},
	"InvalidRFC2822Date": {badDate}, "InvalidRFC3339Date": {badDate}, "InvalidRSSVersion": {badValue}, "InvalidTAG": {badID},
	"InvalidTextType": {badValue}, "InvalidTrueFalse": {badValue, badPodcast}, "InvalidURLAttribute": {badAddress, badEnclosure},
	"InvalidURN": {badID}, "InvalidUUID": {badID}, "InvalidUpdatePeriod": {badCadence}, "InvalidUriChar": {badAddress, oddAddress, spaceAround},
	"InvalidIRI": {badAddress}, "InvalidW3CDTFDate": {badDate}, "InvalidWidth": {badNumber}, "InvalidYesNoClean": {badPodcast},
	"ItemMustContainTitleOrDescription": {missing}, "LinkPastEnd": {badHistory}, "MediaGroupWithoutAlternatives": {badMedia},
	"MediaRssNamespace": {badMedia}, "MisplacedItem": {misplaced}, "MisplacedMetadata": {misplaced}, "MissingAttribute": {missing, badEnclosure, badMedia, badPodcast, badOutline},
	"MissingAtomSelfLink": {noSelf}, "MissingContentOrAlternate": {missing}, "MissingCurrentInArchive": {badHistory}, "MissingDCLanguage": {noLanguage},
	"MissingDescription": {missing}, "MissingElement": {missing, badPodcast}, "MissingEncoding": {noCoding}, "MissingGuid": {noGUID},
	"MissingHref": {missing}, "MissingItunesElement": {noPodcast}, "MissingItunesEmail": {wanted}, "MissingLink": {missing},
	"MissingNamespace": {wrongNamespace, undeclared, badHTML}, "MissingRealName": {oddMail}, "MissingSelf": {noSelf}, "MissingSourceElement": {advised},
	"MissingSummary": {noSummary}, "MissingTextualContent": {noText}, "MissingTitle": {missing}, "MissingTitleAttr": {wanted},
	"MissingTypeAttr": {advised}, "MissingUrlAttr": {badOutline}, "MissingXhtmlDiv": {noDiv}, "MissingXmlURL": {badOutline},
	"NeedDescriptionBeforeContent": {lateSummary}, "NoThrWhen": {unknownField}, "NonCanonicalURI": {notCanonical}, "NonstdEncoding": {notUTF8},
	"NonstdPrefix": {oddPrefix}, "NotBase64": {badValue}, "NotBlank": {badID, blank, badNumber, badCadence}, "NotEscaped": {notEscaped}, "NotHtml": {badHTML},
	"NotInANamespace": {unknownElement}, "NotInline": {notInline}, "NotSufficientlyUnique": {weakID}, "NotUTF8": {noPodcast},
	"ObscureEncoding": {notUTF8}, "ObsoleteItunesCategory": {badPodcast}, "ObsoleteNamespace": {wrongNamespace}, "ObsoleteVersion": {oldVersion},
	"ProblematicalRFC822Date": {oddDate}, "RelativeSelf": {badSelf}, "ReservedPrefix": {oddPrefix}, "SAXError": {illFormed, undeclared, badCharacter},
	"SameDocumentReference": {oddAddress}, "SchemeNotIANARegistered": {oddAddress}, "SecurityRisk": {dangerous}, "SecurityRiskAttr": {dangerous},
	"SelfDoesntMatchLocation": {badSelf}, "SelfNotAtom": {oddType}, "TooLong": {badPodcast}, "UndefinedElement": {notFeed, unknownElement, notEscaped, misplaced},
	"UnexpectedAttribute": {unknownField}, "UnexpectedText": {strayText}, "UnexpectedWhitespace": {spaceAround}, "UnicodeError": {badBytes},
	"UnknownEncoding": {unknownCoding}, "UnknownHost": {oddMail}, "UnknownNamespace": {oddNamespace}, "UnregisteredAtomLinkRel": {oddRelation},
	"UnsupportedItunesFormat": {badPodcast}, "UseZeroForMidnight": {badCadence}, "UriNotIri": {oddAddress},
	// What the validator says of good values.
	"ValidURI": {badAddress, relative}, "ValidTAG": {badID}, "ValidURN": {badID}, "ValidMIMEAttribute": {badType}, "ValidW3CDTFDate": {badDate},
	"ValidContact": {badMail}, "ValidHtml": {badHTML}, "ValidAtomLinkRel": {oddRelation}, "ValidTitle": {blank}, "ValidRFC2822Date": {badDate, oddDate},
	"ValidDay": {badCadence}, "ValidHour": {badCadence}, "ValidCloud": {badValue, badNumber}, "ValidHttpGUID": {badPermalink}, "ValidLanguage": {badLanguage},
	"ValidHeight": {badNumber}, "ValidWidth": {badNumber}, "ValidBooleanAttribute": {badValue}, "ValidURLAttribute": {badAddress}, "ValidInteger": {badNumber},
	"ValidIntegerAttribute": {badNumber}, "ValidUpdatePeriod": {badCadence}, "ValidNPTTime": {badMedia}, "ValidElement": {markupInText},
	"ValidDoctype": {doctype},
}

// disputed are cases in which the validator does find something, but says it in other words than those that the case excludes.
var disputed = map[string]string{
	"ext/fh/complete-current.xml":                                         "the current link leads elsewhere, of which the validator has a message of its own",
	"ext/itunes/valid_subcategory.xml":                                    "the category was there once, which the validator calls obsolete",
	"rss20/element-channel-item-description/html_in_item_description.xml": "the markup is in the channel's description, not in the item's",
}

// TestFeedValidator measures against cases in the form of those of the W3C feed validator: a few of our own, or with FEEDVALIDATOR naming
// their folder, testcases in https://github.com/w3c/feedvalidator, those themselves.
func TestFeedValidator(t *testing.T) {
	root := cmp.Or(os.Getenv("FEEDVALIDATOR"), filepath.Join("testdata", "cases"))
	type score struct{ bad, found, hinted, good, faulted, unclaimed int }
	scores := map[string]*score{}
	unclaimed := map[string]int{}
	now := time.Now()
	err := fs.WalkDir(os.DirFS(root), ".", func(p string, d fs.DirEntry, err error) error {
		ext := path.Ext(p)
		group, _, _ := strings.Cut(strings.TrimPrefix(p, "ext/"), "/")
		if err != nil || d.IsDir() || ext != ".xml" && ext != ".opml" || !slices.Contains(strings.Fields("atom rss rss20 opml xml fh itunes media thr"), group) {
			return err
		}
		data, err := os.ReadFile(filepath.Join(root, p))
		if err != nil {
			return err
		}
		m := expectation.FindSubmatch(data)
		if m == nil {
			return nil
		}
		s := scores[group]
		if s == nil {
			s = &score{}
			scores[group] = s
		}
		class, not := string(m[2]), len(m[1]) > 0
		faults, claimed := claims[class]
		good := not || strings.HasPrefix(class, "Valid")
		if class == "Error" || class == "Warning" {
			claimed = true
		}
		if !claimed || not && strings.HasPrefix(class, "Valid") || subject.Match(data) && (!good || bytes.Contains(data, []byte("<rdf:RDF"))) {
			s.unclaimed++
			unclaimed[class]++
			return nil
		}
		found := Document("http://www.feedvalidator.org/testcases/"+p, data, now)
		var hits []string
		grave := false
		for _, f := range found {
			if !named(f, class, string(m[3])) {
				continue
			}
			switch {
			case class == "Error" && (f.Level == Error || !good && f.Level == Warning), class == "Warning" && f.Level != Hint, slices.Contains(faults, f.fault) && (!good || f.Level != Hint):
				grave = grave || f.Level != Hint
				hits = append(hits, fmt.Sprintf("%d: %s %s: %s", f.Line, f.Level, f.Rule, f.What))
			}
		}
		if good {
			s.good++
			if len(hits) > 0 && disputed[p] == "" {
				s.faulted++
				t.Logf("faulted: %s (%s): %q", p, m[0], hits)
			}
			return nil
		}
		s.bad++
		if len(hits) > 0 {
			s.found++
			if !grave {
				s.hinted++
			}
		} else {
			t.Logf("missed: %s (%s)", p, m[0])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	bad, good := 0, 0
	for _, group := range slices.Sorted(maps.Keys(scores)) {
		s := scores[group]
		bad, good = bad+s.bad, good+s.good
		t.Logf("%-7s bad: %d of %d found (%.1f %%), %d of them by a hint; good: %d of %d faulted; not claimed: %d", group, s.found, s.bad, 100*float64(s.found)/float64(max(1, s.bad)), s.hinted, s.faulted, s.good, s.unclaimed)
		if s.found*10 < s.bad*9 {
			t.Errorf("%s: found less than 90 %%", group)
		}
		if s.faulted > 0 {
			t.Errorf("%s: %d good documents are faulted", group, s.faulted)
		}
	}
	if bad < 7 || good < 4 {
		t.Errorf("%d bad and %d good cases are there", bad, good)
	}
	t.Logf("not claimed: %v", unclaimed)
}

// wording tells findings of one fault apart as finely as the validator does.
var wording = map[string]string{
	"InvalidTAG": "tag URI", "InvalidURN": "urn URI", "InvalidUUID": "urn URI", "RelativeSelf": "relative", "FeedRelInCompleteFeed": "link with rel",
}

// named says whether a finding is about what a case of the validator is about, where the fault alone could say it of
// something else in the same document.
func named(f Finding, class, params string) bool {
	if !strings.Contains(f.What, wording[class]) {
		return false
	}
	if !slices.Contains([]*fault{missing, repeated, unknownElement, badDate, blank, noSelf, markupInText}, f.fault) {
		return true
	}
	for param := range strings.SplitSeq(params, ",") {
		key, value, _ := strings.Cut(strings.TrimSpace(param), ":")
		value = value[max(0, strings.LastIndexAny(value, ":_")+1):]
		if key == "element" && value != "feed" && !strings.Contains(f.What, value) && !(value == "content" && class == "NotBlank") {
			return false
		}
	}
	return true
}
