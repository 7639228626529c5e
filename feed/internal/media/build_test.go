package media

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

func be16(n int) string { return string(binary.BigEndian.AppendUint16(nil, uint16(n))) }
func be32(n int) string { return string(binary.BigEndian.AppendUint32(nil, uint32(n))) }
func le32(n int) string { return string(binary.LittleEndian.AppendUint32(nil, uint32(n))) }

// mpegFrame is a silent MPEG 1 layer III frame of 32 kbit/s at 32 kHz: 144 bytes, 1152 samples, 36 ms. inside begins after
// the side information.
func mpegFrame(inside string) string {
	return "\xFF\xFB\x18\xC0" + strings.Repeat("\x00", 17) + inside + strings.Repeat("\x00", 144-21-len(inside))
}

func TestMP3Durations(t *testing.T) {
	xing := func(frames, size int) string { return mpegFrame("Xing" + be32(3) + be32(frames) + be32(size)) }
	vbri := func(frames, size int) string {
		return mpegFrame(strings.Repeat("\x00", 15) + "VBRI" + strings.Repeat("\x00", 6) + be32(size) + be32(frames))
	}
	audio := strings.Repeat(mpegFrame(""), 10)
	v1 := "TAG" + strings.Repeat("x", 125)
	for name, c := range map[string]struct {
		file   string
		frames int
	}{
		"counted":                    {audio, 10},
		"cut in a frame":             {audio[:len(audio)-1], 9},
		"Xing":                       {xing(10, 144*11) + audio, 10},
		"Xing tells of what is gone": {xing(500, 144*501) + audio, 11},
		"Xing of the first part":     {xing(10, 144*11) + strings.Repeat(audio, 10), 101},
		"Xing that lies":             {xing(1<<31, 144*11) + audio, 11},
		"VBRI":                       {vbri(10, 144*11) + audio, 10},
		"ID3v1":                      {audio + v1, 10},
		"junk before":                {strings.Repeat("\xFFjunk", 1000) + audio, 10},
		"junk between":               {audio + strings.Repeat("junk", 1000) + audio, 20},
		"another rate between":       {audio + strings.Replace(mpegFrame(""), "\x18", "\x14", 1) + audio, 20},
		"two tags":                   {string(id3Tag(4, "TIT2", []byte("\x03A"))) + string(id3Tag(3, "TIT2", []byte("\x00B"))) + audio, 10},
		"a tag with false frames":    {string(id3Tag(4, "PRIV", []byte(strings.Repeat(mpegFrame(""), 5)))) + audio, 10},
	} {
		if got, want := read(t, "a.mp3", []byte(c.file)).Duration, time.Duration(c.frames)*36*time.Millisecond; got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}

func id3Frame(version byte, name, body string) string {
	switch version {
	case 2:
		return name + be32(len(body))[1:] + body
	case 3:
		return name + be32(len(body)) + "\x00\x00" + body
	}
	return name + string(toSynchsafe(uint32(len(body)))) + "\x00\x00" + body
}

func TestID3(t *testing.T) {
	utf16le := func(s string) string {
		var b strings.Builder
		b.WriteString("\xFF\xFE")
		for _, u := range utf16.Encode([]rune(s)) {
			b.WriteString(string([]byte{byte(u), byte(u >> 8)}))
		}
		return b.String()
	}
	flagged := func(name, flags, body string) string {
		return name + string(toSynchsafe(uint32(len(body)))) + flags + body
	}
	for name, c := range map[string]struct {
		version, flags byte
		frames         string
		want           Info
	}{
		"2.2":              {2, 0, id3Frame(2, "TT2", "\x00Ebb") + id3Frame(2, "TP1", "\x00Ada") + id3Frame(2, "TYE", "\x002021"), Info{Title: "Ebb", Artist: "Ada", Date: "2021"}},
		"Latin-1":          {3, 0, id3Frame(3, "TIT2", "\x00Fl\xF6d"), Info{Title: "Flöd"}},
		"UTF-16":           {3, 0, id3Frame(3, "TIT2", "\x01"+utf16le("Flöd 🌊")), Info{Title: "Flöd 🌊"}},
		"a genre's number": {3, 0, id3Frame(3, "TCON", "\x00(17)"), Info{Genre: "Rock"}},
		"a list":           {4, 0, "TPE1" + string(toSynchsafe(9)) + "\x00\x00\x03Ada\x00Bob\x00", Info{Artist: "Ada, Bob"}},
		"a band":           {4, 0, id3Frame(4, "TPE2", "\x03The band"), Info{Artist: "The band"}},
		"artist and band":  {4, 0, id3Frame(4, "TPE2", "\x03The band") + id3Frame(4, "TPE1", "\x03Ada"), Info{Artist: "Ada"}},
		"for programs": {
			4, 0, id3Frame(4, "COMM", "\x03engiTunNORM\x00 000") + id3Frame(4, "COMM", "\x03eng\x00A note.\r\nTwo\x07 lines."),
			Info{Comment: "A note.\nTwo lines."},
		},
		"one is damaged":   {4, 0, id3Frame(4, "TIT2", "\x01x") + id3Frame(4, "TALB", "\x03The sea"), Info{Album: "The sea"}},
		"several lines":    {4, 0, id3Frame(4, "TIT2", "\x03 Low\n tide "), Info{Title: "Low tide"}},
		"not UTF-8":        {4, 0, id3Frame(4, "TIT2", "\x03Low\xFF"), Info{Title: "Low\uFFFD"}},
		"unsynchronised":   {3, 0x80, "TIT2" + be32(4) + "\x00\x00\x00\xFF\x00ab", Info{Title: "ÿab"}},
		"a frame of those": {4, 0, flagged("TIT2", "\x00\x02", "\x00\xFF\x00ab"), Info{Title: "ÿab"}},
		"data length":      {4, 0, flagged("TIT2", "\x00\x01", "\x00\x00\x00\x04\x03Ebb"), Info{Title: "Ebb"}},
		"compressed":       {4, 0, flagged("TIT2", "\x00\x09", "\x00\x00\x00\x04\x03Ebb") + id3Frame(4, "TALB", "\x03A"), Info{Album: "A"}},
		"extended header":  {3, 0x40, be32(6) + "\x00\x00\x00\x00\x00\x00" + id3Frame(3, "TIT2", "\x00Ebb"), Info{Title: "Ebb"}},
		"longer than told": {4, 0, id3Frame(4, "TIT2", "\x03Ebb") + "TALB\x7F\x7F\x7F\x7F\x00\x00\x03A", Info{Title: "Ebb"}},
	} {
		tag := "ID3" + string([]byte{c.version, 0, c.flags}) + string(toSynchsafe(uint32(len(c.frames)))) + c.frames
		got := read(t, "a.mp3", []byte(tag+strings.Repeat(mpegFrame(""), 2)))
		c.want.Type, c.want.Size, c.want.Duration = got.Type, got.Size, 72*time.Millisecond
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s:\n got %q\nwant %q", name, fmt.Sprint(got), fmt.Sprint(c.want))
		}
	}
}

func TestCoverIsTheFront(t *testing.T) {
	png, front := "\x89PNG\r\n\x1A\nback", "\x89PNG\r\n\x1A\nfront"
	apic := func(kind, data string) string { return "\x00image/png\x00" + kind + "\x00" + data }
	frames := id3Frame(4, "APIC", apic("\x04", png)) + id3Frame(4, "APIC", apic("\x03", front))
	mp3 := "ID3\x04\x00\x00" + string(toSynchsafe(uint32(len(frames)))) + frames + strings.Repeat(mpegFrame(""), 2)
	block := func(last, kind int, data string) string {
		b := be32(kind) + be32(9) + "image/png" + be32(0) + strings.Repeat("\x00", 16) + be32(len(data)) + data
		return be32((last|6)<<24|len(b)) + b
	}
	flac := "fLaC" + block(0, 4, png) + block(0, 3, front) + block(0x80, 5, png)
	for name, b := range map[string]string{"a.mp3": mp3, "a.flac": flac} {
		if got := read(t, name, []byte(b)); string(got.Cover) != front || got.CoverType != "image/png" {
			t.Errorf("%s: got %q %s", name, got.Cover, got.CoverType)
		}
	}
	if got := read(t, "a.mp3", []byte(strings.Replace(mp3, "\x89PNG", "<svg", 2))); got.Cover != nil || got.CoverType != "" {
		t.Errorf("got %q %s", got.Cover, got.CoverType)
	}
}

// withExif puts a TIFF after the first marker of a JPEG.
func withExif(jpeg []byte, tiff string) []byte {
	segment := "\xFF\xE1" + be16(8+len(tiff)) + "Exif\x00\x00" + tiff
	return []byte(string(jpeg[:2]) + segment + string(jpeg[2:]))
}

// Exif tags, CIPA DC-008 section 4.6.
const (
	tagOrientation = 0x0112
	tagExif        = 0x8769 // where the directory of the photograph is
	tagTaken       = 0x9003
	tagZone        = 0x9011 // of tagTaken
)

// exifTIFF has two directories of two entries each, and behind them the texts.
func exifTIFF(orientation int, date, zone string) string {
	date, zone = date+"\x00", zone+"\x00"
	return "MM\x00*" + be32(8) +
		be16(2) + be16(tagOrientation) + be16(3) + be32(1) + be16(orientation) + be16(0) + be16(tagExif) + be16(4) + be32(1) + be32(38) + be32(0) +
		be16(2) + be16(tagTaken) + be16(2) + be32(len(date)) + be32(68) + be16(tagZone) + be16(2) + be32(len(zone)) + be32(68+len(date)) + be32(0) +
		date + zone
}

func TestExif(t *testing.T) {
	for orientation := range 10 {
		got := read(t, "a.jpg", withExif(sample(t, "picture.jpg"), exifTIFF(orientation, "2021:05:03 10:11:12", "+02:00")))
		width, height := 30, 20
		if orientation >= 5 && orientation <= 8 {
			width, height = height, width
		}
		if got.Width != width || got.Height != height || got.Date != "2021-05-03 10:11:12+02:00" {
			t.Errorf("%d: got %d x %d, %q", orientation, got.Width, got.Height, got.Date)
		}
	}
	for date, want := range map[string]string{"2021:05:03 10:11:12": "2021-05-03 10:11:12", "0000:00:00 00:00:00": "", "    :  :     :  :  ": "", "soon": ""} {
		if got := read(t, "a.jpg", withExif(sample(t, "picture.jpg"), exifTIFF(1, date, ""))); got.Date != want {
			t.Errorf("%q: got %q, want %q", date, got.Date, want)
		}
	}
}

func TestAVIFIsTurned(t *testing.T) {
	box := func(name, content string) string { return be32(8+len(content)) + name + content }
	ispe := func(w, h int) string { return box("ispe", be32(0)+be32(w)+be32(h)) }
	for irot, want := range map[string][2]int{"": {30, 20}, "\x01": {20, 30}, "\x02": {30, 20}, "\x03": {20, 30}} {
		ipco := box("ipco", ispe(15, 10)+ispe(30, 20)+box("irot", irot)+ispe(8, 8))
		got := read(t, "a.avif", []byte(box("ftyp", "avif"+be32(0))+box("meta", be32(0)+box("iprp", ipco))))
		if [2]int{got.Width, got.Height} != want {
			t.Errorf("%q: got %d x %d", irot, got.Width, got.Height)
		}
	}
}

// epub zips files in the order of their names and contents.
func epub(t testing.TB, files ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: files[i], Method: uint16(8 * min(i, 1))})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func book(t testing.TB, item string) []byte {
	return epub(t, "mimetype", "application/epub+zip",
		"META-INF/container.xml", `<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>`,
		"OEBPS/book.opf", `<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Low
			tide</dc:title><dc:creator>Ada Björk</dc:creator><dc:creator>Bob</dc:creator><dc:date>2021-05-03</dc:date>
			<dc:description>A note.</dc:description><meta name="cover" content="c"/></metadata><manifest>`+item+`</manifest></package>`,
		"OEBPS/img/c.png", "\x89PNG\r\n\x1A\ncover")
}

func TestEPUB(t *testing.T) {
	for _, item := range []string{`<item id="x" href="img/c.png" properties="svg cover-image"/>`, `<item id="c" href="img/c.png"/>`} {
		got := read(t, "a.epub", book(t, item))
		if got.Title != "Low tide" || got.Artist != "Ada Björk, Bob" || got.Date != "2021-05-03" || got.Comment != "A note." || string(got.Cover) != "\x89PNG\r\n\x1A\ncover" {
			t.Errorf("got %q", fmt.Sprint(got))
		}
	}
	if got := read(t, "a.epub", epub(t, "mimetype", "application/epub+zip")); got.Title != "" {
		t.Errorf("got %q", got.Title)
	}
	other := epub(t, "word/document.xml", "<a/>")
	if _, err := Read(bytes.NewReader(other), int64(len(other)), "a.epub"); err == nil {
		t.Error("a zip file that is no book is taken for one")
	}
}

func pdf(info string) []byte {
	return []byte("%PDF-1.4\n11 0 obj\n<</Title (no)>>\nendobj\n1 0 obj\n" + info + "\nendobj\ntrailer\n<</Root 2 0 R /Info 1 0 R>>\n%%EOF\n")
}

func TestPDF(t *testing.T) {
	for info, want := range map[string]string{
		`<</Author (Ada) /Title (Low tide)>>`:        "Low tide",
		`<</Title(Low \(spring\) (and) \164ide\\)>>`: `Low (spring) (and) tide\`,
		"<</Title (Low \\\ntide\\n)>>":               "Low tide",
		`<</Title (Fl` + "\xF6" + `d)>>`:             "Flöd",
		`<</Title <FEFF0046006C00F60064>>>`:          "Flöd",
		`<</Title <466C 6>>>`:                        "Fl`",
		`<</Title (no end`:                           "",
		`<</Title <zz>>>`:                            "",
		`<</Title 7 0 R>>`:                           "",
		`<<>>`:                                       "",
	} {
		if got := read(t, "a.pdf", pdf(info)).Title; got != want {
			t.Errorf("%s: got %q, want %q", info, got, want)
		}
	}
	if got := read(t, "a.pdf", append(pdf("<</Title (secret)>>"), "trailer <</Encrypt 4 0 R /Info 1 0 R>>"...)); got.Title != "" {
		t.Errorf("an encrypted title is %q", got.Title)
	}
}

func mp4Box(name string, contents ...string) string {
	content := strings.Join(contents, "")
	return be32(8+len(content)) + name + content
}

func TestMP4Durations(t *testing.T) {
	zero := func(n int) string { return strings.Repeat("\x00", n) }
	mvhd := func(scale, units int) string { return mp4Box("mvhd", zero(12), be32(scale), be32(units)) }
	large := mp4Box("mvhd", "\x01", zero(19), be32(1000), zero(4), be32(2500))
	mehd := mp4Box("mvex", mp4Box("mehd", be32(0), be32(2500)))
	for name, moov := range map[string]string{
		"32 bits":         mvhd(1000, 2500),
		"64 bits":         large,
		"in fragments":    mvhd(1000, 0) + mehd,
		"told as unknown": mvhd(1000, -1) + mehd,
		"mehd of 64 bits": mvhd(1000, 0) + mp4Box("mvex", mp4Box("mehd", "\x01", zero(3), be32(0), be32(2500))),
	} {
		whole := mp4Box("ftyp", "isom") + "\x00\x00\x00\x01mdat" + be32(0) + be32(20) + "data" + mp4Box("moov", moov)
		if got := read(t, "a.mp4", []byte(whole)).Duration; got != 2500*time.Millisecond {
			t.Errorf("%s: got %v", name, got)
		}
	}
	for name, moov := range map[string]string{"nothing": "", "no scale": mvhd(0, 2500), "a century": mvhd(1, 1<<31), "unknown": mvhd(1000, -1)} {
		if got := read(t, "a.mp4", []byte(mp4Box("ftyp", "isom")+mp4Box("moov", moov))).Duration; got != 0 {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestMP4Items(t *testing.T) {
	item := func(name, class, text string) string { return mp4Box(name, mp4Box("data", class, be32(0), text)) }
	items := item("\xa9cmt", be32(1), "short") + item("desc", be32(1), "longer") + item("aART", be32(1), "The band") +
		item("\xa9nam", be32(99), "no known class") + item("disk", be32(0), "\x00\x00\x00\x02\x00\x03")
	for name, meta := range map[string]string{
		"MP4":       mp4Box("meta", be32(0), mp4Box("hdlr", be32(0)), mp4Box("ilst", items)),
		"QuickTime": mp4Box("meta", mp4Box("hdlr", be32(0)), mp4Box("ilst", items)),
	} {
		got := read(t, "a.m4a", []byte(mp4Box("ftyp", "M4A ")+mp4Box("moov", meta)))
		if got.Comment != "longer" || got.Artist != "The band" || got.Title != "" || got.Disc != 2 {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

// oggPage is a page with one packet of less than 255 bytes.
func oggPage(serial, granule int, packet string) string {
	return "OggS\x00\x00" + le32(granule) + le32(granule>>32) + le32(serial) + le32(0) + le32(0) + "\x01" + string([]byte{byte(len(packet))}) + packet
}

func TestOgg(t *testing.T) {
	comment := func(s string) string { return le32(0) + le32(1) + le32(len(s)) + s }
	for name, head := range map[string]string{
		"":                 "OpusHead\x01\x01\x40\x00" + le32(8000) + "\x00\x00\x00",
		"\x03vorbis":       "\x01vorbis" + le32(0) + "\x01" + le32(48_000) + strings.Repeat("\x00", 14),
		"\x84\x00\x00\x00": "\x7FFLAC\x01\x00\x00\x01fLaC\x00\x00\x00\x22" + strings.Repeat("\x00", 10) + be32(48_000<<12) + strings.Repeat("\x00", 30),
		"Speex":            "Speex   " + strings.Repeat("\x00", 28) + le32(48_000) + strings.Repeat("\x00", 40),
	} {
		skip, prefix := 0, name
		switch name {
		case "":
			skip, prefix = 64, "OpusTags"
		case "Speex":
			prefix = ""
		}
		file := oggPage(7, 0, head) + oggPage(8, 0, "another stream") + oggPage(7, 0, prefix+comment("ALBUMARTIST=Ada")) +
			oggPage(7, 120_000+skip, "sound") + oggPage(7, -1, "") + oggPage(8, 1, "another stream")
		if got := read(t, "a.ogg", []byte(file)); got.Duration != 2500*time.Millisecond || got.Artist != "Ada" {
			t.Errorf("%.8q: got %v, %q", head, got.Duration, got.Artist)
		}
	}
}

func TestVorbisPicture(t *testing.T) {
	png := "\x89PNG\r\n\x1A\ncover"
	block := be32(3) + be32(9) + "image/png" + be32(0) + strings.Repeat("\x00", 16) + be32(len(png)) + png
	for picture, want := range map[string]string{
		base64.StdEncoding.EncodeToString([]byte(block)):                 png,
		base64.StdEncoding.EncodeToString([]byte(block[:len(block)-1])):  "",
		base64.StdEncoding.EncodeToString([]byte(be32(3) + be32(1<<31))): "",
		"!": "",
	} {
		c := "METADATA_BLOCK_PICTURE=" + picture
		b := le32(0) + le32(2) + le32(2) + "no" + le32(len(c)) + c + le32(7) + "TITLE=A"
		got := read(t, "a.flac", []byte("fLaC"+be32(0x84<<24|len(b))+b))
		if string(got.Cover) != want || got.Title != "A" {
			t.Errorf("%.20s: got %q, %q", picture, got.Cover, got.Title)
		}
	}
}
