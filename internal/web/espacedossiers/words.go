package espacedossiers

import (
	"maps"
	"slices"
	"strings"

	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/labelling"
	"continuum/internal/labelling/capacity"
	"continuum/internal/labelling/prefill"
	"continuum/internal/ruleset"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

func lineTitle(r *page.Request, l line) string {
	if l.Title != "" {
		return l.Title
	}
	return r.T.T("dossier.untitled", string(l.ID))
}

// labelOf is the key of what an entry of the form of a new dossier asks.
func labelOf(name string) text.Key { return text.Key("dossier.begin.of." + name) }

// signs reports whether who asks may sign for some authority.
func (v *view) signs() bool {
	return slices.ContainsFunc(v.Case.Rules.Signatories, func(who ruleset.Signatory) bool {
		_, ok := v.Signs(&who)
		return ok
	})
}

// withdraws reports whether an act withdraws the dossier.
func (a *actForm) withdraws() bool { return slices.Contains(a.Guards, ruleset.WithdrawnByBoth) }

// admits reports whether the rules of admissibility stand before an act.
func (a *actForm) admits() bool { return slices.Contains(a.Guards, ruleset.Admissible) }

// refusalText says why an act can't be done now.
func (v *view) refusalText(x *labelling.Refusal) string {
	if x.Reason == labelling.TooLate {
		if s := v.Case.Rules.Step(x.Guard); s != nil {
			return v.r.T.T("dossier.late", s.Name, v.r.T.Last(v.Case.Call.Deadlines[s.ID]))
		}
	}
	return v.r.T.T(text.Key("labelling."+string(x.Reason)), x.Guard)
}

// lackText names something that is missing.
func (v *view) lackText(m labelling.Missing) string {
	rules := v.Case.Rules
	switch m.Kind {
	case labelling.LackField:
		return rules.Field(m.What).Name
	case labelling.LackColumn:
		row, column, _ := strings.Cut(m.Note, ":")
		f := rules.Field(m.What)
		for _, c := range f.Columns {
			if c.ID == column {
				column = c.Name
			}
		}
		return v.r.T.T("dossier.lack.column", f.Name, row, column)
	case labelling.LackPiece:
		return rules.Piece(m.What).Name
	case labelling.LackOpinion:
		name := rules.Consultation(m.What).Name
		if m.Note == "?" {
			return v.r.T.T("dossier.lack.academie", name)
		} else if m.Note != "" {
			name += " – " + perimeter.Name(v.r.Catalog, account.Scope{Kind: account.Academie, ID: m.Note})
		}
		return v.r.T.T("dossier.lack.opinion", name)
	case labelling.LackSignature, labelling.LackWithdrawal:
		return v.r.T.T(text.Key("dossier.lack."+string(m.Kind)), rules.Signatory(m.What).Name)
	case labelling.LackRule:
		for _, e := range rules.Eligibility {
			if e.ID == m.What {
				return e.Name
			}
		}
	}
	return v.r.T.T(text.Key("dossier.lack." + string(m.Kind)))
}

// where is the page on which something that is missing is given, empty when it is on none.
func (v *view) where(m labelling.Missing) string {
	switch f := v.Case.Rules.Field(m.What); {
	case m.Kind == labelling.LackColumn && f != nil:
		return v.link("champ", f.ID)
	case m.Kind == labelling.LackField && f != nil && f.Type == ruleset.Rows:
		return v.link("champ", f.ID)
	case m.Kind == labelling.LackField && f != nil:
		return v.link(f.Block) + "#" + entry(f.ID)
	case m.Kind == labelling.LackPiece:
		if p := v.Case.Rules.Piece(m.What); p != nil {
			return v.link(p.Block) + "#piece-" + p.ID
		}
	case m.Kind == labelling.LackOpinion:
		return "#avis"
	case m.Kind == labelling.LackSignature:
		return "#sceau"
	case m.Kind == labelling.LackRule:
		for _, e := range v.Case.Rules.Eligibility {
			switch {
			case e.ID == m.What && e.Piece != "":
				return v.where(labelling.Missing{What: e.Piece, Kind: labelling.LackPiece})
			case e.ID == m.What && e.Field != "":
				return v.where(labelling.Missing{What: e.Field, Kind: labelling.LackField})
			}
		}
	}
	return ""
}

// turn says who may give something that is missing.
func (v *view) turn(m labelling.Missing) string {
	if f := v.Case.Rules.Field(m.What); f != nil && m.Kind != labelling.LackPiece {
		return v.r.T.T("dossier.turn", v.whose(f.By))
	}
	if p := v.Case.Rules.Piece(m.What); p != nil {
		return v.r.T.T("dossier.turn", v.whose(p.By))
	}
	return ""
}

func (v *view) needText(n ruleset.Need) string { return v.r.T.T(text.Key("dossier.need." + string(n))) }

// actName is what an act is called in the référentiel.
func (v *view) actName(id string) string {
	if t := v.Case.Rules.Transition(id); t != nil {
		return t.Name
	}
	return id
}

// sorted are what was given with an act, always in one order.
func sorted(given map[ruleset.Need]string) (list []string) {
	for _, n := range slices.Sorted(maps.Keys(given)) {
		list = append(list, given[n])
	}
	return list
}

func (o *overview) opinionEntry(f *opinionForm, name string) ui.Field {
	e := ui.Field{
		Name: name + "-" + f.key(), Label: o.r.T.T(text.Key("dossier.opinion.of." + name)), Value: o.typed[name+"-"+f.key()], Error: o.problems.Of(name + "-" + f.key()),
	}
	switch name {
	case "vote":
		e.MaxLength = maxVote
	case "texte":
		e.MaxLength = maxOpinion
	default:
		e.Required = true
	}
	return e
}

// readable is what a field says to who reads.
func (v *view) readable(f *ruleset.Field, x labelling.Value) string {
	switch f.Type {
	case ruleset.YesNo, ruleset.Enum:
		return v.valueLabel(x.Text)
	case ruleset.Codes:
		return strings.Join(x.List, ", ")
	}
	return x.Text
}

// origin says who wrote a version and when, or where the site has it from.
func (v *view) origin(x labelling.Version) string {
	if s := prefill.SourceOf(x); s != "" {
		return v.r.T.T("dossier.prefilled", v.r.T.T(text.Key("dossier.source."+string(s))), v.r.T.Moment(x.At))
	}
	return v.r.T.T("dossier.written", v.p.name(v, x.By), v.r.T.Moment(x.At))
}

func (v *view) columns(f *ruleset.Field) (list []ui.Column) {
	for _, c := range f.Columns {
		list = append(list, ui.Column{Label: c.Name})
	}
	return list
}

// at is a cell of a row, empty when the row is shorter.
func at(row []string, j int) string {
	if j < len(row) {
		return row[j]
	}
	return ""
}

func formats(p *ruleset.Piece) string { return strings.ToUpper(strings.Join(p.Formats, ", ")) }

// accepts is what the browser offers to choose among.
func accepts(p *ruleset.Piece) string {
	list := make([]string, len(p.Formats))
	for i, f := range p.Formats {
		list[i] = "." + f
		if f == "jpg" {
			list[i] += ",.jpeg"
		}
	}
	return strings.Join(list, ",")
}

// pages are the first rows of the windows of a table.
func (f *field) pages() (list []int) {
	for from := 0; from < f.total; from += window {
		list = append(list, from)
	}
	return list
}

// joined is a row on one line.
func (f *field) joined(row []string) string {
	var cells []string
	for j := range f.f.Columns {
		if x := at(row, j); x != "" {
			cells = append(cells, f.cellShown(&f.f.Columns[j], x))
		}
	}
	return strings.Join(cells, " ; ")
}

// writesText reports whether who asks fills something of the block but tables.
func (b *block) writesText() bool {
	return slices.ContainsFunc(b.fieldsOf(b.of.ID), func(f *ruleset.Field) bool {
		_, ok := b.Fills(f)
		return ok && f.Type != ruleset.Rows
	})
}

// unsaved are the fields that were typed and can't be written any more: what was typed is
// shown, to be copied.
func (b *block) unsaved() (list []*ruleset.Field) {
	if !b.refused {
		return nil
	}
	for _, f := range b.fieldsOf(b.of.ID) {
		if _, ok := b.Fills(f); !ok && b.typed.Get(entry(f.ID)) != "" {
			list = append(list, f)
		}
	}
	return list
}

// mine are the acts that who asks may try, but for those of the orders.
func mine(s *capacity.Standing) (list []capacity.Act) {
	for _, a := range s.Acts() {
		if capacity.ActionOf(s.Case.Rules, a.Transition, s.Case.Dossier.State) != account.DecisionPublish {
			list = append(list, a)
		}
	}
	return list
}
