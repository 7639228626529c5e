package feed

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
)

// readAside reads the text of the element that a document is, with long texts put aside or without.
func readAside(document string, putAside bool) (text string, count int, err error) {
	var b bytes.Buffer
	texts := aside{out: &b}
	if putAside {
		_, err = texts.Write([]byte(document))
	} else {
		b.WriteString(document)
	}
	var got struct {
		Text string `xml:",chardata"`
	}
	if err == nil {
		err = xml.NewDecoder(&b).Decode(&got)
	}
	back := readBack{title: got.Text}
	texts.restore(&back)
	return back.title, len(texts.texts), err
}

// TestAside: what can be read without the package xml is, and nothing else.
func TestAside(t *testing.T) {
	const long = "A text of more bytes than are left where they are, with “words”. "
	for text, count := range map[string]int{
		"short &lt;": 0, long: 1, long + "&lt;p&gt;&amp;amp;&#34;&#39;&#xA;&#x9;&#xD;&#x26;&#x3C;&#x3E;\n\t": 1,
		long + "&": 0, long + "&lt": 0, long + "&nbsp;": 0, long + "&#65;": 0, long + "]]>": 0, long + "\"": 0, long + "\r\n": 0, long + "\x01": 0, long + "\xff": 0,
		long + "\uFFFE": 0, "<![CDATA[" + long + "]]>": 0, "<!-- " + long + " -->": 0, "<b>" + long + "</b>": 1, "<b c='" + long + "'/>": 0, "<b c='>" + long + "'/>": 0,
	} {
		want, _, wantErr := readAside("<a>"+text+"</a>", false)
		got, n, err := readAside("<a>"+text+"</a>", true)
		if got != want || n != count || (err == nil) != (wantErr == nil) {
			t.Errorf("%q: got %q, %d aside, %v; want %q, %d, %v", text, got, n, err, want, count, wantErr)
		}
	}
}

// FuzzAside: a text is what the package xml says it is.
func FuzzAside(f *testing.F) {
	f.Add(strings.Repeat("&lt;p&gt;", 20))
	f.Add(strings.Repeat("&#xA;\uFDD00\u0085", 20))
	f.Fuzz(func(t *testing.T, text string) {
		text = "<a>" + strings.ReplaceAll(text, "<", "") + "</a>"
		want, _, wantErr := readAside(text, false)
		got, _, err := readAside(text, true)
		if got != want || (err == nil) != (wantErr == nil) {
			t.Errorf("%q: got %q, %v; want %q, %v", text, got, err, want, wantErr)
		}
	})
}
