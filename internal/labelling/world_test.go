package labelling

import (
	"testing"
	"time"

	"continuum/internal/date"
	"continuum/internal/ruleset"
)

var opens = time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)

func rulesOf(t testing.TB, id string) *ruleset.Ruleset {
	t.Helper()
	f := ruleset.Named(id)
	if f == nil {
		t.Fatalf("no rules %q", id)
	}
	return f.Rules
}

// newCase is an empty dossier in a call under embedded rules.
func newCase(t testing.TB, id string) *Case {
	t.Helper()
	r := rulesOf(t, id)
	call := &Call{ID: "call", Title: "Appel", Rules: r.ID, Hash: r.Hash(), Opens: opens, Deadlines: Deadlines(r, opens, time.UTC)}
	return &Case{Rules: r, Call: call, Dossier: &Dossier{
		ID: "d1", Call: "call", Kind: "creation", Category: "campus", State: r.Initial(), Values: map[string]Version{},
	}}
}

// sample is a value that a field accepts and that the rules of admissibility like.
func sample(f *ruleset.Field) Value {
	switch f.ID {
	case "title":
		return Value{Text: "Campus des métiers et des qualifications des industries de la mer"}
	case "sector_name":
		return Value{Text: "Industries de la mer"}
	case "academies":
		return Value{List: []string{"14", "17"}}
	case "members":
		return Value{Table: [][]string{
			{"Lycée Colbert", "lycee_professionnel", "0560026Z", "Lorient", "porteur", "yes", "2015", "yes"},
			{"Université", "universite", "", "Lorient", "membre", "yes", "", ""},
			{"Chantier", "entreprise", "", "Lorient", "membre", "yes", "", ""},
		}}
	case "places":
		return Value{Table: [][]string{{"Internat", "accommodation", "Région", "56121", "120", ""}}}
	case "trainings":
		var rows [][]string
		for _, route := range []string{"school", "apprenticeship", "university", "continuing"} {
			rows = append(rows, []string{"40025411", "Bac pro", "4", route, "0560026Z", "24"})
		}
		return Value{Table: rows}
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
		return Value{Table: [][]string{row}}
	case ruleset.Codes:
		return Value{List: []string{"x1"}}
	}
	return Value{Text: one(f.Type, f.Values)}
}

// fill completes the dossier.
func fill(c *Case) {
	d := c.Dossier
	for i := range c.Rules.Fields {
		f := &c.Rules.Fields[i]
		d.Values[f.ID] = Version{Value: sample(f), Number: d.Values[f.ID].Number + 1}
	}
	for _, p := range c.Rules.Pieces {
		if !d.Has(p.ID) {
			d.Pieces = append(d.Pieces, Attachment{ID: p.ID, Piece: p.ID, Name: p.ID + ".pdf", Size: 10, SHA256: HashOf(p.ID)})
		}
	}
}

// decision is one that the rules accept.
func decision() *Decision {
	return &Decision{
		NOR: "MENE2630001A", Signed: date.Must("2026-11-02"), Published: date.Must("2026-11-12"),
		Title: "Campus des métiers et des qualifications des industries de la mer", Sector: "industries de la mer",
		Territory: "Bretagne", Category: "campus", Years: 3,
	}
}
