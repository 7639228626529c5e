package prose

import (
	"strings"
	"testing"
	"time"
)

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"The harbour was quiet that morning, and nobody on the pier had seen the boats leave during the night.", "en"},
		{"Der Hafen war an diesem Morgen still, und niemand auf der Mole hatte gesehen, wie die Boote ausgelaufen waren.", "de"},
		{"Le port était calme ce matin-là, et personne sur la jetée n’avait vu les bateaux partir pendant la nuit.", "fr"},
		{"Το λιμάνι ήταν ήσυχο εκείνο το πρωί και κανείς δεν είχε δει τις βάρκες να φεύγουν.", "el"},
		{"その朝、港は静かで、夜のうちに船が出て行くのを見た者は誰もいなかった。", "ja"},
		{"那天早晨港口很安静，码头上没有人看见船在夜里离开。", "zh"},
		{"그날 아침 항구는 조용했고 밤사이 배가 떠나는 것을 본 사람은 아무도 없었다.", "ko"},
		{"ok", ""},
		{"1234 5678 !!!", ""},
		{"", ""},
	} {
		if got := Language(c.text); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestReadingTime(t *testing.T) {
	for _, c := range []struct {
		text string
		want time.Duration
	}{
		{strings.Repeat("word ", 238), time.Minute},
		{strings.Repeat("汉", 510), 2 * time.Minute},
		{strings.Repeat("かな漢", 119), time.Minute},
		{strings.Repeat("ก", 5*238), time.Minute},
		{strings.Repeat("word ", 119) + strings.Repeat("汉", 255), 90 * time.Second},
		{" — … — ", 0},
	} {
		if got := ReadingTime(c.text); got != c.want {
			t.Errorf("%.20q: got %v, want %v", c.text, got, c.want)
		}
	}
}
