package charset

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

var samples = map[string]string{
	"german":   "Der Gärtner säte früh im März, weil die Böden schon weich waren und der Regen ausblieb. Die Äpfel kamen später.",
	"russian":  "Весной садовник посеял семена у самого моря. Дождь шёл три дня, а потом вышло солнце, и всё зазеленело.",
	"japanese": "春になると庭師は種をまきました。雨が三日続いたあと、太陽が出て、すべてが緑になりました。海の近くの小さな村の話です。",
	"chinese":  "春天来了，园丁在海边播下种子。雨下了三天，然后太阳出来了，一切都变绿了。这是一个小村庄的故事。",
	"korean":   "봄이 되자 정원사는 바닷가에 씨앗을 뿌렸다. 사흘 동안 비가 내렸고, 그 뒤에 해가 나와 모든 것이 푸르러졌다.",
	"greek":    "Την άνοιξη ο κηπουρός έσπειρε τους σπόρους δίπλα στη θάλασσα. Έβρεξε τρεις μέρες και μετά βγήκε ο ήλιος.",
}

func TestDecode(t *testing.T) {
	cases := []struct {
		sample  string
		enc     encoding.Encoding
		guessed bool
	}{
		{"german", encoding.Nop, false},
		{"german", unicode.UTF8BOM, false},
		{"german", charmap.Windows1252, true},
		{"german", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), false},
		{"german", unicode.UTF16(unicode.BigEndian, unicode.UseBOM), false},
		{"german", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), false},
		{"german", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), false},
		{"russian", charmap.KOI8R, true},
		{"russian", charmap.Windows1251, true},
		{"russian", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), false},
		{"japanese", japanese.ShiftJIS, true},
		{"japanese", japanese.EUCJP, true},
		{"japanese", japanese.ISO2022JP, true},
		{"chinese", simplifiedchinese.GBK, true},
		{"chinese", simplifiedchinese.GB18030, true},
		{"chinese", traditionalchinese.Big5, true},
		{"korean", korean.EUCKR, true},
		{"greek", charmap.Windows1253, true},
	}
	for _, c := range cases {
		want := samples[c.sample]
		if c.enc == traditionalchinese.Big5 {
			want = "春天來了，園丁在海邊播下種子。雨下了三天，然後太陽出來了，一切都變綠了。這是一個小村莊的故事。"
		}
		b, err := c.enc.NewEncoder().Bytes([]byte(want))
		if err != nil {
			t.Fatal(err)
		}
		got := Decode(b, false)
		if got.String != want || got.Guessed != c.guessed || got.Damaged != 0 {
			t.Errorf("%s in %v: got %q (%s, guessed %v, damaged %d)", c.sample, c.enc, got.String, got.Charset, got.Guessed, got.Damaged)
		}
	}
}

func TestDecodeMetaCharset(t *testing.T) {
	want := `<html><head><meta charset="koi8-r"></head><body>Весна</body></html>`
	b, err := charmap.KOI8R.NewEncoder().String(want)
	if err != nil {
		t.Fatal(err)
	}
	if got := Decode([]byte(b), true); got.String != want || got.Charset != "koi8-r" || got.Guessed {
		t.Errorf("got %q (%s, guessed %v)", got.String, got.Charset, got.Guessed)
	}
}

func TestDecodeBrokenUTF8(t *testing.T) {
	got := Decode([]byte("Gärten, Böden, Äpfel, Höhe\xff und Tür"), false)
	if want := "Gärten, Böden, Äpfel, Höhe\uFFFD und Tür"; got.String != want || got.Damaged != 1 || !got.Guessed {
		t.Errorf("got %q, damaged %d, guessed %v", got.String, got.Damaged, got.Guessed)
	}
}

func TestDecodeLineEnds(t *testing.T) {
	if got := Decode([]byte("a\r\nb\rc\nd"), false).String; got != "a\nb\nc\nd" {
		t.Errorf("got %q", got)
	}
}

func TestIsText(t *testing.T) {
	for s, want := range map[string]bool{
		"a note\n": true, "": false, "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR": false,
		"\xff\xfea\x00": true, "\x7fELF\x02\x01\x01\x00": false, "caf\xe9": true,
		strings.Repeat("\x01\x02x", 30): false,
	} {
		if got := IsText([]byte(s)); got != want {
			t.Errorf("IsText(%q) = %v", s, got)
		}
	}
}

// FuzzDecode: whatever the bytes are, the text is valid UTF-8 and has no carriage return; that of plain ones is they.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("plain"), false)
	f.Add([]byte("\xff\xfeg\x00r\x00"), false)
	f.Add([]byte("<meta charset=shift_jis>\x83\x65"), true)
	f.Add([]byte("\x1b$B=U\x1b(B"), false)
	f.Fuzz(func(t *testing.T, b []byte, isHTML bool) {
		text := Decode(b, isHTML)
		s := text.String
		if IsPlain(b) && (text != Text{String: string(b), Charset: "utf-8"}) {
			t.Fatalf("plain, but %+v", text)
		}
		if !utf8.ValidString(s) || strings.Contains(s, "\r") {
			t.Fatalf("not clean: %q", s)
		}
	})
}

func TestXMLDeclarationNamesTheEncoding(t *testing.T) {
	text := "<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?>\n<html><body><p>Za\xbf\xf3\xb3\xe6 g\xea\xb6l\xb1 ja\xbc\xf1</p></body></html>"
	got := Decode([]byte(text), true)
	if got.Charset != "iso-8859-2" || got.Guessed || !strings.Contains(got.String, "Zażółć gęślą jaźń") {
		t.Errorf("%s, guessed %v: %q", got.Charset, got.Guessed, got.String)
	}
}

func TestIsBinary(t *testing.T) {
	picture := []byte(strings.Repeat("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01", 40))
	note := []byte(strings.Repeat("A long enough note with a \x01 somewhere in it, and nothing else that is amiss.\n", 20))
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(strings.Repeat("A note\n", 100)))
	for name, c := range map[string]struct {
		b    []byte
		want bool
	}{"picture": {picture, true}, "damaged note": {note, false}, "UTF-16": {utf16, false}, "hardly anything": {[]byte("\x00\x01"), false}} {
		if got := IsBinary(c.b); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestGuessIsTheSame: two encodings that are as likely are not taken in turns.
func TestGuessIsTheSame(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	const letters = "aeiou nrst \xe4\xe9\xe8\xfc\xf6\xb9\xb3"
	for range 100 {
		b := make([]byte, 20+rnd.IntN(60))
		for i := range b {
			b[i] = letters[rnd.IntN(len(letters))]
		}
		want := Decode(b, false)
		for range 20 {
			if got := Decode(b, false); got != want {
				t.Fatalf("%q is %s and %s", b, want.Charset, got.Charset)
			}
		}
	}
}

// TestControls: many bytes at once are counted as one after the other.
func TestControls(t *testing.T) {
	const often = "\n\n\n\n \n\n\t\r\x0b\x1b\x00\x1fa\x80\xff"
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		b := make([]byte, 20+rnd.IntN(40))
		want := 0
		for i := range b {
			if b[i] = byte(rnd.UintN(256)); rnd.IntN(2) == 0 {
				b[i] = often[rnd.IntN(len(often))]
			} else if rnd.IntN(3) > 0 {
				b[i] = 'a'
			}
			if b[i] < ' ' && !strings.ContainsRune("\n\r\t\f\x1b", rune(b[i])) {
				want++
			}
		}
		if got := controls(b, textual); got != want {
			t.Fatalf("%d in %q, want %d", got, b, want)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	text := []byte(strings.Repeat("Čau světe, the harbour was quiet that morning, and nobody on the pier had seen the boats leave.\n", 40))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if !IsBinary(text) {
			Decode(text, false)
		}
	}
}

func BenchmarkIsPlain(b *testing.B) {
	text := []byte(strings.Repeat("The harbour was quiet that morning, and nobody on the pier had seen the boats leave.\n", 40))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if !IsPlain(text) {
			b.Fatal("it is plain")
		}
	}
}
