package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/store"
)

// PanelRules are those of the panels of tests.
var PanelRules = expertise.PanelRules{
	Quorum: 50,
	Grid: expertise.Grid{
		Criteria: []expertise.CriterionID{"C1", "C2"}, EvidenceFrom: 2,
		Terms: expertise.Terms{Opinions: []expertise.Opinion{expertise.Favourable, expertise.WithReserves, expertise.Unfavourable}, Categories: []string{"campus"}, MaxYears: 5},
	},
}

var yes = expertise.Advice{Opinion: expertise.Favourable, Category: "campus", Years: 5}

// must ends a test on an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused checks that an error says that.
func refused(t *testing.T, err error, key string) {
	t.Helper()
	f, _ := errors.AsType[*fault.Error](err)
	if f == nil || f.Key != key {
		t.Errorf("%v, want %s", err, key)
	}
}

// FillPanel makes a panel "p" that reads: experts e0 to e5 in two colleges, e0 presides,
// e5 is a member of the campus of d1; dossiers d1 and d2, two readers each; all have
// declared what they can.
func FillPanel(t *testing.T, db *store.DB) {
	t.Helper()
	must(t, db.MakePanel(t.Context(), "officer", "p", PanelRules))
	for i := range 6 {
		e := expertise.Expert{ID: expertise.ExpertID(fmt.Sprintf("e%d", i)), College: PanelRules.Colleges.Both()[i%2], Most: 2}
		if i == 5 {
			e.Ties.Campuses = []campus.ID{"mer"}
		}
		must(t, db.SeatExpert(t.Context(), "officer", "p", e, i == 0))
	}
	must(t, db.GiveDossier(t.Context(), "officer", "p", expertise.Dossier{ID: "d1", Campus: "mer", Readers: 2}))
	must(t, db.GiveDossier(t.Context(), "officer", "p", expertise.Dossier{ID: "d2", Readers: 2}))
	must(t, db.StartPanel(t.Context(), "officer", "p"))
	for i := range 6 {
		for _, d := range []expertise.DossierID{"d1", "d2"} {
			must(t, db.Declare(t.Context(), "p", expertise.Declaration{Pair: expertise.Pair{Expert: expertise.ExpertID(fmt.Sprintf("e%d", i)), Dossier: d}, Stance: expertise.NoConflict}))
		}
	}
}

// sit opens a sitting "s" with some members.
func sit(t *testing.T, db *store.DB, who string) {
	t.Helper()
	must(t, db.OpenPlenary(t.Context(), "officer", "p", "s"))
	for _, c := range who {
		must(t, db.Attend(t.Context(), "officer", "p", "s", expertise.ExpertID("e"+string(c)), true))
	}
}

func wholeSheet(r expertise.Pair) *expertise.Sheet {
	return &expertise.Sheet{
		Pair:   r,
		Scores: []expertise.Score{{Criterion: "C1", Value: 3, Evidence: []string{"page 3"}}, {Criterion: "C2", Value: 0}},
		Advice: yes,
	}
}

// ReadAndVote plays the rest: readings, sheets, a sitting with a vote lost and one won.
func ReadAndVote(t *testing.T, db *store.DB) {
	t.Helper()
	readPanel(t, db)
	votePanel(t, db)
}

func readPanel(t *testing.T, db *store.DB) {
	t.Helper()
	problem, err := db.PanelProblem(t.Context(), "p")
	must(t, err)
	a, err := expertise.Assign(problem)
	must(t, err)
	must(t, db.AssignReadings(t.Context(), "officer", "p", a.Readings))
	for _, r := range a.Readings[:3] {
		version, err := db.SaveReview(t.Context(), "p", &expertise.Sheet{Pair: r}, 0)
		must(t, err)
		must(t, db.HandIn(t.Context(), "p", wholeSheet(r), version))
	}
	_, err = db.SaveReview(t.Context(), "p", &expertise.Sheet{Pair: a.Readings[3]}, 0)
	must(t, err)
}

func votePanel(t *testing.T, db *store.DB) {
	t.Helper()
	sit(t, db, "012345")
	must(t, db.Recuse(t.Context(), "officer", "p", "s", expertise.Pair{Expert: "e4", Dossier: "d1"}, expertise.ForParity))
	vote(t, db, 1, expertise.Against)
	vote(t, db, 2, expertise.For)
	must(t, db.ClosePlenary(t.Context(), "officer", "p", "s"))
}

// vote has e0 to e3 vote the same on d1.
func vote(t *testing.T, db *store.DB, want int, c expertise.Choice) {
	t.Helper()
	round, err := db.OpenVote(t.Context(), "e0", "p", "s", "d1", yes, time.Now().Add(time.Hour*24*365*50))
	must(t, err)
	if round != want {
		t.Fatalf("round %d, want %d", round, want)
	}
	for _, e := range []expertise.ExpertID{"e0", "e1", "e2", "e3"} {
		must(t, db.Vote(t.Context(), "p", "d1", round, e, c))
	}
	tally, err := db.CloseVote(t.Context(), "e0", "p", "d1", round)
	must(t, err)
	if tally.Adopted != (c == expertise.For) || tally.Voters != 4 {
		t.Errorf("tally %+v", tally)
	}
}

func panelLife(t *testing.T, fresh Fresh) {
	db := open(t, fresh(t))
	FillPanel(t, db)
	// Made, 6 seats, 2 dossiers, started, 12 declarations: each act moves the version.
	if p, err := db.PanelOf(t.Context(), "p"); err != nil || p.Version != 22 || p.State != store.PanelReading || len(p.Members) != 6 {
		t.Errorf("panel %+v, %v, want version 22", p, err)
	}
	ReadAndVote(t, db)
	marks, err := db.PanelMarks(t.Context(), "p")
	must(t, err)
	if len(marks) != 6 || marks[0].Turn != 0 || marks[5].Turn != 2 {
		t.Errorf("marks %+v, want those of three sheets", marks)
	}
	m, err := db.Minutes(t.Context(), "p", "s")
	must(t, err)
	if diff := cmp.Diff([]expertise.MinutesOf{{
		Dossier: "d1", Opinion: &yes,
		Recused: []expertise.Left{{Expert: "e4", Why: expertise.ForParity}, {Expert: "e5", Why: expertise.ByConflict}},
		Motions: []expertise.Motion{
			{Dossier: "d1", Round: 1, Advice: yes, Tally: &expertise.Tally{Voters: 4, Against: 4}},
			{Dossier: "d1", Round: 2, Advice: yes, Tally: &expertise.Tally{Voters: 4, For: 4, Adopted: true}},
		},
	}}, m.Items); diff != "" || len(m.Present) != 6 {
		t.Errorf("minutes (-want +got):\n%s", diff)
	}
	facts, err := db.PanelFacts(t.Context(), "d1")
	must(t, err)
	if facts.Readers != 2 || facts.Sheets != 2 || facts.Conflicts != 0 || facts.Seats != 4 || facts.Present["economy"] != 2 || facts.Present["public"] != 2 || facts.Opinion.Years != 5 {
		t.Errorf("facts of d1: %+v", facts)
	}
	if facts, err := db.PanelFacts(t.Context(), "d2"); err != nil || facts.Readers != 2 || facts.Sheets != 1 || facts.Seats != 6 || facts.Opinion.Opinion != "" {
		t.Errorf("facts of d2: %+v, %v", facts, err)
	}
	if facts, err := db.PanelFacts(t.Context(), "d9"); err != nil || facts.Readers+facts.Seats != 0 {
		t.Errorf("facts of no dossier: %+v, %v", facts, err)
	}
	clean(t, db)
	must(t, db.ClosePanel(t.Context(), "officer", "p"))
	refused(t, db.OpenPlenary(t.Context(), "officer", "p", "s2"), "panel.state")
	// Nothing of a reason, of a score or of a vote is in the journal.
	rows, err := db.Reader().Query(`select details from journal_entry where act = 'plenary.voted' or act = 'panel.declared'`)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var details string
		must(t, rows.Scan(&details))
		if strings.Contains(details, "against") || strings.Contains(details, "reason") {
			t.Errorf("the journal says %s", details)
		}
	}
	must(t, rows.Err())
}

// panelRefuses tries what the store must refuse, act by act.
func panelRefuses(t *testing.T, fresh Fresh) {
	db := open(t, fresh(t))
	ctx := t.Context()
	pair := func(e, d string) expertise.Pair {
		return expertise.Pair{Expert: expertise.ExpertID(e), Dossier: expertise.DossierID(d)}
	}
	refused(t, db.MakePanel(ctx, "officer", "p", expertise.PanelRules{}), "expertise.input")
	refused(t, db.StartPanel(ctx, "officer", "p"), "panel.unknown")
	must(t, db.MakePanel(ctx, "officer", "half", PanelRules))
	must(t, db.SeatExpert(ctx, "officer", "half", expertise.Expert{ID: "e0", College: expertise.Economic, Most: 1}, true))
	refused(t, db.SeatExpert(ctx, "officer", "half", expertise.Expert{ID: "e1", College: "third"}, false), "expertise.input")
	refused(t, db.SeatExpert(ctx, "officer", "half", expertise.Expert{ID: "e1", College: expertise.Public, Most: 1}, true), "store.duplicate")
	refused(t, db.StartPanel(ctx, "officer", "half"), "panel.parity")
	FillPanel(t, db)
	refused(t, db.MakePanel(ctx, "officer", "p", PanelRules), "store.duplicate")
	refused(t, db.SeatExpert(ctx, "officer", "p", expertise.Expert{ID: "e9", College: expertise.Public, Most: 1}, false), "panel.state")
	refused(t, db.GiveDossier(ctx, "officer", "half", expertise.Dossier{ID: "d1", Readers: 2}), "store.duplicate")
	refused(t, db.GiveDossier(ctx, "officer", "p", expertise.Dossier{ID: "d3"}), "expertise.input")

	// Readings: parity, conflicts, readers begun.
	for name, list := range map[string][]expertise.Pair{
		"a reader missing": {pair("e0", "d1"), pair("e1", "d1"), pair("e0", "d2")},
		"no parity":        {pair("e0", "d1"), pair("e2", "d1"), pair("e0", "d2"), pair("e1", "d2")},
		"a conflict":       {pair("e0", "d1"), pair("e5", "d1"), pair("e0", "d2"), pair("e1", "d2")},
		"a stranger":       {pair("e0", "d1"), pair("e7", "d1"), pair("e0", "d2"), pair("e1", "d2")},
	} {
		if err := db.AssignReadings(ctx, "officer", "p", list); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, db.AssignReadings(ctx, "officer", "p", []expertise.Pair{pair("e0", "d1"), pair("e1", "d1"), pair("e2", "d2"), pair("e3", "d2")}))

	desk, err := db.Desk(ctx, "e5")
	must(t, err)
	if len(desk) != 2 || !desk[0].Conflict || desk[1].Conflict || !desk[1].Clear() || desk[0].Assigned {
		t.Errorf("desk of e5: %+v", desk)
	}
	if desk, err := db.Desk(ctx, "e0"); err != nil || len(desk) != 2 || !desk[0].Assigned || !desk[0].Clear() || desk[0].Version != 0 {
		t.Errorf("desk of e0: %+v, %v", desk, err)
	}

	// Sheets: assigned, declared, whole, once, no overwriting.
	sheet := wholeSheet(pair("e0", "d1"))
	save := func(s *expertise.Sheet, v int64) error { _, err := db.SaveReview(ctx, "p", s, v); return err }
	refused(t, save(wholeSheet(pair("e0", "d2")), 0), "panel.reader")
	refused(t, save(&expertise.Sheet{Pair: pair("e0", "d1"), Scores: []expertise.Score{{Criterion: "C1", Value: 9}}}, 0), "panel.incomplete")
	refused(t, save(sheet, 1), "panel.stale")
	must(t, save(sheet, 0))
	refused(t, save(sheet, 0), "panel.stale")
	refused(t, db.HandIn(ctx, "p", &expertise.Sheet{Pair: pair("e0", "d1")}, 1), "panel.incomplete")
	must(t, db.HandIn(ctx, "p", sheet, 1))
	refused(t, save(sheet, 2), "panel.sealed")
	refused(t, db.HandIn(ctx, "p", sheet, 2), "panel.sealed")
	if s, version, sealed, err := db.Review(ctx, "p", pair("e0", "d1")); err != nil || version != 2 || !sealed || s.Scores[0].Value != 3 {
		t.Errorf("Review = %+v, %d, %v, %v", s, version, sealed, err)
	}
	if err := db.AssignReadings(ctx, "officer", "p", []expertise.Pair{pair("e1", "d1"), pair("e2", "d1"), pair("e0", "d2"), pair("e3", "d2")}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("who began loses the reading: %v", err)
	}
	// A conflict said later: the dossier closes, another reads it, the sheet counts no longer.
	refused(t, db.Declare(ctx, "p", expertise.Declaration{Pair: pair("e0", "d1"), Stance: expertise.HasConflict}), "expertise.input")
	must(t, db.Declare(ctx, "p", expertise.Declaration{Pair: pair("e0", "d1"), Stance: expertise.HasConflict, Reason: "my sister"}))
	must(t, save(wholeSheet(pair("e1", "d1")), 0))
	if marks, err := db.PanelMarks(ctx, "p"); err != nil || len(marks) > 0 {
		t.Errorf("marks of a reader in conflict: %v, %v", marks, err)
	}
	if facts, err := db.PanelFacts(ctx, "d1"); err != nil || facts.Conflicts != 1 || facts.Sheets != 0 {
		t.Errorf("facts with a reader in conflict: %+v, %v", facts, err)
	}
	must(t, db.AssignReadings(ctx, "officer", "p", []expertise.Pair{pair("e1", "d1"), pair("e2", "d1"), pair("e2", "d2"), pair("e3", "d2")}))
	refused(t, save(sheet, 2), "panel.reader")

	// The plenary.
	sit(t, db, "0")
	later := time.Now().Add(time.Hour)
	open := func(d string, a expertise.Advice, ends time.Time) error {
		_, err := db.OpenVote(ctx, "e0", "p", "s", expertise.DossierID(d), a, ends)
		return err
	}
	refused(t, db.OpenPlenary(ctx, "officer", "p", "s2"), "store.duplicate")
	refused(t, open("d2", yes, later), "panel.quorum")
	for _, e := range []expertise.ExpertID{"e1", "e2"} {
		must(t, db.Attend(ctx, "officer", "p", "s", e, true))
	}
	refused(t, open("d2", yes, later), "panel.parity")
	must(t, db.Attend(ctx, "officer", "p", "s", "e3", true))
	refused(t, open("d2", expertise.Advice{Opinion: expertise.Favourable}, later), "panel.incomplete")
	refused(t, open("d2", yes, time.Now().Add(-time.Second)), "panel.deadline")
	refused(t, open("d9", yes, later), "panel.unknown")
	must(t, open("d2", yes, later))
	for e, want := range map[expertise.ExpertID]int{"e0": 1, "e4": 0} { // e4 is not there
		if list, err := db.Ballots(ctx, e); err != nil || len(list) != want {
			t.Errorf("ballots of %s: %v, %v, want %d", e, list, err, want)
		}
	}
	refused(t, open("d2", yes, later), "panel.open")
	refused(t, db.Attend(ctx, "officer", "p", "s", "e3", false), "panel.open")
	refused(t, db.Recuse(ctx, "officer", "p", "s", pair("e3", "d2"), expertise.ByChoice), "panel.open")
	refused(t, db.ClosePlenary(ctx, "officer", "p", "s"), "panel.open")
	refused(t, db.Vote(ctx, "p", "d2", 1, "e4", expertise.For), "panel.voter") // not there
	refused(t, db.Vote(ctx, "p", "d2", 1, "e0", "perhaps"), "panel.choice")
	must(t, db.Vote(ctx, "p", "d2", 1, "e0", expertise.For))
	refused(t, db.Vote(ctx, "p", "d2", 1, "e0", expertise.Against), "panel.voted")
	_, err = db.CloseVote(ctx, "e0", "p", "d2", 1)
	must(t, err)
	refused(t, db.Vote(ctx, "p", "d2", 1, "e1", expertise.For), "panel.closed")
	refused(t, open("d2", yes, later), "panel.given")
	refused(t, db.Recuse(ctx, "officer", "p", "s", pair("e0", "d2"), expertise.ByChoice), "panel.given")
	// e0 has a conflict with d1: without e0 the colleges are uneven until one stands down.
	refused(t, open("d1", yes, later), "panel.parity")
	must(t, db.Recuse(ctx, "officer", "p", "s", pair("e1", "d1"), expertise.ForParity))
	must(t, open("d1", yes, later))
	refused(t, db.Vote(ctx, "p", "d1", 1, "e0", expertise.For), "panel.voter")
	clean(t, db)
}

// Votes end by the server's clock, whoever forgets to close.
func panelDeadline(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	var now atomic.Int64
	now.Store(time.Now().UnixMicro())
	cfg.Now = func() time.Time { return time.UnixMicro(now.Load()) }
	db := open(t, cfg)
	FillPanel(t, db)
	sit(t, db, "0123")
	ends := cfg.Now().Add(time.Minute)
	_, err := db.OpenVote(t.Context(), "e0", "p", "s", "d2", yes, ends)
	must(t, err)
	now.Store(ends.UnixMicro() - 1)
	must(t, db.Vote(t.Context(), "p", "d2", 1, "e0", expertise.For))
	now.Store(ends.UnixMicro())
	refused(t, db.Vote(t.Context(), "p", "d2", 1, "e1", expertise.For), "panel.closed")
	clean(t, db)
}

// Writers race: a member leaves while the vote opens, votes come while it closes, sheets
// are saved twice. Whoever wins, what is kept holds.
func panelRace(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	db := open(t, cfg)
	FillPanel(t, db)
	sit(t, db, "0123")
	other := open(t, cfg)
	together := func(acts ...func() error) (failed []error) {
		var wg sync.WaitGroup
		errs := make([]error, len(acts))
		for i, act := range acts {
			wg.Go(func() { errs[i] = act() })
		}
		wg.Wait()
		for _, err := range errs {
			if err != nil {
				failed = append(failed, err)
			}
		}
		return failed
	}
	ctx, later := t.Context(), time.Now().Add(time.Hour)
	// e3 leaves as a vote opens: parity would break.
	failed := together(
		func() error { return other.Attend(ctx, "officer", "p", "s", "e3", false) },
		func() error { _, err := db.OpenVote(ctx, "e0", "p", "s", "d2", yes, later); return err },
	)
	if len(failed) != 1 {
		t.Fatalf("%d of two acts failed: %v, want one", len(failed), failed)
	}
	if f, _ := errors.AsType[*fault.Error](failed[0]); f == nil || f.Key != "panel.open" && f.Key != "panel.parity" {
		t.Fatal(failed[0])
	}
	clean(t, db)
	if err := db.Attend(ctx, "officer", "p", "s", "e3", true); err == nil { // the leaver won
		_, err := db.OpenVote(ctx, "e0", "p", "s", "d2", yes, later)
		must(t, err)
	}
	// Each votes twice from two servers while someone closes.
	var acts []func() error
	var kept atomic.Int64
	for _, e := range []expertise.ExpertID{"e0", "e1", "e2", "e3"} {
		for _, server := range []*store.DB{db, other} {
			acts = append(acts, func() error {
				err := server.Vote(ctx, "p", "d2", 1, e, expertise.For)
				if err == nil {
					kept.Add(1)
				}
				return err
			})
		}
	}
	var tally expertise.Tally
	acts = append(acts, func() (err error) { tally, err = other.CloseVote(ctx, "e0", "p", "d2", 1); return err })
	for _, err := range together(acts...) {
		if f, _ := errors.AsType[*fault.Error](err); f == nil || f.Key != "panel.voted" && f.Key != "panel.closed" {
			t.Error(err)
		}
	}
	if int64(tally.For) != kept.Load() || tally.For > 4 {
		t.Errorf("%d votes counted, %d kept", tally.For, kept.Load())
	}
	clean(t, db)
	// Two sheets of one reading.
	must(t, db.AssignReadings(ctx, "officer", "p", []expertise.Pair{{Expert: "e0", Dossier: "d1"}, {Expert: "e1", Dossier: "d1"}, {Expert: "e2", Dossier: "d2"}, {Expert: "e3", Dossier: "d2"}}))
	sheet := wholeSheet(expertise.Pair{Expert: "e0", Dossier: "d1"})
	failed = together(
		func() error { return db.HandIn(ctx, "p", sheet, 0) },
		func() error { return other.HandIn(ctx, "p", sheet, 0) },
	)
	if len(failed) != 1 {
		t.Errorf("of two sheets %d failed: %v", len(failed), failed)
	}
	clean(t, db)
}
