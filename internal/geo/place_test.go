package geo_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/geo"
)

func TestPlaces(t *testing.T) {
	t.Parallel()
	a := load(t)
	for _, tt := range []struct {
		words string
		want  []string // the first ones
	}{
		{"Brest", []string{"29019"}},
		{"brest finistère", []string{"29019"}},
		{"Saint-Denis", []string{"97411", "93066", "11339", "30247"}}, // homonyms: the most peopled first
		{"saint denis réunion", []string{"97411"}},
		{"St Denis 93", []string{"93066"}},
		{"Saint-Denis (Seine-Saint-Denis)", []string{"93066"}},
		{"29200", []string{"29019"}},
		{"29019", []string{"29019"}}, // an INSEE code
		{"97411", []string{"97411"}}, // of La Réunion
		{"2A004", []string{"2A004"}},
		{"Paris", []string{"75056", "75115"}}, // the city before its arrondissements
		{"Paris 15", []string{"75115"}},
		{"75015", []string{"75056"}},
		{"marseille 1er", []string{"13201"}},
		{"lorien", []string{"56121"}}, // as one types
		{"l'hay les roses", []string{"94038"}},
		{"ŒUILLY", []string{"51410", "02565"}},
		{"basse terre", []string{"97105"}},
		{"zzzz", nil},
		{"--", nil},
		{"", nil},
	} {
		got := []string{}
		for _, c := range a.Places(tt.words) {
			got = append(got, c.Code)
		}
		if tt.want == nil && len(got) > 0 || len(got) < len(tt.want) {
			t.Errorf("Places(%q) = %d communes, want %v", tt.words, len(got), tt.want)
			continue
		}
		if diff := cmp.Diff(append([]string{}, tt.want...), got[:len(tt.want)]); diff != "" {
			t.Errorf("Places(%q): (-want +got)\n%s", tt.words, diff)
		}
	}
}

// Each commune is found by its own name, and homonyms have labels of their own.
func TestPlaceOfEachCommune(t *testing.T) {
	t.Parallel()
	a := load(t)
	labels := make(map[string]string)
	for i := range a.Communes {
		c := &a.Communes[i]
		label := a.PlaceLabel(c)
		if other, ok := labels[label]; ok {
			t.Errorf("%s and %s are both %q", other, c.Code, label)
		}
		labels[label] = c.Code
		if i%500 != 0 {
			continue // a search looks at every commune
		}
		found := false
		for _, p := range a.Places(label) {
			found = found || p.Code == c.Code
		}
		if !found {
			t.Errorf("Places(%q) does not find %s", label, c.Code)
		}
	}
}

func TestCityOf(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"75101": "75056", "75120": "75056", "75056": "75056", "69381": "69123", "69389": "69123", "69380": "69380",
		"13201": "13055", "13216": "13055", "13217": "13217", "29019": "29019", "": "",
	} {
		if got := geo.CityOf(code); got != want {
			t.Errorf("CityOf(%q) = %q, want %q", code, got, want)
		}
	}
}

func FuzzPlaces(f *testing.F) {
	f.Add("Saint-Denis 974")
	f.Add("\xff 2A")
	a, err := geo.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, words string) {
		seen := make(map[string]bool)
		for _, c := range a.Places(words) {
			if seen[c.Code] {
				t.Errorf("Places(%q) gives %s twice", words, c.Code)
			}
			seen[c.Code] = true
		}
	})
}

func BenchmarkPlaces(b *testing.B) {
	a, err := geo.Load()
	if err != nil {
		b.Fatal(err)
	}
	a.Places("brest") // makes the index
	b.ReportAllocs()
	for b.Loop() {
		a.Places("saint-denis reunion")
	}
}
