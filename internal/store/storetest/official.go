package storetest

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/fault"
	"continuum/internal/opendata"
	"continuum/internal/store"
)

// canteens is a source of official data.
var canteens = &opendata.Source{ID: "cantines", Columns: []opendata.Column{
	{Name: "uai", Key: true}, {Name: "nom"}, {Name: "places"},
}}

// Draft makes a draft of rows of the canteens: "a" to the letter given, each with as
// many places as said.
func Draft(t testing.TB, base, rows, places int) *opendata.Draft {
	t.Helper()
	d, err := NewDraft(t.TempDir(), base, rows, places)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// NewDraft is Draft for a program without a test. Large numbers make several blocks.
func NewDraft(dir string, base, rows, places int) (*opendata.Draft, error) {
	b, err := opendata.NewBuilder(canteens.ColumnNames(), dir)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if err := b.Add(opendata.Row{fmt.Sprintf("%07d", i), fmt.Sprintf("Cantine %x", i*7919), fmt.Sprint(places)}); err != nil {
			return nil, err
		}
	}
	content, err := b.Finish()
	if err != nil {
		return nil, err
	}
	return &opendata.Draft{
		Version: opendata.Version{
			Source: canteens.ID, Checksum: content.Checksum, Rows: content.Rows, Columns: content.Columns,
			Layout: "essai", Licence: opendata.LicenceOuverte, Vintage: "2022–2023", Read: rows + 2,
			Files:       []opendata.File{{Name: "cantines « 1 ».csv", Bytes: 12, SHA256: "ab"}},
			Skipped:     map[string]int{"fermée": 1},
			Quarantined: map[string]int{"nom: missing": 1},
			Warned:      map[string]int{},
			Input:       fmt.Sprintf("%064d", places),
		},
		Content: content, Base: base,
		Quarantine: []opendata.Quarantined{{Where: opendata.Where{File: "cantines « 1 ».csv", Line: 3}, Breach: opendata.Breach{Column: "nom", Value: "«é»", Reason: "missing"}}},
		Warnings:   []opendata.Quarantined{{Where: opendata.Where{File: "x", Line: 4}, Breach: opendata.Breach{Column: "uai", Value: "1", Reason: "letter"}}},
	}, nil
}

// official tells all that a store holds of the canteens.
type official struct {
	Current    opendata.Version
	OK         bool
	Rows       []string
	Versions   []opendata.Version
	Quarantine [2][]opendata.Quarantined
}

func officialOf(t *testing.T, db *store.DB) (o official) {
	t.Helper()
	err := db.ReadSources(t.Context(), func(s *store.Sources, _ int64) (err error) {
		if o.Current, o.OK = s.Version(canteens.ID); !o.OK {
			return nil
		}
		err = s.Scan(canteens, []string{"places", "elsewhere", "uai"}, func(v []string) error {
			o.Rows = append(o.Rows, fmt.Sprint(v))
			return nil
		})
		if err != nil {
			return err
		}
		for i, kept := range []bool{false, true} {
			if o.Quarantine[i], err = s.Quarantine(o.Current, kept, 10); err != nil {
				return err
			}
		}
		o.Versions, err = s.Versions(canteens.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// put records a draft that must change the store.
func put(t *testing.T, db *store.DB, d *opendata.Draft) opendata.Version {
	t.Helper()
	v, changed, err := db.PutSource(t.Context(), d, "tester")
	if err != nil || !changed {
		t.Fatalf("PutSource = %v, %v, %v, want a change", v, changed, err)
	}
	return v
}

func officialPut(t *testing.T, fresh Fresh) {
	db := open(t, fresh(t))
	if o := officialOf(t, db); o.OK {
		t.Errorf("an empty store has %+v", o.Current)
	}
	d := Draft(t, opendata.NoVersion, 10_000, 5) // three blocks
	v := put(t, db, d)
	o := officialOf(t, db)
	want := d.Version
	want.Number, want.Recorded = 1, o.Current.Recorded
	if diff := cmp.Diff(want, o.Current); diff != "" || o.Current.Recorded.IsZero() || v.Number != 1 {
		t.Errorf("version differs (-want +got):\n%s", diff)
	}
	if len(o.Rows) != 10_000 || o.Rows[9_999] != "[5  0009999]" {
		t.Errorf("%d rows, the last %v", len(o.Rows), o.Rows[len(o.Rows)-1])
	}
	if diff := cmp.Diff([2][]opendata.Quarantined{d.Quarantine, d.Warnings}, o.Quarantine); diff != "" {
		t.Errorf("quarantine differs:\n%s", diff)
	}
	generation, err := db.Generation(t.Context())
	if err != nil || generation != 1 {
		t.Errorf("generation = %d, %v, want 1: the catalog has to follow", generation, err)
	}
	// The same rows again, from other files.
	again := Draft(t, 1, 10_000, 5)
	again.Files, again.Layout = nil, "autre"
	if got, changed, err := db.PutSource(t.Context(), again, "tester"); err != nil || changed || got.Number != 1 {
		t.Errorf("the same rows: %v, %v, %v, want version 1 unchanged", got, changed, err)
	}
	if diff := cmp.Diff(o, officialOf(t, db)); diff != "" {
		t.Errorf("the same rows changed the store:\n%s", diff)
	}
	// Made against a version that is no longer in place.
	if _, _, err := db.PutSource(t.Context(), Draft(t, opendata.NoVersion, 3, 6), "tester"); key(err) != "official.moved" {
		t.Errorf("error %v, want official.moved", err)
	}
	put(t, db, Draft(t, 1, 3, 6))
	if o := officialOf(t, db); o.Current.Number != 2 || len(o.Rows) != 3 || len(o.Versions) != 2 || o.Versions[0].Number != 2 {
		t.Errorf("after a second version: %+v", o)
	}
	clean(t, db)
}

func officialRollback(t *testing.T, fresh Fresh) {
	db := open(t, fresh(t))
	rollback := func(from, to int) {
		t.Helper()
		f, g, err := db.RollbackSource(t.Context(), canteens.ID, "tester")
		if err != nil || f.Number != from || g.Number != to {
			t.Errorf("rollback from %d to %d, %v, want from %d to %d", f.Number, g.Number, err, from, to)
		}
		if o := officialOf(t, db); o.Current.Number != to || len(o.Rows) != o.Current.Rows {
			t.Errorf("after the rollback: version %d, %d rows", o.Current.Number, len(o.Rows))
		}
	}
	first := func() {
		t.Helper()
		if _, _, err := db.RollbackSource(t.Context(), canteens.ID, "tester"); key(err) != "official.first" || fault.KindOf(err) != fault.NotFound {
			t.Errorf("error %v, want official.first", err)
		}
	}
	first()
	put(t, db, Draft(t, opendata.NoVersion, 1, 1))
	first()
	put(t, db, Draft(t, 1, 2, 1))
	put(t, db, Draft(t, 2, 3, 1))
	rollback(3, 2)
	rollback(2, 1)
	first()
	// The rows of version 3 come back under their number, and can be left again.
	if v := put(t, db, Draft(t, 1, 3, 1)); v.Number != 3 {
		t.Errorf("the rows of version 3 are now version %d", v.Number)
	}
	rollback(3, 1)
	first()
	clean(t, db)
}

func officialSeed(t *testing.T, fresh Fresh) {
	db := open(t, fresh(t))
	seed := func(want bool, rows int) {
		t.Helper()
		d := Draft(t, opendata.NoVersion, rows, 1)
		if changed, err := db.SeedSources(t.Context(), []*opendata.Draft{d}); err != nil || changed != want {
			t.Errorf("SeedSources of %d rows = %v, %v, want %v", rows, changed, err, want)
		}
	}
	inForce := func(number, rows int) {
		t.Helper()
		if o := officialOf(t, db); o.Current.Number != number || len(o.Rows) != rows || o.Current.Rows != rows {
			t.Errorf("in force: version %d with %d rows, want %d with %d", o.Current.Number, len(o.Rows), number, rows)
		}
	}
	seed(true, 5000)
	inForce(0, 5000)
	generation, _ := db.Generation(t.Context())
	seed(false, 5000)
	if again, _ := db.Generation(t.Context()); again != generation {
		t.Error("the same dataset moved the generation")
	}
	seed(true, 6) // of a newer program
	inForce(0, 6)
	put(t, db, Draft(t, 0, 7, 1))
	seed(true, 8)
	inForce(1, 7) // the operator's stays
	if _, to, err := db.RollbackSource(t.Context(), canteens.ID, "tester"); err != nil || to.Number != 0 {
		t.Errorf("rollback to %d, %v, want 0", to.Number, err)
	}
	inForce(0, 8)
	clean(t, db)
}

// officialTogether has several servers take in the same dataset, and several operators
// import at once.
func officialTogether(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	open(t, cfg)
	var wg sync.WaitGroup
	var won sync.Map
	for i := range 4 {
		db, seed, draft := open(t, cfg), Draft(t, opendata.NoVersion, 5, 1), Draft(t, 0, 10+i, 1)
		wg.Go(func() {
			if _, err := db.SeedSources(t.Context(), []*opendata.Draft{seed}); err != nil {
				t.Error(err)
			}
			_, changed, err := db.PutSource(t.Context(), draft, "tester")
			switch {
			case err == nil && changed:
				won.Store(i, true)
			case key(err) != "official.moved":
				t.Errorf("importer %d: %v, %v, want a change or official.moved", i, changed, err)
			}
		})
	}
	wg.Wait()
	n := 0
	won.Range(func(any, any) bool { n++; return true })
	db := open(t, cfg)
	if o := officialOf(t, db); n != 1 || o.Current.Number != 1 || len(o.Versions) != 2 {
		t.Errorf("%d importers won, in force %d of %d versions, want one and 1 of 2", n, o.Current.Number, len(o.Versions))
	}
	clean(t, db)
}
