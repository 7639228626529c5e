package main

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strings"
)

// The chart is an SVG document that stands alone: no script, no font and no picture from elsewhere. It brings its own background, so that its
// words can be read whatever the page around it looks like, and says all figures in words for those who don't see it.

// Measures of the chart, in pixels.
const (
	chartWidth = 760
	margin     = 20
	barsFrom   = 104
	barsTo     = 600
	rowHeight  = 18
	barHeight  = 12
)

const chartStyle = `
text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: #1f2328 }
.back { fill: #fff } .title { font-size: 17px; font-weight: 600 } .panel { font-size: 14px; font-weight: 600 } .step { font-weight: 600 }
.name { text-anchor: end } .ours { font-weight: 600 } .tick { text-anchor: middle; font-size: 11px } .tick, .note, .ratio { fill: #59636e }
.grid { stroke: #d1d9e0 } .spread { stroke: #1f2328; stroke-width: 1.5 }
.floor { fill: #818b98 } .seedfeed { fill: #1a7f37 } .peer { fill: #54aeff }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc } .back { fill: #0d1117 } .tick, .note, .ratio { fill: #9198a1 }
.grid { stroke: #3d444d } .spread { stroke: #f0f6fc }
.floor { fill: #656c76 } .seedfeed { fill: #3fb950 } .peer { fill: #1f6feb }
}
`

// drawing is a chart on its way.
type drawing struct {
	strings.Builder
	bench *bench
	words strings.Builder // all figures
	y     int
}

// chart draws all that was measured.
func (b *bench) chart(where machine) []byte {
	d := &drawing{bench: b, y: margin + 14}
	d.text("title", margin, "From seeds to a feed")
	d.y += 20
	d.text("note", margin, "Shorter is better, on a logarithmic scale; × is the ratio to seedfeed; thin lines reach from the best run to the worst.")
	for _, n := range b.sizes {
		for _, mode := range b.modes {
			d.y += 36
			d.text("panel", margin, title(n, mode))
			d.panel(n, mode, "s", slices.DeleteFunc(slices.Clone(steps), isMemory))
			d.panel(n, mode, "MiB", slices.DeleteFunc(slices.Clone(steps), func(s string) bool { return !isMemory(s) }))
		}
	}
	d.y += 26
	d.text("note", margin, where.String())
	height := d.y + margin
	var svg strings.Builder
	fmt.Fprintf(&svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-labelledby=\"title desc\">\n", chartWidth, height, chartWidth, height)
	fmt.Fprintf(&svg, "<title id=\"title\">How long seedfeed and others take from seeds to a feed</title>\n<desc id=\"desc\">%s</desc>\n", html.EscapeString("Medians; × is the ratio to seedfeed. "+strings.TrimSpace(d.words.String())))
	fmt.Fprintf(&svg, "<style>%s</style>\n<rect class=\"back\" width=\"100%%\" height=\"100%%\" rx=\"6\"/>\n%s</svg>\n", chartStyle, d.String())
	return []byte(svg.String())
}

// panel draws what is measured in a unit, step by step, below an axis.
func (d *drawing) panel(n int, mode, unit string, of []string) {
	a, ok := d.bench.axis(unit)
	if !ok {
		return
	}
	d.y += 30
	for v := a.from; v <= a.to; v++ {
		d.text("tick", a.x(math.Pow10(v)), a.label(v))
	}
	for _, step := range of {
		var rows []*figure
		for _, p := range d.bench.programs {
			if f := d.bench.find(n, mode, step, p.name); f != nil {
				rows = append(rows, f)
			}
		}
		if len(rows) == 0 {
			continue
		}
		d.y += 22
		d.text("step", margin, step)
		fmt.Fprintf(&d.words, "%s, %s: ", title(n, mode), step)
		for v := a.from; v <= a.to; v++ {
			fmt.Fprintf(d, "<path class=\"grid\" d=\"M%d %dv%d\"/>\n", a.x(math.Pow10(v)), d.y+6, len(rows)*rowHeight)
		}
		for i, f := range rows {
			d.y += rowHeight
			d.row(f, a)
			d.words.WriteString(f.Program + " " + strings.Join(f.label(d.bench), ", ") + map[bool]string{true: ". ", false: "; "}[i == len(rows)-1])
		}
	}
}

// row draws the bar of a program.
func (d *drawing) row(f *figure, a axis) {
	class, name := "peer", "name"
	switch f.Program {
	case seedfeed:
		class, name = seedfeed, "name ours"
	case floor:
		class = floor
	}
	d.text(name, barsFrom-8, f.Program)
	end, label := barsFrom, f.label(d.bench)
	if len(f.Values) > 0 {
		end = a.x(f.median())
		fmt.Fprintf(d, "<rect class=%q x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\"/>\n", class, barsFrom, d.y-barHeight+2, max(1, end-barsFrom), barHeight)
	}
	if len(f.Values) > 1 && !f.AtMost {
		from, to := a.x(slices.Min(f.Values)), a.x(slices.Max(f.Values))
		fmt.Fprintf(d, "<path class=\"spread\" d=\"M%d %dH%d\"/>\n", from, d.y-barHeight/2+2, to)
		end = max(end, to)
	}
	ratio := ""
	if len(label) > 1 {
		ratio = fmt.Sprintf(" <tspan class=\"ratio\">%s</tspan>", html.EscapeString(strings.Join(label[1:], ", ")))
	}
	fmt.Fprintf(d, "<text x=\"%d\" y=\"%d\">%s%s</text>\n", end+6, d.y, html.EscapeString(label[0]), ratio)
}

// label says what a bar shows: the figure, its ratio, what was wrong.
func (f *figure) label(b *bench) (parts []string) {
	if len(f.Values) > 0 {
		parts = append(parts, f.quantity(f.median()))
		if f.AtMost {
			parts[0] = "≤ " + parts[0]
		}
		if ratio := f.ratio(b.find(f.Seeds, f.Mode, f.Step, seedfeed)); ratio != "" && f.Program != seedfeed {
			parts = append(parts, ratio)
		}
	}
	if remark := f.remark(); remark != "" {
		parts = append(parts, remark)
	}
	return parts
}

func (d *drawing) text(class string, x int, text string) {
	fmt.Fprintf(d, "<text class=%q x=\"%d\" y=\"%d\">%s</text>\n", class, x, d.y, html.EscapeString(text))
}

// axis is a logarithmic one, between two powers of ten of a unit.
type axis struct {
	from, to int
	unit     string
}

// axis returns the axis of all that was measured in a unit, if anything was.
func (b *bench) axis(unit string) (a axis, ok bool) {
	least, most := math.Inf(1), 0.0
	for _, f := range b.figures {
		if f.Unit == unit && len(f.Values) > 0 {
			least, most = min(least, slices.Min(f.Values)), max(most, slices.Max(f.Values))
		}
	}
	if most <= 0 {
		return axis{}, false
	}
	least = max(least, most/1e9) // a clock may have stood still
	a = axis{int(math.Floor(math.Log10(least))), int(math.Ceil(math.Log10(most))), unit}
	a.to = max(a.to, a.from+1)
	return a, true
}

// x is where a value is.
func (a axis) x(v float64) int {
	part := (math.Log10(max(v, math.Pow10(a.from))) - float64(a.from)) / float64(a.to-a.from)
	return barsFrom + int(math.Round(part*(barsTo-barsFrom)))
}

// label names a power of ten.
func (a axis) label(power int) string {
	v, unit := math.Pow10(power), a.unit
	if unit == "s" && power < 0 {
		v, unit = math.Pow10(power+3), "ms"
	}
	return fmt.Sprintf("%g %s", v, unit)
}
