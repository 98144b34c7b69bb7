package catalog_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
)

// tinyAtlas has one territory of each kind that a campus may be in.
func tinyAtlas() *geo.Atlas {
	return geo.NewAtlas([]geo.Territory{
		{Kind: geo.Region, Code: "53", Slug: "region-bretagne", Name: "Bretagne"},
		{Kind: geo.Region2015, Code: "53", Slug: "region-2015-bretagne", Name: "Bretagne"},
		{Kind: geo.Academie, Code: "14", Slug: "academie-rennes", Name: "Rennes"},
	}, nil, "")
}

// tiny is a register of three campuses, with statements believed no more.
func tiny() *campus.Records {
	known := campus.Provenance{Sources: []campus.SourceID{"s"}, Confidence: campus.High, Recorded: today.Time()}
	gone := known
	gone.Sources, gone.Retired = []campus.SourceID{"old"}, today.Time().Add(time.Hour)
	r := &campus.Records{
		Sectors:  []campus.Sector{{Code: "MOBI", Slug: "mobilite", Label: "Mobilité", Rank: 2}, {Code: "ALIM", Slug: "alimentaire", Label: "Alimentaire", Rank: 1}},
		Sources:  []campus.Source{{ID: "old", Title: "Old"}, {ID: "s", Title: "S"}},
		Campuses: []campus.Campus{{ID: "a", Slug: "ecume", Aliases: []string{"vieille-ecume"}}, {ID: "b", Slug: "zinc"}, {ID: "c", Slug: "eau"}},
	}
	fact := func(id campus.ID, p campus.Property, rank int, value string, prov campus.Provenance) {
		f := campus.Fact{Campus: id, Property: p, Rank: rank, Value: value, Provenance: prov}
		f.ID = campus.FactID(&f)
		r.Facts = append(r.Facts, f)
	}
	fact("a", campus.Name, 0, "Écume", known)
	fact("a", campus.Name, 0, "Mousse", gone)
	fact("a", campus.SectorProp, 0, "MOBI", known)
	fact("a", campus.SectorProp, 0, "????", gone) // what was wrong is not read again
	fact("a", campus.Aim, 2, "second", known)
	fact("a", campus.Aim, 1, "premier", known)
	fact("b", campus.Name, 0, "Zinc", known)
	fact("c", campus.Name, 0, "eau", known)
	r.Facts = append(r.Facts, campus.Fact{ID: "old-city", Campus: "a", Property: campus.City, Value: "Brest", Valid: campus.Period{Until: date.Must("2020-01-01")}, Provenance: known})
	r.Labels = []campus.Label{
		{ID: "l2", Campus: "a", Category: campus.CategoryCampus, Wave: "w", Start: date.Must("2026"), Provenance: known, Bases: []campus.Basis{
			{Kind: campus.ByAttestation, On: date.Must("2026-05"), Text: "cru", Provenance: known},
			{Kind: campus.ByAttestation, On: date.Must("2026-11"), Text: "plus cru", Provenance: gone},
		}},
		{ID: "l2", Campus: "a", Category: campus.CategoryExcellence, Start: date.Must("2025"), Provenance: gone},
	}
	r.Organisations = []campus.Organisation{
		{ID: "o", Name: "Ancien nom", Kind: campus.CFA, Provenance: gone},
		{ID: "o", Name: "Nouveau nom", Kind: campus.CFA, Provenance: known},
	}
	r.Memberships = []campus.Membership{
		{ID: "m", Campus: "a", Organisation: "o", Role: campus.Member, Standing: campus.Confirmed, Provenance: known},
		{ID: "n", Campus: "b", Organisation: "o", Role: campus.Member, Standing: campus.Confirmed, Provenance: gone},
	}
	return r
}

func TestBuildLeavesOutWhatIsRetired(t *testing.T) {
	t.Parallel()
	c, err := catalog.Build(tiny(), tinyAtlas(), nil, 7, today.Time())
	if err != nil {
		t.Fatal(err)
	}
	a, moved := c.Campus("vieille-ecume")
	if a == nil || !moved || a.Slug != "ecume" {
		t.Fatalf("former slug: campus %v, moved %v", a, moved)
	}
	if a.Name != "Écume" || a.Sector.Code != "MOBI" || a.City != "" || !slices.Equal(a.Aims, []string{"premier", "second"}) {
		t.Errorf("name %q, sector %v, city %q, aims %q", a.Name, a.Sector, a.City, a.Aims)
	}
	if len(a.Labels) != 1 || len(a.Labels[0].Bases) != 1 || a.Wave != "w" {
		t.Errorf("labels %+v, want one, on one basis", a.Labels)
	}
	if len(c.Organisations) != 1 || c.Organisations[0].Name != "Nouveau nom" || len(c.Memberships("o")) != 1 {
		t.Errorf("organisations %+v, memberships %v", c.Organisations, c.Memberships("o"))
	}
	if len(c.Sources) != 1 || c.Source("old") != nil || c.Source("s") == nil {
		t.Errorf("sources %+v, want the one still cited", c.Sources)
	}
	if c.Sectors[0].Code != "ALIM" || c.Sector("mobilite").Code != "MOBI" || c.Sector("nope") != nil {
		t.Errorf("sectors %+v", c.Sectors)
	}
	// French order: accents and capitals do not count.
	var names []string
	for _, cam := range c.Campuses {
		names = append(names, cam.Name)
	}
	if got := strings.Join(names, " "); got != "eau Écume Zinc" {
		t.Errorf("order %q, want eau Écume Zinc", got)
	}
	if none, _ := c.Campus("mousse"); none != nil {
		t.Errorf("Campus(mousse) = %v, want none", none)
	}
}

func TestBuildRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		spoil func(*campus.Records)
		want  string
	}{
		{"fact of no campus", func(r *campus.Records) { r.Facts[0].Campus = "x" }, `no campus "x"`},
		{"label of no campus", func(r *campus.Records) { r.Labels[0].Campus = "x" }, `no campus "x"`},
		{"member of nothing", func(r *campus.Records) { r.Organisations = nil }, `no organisation "o"`},
		{"no name", func(r *campus.Records) { r.Facts = r.Facts[1:] }, "campus a has no name"},
		{"unknown sector", func(r *campus.Records) { r.Facts[2].Value = "ZZZZ" }, `no sector "ZZZZ"`},
		{"unknown region", func(r *campus.Records) { r.Facts[2].Property, r.Facts[2].Value = campus.RegionProp, "99" }, `no region "99" in the atlas`},
		{"no point", func(r *campus.Records) { r.Facts[2].Property, r.Facts[2].Value = campus.PointProp, "north" }, `point "north"`},
	} {
		r := tiny()
		tt.spoil(r)
		if _, err := catalog.Build(r, tinyAtlas(), nil, 1, today.Time()); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
}

// TestBuildForgottenCampus drops a campus of which nothing is believed any more: it
// has an identifier in the history and nothing to show.
func TestBuildForgottenCampus(t *testing.T) {
	t.Parallel()
	r := tiny()
	r.Campuses = append(r.Campuses, campus.Campus{ID: "d", Slug: "oublie"})
	gone := r.Facts[1].Provenance
	r.Facts = append(r.Facts, campus.Fact{ID: "d-name", Campus: "d", Property: campus.Name, Value: "Oublié", Provenance: gone})
	c, err := catalog.Build(r, tinyAtlas(), nil, 1, today.Time())
	if err != nil {
		t.Fatal(err)
	}
	if cam, _ := c.Campus("oublie"); cam != nil || len(c.Campuses) != 3 {
		t.Errorf("%d campuses, the forgotten one among them: %v", len(c.Campuses), cam != nil)
	}
}
