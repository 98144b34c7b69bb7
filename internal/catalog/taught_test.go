package catalog

import (
	"cmp"
	"maps"
	"slices"
	"testing"
	"time"

	"continuum/internal/campus"
	"continuum/internal/geo"
	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
)

// taughtWorld is a catalog of the offer of tests over the whole atlas.
func taughtWorld(t *testing.T) (*geo.Atlas, *training.Model, *Catalog) {
	t.Helper()
	atlas, err := geo.Load()
	if err != nil {
		t.Fatal(err)
	}
	m := trainingtest.Model()
	c, err := Build(new(campus.Records), atlas, m, 1, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	return atlas, m, c
}

// What is taught in a territory is what a walk over the offers finds there.
func TestTaughtIn(t *testing.T) {
	t.Parallel()
	atlas, m, c := taughtWorld(t)
	for i := range atlas.Territories {
		territory := &atlas.Territories[i]
		got := c.TaughtIn(territory)
		offers := 0
		sources := map[int32]bool{}
		establishments, qualifications := map[int32]bool{}, map[int32]bool{}
		for _, o := range m.Offers {
			e := m.Establishments[o.Establishment]
			if territory.Kind == geo.Departement && e.Departement == territory.Code ||
				territory.Kind != geo.Departement && slices.Contains(territory.Departements, e.Departement) {
				offers++
				sources[o.Source] = true
				establishments[o.Establishment], qualifications[o.Qualification] = true, true
			}
		}
		distinct := 0
		for _, n := range got.Qualifications {
			distinct += n
		}
		if got.Total() != offers || len(got.Establishments) != len(establishments) || distinct != len(qualifications) {
			t.Errorf("%s: %d offers of %d qualifications at %d establishments, want %d, %d, %d",
				territory.Slug, got.Total(), distinct, len(got.Establishments), offers, len(qualifications), len(establishments))
		}
		if want := slices.Sorted(maps.Keys(sources)); !slices.Equal(got.Sources, want) {
			t.Errorf("%s: sources %v, want %v", territory.Slug, got.Sources, want)
		}
		if territory.Slug == "region-bretagne" && offers == 0 {
			t.Error("nothing is taught in Brittany: the test sees nothing")
		}
		if !slices.IsSortedFunc(got.Establishments, func(a, b int32) int {
			return slices.Compare([]byte(geo.Fold(m.Establishments[a].City)), []byte(geo.Fold(m.Establishments[b].City)))
		}) {
			t.Errorf("%s: establishments are out of the order of cities", territory.Slug)
		}
	}
}

func TestQualificationsOf(t *testing.T) {
	t.Parallel()
	_, m, c := taughtWorld(t)
	want := 0
	for i, q := range m.Qualifications {
		if q.Sector == "MECA" && len(m.OffersOf(int32(i))) > 0 {
			want++
		}
	}
	list := c.QualificationsOf("MECA")
	last := int8(0)
	for _, i := range list {
		q := m.Qualifications[i]
		if q.Sector != "MECA" || q.Level < last || len(m.OffersOf(i)) == 0 {
			t.Errorf("%s (%s, level %d) is out of place", q.Label, q.Sector, q.Level)
		}
		last = q.Level
	}
	if len(list) != want || want == 0 {
		t.Errorf("%d qualifications, want %d", len(list), want)
	}
	at := m.Establishment(trainingtest.LorientPro)
	if got := c.Levels(at); !slices.Equal(got, []int8{3, 4}) {
		t.Errorf("Levels = %v, want 3 and 4", got)
	}
	if len(c.QualificationsOf("NONE")) != 0 || c.TaughtIn(&geo.Territory{Kind: geo.Region, Code: "99"}).Total() != 0 {
		t.Error("what is unknown has an offer")
	}
}

// Places and labels are in the order of a plain comparison of the same words.
func TestOrders(t *testing.T) {
	t.Parallel()
	atlas, m, c := taughtWorld(t)
	region := func(e *training.Establishment) string {
		if r := atlas.Territory(geo.Region, e.Region); r != nil {
			return "0" + geo.Fold(r.Name)
		}
		return "1"
	}
	pairs := 0
	for a := range m.Establishments {
		for b := range m.Establishments {
			x, y := &m.Establishments[a], &m.Establishments[b]
			if len(m.OffersAt(int32(a))) == 0 || len(m.OffersAt(int32(b))) == 0 {
				continue
			}
			if want := cmp.Or(cmp.Compare(region(x), region(y)), cmp.Compare(geo.Fold(x.City), geo.Fold(y.City))); want != 0 {
				pairs++
				if got := cmp.Compare(c.PlaceOrder(int32(a)), c.PlaceOrder(int32(b))); got != want {
					t.Errorf("%s, %s and %s, %s: %d, want %d", x.City, x.Region, y.City, y.Region, got, want)
				}
			}
		}
	}
	for a := range m.Qualifications {
		for b := range m.Qualifications {
			want := cmp.Or(cmp.Compare(geo.Fold(m.Qualifications[a].Label), geo.Fold(m.Qualifications[b].Label)), cmp.Compare(m.Qualifications[a].ID, m.Qualifications[b].ID))
			if got := cmp.Compare(c.LabelOrder(int32(a)), c.LabelOrder(int32(b))); got != want {
				t.Errorf("%s and %s: %d, want %d", m.Qualifications[a].Label, m.Qualifications[b].Label, got, want)
			}
		}
	}
	if pairs == 0 {
		t.Error("all places are alike: the test sees nothing")
	}
}
