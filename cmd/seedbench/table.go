package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// table prints the figures as Markdown that can be read as it stands.
func (b *bench) table(w io.Writer, where machine) error {
	var t strings.Builder
	for _, n := range b.sizes {
		for _, mode := range b.modes {
			fmt.Fprintf(&t, "### %s\n\n", title(n, mode))
			rows := [][]string{{"step", "program", "median", "from … to", "× floor", "× seedfeed", ""}}
			for _, step := range steps {
				rows = append(rows, b.rows(n, mode, step)...)
			}
			writeRows(&t, rows)
			t.WriteByte('\n')
		}
	}
	fmt.Fprintf(&t, "Median of %s, in turns; of saves, %d of each kind in a run. Seeds have about 600 words and 4.1 kB; feeds the %d newest,\n", count(b.runs, "run"), savesEach, newest)
	t.WriteString("in full. Cold is without what an earlier build left, but with the files in the system's memory. A save takes from its\n" +
		"return to the first complete feed that has the change. Torn: for a moment the feed was gone, empty or cut short.\n" +
		"Memory is that of the largest process of a program.\n\n")
	fmt.Fprintf(&t, "%s\n\n", where)
	for _, p := range b.programs {
		fmt.Fprintf(&t, "- %s\n", strings.Join(slices.DeleteFunc([]string{p.name, p.version, p.about}, func(s string) bool { return s == "" }), " "))
	}
	for _, f := range b.figures {
		if f.Error != "" {
			fmt.Fprintf(&t, "- %s failed: %s, %s: %s\n", f.Program, title(f.Seeds, f.Mode), f.Step, f.Error)
		}
	}
	_, err := io.WriteString(w, t.String())
	return err
}

// rows are those of a step.
func (b *bench) rows(n int, mode, step string) (rows [][]string) {
	label := step
	for _, p := range b.programs {
		f := b.find(n, mode, step, p.name)
		if f == nil {
			continue
		}
		row := []string{label, p.name, "", "", "", "", f.remark()}
		if len(f.Values) > 0 {
			row[2] = f.quantity(f.median())
			if len(f.Values) > 1 {
				row[3] = f.quantity(slices.Min(f.Values)) + " … " + f.quantity(slices.Max(f.Values))
			}
			row[4], row[5] = f.ratio(b.find(n, mode, step, floor)), f.ratio(b.find(n, mode, step, seedfeed))
		}
		if f.AtMost {
			row[2], row[3] = "≤ "+row[2], ""
		}
		rows, label = append(rows, row), ""
	}
	return rows
}

// find returns the figure of a step, nil when there is none.
func (b *bench) find(n int, mode, step, program string) *figure {
	for _, f := range b.figures {
		if f.Seeds == n && f.Mode == mode && f.Step == step && f.Program == program {
			return f
		}
	}
	return nil
}

// remark is what a row says besides figures.
func (f *figure) remark() string {
	var parts []string
	if f.Error != "" {
		parts = append(parts, "failed")
	}
	if f.Pages {
		parts = append(parts, "with pages")
	}
	if f.Missed > 0 {
		parts = append(parts, fmt.Sprintf("missed %d of %d", f.Missed, f.Saves))
	}
	if f.Torn > 0 {
		parts = append(parts, fmt.Sprintf("torn %d of %d", f.Torn, f.Saves))
	}
	return strings.Join(parts, ", ")
}

// ratio divides a median by that of another program; nothing where one of them is only known to be small.
func (f *figure) ratio(to *figure) string {
	if to == nil || len(to.Values) == 0 || f.AtMost || to.AtMost {
		return ""
	}
	return digits(f.median()/to.median()) + "×"
}

// quantity writes a value with its unit.
func (f *figure) quantity(v float64) string {
	switch {
	case f.Unit == "MiB":
		return digits(v) + " MiB"
	case v < 1:
		return digits(v*1000) + " ms"
	case v < 100:
		return digits(v) + " s"
	}
	return time.Duration(v * float64(time.Second)).Round(time.Second).String()
}

// digits writes a number with two or three digits that mean something.
func digits(v float64) string {
	switch {
	case v <= 0:
		return "0"
	case v < 1:
		return strconv.FormatFloat(v, 'f', 1-int(math.Floor(math.Log10(v))), 64)
	case v < 9.95:
		return strconv.FormatFloat(v, 'f', 1, 64)
	case v < 1000:
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return thousands(int(math.Round(v/10)) * 10)
}

// writeRows writes a Markdown table whose columns are as wide as they need; the first row is its head.
func writeRows(t *strings.Builder, rows [][]string) {
	width := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], len([]rune(cell)), 3)
		}
	}
	for i, row := range rows {
		for j, cell := range row {
			pad := strings.Repeat(" ", width[j]-len([]rune(cell)))
			if isNumber(j) {
				cell = pad + cell
			} else {
				cell += pad
			}
			t.WriteString("| " + cell + " ")
		}
		t.WriteString("|\n")
		if i > 0 {
			continue
		}
		for j := range row {
			line := strings.Repeat("-", width[j]+1)
			if isNumber(j) {
				t.WriteString("|" + line + ":")
			} else {
				t.WriteString("|" + line + "-")
			}
		}
		t.WriteString("|\n")
	}
}

// isNumber reports whether a column holds numbers.
func isNumber(column int) bool { return column >= 2 && column <= 5 }

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
