package prefill_test

import (
	"strings"
	"testing"
	"time"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/labelling"
	"continuum/internal/labelling/prefill"
	"continuum/internal/ruleset"
	"continuum/internal/training"
	"continuum/internal/workspace"
)

// sea is a catalog of one campus with a member that teaches.
func sea(t *testing.T, change ...func(*campus.Records)) (*catalog.Catalog, *catalog.Campus) {
	t.Helper()
	p := campus.Provenance{Sources: []campus.SourceID{"s"}, Confidence: campus.High}
	r := &campus.Records{
		Sectors:  []campus.Sector{{Code: "MOBI", Slug: "mobilite", Label: "Mobilité", Rank: 1}},
		Sources:  []campus.Source{{ID: "s", Title: "Page", Licence: "none-stated"}},
		Campuses: []campus.Campus{{ID: "mer", Slug: "mer"}},
		Organisations: []campus.Organisation{
			{ID: "o1", Name: "Lycée de la rade", Kind: campus.LyceePro, UAI: "0560026Z", City: "Lorient", Provenance: p},
			{ID: "o2", Name: "Candidat", Kind: campus.Company, Provenance: p},
		},
		Memberships: []campus.Membership{
			{ID: "m1", Campus: "mer", Organisation: "o1", Role: campus.Carrier, Standing: campus.Confirmed, Convention: "2015", Valid: campus.Period{From: date.Must("2015")}, Provenance: p},
			{ID: "m2", Campus: "mer", Organisation: "o2", Role: campus.Partner, Standing: campus.Candidate, Provenance: p},
		},
	}
	for property, value := range map[campus.Property]string{
		campus.Name: "Campus de la mer", campus.SectorProp: "MOBI", campus.RegionProp: "53", campus.AcademieProp: "14", campus.Commune: "56121",
		campus.TrainingField: "",
	} {
		if value != "" {
			f := campus.Fact{Campus: "mer", Property: property, Value: value, Provenance: p}
			f.ID = campus.FactID(&f)
			r.Facts = append(r.Facts, f)
		}
	}
	for _, f := range change {
		f(r)
	}
	m := &training.Model{
		Establishments: []training.Establishment{{UAI: "0560026Z", Name: "Lycée de la rade", Region: "53"}},
		Qualifications: []training.Qualification{
			{ID: "1", Label: "CAP Chaudronnerie", Level: 3, Sector: "MOBI"},
			{ID: "2", Label: "Bac pro Chaudronnerie", Level: 4, Sector: "MOBI"},
			{ID: "3", Label: "CAP Pâtissier", Level: 3, Sector: "ALIM"},
		},
		Progressions: []training.Progression{{From: 0, To: 1, Kind: training.Onisep, Condition: "sur dossier"}},
		Offers: []training.Offer{
			{ID: "a", Qualification: 0, Establishment: 0, Route: training.School, Capacity: training.Of(24)},
			{ID: "b", Qualification: 1, Establishment: 0, Route: training.Apprenticeship},
			{ID: "c", Qualification: 2, Establishment: 0, Route: training.School},
		},
	}
	m.Index()
	atlas, err := geo.Load()
	if err != nil {
		t.Fatal(err)
	}
	cat, err := catalog.Build(r, atlas, m, 1, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	cam, _ := cat.Campus("mer")
	return cat, cam
}

func TestValues(t *testing.T) {
	t.Parallel()
	cat, cam := sea(t)
	rules := ruleset.Named("cmq-2018").Rules
	got := prefill.Values(rules, cat, cam, nil)
	for field, want := range map[string]string{
		"title": `"Campus de la mer"`, "sector": `"MOBI"`, "academies": `["14"]`, "regions": `["53"]`, "communes": `["56121"]`, "carrier": `"0560026Z"`,
		"members":   `[["Lycée de la rade","lycee_professionnel","0560026Z","Lorient","porteur","","2015","yes"]]`, // no candidate
		"trainings": `[["1","CAP Chaudronnerie","3","school","0560026Z","24"],["2","Bac pro Chaudronnerie","4","apprenticeship","0560026Z",""]]`,
		"pathways":  `[["1","2","onisep","sur dossier"]]`,
	} {
		if v := got[field].Value.Canonical(); v != want {
			t.Errorf("%s = %s, want %s", field, v, want)
		}
	}
	for field, want := range map[string]prefill.Source{"title": prefill.Register, "members": prefill.Register, "trainings": prefill.Offer, "pathways": prefill.Offer} {
		if got := prefill.SourceOf(got[field]); got != want {
			t.Errorf("%s comes from %q, want %q", field, got, want)
		}
	}
	if s := prefill.SourceOf(labelling.Version{By: "anne"}); s != "" {
		t.Errorf("what a person wrote comes from %q", s)
	}
	for _, field := range []string{"balance", "figures", "reserves", "diagnosis"} {
		if v, ok := got[field]; ok {
			t.Errorf("%s = %s: nobody knows that", field, v.Value.Canonical())
		}
	}
}

// A campus whose members don't teach, as far as the register knows, is offered what its Region
// teaches in its fields, and told so; what it says is its own comes first.
func TestTrainingsAround(t *testing.T) {
	t.Parallel()
	for _, own := range []bool{false, true} {
		cat, cam := sea(t, func(r *campus.Records) { r.Organisations[0].UAI = "" })
		if own {
			cam.Space.Courses = []*workspace.Course{{Qualification: "3", UAI: "0560026Z"}}
		}
		got := prefill.Values(ruleset.Named("cmq-2018").Rules, cat, cam, nil)["trainings"]
		want, source := `[["1","CAP Chaudronnerie","3","school","0560026Z","24"],["2","Bac pro Chaudronnerie","4","apprenticeship","0560026Z",""]]`, prefill.Around
		if own {
			want, source = `[["3","CAP Pâtissier","3","school","0560026Z",""]]`, prefill.Offer
		}
		if v := got.Value.Canonical(); v != want || prefill.SourceOf(got) != source {
			t.Errorf("trainings = %s from %s, want %s from %s", v, prefill.SourceOf(got), want, source)
		}
	}
}

// TestRenewal shows promises beside figures, and what is taken over from the last dossier.
func TestRenewal(t *testing.T) {
	t.Parallel()
	cat, cam := sea(t)
	cam.Space.Figures = []*workspace.Figure{
		{Indicator: "I-20", Year: 2025, Status: workspace.Known, Value: 31, Source: "Campus"},
		{Indicator: "I-20", Year: 2024, Status: workspace.Secret, Source: "Campus"},
		{Indicator: "I-55", Year: 2025, Status: workspace.Known, Value: 0.5, Source: "Enquête"},
	}
	rules := ruleset.Named("cmq-2018").Rules
	before := &labelling.Dossier{Values: map[string]labelling.Version{
		"objectives": {Value: labelling.Value{Table: [][]string{
			{"Mobilités", "I-20", "2025", "40"}, {"Mobilités", "I-20", "2024", "20"}, {"Sans indicateur", "", "2025", "1"},
		}}},
		"members":         {Value: labelling.Value{Table: [][]string{{"LYCÉE de la rade", "lycee_professionnel", "", "", "porteur", "yes", "", ""}}}},
		"governance_body": {Value: labelling.Value{Text: "Un conseil"}},
		"title":           {Value: labelling.Value{Text: "Ancien titre"}},
		"balance":         {Value: labelling.Value{Text: "Bilan d’avant"}},
	}}
	got := prefill.Values(rules, cat, cam, &prefill.Last{Dossier: before, Reserves: []string{"Gouvernance", "Budget"}})
	for field, want := range map[string]string{
		"figures":         `[["I-20","2025","31","40","Campus"],["I-20","2024","","20",""],["I-55","2025","0.5","","Enquête"]]`, // secret is not zero
		"reserves":        `"Gouvernance\nBudget"`,
		"governance_body": `"Un conseil"`,
		"title":           `"Campus de la mer"`, // the register knows better
	} {
		if v := got[field].Value.Canonical(); v != want {
			t.Errorf("%s = %s, want %s", field, v, want)
		}
	}
	if v := got["members"].Value.Canonical(); !strings.Contains(v, `"porteur","yes"`) {
		t.Errorf("members = %s: who governs is known from the last dossier", v)
	}
	if _, ok := got["balance"]; ok {
		t.Error("a balance is of its own period")
	}
}
