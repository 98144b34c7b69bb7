package catalog_test

import (
	"slices"
	"testing"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/training"
)

// offerOfBrittany is a small national offer: one member's establishment, others of the
// region and elsewhere.
func offerOfBrittany() *training.Model {
	m := &training.Model{
		Establishments: []training.Establishment{
			{UAI: "0290009C", Name: "Lycée membre", Region: "53"},
			{UAI: "0560001A", Name: "Lycée de la région", Region: "53"},
			{UAI: "0750001A", Name: "Lycée d’ailleurs", Region: "11"},
		},
		Qualifications: []training.Qualification{
			{ID: "1", Label: "CAP Réalisations industrielles en chaudronnerie ou soudage", Level: 3, NSF: "254"},
			{ID: "2", Label: "BTS Électrotechnique", Level: 5, NSF: "255"},
			{ID: "3", Label: "CAP Pâtissier", Level: 3, NSF: "221"},
			{ID: "4", Label: "Chaudronnerie, niveau inconnu"},
		},
		Offers: []training.Offer{
			{ID: "a", Qualification: 0, Establishment: 0, Year: 2022},
			{ID: "b", Qualification: 0, Establishment: 1, Year: 2022},
			{ID: "c", Qualification: 0, Establishment: 2, Year: 2022},
			{ID: "d", Qualification: 1, Establishment: 1, Year: 2024},
			{ID: "e", Qualification: 2, Establishment: 0, Year: 2022},
			{ID: "f", Qualification: 3, Establishment: 0, Year: 2022},
			{ID: "g", Qualification: 0, Establishment: training.None, Year: 2022},
		},
	}
	m.Index()
	return m
}

// field adds a training field, or another property, to campus a.
func field(r *campus.Records, p campus.Property, rank int, value string) {
	f := campus.Fact{Campus: "a", Property: p, Rank: rank, Value: value, Provenance: r.Facts[0].Provenance}
	f.ID = campus.FactID(&f)
	r.Facts = append(r.Facts, f)
}

func build(t *testing.T, r *campus.Records) *catalog.Continuum {
	t.Helper()
	c, err := catalog.Build(r, tinyAtlas(), offerOfBrittany(), 1, today.Time())
	if err != nil {
		t.Fatal(err)
	}
	cam, _ := c.Campus("ecume")
	return c.Continuum(cam)
}

func TestContinuumByField(t *testing.T) {
	t.Parallel()
	r := tiny()
	field(r, campus.RegionProp, 0, "53")
	field(r, campus.TrainingField, 1, "chaudronnerie et soudure")
	field(r, campus.TrainingField, 2, "électrotechnique")
	field(r, campus.TrainingField, 3, "astronomie")
	member := r.Organisations[1]
	member.UAI = "0290009C"
	r.Organisations[1] = member
	k := build(t, r)
	if k.Members != 1 || k.Placed != 1 || len(k.Fields) != 2 || !slices.Equal(k.Unread, []string{"astronomie"}) {
		t.Fatalf("%d members, %d placed, fields %+v, unread %q", k.Members, k.Placed, k.Fields, k.Unread)
	}
	want := map[string][2]catalog.Cells{ // offers by position: a is 0
		"chaudronnerie et soudure": {{0: {0}}, {0: {1}}},
		"électrotechnique":         {{}, {2: {3}}},
	}
	for _, f := range k.Fields {
		w := want[f.Name]
		for level := int8(catalog.LowestLevel); level <= catalog.HighestLevel; level++ {
			if !slices.Equal(f.Members.At(level), w[0].At(level)) || !slices.Equal(f.Around.At(level), w[1].At(level)) {
				t.Errorf("%s, level %d: members %v, around %v, want %v and %v", f.Name, level,
					f.Members.At(level), f.Around.At(level), w[0].At(level), w[1].At(level))
			}
		}
	}
	if got := k.Others.At(3); !slices.Equal(got, []int32{4}) {
		t.Errorf("other offers of members %v, want the pastry one", got)
	}
}

func TestContinuumBySector(t *testing.T) {
	t.Parallel()
	k := build(t, tiny()) // campus a: a sector, no field, no region, a member without UAI
	if len(k.Fields) != 1 || !k.Fields[0].Sector || k.Members != 1 || k.Placed != 0 {
		t.Errorf("%+v, want one line, that of the sector, and no member placed", k)
	}
}
