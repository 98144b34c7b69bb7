package storetest

import (
	"slices"
	"testing"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/expertise"
	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/store"
)

// panelComposed shows a panel that forms: it changes until it starts, whole or not at all,
// each coming and going in the journal, what is known of experts kept for the next.
func panelComposed(t *testing.T, fresh Fresh) {
	w, _ := called(t, fresh)
	ctx, db := t.Context(), w.db
	w.begin("d1", "renewal", "mer")
	w.complete("d1")
	count := func() (n int, hands store.Hands) {
		must(t, db.ToRead(ctx, "appel-2026", func(_ *labelling.Case, h store.Hands) { n, hands = n+1, h }))
		return n, hands
	}
	if n, _ := count(); n != 0 {
		t.Errorf("%d dossiers to read before one is at the ministry", n)
	}
	w.toExpertise("d1")
	if n, h := count(); n != 1 || h.Panel != "" || len(h.Authors) == 0 || len(h.Instructors) == 0 {
		t.Errorf("%d to read, hands %+v", n, h)
	}
	var experts []expertise.Expert
	for _, name := range []string{"a", "b", "c"} {
		id := hired(t, db, name+"@example.org", account.Expert, account.Country)
		experts = append(experts, expertise.Expert{ID: expertise.ExpertID(id), College: PanelRules.Colleges.Both()[len(experts)%2], Most: 3})
	}
	c := &expertise.Composition{
		Rules: PanelRules, Experts: experts, President: experts[0].ID, Dossiers: []expertise.Dossier{{ID: "d1", Campus: "mer", Readers: 2}},
		Profiles: map[expertise.ExpertID]expertise.Profile{experts[0].ID: {College: "economy", Employer: "0290000A", Most: 3}},
	}
	compose := func(version int64, start bool) error {
		return db.Compose(ctx, "officer", "p", "appel-2026", version, c, start)
	}
	refused(t, compose(0, true), "panel.parity") // two and one: nothing is kept
	if _, err := db.PanelOf(ctx, "p"); err == nil {
		t.Error("a panel that is refused is kept")
	}
	must(t, compose(0, false))
	refused(t, compose(0, false), "store.duplicate")
	if _, h := count(); h.Panel != "p" {
		t.Errorf("the panel of d1 is %q", h.Panel)
	}
	if desk, err := db.Desk(ctx, experts[0].ID); err != nil || len(desk) > 0 {
		t.Errorf("a panel that forms asks %v, %v", desk, err)
	}
	must(t, db.Declare(ctx, "p", expertise.Declaration{Pair: expertise.Pair{Expert: experts[2].ID, Dossier: "d1"}, Stance: expertise.NoConflict}))
	c.Experts, c.President = experts[:2], experts[1].ID
	must(t, compose(2, false))
	refused(t, compose(2, false), "panel.changed")
	c.Dossiers = nil
	refused(t, compose(3, true), "panel.nothing")
	c.Dossiers = []expertise.Dossier{{ID: "d1", Campus: "mer", Readers: 2, Parties: expertise.Parties{Authors: []string{"late"}}}}
	must(t, compose(3, true))
	refused(t, compose(4, false), "panel.state")
	p, err := db.PanelOf(ctx, "p")
	if err != nil || p.State != store.PanelReading || p.Call != "appel-2026" || len(p.Members) != 2 || p.Members[0].President == p.Members[1].President {
		t.Errorf("panel %+v, %v", p, err)
	}
	if x, err := db.PanelProblem(ctx, "p"); err != nil || len(x.Dossiers[0].Parties.Authors) != 1 {
		t.Errorf("problem %+v, %v", x, err)
	}
	// A tie known since is added once, and none goes away; a conflict that it shows is told.
	renew := func(ties expertise.Ties) []expertise.Conflict {
		found, err := db.RenewTies(ctx, "officer", "p", map[expertise.ExpertID]expertise.Ties{experts[0].ID: ties}, nil)
		must(t, err)
		return found
	}
	if found := renew(expertise.Ties{Campuses: []campus.ID{"numerique"}}); len(found) > 0 {
		t.Errorf("a tie to another campus is a conflict: %+v", found)
	}
	want := []expertise.Conflict{{Pair: expertise.Pair{Expert: experts[0].ID, Dossier: "d1"}, Why: expertise.CampusMember, Evidence: "mer"}}
	if found := renew(expertise.Ties{Campuses: []campus.ID{"mer"}}); !slices.Equal(found, want) {
		t.Errorf("found %+v, want %+v", found, want)
	}
	if found := renew(expertise.Ties{}); len(found) > 0 {
		t.Errorf("found again: %+v", found)
	}
	if x, err := db.PanelProblem(ctx, "p"); err != nil || !slices.Equal(x.Conflicts, want) {
		t.Errorf("conflicts %+v, %v, want %+v", x.Conflicts, err, want)
	}
	if _, err := db.RenewTies(ctx, "officer", "none", nil, nil); err == nil {
		t.Error("the ties of a panel that is not there are renewed")
	}
	entries, err := db.Journal(ctx, store.JournalFilter{Stream: "panel/p"})
	must(t, err)
	var names []string
	for _, e := range slices.Backward(entries) {
		names = append(names, e.Name)
	}
	for _, want := range []string{"panel.expert_seated", "panel.expert_unseated", "panel.dossier_given", "panel.started", "panel.ties_renewed", "panel.conflict_found"} {
		if !slices.Contains(names, want) {
			t.Errorf("the journal has %v, not %s", names, want)
		}
	}
	// What is known of an expert is there for the next panel, until they are forgotten.
	profile := func() string {
		list, err := db.Candidates(ctx)
		must(t, err)
		for _, x := range list {
			if x.Person.ID == account.PersonID(experts[0].ID) {
				return x.Profile.Employer
			}
		}
		return "nobody"
	}
	if got := profile(); got != "0290000A" {
		t.Errorf("employer %q is kept", got)
	}
	if held, err := db.DataOf(ctx, "a@example.org"); err != nil || held.Expert == nil || held.Expert.Employer != "0290000A" {
		t.Errorf("what is held of the person: %+v, %v", held.Expert, err)
	}
	if entries, err := db.Journal(ctx, store.JournalFilter{Stream: "person/" + string(experts[0].ID)}); err != nil || !slices.ContainsFunc(entries, func(e journal.Entry) bool { return e.Name == "expert.profile_kept" }) {
		t.Errorf("the journal of the person has %v, %v", entries, err)
	}
	must(t, db.Leave(ctx, "officer", account.PersonID(experts[0].ID)))
	if got := profile(); got != "nobody" {
		t.Errorf("who left may sit: %q", got)
	}
	must(t, db.ErasePerson(ctx, "officer", account.PersonID(experts[0].ID)))
	var kept int
	must(t, db.Reader().QueryRow(`select count(*) from expert_profile`).Scan(&kept))
	if kept != 0 {
		t.Errorf("%d profiles outlive their people", kept)
	}
	clean(t, db)
}
