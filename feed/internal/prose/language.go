package prose

import (
	"unicode"

	"github.com/abadojack/whatlanggo"
)

const (
	plainBytes     = 2 << 10 // in which small words are looked for
	languageSample = 768     // characters whose trigrams are compared: with fewer more texts stay unsure and more are taken for another language's
	languageLeast  = 24      // letters; less is a guess
)

// Language returns the BCP 47 tag of the language that text is written in, "" when unsure. It looks at no more than its first lines.
func Language(text string) string {
	if tag := plainLanguage(clip(text, plainBytes)); tag != "" {
		return tag
	}
	return trigramLanguage(text)
}

func trigramLanguage(text string) string {
	letters, kana, seen := 0, 0, 0
	for i, r := range text {
		if seen++; seen > languageSample {
			text = text[:i]
			break
		}
		if unicode.IsLetter(r) {
			letters++
			if isWide(r) {
				letters += 2 // a character says more where it is a word
			}
			if unicode.In(r, unicode.Hiragana, unicode.Katakana) {
				kana++
			}
		}
	}
	if letters < languageLeast {
		return ""
	}
	if kana*20 > letters { // whatlanggo takes Japanese with many kanji for Chinese
		return "ja"
	}
	info := whatlanggo.Detect(text)
	if !info.IsReliable() {
		return ""
	}
	return info.Lang.Iso6391()
}
