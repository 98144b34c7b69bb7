package bundle

import (
	"encoding/json"
	"strings"
	"time"

	"continuum/internal/document"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/text"
)

// call is appel.json.
type call struct {
	ID        labelling.CallID     `json:"id"`
	Title     string               `json:"title"`
	NOR       string               `json:"nor,omitempty"`
	Rules     string               `json:"ruleset"`
	Hash      string               `json:"ruleset_sha256"`
	Opens     time.Time            `json:"opens"`
	Deadlines map[string]time.Time `json:"deadlines"` // first instant that is too late, by step
	Made      time.Time            `json:"made"`
}

func callOf(c *labelling.Call, made time.Time) call {
	return call{c.ID, c.Title, c.NOR, c.Rules, c.Hash, c.Opens, c.Deadlines, made}
}

// dossier is dossier.json.
type dossier struct {
	ID         labelling.DossierID `json:"id"`
	Call       labelling.CallID    `json:"call"`
	Kind       string              `json:"kind"`
	Category   string              `json:"category"`
	Campus     string              `json:"campus,omitempty"`
	State      ruleset.StateID     `json:"state"`
	Fields     map[string]field    `json:"fields"`
	Pieces     []piece             `json:"pieces"`
	Opinions   []opinion           `json:"opinions"`
	Seal       string              `json:"seal,omitempty"` // SHA-256 of sealed.json
	SealedAt   *time.Time          `json:"sealed_at,omitempty"`
	Signatures []signature         `json:"signatures"`
}

type field struct {
	Value   json.RawMessage `json:"value"` // canonical, see labelling.Value
	Version int64           `json:"version"`
	At      time.Time       `json:"at"`
}

type piece struct {
	Piece  string   `json:"piece"`
	File   string   `json:"file"`
	Name   string   `json:"name"`
	Type   string   `json:"type"`
	Size   int64    `json:"size"`
	SHA256 string   `json:"sha256"`
	Flags  []string `json:"flags,omitempty"`
}

type opinion struct {
	Body     string           `json:"body"`
	Academie string           `json:"academie,omitempty"`
	On       string           `json:"on"`
	Stance   labelling.Stance `json:"stance"`
	Vote     string           `json:"vote,omitempty"`
	Text     string           `json:"text,omitempty"`
}

type signature struct {
	Signatory string       `json:"signatory"`
	Role      ruleset.Role `json:"role"`
	Capacity  string       `json:"capacity"`
	Hash      string       `json:"sha256"`
	At        time.Time    `json:"at"`
}

// move is an act in moves.json; who did it is a role, never a person.
type move struct {
	Act   string                  `json:"act"`
	From  ruleset.StateID         `json:"from"`
	To    ruleset.StateID         `json:"to"`
	Role  ruleset.Role            `json:"role"`
	Given map[ruleset.Need]string `json:"given,omitempty"`
	At    time.Time               `json:"at"`
}

func movesOf(list []labelling.MoveDone) []move {
	moves := make([]move, len(list))
	for i, m := range list {
		moves[i] = move{m.Act, m.From, m.To, m.Role, m.Given, m.At}
	}
	return moves
}

func dossierOf(c *labelling.Case) dossier {
	d := c.Dossier
	out := dossier{
		ID: d.ID, Call: d.Call, Kind: d.Kind, Category: d.Category, Campus: d.Campus, State: d.State,
		Fields: make(map[string]field, len(d.Values)), Pieces: []piece{}, Opinions: []opinion{}, Signatures: []signature{},
	}
	for id, v := range d.Values {
		out.Fields[id] = field{json.RawMessage(v.Value.Canonical()), v.Number, v.At}
	}
	for i := range d.Pieces {
		a := &d.Pieces[i]
		out.Pieces = append(out.Pieces, piece{a.Piece, nameOf(a), a.Name, a.Type, a.Size, a.SHA256, a.Flags})
	}
	for _, o := range d.Opinions {
		out.Opinions = append(out.Opinions, opinion{o.Body, o.Academie, o.On.String(), o.Stance, o.Vote, o.Text})
	}
	if !d.Seal.IsZero() {
		out.Seal, out.SealedAt = d.Seal.Hash, &d.Seal.At
	}
	for _, s := range d.Signatures {
		out.Signatures = append(out.Signatures, signature{s.Signatory, s.Role, s.Capacity, s.Hash, s.At})
	}
	return out
}

// sheetOf is dossier.pdf before the dossier is sealed: the fields that hold something, block by block.
func sheetOf(lang text.Lang, c *labelling.Case, made time.Time) *document.Sheet {
	t := text.For(lang)
	s := &document.Sheet{
		Lang: lang, Title: c.Dossier.Text("title"), Lead: t.T("bundle.lead", string(c.Dossier.ID), c.Call.Title), Desc: t.T("bundle.desc"), Made: made,
	}
	if s.Title == "" {
		s.Title = string(c.Dossier.ID)
	}
	if state := c.Rules.State(c.Dossier.State); state != nil {
		s.Parts = append(s.Parts, document.Part{Title: state.Name})
	}
	for _, b := range c.Rules.Blocks {
		p := document.Part{Title: b.Name}
		for i := range c.Rules.Fields {
			f := &c.Rules.Fields[i]
			if v := c.Dossier.Values[f.ID].Value; f.Block == b.ID && !v.IsEmpty() {
				p.Lines = append(p.Lines, document.Line{Name: f.Name, Said: said(v)})
			}
		}
		for i := range c.Dossier.Pieces {
			a := &c.Dossier.Pieces[i]
			if kind := c.Rules.Piece(a.Piece); kind != nil && kind.Block == b.ID {
				p.Lines = append(p.Lines, document.Line{Name: kind.Name, Said: []string{a.Name}})
			}
		}
		if len(p.Lines) > 0 {
			s.Parts = append(s.Parts, p)
		}
	}
	return s
}

// said is a value as lines: a row of a table is one.
func said(v labelling.Value) []string {
	switch {
	case len(v.Table) > 0:
		lines := make([]string, len(v.Table))
		for i, row := range v.Table {
			lines[i] = strings.Join(row, " · ")
		}
		return lines
	case len(v.List) > 0:
		return []string{strings.Join(v.List, ", ")}
	}
	return strings.Split(v.Text, "\n")
}
