package source

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"continuum/internal/opendata"
	"continuum/internal/opendata/opendatatest"
)

// officialTable reads the newest official file of a source.
func officialTable(t *testing.T, src *opendata.Source, name string) table {
	t.Helper()
	rows, _, err := opendatatest.ReadAll(src, opendatatest.Official(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return table{src, rows}
}

type table struct {
	src  *opendata.Source
	rows []opendata.Row
}

// where keeps the rows of which a column has some value; "" for any.
func (tb table) where(column, value string) table {
	i := tb.src.Index(column)
	kept := table{src: tb.src}
	for _, r := range tb.rows {
		if value == "" && r[i] != "" || value != "" && r[i] == value {
			kept.rows = append(kept.rows, r)
		}
	}
	return kept
}

// values are the different values of a column, items of lists apart, with how often
// they occur.
func (tb table) values(column string) map[string]int {
	i := tb.src.Index(column)
	n := map[string]int{}
	for _, r := range tb.rows {
		for _, v := range items(r[i]) {
			n[v]++
		}
	}
	return n
}

// found counts the values of a column that another table has, and all of them.
func (tb table) found(column string, in map[string]int) (found, all int) {
	for v, n := range tb.values(column) {
		all += n
		if in[v] > 0 {
			found += n
		}
	}
	return found, all
}

// The figures are those that another program counted in the same files: what is read is
// what the files say, and codes are written alike on both sides of a join.
func TestNomenclaturesFigures(t *testing.T) {
	t.Parallel()
	diplomes := officialTable(t, Diplomes, "orion/vFormationDiplome_.csv.gz")
	mef := officialTable(t, MEF, "orion/nMef.csv.gz")
	familles := officialTable(t, FamillesMetiers, "orion/familleMetiers.csv")
	options := officialTable(t, OptionsBTS, "orion/optionsBTS.csv")
	kit := officialTable(t, KitApprentissage, "france_competences/Kit_apprentissage_20250131.xlsx")
	certif := officialTable(t, CertifInfo, "orion/certif_info.csv.gz")
	rncp := officialTable(t, RNCP, "france_competences/rncp_info.v1.3.csv.gz")
	fiches := officialTable(t, OnisepFichesFormations, "onisep/5fe07a9ecc960.zip")
	metiers := officialTable(t, OnisepFichesMetiers, "onisep/5fe0808a2da6f.zip")
	onisepMetiers := officialTable(t, OnisepMetiers, "onisep/5fa5949243f97.json")
	rome := officialTable(t, ROME, "rome/unix_referentiel_code_rome_v460_utf8.csv")
	appellations := officialTable(t, Appellations, "orion/metier.csv.gz")

	open := len(diplomes.rows) - len(diplomes.where("fermeture", "").rows)
	cfd, mefstat := diplomes.values("cfd"), mef.values("mefstat11")
	for _, tt := range []struct {
		name      string
		got, want int
	}{
		{"diplomas without a last day", open, 1743},
		{"diplomas of the kit", len(kit.values("cfd")), 5953 - 31}, // 31 have no fiche
		{"diplomas with an active fiche", len(kit.where("actif", "1").values("cfd")), 3282},
		{"diplomas of Certif Info", len(certif.values("cfd")), 3294},
		{"active fiches", len(rncp.where("actif", "1").rows), 7424}, // on 7,462 rows
		{"descriptions with a diploma", len(fiches.where("cfd", "").rows), 1617},
		{"descriptions with what follows", len(fiches.where("poursuites", "").rows), 554}, // 39 more have an empty list
		{"occupations with a ROME code", len(metiers.where("romes", "").rows), 842},
		{"domains of occupations", len(onisepMetiers.where("domaines", "").rows), 928},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, tt.got, tt.want)
		}
	}
	for _, tt := range []struct {
		name       string
		from       table
		column     string
		in         map[string]int
		found, all int
	}{
		{"MEF to diploma", mef, "cfd", cfd, 10064, 10067},
		{"common year to diploma", familles, "cfd_commun", cfd, 90, 90},
		{"speciality to diploma", familles, "cfd_specialite", cfd, 90, 90},
		{"common year to MEF", familles, "mefstat11_commun", mefstat, 90, 90},
		{"speciality to MEF", familles, "mefstat11_specialite", mefstat, 90, 90},
		{"option to diploma", options, "cfd_specialite", cfd, 17, 17},
		{"kit to diploma", kit, "cfd", cfd, 6791, 6791},
		{"Certif Info to diploma", certif, "cfd", cfd, 3691, 3691},
		{"Certif Info to ROME", certif, "romes", rome.values("rome"), 17497, 17573}, // others are of a whole domain
		{"description to diploma", fiches, "cfd", cfd, 1586, 1617},
		{"description to occupation", fiches, "metiers", metiers.values("id"), 5934, 5934},
		{"description to what follows", fiches, "poursuites", fiches.values("libelle"), 2023, 2487},
		{"occupation to ROME", metiers, "romes", rome.values("rome"), 881, 882},
		{"appellation to ROME", appellations, "rome", rome.values("rome"), 11522, 11522},
	} {
		if found, all := tt.from.found(tt.column, tt.in); found != tt.found || all != tt.all {
			t.Errorf("%s: %d of %d, want %d of %d", tt.name, found, all, tt.found, tt.all)
		}
	}
}

// The archive of today is read table by table. What is at hand is a sample, which no
// source takes for the archive: here it bears its name.
func TestExportSample(t *testing.T) {
	t.Parallel()
	sample, err := os.Open(opendatatest.Official(t, "france_competences/export-fiches-csv-2024-02-22.sample.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer sample.Close()
	path := filepath.Join(t.TempDir(), "export-fiches-csv-2024-02-22.zip")
	archive, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(archive, sample); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		src  *opendata.Source
		rows int
	}{
		{RNCP, 9},
		{RNCPFiliations, 6},
		{RNCPRome, 15},
		{RNCPNSF, 10},
		{RNCPBlocs, 6},
		{RNCPCertificateurs, 6},
		{RNCPVoies, 34},
		{RNCPFormacode, 5},
		{RNCPCCN, 2},
		{RNCPPartenaires, 10},
	} {
		rows, report, err := opendatatest.ReadAll(tt.src, path)
		if err != nil {
			t.Errorf("%s: %v", tt.src.ID, err)
			continue
		}
		if len(rows) != tt.rows || report.Breaches() != 0 || !tt.src.Matches(path) {
			t.Errorf("%s: %d rows, want %d; quarantine %v", tt.src.ID, len(rows), tt.rows, report.Quarantined)
		}
		if !strings.Contains(report.Layout(), "France compétences") {
			t.Errorf("%s: read as %s", tt.src.ID, report.Layout())
		}
	}
}
