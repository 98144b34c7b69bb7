package catalog_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
)

// chosen is the twin of Select: one plain question after the other.
func chosen(cam *catalog.Campus, f catalog.Filter, st campus.State) bool {
	category := campus.CategoryUnknown
	if st.Label != nil {
		category = st.Label.Category
	}
	code := func(t *geo.Territory) string {
		if t == nil {
			return "none"
		}
		return t.Code
	}
	sector := campus.SectorCode("none")
	if cam.Sector != nil {
		sector = cam.Sector.Code
	}
	waves := []string{}
	for _, l := range cam.Labels {
		waves = append(waves, l.Wave)
	}
	in := func(n int, held bool) bool { return n == 0 || held }
	return (f.AsOf == 0 || st.Status == campus.InForce || st.Status == campus.Presumed) &&
		in(len(f.Sectors), slices.Contains(f.Sectors, sector)) &&
		in(len(f.Regions), slices.Contains(f.Regions, code(cam.Region))) &&
		in(len(f.Regions2015), slices.Contains(f.Regions2015, code(cam.Region2015))) &&
		in(len(f.Academies), slices.Contains(f.Academies, code(cam.Academie))) &&
		in(len(f.Categories), slices.Contains(f.Categories, category)) &&
		in(len(f.Statuses), slices.Contains(f.Statuses, st.Status)) &&
		in(len(f.Waves), slices.ContainsFunc(f.Waves, func(w string) bool { return slices.Contains(waves, w) })) &&
		(f.Box == nil || !cam.Point.IsZero() && f.Box.Contains(cam.Point))
}

func TestSelectAgainstItsTwin(t *testing.T) {
	t.Parallel()
	c := embedded(t)
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 3))
	some := func(of ...string) []string {
		if r.IntN(2) == 0 {
			return nil
		}
		return []string{of[r.IntN(len(of))], of[r.IntN(len(of))]}
	}
	found := 0
	for range 500 {
		f := catalog.Filter{
			Regions: some("53", "84", "11", "32", "75", "28", "nope"), Regions2015: some("53", "82", "11", "31", "23", "72"),
			Academies: some("14", "10", "25", "09", "70", "05"), Waves: some(append(c.Waves, "nope")...),
		}
		for _, p := range []*[]string{&f.Regions, &f.Regions2015, &f.Academies, &f.Waves} {
			if r.IntN(2) == 0 {
				*p = nil
			}
		}
		for _, s := range some("MOBI", "CREA", "BATI", "ZZZZ") {
			f.Sectors = append(f.Sectors, campus.SectorCode(s))
		}
		for _, s := range some("campus", "excellence", "unknown") {
			f.Categories = append(f.Categories, campus.Category(s))
		}
		for _, s := range some("in_force", "presumed", "unknown", "ended") {
			f.Statuses = append(f.Statuses, campus.Status(s))
		}
		if r.IntN(2) == 0 {
			f.AsOf = date.NewDay(2013, 1, 1) + date.Day(r.IntN(14*365))
		}
		if r.IntN(3) == 0 {
			f.Box = &geo.Box{West: -6, South: 43 + 4*r.Float64(), East: 8 * r.Float64(), North: 51}
		}
		var want []string
		for i := range c.Campuses {
			cam := &c.Campuses[i]
			st := campus.LastKnown(cam.Labels, today)
			if f.AsOf != 0 {
				st = campus.StateOn(cam.Labels, f.AsOf)
			}
			if chosen(cam, f, st) {
				want = append(want, cam.Slug)
			}
		}
		var got []string
		for _, h := range c.Select(f, today) {
			got = append(got, h.Campus.Slug)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: Select(%+v) = %v, want %v", seed, f, got, want)
		}
		found += len(want)
	}
	if found == 0 {
		t.Errorf("seed %d: no filter chose anything", seed)
	}
}

func TestSelectByWords(t *testing.T) {
	t.Parallel()
	c := embedded(t)
	for _, tt := range []struct {
		q    string
		want string // a slug that must be there; empty: nothing at all
	}{
		{"industries mer", "bretagne-industries-de-la-mer"},
		{"MER brest", "bretagne-industries-de-la-mer"},
		{"energie", "grenoble-energies-campus"}, // accents and case do not count, a word may be begun only
		{"  éco-construction ", "alsace-eco-construction-3e"},
		{"ergies", ""}, // a word is not found by its end
		{"mer zzzz", ""},
	} {
		var slugs []string
		for _, h := range c.Select(catalog.Filter{Q: tt.q}, today) {
			slugs = append(slugs, h.Campus.Slug)
		}
		if tt.want == "" && len(slugs) > 0 || tt.want != "" && !slices.Contains(slugs, tt.want) {
			t.Errorf("Q %q = %v, want %q among them", tt.q, slugs, tt.want)
		}
	}
	if n := len(c.Select(catalog.Filter{Q: "\xff\x00 ' -"}, today)); n != len(c.Campuses) {
		t.Errorf("a search without a word chooses %d campuses, want all", n)
	}
}
