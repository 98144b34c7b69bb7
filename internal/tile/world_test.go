package tile

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/training/trainingtest"
)

var (
	today = date.NewDay(2026, time.November, 24)
	atlas = sync.OnceValues(geo.Load)
)

func instant() time.Time { return today.Time().Add(9 * time.Hour) }

// place is a campus of the test world.
type place struct {
	name     string
	at       geo.Point // zero: it has none
	attested string    // day of the attestation that its label rests on
	seat     bool
}

// build makes a catalog of these campuses, all in Bretagne.
func build(tb testing.TB, generation int64, places []place) *catalog.Catalog {
	tb.Helper()
	a, err := atlas()
	if err != nil {
		tb.Fatal(err)
	}
	from := campus.Provenance{Sources: []campus.SourceID{"test"}, Confidence: campus.High, Recorded: instant()}
	r := &campus.Records{
		Sectors: []campus.Sector{{Code: "MERS", Slug: "mer", Label: "Mer", Rank: 1}},
		Sources: []campus.Source{{ID: "test", Title: "Essai", Licence: "none-stated"}},
	}
	for i, p := range places {
		id := campus.ID(fmt.Sprintf("c%04d", i))
		r.Campuses = append(r.Campuses, campus.Campus{ID: id, Slug: string(id) + "-slug"})
		facts := map[campus.Property]string{
			campus.Name: p.name, campus.SectorProp: "MERS", campus.RegionProp: "53",
		}
		if !p.at.IsZero() {
			facts[campus.PointProp] = p.at.String()
			facts[campus.PointBasis] = map[bool]string{true: "host_city", false: "academie_seat"}[p.seat]
		}
		for property, v := range facts {
			r.Facts = append(r.Facts, campus.Fact{ID: string(id) + string(property), Campus: id, Property: property, Value: v, Provenance: from})
		}
		r.Labels = append(r.Labels, campus.Label{
			ID: campus.LabelID(id), Campus: id, Category: campus.CategoryCampus, Start: date.Must("2013"),
			Bases:      []campus.Basis{{Kind: campus.ByAttestation, On: date.Must(p.attested), Provenance: from}},
			Provenance: from,
		})
	}
	c, err := catalog.Build(r, a, trainingtest.Model(), generation, instant())
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// smallWorld has a campus in Brest, one in Rennes, one in La Réunion, one nowhere.
func smallWorld() []place {
	return []place{
		{"Industries de la mer", geo.Point{Lat: 48.39, Lon: -4.49}, "2015-09-01", true},
		{"Numérique", geo.Point{Lat: 48.11, Lon: -1.68}, "2014-09-01", false},
		{"Tourisme", geo.Point{Lat: -20.88, Lon: 55.45}, "2015-09-01", true},
		{"Sans lieu", geo.Point{}, "2015-09-01", false},
	}
}
