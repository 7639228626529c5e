package prose

import "testing"

func TestInline(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`<b> & "q" 'a'`, "&lt;b&gt; &amp; &#34;q&#34; &#39;a&#39;"},
		{"see https://a.org/x.", `see <a href="https://a.org/x">https://a.org/x</a>.`},
		{"(http://a.org/b_(c))", `(<a href="http://a.org/b_(c)">http://a.org/b_(c)</a>)`},
		{`https://a.org/"onclick=x`, `<a href="https://a.org/">https://a.org/</a>&#34;onclick=x`},
		{"https://a.org/、次", `<a href="https://a.org/">https://a.org/</a>、次`},
		{"javascript:alert(1) http:// https://", "javascript:alert(1) http:// https://"},
		{"a\x00b\ufffec\xff", "abc"},
	} {
		if got := inline(c.in); got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}

// Blocks that a caller made have no source; they are shown all the same.
func TestMadeBlocks(t *testing.T) {
	a := Article{Blocks: []Block{{Kind: Item, Text: "one", Kept: true}, {Text: "two", Kept: true}, {Text: "three"}}}
	if got, want := a.HTML(), "<ul>\n<li>one</li>\n</ul>\n<p>two</p>\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := a.Body(), "one\n\ntwo"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
