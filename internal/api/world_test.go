package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/training/trainingtest"
)

// noon is the instant at which the tests ask.
var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

const secret = "Candidat secret"

// worldAtlas has two regions of today, three of before 2016, two académies.
func worldAtlas() *geo.Atlas {
	territory := func(kind geo.Kind, code, name, region string) geo.Territory {
		return geo.Territory{
			Kind: kind, Code: code, Slug: string(kind) + "-" + code, Name: name, Region: region,
			Departements: []string{"29"}, Box: geo.Box{West: -5, South: 47, East: -1, North: 49}, Centre: geo.Point{Lat: 48, Lon: -3},
		}
	}
	old := territory(geo.Region2015, "25", "Basse-Normandie", "28")
	old.Until = 2015
	atlas := geo.NewAtlas([]geo.Territory{
		territory(geo.Region, "53", "Bretagne", "53"), territory(geo.Region, "28", "Normandie", "28"),
		territory(geo.Region2015, "53", "Bretagne", "53"), territory(geo.Region2015, "23", "Haute-Normandie", "28"), old,
		territory(geo.Academie, "14", "Rennes", "53"), territory(geo.Academie, "70", "Normandie", "28"),
		territory(geo.Departement, "29", "Finistère", "53"), territory(geo.Departement, "56", "Morbihan", "53"),
	}, []geo.Commune{
		{Code: "29019", Name: "Brest", Departement: "29", Region: "53", Academie: "14", Zone: "5303", Basin: "5301", Postcodes: []string{"29200"}, Population: 142346, Point: geo.Point{Lat: 48.4, Lon: -4.5}},
		{Code: "56121", Name: "Lorient", Departement: "56", Region: "53", Academie: "14", Zone: "5310", Basin: "5315", Postcodes: []string{"56100"}, Population: 58192, Point: geo.Point{Lat: 47.75, Lon: -3.37}},
		{Code: "56186", Name: "Brestval", Departement: "56", Region: "53", Academie: "14"},
	}, "IGN")
	atlas.Zones = []geo.Zone{{Code: "5303", Name: "Brest"}, {Code: "5310", Name: "Lorient"}}
	return atlas
}

// worldRecords has four campuses: sure, presumed, undated and full of traps.
func worldRecords() *campus.Records {
	sure := campus.Provenance{Sources: []campus.SourceID{"fiche"}, Confidence: campus.High, Recorded: noon}
	r := &campus.Records{
		Sectors: []campus.Sector{{Code: "MOBI", Slug: "mobilite", Label: "Mobilité", Rank: 1}, {Code: "ALIM", Slug: "alimentaire", Label: "Alimentaire", Rank: 2}},
		Sources: []campus.Source{
			{ID: "fiche", Title: "Fiche 13", Publisher: "Ministère", Published: date.Must("2015-09"), Licence: "none-stated"},
			{ID: "page", Title: "Page", URL: "https://exemple.fr/", Licence: "licence-ouverte-2.0"},
		},
		Acts:       []campus.Act{{ID: "arrete-2013", Title: "Arrêté", Signed: date.Must("2013-10-01"), Provenance: sure}},
		Milestones: []campus.Milestone{{ID: "m", On: date.Must("2015-01-30"), Count: 31, Text: "cartes de septembre 2015", Provenance: sure}},
	}
	add := func(slug, name string, facts map[campus.Property]string, labels ...campus.Label) {
		id := campus.ID("cmq-" + slug)
		r.Campuses = append(r.Campuses, campus.Campus{ID: id, Slug: slug, Aliases: []string{"ancien-" + slug}})
		facts[campus.Name] = name
		for p, v := range facts {
			r.Facts = append(r.Facts, campus.Fact{ID: fmt.Sprint(id, p), Campus: id, Property: p, Value: v, Provenance: sure})
		}
		for i, l := range labels {
			l.ID, l.Campus, l.Provenance = campus.LabelID(fmt.Sprint(slug, "-", i)), id, sure
			r.Labels = append(r.Labels, l)
		}
	}
	add("bretagne-mer", "Industries de la mer", map[campus.Property]string{
		campus.SectorProp: "MOBI", campus.RegionProp: "53", campus.Region2015Prop: "53", campus.AcademieProp: "14",
		campus.City: "Brest", campus.PointProp: "48.39,-4.486", campus.PointBasis: "host_city",
	}, campus.Label{
		Category: campus.CategoryCampus, Wave: "2015a", Start: date.Must("2015-01-30"), Years: 4,
		Bases: []campus.Basis{{Kind: campus.ByAttestation, On: date.Must("2015-09"), Text: "nommé sur la carte", Provenance: sure}},
	}, campus.Label{Category: campus.CategoryExcellence, Start: date.Must("2021"), Bases: []campus.Basis{{Kind: campus.ByAnnouncement, Text: "excellence", Provenance: sure}}})
	add("normandie-cheval", "Cheval", map[campus.Property]string{
		campus.SectorProp: "ALIM", campus.RegionProp: "28", campus.Region2015Prop: "25", campus.AcademieProp: "70",
		campus.PointProp: "49.18,-0.37", campus.PointBasis: "academie_seat",
	}, campus.Label{
		Category: campus.CategoryUnknown, Wave: "2013", Start: date.Must("2013"),
		Bases: []campus.Basis{{Kind: campus.ByAct, Act: "arrete-2013", On: date.Must("2013-10-01"), Text: "arrêté", Provenance: sure}},
	})
	add("sans-date", "Élevage", map[campus.Property]string{campus.SectorProp: "ALIM"},
		campus.Label{Wave: "2020+", Category: campus.CategoryUnknown, Bases: []campus.Basis{{Kind: campus.ByAnnouncement, Text: "annonce", Provenance: sure}}})
	add("formule", `=HYPERLINK("http://x","y")`, map[campus.Property]string{campus.RegionProp: "28"})
	r.Facts[len(r.Facts)-1].Sources = []campus.SourceID{"page"}
	r.Organisations = []campus.Organisation{
		{ID: "rectorat", Name: "Académie de Rennes", Kind: campus.StateBody, City: "Rennes", Lat: 48.1, Lon: -1.68, Provenance: sure},
		{ID: "vauban", Name: "Lycée Vauban", Kind: campus.LyceePolyvalent, UAI: trainingtest.LorientPro, Provenance: sure},
		{ID: "ombre", Name: secret, Kind: campus.Company, Provenance: sure},
	}
	r.Memberships = []campus.Membership{
		{ID: "1", Campus: "cmq-bretagne-mer", Organisation: "rectorat", Role: campus.Carrier, Standing: campus.Named, Provenance: sure},
		{ID: "2", Campus: "cmq-bretagne-mer", Organisation: "vauban", Role: campus.Member, Standing: campus.Confirmed, Provenance: sure},
		{ID: "3", Campus: "cmq-normandie-cheval", Organisation: "vauban", Role: campus.Partner, Standing: campus.Named, Provenance: sure},
		{ID: "4", Campus: "cmq-bretagne-mer", Organisation: "ombre", Role: campus.Member, Standing: campus.Candidate, Provenance: sure},
	}
	return r
}

// serving is the API over a register.
func serving(t testing.TB, r *campus.Records, atlas *geo.Atlas) (http.Handler, *catalog.Current) {
	t.Helper()
	cat, err := catalog.Build(r, atlas, trainingtest.Model(), 7, noon)
	if err != nil {
		t.Fatal(err)
	}
	current := new(catalog.Current)
	current.Store(cat)
	return New(Config{Current: current, Now: now, Version: "test"}), current
}

func world(t testing.TB) http.Handler {
	h, _ := serving(t, worldRecords(), worldAtlas())
	return h
}

func newRequest(target string) *http.Request {
	return httptest.NewRequest(http.MethodGet, target, nil)
}

func get(h http.Handler, target string) *httptest.ResponseRecorder {
	return do(h, http.MethodGet, target, nil)
}

func do(h http.Handler, method, target string, header map[string]string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for k, v := range header {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// read decodes an answer that must have that status.
func read[T any](t testing.TB, w *httptest.ResponseRecorder, status int) T {
	t.Helper()
	var v T
	if w.Code != status {
		t.Fatalf("status %d, want %d: %.300s", w.Code, status, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%v in %.300s", err, w.Body)
	}
	return v
}

func now() time.Time { return noon }

// swap puts another edition of the register in force.
func swap(t testing.TB, current *catalog.Current, r *campus.Records) {
	t.Helper()
	cat, err := catalog.Build(r, worldAtlas(), trainingtest.Model(), 8, noon)
	if err != nil {
		t.Fatal(err)
	}
	current.Store(cat)
}

// withoutOffer is the world of a program that knows no training.
func withoutOffer(t testing.TB) http.Handler {
	t.Helper()
	cat, err := catalog.Build(worldRecords(), worldAtlas(), nil, 7, noon)
	if err != nil {
		t.Fatal(err)
	}
	current := new(catalog.Current)
	current.Store(cat)
	return New(Config{Current: current, Now: now, Version: "test"})
}
