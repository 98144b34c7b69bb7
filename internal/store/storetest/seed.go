package storetest

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/store"
)

// reseed gives another version of the dataset.
func reseed(t *testing.T, db *store.DB, checksum string, change func(*campus.Records)) *campus.Records {
	t.Helper()
	w := World()
	change(w)
	if changed, err := db.Seed(t.Context(), w, checksum); err != nil || !changed {
		t.Fatalf("Seed(%s) = %v, %v, want true, nil", checksum, changed, err)
	}
	got, _ := records(t, db)
	return got
}

// change runs one transaction as an operator and fails the test when it fails.
func change(t *testing.T, db *store.DB, fn func(*store.Tx) error) {
	t.Helper()
	if err := db.InTx(t.Context(), "tester", "a test", fn); err != nil {
		t.Fatal(err)
	}
}

// believedFacts are the values that the register believes, by property of a campus.
func believedFacts(r *campus.Records, id campus.ID) map[campus.Property]string {
	m := make(map[campus.Property]string)
	for _, f := range r.Facts {
		if f.Campus == id && f.Retired.IsZero() {
			m[f.Property] = f.Value
		}
	}
	return m
}

func seedNewVersion(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	got := reseed(t, db, "v2", func(w *campus.Records) {
		w.Facts[1].ID, w.Facts[1].Value = "f-name-new", "Campus de la mer et du littoral"
		w.Facts = slices.Delete(w.Facts, 3, 4)             // the point vanished
		w.Labels[0].Wave = "2014"                          // corrected under the same name
		w.Organisations[1].Name = "Université des abysses" // likewise
		w.Memberships = w.Memberships[:1]
		w.Sources[2].Title = "Page de l’académie de Rennes"
		w.Sectors = w.Sectors[:1]
		w.Campuses[0].Slug = "campus-de-la-mer"
	})
	if v := believedFacts(got, "mer"); v[campus.Name] != "Campus de la mer et du littoral" || v[campus.PointProp] != "" {
		t.Errorf("believed facts = %v", v)
	}
	history := func(name string, retired, want int) {
		t.Helper()
		if retired != want {
			t.Errorf("%s: %d retired statements, want %d", name, retired, want)
		}
	}
	count := func(retired ...bool) (n int) {
		for _, r := range retired {
			if r {
				n++
			}
		}
		return n
	}
	var facts, labels, orgs, members []bool
	for _, f := range got.Facts {
		facts = append(facts, !f.Retired.IsZero())
	}
	for _, l := range got.Labels {
		labels = append(labels, !l.Retired.IsZero())
	}
	for _, o := range got.Organisations {
		orgs = append(orgs, !o.Retired.IsZero())
	}
	for _, m := range got.Memberships {
		members = append(members, !m.Retired.IsZero())
	}
	history("facts", count(facts...), 2)
	history("labels", count(labels...), 1)
	history("organisations", count(orgs...), 1)
	history("memberships", count(members...), 1)
	if got.Sources[2].Title != "Page de l’académie de Rennes" || len(got.Sectors) != 1 {
		t.Errorf("sources or sectors are not those of the new dataset: %v %v", got.Sources, got.Sectors)
	}
	if want := (campus.Campus{ID: "mer", Slug: "campus-de-la-mer", Aliases: []string{"ancien-nom", "campus-mer", "mer-bretagne"}}); !cmp.Equal(got.Campuses[0], want) {
		t.Errorf("campus = %v, want %v", got.Campuses[0], want)
	}
	// What vanished and comes back is believed again, beside its history.
	back := reseed(t, db, "v3", func(*campus.Records) {})
	if v := believedFacts(back, "mer"); v[campus.Name] != "Campus de la mer" || v[campus.PointProp] == "" {
		t.Errorf("after going back, believed facts = %v", v)
	}
	clean(t, db)
}

func seedSparesOperators(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	p := campus.Provenance{Sources: []campus.SourceID{"page"}, Confidence: campus.High}
	change(t, db, func(tx *store.Tx) error {
		if err := tx.RetireFact("f-name"); err != nil {
			return err
		}
		if err := tx.RetireFact("f-aim"); err != nil {
			return err
		}
		if err := tx.RenameCampus("mer", "choisi-par-un-humain"); err != nil {
			return err
		}
		if err := tx.AddMembership(campus.Membership{ID: "m-op", Campus: "numerique", Organisation: "o-2", Role: campus.Member, Standing: campus.Confirmed, Provenance: p}); err != nil {
			return err
		}
		return tx.RecordFact(campus.Fact{ID: "f-op", Campus: "mer", Property: campus.Name, Value: "Nom corrigé", Valid: campus.Period{From: date.Must("2013")}, Provenance: p})
	})
	got := reseed(t, db, "v2", func(w *campus.Records) {
		w.Facts[1].ID, w.Facts[1].Value = "f-name-new", "Nom du jeu de données"
		w.Organisations, w.Memberships = w.Organisations[:1], w.Memberships[:1] // an operator's membership needs the other
		w.Campuses[0].Slug = "choisi-par-le-jeu"
	})
	v := believedFacts(got, "mer")
	if v[campus.Name] != "Nom corrigé" {
		t.Errorf("name = %q, want the operator's", v[campus.Name])
	}
	if v[campus.Aim] != "" {
		t.Errorf("the aim that an operator retired came back: %q", v[campus.Aim])
	}
	if got.Campuses[0].Slug != "choisi-par-un-humain" || !slices.Contains(got.Campuses[0].Aliases, "choisi-par-le-jeu") {
		t.Errorf("campus = %v, want the operator's slug and the dataset's as an alias", got.Campuses[0])
	}
	for _, o := range got.Organisations {
		if !o.Retired.IsZero() {
			t.Errorf("organisation %s was retired under an operator's membership", o.ID)
		}
	}
	clean(t, db)
}

// seedDropsCampus drops two campuses, one of which an operator speaks of.
func seedDropsCampus(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	change(t, db, func(tx *store.Tx) error { return tx.RecordFact(fact("f-op", campus.City, "Rennes")) })
	got := reseed(t, db, "v2", func(w *campus.Records) {
		w.Campuses, w.Facts, w.Labels, w.Organisations, w.Memberships = nil, nil, nil, nil, nil
	})
	if v := believedFacts(got, "numerique"); v[campus.Name] != "Campus du numérique" || v[campus.City] != "Rennes" {
		t.Errorf("of the campus that an operator speaks of, the register believes %v", v)
	}
	if v := believedFacts(got, "mer"); len(v) > 0 {
		t.Errorf("of the dropped campus, the register believes %v", v)
	}
	if len(got.Campuses) != 2 || len(got.Facts) != len(World().Facts)+1 {
		t.Errorf("%d campuses and %d facts, want all of the history", len(got.Campuses), len(got.Facts))
	}
	clean(t, db)
}

func seedRace(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	first := 0
	for range 4 {
		wg.Go(func() {
			db, err := store.Open(t.Context(), cfg)
			if err != nil {
				t.Error(err)
				return
			}
			defer db.Close()
			changed, err := db.Seed(t.Context(), World(), "v1")
			if err != nil {
				t.Error(err)
			}
			if changed {
				mu.Lock()
				first++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if first != 1 {
		t.Errorf("%d servers say that they brought the dataset in, want 1", first)
	}
	db := open(t, cfg)
	got, generation := records(t, db)
	if diff := cmp.Diff(World(), got, content); diff != "" || generation != 1 {
		t.Errorf("generation %d, records:\n%s", generation, diff)
	}
}
