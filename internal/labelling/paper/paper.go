// Package paper writes what leaves the life of a label on paper: the draft annex of an
// order and the letters to those who applied. Each is a sheet of package document, which
// prints it as PDF or as a text to be worked on.
package paper

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"continuum/internal/document"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/text"
)

// Line is a line of the annex: what the order would grant for a dossier.
type Line struct {
	Case     *labelling.Case
	Decision labelling.Decision
}

// Annex is the draft annex of an order, by title. It holds what the order states, and
// nothing of the opinions that led to it: no score, no reserve, no reader.
func Annex(lang text.Lang, call *labelling.Call, lines []Line, made time.Time) *document.Sheet {
	t := text.For(lang)
	s := &document.Sheet{
		Lang: lang, Title: t.T("paper.annex.title"), Lead: t.T("paper.annex.lead", call.Title), Desc: t.T("paper.annex.lead", call.Title), Made: made,
		Foot: []string{t.T("paper.annex.foot")},
	}
	lines = slices.Clone(lines)
	french := collate.New(language.French)
	slices.SortStableFunc(lines, func(a, b Line) int {
		return cmp.Or(french.CompareString(a.Decision.Title, b.Decision.Title), cmp.Compare(a.Case.Dossier.ID, b.Case.Dossier.ID))
	})
	starts := slices.ContainsFunc(lines, func(l Line) bool { return !l.Decision.Start.IsZero() })
	g := &document.Grid{Columns: []document.GridColumn{
		{Head: t.T("paper.number"), Share: 8},
		{Head: t.T("paper.title"), Share: 62},
		{Head: t.T("paper.category"), Share: 32},
		{Head: t.T("paper.sector"), Share: 32},
		{Head: t.T("paper.territory"), Share: 34},
		{Head: t.T("paper.duration"), Share: 14},
	}}
	if starts {
		g.Columns = append(g.Columns, document.GridColumn{Head: t.T("paper.start"), Share: 24})
	}
	for i, l := range lines {
		row := []string{strconv.Itoa(i + 1), l.Decision.Title, category(l.Case, l.Decision.Category), l.Decision.Sector, l.Decision.Territory, t.N("paper.years", l.Decision.Years)}
		if starts {
			row = append(row, t.Date(l.Decision.From()))
		}
		g.Rows = append(g.Rows, row)
	}
	s.Parts = []document.Part{{Grid: g}}
	return s
}

func category(c *labelling.Case, id string) string {
	if known := c.Rules.Category(id); known != nil {
		return known.Name
	}
	return id
}

// Letter is what is written to those who applied, by where their dossier stands: what is
// missing, what was granted with which reserves, why it was refused or put off. Reason is what
// was given with the act that refused, put off or sent back, empty when there was none. Names
// of readers, scores and votes are in no letter. Draft is of a decision that is not known yet.
func Letter(lang text.Lang, c *labelling.Case, dec *labelling.Decision, reason string, draft bool, made time.Time) *document.Sheet {
	t := text.For(lang)
	s := &document.Sheet{Lang: lang, Title: c.Dossier.Text("title"), Lead: t.T("paper.letter.lead", string(c.Dossier.ID), c.Call.Title), Desc: t.T("paper.letter.desc"), Made: made}
	if draft {
		s.Foot = append(s.Foot, t.T("paper.letter.draft"))
	} else {
		s.Foot = append(s.Foot, t.T("paper.letter.foot"))
	}
	s.Parts = append(s.Parts, document.Part{Lines: []document.Line{
		{Name: t.T("paper.letter.date"), Said: []string{t.Instant(made)}},
		{Name: t.T("paper.letter.to"), Said: []string{t.T("paper.letter.to.text")}},
		{Name: t.T("paper.letter.about"), Said: []string{t.T("paper.letter.about.text", string(c.Dossier.ID))}},
		{Said: []string{t.T("paper.letter.hello")}},
	}})
	state := c.Rules.State(c.Dossier.State)
	switch {
	case state.Outcome == ruleset.Granted && dec != nil:
		granted(s, t, c, dec)
	case state.Outcome == ruleset.Refused:
		s.Parts = append(s.Parts, document.Part{Title: t.T("paper.refused"), Lines: said(t.T("paper.refused.text"), reason, t.T("paper.refused.again"), t.T("paper.refused.appeal"))})
	case putOff(c):
		s.Parts = append(s.Parts, document.Part{Title: t.T("paper.deferred"), Lines: said(t.T("paper.deferred.text"), reason, t.T("paper.deferred.next"))})
	default:
		missing(s, t, c, reason)
	}
	s.Parts = append(s.Parts, document.Part{Lines: said(t.T("paper.letter.end"))})
	return s
}

// putOff reports whether the dossier is where the ministers put a decision off to.
func putOff(c *labelling.Case) bool {
	return slices.ContainsFunc(c.Rules.Transitions, func(t ruleset.Transition) bool {
		return t.To == c.Dossier.State && slices.Contains(t.By, "minister") && !c.Rules.State(t.To).Final
	})
}

func said(list ...string) (lines []document.Line) {
	for _, s := range list {
		if s != "" {
			lines = append(lines, document.Line{Said: []string{s}})
		}
	}
	return lines
}

func granted(s *document.Sheet, t *text.Texts, c *labelling.Case, dec *labelling.Decision) {
	lines := said(t.T("paper.granted.text", dec.NOR, t.Date(dec.Published)))
	if dec.NOR == "" {
		lines = said(t.T("paper.granted.draft"))
	}
	lines = append(lines, document.Line{Name: t.T("paper.category"), Said: []string{category(c, dec.Category)}}, document.Line{Name: t.T("paper.duration"), Said: []string{t.N("paper.years", dec.Years)}})
	if !dec.From().IsZero() {
		lines = append(lines, document.Line{Name: t.T("paper.start"), Said: []string{t.Date(dec.From())}}, document.Line{Name: t.T("paper.end"), Said: []string{t.Date(dec.Until())}})
	}
	s.Parts = append(s.Parts, document.Part{Title: t.T("paper.granted"), Lines: lines})
	if len(dec.Reserves) > 0 {
		lines := said(t.T("paper.reserves.text"))
		for i, reserve := range dec.Reserves {
			lines = append(lines, document.Line{Name: t.T("paper.reserve", i+1), Said: []string{reserve}})
		}
		s.Parts = append(s.Parts, document.Part{Title: t.T("paper.reserves"), Lines: lines})
	}
}

// missing tells the state of the dossier and, where it may still be mended, what it lacks.
func missing(s *document.Sheet, t *text.Texts, c *labelling.Case, reason string) {
	s.Parts = append(s.Parts, document.Part{Title: c.Rules.State(c.Dossier.State).Name, Lines: said(reason)})
	if !c.Rules.Takes(c.Dossier.State, ruleset.Edit) {
		return
	}
	var fields, pieces []string
	for _, m := range c.MissingFields() {
		if f := c.Rules.Field(m.What); f != nil && !slices.Contains(fields, f.Name) {
			fields = append(fields, f.Name)
		}
	}
	for _, m := range c.MissingPieces() {
		if p := c.Rules.Piece(m.What); p != nil {
			pieces = append(pieces, p.Name)
		}
	}
	if len(fields) > 0 {
		s.Parts = append(s.Parts, document.Part{Title: t.T("paper.fields"), Lines: said(fields...)})
	}
	if len(pieces) > 0 {
		s.Parts = append(s.Parts, document.Part{Title: t.T("paper.pieces"), Lines: said(pieces...)})
	}
}
