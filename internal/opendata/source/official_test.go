package source_test

import (
	"strings"
	"sync"
	"testing"

	"continuum/internal/opendata"
	"continuum/internal/opendata/opendatatest"
	"continuum/internal/opendata/source"
)

// national is what the official files hold, counted once by another program.
var national = []struct {
	src    *opendata.Source
	files  string // separated by spaces
	read   int    // records
	rows   int    // distinct keys
	merged int
	bad    int // in quarantine
}{
	{source.Annuaire, "education_nationale/annuaire_ecoles_france_mini.parquet education_nationale/fr-en-annuaire-education.csv", 68792 + 996, 68733, 1055, 0},
	{source.EtablissementsSup, "enseignement_superieur/fr-esr-principaux-etablissements-enseignement-superieur_2023.csv", 250, 249, 0, 1},
	{source.EtablissementsSup, "enseignement_superieur/fr-esr-principaux-etablissements-enseignement-superieur_2025.csv", 245, 245, 0, 0},
	{source.OrganismesApprentissage, "apprentissage/etablissements_apprentissage_20221010.reduit.csv.gz", 3845, 3845, 0, 0},
	{source.EtablissementsGeo, "derived/etablissements_geo.csv.gz", 23778, 23778, 0, 0},
	{source.EcolesDoctorales, "enseignement_superieur/fr-esr-ecoles_doctorales_annuaire.reduit.csv", 266, 266, 0, 0},
	{source.LyceesResultats, "education_nationale/lycees.json.gz", 4360, 4360, 0, 0},
	{source.VoiePro, "orion/attractivite_capacite_2021.csv.gz", 19767, 19111, 656, 0},
	{source.VoiePro, "orion/attractivite_capacite_2022.csv.gz", 19641, 19034, 607, 0},
	{source.Constat, "orion/constat_2020.csv.gz", 44446, 44446, 0, 0},
	{source.BTS, "orion/BTS_attractivite_capacite_2022.csv.gz", 11511, 11480, 22, 9},
	{source.BTS, "orion/BTS_attractivite_capacite_2023.csv.gz", 12971, 12926, 33, 12},
	{source.BTS, "orion/BTS_attractivite_capacite_2024.csv.gz", 14994, 14945, 31, 18},
	{source.Parcoursup, "enseignement_superieur/fr-esr-parcoursup.csv.gz", 14252, 13354, 896, 2},
	{source.Masters, "enseignement_superieur/fr-esr-tmm-donnees-du-portail-dinformation-trouver-mon-master-mentions-de-master.csv.gz", 10579, 10579, 0, 0},
	{source.InserJeunesRegion, "inserjeunes/ij_region_data.csv.gz", 40322, 40322, 0, 0},
	{source.InserJeunesLycee, "inserjeunes/depp-2022-etablissements-2018_2019-pro.csv inserjeunes/depp-2022-etablissements-2019_2020-pro.csv inserjeunes/depp-2022-etablissements-2020_2021-pro.csv inserjeunes/depp-2022-etablissements-2021_2022-pro.csv inserjeunes/depp-2022-etablissements-2022_2023-pro.csv", 4569 + 4674 + 4972 + 5325 + 5605, 4569 + 4674 + 4972 + 5325 + 5605, 0, 0},
	{source.InserJeunesCFA, "inserjeunes/depp-2022-etablissements-2018_2019-apprentissage.csv inserjeunes/depp-2022-etablissements-2019_2020-apprentissage.csv inserjeunes/depp-2022-etablissements-2020_2021-apprentissage.csv inserjeunes/depp-2022-etablissements-2021_2022-apprentissage.csv inserjeunes/depp-2022-etablissements-2022_2023-apprentissage.csv", 851 + 1041 + 1767 + 2288 + 2527, 851 + 1041 + 1767 + 2288 + 2527, 0, 0},
	{source.BMO, "emploi/Base_open_data_BMO_2024.xlsx", 53443, 53443, 0, 0},
	{source.BassinsEmploi, "emploi/bassin_emploi.csv.gz", 37498, 37498, 0, 0},
	{source.FAP, "emploi/dares_nomenclature_fap2021.csv", 341, 341, 0, 0},
	{source.LyceesIPS, "education_nationale/fr-en-ips_lycees.csv", 3607, 3607, 0, 0},
	{source.LyceesIDF, "education_nationale/lycees-donnees-generales.csv", 688, 688, 0, 0},
	{source.InsertionLP, "enseignement_superieur/fr-esr-insertion_professionnelle-lp.csv.gz", 6038, 6038, 0, 0},
	{source.InsertionMaster, "enseignement_superieur/fr-esr-insertion_professionnelle-master.csv.gz", 13797, 13797, 0, 0},
	{source.InsertionDUT, "enseignement_superieur/fr-esr-insertion_professionnelle-dut_donnees_nationales.csv", 732, 724, 8, 0},
	{source.InsertionDoctorat, "enseignement_superieur/fr-esr-insertion_professionnelle_des_diplomes_doctorat_par_etablissement.csv", 450, 450, 0, 0},
	{source.MetiersTension, "emploi/metiers_en_tension_mars_2024.csv", 399, 399, 0, 0},
	{source.ChomageDepartements, "orion/chomage_departemental_INSEE.csv", 500, 500, 0, 0},
	{source.ChomageRegions, "orion/chomage_regional_INSEE.csv", 68, 68, 0, 0},
	{source.Departements, "orion/departements_academies_regions.csv", 122, 110, 0, 0},
	{source.CommunesPoints, "geo/corresp_geo_point_codes_communes.csv.gz", 34888, 34888, 0, 0},
	{source.CommunesRegions, "geo/COM_DEP_REG_2023.csv", 34928, 34928, 0, 0},
	{source.CodesPostaux, "geo/insee-coordonnees-communes-departement-region.csv.gz", 39192, 35568, 39192 - 35568, 0},
	{source.ZonesEmploi, "geo/Export_Communes_Zones_Emploi_2020.csv.gz", 34936, 34935, 0, 1},
	{source.Population, "geo/insee-estimation-population-2024.csv.gz", 34995, 34995, 0, 0},
	{source.Contours, "geo/regions-version-simplifiee.geojson geo/departements-version-simplifiee.geojson geo/arrondissements-version-simplifiee.geojson.gz geo/regions-avec-outre-mer.geojson.gz geo/departements-avec-outre-mer.geojson.gz geo/communes-bretagne.geojson.gz geo/fond_carte_academies.json.gz", 13 + 96 + 320 + 18 + 101 + 1232 + 30, 13 + 96 + 320 + 18 + 101 + 1232 + 30, 0, 0},
	{source.Communes, "derived/communes.csv.gz", 35014, 35014, 0, 0},
}

func TestOfficialFiles(t *testing.T) {
	t.Parallel()
	for _, tt := range national {
		t.Run(tt.src.ID+" "+opendata.BaseName(strings.Fields(tt.files)[0]), func(t *testing.T) {
			t.Parallel()
			if testing.Short() {
				t.Skip("the national files take some seconds")
			}
			rows, report := official(t, tt.src, strings.Fields(tt.files)...)
			if report.Read != tt.read || len(rows) != tt.rows || report.Merged != tt.merged || report.Breaches() != tt.bad {
				t.Errorf("%d records, %d rows, %d merged, %d in quarantine; want %d, %d, %d, %d", report.Read, len(rows), report.Merged, report.Breaches(), tt.read, tt.rows, tt.merged, tt.bad)
			}
			if len(rows) < tt.src.MinRows || len(rows) > tt.src.MaxRows {
				t.Errorf("%d rows, the contract wants %d to %d", len(rows), tt.src.MinRows, tt.src.MaxRows)
			}
			for _, q := range report.Quarantine {
				t.Logf("in quarantine: %s", q)
			}
		})
	}
}

// official reads official files, or skips the test where there are none.
func official(t *testing.T, src *opendata.Source, names ...string) ([]opendata.Row, *opendata.Report) {
	t.Helper()
	var paths []string
	for _, name := range names {
		paths = append(paths, opendatatest.Official(t, name))
	}
	read := func() (reading, error) {
		rows, report, err := opendatatest.ReadAll(src, paths...)
		return reading{rows, report}, err
	}
	if src == source.BMO {
		workbook.once.Do(func() { workbook.reading, workbook.err = read() })
		read = func() (reading, error) { return workbook.reading, workbook.err }
	}
	r, err := read()
	if err != nil {
		t.Fatal(err)
	}
	return r.rows, r.report
}

type reading struct {
	rows   []opendata.Row
	report *opendata.Report
}

// workbook is read once for all tests: it takes longer than all other files together.
var workbook struct {
	reading
	once sync.Once
	err  error
}
