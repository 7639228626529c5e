package prose

import (
	"strings"
	"testing"
)

const typed = "The harbour was quiet that morning, and nobody on the pier had seen the boats leave during the night. I went home after an " +
	"hour, but there was no one, and what should I have said to them anyway? So the year went on as the last one had.\n\n"

func BenchmarkReadingTime(b *testing.B) {
	text := strings.Repeat(typed, 15)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		ReadingTime(text)
	}
}

func BenchmarkSummary(b *testing.B) {
	for _, c := range []struct{ name, text string }{
		{"sentences", strings.ReplaceAll(strings.Repeat(typed, 3), "\n", " ")},
		{"no sentence", strings.Repeat("the harbour was quiet that morning and nobody on the pier had seen ", 20)},
		{"short", typed},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				Summary(c.text, 300)
			}
		})
	}
}
