package prose

import "strings"

// isPost reports a line as it stands over a reader's comment.
func (u *unit) isPost(r *row) bool {
	if u.words == 0 || u.words > 16 || u.isProse() {
		return false
	}
	t := u.text
	return r[fHoldsDate] > 0 || r[fClock] > 0 || u.date.is || isAgo(t) || u.sign.reason == "comments" ||
		strings.HasSuffix(t, "says:") || strings.HasSuffix(t, "said:") || strings.HasSuffix(t, "wrote:") || strings.HasSuffix(t, "schreibt:") || strings.HasSuffix(t, "sagt:")
}

// isAgo reports a time like "2 days ago".
func isAgo(s string) bool {
	if len(s) > 80 {
		return false
	}
	s = " " + fold(s) + " "
	if !strings.Contains(s, " # ") {
		return false
	}
	for _, w := range []string{" ago ", " vor # ", " hace # ", " il y a # ", " # fa ", " há # ", " назад ", " temu ", " sedan ", " siden ", " geleden ", " önce ", "前 ", " votes ", " likes ", " vote ", " points ", " replies ", " reply "} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// posts fills what tells readers' comments from the article.
func (d *draft) posts(rows []row) {
	const reach = 8
	n := len(rows)
	before, last, prose, total := 0, -1, 0.0, 0
	atEnder, atSection := -1.0, -1.0
	for i := range rows {
		u, r := &d.units[i], &rows[i]
		r[fPostsBefore] = log1(float64(before))
		r[fSincePost] = 6
		if last >= 0 {
			r[fSincePost] = log1(float64(i - last))
		}
		r[fEnderProse], r[fEnderBefore], r[fSectProse] = -1, -1, -1
		if atEnder >= 0 {
			r[fEnderProse], r[fEnderBefore] = log1(prose-atEnder), log1(atEnder)
		}
		if atSection >= 0 {
			r[fSectProse] = log1(prose - atSection)
		}
		if prose > 50 && u.isPost(r) {
			r[fPost] = 1
			before++
			total++
			last = i
		}
		switch {
		case u.isProse():
			prose += float64(u.words)
		case u.sign.role == ender:
			atEnder = prose
		case u.sign.role == section:
			atSection = prose
		}
	}
	next := -1
	for i := n - 1; i >= 0; i-- {
		r := &rows[i]
		r[fTextPosts] = log1(float64(total))
		r[fNextPost] = 6
		if next >= 0 {
			r[fNextPost] = log1(float64(next - i))
		}
		if r[fPost] > 0 {
			next = i
		}
		var posts, short, upper, count float32
		for j := max(0, i-reach); j <= min(n-1, i+reach); j++ {
			posts += rows[j][fPost]
			short += flag(d.units[j].words <= 3)
			upper += flag(rows[j][fUpper] > .8 && d.units[j].words > 3)
			count++
		}
		r[fPostsAround], r[fShortAround], r[fUpperAround] = posts/count, short/count, upper/count
	}
}
