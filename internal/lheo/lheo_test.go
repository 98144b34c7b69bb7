package lheo

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
)

func everyOffer(m *training.Model) []int32 {
	all := make([]int32, len(m.Offers))
	for i := range all {
		all[i] = int32(i)
	}
	return all
}

func written(tb testing.TB, m *training.Model, offers []int32) string {
	tb.Helper()
	var b bytes.Buffer
	if err := Write(&b, m, offers, Options{BaseURL: "https://campus.example"}); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// odd has what files hold at their worst: no address, names too long, characters that
// XML can't hold, identifiers of other lengths.
func odd() *training.Model {
	m := trainingtest.Model()
	for i := range m.Establishments {
		e := &m.Establishments[i]
		switch i % 4 {
		case 0:
			e.Name = strings.Repeat("Lycée des métiers de l'énergie et de l'environnement ", 8)
			e.Address = strings.Repeat("12 bis, boulevard du Général-Leclerc ", 9)
		case 1:
			e.Name, e.City, e.Postcode, e.Region = " \x00<&>\t", "", "2A", "974"
		case 2:
			e.Website = "https://" + strings.Repeat("é", 500)
			e.Address = strings.Repeat("é", 200)
		}
	}
	for i := range m.Qualifications {
		if i%3 == 0 {
			m.Qualifications[i].Label = strings.Repeat("é", 400)
			m.Qualifications[i].ROME = []string{"H2913", "X", "H2902", "A1415", "M1805", "N3103", "H1203"}
			m.Qualifications[i].RNCP = []string{"RNCP1", "RNCP2", "RNCP3", "RNCP4", "RNCP5", "RNCP6"}
			m.Qualifications[i].Level, m.Qualifications[i].NSF = 0, ""
		}
	}
	return m
}

// element is an element read back.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Text     string     `xml:",chardata"`
}

// find are the elements of a path below e.
func (e *element) find(path ...string) []*element {
	if len(path) == 0 {
		return []*element{e}
	}
	var all []*element
	for i := range e.Children {
		if e.Children[i].XMLName.Local == path[0] {
			all = append(all, e.Children[i].find(path[1:]...)...)
		}
	}
	return all
}

func parsed(t *testing.T, text string) *element {
	t.Helper()
	var e element
	if err := xml.Unmarshal([]byte(text), &e); err != nil {
		t.Fatalf("%v in %.500s", err, text)
	}
	return &e
}

// order is the content of the elements written, as the DTD of LHÉO 2.3 has it: those
// left out are optional and never written.
var order = map[string]string{
	"lheo":              "offres",
	"offres":            "formation+",
	"formation":         "domaine-formation intitule-formation objectif-formation resultats-attendus contenu-formation certifiante contact-formation+ parcours-de-formation code-niveau-entree certification* code-niveau-sortie? url-formation? action+ organisme-formation-responsable",
	"domaine-formation": "code-NSF* code-ROME*",
	"contact-formation": "coordonnees",
	"certification":     "code-RNCP?",
	"url-formation":     "urlweb+",
	"action":            "rythme-formation code-public-vise+ niveau-entree-obligatoire modalites-alternance modalites-enseignement conditions-specifiques prise-en-charge-frais-possible lieu-de-formation* modalites-entrees-sorties session+ hebergement? duree-indicative? extras*",
	"lieu-de-formation": "code-UAI-lieu-formation? coordonnees",
	"session":           "periode adresse-inscription",
	"periode":           "debut fin",

	"adresse-inscription":             "adresse",
	"organisme-formation-responsable": "numero-activite SIRET-organisme-formation nom-organisme raison-sociale coordonnees-organisme contact-organisme+ code-UAI-organisme-formation?",
	"SIRET-organisme-formation":       "SIRET",
	"code-UAI-organisme-formation":    "code-UAI",
	"code-UAI-lieu-formation":         "code-UAI",
	"coordonnees-organisme":           "coordonnees",
	"contact-organisme":               "coordonnees",
	"coordonnees":                     "adresse? web?",
	"web":                             "urlweb+",
	"adresse":                         "denomination? ligne+ codepostal ville departement? code-INSEE-commune? region? pays? geolocalisation?",
	"geolocalisation":                 "latitude longitude",
	"extras":                          "extra*",
}

// misplaced says what of an element is not in the order, empty when all is.
func misplaced(e *element) string {
	name := e.XMLName.Local
	if e.XMLName.Space != Namespace {
		return name + " is not of the namespace"
	}
	content, structured := order[name]
	if !structured {
		if len(e.Children) > 0 {
			return name + " holds elements"
		}
		return ""
	}
	rest := e.Children
	for want := range strings.FieldsSeq(content) {
		kind := strings.TrimRight(want, "?*+")
		n := 0
		for len(rest) > 0 && rest[0].XMLName.Local == kind {
			if why := misplaced(&rest[0]); why != "" {
				return why
			}
			n, rest = n+1, rest[1:]
		}
		switch want[len(kind):] {
		case "":
			if n != 1 {
				return name + ": one " + kind + " is wanted"
			}
		case "?":
			if n > 1 {
				return name + ": several " + kind
			}
		case "+":
			if n == 0 {
				return name + ": no " + kind
			}
		}
	}
	if len(rest) > 0 {
		return name + ": " + rest[0].XMLName.Local + " has no place there"
	}
	return ""
}

// Elements come in the order of the DTD, whatever the files hold, and texts within
// their bounds.
func TestStructure(t *testing.T) {
	t.Parallel()
	bounds := map[string][2]int{
		"intitule-formation": {1, 255}, "objectif-formation": {1, 3000}, "ligne": {1, 50}, "ville": {1, 50}, "nom-organisme": {1, 250}, "raison-sociale": {1, 250},
		"denomination": {1, 255}, "urlweb": {3, 400}, "codepostal": {5, 5}, "code-ROME": {5, 5}, "code-NSF": {3, 3}, "code-UAI": {8, 8}, "SIRET": {14, 14},
		"numero-activite": {11, 11}, "region": {2, 2}, "departement": {2, 3}, "debut": {8, 8}, "fin": {8, 8}, "code-RNCP": {1, 10},
	}
	seen := make(map[string]bool)
	var check func(t *testing.T, e *element)
	check = func(t *testing.T, e *element) {
		name := e.XMLName.Local
		seen[name] = true
		if b, ok := bounds[name]; ok {
			if n := utf8.RuneCountInString(e.Text); n < b[0] || n > b[1] {
				t.Errorf("%s holds %d characters: %q", name, n, e.Text)
			}
		}
		for i := range e.Children {
			check(t, &e.Children[i])
		}
	}
	for name, m := range map[string]*training.Model{"usual": trainingtest.Model(), "odd": odd()} {
		root := parsed(t, written(t, m, everyOffer(m)))
		if why := misplaced(root); why != "" {
			t.Errorf("%s: %s", name, why)
		}
		check(t, root)
		actions := root.find("offres", "formation", "action")
		if len(actions) != len(m.Offers) {
			t.Errorf("%s: %d actions for %d offers", name, len(actions), len(m.Offers))
		}
	}
	for name := range order {
		if !seen[name] {
			t.Errorf("%s is never written: its order is not shown", name)
		}
	}
}

// The order would see an element out of its place.
func TestStructureIsChecked(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	text := written(t, m, everyOffer(m))
	for _, swap := range [][2]string{
		{"<certifiante>1</certifiante>\n", ""},
		{"<debut>", "<fin>20260000</fin><debut>"},
		{"<pays>FR</pays>", "<pays>FR</pays><commune/>"},
		{Namespace, "http://www.lheo.org/2.2"},
	} {
		doctored := strings.Replace(text, swap[0], swap[1], 1)
		if doctored == text || misplaced(parsed(t, doctored)) == "" {
			t.Errorf("%q for %q is accepted", swap[1], swap[0])
		}
	}
}

func TestFacts(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	root := parsed(t, written(t, m, m.OffersAt(m.Establishment(trainingtest.LorientPro))))
	trainings := root.find("offres", "formation")
	if len(trainings) != 4 {
		t.Fatalf("%d trainings, want 4", len(trainings))
	}
	text := func(e *element, path ...string) string {
		var all []string
		for _, f := range e.find(path...) {
			all = append(all, f.Text)
		}
		return strings.Join(all, " ")
	}
	welding := trainings[3]
	extras := make(map[string]string)
	for _, x := range welding.find("action", "extras", "extra") {
		extras[x.Attrs[0].Value] = x.Text
	}
	wantExtras := map[string]string{
		"route": "school", "mode": "on_site", "entry_year": "1", "mef": "23210025438", "capacity": "15", "capacity_status": "known",
		"applicants": "22", "applicants_status": "known", "applicants_kind": "first_wishes", "year": "2022",
		"source": "voie_pro", "source_title": "Offre de la voie professionnelle", "source_publisher": "Ministère de l'éducation nationale",
		"source_date": "2022", "source_licence": "none-stated",
	}
	if diff := cmp.Diff(wantExtras, extras); diff != "" {
		t.Errorf("extras: (-want +got)\n%s", diff)
	}
	for path, want := range map[string]string{
		"domaine-formation/code-ROME":                               trainingtest.Welder,
		"domaine-formation/code-NSF":                                "254",
		"certification/code-RNCP":                                   "37239",
		"code-niveau-sortie":                                        "13",
		"url-formation/urlweb":                                      "https://campus.example/formations/" + trainingtest.Welding,
		"action/code-public-vise":                                   "81061",
		"action/session/periode/debut":                              "20220000",
		"action/duree-indicative":                                   "2 ans",
		"action/hebergement":                                        "Internat",
		"action/lieu-de-formation/code-UAI-lieu-formation/code-UAI": trainingtest.LorientPro,
		"organisme-formation-responsable/coordonnees-organisme/coordonnees/web/urlweb": "https://lycee.example/",
		"action/lieu-de-formation/coordonnees/adresse/ligne":                           "12 rue du Bassin",
		"action/lieu-de-formation/coordonnees/adresse/code-INSEE-commune":              "56121",
		"action/lieu-de-formation/coordonnees/adresse/geolocalisation/latitude":        "47.7483",
	} {
		if got := text(welding, strings.Split(path, "/")...); got != want {
			t.Errorf("%s = %q, want %q", path, got, want)
		}
	}
}

func TestNone(t *testing.T) {
	t.Parallel()
	if err := Write(io.Discard, trainingtest.Model(), nil, Options{}); !errors.Is(err, ErrNone) {
		t.Errorf("no offer: %v", err)
	}
}

type full struct{ left int }

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errors.New("disk full")
	}
	return len(b), nil
}

func TestWriteError(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	if err := Write(&full{100}, m, everyOffer(m), Options{}); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("%v, want what went wrong", err)
	}
}

// lheoFolder is where the official schema is, or the test is skipped.
func lheoFolder(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("CONTINUUM_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	folder = filepath.Join(folder, "lheo")
	if _, err := os.Stat(filepath.Join(folder, "lheo.xsd")); err != nil {
		t.Skipf("official schema absent (set CONTINUUM_DATA): %v", err)
	}
	return folder
}

func TestXmllint(t *testing.T) {
	t.Parallel()
	schema := filepath.Join(lheoFolder(t), "lheo.xsd")
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint absent: TestSchema reads the schema itself")
	}
	for name, m := range map[string]*training.Model{"usual": trainingtest.Model(), "odd": odd()} {
		file := filepath.Join(t.TempDir(), "offre.xml")
		if err := os.WriteFile(file, []byte(written(t, m, everyOffer(m))), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.CommandContext(t.Context(), xmllint, "--noout", "--schema", schema, file).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%.2000s", name, err, out)
		}
	}
}
