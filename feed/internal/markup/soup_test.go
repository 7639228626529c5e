package markup

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// pieces are what tag soup is made of: elements whose parsing depends on what is around them, and the parts of Markdown that
// nest.
var pieces = strings.Fields(`<a␣href=#x> </a> <b> </b> <i␣id=x> </i> <p> </p> <div> </div> <table> </table> <tr> <td> </td> <caption>
	</caption> <ul> <li> </ul> <h1> </h1> <h2> </h2> <pre> </pre> <code␣class=language-x> </code> <select> <option> </select> <svg> </svg>
	<math> <mi> <annotation-xml␣encoding=text/html> </math> <title> </title> <style> </style> <template> </template> <noscript> </noscript>
	<form> </form> <button> </button> <textarea> </textarea> <xmp> </xmp> <ruby> <rt> <rp> <dl> <dd> <dt> <font> </font> <nobr>
	<img␣src=a␣alt='"'> <img␣alt=x> <img␣srcset="a,␣b␣2x"> <input␣type=checkbox> <br> <hr> <video> <source␣src=v> </video> <details>
	<summary> <iframe> <object> </object> <applet> <marquee> </marquee> <center> </center> <dir> <tt> <!--x--> <![CDATA[ ]]> <col> <colgroup>
	<tbody> <thead> <article> </article> <main> <header> </header> <body> <html> <!doctype␣html> <frameset> <foreignObject> <desc>
	<time␣datetime=1> <base␣href=https://o.test/> <blockquote␣cite=y> </blockquote> <a␣name=x> <p␣hidden> <plaintext> <listing> <image␣src=z>
	&amp; &#13; &#0; &lt; &notit; text ␤ ␤␤ ␤␣␣ *a* _ ** [x](y) [^1] ␤[^1]:␣n ␤#␣h ␤-␣[x]␣ ␤>␣ |a|b|␤|-|-|␤|c|d| ~~ ~ <https://x.test> \\ ]]>`)

// marks are what Markdown without HTML is made of.
var marks = append(strings.Fields(`word . ! ␣ ␣␣␣ ␣␣␣␣ ␤ ␤␤ ␣␣␤ \␤ ␤> ␤>␣>␣ ␤-␣ ␤␣␣-␣ ␤*␣[x]␣ ␤-␣[␣]␣#␣ ␤1.␣ ␤7)␣ ␤#␣ ␤##␣ ␤###␣ ␤=== ␤--- ␤***␤
	␤␣␣␣␣code ␤␉ ␤|a|b|␤|-|:-:|␤|c|d| | ␤:␣ ␤term␤:␣def␤ ␤␤:␣␣␣def␤␤␣␣␣␣more␤ ␤[a]:␣/u␣"t"␤ ␤[^1]:␣note␤ ␤[^2]:␣note[^1]␤␤␣␣␣␣more␤ [^1] [^2] [a] [b][a]
	[ ] ( ) ![ ](a.html) ](a.html␣"t") ](pic.png) ](<b␣c>) ](#one) ](#fn:1) ]() ![a](known.png) ![](known.png) ![](known.png␣"T") ![b](javascript:x)
	[![](known.png)](x) [[Page]] [[Page|label]] ![[pic.png]] * ** _ __ *** ~~ ~ `+"` ``"+` &amp; &lt; &nbsp; &#1; &#xFEFF; &bogus; \ \* \&amp; \| <https://a.test>
	<me@a.test> http://b.test/c_d_e https: ftp://c.test/ www.d.test me@e.test " ' < > & é 漢字 かな␤漢 ␣ ☐ one two 's —`),
	"\n```go\n", "\n~~~ x.y z\n", "![a _b_ `c`\nd\\\ne](known.png)",
	"A long line of prose that ends like a sentence does, which makes it the first.")

// TestWays holds the short ways against the long one.
func TestWays(t *testing.T) {
	spaces := strings.NewReplacer("␣", " ", "␤", "\n", "␉", "\t")
	for seed := range uint64(3000) {
		random := rand.New(rand.NewPCG(seed, 2))
		var b strings.Builder
		for range 1 + random.IntN(30) {
			b.WriteString(spaces.Replace(marks[random.IntN(len(marks))]))
		}
		o := []Options{testOptions(), {}, {IDPrefix: "one-", Base: testOptions().Base}}[seed%3]
		if err := checkWays(b.String(), o); err != nil {
			t.Fatal(err)
		}
	}
	for name, s := range map[string]string{
		"deep": strings.Repeat("~a ~~b ", 300) + "c" + strings.Repeat(" b~~ a~", 300),
		"wide": strings.Repeat("|a", 300) + "\n" + strings.Repeat("|:-", 300) + "\n" + strings.Repeat("|\n", 400) + strings.Repeat(strings.Repeat("|a", 300)+"\n", 400),
	} {
		if err := checkWays(s, testOptions()); err != nil {
			t.Errorf("%s: %.200v", name, err)
		}
	}
}

// TestSoup holds the laws against documents that fuzzing reaches slowly. The seeds are fixed, so a failure repeats.
func TestSoup(t *testing.T) {
	spaces := strings.NewReplacer("␣", " ", "␤", "\n")
	for seed := range uint64(1000) {
		random := rand.New(rand.NewPCG(seed, 1))
		var b strings.Builder
		for range 1 + random.IntN(30) {
			b.WriteString(spaces.Replace(pieces[random.IntN(len(pieces))]))
			if random.IntN(3) == 0 {
				b.WriteString(" x")
			}
		}
		for name, read := range map[string]func(string, Options) (Document, error){"HTML": HTML, "Markdown": Markdown} {
			doc, err := read(b.String(), testOptions())
			if err == nil {
				err = checkLaws(doc, testOptions())
			}
			if err == nil && name == "Markdown" {
				err = checkWays(clean(b.String()), testOptions())
			}
			if err != nil {
				t.Fatalf("%s of %q: %v", name, b.String(), err)
			}
		}
	}
}
