package assemble

import (
	"errors"
	"slices"
	"testing"

	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
	"continuum/internal/training"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func qualification(t *testing.T, m *training.Model, id string) *training.Qualification {
	t.Helper()
	at, _ := m.Qualification(id)
	if at == training.None {
		t.Fatalf("no qualification %s", id)
	}
	return &m.Qualifications[at]
}

func TestQualifications(t *testing.T) {
	t.Parallel()
	m := small(t)
	for _, tt := range []struct {
		id, label, kind string
		level, years    int8
		active, common  bool
	}{
		{"50025438", "CAP Réalisations industrielles option B soudage", "CAP", 3, 2, true, false},
		{"40020103", "2nde commune Métiers de la réalisation d'ensembles", "BAC PRO", 4, 3, true, true},
		{"40025218", "2nde commune Maintenance des véhicules", "BAC PRO", 4, 3, false, true},
		{"40025214", "Bac pro Maintenance des véhicules option A voitures particulieres", "BAC PRO", 4, 3, true, false},
		{"40025411", "Bac pro Technicien en chaudronnerie industrielle", "BAC PRO", 4, 3, true, false},
		{"40025409", "Bac pro Technicien en chaudronnerie", "BAC PRO", 4, 3, false, false},
		{"32025415", "BTS Conception et réalisation en chaudronnerie industrielle", "BTS", 5, 2, true, false},
		{"32032614", "BTS Services informatiques aux organisations option B solutions", "BTS", 5, 2, true, false},
		{"46125406", "CS Technicien(ne) en soudage", "CS", 4, 1, true, false},
		{"47010018", "2nde générale et technologique", "BAC GENERAL", 4, 3, true, true},
		{"ps-but-genie-mecanique-et-productique", "BUT Génie mécanique et productique", "BUT", 6, 3, true, true},
		{"20511601", "Licence Chimie", "LICENCE", 6, 3, true, false},
		{"13511606", "Master Chimie", "MASTER", 7, 2, true, false},
		{"inm-navires-du-futur", "Master Navires du futur", "MASTER", 7, 2, true, false},
		{"for-3", "Diplôme d'ingénieur de l'École de la mer", "INGENIEUR", 7, 5, true, false},
		{"for-5", "BPJEPS mention voile", "BP JEPS", 4, 2, true, false},
		{"for-7", "CAP Inconnu", "CAP", 3, 2, true, false},
		{"ed-900", "Doctorat Matière", "DOCTORAT", 8, 3, true, false},
		{"ps-formation-d-ingenieur", "Formation d'ingénieur", "INGENIEUR", 7, 5, true, false},
	} {
		t.Run(tt.id, func(t *testing.T) {
			q := qualification(t, m, tt.id)
			if q.ID != tt.id || q.Label != tt.label || q.Kind != tt.kind || q.Level != tt.level || q.Years != tt.years || q.Active != tt.active || q.Common != tt.common {
				t.Errorf("%s is %q, %s, level %d, %d years, active %v, common %v; want %q, %s, %d, %d, %v, %v",
					q.ID, q.Label, q.Kind, q.Level, q.Years, q.Active, q.Common, tt.label, tt.kind, tt.level, tt.years, tt.active, tt.common)
			}
		})
	}
	for _, id := range []string{"67010001", "01025401", "for-8"} {
		if at, _ := m.Qualification(id); at != training.None {
			t.Errorf("%s is in the model: nothing refers to it", id)
		}
	}
	for alias, id := range map[string]string{
		"for-1": "50025438", "ps-licence-chimie": "20511601", "inm-1900001B": "13511606", "inm-1800001A": "13511606",
		"inm-chimie": "13511606", "ps-cs-technicien-ne-en-soudage": "46125406",
	} {
		if at, moved := m.Qualification(alias); at == training.None || !moved || m.Qualifications[at].ID != id {
			t.Errorf("Qualification(%s) = %d, %v, want %s", alias, at, moved, id)
		}
	}
}

func TestCertifications(t *testing.T) {
	t.Parallel()
	m := small(t)
	for _, tt := range []struct {
		id         string
		rncp, rome []string
	}{
		{"50025438", []string{"RNCP2", "RNCP1"}, []string{"H2913", "A1000"}}, // active first
		{"40025411", []string{"RNCP4"}, []string{"H2902"}},                   // no kit, no Certif Info
		{"32025415", []string{"RNCP3"}, []string{"H1203"}},                   // through its fiche
		{"for-3", []string{"RNCP9"}, []string{"H1203"}},                      // through Onisep
		{"40020103", nil, nil},
	} {
		q := qualification(t, m, tt.id)
		if !slices.Equal(q.RNCP, tt.rncp) || !slices.Equal(q.ROME, tt.rome) {
			t.Errorf("%s has %v and %v, want %v and %v", tt.id, q.RNCP, q.ROME, tt.rncp, tt.rome)
		}
	}
	at := m.Occupation("H2913")
	if at == training.None {
		t.Fatal("no occupation H2913")
	}
	o := m.Occupations[at]
	if !slices.Equal(o.Words, []string{"Braseur", "Étameur", "Soudeur"}) || o.Domain != "Métal" || len(o.Qualifications) != 1 {
		t.Errorf("H2913 is %+v", o)
	}
}

func TestEstablishments(t *testing.T) {
	t.Parallel()
	m := small(t)
	for _, tt := range []struct {
		uai, name string
		kind      training.EstablishmentKind
		public    training.Public
		dep, reg  string
		basin     string
		doubt     string
		placed    bool
	}{
		{"0560001A", "Lycée du Scorff", training.LyceePro, training.IsPublic, "56", "53", "5315", "", true},
		{"0290001B", "Lycée de l'Élorn", training.LyceeGeneral, training.IsPublic, "29", "53", "5301", "", true},
		{"0350001C", "Lycée Sainte-Barbe", training.LyceePolyvalent, training.PrivateContract, "35", "53", "", "", true},
		{"0560002D", "Collège du Ter", training.College, "", "56", "53", "5315", "", true},
		{"0560004F", "Institut de la Voile", training.OtherKind, training.PrivateContract, "56", "53", "5315", training.DoubtFar, true},
		{"0560005G", "Université de la Rade", training.University, training.IsPublic, "56", "53", "5315", "", true},
		{"0560006H", "CFA de la mer", training.CFA, "", "56", "53", "5315", "", true},
		{"0440001K", "Lycée professionnel des Chantiers", training.LyceePro, training.IsPublic, "44", "52", "", "", true},
		{"0560008M", "Institut Superieur", training.HigherSchool, training.PrivateContract, "56", "53", "", training.DoubtCourse, true},
		{"0560009N", "Haute Mer", training.OtherKind, training.IsPublic, "56", "53", "", training.DoubtSea, true},
		{"0209999Z", "0209999Z", training.OtherKind, "", "20", "", "", "", false},
		{"0290119X", "0290119X", training.OtherKind, "", "29", "53", "", "", false},
		{"0560010Q", "Lycée que nul autre ne connaît", training.OtherKind, "", "56", "53", "", "", false},
	} {
		t.Run(tt.uai, func(t *testing.T) {
			at := m.Establishment(tt.uai)
			if at == training.None {
				t.Fatal("not in the model")
			}
			e := &m.Establishments[at]
			if tt.reg == "" {
				tt.dep = e.Departement
			}
			if e.Name != tt.name || e.Kind != tt.kind || e.Public != tt.public || e.Departement != tt.dep || e.Region != tt.reg ||
				e.Basin != tt.basin || e.PointDoubt != tt.doubt || e.Point.IsZero() == tt.placed {
				t.Errorf("%+v, want %+v", *e, tt)
			}
		})
	}
	for _, uai := range []string{"0560003E", "0560007J", "0750001L"} {
		if m.Establishment(uai) != training.None {
			t.Errorf("%s is in the model: it teaches nothing that we know", uai)
		}
	}
	e := m.Establishments[m.Establishment("0560001A")]
	if e.Address != "12 rue du Bassin" || e.Boarding != training.Yes || e.Pupils != training.Of(480) || e.City != "Lorient" {
		t.Errorf("Lycée du Scorff is %+v", e)
	}
}

func TestOffers(t *testing.T) {
	t.Parallel()
	m := small(t)
	missing := training.Figure{}
	for _, tt := range []struct {
		id                string
		capacity, applied training.Figure
		note              string
		applicants        training.Applicants
		year              int16
		inferred          bool
	}{
		{"50025438.0560001A.s1", training.Of(20), training.Of(25), "", training.FirstWishes, 2022, false}, // two lengths, one offer
		{"40020103.0560001A.s1", training.Of(30), training.Of(41), "", training.FirstWishes, 2022, false},
		{"40025411.0560001A.s2", missing, training.Of(8), training.NoteUnlimited, training.FirstWishes, 2022, false},
		{"50025438.0440001K.s1", missing, training.Of(4), training.NoteClosed, training.FirstWishes, 2022, false},
		{"50025438.0350001C.s1", training.Of(12), missing, "", training.NoApplicants, 2022, false},
		{"40025411.0209999Z.s1", training.Of(10), training.Of(5), "", training.FirstWishes, 2022, false},
		{"32025415.0560006H.a1", training.Of(10), training.Of(44), "", training.AllWishes, 2024, false},
		{"32025415.0560001A.s1", training.Of(15), training.Of(96), "", training.AllWishes, 2024, false},
		{"32032612.0560001A.sd1", training.Of(800), training.Of(310), "", training.AllWishes, 2024, false},
		{"46125406.0560006H.a1", training.Of(12), training.Of(9), "", training.AllWishes, 2024, false},
		{"ps-but-genie-mecanique-et-productique.0560005G.s1", missing, missing, "", training.NoApplicants, 2025, false},
		{"20511601.0560008M.s1", training.Of(40), training.Of(120), "", training.AllWishes, 2025, false},
		{"13511606.0560005G.s1", training.Of(24), missing, "", training.NoApplicants, 2021, false},
		{"13511606.0560005G.a1", missing, missing, "", training.NoApplicants, 2021, false},
		{"13511606.0560005G.c1", missing, missing, "", training.NoApplicants, 2021, false},
		{"inm-navires-du-futur.0560005G.sd1", missing, missing, "", training.NoApplicants, 2021, false},
		{"ed-900.0560005G.s1", missing, missing, "", training.NoApplicants, 2019, false},
		{"ed-900.0290119X.s1", missing, missing, "", training.NoApplicants, 2019, false},
		{"47010018.0290001B.s1", missing, missing, "", training.NoApplicants, 2025, true},
		{"47010019.0290001B.s2", missing, missing, "", training.NoApplicants, 2025, true},
		{"47010018.0350001C.s1", missing, missing, "", training.NoApplicants, 2025, true},
	} {
		t.Run(tt.id, func(t *testing.T) {
			at := m.Offer(tt.id)
			if at == training.None {
				t.Fatal("not in the model")
			}
			o := m.Offers[at]
			if o.Capacity != tt.capacity || o.Applied != tt.applied || o.CapacityNote != tt.note || o.Applicants != tt.applicants || o.Year != tt.year || o.Inferred != tt.inferred {
				t.Errorf("%+v, want %+v", o, tt)
			}
			if o.Point.IsZero() != (o.Mode == training.Distance || m.Establishments[o.Establishment].Point.IsZero()) {
				t.Errorf("point %v", o.Point)
			}
		})
	}
	if n := len(m.OffersAt(m.Establishment("0560005G"))); n != 7 {
		t.Errorf("%d offers at the university, want 7: a closed mention is none", n)
	}
	if o := m.Offers[m.Offer("50025438.0560001A.s1")]; o.Enrolled != training.Of(27) || o.EnrolledYear != 2020 {
		t.Errorf("enrolled %v in %d, want the pupils of both years", o.Enrolled, o.EnrolledYear)
	}
	if o := m.Offers[m.Offer("40025411.0560001A.s2")]; o.Enrolled != training.Of(9) {
		t.Errorf("enrolled %v: pupils of a speciality are those of its second year's offer", o.Enrolled)
	}
	if o := m.Offers[m.Offer("46125406.0560006H.a1")]; o.MEF != "" {
		t.Errorf("MEF %s: the number of a certificate is none", o.MEF)
	}
}

func TestProgressions(t *testing.T) {
	t.Parallel()
	m := small(t)
	type link struct {
		From, To, Kind, Condition string
	}
	var got []link
	for _, p := range m.Progressions {
		got = append(got, link{m.Qualifications[p.From].ID, m.Qualifications[p.To].ID, p.Kind.String(), p.Condition})
	}
	want := []link{
		{"13511606", "ed-900", "doctoral", ""},
		{"20511601", "13511606", "licence", ""},
		{"32032612", "32032614", "option", ""},
		{"40020103", "40025411", "family", ""},
		{"40025401", "40025405", "lineage", ""},
		{"40025218", "40025214", "family", ""}, // by their labels
		{"40025405", "40025409", "lineage", ""},
		{"40025409", "40025411", "lineage", ""},
		{"40025411", "32032612", "onisep", ""}, // an option leads by its common year too
		{"40025411", "32032614", "onisep", ""},
		{"47010018", "47010019", "family", ""},
		{"50025438", "40025411", "onisep", "sous condition"},
		{"50025438", "for-7", "onisep", "sous condition"},
		{"for-4", "25125103", "onisep", ""},
		{"for-4", "ps-but-genie-mecanique-et-productique", "onisep", ""},
		{"ps-but-genie-mecanique-et-productique", "25125103", "option", ""},
	}
	if diff := cmp.Diff(want, got, cmpopts.SortSlices(func(a, b link) bool { return a.From+a.To < b.From+b.To })); diff != "" {
		t.Errorf("progressions (-want +got):\n%s", diff)
	}
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	m := small(t)
	rates := m.RatesOf(m.Offer("50025438.0560001A.s1"))
	if len(rates) != 1 || m.Outcomes[rates[0].Outcome].Cohort != "2021_2022" || m.Outcomes[rates[0].Outcome].Employed[0] != training.Of(0.36) {
		t.Errorf("CAP: rates %+v", rates)
	}
	// Two renewals back, and shown for the speciality of the common year.
	rates = m.RatesOf(m.Offer("40020103.0560001A.s1"))
	if len(rates) != 1 || m.Qualifications[rates[0].Of].ID != "40025405" || m.Qualifications[rates[0].For].ID != "40025411" || rates[0].Renewals != 2 {
		t.Errorf("2nde commune: rates %+v", rates)
	}
	rates = m.RatesOf(m.Offer("32025415.0560006H.a1"))
	if len(rates) != 1 || rates[0].Published || m.Outcomes[rates[0].Outcome].Employed[0].Status != training.Secret {
		t.Errorf("BTS by apprenticeship: rates %+v, want a hidden one", rates)
	}
	var local []training.Outcome
	for _, at := range m.OutcomesAt(m.Establishment("0560001A")) {
		local = append(local, m.Outcomes[at])
	}
	if len(local) != 3 || local[0].Route != 0 || local[0].Employed[0] != training.Of(0.41) || local[0].ValueAdded != training.Of(3) ||
		local[1].Employed[0].Status != training.Secret || local[2].Employed[0].Status != training.Missing {
		t.Errorf("by establishment: %+v", local)
	}
	var surveys, national int
	for _, o := range m.Outcomes {
		if o.Field == "Master : Chimie" && o.Establishment != training.None {
			surveys++
			if o.Employed[2] != training.Of(0.88) || o.Employed[4] != training.Of(0.93) {
				t.Errorf("survey %+v", o)
			}
		}
		if o.Field != "" && o.Establishment == training.None {
			national++
		}
	}
	if surveys != 1 || national != 2 {
		t.Errorf("%d surveys of the university's masters, %d of the country, want 1 and 2", surveys, national)
	}
}

func TestNeeds(t *testing.T) {
	t.Parallel()
	m := small(t)
	want := []training.Need{
		{FAP: "D1Z41", Label: "Soudeurs", Basin: "5315", BasinLabel: "Lorient", Region: "53", Projects: training.Of(100), Difficult: training.Of(75), Seasonal: training.Figure{Status: training.Secret}, Year: 2024},
		{FAP: "Z0Z00", Label: "inconnus", Basin: "9999", BasinLabel: "Nulle part", Region: "53", Projects: training.Figure{Status: training.Secret}, Year: 2024},
	}
	if diff := cmp.Diff(want, m.Needs, cmpopts.IgnoreFields(training.Need{}, "Source")); diff != "" {
		t.Errorf("needs (-want +got):\n%s", diff)
	}
}

func TestJoins(t *testing.T) {
	t.Parallel()
	m := small(t)
	for _, tt := range []struct {
		id             string
		rows, resolved int
		unresolved     []string
	}{
		{"voie_pro_diploma", 9, 8, []string{"99999999999"}},
		{"voie_pro_point", 9, 8, []string{"0209999Z"}},
		{"bts_diploma", 4, 4, nil},
		{"inserjeunes_diploma", 5, 4, []string{"99999999999"}},
		{"onisep_poursuites", 5, 5, nil},
		{"master_licences", 3, 2, []string{"Inconnue"}},
		{"parcoursup_label_unknown", 1, 0, []string{"Nobody reads this"}},
		{"doctoral_label_8", 2, 1, []string{"Astrologie"}},
		{"doctoral_place", 5, 3, []string{"0290119A", "07555890V"}}, // wrong letter, wrong length
		{"bmo_basin", 3, 2, []string{"9999"}},
		{"constat_offer", 5, 3, []string{"0290001B 40025218", "0440001K 32025415"}},
		{"rome_known", 5, 4, []string{"A1000"}},
		{"voie_pro_rate", 8, 6, nil}, // a diploma found in one region is a key resolved,
	} {
		i := slices.IndexFunc(m.Joins, func(j training.Join) bool { return j.ID == tt.id })
		if i < 0 {
			t.Errorf("no join %s", tt.id)
			continue
		}
		if j := m.Joins[i]; j.Rows != tt.rows || j.RowsResolved != tt.resolved || !slices.Equal(j.Unresolved, tt.unresolved) {
			t.Errorf("%s: %d of %d rows, unresolved %q; want %d of %d, %q", tt.id, j.RowsResolved, j.Rows, j.Unresolved, tt.resolved, tt.rows, tt.unresolved)
		}
	}
}

func TestSources(t *testing.T) {
	t.Parallel()
	m := small(t)
	if len(m.Sources) != len(source.All) {
		t.Fatalf("%d sources, want %d", len(m.Sources), len(source.All))
	}
	for i, p := range m.Sources {
		if _, present := world()[p.ID]; p.ID != source.All[i].ID || p.Present != present {
			t.Errorf("source %d is %s, present %v", i, p.ID, p.Present)
		}
	}
}

// The model doesn't depend on how maps are walked.
func TestAssembleIsDeterministic(t *testing.T) {
	t.Parallel()
	a := small(t)
	for range 3 {
		if diff := cmp.Diff(a, small(t), cmpopts.IgnoreUnexported(training.Model{})); diff != "" {
			t.Fatalf("two models of the same rows differ:\n%s", diff)
		}
	}
}

// No source at all is an empty model, and each may be the one that is missing.
func TestAssembleWithoutSources(t *testing.T) {
	t.Parallel()
	m, err := Assemble(memory{}, loadAtlas(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Establishments)+len(m.Qualifications)+len(m.Offers)+len(m.Outcomes) != 0 {
		t.Errorf("a model of nothing holds %d establishments, %d qualifications, %d offers", len(m.Establishments), len(m.Qualifications), len(m.Offers))
	}
	for id := range world() {
		w := world()
		delete(w, id)
		if _, err := Assemble(w, loadAtlas(t)); err != nil {
			t.Errorf("without %s: %v", id, err)
		}
	}
	if _, err := Assemble(shuffled(world()), loadAtlas(t)); err != nil {
		t.Error(err)
	}
}

// broken fails on one source.
type broken struct {
	memory
	id string
}

var errBroken = errors.New("disk on fire")

func (b broken) Scan(s *opendata.Source, columns []string, fn func([]string) error) error {
	if s.ID == b.id {
		return errBroken
	}
	return b.memory.Scan(s, columns, fn)
}

func TestAssembleSaysWhatItCouldNotRead(t *testing.T) {
	t.Parallel()
	for _, id := range []string{source.Annuaire.ID, source.MEF.ID, source.BMO.ID, source.NSF.ID, source.Constat.ID} {
		if m, err := Assemble(broken{world(), id}, loadAtlas(t)); !errors.Is(err, errBroken) || m != nil {
			t.Errorf("%s unreadable: Assemble() = %v, %v, want no model and the error", id, m, err)
		}
	}
}
