package format

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// official returns the path of a file of the official data, or skips the test where
// there is none.
func official(t testing.TB, path string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("short: the official data is read by the whole test")
	}
	folder := os.Getenv("CONTINUUM_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	file := filepath.Join(folder, path)
	if _, err := os.Stat(file); err != nil {
		t.Skipf("official data absent (set CONTINUUM_DATA): %v", err)
	}
	return file
}

// count reads a whole file and returns how many records it has, good and damaged.
func count(t testing.TB, path, member string, f Format) (good, damaged int) {
	t.Helper()
	r, err := Open(path, member, f, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}()
	for {
		_, err := r.Next()
		switch {
		case err == nil:
			good++
		case err == io.EOF:
			return good, damaged
		case errors.As(err, new(*RecordError)):
			damaged++
			t.Log(err)
		default:
			t.Fatal(err)
		}
	}
}

// Every published file is read to its end; the counts are those of the files.
func TestOfficialFiles(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		path string
		f    Format
		good int
	}{
		{"education_nationale/annuaire_ecoles_france_mini.parquet", Format{Kind: Parquet}, 68792},
		{"education_nationale/fr-en-annuaire-education.csv", Format{}, 996},
		{"education_nationale/lycees.json.gz", Format{Kind: JSON, Record: "lycees"}, 4360},
		{"onisep/5fe07a9ecc960.zip", Format{Kind: XML, Record: "formation"}, 2164},
		{"onisep/5fe0808a2da6f.zip", Format{Kind: XML, Record: "metier"}, 928},
		{"onisep/5fa5949243f97.json", Format{Kind: JSON}, 1325},
		{"c-est-qui-le-pro/fiches.json", Format{Kind: JSON, Record: "*"}, 30},
		{"c-est-qui-le-pro/formationSimilaire.json.gz", Format{Kind: JSON, Record: "*"}, 2482},
		{"geo/communes-bretagne.geojson.gz", Format{Kind: JSON, Record: "features"}, 1232},
		{"emploi/Base_open_data_BMO_2024.xlsx", Format{Kind: XLSX, Sheet: "BMO_2024_open_data"}, 53443},
		{"france_competences/Kit_apprentissage_20250131.xlsx", Format{Kind: XLSX, Sheet: "Kit Apprentissage", Header: 2}, 6822},
	} {
		t.Run(filepath.Base(tt.path), func(t *testing.T) {
			good, damaged := count(t, official(t, tt.path), "", tt.f)
			if good != tt.good || damaged != 0 {
				t.Errorf("%d records and %d damaged, want %d and none", good, damaged, tt.good)
			}
		})
	}
}

func TestOfficialCSV(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(filepath.Dir(filepath.Dir(official(t, "derived/communes.csv.gz"))), "*", "*.csv*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			good, damaged := count(t, file, "", Format{})
			if good == 0 || damaged > 1+good/100 {
				t.Errorf("%d records and %d damaged", good, damaged)
			}
			r, _ := Open(file, "", Format{}, Limits{})
			t.Log(good, damaged, strings.Join(r.Headings(), " · "))
			r.Close()
		})
	}
}
