package search

import "testing"

// Words that sound alike, and words that don't.
func TestSound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b  string
		alike bool
	}{
		{"bateau", "bato", true},
		{"bateaux", "bato", true},
		{"informatique", "informatik", true},
		{"batiment", "batiman", true},
		{"soudeur", "soudeure", true},
		{"infirmiere", "infirmiaire", true},
		{"mecanicien", "mecanissien", true},
		{"patissier", "patissie", true},
		{"electricien", "electrisien", true},
		{"photographe", "fotograf", true},
		{"menuisier", "menuizie", true},
		{"boulanger", "boulanje", true},
		{"maintenance", "maintenence", true},
		{"gestion", "jestion", true},
		{"chaudronnerie", "chodronerie", true},
		{"hotellerie", "otelerie", true},
		{"pharmacie", "farmassi", true},
		{"restauration", "restorassion", true},
		{"cuisine", "cousine", false},
		{"boulanger", "boulangere", false},
		{"national", "nassional", true},
		{"vin", "vigne", false},
		{"mer", "mere", true},
		{"pont", "bon", false},
	} {
		if a, b := sound(tt.a), sound(tt.b); (a == b) != tt.alike {
			t.Errorf("%s sounds %q, %s %q; alike: want %v", tt.a, a, tt.b, b, tt.alike)
		}
	}
}

// Whatever is written has a sound that is not longer than it, or twice for each x.
func FuzzSound(f *testing.F) {
	for _, s := range []string{"", "e", "ss", "xx", "eaux", "hhh", "bts", "qu", "ssssss", "42", "tion"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := sound(s); len(got) > 2*len(s) {
			t.Errorf("sound(%q) = %q", s, got)
		}
	})
}
