package storetest

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/store"
)

// granted is a label of campus numerique for some years.
func granted(id campus.LabelID, start string, years int) campus.Label {
	p := campus.Provenance{Sources: []campus.SourceID{"arrete"}, Confidence: campus.High}
	return campus.Label{
		ID: id, Campus: "numerique", Category: campus.CategoryCampus, Start: date.Must(start), Years: years,
		Bases: []campus.Basis{{Kind: campus.ByAct, Act: "acte-1", Text: "arrêté", Provenance: p}}, Provenance: p,
	}
}

func grant(t *testing.T, db *store.DB, l campus.Label) error {
	t.Helper()
	return db.InTx(t.Context(), "tester", "grant "+string(l.ID), func(tx *store.Tx) error { return tx.GrantLabel(l) })
}

func labelOverlap(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	for _, tt := range []struct {
		name  string
		label campus.Label
		want  string // key of the conflict, empty when granted
	}{
		{"the first", granted("a", "2014-01-01", 4), ""},
		{"inside it", granted("b", "2015-06-01", 1), "label.overlap"},
		{"its last day", granted("c", "2017-12-31", 4), "label.overlap"},
		{"the day after", granted("d", "2018-01-01", 4), ""},
		{"before both, reaching into the first", granted("e", "2010-01-02", 4), "label.overlap"},
		{"another category", func() campus.Label {
			l := granted("f", "2015-01-01", 4)
			l.Category = campus.CategoryExcellence
			return l
		}(), ""},
		{"open, later", granted("g", "2022-01-01", 0), ""},
		{"open too", granted("h", "2023-01-01", 0), "label.open"},
	} {
		err := grant(t, db, tt.label)
		if tt.want == "" && err != nil || tt.want != "" && key(err) != tt.want {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
	// A bulk of records is held to the same law.
	err := db.InTx(t.Context(), "tester", "bulk", func(tx *store.Tx) error {
		return tx.Record(&campus.Records{Labels: []campus.Label{granted("i", "2030-01-01", 4), granted("j", "2031-01-01", 4)}})
	})
	if key(err) != "label.overlap" {
		t.Errorf("bulk: error %v, want label.overlap", err)
	}
	clean(t, db)
}

func labelRace(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	db := open(t, cfg)
	if _, err := db.Seed(t.Context(), World(), "v1"); err != nil {
		t.Fatal(err)
	}
	for round := range 5 {
		start := fmt.Sprintf("%d-01-01", 2030+10*round)
		errs := make([]error, 2)
		var wg sync.WaitGroup
		gate := make(chan struct{})
		for i := range errs {
			other := open(t, cfg)
			wg.Go(func() {
				<-gate
				errs[i] = grant(t, other, granted(campus.LabelID(fmt.Sprintf("r%d-%d", round, i)), start, 4))
			})
		}
		close(gate)
		wg.Wait()
		won := slices.IndexFunc(errs, func(err error) bool { return err == nil })
		if won < 0 || key(errs[1-won]) != "label.overlap" {
			t.Errorf("round %d: errors %v, want one grant and one label.overlap", round, errs)
		}
	}
	clean(t, db)
}

func labelRenewal(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	old := granted("old", "2015-01-01", 0)
	if err := grant(t, db, old); err != nil {
		t.Fatal(err)
	}
	change(t, db, func(tx *store.Tx) error {
		if err := tx.RetireLabel("old"); err != nil {
			return err
		}
		if err := tx.GrantLabel(granted("new", "2019-01-01", 0)); err != nil {
			return err
		}
		old.Successor = "new"
		return tx.GrantLabel(old)
	})
	r, _ := records(t, db)
	var versions, believed int
	for _, l := range r.Labels {
		if l.ID != "old" {
			continue
		}
		versions++
		if l.Retired.IsZero() {
			believed++
			if l.Successor != "new" {
				t.Errorf("successor = %q, want new", l.Successor)
			}
		}
		if l.Retired != l.Bases[0].Retired || l.Recorded != l.Bases[0].Recorded {
			t.Errorf("basis lives %v–%v, its label %v–%v", l.Bases[0].Recorded, l.Bases[0].Retired, l.Recorded, l.Retired)
		}
	}
	if versions != 2 || believed != 1 {
		t.Errorf("%d versions, %d believed, want 2 and 1", versions, believed)
	}
	if err := db.InTx(t.Context(), "tester", "again", func(tx *store.Tx) error { return tx.RetireLabel("none") }); fault.KindOf(err) != fault.NotFound {
		t.Errorf("RetireLabel(none) = %v, want NotFound", err)
	}
	clean(t, db)
}

func rename(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	to := func(slug string) error {
		return db.InTx(t.Context(), "tester", "rename", func(tx *store.Tx) error { return tx.RenameCampus("mer", slug) })
	}
	for _, slug := range []string{"campus-nouveau", "campus-mer", "campus-nouveau"} {
		if err := to(slug); err != nil {
			t.Fatalf("rename to %s: %v", slug, err)
		}
	}
	if err := to("campus-numerique"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("rename to another's slug = %v, want Conflict", err)
	}
	err := db.InTx(t.Context(), "tester", "rename", func(tx *store.Tx) error { return tx.RenameCampus("nowhere", "x") })
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("rename of nothing = %v, want NotFound", err)
	}
	r, _ := records(t, db)
	if c := r.Campuses[0]; c.Slug != "campus-nouveau" || !slices.Equal(c.Aliases, []string{"ancien-nom", "campus-mer", "mer-bretagne"}) {
		t.Errorf("campus = %v", c)
	}
	clean(t, db)
}
