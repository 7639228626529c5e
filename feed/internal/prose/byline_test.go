package prose

import (
	"slices"
	"testing"
)

func TestParseByline(t *testing.T) {
	for _, c := range []struct {
		line string
		want []string
	}{
		{"By Jane Doe", []string{"Jane Doe"}},
		{"By: Jane Doe", []string{"Jane Doe"}},
		{"BY JANE DOE, A. B. Cee and Max Muster", []string{"JANE DOE", "A. B. Cee", "Max Muster"}},
		{"Von Erika Mustermann und Max von der Heide", []string{"Erika Mustermann", "Max von der Heide"}},
		{"Par Anne Dupont et Luc Petit", []string{"Anne Dupont", "Luc Petit"}},
		{"Por Juan Pérez y Ana López", []string{"Juan Pérez", "Ana López"}},
		{"Jane Doe", nil},
		{"By the sea we sat", nil},
		{"By", nil},
		{"Von Anfang an", nil},
		{"Bystander Jane Doe", nil},
		{"By Jane Doe, who saw it all", nil},
		{"作者：王小明", []string{"王小明"}},
		{"بقلم أحمد علي", []string{"أحمد علي"}},
	} {
		if _, got := parseByline(c.line); !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.line, got, c.want)
		}
	}
}
