package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"continuum/internal/geo"
)

// officialData is the folder of the official files; the test skips where it is absent.
func officialData(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("CONTINUUM_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(filepath.Join(folder, "geo")); err != nil {
		t.Skipf("official data absent (set CONTINUUM_DATA): %v", err)
	}
	return folder
}

// What is embedded is what the command makes from the official files today.
func TestEmbeddedAtlasIsFresh(t *testing.T) {
	t.Parallel()
	from, to := officialData(t), t.TempDir()
	if err := buildGeo(from, to, io.Discard); err != nil {
		t.Fatal(err)
	}
	content := func(folder, name string) []byte {
		b, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".bin") { // compressors may change, what they hold may not
			if b, err = geo.Unpack(b); err != nil {
				t.Fatal(err)
			}
		}
		return b
	}
	for _, name := range []string{geo.TerritoriesFile, geo.ContoursFile, geo.CommunesFile, geo.ZonesFile, geo.LaPosteFile} {
		if !bytes.Equal(content(to, name), content("../../internal/geo/data", name)) {
			t.Errorf("%s differs: run go run ./cmd/dataset geo", name)
		}
	}
}

// writeZip writes a compressed file in a folder for the test.
func writeZip(t *testing.T, content string) string {
	t.Helper()
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	if _, err := io.WriteString(z, content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "file.gz")
	if err := os.WriteFile(path, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const communesHeader = "\ufeffcode_insee;nom;departement;region;code_academie;codes_postaux;population;lat;lon;precision;zone_emploi_2020;libelle_zone_emploi;bassin_ft\n"

func TestReadCommunes(t *testing.T) {
	t.Parallel()
	communes, zones, laposte, err := readCommunes(writeZip(t, communesHeader+
		"29232;Quimper;29;53;14;29000;64000;47.99;-4.09;centroide;5308;Quimper;101\n"+
		"29001;Ailleurs;29;53;14;29001|29002;;48.1;-4.2;laposte;;;\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(communes) != 2 || communes[0].Code != "29001" || len(communes[0].Postcodes) != 2 || communes[0].Population != 0 {
		t.Errorf("communes %+v, want 29001 first, with two postal codes", communes)
	}
	if len(zones) != 1 || zones[0] != (geo.Zone{Code: "5308", Name: "Quimper"}) || communes[1].Basin != "0101" || communes[0].Zone != "" {
		t.Errorf("zones %v of %+v", zones, communes)
	}
	if !communes[0].Point.IsZero() || string(laposte) != "code,lat,lon\n29001,48.1,-4.2\n" {
		t.Errorf("the point of La Poste is in the communes, or not apart: %v, %q", communes[0].Point, laposte)
	}
}

func TestReadCommunesRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, row, in string }{
		{"no point", "29232;Quimper;29;53;14;29000;64000;;;centroide;;;\n", "line 2: commune 29232"},
		{"population in words", "29232;Quimper;29;53;14;29000;many;47.99;-4.09;centroide;;;\n", "population"},
		{"a field too few", "29232;Quimper\n", "wrong number of fields"},
	} {
		if _, _, _, err := readCommunes(writeZip(t, communesHeader+tt.row)); err == nil || !strings.Contains(err.Error(), tt.in) {
			t.Errorf("%s: %v, want an error with %q", tt.name, err, tt.in)
		}
	}
}

func TestTerritoriesOfRefuses(t *testing.T) {
	t.Parallel()
	contours := []contour{{code: "29", name: "Finistère"}}
	if _, err := territoriesOf(contours, nil); err == nil || !strings.Contains(err.Error(), "29 (Finistère)") {
		t.Errorf("a département in no académie: %v", err)
	}
	same := []geo.Territory{{Slug: "region-x"}, {Slug: "region-x"}}
	if err := unique(same); err == nil {
		t.Error("two territories with one slug are accepted")
	}
}
