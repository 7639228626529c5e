package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// The corpus is a blog of many years: posts in Markdown with front matter, of about 600 words and 4.1 kB, in folders YYYY/MM. The same
// number of seeds is always the same bytes, on any machine, so that figures can be compared.

// vocabulary is drawn from so that early words come far more often than late ones, as in prose.
var vocabulary = strings.Fields(`the of and to in a is that for it as was with be by on not he his but at are this have from or had an they
which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only
other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well
back through years where much your way down should because long each just state those people too little how good world make very year still see
own work men day get here old life both between being under three never know same last another while us might great go come since against right
take used himself few house use place during high without again home around small however found part school thought went say general once upon war
every got united left number until always away something fact water though less public put think almost hand enough far took head yet government
system set better told nothing night end why called find going look asked later knew point next program city business give group toward young days
let room word side given several present order large second face per rather interest important different others early country minister agreement
climate research network software election council river mountain harbour garden kitchen recipe butter flour oven bread cheese market price energy
battery wind turbine bridge railway station airport engine bicycle road traffic court judge lawyer hospital doctor nurse cell protein molecule
telescope orbit rocket camera lens photograph museum gallery concert orchestra violin guitar album novel poem author library archive reader folder
headline paragraph sentence editor source interview report analysis opinion letter window keyboard compiler server cache thread memory disk kernel
packet summer winter autumn spring morning evening weekend holiday island coast beach forest desert valley village castle tower square street
season final score record race team crowd ticket captain careful quiet bright narrow heavy gentle bitter modern ancient eastern western remote`)

var (
	topics  = strings.Fields("art books climate design energy food go health history law music news politics science software space sport travel")
	authors = []string{"Ada Moreau", "Bo Lindgren", "Chen Li", "Dana Rossi", "Hana Mori", "Mira Field"}
)

// The time that the corpus spans: 250 months, all of them past.
var (
	firstDay = time.Date(2005, time.January, 1, 6, 0, 0, 0, time.UTC)
	lastDay  = time.Date(2025, time.October, 31, 6, 0, 0, 0, time.UTC)
)

// seed is a file of the corpus.
type seed struct {
	path string // with slashes, below the folder of seeds
	date time.Time
	text string
}

// newSeed makes seed i of n, of which the last is the newest.
func newSeed(i, n int) seed {
	w := writer{Rand: rand.New(rand.NewPCG(20260101, uint64(i)))}
	date := firstDay.Add(lastDay.Sub(firstDay) / time.Duration(n) * time.Duration(i)).Truncate(time.Second)
	title := w.title()
	name := fmt.Sprintf("%s-%06d.md", strings.ReplaceAll(strings.ToLower(title), " ", "-"), i)
	fmt.Fprintf(&w, "---\ntitle: %q\ndate: %s\ntags: [%s]\nauthor: %s\n---\n\n", title, date.Format(time.RFC3339), w.pick(topics), w.pick(authors))
	w.post()
	return seed{path.Join(date.Format("2006/01"), name), date, w.String()}
}

// writer writes words that mean nothing, in the shape of posts.
type writer struct {
	*rand.Rand
	strings.Builder
}

func (w *writer) post() {
	w.paragraph(50)
	fmt.Fprintf(w, "![%s](https://pictures.test/%d.jpg)\n\n", w.sentence(6), w.IntN(500))
	for section := range 3 {
		fmt.Fprintf(w, "## %s\n\n", w.title())
		w.paragraph(50)
		w.paragraph(55)
		switch section {
		case 0:
			for range 5 {
				fmt.Fprintf(w, "- %s\n", w.sentence(9))
			}
			w.WriteByte('\n')
		case 1:
			fmt.Fprintf(w, "```go\nfunc %s(n int) (int, error) {\n\tif n < 0 {\n\t\treturn 0, errors.New(%q)\n\t}\n\treturn n * %d, nil\n}\n```\n\n", w.word(), w.sentence(4), w.IntN(99))
		case 2:
			w.WriteString("> ")
			w.paragraph(25)
			fmt.Fprintf(w, "1. %s\n2. %s\n\n", w.sentence(7), w.sentence(7))
		}
	}
	w.paragraph(30)
}

// paragraph writes about so many words.
func (w *writer) paragraph(words int) {
	for words > 0 {
		n := 8 + w.IntN(12)
		w.WriteString(w.sentence(n))
		if words -= n; words > 0 {
			w.WriteByte(' ')
		}
	}
	w.WriteString("\n\n")
}

// sentence makes one of n words, at times with a link, or some of it marked.
func (w *writer) sentence(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = w.word()
	}
	words[0] = strings.ToUpper(words[0][:1]) + words[0][1:]
	switch i := w.IntN(n); w.IntN(9) {
	case 0, 1:
		words[i] = fmt.Sprintf("[%s](https://links.test/articles/%04d.html)", words[i], w.IntN(9999))
	case 2:
		words[i] = "**" + words[i] + "**"
	case 3:
		words[i] = "*" + words[i] + "*"
	case 4:
		words[i] = "`" + words[i] + "`"
	case 5, 6:
		words[n/2] += ","
	}
	return strings.Join(words, " ") + "."
}

func (w *writer) title() string {
	words := make([]string, 4+w.IntN(5))
	for i := range words {
		words[i] = w.word()
	}
	return strings.ToUpper(words[0][:1]) + strings.Join(words, " ")[1:]
}

func (w *writer) word() string {
	u := w.Float64()
	return vocabulary[int(u*math.Sqrt(math.Sqrt(u))*float64(len(vocabulary)))]
}

func (w *writer) pick(from []string) string { return from[w.IntN(len(from))] }

// sow writes n seeds into a folder and returns their size. A file is as old as its seed says.
func sow(ctx context.Context, dir string, n int) (size int64, err error) {
	made := map[string]bool{}
	for i := range n {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		s := newSeed(i, n)
		file := filepath.Join(dir, filepath.FromSlash(s.path))
		if folder := filepath.Dir(file); !made[folder] {
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return 0, err
			}
			made[folder] = true
		}
		if err := os.WriteFile(file, []byte(s.text), 0o644); err != nil {
			return 0, err
		}
		if err := os.Chtimes(file, s.date, s.date); err != nil {
			return 0, err
		}
		size += int64(len(s.text))
	}
	return size, nil
}
