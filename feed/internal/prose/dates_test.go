package prose

import "testing"

func TestReadDate(t *testing.T) {
	for _, c := range []struct {
		line string
		want dateLine
	}{
		{"Published: Updated:", dateLine{true, true, ""}},
		{"Published: May 12, 2024", dateLine{true, true, "May 12, 2024"}},
		{"Monday, 12th of May 2024 at 10:30 am", dateLine{true, false, "12th of May 2024"}},
		{"2024-05-12", dateLine{true, false, "2024-05-12"}},
		{"Posted 2024-01-12T00:30:27+00:00 - Updated 2024-01-13", dateLine{true, true, "2024-01-12T00:30:27+00:00"}},
		{"12.5.2024", dateLine{true, false, "12.5.2024"}},
		{"3.4.2024", dateLine{true, false, "3.4.2024"}},
		{"13/4/2024", dateLine{true, false, "13/4/2024"}},
		{"3/4/2024", dateLine{true, false, ""}},
		{"Stand: 3. März 2023, 08:15 Uhr", dateLine{true, true, "3. März 2023"}},
		{"Publié le 1 février 2022 à 10h30", dateLine{true, true, "1 février 2022"}},
		{"12 de mayo de 2024", dateLine{true, false, "12 de mayo de 2024"}},
		{"2024年5月12日 10時30分", dateLine{false, false, "2024年5月12日"}},
		{"公開日：2024年5月12日", dateLine{true, true, "2024年5月12日"}},
		{"On May 12, 2024 the ferry sank in the harbour", dateLine{false, false, "May 12, 2024"}},
		{"May we go?", dateLine{}},
		{"1234 5678", dateLine{}},
		{"", dateLine{}},
	} {
		if got := readDate(c.line); got != c.want {
			t.Errorf("%q: got %+v, want %+v", c.line, got, c.want)
		}
	}
}
