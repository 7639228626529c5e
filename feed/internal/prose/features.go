package prose

import "math"

// feature is a number that the judge looks at.
type feature uint8

// The features of a unit. Shares are between 0 and 1; log is that of 1 + the number.
const (
	fWords      feature = iota // log words; two characters of a script without spaces are a word
	fWordLength                // letters in a word
	fSentence                  // ends like a sentence
	fSentences                 // log full stops inside
	fCommas                    // commas for each word
	fCapitals                  // share of words that begin with a capital
	fUpper                     // share of letters that are capitals
	fDigits                    // share of digits among letters and digits
	fLower                     // begins in lower case
	fColon                     // ends with a colon
	fQuestion                  // ends with a question mark
	fEllipsis                  // ends with an ellipsis
	fBars                      // bars, bullets, arrows
	fAddress                   // holds an address, an @, a ©
	fQuoted                    // begins with a quotation mark
	fItem                      // is a list item
	fHeading                   // is marked as a heading
	fQuote                     // is marked as a quotation
	fVerbatim                  // is code or a table
	fTight                     // follows the line before without a blank line
	fRole                      // what its sign says, by role
	fProof                     // what its sign proves
	fDate                      // holds a date and little else
	fDateLabel                 // says what the date is
	fClock                     // holds a time of day
	fByline                    // is a byline
	fCopies                    // how often the line stands in the text
	fCopied                    // stood before
	fJunk                      // mean leaning of its words
	fJunkMost                  // leaning of its most telling word for junk
	fJunkLeast                 // leaning of its most telling word for prose
	fKnown                     // share of its longer words that stand in the prose elsewhere
	fKnownMost                 // of its longer words, the commonness of the commonest
	fTitled                    // share of its longer words that stand in the first lines
	fCredit                    // holds a parenthesis or slash, as credits do
	fGlued                     // log places where a word goes on with a capital, as in "storyThe"
	fPrice                     // holds a price
	fHoldsDate                 // a date stands somewhere in it

	fPlace      // place in the text, from 0 to 1
	fIndex      // log units before
	fBack       // log units after
	fBefore     // log words of prose before
	fAfter      // log words of prose after
	fShare      // share of the prose that stands before
	fLastProse  // log units since the last prose
	fNextProse  // log units until the next prose
	fPrevWords  // log words of the unit before
	fPrev2Words // and of the one before that
	fNextWords  // log words of the next unit
	fNext2Words
	fPrevSentence
	fNextSentence
	fPrevRole
	fNextRole
	fPrevJunk
	fNextJunk
	fPrevKnown
	fNextKnown
	fPrevDate
	fNextDate
	fPrevItem
	fNextItem
	fAround       // log words of the seven units around, in the mean
	fAroundProse  // share of prose in the seven units around
	fAroundJunk   // mean leaning of them
	fAroundSigns  // share of signs in them
	fAheadProse   // share of prose in the ten units that follow
	fBehindProse  // share of prose in the ten units before
	fAheadSigns   // share of signs in the ten units that follow
	fBehindSigns  // share of signs in the ten units before
	fSinceSection // log units since "Read more" and the like
	fSinceEnder   // log units since "Comments" and the like
	fEnders       // log "Comments" and the like before
	fSinceDate    // log units since a date
	fAheadDates   // share of dates in the ten units that follow
	fRun          // log length of the run of short lines that it stands in
	fRunItems     // share of items in that run
	fSameShape    // share of the six units around that look like it
	fAroundDates  // share of dates, times and bylines in the thirteen units around
	fAroundItems  // share of items in them
	fAroundPrices // share of prices in them
	fAroundKnown  // mean share of known words in them
	fAroundTitled
	fAroundTight // words a unit in them, log

	fPost        // looks like the line over a reader's comment: a name, a time, "says:"
	fPostsBefore // log such lines before, once the prose has begun
	fPostsAround // share of such lines in the seventeen units around
	fSincePost   // log units since one
	fNextPost    // log units until one
	fTextPosts   // log such lines in the text
	fEnderProse  // log words of prose since the last "Comments" and the like
	fEnderBefore // log words of prose before it
	fSectProse   // log words of prose since the last "Read more" and the like
	fShortAround // share of units of at most three words in the seventeen around
	fUpperAround // share of units in capitals in them

	fFromTitle   // signed log units from the title
	fTitleWords  // share of its longer words that stand in the title
	fTitleAround // the same for the nine units around
	fTitleHave   // share of the title's longer words that it has
	fTitleScore  // how sure the title is
	fTitleCopy   // repeats the title
	fTitleProse  // log words of prose between the title and it
	fTopic       // share of its longer words that stand in the first prose under the title
	fTopicAround // the same for the nine units around

	fTextUnits  // log units of the text
	fTextWords  // log words of the text
	fTextProse  // share of the words that stand in prose
	fTextSigns  // share of units with signs
	fTextProof  // proof that the text was scraped
	fTextLength // log words of a prose unit
	fTextTight  // share of tight units

	featureCount
)

// row is what a unit shows the judge.
type row [featureCount]float32

func log1(n float64) float32 { return float32(math.Log1p(n)) }

func flag(b bool) float32 {
	if b {
		return 1
	}
	return 0
}
