package prose

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestPlainLanguage tells languages from their neighbours, and from what is no text in one language.
func TestPlainLanguage(t *testing.T) {
	const (
		danish = "Havnen var stille den morgen, og ingen på molen havde set bådene sejle ud om natten. Jeg gik hjem efter at have " +
			"ventet en time, men der kom ikke nogen, og hvad skulle jeg også have sagt til dem?"
		english = "The harbour was quiet that morning, and nobody on the pier had seen the boats leave during the night. I went home " +
			"after an hour, but there was no one, and what should I have said to them anyway?"
	)
	for _, c := range []struct{ name, text, want string }{
		{"Danish", danish, "da"},
		{"Bokmål", "Havnen var stille den morgenen, og ingen på moloen hadde sett båtene seile ut om natten. Jeg gikk hjem etter å ha " +
			"ventet en time, men det kom ikke noen, og hva skulle jeg også ha sagt til dem?", "nb"},
		{"Nynorsk", "Hamna var still den morgonen, og ingen på moloen hadde sett båtane segle ut om natta. Eg gjekk heim etter å ha " +
			"venta ein time, men det kom ikkje nokon, og kva skulle eg også ha sagt til dei frå før?", "nn"},
		{"Swedish", "Hamnen var stilla den morgonen, och ingen på piren hade sett båtarna segla ut under natten. Jag gick hem efter att ha " +
			"väntat en timme, men det kom inte någon, och vad skulle jag också ha sagt till dem?", "sv"},
		{"Portuguese", "O porto estava calmo naquela manhã, e ninguém no cais tinha visto os barcos sair durante a noite. Depois de uma hora " +
			"fui para casa, mas não veio ninguém, e o que eu também não sei é se isso já foi assim em outros dias.", "pt"},
		{"Galician", "O porto estaba calmo aquela mañá, e ninguén no peirao vira os barcos saír durante a noite. Despois dunha hora " +
			"fun para a casa, pero non veu ninguén, e o que eu tamén non sei é se iso xa foi así noutros días cun barco e unha rede.", "gl"},
		{"Spanish", "El puerto estaba en calma esa mañana, y nadie en el muelle había visto salir los barcos por la noche. Después de una hora " +
			"me fui a casa, pero no vino nadie, y lo que yo no sé es si eso ya fue así en otros días con una red.", "es"},
		{"Catalan", "El port estava en calma aquell matí, i ningú al moll no havia vist sortir els vaixells durant la nit. Després d'una hora " +
			"vaig anar a casa, però no va venir ningú amb les xarxes, i això és el que també va ser aquest dia.", "ca"},
		{"Czech", "Přístav byl toho rána tichý a nikdo na molu neviděl lodě, které v noci odpluly. Po hodině jsem šel domů, protože nikdo " +
			"nepřišel, ale také nevím, co bych jim ještě řekl, když už se to stalo a jak to bylo.", "cs"},
		{"Slovak", "Prístav bol v to ráno tichý a nikto na móle nevidel lode, ktoré v noci odplávali. Po hodine som šiel domov, pretože nikto " +
			"neprišiel, ale ani neviem, čo by som im ešte povedal, keď už sa to stalo a ako to bolo, aj keď nie sú pre nás.", "sk"},
		{"Finnish", "Satama oli sinä aamuna hiljainen, eikä kukaan ollut nähnyt, että veneet lähtivät yöllä. Kun olin odottanut tunnin, menin " +
			"kotiin, mutta hän ei tullut, ja mitä minä sitten olisin voinut sanoa, jos kaikki tämä oli jo ohi?", "fi"},
		{"Turkish", "O sabah liman çok sakindi ve iskelede kimse teknelerin gece ne zaman gittiğini görmemişti. Bir saat sonra eve döndüm, ama " +
			"bu da bir şey değildi, çünkü kimse yok gibi geldi bana ve ben de onun için daha ne diyeceğimi bilmiyordum.", "tr"},
		{"Russian", "В то утро в гавани было тихо, и никто не видел, как лодки ушли ночью. Через час я пошёл домой, но так и не знаю, что бы " +
			"я им сказал, если бы они уже были на месте.", "ru"},
		{"Ukrainian", "Того ранку в гавані було тихо, і ніхто не бачив, як човни пішли вночі. За годину я пішов додому, але й не знаю, що б я " +
			"їм сказав, якби вони вже були на місці та чи є ще час.", "uk"},
		{"two languages", danish + " " + english, ""},
		{"one word that others have too", strings.Repeat("la ", 100), ""},
		{"one word", strings.Repeat("the ", 100), ""},
		{"names", strings.Repeat("Los Angeles, La Paz, El Paso, San José de Costa Rica, Rio de Janeiro, Le Mans. ", 4), ""},
		{"a program", "func sum(values []int) (total int) {\n\tfor i := range values {\n\t\tif i > 0 { total += values[i] }\n\t}\n\treturn total\n}", ""},
		{"Lorem ipsum", "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna " +
			"aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat.", ""},
		{"Samoan", "O tagata soifua uma ua saoloto lo latou fananau mai, ma e tutusa o latou tulaga aloaia faapea a latou aia tatau. Ua faaeeina " +
			"atu i a latou le mafaufau lelei ma le loto fuatiaifo ma e tatau ona faatino le agaga faauso i le va o le tasi i le isi.", ""},
		{"nothing", "", ""},
	} {
		if got := plainLanguage(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// TestWordsOfAllLanguages: what is thrown together from all languages is in none.
func TestWordsOfAllLanguages(t *testing.T) {
	var all []string
	for _, l := range small {
		all = append(all, strings.Fields(l.words)...)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		text := strings.Join(all, " ")
		if got := plainLanguage(text); got != "" {
			t.Fatalf("got %q of %.300q", got, text)
		}
	}
}

// BenchmarkLanguage looks at plain English, and at what keeps everybody unsure.
func BenchmarkLanguage(b *testing.B) {
	for _, c := range []struct{ name, text string }{
		{"plain", strings.Repeat("The harbour was quiet that morning, and nobody on the pier had seen the boats leave during the night. ", 30)},
		{"unsure", strings.Repeat("Sator arepo tenet opera rotas; quies portus navium aurora profectarum nocte vidit nemo. ", 30)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Language(c.text)
			}
		})
	}
}
