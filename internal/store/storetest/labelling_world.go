package storetest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/store"
)

// Clock is the instant of a test, moved by hand.
type Clock struct{ at time.Time }

// Now is the instant that the clock shows; the zero clock shows the opening of the call
// of Wave.
func (c *Clock) Now() time.Time {
	if c.at.IsZero() {
		return waveOpens
	}
	return c.at
}

var waveOpens = time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)

// wave is a call with its clock, for the tests of dossiers.
type wave struct {
	t     testing.TB
	db    *store.DB
	clock *Clock
	rules *ruleset.Ruleset
}

// newWave opens a call under the rules of 2018 in a store that holds World.
func newWave(t testing.TB, db *store.DB, c *Clock) *wave {
	t.Helper()
	c.at = waveOpens
	f := ruleset.Named("cmq-2018")
	w := &wave{t: t, db: db, clock: c, rules: f.Rules}
	w.must(db.AddRuleset(ctxOf(t), "national", *f))
	w.must(db.OpenCall(ctxOf(t), "national", labelling.Call{
		ID: "appel-2026", Title: "Appel de 2026", NOR: "MENE2600001X", Rules: f.Rules.ID, Hash: f.Rules.Hash(),
		Opens: waveOpens, Deadlines: labelling.Deadlines(f.Rules, waveOpens, time.UTC),
	}))
	return w
}

// sector adds to World a filière of the nation, which the dossiers of tests name.
func (w *wave) sector() {
	w.t.Helper()
	w.must(w.db.InTx(ctxOf(w.t), "tester", "sector", func(tx *store.Tx) error {
		return tx.Record(&campus.Records{Sectors: []campus.Sector{{Code: "MOBI", Slug: "mobilite", Label: "Mobilité", Rank: 3}}})
	}))
}

func ctxOf(t testing.TB) context.Context { return t.Context() }

func (w *wave) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// begin begins a dossier and fills what the rules ask for.
func (w *wave) begin(id labelling.DossierID, kind, campusID string) {
	w.t.Helper()
	w.clock.at = w.clock.at.Add(time.Hour)
	w.must(w.db.BeginDossier(ctxOf(w.t), "carrier", labelling.Dossier{ID: id, Call: "appel-2026", Kind: kind, Category: "campus", Campus: campusID, Academie: "14"}))
	w.move(id, "accept_intention", "regional_delegate", "delegate")
}

// complete writes every field and attaches every piece that blocks.
func (w *wave) complete(id labelling.DossierID) {
	w.t.Helper()
	byRole := make(map[ruleset.Role][]labelling.Edit)
	for i := range w.rules.Fields {
		f := &w.rules.Fields[i]
		byRole[f.By[0]] = append(byRole[f.By[0]], labelling.Edit{Field: f.ID, Value: valueOf(f)})
	}
	for role, edits := range byRole {
		_, clashes, err := w.db.SaveFields(ctxOf(w.t), "carrier", role, id, edits)
		w.must(err)
		if len(clashes) > 0 {
			w.t.Fatalf("clashes %v", clashes)
		}
	}
	for _, p := range w.rules.Pieces {
		if p.Require.Blocks() {
			w.must(w.db.AttachPiece(ctxOf(w.t), "carrier", p.By[0], id, pieceOf(p.ID, string(id)), ""))
		}
	}
}

func pieceOf(piece, id string) labelling.Attachment {
	return labelling.Attachment{
		ID: id + "-" + piece, Piece: piece, Name: piece + ".pdf", Type: "application/pdf", Size: 1000, SHA256: labelling.HashOf(piece), Flags: []string{"unscanned"},
	}
}

func (w *wave) move(id labelling.DossierID, act string, role ruleset.Role, by labelling.PersonID) {
	w.t.Helper()
	w.clock.at = w.clock.at.Add(time.Hour)
	_, err := w.db.MoveDossier(ctxOf(w.t), id, labelling.Act{Transition: act, Role: role, By: by})
	w.must(err)
}

// toConsultations leads a complete dossier to the bodies that are consulted.
func (w *wave) toConsultations(id labelling.DossierID) {
	w.t.Helper()
	w.move(id, "submit_region", "carrier", "carrier")
	w.move(id, "find_complete", "regional_delegate", "delegate")
	w.move(id, "open_consultations", "regional_delegate", "delegate")
}

func (w *wave) opinions(id labelling.DossierID) {
	w.t.Helper()
	for _, o := range []labelling.Opinion{
		{Body: "caen", Academie: "14", Stance: labelling.Unfavourable, Vote: "12 pour, 20 contre"},
		{Body: "crefop", Stance: labelling.Favourable},
	} {
		o.On = date.Of(date.DayOf(w.clock.at))
		w.must(w.db.RecordOpinion(ctxOf(w.t), "delegate", "regional_delegate", id, o))
	}
}

// signature is that of an authority on what is sealed.
func (w *wave) signature(id labelling.DossierID, signatory string, person labelling.PersonID) labelling.Signature {
	w.t.Helper()
	c, err := w.db.Dossier(ctxOf(w.t), id)
	w.must(err)
	return labelling.Signature{
		Signatory: signatory, Person: person, Role: w.rules.Signatory(signatory).Role, Capacity: "en qualité de " + signatory, Hash: c.Dossier.Seal.Hash,
	}
}

// toExpertise leads a complete dossier to the experts.
func (w *wave) toExpertise(id labelling.DossierID) {
	w.t.Helper()
	w.toConsultations(id)
	w.opinions(id)
	w.move(id, "open_signature", "regional_delegate", "delegate")
	w.must(w.db.SignDossier(ctxOf(w.t), id, w.signature(id, "recteur", "rectrice")))
	w.must(w.db.SignDossier(ctxOf(w.t), id, w.signature(id, "president", "president")))
	w.move(id, "submit_national", "regional_delegate", "delegate")
	w.move(id, "admit", "national_officer", "national")
}

// toDecision leads a complete dossier to the ministers' desk.
func (w *wave) toDecision(id labelling.DossierID) {
	w.t.Helper()
	w.toExpertise(id)
	w.must(w.db.RecordPanel(ctxOf(w.t), "national", id, labelling.Panel{
		Readers: 2, Sheets: 2, Seats: 8, Present: map[string]int{"economy": 3, "public": 3},
		Opinion: labelling.PanelOpinion{Opinion: "with_reserves", Category: "campus", Years: 3, Reserves: []string{"Gouvernance"}},
	}))
	w.move(id, "close_expertise", "panel_president", "panel")
	w.move(id, "give_opinion", "national_officer", "national")
}

func orderOf() store.Order {
	return store.Order{
		NOR: "MENE2630001A", Title: "Arrêté du 2 novembre 2026 fixant la liste des campus", URL: "https://example.org/jo",
		Signed: date.Must("2026-11-02"), Published: date.Must("2026-11-12"),
	}
}

func lineOf(id labelling.DossierID, slug string) store.OrderLine {
	return store.OrderLine{Dossier: id, Slug: slug, Decision: labelling.Decision{
		Title: "Campus des métiers et des qualifications des industries de la mer", Sector: "industries de la mer", Territory: "Bretagne",
		Category: "campus", Years: 3, Reserves: []string{"Gouvernance"},
	}}
}

// valueOf is a value that a field accepts and that the rules of admissibility like.
func valueOf(f *ruleset.Field) labelling.Value {
	switch f.ID {
	case "title":
		return labelling.Value{Text: "Campus des industries de la mer"}
	case "sector_name":
		return labelling.Value{Text: "Industries de la mer"}
	case "sector":
		return labelling.Value{Text: "MOBI"}
	case "academies":
		return labelling.Value{List: []string{"14"}}
	case "regions":
		return labelling.Value{List: []string{"53"}}
	case "members":
		return labelling.Value{Table: [][]string{
			{"Lycée", "lycee_professionnel", "0560026Z", "Lorient", "porteur", "yes", "2015", "yes"},
			{"Université", "universite", "", "Lorient", "membre", "yes", "", ""},
			{"Chantier", "entreprise", "", "Lorient", "membre", "yes", "", ""},
		}}
	case "places":
		return labelling.Value{Table: [][]string{{"Internat", "accommodation", "", "56121", "120", ""}}}
	}
	one := func(t ruleset.Type, values []string) string {
		switch t {
		case ruleset.Day:
			return "2026"
		case ruleset.Whole:
			return "1"
		case ruleset.YesNo:
			return "yes"
		case ruleset.Enum:
			return values[0]
		}
		return "x1"
	}
	switch f.Type {
	case ruleset.Rows:
		row := make([]string, len(f.Columns))
		for j, c := range f.Columns {
			row[j] = one(c.Type, c.Values)
		}
		return labelling.Value{Table: [][]string{row}}
	case ruleset.Codes:
		return labelling.Value{List: []string{"x1"}}
	}
	return labelling.Value{Text: one(f.Type, f.Values)}
}

// Wave plays a call to its order in a store of World whose clock is c: a dossier that
// became the label of a new campus, one that renewed the label of another, one that is
// being signed.
func Wave(t testing.TB, db *store.DB, c *Clock) {
	t.Helper()
	w := toDecision(t, db, c, "mer", true)
	w.begin("d-sign", "creation", "")
	w.complete("d-sign")
	w.toConsultations("d-sign")
	w.opinions("d-sign")
	w.move("d-sign", "open_signature", "regional_delegate", "delegate")
	w.must(db.SignDossier(ctxOf(t), "d-sign", w.signature("d-sign", "recteur", "rectrice")))
	labels, err := db.PublishOrder(ctxOf(t), "minister", "minister", orderOf(), []store.OrderLine{lineOf("d-new", "campus-neuf"), lineOf("d-mer", "")})
	w.must(err)
	if fmt.Sprint(labels) != "[label-d-mer label-d-new]" {
		t.Fatalf("labels %v", labels)
	}
	w.must(db.AskQuestion(ctxOf(t), "carrier", "appel-2026", "q1", "Faut-il un internat ?"))
	w.must(db.AnswerQuestion(ctxOf(t), "national", "appel-2026", "q1", "Oui."))
	public, err := db.PublicCalls(ctxOf(t))
	w.must(err)
	order := "acte-" + strings.ToLower(orderOf().NOR)
	if diff := cmp.Diff([]labelling.Granted{{Order: order, Campus: "campus-neuf", Category: "campus", Years: 3}, {Order: order, Campus: "mer", Category: "campus", Years: 3}}, public[0].Granted); diff != "" {
		t.Errorf("what the order granted (-want +got):\n%s", diff)
	}
}

// WaveToDecision plays the call "appel-2026" until two dossiers wait for the order: that of
// a new campus, "d-new", and the renewal of one of the register, "d-mer".
func WaveToDecision(t testing.TB, db *store.DB, c *Clock, renewed campus.ID) {
	t.Helper()
	toDecision(t, db, c, renewed, false)
}

func toDecision(t testing.TB, db *store.DB, c *Clock, renewed campus.ID, world bool) *wave {
	t.Helper()
	w := newWave(t, db, c)
	if world {
		w.sector()
	}
	for _, d := range []struct {
		id           labelling.DossierID
		kind, campus string
	}{{"d-new", "creation", ""}, {"d-mer", "renewal", string(renewed)}} {
		w.begin(d.id, d.kind, d.campus)
		w.complete(d.id)
		w.toDecision(d.id)
	}
	return w
}

// several is a piece of the rules that may be attached more than once.
func (w *wave) several() *ruleset.Piece {
	w.t.Helper()
	for i := range w.rules.Pieces {
		if p := &w.rules.Pieces[i]; p.Several {
			return p
		}
	}
	w.t.Fatal("no piece may be attached twice")
	return nil
}
