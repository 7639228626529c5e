package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTable: medians, what they range over, ratios, and what went wrong.
func TestTable(t *testing.T) {
	b := &bench{sizes: []int{12345}, modes: []string{feedOnly}, runs: 3}
	for _, p := range []struct {
		name   string
		values []float64
		torn   int
		err    string
	}{
		{floor, []float64{.004, .002, .003}, 0, ""}, {seedfeed, []float64{.012, .018}, 0, ""}, {"hugo", []float64{3}, 2, ""}, {"zo<la", nil, 0, "boom & <bang>"},
	} {
		b.programs = append(b.programs, &program{name: p.name})
		b.figures = append(b.figures, &figure{Seeds: 12345, Mode: feedOnly, Step: written, Program: p.name, Unit: "s", Values: p.values, Torn: p.torn, Saves: 4, Error: p.err})
	}
	b.figures = append(b.figures,
		&figure{Seeds: 12345, Mode: feedOnly, Step: peak, Program: floor, Unit: "MiB", Values: []float64{8}, AtMost: true},
		&figure{Seeds: 12345, Mode: feedOnly, Step: peak, Program: seedfeed, Unit: "MiB", Values: []float64{40, 44}})
	var out strings.Builder
	if err := b.table(&out, machine{}); err != nil {
		t.Fatal(err)
	}
	const want = `### 12,345 seeds, feed only

| step                      | program  |    median |       from … to | × floor | × seedfeed |             |
|---------------------------|----------|----------:|----------------:|--------:|-----------:|-------------|
| save to feed, plain write | floor    |    3.0 ms | 2.0 ms … 4.0 ms |    1.0× |      0.20× |             |
|                           | seedfeed |     15 ms |   12 ms … 18 ms |    5.0× |       1.0× |             |
|                           | hugo     |     3.0 s |                 |  1,000× |       200× | torn 2 of 4 |
|                           | zo<la    |           |                 |         |            | failed      |
| peak memory, cold build   | floor    | ≤ 8.0 MiB |                 |         |            |             |
|                           | seedfeed |    42 MiB | 40 MiB … 44 MiB |         |       1.0× |             |

`
	if got := out.String(); !strings.HasPrefix(got, want) || !strings.Contains(got, "boom & <bang>\n") {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	file := filepath.Join(t.TempDir(), "chart.svg")
	if err := os.WriteFile(file, b.chart(machine{CPU: "A & B <2 GHz>"}), 0o644); err != nil {
		t.Fatal(err)
	}
	testDrawing(t, file, []string{written, peak})
}

func TestDigits(t *testing.T) {
	for v, want := range map[float64]string{.026: "0.026", .5: "0.50", 0: "0", .0996: "0.100", 1: "1.0", 9.94: "9.9", 9.96: "10", 123.4: "123", 999.4: "999", 1717: "1,720", 123456: "123,460"} {
		if got := digits(v); got != want {
			t.Errorf("%v is written %s, want %s", v, got, want)
		}
	}
}
