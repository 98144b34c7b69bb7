package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/store"
)

// called opens a store of World with a call, on a clock of its own.
func called(t *testing.T, fresh Fresh) (*wave, store.Config) {
	t.Helper()
	c := &Clock{at: waveOpens}
	cfg := fresh(t)
	cfg.Now = c.Now
	db := open(t, cfg)
	if _, err := db.Seed(t.Context(), World(), "v1"); err != nil {
		t.Fatal(err)
	}
	w := newWave(t, db, c)
	w.sector()
	return w, cfg
}

// together runs acts at once, each on a store of its own, and gives their errors.
func together(t *testing.T, cfg store.Config, acts ...func(*store.DB) error) []error {
	t.Helper()
	errs := make([]error, len(acts))
	var wg sync.WaitGroup
	gate := make(chan struct{})
	for i, act := range acts {
		db := open(t, cfg)
		wg.Go(func() {
			<-gate
			errs[i] = act(db)
		})
	}
	close(gate)
	wg.Wait()
	return errs
}

// labellingLife plays a call to its order and reads the register after it.
func labellingLife(t *testing.T, fresh Fresh) {
	c := &Clock{}
	cfg := fresh(t)
	cfg.Now = c.Now
	db := open(t, cfg)
	if _, err := db.Seed(t.Context(), World(), "v1"); err != nil {
		t.Fatal(err)
	}
	_, before := records(t, db)
	Wave(t, db, c)
	r, after := records(t, db)
	if after != before+4 { // the sector of the test, the call, the order as a whole, an answer
		t.Errorf("generation %d → %d, want four more", before, after)
	}
	var granted *campus.Label
	for i := range r.Labels {
		if l := &r.Labels[i]; l.ID == "label-d-new" && l.Retired.IsZero() {
			granted = l
		}
	}
	if granted == nil || granted.Campus != "campus-neuf" || granted.Years != 3 || granted.Start.String() != "2026-11-12" || granted.Bases[0].Act != "acte-mene2630001a" {
		t.Errorf("label of the new campus = %+v", granted)
	}
	facts := map[campus.Property]string{}
	for _, f := range r.Facts {
		if f.Campus == "campus-neuf" && f.Retired.IsZero() {
			facts[f.Property] = f.Value
		}
	}
	for p, want := range map[campus.Property]string{campus.SectorProp: "MOBI", campus.RegionProp: "53", campus.AcademieProp: "14"} {
		if facts[p] != want {
			t.Errorf("%s of the new campus = %q, want %q", p, facts[p], want)
		}
	}
	if st := campus.StateOn(labelsOf(r, "mer"), date.NewDay(2027, 1, 1)); st.Status != campus.InForce || st.Label.ID != "label-d-mer" {
		t.Errorf("the campus renewed is %s by %v", st.Status, st.Label)
	}
	d, err := db.Dossier(t.Context(), "d-mer")
	if err != nil || d.Dossier.State != "labelled" || len(d.Dossier.Signatures) != 2 || d.Panel.Opinion.Reserves[0] != "Gouvernance" {
		t.Errorf("dossier = %+v, %v", d.Dossier, err)
	}
	for _, id := range []labelling.DossierID{"d-mer", "d-new"} {
		head, err1 := db.DossierHead(t.Context(), id)
		place, err2 := db.DossierPlace(t.Context(), id)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if h := head.Dossier; place.ID != id || place.Campus != h.Campus || place.Academie != h.Academie || place.Organisation != h.Organisation || !slices.Equal(place.Academies(), h.Academies()) {
			t.Errorf("DossierPlace(%s) = %+v, the dossier is %+v", id, place, h)
		}
	}
	if _, err := db.DossierPlace(t.Context(), "d-none"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("where there is no dossier: %v", err)
	}
	l, err := db.LabelEvents(t.Context(), "label-d-new")
	if err != nil || len(l.Events) != 2 || l.On(d.Rules, date.NewDay(2026, 12, 1)).State != labelling.LabelReserved {
		t.Errorf("events = %v, %v", l, err)
	}
	dec, err := db.DecisionOf(t.Context(), "d-new")
	if err != nil || dec == nil || dec.Until().String() != "2029-11-12" || dec.NOR != "MENE2630001A" {
		t.Errorf("decision = %v, %v", dec, err)
	}
	if last, reserves, err := db.LastGranted(t.Context(), "mer"); err != nil || last.Dossier.ID != "d-mer" || len(reserves) != 1 {
		t.Errorf("last granted = %v, %v, %v", last, reserves, err)
	}
	// What follows is of the label, not of a dossier.
	lift := labelling.Event{Kind: labelling.EventLifted, On: date.NewDay(2027, 3, 1), Value: "Gouvernance"}
	if err := db.RecordLabelEvent(t.Context(), "national", "label-d-new", lift); err != nil {
		t.Error(err)
	}
	if err := db.RecordLabelEvent(t.Context(), "national", "label-d-new", lift); key(err) != "labelling.value" {
		t.Errorf("lifted twice: %v", err)
	}
	if moves, err := db.Moves(t.Context(), "d-new"); err != nil || len(moves) != 10 || moves[9].To != "labelled" {
		t.Errorf("moves = %v, %v", moves, err)
	}
	if list, err := db.Dossiers(t.Context(), "appel-2026", "", 10); err != nil || len(list) != 3 || list[1].Title != "Campus des industries de la mer" || list[1].Campus != "campus-neuf" {
		t.Errorf("dossiers = %v, %v", list, err)
	}
	if list, err := db.Questions(t.Context(), "appel-2026"); err != nil || len(list) != 1 || list[0].Answer != "Oui." {
		t.Errorf("questions = %v, %v", list, err)
	}
	if list, err := db.Calls(t.Context()); err != nil || len(list) != 1 || len(list[0].Deadlines) != len(d.Rules.Calendar) {
		t.Errorf("calls = %v, %v", list, err)
	}
	clean(t, db)
	restoredWave(t, fresh, db)
}

// restoredWave shows that a backup holds all of it.
func restoredWave(t *testing.T, fresh Fresh, db *store.DB) {
	t.Helper()
	cfg := fresh(t)
	if err := store.Restore(t.Context(), cfg, bytes.NewReader(backup(t, db)), store.RestoreOptions{}); err != nil {
		t.Fatal(err)
	}
	other := open(t, cfg)
	for _, id := range []labelling.DossierID{"d-new", "d-mer", "d-sign"} {
		a, err1 := db.Dossier(t.Context(), id)
		b, err2 := other.Dossier(t.Context(), id)
		if diff := cmp.Diff(a.Dossier, b.Dossier, sameInstants); err1 != nil || err2 != nil || diff != "" {
			t.Errorf("dossier %s restored: %v, %v\n%s", id, err1, err2, diff)
		}
	}
	clean(t, other)
}

func labelsOf(r *campus.Records, id campus.ID) (list []campus.Label) {
	for _, l := range r.Labels {
		if l.Campus == id && l.Retired.IsZero() {
			list = append(list, l)
		}
	}
	return list
}

// orderWhole shows that an order is published whole or not at all.
func orderWhole(t *testing.T, fresh Fresh) {
	w, _ := called(t, fresh)
	for _, id := range []labelling.DossierID{"d1", "d2"} {
		w.begin(id, "creation", "")
		w.complete(id)
		w.toDecision(id)
	}
	before, generation := records(t, w.db)
	long := lineOf("d2", "campus-deux")
	long.Decision.Years = 6
	untitled := lineOf("d2", "campus-deux")
	untitled.Decision.Title = "Campus breton"
	for _, tt := range []struct {
		name string
		by   ruleset.Role
		line store.OrderLine
		want string
	}{
		{"six years", "minister", long, "labelling.guard"},
		{"a title without its sector", "minister", untitled, "labelling.guard"},
		{"not by a minister", "national_officer", lineOf("d2", "campus-deux"), "labelling.role"},
		{"the same place in addresses", "minister", lineOf("d2", "campus-un"), "store.duplicate"},
		{"no such dossier", "minister", lineOf("d9", "campus-neuf"), "labelling.unknown"},
	} {
		_, err := w.db.PublishOrder(t.Context(), "minister", tt.by, orderOf(), []store.OrderLine{lineOf("d1", "campus-un"), tt.line})
		if key(err) != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
		after, now := records(t, w.db)
		if now != generation || len(after.Acts) != len(before.Acts) || len(after.Labels) != len(before.Labels) {
			t.Errorf("%s: something of the order was kept", tt.name)
		}
		if c, err := w.db.Dossier(t.Context(), "d1"); err != nil || c.Dossier.State != "decision_pending" {
			t.Errorf("%s: dossier %s, %v", tt.name, c.Dossier.State, err)
		}
	}
	if _, err := w.db.MoveDossier(t.Context(), "d1", labelling.Act{Transition: "label", Role: "minister", By: "m"}); key(err) != "labelling.by_order" {
		t.Errorf("granted without an order: %v", err)
	}
	clean(t, w.db)
}

// rulesLocked shows that rules under which a call was opened are for ever.
func rulesLocked(t *testing.T, fresh Fresh) {
	w, _ := called(t, fresh)
	f := *ruleset.Named("cmq-2018")
	other := strings.Replace(f.Text, "max_years = { value = 5", "max_years = { value = 9", 1)
	r, err := ruleset.Parse("cmq-2018.toml", []byte(other))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.db.AddRuleset(t.Context(), "national", ruleset.File{Name: "x", Text: other, Rules: r}); key(err) != "ruleset.locked" {
		t.Errorf("another text of a name in use: %v", err)
	}
	if err := w.db.AddRuleset(t.Context(), "national", f); err != nil {
		t.Errorf("the same again: %v", err)
	}
	f2 := *ruleset.Named("cmq-2014")
	call := labelling.Call{ID: "c2", Title: "x", Rules: "cmq-2014", Hash: f2.Rules.Hash(), Opens: waveOpens}
	if err := w.db.OpenCall(t.Context(), "national", call); key(err) != "ruleset.unknown" {
		t.Errorf("a call under rules that are not there: %v", err)
	}
	if err := w.db.AddRuleset(t.Context(), "national", f2); err != nil {
		t.Fatal(err)
	}
	call.NOR = "MENE2600001X"
	if err := w.db.OpenCall(t.Context(), "national", call); key(err) != "store.duplicate" {
		t.Errorf("a second call of one NOR: %v", err)
	}
	list, err := w.db.Rulesets(t.Context())
	if err != nil || len(list) != 2 || list[0].Locked || list[0].Embedded || !list[1].Locked {
		t.Errorf("rulesets = %v, %v", list, err)
	}
	clean(t, w.db)
}

// savesRace shows that of two saves from one version one is kept and the other shown
// what was.
func savesRace(t *testing.T, fresh Fresh) {
	w, cfg := called(t, fresh)
	w.begin("d1", "creation", "")
	for round := range 5 {
		kept, clashed := make([]int, 2), make([]int, 2)
		var acts []func(*store.DB) error
		for i := range 2 {
			acts = append(acts, func(db *store.DB) error {
				changes, clashes, err := db.SaveFields(t.Context(), labelling.PersonID(fmt.Sprintf("p%d", i)), "carrier", "d1", []labelling.Edit{
					{Field: "title", Value: labelling.Value{Text: fmt.Sprintf("titre %d-%d", round, i)}, Base: int64(round)},
					{Field: []string{"long_text", "short_text"}[i], Value: labelling.Value{Text: fmt.Sprintf("texte %d", round)}, Base: int64(round)},
				})
				kept[i], clashed[i] = len(changes), len(clashes)
				return err
			})
		}
		errs := together(t, cfg, acts...)
		if errors.Join(errs...) != nil || kept[0]+kept[1] != 3 || clashed[0]+clashed[1] != 1 {
			t.Fatalf("round %d: %v kept, %v clashed, %v; want three fields and one clash", round, kept, clashed, errs)
		}
	}
	if list, err := w.db.History(t.Context(), "d1", "title"); err != nil || len(list) != 5 || list[0].Number != 5 {
		t.Errorf("history = %v, %v", list, err)
	}
	clean(t, w.db)
}

// deadlineByServer shows that the server's instant alone says what is late.
func deadlineByServer(t *testing.T, fresh Fresh) {
	w, _ := called(t, fresh)
	w.begin("d1", "creation", "")
	w.complete("d1")
	c, _, err := w.db.Call(t.Context(), "appel-2026")
	w.must(err)
	save := func(text string) error {
		d, err := w.db.Dossier(t.Context(), "d1")
		w.must(err)
		_, _, err = w.db.SaveFields(t.Context(), "carrier", "carrier", "d1", []labelling.Edit{{Field: "long_text", Value: labelling.Value{Text: text}, Base: d.Dossier.Values["long_text"].Number}})
		return err
	}
	w.clock.at = c.Deadlines["regional_closing"].Add(-time.Microsecond)
	w.must(save("à temps"))
	w.clock.at = c.Deadlines["regional_closing"]
	if err := save("trop tard"); key(err) != "labelling.late" {
		t.Errorf("a save at the deadline: %v", err)
	}
	for _, at := range []time.Time{{}, c.Opens} { // whatever instant the act claims
		_, err := w.db.MoveDossier(t.Context(), "d1", labelling.Act{Transition: "submit_region", Role: "carrier", By: "carrier", At: at})
		if key(err) != "labelling.late" {
			t.Errorf("handed in at the deadline: %v", err)
		}
	}
	if err := w.db.AttachPiece(t.Context(), "carrier", "carrier", "d1", pieceOf("logo", "late"), ""); key(err) != "labelling.late" {
		t.Errorf("a piece at the deadline: %v", err)
	}
	d, err := w.db.Dossier(t.Context(), "d1")
	if err != nil || d.Dossier.Text("long_text") != "à temps" || d.Dossier.State != "draft" {
		t.Errorf("dossier = %v, %v", d.Dossier.Text("long_text"), err)
	}
	w.must(w.db.MoveDeadline(t.Context(), "national", "appel-2026", "regional_closing", w.clock.at.Add(24*time.Hour), "grève des postes"))
	w.move("d1", "submit_region", "carrier", "carrier")
	w.clock.at = c.Deadlines["questions"]
	if err := w.db.AskQuestion(t.Context(), "carrier", "appel-2026", "q9", "Trop tard ?"); key(err) != "labelling.late" {
		t.Errorf("a question at the deadline: %v", err)
	}
	clean(t, w.db)
}

// signRace shows that one person never signs for both, nor an authority twice.
func signRace(t *testing.T, fresh Fresh) {
	w, cfg := called(t, fresh)
	for round := range 4 {
		id := labelling.DossierID(fmt.Sprintf("d%d", round))
		w.begin(id, "creation", "")
		w.complete(id)
		w.toConsultations(id)
		w.opinions(id)
		w.move(id, "open_signature", "regional_delegate", "delegate")
		a, b := w.signature(id, "recteur", "one"), w.signature(id, "president", "one")
		if round%2 == 1 {
			b = w.signature(id, "recteur", "other")
		}
		errs := together(t, cfg,
			func(db *store.DB) error { return db.SignDossier(t.Context(), id, a) },
			func(db *store.DB) error { return db.SignDossier(t.Context(), id, b) })
		won := slices.IndexFunc(errs, func(err error) bool { return err == nil })
		want := []string{"labelling.person", "labelling.signed"}[round%2]
		if won < 0 || key(errs[1-won]) != want {
			t.Errorf("round %d: %v, want one signature and one %s", round, errs, want)
		}
		if _, err := w.db.MoveDossier(t.Context(), id, labelling.Act{Transition: "submit_national", Role: "regional_delegate", By: "delegate"}); key(err) != "labelling.guard" {
			t.Errorf("sent with one signature: %v", err)
		}
	}
	forged := w.signature("d0", "president", "two")
	forged.Hash = labelling.HashOf("something else")
	if err := w.db.SignDossier(t.Context(), "d0", forged); key(err) != "labelling.content" {
		t.Errorf("a signature of something else: %v", err)
	}
	// The schema says it too, whoever writes.
	for _, text := range []string{
		`insert into dossier_signature select dossier, hash, 'president', person, 'region_president', capacity, delegation, at, evidence from dossier_signature where dossier = 'd0'`,
		`insert into dossier_signature select dossier, hash, signatory, 'someone', role, capacity, delegation, at, evidence from dossier_signature where dossier = 'd0'`,
		`insert into dossier_signature select dossier, 'f' || substr(hash, 2), signatory, person, role, capacity, delegation, at, evidence from dossier_signature where dossier = 'd1'`,
	} {
		if _, err := w.db.Writer().ExecContext(t.Context(), text); err == nil {
			t.Errorf("the schema lets through: %s", text)
		}
	}
	clean(t, w.db)
}

// sealRace shows that what is sealed is what the dossier holds, whoever saves meanwhile.
func sealRace(t *testing.T, fresh Fresh) {
	w, cfg := called(t, fresh)
	for round := range 4 {
		id := labelling.DossierID(fmt.Sprintf("d%d", round))
		w.begin(id, "creation", "")
		w.complete(id)
		w.clock.at = w.clock.at.Add(time.Minute)
		errs := together(t, cfg,
			func(db *store.DB) error {
				_, err := db.MoveDossier(t.Context(), id, labelling.Act{Transition: "submit_region", Role: "carrier", By: "carrier"})
				return err
			},
			func(db *store.DB) error {
				_, _, err := db.SaveFields(t.Context(), "p2", "carrier", id, []labelling.Edit{{Field: "long_text", Value: labelling.Value{Text: "autre"}, Base: 1}})
				return err
			})
		if errs[0] != nil || errs[1] != nil && key(errs[1]) != "labelling.state" {
			t.Fatalf("round %d: %v", round, errs)
		}
		w.move(id, "find_complete", "regional_delegate", "delegate")
		w.move(id, "open_consultations", "regional_delegate", "delegate")
		w.opinions(id)
		// An opinion that comes while the dossier is sealed is in the seal, or refused.
		errs = together(t, cfg,
			func(db *store.DB) error {
				_, err := db.MoveDossier(t.Context(), id, labelling.Act{Transition: "open_signature", Role: "regional_delegate", By: "delegate"})
				return err
			},
			func(db *store.DB) error {
				return db.RecordOpinion(t.Context(), "delegate", "regional_delegate", id, labelling.Opinion{Body: "dreets", On: date.Of(date.DayOf(w.clock.at)), Stance: labelling.Favourable})
			})
		if errs[0] != nil || errs[1] != nil && key(errs[1]) != "labelling.state" {
			t.Fatalf("round %d: %v", round, errs)
		}
		c, err := w.db.Dossier(t.Context(), id)
		if err != nil || c.SealOf(w.clock.at).Hash != c.Dossier.Seal.Hash {
			t.Errorf("round %d: sealed something else, %v", round, err)
		}
	}
	clean(t, w.db)
}

// opinionRace shows that a body gives one opinion for an académie.
func opinionRace(t *testing.T, fresh Fresh) {
	w, cfg := called(t, fresh)
	w.begin("d1", "creation", "")
	w.complete("d1")
	w.toConsultations("d1")
	record := func(stance labelling.Stance) func(*store.DB) error {
		return func(db *store.DB) error {
			return db.RecordOpinion(t.Context(), "delegate", "regional_delegate", "d1", labelling.Opinion{Body: "caen", Academie: "14", On: date.Of(date.DayOf(w.clock.at)), Stance: stance})
		}
	}
	errs := together(t, cfg, record(labelling.Favourable), record(labelling.Unfavourable))
	won := slices.IndexFunc(errs, func(err error) bool { return err == nil })
	if won < 0 || key(errs[1-won]) != "labelling.given" {
		t.Errorf("errors %v, want one opinion and one refusal", errs)
	}
	clean(t, w.db)
}

// panelTells shows that the machine of a dossier believes the panel of the site: sheets
// and votes, not what someone writes of them.
func panelTells(t *testing.T, fresh Fresh) {
	w, _ := called(t, fresh)
	w.begin("d1", "renewal", "mer")
	w.complete("d1")
	w.toExpertise("d1")
	FillPanel(t, w.db)
	try := func(act string, role ruleset.Role) error {
		_, err := w.db.MoveDossier(t.Context(), "d1", labelling.Act{Transition: act, Role: role, By: "p"})
		return err
	}
	if err := try("close_expertise", "panel_president"); key(err) != "labelling.guard" {
		t.Errorf("closed before anyone read: %v", err)
	}
	if err := w.db.RecordPanel(t.Context(), "national", "d1", labelling.Panel{Readers: 2, Sheets: 2}); key(err) != "labelling.given" {
		t.Errorf("minutes of another panel: %v", err)
	}
	readPanel(t, w.db)
	// Nobody votes before the reading is over, nobody reads once it is, whatever page was open.
	must(t, w.db.OpenPlenary(t.Context(), "officer", "p", "early"))
	_, err := w.db.OpenVote(t.Context(), "e0", "p", "early", "d1", yes, time.Now().Add(time.Hour*24*365*50))
	refused(t, err, "panel.phase")
	must(t, w.db.ClosePlenary(t.Context(), "officer", "p", "early"))
	w.must(try("close_expertise", "panel_president"))
	_, err = w.db.SaveReview(t.Context(), "p", wholeSheet(expertise.Pair{Expert: "e0", Dossier: "d1"}), 0)
	refused(t, err, "panel.phase")
	// What is left to share out is what is still read; those who read the rest stay.
	before, err := w.db.Readings(t.Context(), "p")
	must(t, err)
	rest, err := w.db.ToShare(t.Context(), "p")
	must(t, err)
	_, err = expertise.Assign(rest)
	if err != nil || len(rest.Dossiers) != 1 || rest.Dossiers[0].ID != "d2" {
		t.Fatalf("to share: %+v, %v", rest, err)
	}
	var again []expertise.Pair
	for _, r := range before {
		if r.Dossier == "d2" {
			again = append(again, r)
		}
	}
	must(t, w.db.AssignReadings(t.Context(), "officer", "p", again))
	if after, err := w.db.Readings(t.Context(), "p"); err != nil || len(after) != len(before) {
		t.Errorf("readings %v, %v, want %v", after, err, before)
	}
	votePanel(t, w.db)
	w.must(try("give_opinion", "national_officer"))
	refused(t, w.db.Declare(t.Context(), "p", expertise.Declaration{Pair: expertise.Pair{Expert: "e0", Dossier: "d1"}, Stance: expertise.NoConflict}), "panel.phase")
	if desk, err := w.db.Desk(t.Context(), "e0"); err != nil || desk[0].Dossier.Phase != "deciding" || desk[1].Dossier.Phase != "" {
		t.Errorf("desk %+v, %v", desk, err)
	}
	c, err := w.db.Dossier(t.Context(), "d1")
	if err != nil || c.Dossier.State != "decision_pending" || c.Panel.Opinion.Years != 5 {
		t.Errorf("dossier %s, panel %+v, %v", c.Dossier.State, c.Panel, err)
	}
	clean(t, w.db)
}

// dossierBounds shows what a dossier refuses.
func dossierBounds(t *testing.T, fresh Fresh) {
	w, _ := called(t, fresh)
	begin := func(d labelling.Dossier) error {
		d.Call = "appel-2026"
		return w.db.BeginDossier(t.Context(), "carrier", d)
	}
	for _, tt := range []struct {
		name string
		d    labelling.Dossier
		want string
	}{
		{"of no kind", labelling.Dossier{ID: "a", Kind: "gift", Category: "campus"}, "labelling.act"},
		{"a renewal of nothing", labelling.Dossier{ID: "a", Kind: "renewal", Category: "campus"}, "labelling.value"},
		{"of a campus that is not there", labelling.Dossier{ID: "a", Kind: "renewal", Category: "campus", Campus: "nowhere"}, "store.dangling"},
		{"prefilled with what a field does not take", labelling.Dossier{ID: "a", Kind: "creation", Category: "campus", Values: map[string]labelling.Version{"brand_check": {Value: labelling.Value{Text: "x"}}}}, "labelling.value"},
		{"a first renewal", labelling.Dossier{ID: "b", Kind: "renewal", Category: "campus", Campus: "mer", Values: map[string]labelling.Version{"title": {Value: labelling.Value{Text: "Campus de la mer"}}}}, ""},
		{"a second", labelling.Dossier{ID: "c", Kind: "renewal", Category: "campus", Campus: "mer"}, "store.duplicate"},
	} {
		if err := begin(tt.d); tt.want == "" && err != nil || tt.want != "" && key(err) != tt.want {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	w.move("b", "accept_intention", "regional_delegate", "delegate")
	if c, err := w.db.Dossier(t.Context(), "b"); err != nil || c.Dossier.Text("title") != "Campus de la mer" {
		t.Errorf("prefilled = %v, %v", c, err)
	}
	if _, err := w.db.Dossier(t.Context(), "nothing"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("no dossier: %v", err)
	}
	p := pieceOf("agreement", "b")
	p.Name = `..\..\étc/pass` + "\n" + `wd.pdf`
	w.must(w.db.AttachPiece(t.Context(), "carrier", "carrier", "b", p, ""))
	if err := w.db.AttachPiece(t.Context(), "carrier", "carrier", "b", pieceOf("agreement", "again"), ""); key(err) != "labelling.duplicate" {
		t.Errorf("a second agreement: %v", err)
	}
	c, err := w.db.Dossier(t.Context(), "b")
	if err != nil || c.Dossier.Pieces[0].Name != "passwd.pdf" || c.Dossier.Pieces[0].Flags[0] != "unscanned" {
		t.Errorf("piece = %v, %v", c.Dossier.Pieces, err)
	}
	w.must(w.db.RemovePiece(t.Context(), "carrier", "carrier", "b", p.ID))
	if err := w.db.RemovePiece(t.Context(), "carrier", "carrier", "b", p.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("removed twice: %v", err)
	}
	withdraw := labelling.Act{Transition: "withdraw", Role: "region_rector", By: "rectrice", Given: map[ruleset.Need]string{ruleset.Reason: "x"}}
	if _, err := w.db.MoveDossier(t.Context(), "b", withdraw); key(err) != "labelling.guard" {
		t.Errorf("withdrawn by one: %v", err)
	}
	w.must(w.db.AskWithdrawal(t.Context(), "b", labelling.Signature{Signatory: "president", Person: "president", Role: "region_president", Capacity: "x"}))
	if to, err := w.db.MoveDossier(t.Context(), "b", withdraw); err != nil || to != "withdrawn" {
		t.Errorf("withdrawn by both: %s, %v", to, err)
	}
	clean(t, w.db)
}
