package markup

import (
	"strings"
	"testing"
)

// TestConform: careless markup becomes what HTML allows, and no word is lost.
func TestConform(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		// Lists.
		{`<p>a</p><li>b`, `<p>a</p><div>b</div>`},
		{`<ul>a<li>b</li><p>c</p> <i>d</i><ul><li>e</ul></ul>`, `<ul><li>a</li><li>b</li><li><p>c</p> <i>d</i><ul><li>e</li></ul></li></ul>`},
		{`<dl><dt>a<dd>b<dt>c<dt>d<dd>e</dl>`, `<dl><dt>a</dt><dd>b</dd><dt>c</dt><dt>d</dt><dd>e</dd></dl>`},
		{`<dl><div><dt>a<dd>b</div><div><dt>c<dd>d</div></dl>`, `<dl><div><dt>a</dt><dd>b</dd></div><div><dt>c</dt><dd>d</dd></div></dl>`},
		{`<dl><dd>b</dl>`, `<div><div>b</div></div>`},
		{`<dl><dt>b</dl>`, `<div><div>b</div></div>`},
		{`<ul><li value="3">a</ul><ol><li value="3">a</ol>`, `<ul><li>a</li></ul><ol><li value="3">a</li></ol>`},
		// Blocks in lines.
		{`<span><div>a</div></span>`, `<div><div>a</div></div>`},
		{`<b>a<p>c</p> </b>`, `<b>a</b><p><b>c</b></p>`},
		{`<em lang="de"><ul><li>a<p>b</p></li></ul></em>`, `<ul><li><em lang="de">a</em><p><em lang="de">b</em></p></li></ul>`},
		{`<a href="https://a.test/"><h3>x</h3></a>`, `<a href="https://a.test/"><h2>x</h2></a>`},
		{`<p>t</p><h2>a<div>b</div>c</h2>`, `<p>t</p><h2>a b c</h2>`},
		{`<p>t</p><h2>a<ul><li>b</li></ul></h2>`, `<p>t</p><div>a<ul><li>b</li></ul></div>`},
		{`<pre><div>a</div><div>b</div></pre>`, `<pre>a b</pre>`},
		// Headings, sections.
		{`<p>a</p><h1>b</h1><h3>c</h3><h6>d</h6><h3>e</h3><h2></h2><h4> <br></h4>`, `<p>a</p><h2>b</h2><h3>c</h3><h4>d</h4><h3>e</h3>`},
		{`<address>a<h2>b</h2><address>c</address></address>`, `<address>a<div>b</div><div>c</div></address>`},
		{`<header>a<footer>b</footer></header>`, `<header>a<div>b</div></header>`},
		{`<hgroup><h2>a</h2><p>b</p></hgroup><hgroup>c</hgroup>`, `<hgroup><h2>a</h2><p>b</p></hgroup><div>c</div>`},
		{`<dfn>a<b><dfn>c</dfn></b></dfn>`, `<dfn>a<b>c</b></dfn>`},
		// Figures, details, ruby.
		{`<figure><figcaption>a</figcaption>b<figcaption>c</figcaption></figure><figcaption>d</figcaption>`, `<figure><figcaption>a</figcaption>b<div>c</div></figure><div>d</div>`},
		{`<figure>a<div>b<figcaption>c</figcaption></div>d</figure>`, `<figure>a<div>b</div>d<figcaption>c</figcaption></figure>`},
		{`<details>a</details><details>b<summary>c</summary><summary>d</summary></details><summary>e</summary>`, `<div>a</div><details><summary>c</summary>b<div>d</div></details><div>e</div>`},
		{`<ruby>a</ruby><rt>b</rt><bdo>c</bdo>`, `<span>a</span><span>b</span><span>c</span>`},
		// Tables.
		{`<table><caption>a<table><tr><td>b</table></caption><tr><td>c</table>`, `<table><tbody><tr><td>b</td></tr></tbody></table><table><caption>a</caption><tbody><tr><td>c</td></tr></tbody></table>`},
		{`<table><tr><td rowspan=9>a<td>b<tr><td>c<td colspan=0 width=9>d</table>`, `<table><tbody><tr><td rowspan="2">a</td><td>b</td><td></td></tr><tr><td>c</td><td>d</td></tr></tbody></table>`},
		{`<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c</table>`, `<table><tbody><tr><td>a</td><td rowspan="2">b</td></tr><tr><td>c</td></tr></tbody></table>`},
		{`<table></table><table><thead></thead><tr></tr></table>`, ``},
		{`<table><colgroup span=3><col><tr><th scope=bogus><h4>a</h4></table>`, `<table><tbody><tr><th><div>a</div></th></tr></tbody></table>`},
		{`<table><tr><th>a<th>b<tr><th>c<td>d</table>`, `<table><tbody><tr><th scope="col">a</th><th scope="col">b</th></tr><tr><th scope="row">c</th><td>d</td></tr></tbody></table>`},
		{`<table><tr><th>a<th>b<tr><td>c<td>d<td>e</table>`, `<table><tbody><tr><th scope="col">a</th><th scope="col">b</th><td></td></tr><tr><td>c</td><td>d</td><td>e</td></tr></tbody></table>`},
		// Media.
		{`<picture><source src="https://a.test/s"></picture><picture>x<img src="https://a.test/i" alt=i><source srcset="https://a.test/s"></picture>`, `<picture><source srcset="https://a.test/s"/><img src="https://a.test/i" alt="i"/></picture>`},
		{`<video></video><track src="https://a.test/t"><audio controls src="https://a.test/a" preload=x></audio>`, `<audio controls="" src="https://a.test/a"></audio>`},
		{`<a href="https://b.test/">l<audio controls src="https://a.test/a"></audio></a>`, `<div>l<audio controls="" src="https://a.test/a"></audio></div>`},
		{`<img src="https://a.test/i" title="t"><img src="https://a.test/i" alt>`, `<img src="https://a.test/i" title="t" alt="t"/><img src="https://a.test/i" alt=""/>`},
		{`<a href="https://a.test/"><img src="https://a.test/big%20gull.png"></a>`, `<a href="https://a.test/"><img src="https://a.test/big%20gull.png" alt="big gull"/></a>`},
		{`<img src="https://a.test/i" alt=a width=50% height=3 srcset="https://a.test/i 1w, https://a.test/j 2x, https://a.test/k 1w">`, `<img src="https://a.test/i" alt="a" height="3" srcset="https://a.test/i 1w" sizes="100vw"/>`},
		{`<img src="https://a.test/i" alt=a srcset="https://a.test/i 1w" sizes="(max-width: 600px) 480px, 800px">`, `<img src="https://a.test/i" alt="a" srcset="https://a.test/i 1w" sizes="(max-width: 600px) 480px, 800px"/>`},
		{`<p>a</p><h3><img src="https://a.test/i"></h3><h3><img src="https://a.test/i" alt="b"></h3>`, `<p>a</p><div><img src="https://a.test/i" alt=""/></div><h2><img src="https://a.test/i" alt="b"/></h2>`},
		{`<kbd>a<i><kbd>b</kbd></i></kbd>`, `<kbd>a<i>b</i></kbd>`},
		// Values.
		{`<time datetime="2020-02-30">a</time><time>2020-02-01</time><time datetime="2020-02-01T10:00:00.123456Z">b</time>`, `<span>a</span><time>2020-02-01</time><time datetime="2020-02-01T10:00:00.123Z">b</time>`},
		{`<ins datetime="x">a</ins><del datetime="2020-02-01T10:00">b</del><del datetime="2020-02-01T10:00+01:00">c</del>`, `<ins>a</ins><del>b</del><del datetime="2020-02-01T10:00+01:00">c</del>`},
		{`<a rel=nofollow type=x/y>a</a><a href="https://a.test/" rel="nofollow bogus" type=x>b</a>`, `<a>a</a><a href="https://a.test/" rel="nofollow">b</a>`},
		{`<p lang="en_us">a</p><p lang="english">b</p>`, `<p lang="en-US">a</p><p>b</p>`},
		// What shows nothing.
		{`<p></p><span> </span><em><b></b></em><section></section><a href="https://a.test/"></a>x<p id="i"></p><ol><li></ol>`, ` x<span id="i"></span><ol><li></li></ol>`},
	} {
		doc, err := HTML(c.in, Options{})
		if err != nil || doc.HTML != strings.TrimSpace(c.want) {
			t.Errorf("%s:\ngot  %s\nwant %s %v", c.in, doc.HTML, c.want, err)
		}
		if err := checkPlaces(doc.HTML); err != nil {
			t.Error(err)
		}
	}
}

func TestLanguageTag(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "en", "pt_br": "pt-BR", "zh-hant-tw": "zh-Hant-TW", "i-klingon": "tlh", "iw": "he", "en-x-mine": "en-x-mine",
		"zz": "", "english": "", "a": "", "": "", "no language": "", "<b>": "", "en-\x01": "",
	} {
		if got := Language(tag); got != want {
			t.Errorf("%q: got %q, want %q", tag, got, want)
		}
	}
}
