package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/labelling"
	"continuum/internal/notice"
	"continuum/internal/ruleset"
	"continuum/internal/store"
)

// draftRules shows that the text of a référentiel is replaced until a call is under it, and
// that of two who write one name from one text the second is told.
func draftRules(t *testing.T, fresh Fresh) {
	w, cfg := called(t, fresh)
	parse := func(from, old, to string) ruleset.File {
		t.Helper()
		text := strings.Replace(strings.Replace(ruleset.Named(from).Text, `id = "`+from+`"`, `id = "cmq-2027"`, 1), old, to, 1)
		r, err := ruleset.Parse("cmq-2027.toml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return ruleset.File{Name: "cmq-2027.toml", Text: text, Rules: r}
	}
	first, second := parse("cmq-2018", "", ""), parse("cmq-2018", "max_years = { value = 5", "max_years = { value = 6")
	w.must(w.db.KeepRuleset(t.Context(), "national", first, "", "cmq-2018"))
	if err := w.db.KeepRuleset(t.Context(), "other", second, "", "cmq-2018"); key(err) != "ruleset.changed" {
		t.Errorf("a name that was taken meanwhile: %v", err)
	}
	errs := together(t, cfg,
		func(db *store.DB) error {
			return db.KeepRuleset(t.Context(), "a", second, first.Rules.Hash(), "cmq-2018")
		},
		func(db *store.DB) error {
			return db.KeepRuleset(t.Context(), "b", parse("cmq-2018", "max_years = { value = 5", "max_years = { value = 7"), first.Rules.Hash(), "cmq-2018")
		})
	if (errs[0] == nil) == (errs[1] == nil) || key(errors.Join(errs...)) != "ruleset.changed" {
		t.Errorf("two at once: %v", errs)
	}
	list, err := w.db.Rulesets(t.Context())
	if err != nil || len(list) != 3 || list[0].ID != "cmq-2014" || !list[0].Embedded || !list[1].Locked || list[2].Derived != "cmq-2018" || list[2].Locked {
		t.Errorf("rulesets = %v, %v", list, err)
	}
	// A call is prepared under that name, and opened under the text that it has then.
	d := labelling.CallDraft{Call: labelling.Call{
		ID: "appel-2027", Title: "Appel de 2027", NOR: "MENE2700001X", Rules: "cmq-2027", Opens: waveOpens,
		Deadlines: labelling.Deadlines(first.Rules, waveOpens, labelling.Paris()),
	}}
	for _, tt := range []struct {
		change func(*labelling.CallDraft)
		want   string
	}{
		{func(d *labelling.CallDraft) { d.ID = "Appel/2027" }, "call.id"},
		{func(d *labelling.CallDraft) { d.ID = "appel-2026" }, "call.changed"},
		{func(d *labelling.CallDraft) { d.NOR = "x" }, "labelling.value"},
		{func(d *labelling.CallDraft) { d.Rules = "cmq-1999" }, "ruleset.unknown"},
		{func(d *labelling.CallDraft) { d.Kinds = []string{"party"} }, "labelling.act"},
		{func(d *labelling.CallDraft) { d.Version = 4 }, "call.changed"},
	} {
		wrong := d
		tt.change(&wrong)
		if _, err := w.db.SaveCallDraft(t.Context(), "national", wrong); key(err) != tt.want {
			t.Errorf("%s: %v", tt.want, err)
		}
	}
	version, err := w.db.SaveCallDraft(t.Context(), "national", d)
	w.must(err)
	if _, err := w.db.SaveCallDraft(t.Context(), "other", d); key(err) != "call.changed" {
		t.Errorf("begun twice: %v", err)
	}
	d.Version, d.Title = version, "Appel national de 2027"
	version, err = w.db.SaveCallDraft(t.Context(), "national", d)
	w.must(err)
	if got, err := w.db.CallDraft(t.Context(), d.ID); err != nil || got.Title != d.Title || got.Version != 2 || !got.Deadlines["plenary"].Equal(d.Deadlines["plenary"]) {
		t.Errorf("draft = %v, %v", got, err)
	}
	carrier := hired(t, w.db, "porteur@example.fr", account.Carrier, account.Scope{Kind: account.CampusScope, ID: "mer"})
	if err := w.db.OpenDraft(t.Context(), "national", d.ID, 1); key(err) != "call.changed" {
		t.Errorf("opened as it was before: %v", err)
	}
	moves := func(what string, want int64, fn func() error) {
		t.Helper()
		before, err := w.db.Generation(t.Context())
		w.must(err)
		w.must(fn())
		if after, err := w.db.Generation(t.Context()); err != nil || after-before != want {
			t.Errorf("%s moves the generation by %d, want %d: %v", what, after-before, want, err)
		}
	}
	moves("opening", 1, func() error { return w.db.OpenDraft(t.Context(), "national", d.ID, version) })
	c, r, err := w.db.Call(t.Context(), d.ID)
	if err != nil || c.Title != d.Title || r.MaxYears.Value == 5 || c.Hash != r.Hash() {
		t.Errorf("call = %v, %v", c, err)
	}
	if err := w.db.OpenDraft(t.Context(), "national", d.ID, version); key(err) != "labelling.unknown" {
		t.Errorf("opened twice: %v", err)
	}
	if err := w.db.KeepRuleset(t.Context(), "national", first, c.Hash, ""); key(err) != "ruleset.locked" {
		t.Errorf("rules in use replaced: %v", err)
	}
	for i, want := range []int64{1, 0} { // the second time nothing changes
		moves(fmt.Sprintf("a date, %d", i), want, func() error {
			return w.db.MoveDeadline(t.Context(), "national", d.ID, "plenary", c.Deadlines["plenary"].AddDate(0, 0, 7), "salle prise")
		})
	}
	if moved, err := w.db.DeadlinesMoved(t.Context(), d.ID); err != nil || len(moved) != 1 || moved[0].Reason != "salle prise" || !moved[0].Was.Equal(c.Deadlines["plenary"]) {
		t.Errorf("moved = %v, %v", moved, err)
	}
	moves("a question", 0, func() error { return w.db.AskQuestion(t.Context(), "someone", d.ID, "q1", "Faut-il un internat ?") })
	w.must(w.db.AskQuestion(t.Context(), "someone", d.ID, "q2", "Et une piscine ?"))
	moves("an answer", 1, func() error { return w.db.AnswerQuestion(t.Context(), "national", d.ID, "q1", "Oui.") })
	public, err := w.db.PublicCalls(t.Context())
	if err != nil || len(public) != 2 {
		t.Fatalf("public calls = %v, %v", public, err)
	}
	for _, a := range public {
		if a.By != "" || a.Ruleset == nil || a.Example != (a.Rules == "cmq-2018") {
			t.Errorf("public call %+v: nobody is named, and examples are those of the program", a)
		}
		if a.ID == d.ID && (len(a.Moved) != 1 || len(a.Answers) != 1 || a.Answers[0].Text != "Oui." || !a.Changed().Equal(a.Answers[0].At) || len(a.Granted) != 0) {
			t.Errorf("public call = %+v, want what was answered and no question that waits", a)
		}
	}
	told, err := w.db.Notices(t.Context(), carrier, 10)
	var kinds []string
	for _, n := range told {
		kinds = append(kinds, string(n.Kind))
	}
	if slices.Sort(kinds); err != nil || fmt.Sprint(kinds) != "[answered call_open deadline_change]" {
		t.Errorf("a carrier was told %v, %v", kinds, err)
	}
	// A second one is given up.
	d.ID, d.NOR, d.Version = "appel-2028", "", 0
	version, err = w.db.SaveCallDraft(t.Context(), "national", d)
	w.must(err)
	w.must(w.db.DropDraft(t.Context(), "national", d.ID, version))
	if list, err := w.db.CallDrafts(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("drafts = %v, %v", list, err)
	}
	clean(t, w.db)
}

// dossiersTell shows who is told of what happens to a dossier, and that delays are told once.
func dossiersTell(t *testing.T, fresh Fresh) {
	w, _ := called(t, fresh)
	scope := func(kind account.ScopeKind, id string) account.Scope { return account.Scope{Kind: kind, ID: id} }
	people := map[string]account.PersonID{
		"carrier":  hired(t, w.db, "porteur@example.fr", account.Carrier, scope(account.DossierScope, "d1")),
		"delegate": hired(t, w.db, "drafpic@example.fr", account.RegionalDelegate, scope(account.AcademicRegion, "53")),
		"far":      hired(t, w.db, "loin@example.fr", account.RegionalDelegate, scope(account.AcademicRegion, "11")),
		"caen":     hired(t, w.db, "caen@example.fr", account.CaenSecretary, scope(account.Academie, "14")),
		"rector":   hired(t, w.db, "recteur@example.fr", account.RegionRector, scope(account.AcademicRegion, "53")),
		"national": hired(t, w.db, "dgesco@example.fr", account.NationalOfficer, account.Country),
	}
	told := func(who string) map[notice.Kind]int {
		list, err := w.db.Notices(t.Context(), people[who], 100)
		w.must(err)
		count := make(map[notice.Kind]int)
		for _, n := range list {
			if strings.Contains(n.Text, "industries") {
				t.Errorf("a notice holds what the dossier says: %s", n.Text)
			}
			count[n.Kind]++
		}
		return count
	}
	sure := campus.Provenance{Sources: []campus.SourceID{"page"}, Confidence: campus.High}
	w.must(w.db.InTx(t.Context(), "tester", "where the campus of the sea is", func(tx *store.Tx) error {
		return tx.Record(&campus.Records{Facts: []campus.Fact{
			{ID: "f-academie", Campus: "mer", Property: campus.AcademieProp, Value: "14", Provenance: sure},
			{ID: "f-region", Campus: "mer", Property: campus.RegionProp, Value: "53", Provenance: sure},
		}})
	}))
	w.begin("d1", "creation", "")
	w.complete("d1")
	c, _, err := w.db.Call(t.Context(), "appel-2026")
	w.must(err)
	for _, tt := range []struct {
		before time.Duration
		want   int
	}{{15 * 24 * time.Hour, 0}, {14 * 24 * time.Hour, 1}, {14*24*time.Hour - time.Hour, 0}, {3 * 24 * time.Hour, 1}, {time.Minute, 0}, {0, 0}} {
		w.clock.at = c.Deadlines["regional_closing"].Add(-tt.before)
		if n, err := w.db.TellDeadlines(t.Context()); err != nil || n != tt.want {
			t.Errorf("%v before the end: told %d, %v, want %d", tt.before, n, err, tt.want)
		}
	}
	w.clock.at = c.Opens.Add(48 * time.Hour)
	w.toExpertise("d1")
	for who, want := range map[string]map[notice.Kind]int{
		// Intention and draft; two delays; admitted.
		"carrier":  {notice.DossierTurn: 1, notice.DeadlineNear: 2, notice.DossierStep: 1},
		"delegate": {notice.DossierTurn: 5, notice.DossierStep: 1},
		"far":      {},
		"caen":     {notice.DossierTurn: 2}, // opinions may come from the instruction on
		"rector":   {notice.DossierTurn: 1, notice.DossierStep: 1},
		"national": {notice.DossierTurn: 1},
	} {
		if diff := cmp.Diff(want, told(who)); diff != "" {
			t.Errorf("%s was told (-want +got):\n%s", who, diff)
		}
	}
	clean(t, w.db)
}
