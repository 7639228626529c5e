package prose

import (
	"strings"
	"unicode"
)

// monthNames are the months, whole and as abbreviated, of languages that write dates in words.
var monthNames = words(`january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec januar jänner februar märz mai juni juli oktober dezember mär okt dez
janvier février mars avril juin juillet août septembre octobre novembre décembre janv févr avr juil déc
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ene abr ago dic
gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug set ott
janeiro fevereiro março maio junho julho setembro outubro novembro dezembro fev mai ago out
januari februari maart mei augustus december mrt maj augusti juli oktober desember marts
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
ledna února března dubna května června července srpna září října listopadu prosince
января февраля марта апреля мая июня июля августа сентября октября ноября декабря янв фев мар апр июн июл авг сен окт ноя дек
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس
سبتمبر أكتوبر نوفمبر ديسمبر`)

// dateTalk are the words that stand around a date in the head of an article, weekdays and time zones included.
var dateTalk = words(`published publish date posted updated update last modified created on at by and the of of th st nd rd am pm a m p
utc gmt est edt pst pdt cet cest ist bst aest aedt et pt ct uhr h monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu
thur thurs fri sat sun first issued time read min ago hours hour minutes minute days day
veröffentlicht aktualisiert stand am um vom zuletzt publiziert erstellt montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so
publié mis à jour le lundi mardi mercredi jeudi vendredi samedi dimanche modifié écrit
publicado actualizado actualización el de del a las lunes martes miércoles jueves viernes sábado domingo fecha hs hrs
pubblicato aggiornato il alle ore lunedì martedì mercoledì giovedì venerdì sabato domenica
atualizado em às feira segunda terça quarta quinta sexta gepubliceerd bijgewerkt op om publicerad uppdaterad den kl publisert oppdatert publiceret opdateret
opublikowano aktualizacja dnia publikováno aktualizováno опубликовано обновлено г в yayınlanma güncelleme tarihi نشر في آخر تحديث تم النشر
发布时间 发布 更新 公開 更新日 公開日 投稿日 来源`)

// labelled are the words that say what the date beside them is.
var labelled = words(`stand published publish date posted updated modified created veröffentlicht aktualisiert publiziert erstellt publié modifié
publicado actualizado pubblicato aggiornato atualizado gepubliceerd bijgewerkt publicerad uppdaterad publisert oppdatert publiceret opdateret
opublikowano aktualizacja publikováno aktualizováno опубликовано обновлено yayınlanma güncelleme نشر تحديث 发布时间 发布 更新 公開 更新日 公開日 投稿日`)

// Lengths in bytes up to which a line can be about a date and nothing else.
const (
	maxDateLine  = 160
	maxDateLabel = 60 // without a digit
)

// dateLine says what a line says about a date.
type dateLine struct {
	is    bool   // it holds dates, times and words around them, nothing more
	label bool   // it says what the date is, "Published:"
	date  string // the first date as it stands, "" when none is unambiguous
}

// word is a run of letters or of digits in a line.
type word struct {
	text       string // in lower case
	start, end int
	digits     bool
}

// readDate looks for a date in a line.
func readDate(line string) dateLine {
	if len(line) > maxDateLine || len(line) > maxDateLabel && strings.IndexFunc(line, unicode.IsDigit) < 0 {
		return dateLine{}
	}
	ws := split(line)
	var d dateLine
	dated, other := 0, 0
	for i := 0; i < len(ws); i++ {
		if n, start, end := dateAt(line, ws[i:]); n > 0 {
			if dated == 0 && !ambiguous(line[start:end], ws[i:i+n]) {
				d.date = line[start:end]
			}
			dated++
			i += n - 1
			continue
		}
		w := ws[i]
		switch {
		case labelled[w.text]:
			d.label = true
		case w.digits && len(w.text) <= 4 && dated+i > 0, dateTalk[w.text], monthNames[w.text]:
		case !w.digits && i > 0 && ws[i-1].digits && len(w.text) <= 2: // 4th, 10h
		default:
			other++
		}
	}
	d.is = other == 0 && (dated > 0 || d.label) || dated > 0 && d.label && other <= 3
	return d
}

// split cuts a line into its words and numbers.
func split(line string) []word {
	var ws []word
	open := false
	for i, r := range line {
		digit := unicode.IsDigit(r)
		if !digit && !unicode.IsLetter(r) && !unicode.IsMark(r) {
			open = false
			continue
		}
		if !open || ws[len(ws)-1].digits != digit {
			ws = append(ws, word{start: i, digits: digit})
			open = true
		}
		ws[len(ws)-1].end = i + len(string(r))
	}
	for i, w := range ws {
		ws[i].text = strings.ToLower(line[w.start:w.end])
	}
	return ws
}

// dateAt reads a date at the start of ws: how many words it takes and where it stands in the line.
func dateAt(line string, ws []word) (n, start, end int) {
	if len(ws) < 3 {
		return 0, 0, 0
	}
	a, b := ws[0], ws[1]
	switch {
	case isYear(a) && isNumber(b, 12) && isNumber(ws[2], 31): // 2024-05-12, 2024/5/12
		end = ws[2].end
		if t := strings.IndexAny(line[end:], " ,"); end < len(line) && line[end] == 'T' {
			if end = len(line); t >= 0 {
				end = ws[2].end + t
			}
		}
		for n = 3; n < len(ws) && ws[n].end <= end; n++ {
		}
		return n, a.start, end
	case isYear(a) && len(ws) >= 6 && b.text == "年" && ws[3].text == "月" && strings.HasPrefix(ws[5].text, "日"):
		return 6, a.start, ws[5].start + len("日")
	case isNumber(a, 31) && isNumber(b, 31) && isYear(ws[2]): // 12.5.2024, 5/12/2024
		return 3, a.start, ws[2].end
	}
	return wordyDate(ws)
}

// wordyDate reads "12th of May 2024", "May 12, 2024" and the like.
func wordyDate(ws []word) (n, start, end int) {
	var day, month, year bool
	for n < len(ws) && n < 7 {
		w := ws[n]
		switch {
		case isYear(w) && day && month:
			year = true
		case isNumber(w, 31) && !day:
			day = true
		case monthNames[w.text] && !month:
			month = true
		case day && between[w.text]:
		default:
			return 0, 0, 0
		}
		n++
		if year {
			return n, ws[0].start, ws[n-1].end
		}
	}
	return 0, 0, 0
}

// between are the words inside a date: "12th of May", "12 de mayo del 2024".
var between = words("de del of st nd rd th")

func isYear(w word) bool {
	return w.digits && len(w.text) == 4 && (w.text[:2] == "19" || w.text[:2] == "20")
}

func isNumber(w word, limit int) bool {
	if !w.digits || len(w.text) > 2 {
		return false
	}
	n := 0
	for i := range len(w.text) {
		n = n*10 + int(w.text[i]-'0')
	}
	return n >= 1 && n <= limit
}

// ambiguous reports a date in figures whose day and month could be the other way round, as 3/4/2024.
func ambiguous(date string, ws []word) bool {
	return strings.ContainsAny(date, "/-") && len(ws) == 3 && isYear(ws[2]) && isNumber(ws[0], 12) && isNumber(ws[1], 12) && ws[0].text != ws[1].text
}
