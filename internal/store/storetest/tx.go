package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/store"
)

func fact(id string, p campus.Property, value string) campus.Fact {
	return campus.Fact{
		ID: id, Campus: "numerique", Property: p, Value: value,
		Provenance: campus.Provenance{Sources: []campus.SourceID{"page"}, Confidence: campus.High},
	}
}

func txWhole(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	before, generation := records(t, db)
	boom := errors.New("boom")
	for name, fn := range map[string]func(*store.Tx) error{
		"an error of the closure": func(tx *store.Tx) error {
			return errors.Join(tx.RecordFact(fact("x", campus.City, "Rennes")), boom)
		},
		"an error that the closure swallows": func(tx *store.Tx) error {
			if err := tx.RecordFact(fact("x", campus.City, "Rennes")); err != nil {
				t.Error(err)
			}
			if err := tx.RetireFact("no such fact"); fault.KindOf(err) != fault.NotFound {
				t.Errorf("RetireFact(no such fact) = %v, want NotFound", err)
			}
			return nil
		},
		"a second value of a single property": func(tx *store.Tx) error {
			return errors.Join(tx.RecordFact(fact("x", campus.City, "Rennes")), tx.RecordFact(fact("y", campus.City, "Brest")))
		},
	} {
		if err := db.InTx(t.Context(), "tester", name, fn); err == nil {
			t.Errorf("%s: the transaction went through", name)
		}
		after, again := records(t, db)
		if diff := cmp.Diff(before, after, sameInstants); diff != "" || again != generation {
			t.Errorf("%s: generation %d → %d, records:\n%s", name, generation, again, diff)
		}
	}
	err := db.InTx(t.Context(), "tester", "twice", func(tx *store.Tx) error {
		return tx.AddSource(campus.Source{ID: "page", Title: "again", Licence: "none-stated"})
	})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("AddSource of a known one = %v, want Conflict", err)
	}
}

func txJournal(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	stopped := time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)
	cfg.Now = func() time.Time { return stopped }
	db := open(t, cfg)
	if _, err := db.Seed(t.Context(), World(), "v1"); err != nil {
		t.Fatal(err)
	}
	change(t, db, func(tx *store.Tx) error { return tx.RecordFact(fact("x", campus.City, "Rennes")) })
	change(t, db, func(tx *store.Tx) error { return tx.RetireFact("x") })
	got, err := db.Changes(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	// The clock stands still and the instants of record go on all the same.
	at := func(n int64) time.Time { return stopped.Add(time.Duration(n) * time.Microsecond) }
	want := []store.Change{
		{Generation: 3, At: at(2), Actor: "tester", What: "a test"},
		{Generation: 2, At: at(1), Actor: "tester", What: "a test"},
		{Generation: 1, At: at(0), Actor: "dataset", What: "dataset v1: 20 statements recorded, 0 retired, 0 left to what operators said"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("journal (-want +got):\n%s", diff)
	}
	r, _ := records(t, db)
	for _, f := range r.Facts {
		if f.ID == "x" && (!f.Recorded.Equal(at(1)) || !f.Retired.Equal(at(2))) {
			t.Errorf("fact recorded %v and retired %v, want %v and %v", f.Recorded, f.Retired, at(1), at(2))
		}
	}
}

// txRace has several programs write at once: none is lost, none fails.
func txRace(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	db := open(t, cfg)
	if _, err := db.Seed(t.Context(), World(), "v1"); err != nil {
		t.Fatal(err)
	}
	const programs, writes = 4, 8
	var wg sync.WaitGroup
	for p := range programs {
		wg.Go(func() {
			db, err := store.Open(t.Context(), cfg)
			if err != nil {
				t.Error(err)
				return
			}
			defer db.Close()
			for w := range writes {
				f := fact(fmt.Sprintf("p%d-w%d", p, w), campus.Aim, "x")
				f.Rank = 1 + p*writes + w
				if err := db.InTx(t.Context(), "tester", "race", func(tx *store.Tx) error { return tx.RecordFact(f) }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	r, generation := records(t, db)
	if want := int64(1 + programs*writes); generation != want || len(r.Facts) != len(World().Facts)+programs*writes {
		t.Errorf("generation %d and %d facts, want %d and %d", generation, len(r.Facts), want, len(World().Facts)+programs*writes)
	}
	clean(t, db)
}

// schemaRefuses writes what validation in Go would stop, to see that the schema does.
func schemaRefuses(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	label := func(change func(*campus.Label)) func(*campus.Records) {
		return func(r *campus.Records) {
			l := World().Labels[2]
			l.ID, l.Category = "x", campus.CategoryCampus
			change(&l)
			r.Labels = []campus.Label{l}
		}
	}
	factOf := func(change func(*campus.Fact)) func(*campus.Records) {
		return func(r *campus.Records) {
			f := fact("x", campus.City, "Rennes")
			change(&f)
			r.Facts = []campus.Fact{f}
		}
	}
	for _, tt := range []struct {
		name   string
		kind   fault.Kind
		change func(*campus.Records)
	}{
		{"an unknown campus", fault.Invalid, factOf(func(f *campus.Fact) { f.Campus = "nowhere" })},
		{"an unknown property", fault.Invalid, factOf(func(f *campus.Fact) { f.Property = "colour" })},
		{"an unknown sector", fault.Invalid, factOf(func(f *campus.Fact) { f.Property, f.Value = campus.SectorProp, "XXXX" })},
		{"an empty value", fault.Invalid, factOf(func(f *campus.Fact) { f.Value = "" })},
		{"a huge value", fault.Invalid, factOf(func(f *campus.Fact) { f.Value = strings.Repeat("x", 4001) })},
		{"a rank without several values", fault.Invalid, factOf(func(f *campus.Fact) { f.Rank = 1 })},
		{"several values without a rank", fault.Invalid, factOf(func(f *campus.Fact) { f.Property = campus.Aim })},
		{"no source", fault.Invalid, factOf(func(f *campus.Fact) { f.Sources = nil })},
		{"an unknown source", fault.Invalid, factOf(func(f *campus.Fact) { f.Sources = []campus.SourceID{"page", "rumour"} })},
		{"the same source twice", fault.Conflict, factOf(func(f *campus.Fact) { f.Sources = []campus.SourceID{"arrete", "page", "page"} })},
		{"an unknown confidence", fault.Invalid, factOf(func(f *campus.Fact) { f.Confidence = "certain" })},
		{"a period that ends before it begins", fault.Invalid, factOf(func(f *campus.Fact) { f.Valid = campus.Period{From: date.Must("2015-02"), Until: date.Must("2015-01")} })},
		{"text that is not UTF-8", fault.Invalid, factOf(func(f *campus.Fact) { f.Value = "\xff" })},
		{"text with a zero byte", fault.Invalid, factOf(func(f *campus.Fact) { f.Value = "a\x00b" })},
		{"a fact already believed", fault.Conflict, factOf(func(f *campus.Fact) { f.ID = "f-name" })},
		{"a label of an unknown category", fault.Invalid, label(func(l *campus.Label) { l.Category = "gold" })},
		{"a label that ends before it starts", fault.Invalid, label(func(l *campus.Label) { l.Start, l.End = date.Must("2015"), date.Must("2014") })},
		{"a label without a basis", fault.Invalid, label(func(l *campus.Label) { l.Bases = nil })},
		{"a basis of an unknown kind", fault.Invalid, label(func(l *campus.Label) { l.Bases[0].Kind = "rumour" })},
		{"an act basis without an act", fault.Invalid, label(func(l *campus.Label) { l.Bases[0].Kind = campus.ByAct })},
		{"an act without an act basis", fault.Invalid, label(func(l *campus.Label) { l.Bases[0].Act = "acte-1" })},
		{"a second open label", fault.Conflict, label(func(l *campus.Label) { l.Category = campus.CategoryExcellence })},
		{"a label that succeeds itself", fault.Invalid, label(func(l *campus.Label) { l.Successor = "x" })},
		{"a successor of another campus", fault.Invalid, label(func(l *campus.Label) { l.Successor = "l-mer-1" })},
		{"a slug of another campus", fault.Conflict, func(r *campus.Records) { r.Campuses = []campus.Campus{{ID: "x", Slug: "ancien-nom"}} }},
		{"a slug in capitals", fault.Invalid, func(r *campus.Records) { r.Campuses = []campus.Campus{{ID: "x", Slug: "Campus"}} }},
		{"a place off the Earth", fault.Invalid, func(r *campus.Records) {
			o := World().Organisations[0]
			o.ID, o.Lat = "x", 91
			r.Organisations = []campus.Organisation{o}
		}},
		{"an organisation of an unknown kind", fault.Invalid, func(r *campus.Records) {
			o := World().Organisations[0]
			o.ID, o.Kind = "x", "club"
			r.Organisations = []campus.Organisation{o}
		}},
		{"a second open membership", fault.Conflict, func(r *campus.Records) {
			m := World().Memberships[0]
			m.ID = "x"
			r.Memberships = []campus.Membership{m}
		}},
		{"a membership of nobody", fault.Invalid, func(r *campus.Records) {
			m := World().Memberships[0]
			m.ID, m.Organisation = "x", "nobody"
			r.Memberships = []campus.Membership{m}
		}},
	} {
		r := new(campus.Records)
		tt.change(r)
		err := db.InTx(t.Context(), "tester", tt.name, func(tx *store.Tx) error { return tx.Record(r) })
		if err == nil || fault.KindOf(err) != tt.kind {
			t.Errorf("%s: error %v, want of kind %d", tt.name, err, tt.kind)
		}
	}
	got, _ := records(t, db)
	if diff := cmp.Diff(World(), got, content); diff != "" {
		t.Errorf("something was written:\n%s", diff)
	}
}
