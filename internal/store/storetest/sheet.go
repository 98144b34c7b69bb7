package storetest

import (
	"strconv"
	"strings"
	"testing"

	"continuum/internal/fault"
	"continuum/internal/store"
	"continuum/internal/workspace"
)

// openDay is the document of an event of that name.
func openDay(name string) []byte {
	return []byte(`{"name":"` + name + `","text":"","start":"2026-03-14","end":"","place":"Lorient"}`)
}

// publicNames are the titles that every reader may see.
func publicNames(t *testing.T, db *store.DB) string {
	t.Helper()
	list, err := db.PublicSheets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, v := range list {
		d, err := workspace.Parse(v.Kind, v.Body)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, d.Title())
	}
	return strings.Join(names, ", ")
}

// sheetLife leads a sheet from a draft to the end: readers see the public version only,
// the generation moves when that changes and at no other time, and each act is in the
// journal.
func sheetLife(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	moves := func(what string, want bool, fn func() error) {
		t.Helper()
		_, before := records(t, db)
		if err := fn(); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if _, after := records(t, db); (after != before) != want {
			t.Errorf("%s: the generation went from %d to %d, want it to move: %v", what, before, after, want)
		}
	}
	sees := func(want string) {
		t.Helper()
		if got := publicNames(t, db); got != want {
			t.Errorf("readers see %q, want %q", got, want)
		}
	}
	v := workspace.Version{Campus: "mer", Kind: workspace.KindEvent, State: workspace.Draft, Author: "p1"}
	save := func(state workspace.State, name string) func() error {
		return func() (err error) {
			v.State, v.Body = state, openDay(name)
			v, err = db.SaveSheet(t.Context(), v)
			return err
		}
	}
	moves("a draft", false, save(workspace.Draft, "Un brouillon"))
	moves("handed in", false, save(workspace.Pending, "Portes ouvertes"))
	sees("")
	if list, err := db.PendingSheets(t.Context()); err != nil || len(list) != 1 || list[0].Number != 2 {
		t.Errorf("waiting: %+v, %v", list, err)
	}
	moves("accepted", true, func() error { return db.DecideSheet(t.Context(), v, "p2", true, "") })
	sees("Portes ouvertes")
	moves("a second version", false, save(workspace.Pending, "Portes fermées"))
	sees("Portes ouvertes")
	if err := db.DecideSheet(t.Context(), v, "p2", false, " "); fault.KindOf(err) != fault.Invalid {
		t.Errorf("refused without a reason: %v, want Invalid", err)
	}
	moves("refused", false, func() error { return db.DecideSheet(t.Context(), v, "p2", false, "La date est fausse.") })
	sees("Portes ouvertes")
	if err := db.DecideSheet(t.Context(), v, "p2", true, ""); fault.KindOf(err) != fault.Conflict {
		t.Errorf("decided twice: %v, want Conflict", err)
	}
	moves("public at once", true, save(workspace.Public, "Journée des métiers"))
	sees("Journée des métiers")
	moves("withdrawn", true, func() error { return db.WithdrawSheet(t.Context(), v, "p1", "Reportée.") })
	sees("")

	history, err := db.SheetHistory(t.Context(), v.Sheet)
	if err != nil {
		t.Fatal(err)
	}
	var states []string
	for _, h := range history {
		states = append(states, strconv.Itoa(h.Number)+" "+string(h.State))
	}
	if got := strings.Join(states, ", "); got != "4 withdrawn, 3 refused, 2 replaced, 1 replaced" {
		t.Errorf("history: %s", got)
	}
	proof, err := db.ProveJournal(t.Context(), nil)
	if err != nil || proof.Entries != 7 || len(proof.Flaws) > 0 || len(proof.Heads) != 1 || proof.Heads[0].Stream != "campus/mer" {
		t.Errorf("journal: %+v, %v; want 7 entries of campus/mer", proof, err)
	}
	clean(t, db)
}

// sheetRefusals are what no sheet may do.
func sheetRefusals(t *testing.T, fresh Fresh) {
	db := seeded(t, fresh)
	v, err := db.SaveSheet(t.Context(), workspace.Version{Campus: "mer", Kind: workspace.KindEvent, State: workspace.Public, Body: openDay("Forum"), Author: "p1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		of   func(*workspace.Version)
		want fault.Kind
	}{
		{"of another campus", func(v *workspace.Version) { v.Campus = "numerique" }, fault.NotFound},
		{"of another kind", func(v *workspace.Version) {
			v.Kind, v.Body = workspace.KindCourse, []byte(`{"qualification":"x","uai":"0290044R"}`)
		}, fault.NotFound},
		{"of no sheet", func(v *workspace.Version) { v.Sheet = "none" }, fault.NotFound},
		{"after another version", func(v *workspace.Version) { v.Number = 0 }, fault.Conflict},
		{"in a state that is decided", func(v *workspace.Version) { v.State = workspace.Refused }, fault.Invalid},
		{"unreadable", func(v *workspace.Version) { v.Body = []byte(`{}`) }, fault.Invalid},
		{"of no campus", func(v *workspace.Version) { v.Sheet, v.Campus = "", "none" }, fault.Invalid},
	} {
		w := v
		tt.of(&w)
		if _, err := db.SaveSheet(t.Context(), w); fault.KindOf(err) != tt.want {
			t.Errorf("%s: %v, want kind %d", tt.name, err, tt.want)
		}
	}
	if _, err := db.SheetHistory(t.Context(), "none"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("history of none: %v, want NotFound", err)
	}
	if list, err := db.Sheets(t.Context(), "mer"); err != nil || len(list) != 1 {
		t.Errorf("sheets %+v, %v; want the one", list, err)
	}
	clean(t, db)
}

// sheetRace lets authors write the same version at once: one wins, the others are told.
func sheetRace(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	db := seeded(t, func(*testing.T) store.Config { return cfg })
	v, err := db.SaveSheet(t.Context(), workspace.Version{Campus: "mer", Kind: workspace.KindEvent, State: workspace.Draft, Body: openDay("Forum"), Author: "p1"})
	if err != nil {
		t.Fatal(err)
	}
	won := make(chan int, 8)
	acts := make([]func(*store.DB) error, cap(won))
	for i := range acts {
		acts[i] = func(db *store.DB) error {
			w := v
			w.State, w.Body = workspace.Public, openDay("Forum "+strconv.Itoa(i))
			_, err := db.SaveSheet(t.Context(), w)
			if err == nil {
				won <- i
			}
			return err
		}
	}
	for _, err := range together(t, cfg, acts...) {
		if err != nil && fault.KindOf(err) != fault.Conflict {
			t.Error(err)
		}
	}
	if len(won) != 1 {
		t.Fatalf("%d authors won, want 1", len(won))
	}
	if got, want := publicNames(t, db), "Forum "+strconv.Itoa(<-won); got != want {
		t.Errorf("readers see %q, want %q", got, want)
	}
	clean(t, db)
}
