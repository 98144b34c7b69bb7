package catalog_test

import (
	"sync"
	"testing"
	"time"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/seed"
)

// today is the day of these tests: the rules know no clock.
var today = date.NewDay(2026, time.November, 24)

// built is the catalog of the embedded register and atlas.
var built = sync.OnceValues(func() (*catalog.Catalog, error) {
	r, _, err := seed.Load()
	if err != nil {
		return nil, err
	}
	atlas, err := geo.Load()
	if err != nil {
		return nil, err
	}
	return catalog.Build(r, atlas, nil, 1, today.Time())
})

func embedded(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEmbeddedRegister(t *testing.T) {
	t.Parallel()
	c := embedded(t)
	if got := len(c.Campuses); got != 95 {
		t.Errorf("%d campuses, want 95", got)
	}
	if got := len(c.Select(catalog.Filter{}, today)); got != 95 {
		t.Errorf("without a date, %d campuses, want the 95 that are known", got)
	}
	for _, tt := range []struct {
		day            date.Day
		official, here int // official 0: no count is that old
	}{
		{date.NewDay(2013, 8, 31), 0, 0},
		{date.NewDay(2013, 12, 31), 14, 10},
		{date.NewDay(2015, 9, 1), 31, 21},
	} {
		hits := c.Select(catalog.Filter{AsOf: tt.day}, today)
		if len(hits) != tt.here {
			t.Errorf("on %s, %d campuses chosen, want %d", tt.day, len(hits), tt.here)
		}
		for _, h := range hits {
			if h.State.Status != campus.InForce || h.State.Basis == nil {
				t.Errorf("on %s, %s is %s on basis %v, want in force on one", tt.day, h.Campus.Slug, h.State.Status, h.State.Basis)
			}
		}
		m, here := c.Documented(tt.day)
		official := 0
		if m != nil {
			official = m.Count
		}
		if official != tt.official || here != tt.here {
			t.Errorf("Documented(%s) = %d official, %d here, want %d, %d", tt.day, official, here, tt.official, tt.here)
		}
	}
}

func TestBrittanySeaCampus(t *testing.T) {
	t.Parallel()
	cam, _ := embedded(t).Campus("bretagne-industries-de-la-mer")
	if cam == nil {
		t.Fatal("no such campus")
	}
	if len(cam.ProfessionalSectors) != 9 || len(cam.TrainingFields) != 4 || len(cam.Aims) != 3 || len(cam.PartnerKinds) != 11 {
		t.Errorf("%d sectors, %d fields, %d aims, %d kinds of partners, want 9, 4, 3, 11",
			len(cam.ProfessionalSectors), len(cam.TrainingFields), len(cam.Aims), len(cam.PartnerKinds))
	}
	var carriers []string
	for _, m := range cam.Members {
		if m.Membership.Role == campus.Carrier {
			carriers = append(carriers, m.Organisation.Name)
		}
	}
	if len(carriers) != 2 || len(cam.Members) != 4 {
		t.Errorf("%d members, carriers %q; want the 4 that the sheet names, 2 of them carriers", len(cam.Members), carriers)
	}
	if cam.Region.Code != "53" || cam.Academie.Code != "14" || cam.Region2015.Code != "53" || !cam.AtSeat || !cam.Drawn() {
		t.Errorf("region %v, académie %v, at seat %v", cam.Region, cam.Academie, cam.AtSeat)
	}
}

// TestNoCandidateEntersACatalog follows every way from a catalog to an organisation.
func TestNoCandidateEntersACatalog(t *testing.T) {
	t.Parallel()
	r, _, err := seed.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := embedded(t)
	public := make(map[campus.OrgID]bool)
	candidates := 0
	for _, m := range r.Memberships {
		if m.Public() {
			public[m.Organisation] = true
		} else {
			candidates++
		}
	}
	if candidates != 33 {
		t.Errorf("%d candidates in the dataset, want 33", candidates)
	}
	for _, o := range c.Organisations {
		if !public[o.ID] {
			t.Errorf("organisation %s is only a candidate", o.ID)
		}
		for _, m := range c.Memberships(o.ID) {
			if m.Membership.Standing == campus.Candidate {
				t.Errorf("%s: membership %s is a candidate", o.ID, m.Membership.ID)
			}
		}
	}
	for _, cam := range c.Campuses {
		for _, m := range cam.Members {
			if m.Membership.Standing == campus.Candidate {
				t.Errorf("%s: membership %s is a candidate", cam.Slug, m.Membership.ID)
			}
		}
	}
	if c.Source("web:energiesdelamer.eu") != nil {
		t.Error("a source that speaks only of candidates is public")
	}
	for _, o := range r.Organisations {
		if !public[o.ID] && c.Memberships(o.ID) != nil {
			t.Errorf("candidate %s has memberships", o.ID)
		}
	}
}
