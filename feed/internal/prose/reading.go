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
	in := false
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf: // most of most texts
			isWord := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
			if isWord && !in {
				words++
			}
			in = isWord || in && !unicode.IsSpace(r)
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
			in = false
		case unicode.Is(unicode.Han, r):
			wide++
			in = false
		case unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) && unicode.IsLetter(r):
			unspaced++
			in = false
		case unicode.IsSpace(r):
			in = false
		case !in && (unicode.IsLetter(r) || unicode.IsNumber(r)):
			words++
			in = true
		}
	}
	perMinute := hanPerMinute
	if kana*10 > wide {
		perMinute = japanesePerMinute
	}
	minutes := float64(words)/wordsPerMinute + float64(unspaced)/lettersPerWord/wordsPerMinute + float64(wide+kana)/float64(perMinute)
	return time.Duration(minutes * float64(time.Minute)).Round(time.Second)
}
