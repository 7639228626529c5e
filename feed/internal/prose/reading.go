package prose

import (
	"time"
	"unicode"
	"unicode/utf8"
)

// Speeds of silent reading. 238 words a minute is the mean of 190 studies of adults reading English
// non-fiction (Brysbaert, "How many words do we read per minute?", Journal of Memory and Language 109, 2019).
// 255 Chinese and 357 Japanese characters a minute are the means of the International Reading
// Speed Texts (Trauzettel-Klosinski and Dietz, IOVS 53(9), 2012); the slower one stands for both where there
// is no kana to tell them apart.
const (
	wordsPerMinute    = 238
	hanPerMinute      = 255
	japanesePerMinute = 357
	lettersPerWord    = 5 // in the Brahmic scripts of South East Asia, which have no spaces
)

// ReadingTime estimates how long an adult reads text, to the second. Text without letters takes no time.
func ReadingTime(text string) time.Duration {
	var words, wide, kana, unspaced int
	in := uint8(0) // 1 in a word
	for at := 0; at < len(text); {
		if c := text[at]; c < utf8.RuneSelf { // most of most texts: no branch, which would be guessed wrong at the end of each word
			k := readingKinds[c]
			words += int(k &^ in & 1)
			in = (k | in&(k>>1)) & 1
			at++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		at += size
		switch {
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
			in = 0
		case unicode.Is(unicode.Han, r):
			wide++
			in = 0
		case unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) && unicode.IsLetter(r):
			unspaced++
			in = 0
		case unicode.IsSpace(r):
			in = 0
		case in == 0 && (unicode.IsLetter(r) || unicode.IsNumber(r)):
			words++
			in = 1
		}
	}
	perMinute := hanPerMinute
	if kana*10 > wide {
		perMinute = japanesePerMinute
	}
	minutes := float64(words)/wordsPerMinute + float64(unspaced)/lettersPerWord/wordsPerMinute + float64(wide+kana)/float64(perMinute)
	return time.Duration(minutes * float64(time.Minute)).Round(time.Second)
}

// readingKinds says of each character of ASCII whether it begins a word (1) and whether a word goes on behind it (2).
var readingKinds = func() (kinds [utf8.RuneSelf]uint8) {
	for c := range rune(utf8.RuneSelf) {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			kinds[c] |= 1
		}
		if !unicode.IsSpace(c) {
			kinds[c] |= 2
		}
	}
	return kinds
}()
