package source

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"continuum/internal/opendata"
	"continuum/internal/opendata/opendatatest"
)

// annuaireRow is a row with some values, by column.
func annuaireRow(values map[string]string) opendata.Row {
	row := make(opendata.Row, len(annuaireColumns))
	for name, v := range values {
		row[at(annuaireColumns, name)] = v
	}
	return row
}

func TestMergeAnnuaire(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name              string
		first, next, want map[string]string
	}{
		{
			"the later file speaks, the earlier completes",
			map[string]string{"nom": "Ancien", "adresse": "1 rue des Essais", "apprentissage": "1", "voie_generale": "1", "date_maj": "2023-06-08"},
			map[string]string{"nom": "Nouveau", "voie_generale": "0", "date_maj": "2025-06"},
			map[string]string{"nom": "Nouveau", "adresse": "1 rue des Essais", "apprentissage": "1", "voie_generale": "0", "date_maj": "2025-06"},
		},
		{
			"what a part has, the whole has",
			map[string]string{"nom": "Lycée", "type": "Lycée", "voie_generale": "1", "post_bac": "0"},
			map[string]string{"nom": "Section", "type": "Lycée", "voie_generale": "0", "post_bac": "1", "web": "https://essais.example"},
			map[string]string{"nom": "Lycée", "type": "Lycée", "voie_generale": "1", "post_bac": "1", "web": "https://essais.example"},
		},
		{
			"an annexe doesn't name it",
			map[string]string{"nom": "Lycée X (annexe du port)", "type": "Lycée"},
			map[string]string{"nom": "Lycée X", "type": "Lycée"},
			map[string]string{"nom": "Lycée X", "type": "Lycée"},
		},
		{
			"the lycée stands for its collège",
			map[string]string{"nom": "Collège X", "type": "Collège"},
			map[string]string{"nom": "Lycée X, annexe", "type": "Lycée"},
			map[string]string{"nom": "Lycée X, annexe", "type": "Lycée"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := mergeAnnuaire(annuaireRow(tt.first), annuaireRow(tt.next))
			if diff := cmp.Diff(annuaireRow(tt.want), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestReferenceRows(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		values map[string]string
		want   bool
	}{
		{map[string]string{"type": "Collège"}, true},
		{map[string]string{"type": "Lycée"}, true},
		{map[string]string{"type": "EREA"}, true},
		{map[string]string{"type": "Ecole"}, false},
		{map[string]string{"type": "Médico-social"}, false},
		{map[string]string{"type": "Service Administratif", "voie_generale": "0"}, false},
		{map[string]string{"type": "", "apprentissage": "1"}, true},
	} {
		if got := Annuaire.Embed(annuaireRow(tt.values)); got != tt.want {
			t.Errorf("%v in the reference dataset: %v, want %v", tt.values, got, tt.want)
		}
	}
	for origin, want := range map[string]bool{"annuaire-education 2025": false, "esr-principaux 2023": true, "catalogue apprentissage 2022": true} {
		row := make(opendata.Row, len(etablissementsGeoColumns))
		row[at(etablissementsGeoColumns, "origine")] = origin
		if got := EtablissementsGeo.Embed(row); got != want {
			t.Errorf("origin %q in the reference dataset: %v, want %v", origin, got, want)
		}
	}
}

// school is a row of the reduced copy.
type school struct {
	UAI     string  `parquet:"identifiant_de_l_etablissement,optional"`
	Name    string  `parquet:"nom_etablissement,optional"`
	Kind    string  `parquet:"type_etablissement,optional"`
	Sector  string  `parquet:"statut_public_prive,optional"`
	Commune string  `parquet:"code_commune,optional"`
	City    string  `parquet:"nom_commune,optional"`
	Region  string  `parquet:"code_region,optional"`
	Academy string  `parquet:"code_academie,optional"`
	General string  `parquet:"voie_generale,optional"`
	Pupils  float64 `parquet:"nombre_d_eleves,optional"`
	Point   []byte  `parquet:"geometry,optional"`
}

func wkb(lon, lat float64) []byte {
	b := []byte{1, 1, 0, 0, 0}
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(lon))
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(lat))
}

// The reduced copy and the complete file make one version, each with what it knows.
func TestAnnuaireInTwoForms(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[school](&b, parquet.KeyValueMetadata("geo", `{"primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":["Point"]}}}`))
	if _, err := w.Write([]school{
		{UAI: "0359001A", Name: "Lycée des Essais", Kind: "Lycée", Sector: "Public", Commune: "35288", City: "Saint-Malo", Region: "53", Academy: "14", General: "1", Pupils: 430, Point: wkb(-2.02, 48.65)},
		{UAI: "9740001B", Name: "Collège du Sud", Kind: "Collège", Sector: "Public", Commune: "97411", City: "Saint-Denis", Region: "04", Academy: "28", Pupils: 700, Point: wkb(55.45, -20.88)},
	}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	reduced, complete := filepath.Join(folder, "annuaire_ecoles_france_mini.parquet"), filepath.Join(folder, "fr-en-annuaire-education.csv")
	csv := "identifiant_de_l_etablissement;nom_etablissement;type_etablissement;statut_public_prive;adresse_1;code_postal;code_commune;nom_commune;code_departement;code_academie;code_region;voie_generale;voie_technologique;voie_professionnelle;latitude;longitude;nombre_d_eleves;date_maj_ligne\n" +
		"0359001A;Lycée d'avant;Lycée;Public;1 rue des Tests;35400;35288;Saint-Malo;035;14;53;1;1;0;48.6;-2.0;412;2023-06-08\n"
	for name, content := range map[string][]byte{reduced: b.Bytes(), complete: []byte(csv)} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	rows, report, err := opendatatest.ReadAll(Annuaire, complete, reduced)
	if err != nil {
		t.Fatal(err)
	}
	want := []opendata.Row{
		annuaireRow(map[string]string{
			"uai": "0359001A", "nom": "Lycée des Essais", "type": "Lycée", "secteur": "Public", "adresse": "1 rue des Tests", "code_postal": "35400",
			"code_commune": "35288", "commune": "Saint-Malo", "code_departement": "035", "code_academie": "14", "code_region": "53",
			"latitude": "48.65", "longitude": "-2.02", "voie_generale": "1", "voie_technologique": "1", "voie_professionnelle": "0",
			"eleves": "430", "date_maj": "2025-06",
		}),
		annuaireRow(map[string]string{
			"uai": "9740001B", "nom": "Collège du Sud", "type": "Collège", "secteur": "Public", "code_commune": "97411", "commune": "Saint-Denis",
			"code_academie": "28", "code_region": "04", "latitude": "-20.88", "longitude": "55.45", "eleves": "700", "date_maj": "2025-06",
		}),
	}
	if diff := cmp.Diff(want, rows); diff != "" || report.Merged != 1 {
		t.Errorf("%d merged, want 1; -want +got:\n%s", report.Merged, diff)
	}
}
