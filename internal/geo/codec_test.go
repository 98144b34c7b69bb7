package geo_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/geo"
)

func someCommunes() []geo.Commune {
	return []geo.Commune{
		{Code: "01001", Name: "L'Abergement-Clémenciat", Departement: "01", Region: "84", Academie: "10", Postcodes: []string{"01400"}, Population: 860, Point: geo.Point{Lat: 46.1537, Lon: 4.9259}},
		{Code: "01004", Name: "Ambérieu-en-Bugey", Departement: "01", Region: "84", Academie: "10", Postcodes: []string{"01500", "01501"}, Point: geo.Point{Lat: 45.9611, Lon: 5.3723}},
		{Code: "2A004", Name: "Ajaccio", Departement: "2A", Region: "94", Academie: "27", Postcodes: []string{"20000", "20090"}, Population: 70817, Point: geo.Point{Lat: 41.9347, Lon: 8.7014}},
		{Code: "97411", Name: "Saint-Denis", Departement: "974", Region: "04", Academie: "28", Postcodes: []string{"97400"}, Population: 153810},
		{Code: "98411", Name: "Îles Saint-Paul et Nouvelle-Amsterdam", Departement: "984", Region: "984", Postcodes: []string{}, Point: geo.Point{Lat: -37.9941, Lon: 77.5348}},
	}
}

func TestCommunesCodec(t *testing.T) {
	t.Parallel()
	b, err := geo.EncodeCommunes(someCommunes())
	if err != nil {
		t.Fatal(err)
	}
	got, err := geo.DecodeCommunes(b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(someCommunes(), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for n := range len(b) {
		if _, err := geo.DecodeCommunes(b[:n]); err == nil {
			t.Fatalf("the first %d of %d bytes are accepted", n, len(b))
		}
	}
}

func TestEncodeCommunesRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		spoil func([]geo.Commune)
	}{
		{"another département", func(c []geo.Commune) { c[0].Departement = "02" }},
		{"another académie", func(c []geo.Commune) { c[1].Academie = "99" }},
		{"wrong order", func(c []geo.Commune) { c[0], c[1] = c[1], c[0] }},
		{"postal code of four digits", func(c []geo.Commune) { c[0].Postcodes[0] = "1400" }},
		{"line break", func(c []geo.Commune) { c[0].Name = "a\nb" }},
	} {
		c := someCommunes()
		tt.spoil(c)
		if _, err := geo.EncodeCommunes(c); err == nil {
			t.Errorf("%s: accepted", tt.name)
		}
	}
}

func FuzzDecodeCommunes(f *testing.F) {
	b, err := geo.EncodeCommunes(someCommunes())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, b []byte) {
		communes, err := geo.DecodeCommunes(b)
		if err == nil && len(communes) > len(b) {
			t.Errorf("%d communes in %d bytes", len(communes), len(b))
		}
	})
}

// zones changes the text of the file of zones.
func zones(change func(string) string) func([]byte) []byte {
	return func(good []byte) []byte {
		b, err := geo.Unpack(good)
		if err == nil {
			b, err = geo.Pack([]byte(change(string(b))))
		}
		if err != nil {
			panic(err)
		}
		return b
	}
}

func TestEncodeZonesRefuses(t *testing.T) {
	t.Parallel()
	two := []geo.Zone{{Code: "5301", Name: "Brest"}, {Code: "5310", Name: "Lorient"}}
	for name, f := range map[string]func() ([]byte, error){
		"order":        func() ([]byte, error) { return geo.EncodeZones([]geo.Zone{two[1], two[0]}, nil) },
		"line break":   func() ([]byte, error) { return geo.EncodeZones([]geo.Zone{{Code: "1", Name: "a\nb"}}, nil) },
		"unknown zone": func() ([]byte, error) { return geo.EncodeZones(two, []geo.Commune{{Code: "01001", Zone: "0001"}}) },
	} {
		if _, err := f(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestReadRefusesDamage(t *testing.T) {
	t.Parallel()
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join("data", name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	names := []string{geo.TerritoriesFile, geo.ContoursFile, geo.CommunesFile, geo.ZonesFile, geo.LaPosteFile}
	for _, tt := range []struct {
		file, name string
		content    func(good []byte) []byte
	}{
		{geo.TerritoriesFile, "empty", func([]byte) []byte { return nil }},
		{geo.TerritoriesFile, "a field too few", func(g []byte) []byte { return append(g, "region,99\n"...) }},
		{geo.TerritoriesFile, "no box", func(g []byte) []byte {
			return []byte(strings.Replace(string(g), "-5.", "west", 1))
		}},
		{geo.TerritoriesFile, "a département too many", func(g []byte) []byte {
			return append(g, "departement,99,departement-x,X,,53,14,99,0 0 1 1,\"0,0\"\n"...)
		}},
		{geo.ContoursFile, "empty", func([]byte) []byte { return nil }},
		{geo.ContoursFile, "cut", func(g []byte) []byte { return g[:len(g)/2] }},
		{geo.CommunesFile, "another file", func([]byte) []byte { return read(geo.ContoursFile) }},
		{geo.ZonesFile, "another file", func([]byte) []byte { return read(geo.CommunesFile) }},
		{geo.ZonesFile, "a commune too many", zones(func(s string) string { return s + "1;1\n" })},
		{geo.ZonesFile, "no such zone", zones(func(s string) string { return strings.TrimSuffix(s, "\n") + "9999;1\n" })},
		{geo.ZonesFile, "no zones", zones(func(string) string { return "" })},
		{geo.LaPosteFile, "no such commune", func(g []byte) []byte { return append(g, "00000,1,2\n"...) }},
		{geo.LaPosteFile, "no such place", func(g []byte) []byte { return append(g, "75056,91,2\n"...) }},
	} {
		t.Run(tt.file+" "+tt.name, func(t *testing.T) {
			t.Parallel()
			files := make(map[string][]byte)
			for _, n := range names {
				files[n] = read(n)
			}
			files[tt.file] = tt.content(files[tt.file])
			if _, err := geo.Read(files); err == nil {
				t.Error("accepted")
			}
		})
	}
}
