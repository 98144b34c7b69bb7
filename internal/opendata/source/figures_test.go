package source_test

import (
	"strings"
	"testing"

	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
)

// figure is a count over the rows of a source.
type figure struct {
	column string
	// value is what rows are counted for; "≠" counts those that have any, "≠≠" how
	// many different ones there are.
	value string
	want  int
}

// What the official files hold was counted once by another program, from the files as
// they are; what it said of rows in quarantine is taken off.
func TestOfficialFigures(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		src     *opendata.Source
		file    string
		figures []figure
	}{
		{source.VoiePro, "orion/attractivite_capacite_2021.csv.gz", []figure{{"uai", "≠≠", 2745}, {"mef", "≠≠", 392}, {"annee", "2021", 19111}}},
		{source.VoiePro, "orion/attractivite_capacite_2022.csv.gz", []figure{
			{"uai", "≠≠", 2788}, {"mef", "≠≠", 373}, {"statut", "ST", 19034}, {"entrees", "1", 18447}, {"entrees", "2", 568}, {"entrees", "3", 18}, {"entrees", "4", 1},
		}},
		{source.Constat, "orion/constat_2020.csv.gz", []figure{{"uai", "≠≠", 3061}, {"mef", "≠≠", 925}}},
		{source.BTS, "orion/BTS_attractivite_capacite_2022.csv.gz", []figure{{"uai", "≠≠", 3626 - 2}, {"mef", "≠≠", 122}}},
		{source.BTS, "orion/BTS_attractivite_capacite_2023.csv.gz", []figure{{"uai", "≠≠", 3946 - 1}, {"mef", "≠≠", 117}}},
		{source.BTS, "orion/BTS_attractivite_capacite_2024.csv.gz", []figure{{"uai", "≠≠", 4333 - 2}, {"mef", "≠≠", 148}}},
		{source.Parcoursup, "enseignement_superieur/fr-esr-parcoursup.csv.gz", []figure{{"uai", "≠≠", 4058 - 1}, {"session", "2025", 13354}}},
		{source.LyceesResultats, "education_nationale/lycees.json.gz", []figure{{"voie", "GT", 2346}, {"voie", "Pro", 2014}, {"latitude", "≠", 4350}, {"ips", "≠", 4345}}},
		{source.EtablissementsGeo, "derived/etablissements_geo.csv.gz", []figure{
			{"origine", "annuaire-education 2025", 20017},
			{"origine", "esr-principaux 2023", 247},
			{"origine", "parcoursup (lieu d'une formation)", 1396},
			{"origine", "catalogue apprentissage 2022", 2118},
		}},
		{source.OrganismesApprentissage, "apprentissage/etablissements_apprentissage_20221010.reduit.csv.gz", []figure{{"uai", "≠≠", 3709}, {"qualiopi", "1", 2657}, {"ferme", "1", 46}}},
		{source.InserJeunesRegion, "inserjeunes/ij_region_data.csv.gz", []figure{
			{"voie", "scolaire", 15250},
			{"voie", "apprentissage", 25072},
			{"code_region", "≠≠", 17},
			{"millesime", "≠≠", 4},
			{"taux_emploi_6", opendata.Masked, 35544 - 19425},
			{"taux_emploi_6", "≠", 35544},
			{"sortants", "≠", 35544},
			{"taux_emploi_24", "≠", 16837},
		}},
		{source.BMO, "emploi/Base_open_data_BMO_2024.xlsx", []figure{{"projets", opendata.Masked, 10891}, {"difficiles", opendata.Masked, 20507}, {"saisonniers", opendata.Masked, 39359}, {"fap", "≠≠", 217}, {"bassin", "≠≠", 406}}},
		{source.FAP, "emploi/dares_nomenclature_fap2021.csv", []figure{{"fap_228", "≠≠", 228}, {"fap_86", "≠≠", 86}, {"fap_22", "≠≠", 22}}},
		{source.Communes, "derived/communes.csv.gz", []figure{{"zone_emploi", "≠", 34912}, {"bassin", "≠", 34924}, {"precision_point", "laposte", 126}, {"latitude", "≠", 35014 - 126}, {"type", "arrondissement-municipal", 45}}},
		{source.Contours, "geo/regions-avec-outre-mer.geojson.gz", []figure{{"code", "≠≠", 18}, {"niveau", "region", 18}}},
	} {
		t.Run(tt.src.ID+" "+opendata.BaseName(tt.file), func(t *testing.T) {
			t.Parallel()
			if testing.Short() {
				t.Skip("the national files take some seconds")
			}
			rows, _ := official(t, tt.src, tt.file)
			for _, f := range tt.figures {
				i, n := tt.src.Index(f.column), 0
				seen := map[string]bool{}
				for _, row := range rows {
					if row[i] == f.value || strings.HasPrefix(f.value, "≠") && row[i] != "" {
						n++
						seen[row[i]] = true
					}
				}
				if f.value == "≠≠" {
					n = len(seen)
				}
				if n != f.want {
					t.Errorf("%s %s: %d, want %d", f.column, f.value, n, f.want)
				}
			}
		})
	}
}

// Once overseas codes have their zero, 403 of the 406 basins of employers' needs are
// those of communes.
func TestBasinsMeet(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the national files take some seconds")
	}
	rows, _ := official(t, source.BassinsEmploi, "emploi/bassin_emploi.csv.gz")
	known := map[string]bool{}
	for _, row := range rows {
		known[row[source.BassinsEmploi.Index("bassin")]] = true
	}
	rows, _ = official(t, source.BMO, "emploi/Base_open_data_BMO_2024.xlsx")
	found := map[string]bool{}
	for _, row := range rows {
		if b := row[source.BMO.Index("bassin")]; known[b] {
			found[b] = true
		}
	}
	if len(found) != 403 {
		t.Errorf("%d basins are those of communes, want 403", len(found))
	}
}
