package prose

// Survey is what the judge sees of a text, for training.
type Survey struct {
	Texts []string    // of the units
	Words []int       // of each
	Rows  [][]float32 // the features of each; those that need the title are filled by [Survey.Entitle]

	TitleAt   []int       // the units that may be the title
	TitleRows [][]float32 // and what each shows

	draft *draft
	rows  []row
}

// Look surveys a text by a model of which only the words are asked for.
func Look(text string, m *Model) *Survey {
	d := &draft{units: read(text), model: m, options: Options{Mode: On}}
	s := &Survey{draft: d}
	for i := range d.units {
		u := &d.units[i]
		u.inspect()
		s.Texts, s.Words = append(s.Texts, u.source), append(s.Words, u.words)
	}
	d.repeats()
	s.rows = d.look()
	for i := range s.rows {
		s.Rows = append(s.Rows, s.rows[i][:])
	}
	s.TitleAt, s.TitleRows = d.candidates(s.rows)
	return s
}

// Entitle fills the features that need the title.
func (s *Survey) Entitle(title int, odds float64) { s.draft.about(s.rows, title, odds) }
