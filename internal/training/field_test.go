package training

import (
	"slices"
	"strings"
	"testing"
)

func TestFieldTable(t *testing.T) {
	t.Parallel()
	if _, err := readFieldRules(fieldsTable); err != nil {
		t.Fatal(err)
	}
	head := "field;levels;by;value;without;why\n"
	for _, tt := range []struct{ line, want string }{
		{"maintenance;3;words;maintenance;;", "levels"},
		{"maintenance;5-4;words;maintenance;;", "levels"},
		{"maintenance;3-9;words;maintenance;;", "levels"},
		{"maintenance;3-5;label;maintenance;;", "by"},
		{"maintenance;3-5;words;;;", "value"},
		{"maintenance;3-5;words;Électricité;;", "folded"},
		{"maintenance;3-5", "wrong number of fields"},
	} {
		if _, err := readFieldRules(head + tt.line + "\n"); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one about %s", tt.line, err, tt.want)
		}
	}
}

func TestInField(t *testing.T) {
	t.Parallel()
	all := []Qualification{
		{ID: "a", Label: "CAP Réalisations industrielles en chaudronnerie ou soudage option B soudage", Level: 3, NSF: "254"},
		{ID: "b", Label: "CAP Réparation des carrosseries", Level: 3, NSF: "254"},
		{ID: "c", Label: "CAP Électricien", Level: 3, NSF: "255"},
		{ID: "d", Label: "Bac pro Cybersécurité, informatique et réseaux, électronique", Level: 4, NSF: "255"},
		{ID: "e", Label: "BUT Génie industriel et maintenance", Level: 6},
		{ID: "f", Label: "Bac pro Maintenance des véhicules option A", Level: 4, NSF: "252"},
		{ID: "g", Label: "Master Électronique, énergie électrique, automatique", Level: 7},
		{ID: "h", Label: "École doctorale Sciences pour l'ingénieur", Level: 8},
	}
	m := &Model{Qualifications: all}
	for field, want := range map[string]string{
		"Chaudronnerie et soudure": "a h",
		"électrotechnique":         "c g h",
		"ELECTRONIQUE":             "d g h",
		"maintenance":              "e h",
		"pâtisserie":               "",
	} {
		var got []string
		for _, i := range m.InField(field) {
			got = append(got, all[i].ID)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %q, want %q", field, s, want)
		}
	}
	if HasField("pâtisserie") || !HasField("Maintenance") {
		t.Error("HasField does not follow the table")
	}
	if !slices.IsSorted(m.InField("maintenance")) {
		t.Error("positions out of order")
	}
}
