package source

import (
	"io/fs"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/opendata"
	"continuum/internal/opendata/opendatatest"
)

// What the official files of the nomenclatures hold: records as counted once by another
// program, and what becomes of those that are no row of their own.
var nomenclaturesOfficial = []struct {
	src     *opendata.Source
	files   string // separated by spaces
	read    int
	rows    int
	bad     int // in quarantine
	skipped map[string]int
}{
	{NSFCategories, "orion/n_categorie_specialite_.csv", 5, 5, 0, nil},
	{NSFDomaines, "orion/n_domaine_specialite_.csv", 22, 22, 0, nil},
	{NSF, "orion/n_groupe_specialite_.csv", 115, 115, 0, nil},
	{Niveaux, "bcn/N_NIVEAU_FORMATION_DIPLOME.csv", 206, 206, 0, nil},
	{Niveaux, "bcn/N_NIVEAU_FORMATION_DIPLOME.csv orion/nNiveauFormationDiplome_.csv", 212, 212, 0, nil},
	{Diplomes, "orion/vFormationDiplome_.csv.gz", 11261, 11261, 0, nil},
	{Lignees, "bcn/N_FORMATION_DIPLOME.csv.gz", 3923, 3923, 0, nil},
	{Lignees, "bcn/N_FORMATION_DIPLOME.csv.gz orion/nFormationDiplome_.csv.gz", 4023, 4023, 0, nil},
	{Dispositifs, "orion/nDispositifFormation_.csv", 181, 181, 0, nil},
	{MEF, "orion/nMef.csv.gz", 10067, 10067, 0, nil},
	{TypesGroupes, "orion/n_type_groupe_formation_.csv", 3, 3, 0, nil},
	{Groupes, "orion/n_groupe_formation_.csv", 29, 29, 0, nil},
	{GroupesLiens, "orion/n_lien_formation_groupe_.csv", 148, 148, 0, nil},
	{FamillesMetiers, "orion/familleMetiers.csv", 90, 90, 0, nil},
	{FamillesBCN, "bcn/n_famille_metier_spec_pro.csv", 20, 20, 0, nil},
	{FamillesMEF, "bcn/n_lien_mef_famille_metier.csv", 275, 275, 0, nil},
	{OptionsBTS, "orion/optionsBTS.csv", 17, 17, 0, nil},
	{DiplomesProfessionnels, "orion/diplomesProfessionnels.csv", 577, 576, 0, nil},
	{Regroupements, "orion/regroupements.csv", 1114, 1114, 0, nil},
	{Disciplines, "orion/discipline.csv", 76, 76, 0, nil},
	{ActionsPrioritaires, "orion/actions_prioritaires.csv", 525, 524, 0, map[string]int{"the same row twice": 1}},
	{DomainesProfessionnels, "orion/domaine_professionnel.csv", 110, 110, 0, nil},
	{ROME, "orion/rome.csv", 609, 609, 0, nil},
	{ROME, "orion/rome.csv rome/unix_referentiel_code_rome_v460_utf8.csv", 1584, 1584, 0, nil},
	{Appellations, "orion/metier.csv.gz", 11522, 11522, 0, nil},
	{ROMEJeunes, "rome/labonnealternance.referentielromes_classification_new_21.01.26.csv", 825, 801, 0, map[string]int{"its editors have crossed it out": 24}},
	{RNCP, "france_competences/rncp_info.v1.3.csv.gz", 20451, 20387, 0, nil},
	{RNCPRome, "france_competences/rncp_rome.v1.4.csv.gz", 45165, 45165, 0, nil},
	{RNCPNSF, "france_competences/rncp_nsf.v1.4.csv.gz", 50925, 25411, 0, nil},
	{RNCPBlocs, "france_competences/rncp_blocs_competences.v1.4.csv.gz", 16455, 16454, 0, nil},
	{RNCPCertificateurs, "france_competences/rncp_certificateurs.v1.4.csv.gz", 36279, 35240, 0, map[string]int{"a certifier without a name": 732}},
	{RNCPVoies, "france_competences/rncp_voix_acces.v1.4.csv.gz", 74633, 74633, 0, nil},
	{OnisepFichesMetiers, "onisep/5fe0808a2da6f.zip", 928, 928, 0, nil},
	{OnisepMetiers, "onisep/5fa5949243f97.json", 1325, 928, 0, nil},
	{OnisepFormations, "onisep/ideo-formations_initiales_en_france.csv.gz", 6086, 6086, 0, nil},
	{OnisepFichesFormations, "onisep/5fe07a9ecc960.zip", 2164, 2164, 0, nil},
	{CertifInfo, "orion/certif_info.csv.gz", 10067, 9923, 0, nil},
	{KitApprentissage, "france_competences/Kit_apprentissage_20250131.xlsx", 6822, 6791, 0, map[string]int{"no fiche was found for the diploma": 31}},
	{OnisepOptions, "onisep/ideo-enseignements_optionnels_de_seconde_generale_et_technologique.csv.gz", 2682, 2682, 0, nil},
	{OnisepJPO, "c-est-qui-le-pro/jpo.json", 1418, 678, 0, map[string]int{"no open day is announced": 740}},
	{OnisepFichesCourtes, "c-est-qui-le-pro/fiches.json", 30, 30, 0, nil},
	{FormationsSimilaires, "c-est-qui-le-pro/formationSimilaire.json.gz", 2482, 2459, 0, map[string]int{"nothing is near but itself": 23}},
	{MotsCles, "c-est-qui-le-pro/keywords_formations_cqlp.json.gz", 865, 865, 0, nil},
	{ESCOGroupes, "esco/ISCOGroups_fr.csv", 619, 619, 0, nil},
	{ESCOProfessions, "esco/occupations_fr.csv", 2942, 2942, 0, nil},
	{ESCOHierarchieProfessions, "esco/broaderRelationsOccPillar.csv", 3551, 3551, 0, nil},
	{ESCOGroupesCompetences, "esco/skillGroups_fr.csv", 17, 17, 0, nil},
	{ESCOCompetences, "esco/skills_fr.csv.gz", 13485, 13485, 0, nil},
	{ESCOHierarchieCompetences, "esco/broaderRelationsSkillPillar.csv.gz", 7161, 7006, 0, nil},
}

func TestNomenclaturesOfficial(t *testing.T) {
	t.Parallel()
	for _, tt := range nomenclaturesOfficial {
		t.Run(tt.src.ID+" "+opendata.BaseName(tt.files), func(t *testing.T) {
			t.Parallel()
			var paths []string
			for name := range strings.FieldsSeq(tt.files) {
				paths = append(paths, opendatatest.Official(t, name))
			}
			rows, report, err := opendatatest.ReadAll(tt.src, paths...)
			if err != nil {
				t.Fatal(err)
			}
			if report.Read != tt.read || len(rows) != tt.rows || report.Breaches() != tt.bad {
				t.Errorf("%d records, %d rows, %d in quarantine; want %d, %d, %d: %v",
					report.Read, len(rows), report.Breaches(), tt.read, tt.rows, tt.bad, report.Quarantined)
			}
			if !maps.Equal(report.Skipped, tt.skipped) {
				t.Errorf("left out differ (-want +got):\n%s", cmp.Diff(tt.skipped, report.Skipped))
			}
			if len(rows) < tt.src.MinRows || len(rows) > tt.src.MaxRows {
				t.Errorf("%d rows, the contract wants %d to %d", len(rows), tt.src.MinRows, tt.src.MaxRows)
			}
		})
	}
}

// samples are the files that no source reads, and why.
var samples = map[string]string{
	"README.md": "words",
	"export-fiches-csv-2024-02-22.sample.zip": "ten rows that show a layout",
	"exemple-bts-onisep.xml":                  "an example of the format that is written here, not read",
	"lheo-dict-NSF.xml":                       "the same",
	"lheo.dtd":                                "the same",
	"lheo.xsd":                                "the same",
}

// Each file of the folder is read by one source, and by one only.
func TestOfficialFilesHaveOneSource(t *testing.T) {
	t.Parallel()
	folder := filepath.Dir(opendatatest.Official(t, "README.md"))
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		var readers []string
		for _, s := range All {
			if s.Matches(path) {
				readers = append(readers, s.ID)
			}
		}
		want := 1
		if samples[entry.Name()] != "" {
			want = 0
		}
		if len(readers) != want {
			t.Errorf("%s is read by %v, want %d source", path, readers, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
