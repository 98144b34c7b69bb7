package official_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/labelling/official"
	"continuum/internal/training"
)

// sea is a catalog of one campus whose member teaches what the model says.
func sea(t *testing.T, m *training.Model) (*catalog.Catalog, *catalog.Campus) {
	t.Helper()
	p := campus.Provenance{Sources: []campus.SourceID{"s"}, Confidence: campus.High}
	r := &campus.Records{
		Sectors:  []campus.Sector{{Code: "MOBI", Slug: "mobilite", Label: "Mobilité", Rank: 1}},
		Sources:  []campus.Source{{ID: "s", Title: "Page", Licence: "none-stated"}},
		Campuses: []campus.Campus{{ID: "mer", Slug: "mer"}},
	}
	for i, o := range []struct {
		uai         campus.UAI
		convention  string
		from, until string
	}{{"0560026Z", "2015", "2015", ""}, {"", "", "2015", ""}, {"", "left", "2015", "2024-06-01"}, {"", "", "2026-01-01", ""}} {
		id := fmt.Sprint("o", i)
		valid := campus.Period{From: date.Must(o.from)}
		if o.until != "" {
			valid.Until = date.Must(o.until)
		}
		r.Organisations = append(r.Organisations, campus.Organisation{ID: campus.OrgID(id), Name: "Membre " + id, Kind: campus.LyceePro, UAI: o.uai, Provenance: p})
		r.Memberships = append(r.Memberships, campus.Membership{
			ID: id, Campus: "mer", Organisation: campus.OrgID(id), Role: campus.Partner, Standing: campus.Confirmed, Convention: o.convention, Valid: valid, Provenance: p,
		})
	}
	for property, value := range map[campus.Property]string{campus.Name: "Campus de la mer", campus.SectorProp: "MOBI", campus.RegionProp: "53"} {
		f := campus.Fact{Campus: "mer", Property: property, Value: value, Provenance: p}
		f.ID = campus.FactID(&f)
		r.Facts = append(r.Facts, f)
	}
	m.Establishments = []training.Establishment{{UAI: "0560026Z", Name: "Lycée de la rade", Region: "53"}}
	m.Qualifications = []training.Qualification{
		{ID: "1", Label: "CAP Chaudronnerie", Level: 3, Sector: "MOBI"}, {ID: "2", Label: "Bac pro Chaudronnerie", Level: 4, Sector: "MOBI"}, {ID: "3", Label: "CAP Pâtissier", Level: 3, Sector: "ALIM"},
	}
	m.Sources = []training.Provenance{{ID: "places", Title: "Places"}, {ID: "after", Title: "Devenir"}}
	m.Index()
	atlas, err := geo.Load()
	if err != nil {
		t.Fatal(err)
	}
	cat, err := catalog.Build(r, atlas, m, 1, time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return cat, &cat.Campuses[0]
}

var (
	secret = training.Figure{Status: training.Secret}
	today  = date.NewDay(2026, 1, 15)
)

// only are the figures of one kind.
func only(list []official.Figure, w official.What) (some []official.Figure) {
	for _, f := range list {
		if f.What == w {
			some = append(some, f)
		}
	}
	return some
}

func TestOffers(t *testing.T) {
	t.Parallel()
	offer := func(id string, qualification int32, year int16, capacity training.Figure) training.Offer {
		return training.Offer{ID: id, Qualification: qualification, Route: training.School, EntryYear: 1, Year: year, Capacity: capacity}
	}
	for _, tt := range []struct {
		name   string
		offers []training.Offer
		year   int
		want   official.Figure
	}{
		{"of the year", []training.Offer{offer("a", 0, 2025, training.Of(24)), offer("b", 1, 2025, training.Of(30))}, 2025, official.Figure{Value: 54, Status: training.Known, Year: "2025", Source: "Places", Of: 2}},
		{"zero is a number", []training.Offer{offer("a", 0, 2025, training.Of(0))}, 2025, official.Figure{Status: training.Known, Year: "2025", Source: "Places", Of: 1}},
		{"two years are not added", []training.Offer{offer("a", 0, 2024, training.Of(24)), offer("b", 1, 2025, training.Of(30))}, 2024, official.Figure{Value: 24, Status: training.Known, Year: "2024", Source: "Places", Of: 1}},
		{"the last year before", []training.Offer{offer("a", 0, 2022, training.Of(20)), offer("b", 1, 2023, training.Of(30))}, 2025, official.Figure{Value: 30, Status: training.Known, Year: "2023", Source: "Places", Of: 1}},
		{"none before", []training.Offer{offer("a", 0, 2026, training.Of(20))}, 2020, official.Figure{Value: 20, Status: training.Known, Year: "2026", Source: "Places", Of: 1}},
		{"some missing", []training.Offer{offer("a", 0, 2025, training.Of(24)), offer("b", 1, 2025, training.Figure{})}, 2025, official.Figure{Value: 24, Status: training.Known, Year: "2025", Source: "Places", Of: 2, Missing: 1}},
		{"secret", []training.Offer{offer("a", 0, 2025, secret), offer("b", 1, 2025, training.Figure{})}, 2025, official.Figure{Status: training.Secret, Year: "2025", Source: "Places", Of: 2, Secret: 1, Missing: 1}},
		{"missing", []training.Offer{offer("a", 0, 2025, training.Figure{})}, 2025, official.Figure{Year: "2025", Source: "Places", Of: 1, Missing: 1}},
		{"another field", []training.Offer{offer("a", 2, 2025, training.Of(24))}, 2025, official.Figure{}},
		{"no offer", nil, 2025, official.Figure{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cat, cam := sea(t, &training.Model{Offers: tt.offers})
			tt.want.What = official.Capacity
			if diff := cmp.Diff([]official.Figure{tt.want}, only(official.Of(cat, cam, tt.year, today), official.Capacity)); diff != "" {
				t.Errorf("capacity (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	after := func(qualification int32, cohort string, leavers, employed training.Figure) training.Outcome {
		return training.Outcome{Qualification: qualification, Route: training.School, Cohort: cohort, Leavers: leavers, Employed: [5]training.Figure{employed}, Source: 1}
	}
	for _, tt := range []struct {
		name string
		list []training.Outcome
		want official.Figure
	}{
		{"each leaver counts once", []training.Outcome{after(0, "2021_2022", training.Of(10), training.Of(0.5)), after(1, "2021_2022", training.Of(30), training.Of(0.75))}, official.Figure{Value: 0.6875, Status: training.Known, Year: "2021-2022", Of: 2}},
		{"a secret is no zero", []training.Outcome{after(0, "2021_2022", training.Of(10), training.Of(0.5)), after(1, "2021_2022", secret, secret)}, official.Figure{Value: 0.5, Status: training.Known, Year: "2021-2022", Of: 2, Secret: 1}},
		{"cohorts are not mixed", []training.Outcome{after(0, "2020_2021", training.Of(10), training.Of(0.5)), after(1, "2021_2022", training.Of(30), training.Of(0.75))}, official.Figure{Value: 0.75, Status: training.Known, Year: "2021-2022", Of: 1}},
		{"leavers not known", []training.Outcome{after(0, "2021_2022", training.Figure{}, training.Of(0.5))}, official.Figure{Year: "2021-2022", Of: 1, Missing: 1}},
		{"all secret", []training.Outcome{after(0, "2021_2022", secret, secret)}, official.Figure{Status: training.Secret, Year: "2021-2022", Of: 1, Secret: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cat, cam := sea(t, &training.Model{Outcomes: tt.list, Offers: []training.Offer{{ID: "a", Qualification: 0, Route: training.School}, {ID: "b", Qualification: 1, Route: training.School}}})
			tt.want.What, tt.want.Route, tt.want.Source = official.Employed, training.School, "Devenir"
			if diff := cmp.Diff([]official.Figure{tt.want}, only(official.Of(cat, cam, 2025, today), official.Employed)); diff != "" {
				t.Errorf("employed (-want +got):\n%s", diff)
			}
		})
	}
}

// Members are those of the last day of the year, agreements those that the register knows.
func TestMembers(t *testing.T) {
	t.Parallel()
	cat, cam := sea(t, &training.Model{})
	for _, tt := range []struct {
		year, members, agreements int
		on                        string
	}{{2023, 3, 2, "2023-12-31"}, {2025, 2, 1, "2025-12-31"}, {2026, 3, 1, "2026-01-15"}} {
		list := official.Of(cat, cam, tt.year, today)
		want := []official.Figure{
			{What: official.Members, Value: float64(tt.members), Status: training.Known, Year: tt.on},
			{What: official.Agreements, Value: float64(tt.agreements), Status: training.Known, Year: tt.on, Missing: tt.members - tt.agreements},
		}
		if diff := cmp.Diff(want, list[:2]); diff != "" {
			t.Errorf("%d (-want +got):\n%s", tt.year, diff)
		}
	}
	if list := official.Of(cat, cam, 2010, today); list[0].Status != training.Missing || list[1].Status != training.Missing {
		t.Errorf("before its first member: %v", list[:2])
	}
}
