package feed

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
)

// readAside reads the text of the element that a document is, with long texts put aside or, by the package xml alone, without.
func readAside(document string, texts *aside) (text string, err error) {
	var b bytes.Buffer
	if texts != nil {
		texts.out = &b
		if _, err := texts.Write([]byte(document)); err != nil {
			return "", err
		}
	} else {
		b.WriteString(document)
	}
	var got struct {
		Text string `xml:",chardata"`
	}
	err = xml.Unmarshal(b.Bytes(), &got)
	return got.Text, err
}

// TestAside: what can be read without the package xml is, and nothing else.
func TestAside(t *testing.T) {
	const long = "A text of more bytes than are left where they are, with “words”. "
	for text, count := range map[string]int{
		"short &lt;": 0, long: 1, long + "&lt;p&gt;&amp;amp;&#34;&#39;&#xA;&#x9;&#xD;&#x26;&#x3C;&#x3E;\n\t": 1,
		long + "&": 0, long + "&lt": 0, long + "&nbsp;": 0, long + "&#65;": 0, long + "]]>": 0, long + "\"": 0, long + "\r\n": 0, long + "\x01": 0, long + "\xff": 0,
		long + "\uFFFE": 0, "<![CDATA[" + long + "]]>": 0, "<!-- " + long + " -->": 0, "<b>" + long + "</b>": 1, "<b c='" + long + "'/>": 0, "<b c='>" + long + "'/>": 0,
	} {
		want, wantErr := readAside("<a>"+text+"</a>", nil)
		var texts aside
		got, err := readAside("<a>"+text+"</a>", &texts)
		if !texts.means(got, want) || len(texts.texts) != count || (err == nil) != (wantErr == nil) {
			t.Errorf("%q: got %q, %q aside, %v; want %q, %d, %v", text, got, texts.texts, err, want, count, wantErr)
		}
	}
}

// FuzzAside: a text means what the package xml says, and nothing else.
func FuzzAside(f *testing.F) {
	f.Add(strings.Repeat("&lt;p&gt;", 20), "<p>")
	f.Add(strings.Repeat("&#xA;\uFDD00\u0085", 20), "")
	f.Add(strings.Repeat("é &#39;", 20)+"&", "'")
	f.Fuzz(func(t *testing.T, text, other string) {
		document := "<a>" + strings.ReplaceAll(text, "<", "") + "</a>"
		want, wantErr := readAside(document, nil)
		var texts aside
		got, err := readAside(document, &texts)
		if (err == nil) != (wantErr == nil) || err == nil && !texts.means(got, want) {
			t.Fatalf("%q: got %q, %v, want %q, %v", document, got, err, want, wantErr)
		}
		for _, different := range []string{other, want + other, other + want, want[:len(want)/2], ""} {
			if different != want && texts.means(got, different) {
				t.Errorf("%q means %q", document, different)
			}
		}
	})
}
