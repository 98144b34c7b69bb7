package storetest

import (
	"slices"
	"testing"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/labelling"
	"continuum/internal/store"
)

// draftOf is a draft that grants what lineOf does.
func draftOf(number int64) labelling.Draft {
	d := labelling.Draft{Verdict: labelling.Grant, Decision: lineOf("", "").Decision, Number: number}
	d.Decision.Reserves = []string{"Gouvernance", "Budget"}
	return d
}

// draftsLife leads a wave from drafts to decisions made known.
func draftsLife(t *testing.T, fresh Fresh) {
	w, _ := called(t, fresh)
	for _, id := range []labelling.DossierID{"d1", "d2", "d3"} {
		w.begin(id, "creation", "")
		w.complete(id)
		w.toDecision(id)
	}
	ctx := t.Context()
	if d, err := w.db.DraftOf(ctx, "d1"); err != nil || d.Number != 0 {
		t.Fatalf("before the first version: %+v, %v", d, err)
	}
	bad := draftOf(0)
	bad.Decision.Years = 9
	if _, err := w.db.SaveDraft(ctx, "officer", "d1", bad); key(err) != "labelling.value" {
		t.Errorf("nine years: %v", err)
	}
	for i, d := range []labelling.Draft{draftOf(0), {Verdict: labelling.Deny, Reason: "Trop peu de membres."}, {Verdict: labelling.Defer, Reason: "À compléter."}} {
		id := []labelling.DossierID{"d1", "d2", "d3"}[i]
		if n, err := w.db.SaveDraft(ctx, "officer", id, d); err != nil || n != 1 {
			t.Fatalf("%s: version %d, %v", id, n, err)
		}
	}
	mark := func(id labelling.DossierID, number int64, who labelling.PersonID, kind labelling.MarkKind) string {
		return key(w.db.MarkDraft(ctx, id, number, labelling.Mark{Person: who, Kind: kind, Capacity: "en qualité", Text: "vu"}))
	}
	for _, tt := range []struct {
		id     labelling.DossierID
		number int64
		who    labelling.PersonID
		kind   labelling.MarkKind
		want   string
	}{
		{"d1", 1, "officer", labelling.Signed, "labelling.person"}, // wrote it
		{"d1", 2, "minister", labelling.Signed, "decision.stale"},
		{"d1", 1, "desk", labelling.Visa, ""},
		{"d1", 1, "desk", labelling.Objection, "labelling.given"},
		{"d1", 1, "desk", labelling.Signed, "labelling.person"}, // gave the visa
		{"d1", 1, "minister", labelling.Signed, ""},
		{"d1", 1, "minister", labelling.Signed, "labelling.person"},
		{"d2", 1, "minister", labelling.Signed, ""},
		{"d3", 1, "minister", "stamp", "labelling.act"},
	} {
		if got := mark(tt.id, tt.number, tt.who, tt.kind); got != tt.want {
			t.Errorf("%s of %s by %s: %q, want %q", tt.kind, tt.id, tt.who, got, tt.want)
		}
	}
	line := store.OrderLine{
		Dossier: "d1", Slug: "campus-un", Facts: []campus.Fact{{Property: campus.PointProp, Value: "47.75000,-3.36600"}},
		Organisations: []campus.Organisation{
			{ID: "rade", Name: "Lycée de la rade", Kind: campus.LyceePro, UAI: "0350000A"}, // the register's o-1
			{ID: "chantier-1", Name: "Chantier", Kind: campus.Company, City: "Lorient"},
		},
		Memberships: []campus.Membership{
			{Organisation: "rade", Role: campus.Carrier, Standing: campus.Confirmed}, {Organisation: "chantier-1", Role: campus.Member, Standing: campus.Confirmed},
		},
	}
	before, generation := records(t, w.db)
	for name, lines := range map[string][]store.OrderLine{"decision.unsigned": {line, {Dossier: "d3"}}, "decision.none": nil, "labelling.unknown": {line, {Dossier: "d9"}}} {
		if _, err := w.db.PublishDrafts(ctx, "officer", orderOf(), lines); key(err) != name {
			t.Errorf("%v, want %s", err, name)
		}
		if after, now := records(t, w.db); now != generation || len(after.Labels) != len(before.Labels) {
			t.Errorf("%s: something was kept", name)
		}
	}
	bare := orderOf()
	bare.NOR = "2026-1"
	if _, err := w.db.PublishDrafts(ctx, "officer", bare, []store.OrderLine{line}); key(err) != "order.nor" {
		t.Errorf("an order without a NOR: %v", err)
	}
	labels, err := w.db.PublishDrafts(ctx, "officer", orderOf(), []store.OrderLine{line, {Dossier: "d2"}})
	if err != nil || len(labels) != 1 {
		t.Fatalf("labels %v, %v", labels, err)
	}
	r, _ := records(t, w.db)
	var members []campus.OrgID
	for _, m := range r.Memberships {
		if m.Campus == "campus-un" {
			members = append(members, m.Organisation)
			if m.Confidence != campus.Medium || !slices.Contains(m.Sources, "dossier-d1") {
				t.Errorf("member %s rests on %v", m.Organisation, m.Provenance)
			}
		}
	}
	if slices.Sort(members); !slices.Equal(members, []campus.OrgID{"chantier-1", "o-1"}) {
		t.Errorf("members of the new campus: %v", members)
	}
	l, err := w.db.LabelEvents(ctx, "label-d1")
	if err != nil || len(l.Events) != 3 || l.Events[2].Value != "Budget" {
		t.Errorf("events = %v, %v", l.Events, err)
	}
	for id, want := range map[labelling.DossierID]string{"d1": "labelled", "d2": "refused", "d3": "decision_pending"} {
		if c, err := w.db.Dossier(ctx, id); err != nil || string(c.Dossier.State) != want {
			t.Errorf("%s is %s, %v; want %s", id, c.Dossier.State, err, want)
		}
	}
	if moves, err := w.db.Moves(ctx, "d2"); err != nil || moves[len(moves)-1].Given["reason"] != "Trop peu de membres." {
		t.Errorf("moves of the refused one: %v, %v", moves, err)
	}
	// What is decided is drafted no more; a new version loses the marks of the one before.
	if _, err := w.db.SaveDraft(ctx, "officer", "d1", draftOf(1)); key(err) != "labelling.state" {
		t.Errorf("a draft after the order: %v", err)
	}
	if mark("d3", 1, "minister", labelling.Signed) != "" {
		t.Error("d3 is not signed")
	}
	again := labelling.Draft{Verdict: labelling.Defer, Reason: "Autre motif.", Number: 1}
	if n, err := w.db.SaveDraft(ctx, "officer", "d3", again); err != nil || n != 2 {
		t.Errorf("version %d, %v", n, err)
	}
	if d, err := w.db.DraftOf(ctx, "d3"); err != nil || d.SignedOff() || d.Reason != "Autre motif." {
		t.Errorf("the new version: %+v, %v", d, err)
	}
	if list, err := w.db.DraftHistory(ctx, "d3"); err != nil || len(list) != 2 || !list[1].SignedOff() {
		t.Errorf("history: %+v, %v", list, err)
	}
	if st := campus.StateOn(labelsOf(r, "campus-un"), date.NewDay(2027, 1, 1)); st.Status != campus.InForce {
		t.Errorf("the new campus is %s", st.Status)
	}
	clean(t, w.db)
}

// draftRace shows that of two versions from one, one is kept and the other told.
func draftRace(t *testing.T, fresh Fresh) {
	w, cfg := called(t, fresh)
	w.begin("d1", "creation", "")
	w.complete("d1")
	w.toDecision("d1")
	save := func(db *store.DB) error {
		_, err := db.SaveDraft(t.Context(), "officer", "d1", draftOf(0))
		return err
	}
	errs := together(t, cfg, save, save)
	won := slices.IndexFunc(errs, func(err error) bool { return err == nil })
	if won < 0 || key(errs[1-won]) != "decision.stale" {
		t.Errorf("errors %v, want one version and one refusal", errs)
	}
	clean(t, w.db)
}
