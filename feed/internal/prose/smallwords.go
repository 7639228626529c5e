package prose

import (
	"math/bits"
	"strings"
	"sync"
)

// A plain text gives its language away by its small words: articles, pronouns, prepositions. Every third word of a text is one of
// the hundred commonest of its language. Looking for them takes a twentieth of the time that comparing trigrams takes, and tells
// near languages better apart: Danish and Norwegian share most small words, but not all.
//
// A language is certain when enough words are its own, and some of them are unknown to any other language, while it knows all but
// a few of that one's. So a language also needs its neighbours here: without Galician a text in it would be taken for Portuguese.
const (
	smallShare = 5 // of so many words one must be a small one of the language
	smallLead  = 4 // so many different ones another language must lack, and as many more for each that only this other one has
)

// small holds for each language its commonest small words.
var small = [...]struct{ tag, words string }{
	{"en", "the of and to in a is that it was for on with as be at by this have from or had not are but his they which you were her she he an their has been would there will we when who what all more if out so said one about up than them can no him do its could into only some my your our me how after also just like then because other over most i us very any should these those did being made before through where while much own such many get know even here never"},
	{"de", "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass daß sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde wenn ich wir ihr ihre seine kann schon sehr hatte diese dieser unter gegen vom doch was ihm mir mich uns jetzt keine du kein immer alle alles dann da ja dieses diesem diesen selbst ohne also bereits seit zwischen würde müssen mein meine weil wo beim ins"},
	{"fr", "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son elle ou si aux mais comme nous on sa leur ses cette ces été être fait je vous ils tout même aussi deux dont après sans entre où bien lui y peut avait était ont qu l d n s c j m à cela donc encore toujours très moins peu alors fut ainsi vers chez depuis rien jamais votre vos notre nos mon ma mes quand ceux celle celui doit quelque autres autre"},
	{"es", "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ya fue este ha sí porque esta entre cuando muy sin sobre ser tiene también me hasta hay donde han quien desde todo nos todos uno les ni contra otros ese eso había ante ellos esto mi antes algunos qué yo si"},
	{"pt", "de a o que e do da em um para com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles estão você tinha foram num nem suas meu às minha são pelos é"},
	{"it", "di e il la che in un a per è una sono non del con da le si i nel alla dei al come più o ma anche gli lo delle ha ci dal se loro suo sua ai era questo nella stato dalla essere questa hanno c l d dell all quando molto perché mi tutto degli ed sul sulla fra tra chi cosa della"},
	{"ca", "de la i el que a en les els per un una és amb del no al es va dels com més però són ha aquest aquesta també seva seu perquè o si molt ser quan fer on tot ja hi ho jo ells pel des fins l d s n m"},
	{"gl", "de a o que e do da en un para con non unha os no se na por máis as dos como pero foi ao ele das ten á seu súa ou ser cando moito hai nos xa está eu tamén só polo pola ata iso ela entre era despois sen mesmo aos ter seus quen nas me ese eles están dun dunha nun nunha este esta foron é"},
	{"ro", "de și şi în a la cu pe care nu din să o un că se pentru este mai au sau ale al fost lui ca dar după sunt prin fi le până între cel cea ei ne am ce foarte"},
	{"nl", "de van het een en in is dat op te zijn met voor niet die aan er om ook als dan maar door bij of uit nog naar heeft hij ze wordt tot je al was worden over deze ik we hebben meer zo kan geen haar wel zou hem onder werd dit veel moet ons toch tegen waar omdat na wat mijn had hun"},
	{"af", "die en van in is het nie te vir dat om wat met sy word as hy op daar ek aan ook hulle deur by ons maar dit kan was sal een haar uit of na oor tot nog gaan wees so jy"},
	{"sv", "och i att det som en på är av för med den till inte har de om ett han men var jag sig från vi så kan när år under också efter eller nu sin där vid mot ska skulle ut får finns vara hade alla andra mycket än här då sedan över bara in blir upp hon varit man"},
	{"da", "og i at det er en til på som med for de af ikke den der har et han var jeg fra vi så kan om ud sig men over eller hun ved skal efter hvad også sin nu ind havde blev være når meget kun mod alle end mig her da kunne bliver selv hvor hvis deres noget nogle mellem været skulle"},
	{"nb", "og i det er en til på som med for av de at ikke den har et han var jeg fra vi så kan om seg men over eller hun ved skal etter hva også sin nå inn hadde ble være når mye bare mot alle enn meg her da kunne blir selv hvor hvis deres noe noen mellom vært skulle dette ut opp må å"},
	{"nn", "og i det er ein ei eit til på som med for av dei å ikkje den har han var eg frå vi så kan om seg men over eller ho ved skal etter kva også sin no inn hadde vart vere når berre mot alle enn meg her då kunne blir sjølv kvar dersom mykje noko nokon mellom vore skulle dette ut opp må"},
	{"is", "og í að á er sem við um en til með var ekki fyrir það af hann því eða þar frá ég hún eru hafa þess nú verið þegar þeir hafði upp"},
	{"pl", "w i na się z do nie że to jest o jak a po co za od ale przez tak tym dla go czy był ich być już jego jej ma są oraz może było tylko ze też który która które przed pod tego tej była można kiedy mnie przy bez lub pan mi jeszcze wszystko nic we u więc tu jeśli także gdy bardzo ani nim mam jeden nad niż on ona oni aby nas nich coś tam im sobie siebie została został będzie mają której którego ten ta te"},
	{"cs", "a se v na je že to s z do i o k ve pro si za by ale jako jsem po jeho od tak byl jsou však nebo podle které který která až také při jen před co už pod není bylo byla má může jak ze jejich být tím kde své svou ten ta tom tomu kdo kdyby když aby ani tedy mezi více bude budou jsme jste mi mě ho mu jí ji nich nás vás než u proto protože ještě bez toho této tento tato tyto"},
	{"sk", "a sa v na je že to s z do i o k vo pre si za by ale ako som po jeho od tak bol sú však alebo podľa ktoré ktorý ktorá až aj pri len pred čo už pod nie bolo bola má môže zo ich byť tým kde ten ta tom tomu kto keď aby ani teda medzi viac bude budú sme ste mi mňa ho mu jej ju nich nás vás než u preto pretože ešte bez toho tejto tento táto tieto svoj svoje"},
	{"sl", "in je v na se da za so z ki pa po s tudi bi od ne pri kot o do še lahko ali ni kar sem ga bilo kako samo pred med jih"},
	{"hr", "i je u na se da su za od s a o koji ne kao sa to iz do će bi ili ali što nije koja koje bio sve samo nakon više po prema između bila kako još te"},
	{"hu", "a az és hogy nem is egy van ez volt meg csak de mint ha vagy már még azt el fel ki le be kell lehet ezt sem pedig így úgy amely aki ami után között mert szerint minden lesz én ő mi ti ők volna voltak vannak lenne lett itt ott most majd akkor amikor mivel hiszen tehát azonban ne se át nagyon több két való által illetve valamint olyan ilyen annak ennek azok ezek neki nekem"},
	{"fi", "ja on ei se että oli hän ovat mutta ole myös kun kuin tai jos niin sen joka olla mukaan hänen jo sitä nyt vain mitä ne tämä sekä kuitenkin vielä tämän voi minä siitä ollut jotka jossa eivät mikä koska hänelle jolla jonka joiden siellä täällä silloin sitten enemmän myöskin ennen jälkeen kanssa ilman kautta välillä koko kaikki kaikkien muut muita muun ettei ollaan olisi olivat oltava tulee saa pitää voidaan joita jotta johon missä mistä tässä tuli vuoden vuonna kuten noin eikä sillä siihen hyvin paljon aina te me sinä minun teidän sinun heidän niitä niiden mukana ihan joku häntä yksi kaksi"},
	{"et", "ja on ei et ta see oli kui ka aga mis ning või oma kes nii siis selle kõik veel pole seda ma ole välja üks juba ainult kuid"},
	{"tr", "ve bir bu da de için ile olarak çok olan en daha gibi kadar ne o ki sonra ama var her ya değil diye olduğu olduğunu göre şey ise yok ben sen biz onun bunu nasıl böyle tüm bütün mi mı mu dedi eden etti oldu olması ancak çünkü iki ilk bunun buna bin yıl gün kendi önce hem veya yeni büyük şu sadece içinde üzerine üzerinde tarafından arasında karşı fakat artık biri birlikte edilen yapılan yapan nin ın in un ün ta te nın den dan ye beni bana sana ona onu"},
	{"az", "və bir bu da də üçün ilə olan ki o daha ən isə kimi sonra edir var hər olaraq"},
	{"ru", "и в не на что с по это как к из у за о от для так все он она они мы вы я его но а же бы то было был была или еще ещё уже если только её их при во со до мне меня нет ты чтобы когда этого может"},
	{"uk", "і в не на що з та як це до у за від для але він вона вони ми я його й а ж би то було був чи ще вже якщо тільки про із по є або при їх її мене коли щоб може"},
	{"be", "і ў не на што з та як гэта да у за ад для але ён яна яны мы я яго а ж бы то было быў ці яшчэ ужо калі толькі пра па або пры іх яе можа"},
	{"bg", "и на да се не в за от с е са по че като до това но или при той тя те ще след има през още беше със към ако аз си го му няма много само кой който които така как"},
	{"mk", "и на да се не во за од со е сум по дека како до тоа но или при тој таа тие ќе има уште беше кон ако јас си го му нема многу само кој што кои така"},
	{"sr", "и на да се не у за од са је су по као до то али или при он она они ће има још био била ако ја си го му нема само који која које што тако"},
}

// smallWord is a small word's number with the languages that have it, as bits.
type smallWord struct {
	id        int
	languages uint64
}

var smallWords = sync.OnceValue(func() map[string]smallWord {
	all := map[string]smallWord{}
	for i, l := range small {
		for w := range strings.FieldsSeq(l.words) {
			s, known := all[w]
			if !known {
				s.id = len(all)
			}
			s.languages |= 1 << i
			all[w] = s
		}
	}
	return all
})

// plainLanguage returns the tag of the language whose small words hold the text together, "" when it is not certain.
func plainLanguage(text string) string {
	known := smallWords()
	seen := make([]bool, len(known))
	var different [unitWords]uint64
	var all, has, both [len(small)]int
	words, n := 0, 0
	eachWord(text, func(w []byte) {
		words++
		s, ok := known[string(w)]
		if !ok {
			return
		}
		count(&all, s.languages)
		if !seen[s.id] && n < len(different) {
			seen[s.id] = true
			different[n] = s.languages
			n++
		}
	})
	best := 0
	for l := range all {
		if all[l] > all[best] {
			best = l
		}
	}
	if all[best]*smallShare < words {
		return ""
	}
	for _, languages := range different[:n] {
		count(&has, languages)
		if languages>>best&1 == 1 {
			count(&both, languages)
		}
	}
	for l := range has {
		if l != best && has[best]-both[l] < smallLead*(1+has[l]-both[l]) {
			return ""
		}
	}
	return small[best].tag
}

func count(of *[len(small)]int, languages uint64) {
	for ; languages != 0; languages &= languages - 1 {
		of[bits.TrailingZeros64(languages)]++
	}
}
