package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func slugs(items []Campus) []string {
	out := []string{}
	for _, c := range items {
		out = append(out, c.Slug)
	}
	return out
}

func TestCampuses(t *testing.T) {
	t.Parallel()
	h := world(t)
	for _, tt := range []struct {
		query string
		want  []string
	}{
		{"", []string{"formule", "normandie-cheval", "sans-date", "bretagne-mer"}}, // by name, as French sorts
		{"?as_of=2015-09-01", []string{"normandie-cheval", "bretagne-mer"}},
		{"?as_of=2013-12-31", []string{"normandie-cheval"}}, // an imprecise start counts from its last day
		{"?as_of=2013-12-30", []string{}},
		{"?as_of=1970-01-01", []string{}}, // the day whose number is zero is a day
		{"?as_of=2010-01-01", []string{}},
		{"?sector=ALIM", []string{"normandie-cheval", "sans-date"}},
		{"?sector=ALIM&sector=MOBI", []string{"normandie-cheval", "sans-date", "bretagne-mer"}},
		{"?sector=ALIM&region=28", []string{"normandie-cheval"}},
		{"?region_2015=25", []string{"normandie-cheval"}},
		{"?academie=14", []string{"bretagne-mer"}},
		{"?category=excellence", []string{"bretagne-mer"}},
		{"?category=unknown&sector=ALIM", []string{"normandie-cheval", "sans-date"}},
		{"?wave=2020%2B", []string{"sans-date"}},
		{"?status=presumed&as_of=2015-09-01", []string{"normandie-cheval"}},
		{"?status=in_force&as_of=2015-09-01", []string{"bretagne-mer"}},
		{"?bbox=-5,47,-4,49", []string{"bretagne-mer"}},
		{"?q=" + "M%C3%89R", []string{"bretagne-mer"}},
		{"?q=brest+mer&&", []string{"bretagne-mer"}},
	} {
		got := read[List[Campus]](t, get(h, "/api/v1/campuses"+tt.query), http.StatusOK)
		if diff := cmp.Diff(tt.want, slugs(got.Items)); diff != "" {
			t.Errorf("campuses%s: (-want +got)\n%s", tt.query, diff)
		}
		if got.Total != len(tt.want) {
			t.Errorf("campuses%s: total %d, want %d", tt.query, got.Total, len(tt.want))
		}
	}
}

func TestCampusOfList(t *testing.T) {
	t.Parallel()
	list := read[List[Campus]](t, get(world(t), "/api/v1/campuses?as_of=2015-09-01&status=in_force"), http.StatusOK)
	text := func(s string) *string { return &s }
	number := func(f float64) *float64 { return &f }
	yes, four, official := true, 4, 31
	want := List[Campus]{
		Items: []Campus{{
			campusIdentity{
				ID: "cmq-bretagne-mer", Slug: "bretagne-mer", Name: "Industries de la mer", NameExact: true,
				Sector: text("MOBI"), SectorLabel: text("Mobilité"), Region: text("53"), RegionName: text("Bretagne"),
				Region2015: text("53"), Region2015Name: text("Bretagne"), Academie: text("14"), AcademieName: text("Rennes"),
				City: text("Brest"), Lat: number(48.39), Lon: number(-4.486), AtSeat: &yes, Wave: text("2015a"),
				Labels: []LabelBrief{
					{ID: "bretagne-mer-0", Category: text("campus"), Wave: text("2015a"), Start: text("2015-01-30"), Years: &four},
					{ID: "bretagne-mer-1", Category: text("excellence"), Start: text("2021")},
				},
				URL: "/campus/bretagne-mer",
			},
			campusState{
				Status: "in_force", StatusOn: "2015-09-01", Category: text("campus"),
				Basis: &Basis{Kind: "attestation", On: text("2015-09"), Text: "nommé sur la carte", Sources: []string{"fiche"}, Confidence: "high"},
			},
		}},
		Total: 1,
		Meta: Meta{
			AsOf: text("2015-09-01"), Generation: 7, Licence: []string{"licence-ouverte-2.0", "none-stated"}, Attribution: attribution,
			Documented: Documented{On: "2015-09-01", Here: 2, Official: &official, OfficialOn: text("2015-01-30"), Text: text("cartes de septembre 2015")},
		},
	}
	if diff := cmp.Diff(want, list, cmp.AllowUnexported(Campus{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What is prepared for each catalog must be what encoding the whole would give.
func TestPreparedIsWhole(t *testing.T) {
	t.Parallel()
	h := world(t)
	list := read[struct{ Items []json.RawMessage }](t, get(h, "/api/v1/campuses"), http.StatusOK)
	for _, raw := range list.Items {
		var c Campus
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		if got := string(encode(c)); got != string(raw) {
			t.Errorf("prepared %s\nencoded  %s", raw, got)
		}
	}
}

func TestCampusOne(t *testing.T) {
	t.Parallel()
	h := world(t)
	d := read[CampusDetail](t, get(h, "/api/v1/campuses/bretagne-mer?as_of=2015-09-01"), http.StatusOK)
	if d.Status != "in_force" || len(d.Labels) != 2 || len(d.Labels[0].Bases) != 1 || d.Labels[0].Bases[0].Sources[0] != "fiche" {
		t.Errorf("status %s, labels %+v", d.Status, d.Labels)
	}
	if len(d.Members) != 2 || d.Members[0].Organisation.ID != "rectorat" || d.Members[0].Confidence != "high" {
		t.Errorf("members %+v", d.Members)
	}
	if len(d.Facts) != 8 || len(d.Facts[0].Sources) == 0 || len(d.Cited) != 1 || d.Cited[0].ID != "fiche" {
		t.Errorf("facts %+v cited %+v", d.Facts, d.Cited)
	}
	act := read[CampusDetail](t, get(h, "/api/v1/campuses/normandie-cheval"), http.StatusOK).Labels[0].Bases[0]
	if act.Text == nil || act.Text.Title != "Arrêté" {
		t.Errorf("basis %+v, want its act", act)
	}
}

func TestMovedCampus(t *testing.T) {
	t.Parallel()
	w := get(world(t), "/api/v1/campuses/ancien-bretagne-mer?as_of=2015-09-01")
	if got := w.Header().Get("Location"); w.Code != http.StatusPermanentRedirect || got != "/api/v1/campuses/bretagne-mer?as_of=2015-09-01" {
		t.Errorf("%d to %q, want 308 to the present slug", w.Code, got)
	}
}

func TestUnknownCampus(t *testing.T) {
	t.Parallel()
	p := read[Problem](t, get(world(t), "/api/v1/campuses/bretagne-mere"), http.StatusNotFound)
	if len(p.Nearest) == 0 || p.Nearest[0].Slug != "bretagne-mer" || p.Nearest[0].Href != "/api/v1/campuses/bretagne-mer" {
		t.Errorf("nearest %+v, want bretagne-mer first", p.Nearest)
	}
}

// Candidates are in no answer, whatever is asked.
func TestNoCandidate(t *testing.T) {
	t.Parallel()
	h := world(t)
	for _, path := range []string{
		"/campuses", "/campuses.csv", "/campuses.geojson", "/campuses/bretagne-mer", "/organisations", "/organisations.csv",
		"/organisations.geojson", "/organisations?kind=entreprise", "/organisations?campus=bretagne-mer", "/organisations/ombre", "/labels", "/sources",
	} {
		if body := get(h, Prefix+path).Body.String(); strings.Contains(body, secret) || strings.Contains(body, `"ombre"`) && !strings.Contains(path, "ombre") {
			t.Errorf("%s tells of a candidate: %s", path, body)
		}
	}
	orgs := read[List[Organisation]](t, get(h, "/api/v1/organisations?campus=bretagne-mer"), http.StatusOK)
	if orgs.Total != 2 || !slices.ContainsFunc(orgs.Items, func(o Organisation) bool { return o.ID == "vauban" && len(o.Campuses) == 2 }) {
		t.Errorf("organisations of bretagne-mer: %+v", orgs)
	}
}
