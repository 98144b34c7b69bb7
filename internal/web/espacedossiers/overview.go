package espacedossiers

import (
	"slices"
	"strings"
	"time"

	"continuum/internal/account"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/labelling/capacity"
	"continuum/internal/ruleset"
	"continuum/internal/store"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// overview is what the page of a dossier shows.
type overview struct {
	*view
	acts     []actForm
	blocks   []blockLine
	moves    []store.MoveDone
	opinions []opinionForm
	problems ui.Problems
	typed    map[string]string // what was typed in a form that is refused
	done     bool
}

// actForm is an act that who asks may try, and what stands in its way.
type actForm struct {
	capacity.Act
	refused *labelling.Refusal
}

// blockLine is a block in the overview.
type blockLine struct {
	ruleset.Block
	done, all int // of what blocks
	lacks     []labelling.Missing
	writes    bool // who asks fills something of it
}

// Show answers /espace/dossiers/{id}.
func (p *Pages) Show(r *page.Request) (page.Answer, error) {
	v, err := p.open(r)
	if err != nil {
		return page.Answer{}, err
	}
	return p.overview(v, &overview{})
}

func (p *Pages) overview(v *view, o *overview) (page.Answer, error) {
	o.view = v
	var err error
	if v.Reads() {
		if o.moves, err = p.store.Moves(v.r.Context, v.Case.Dossier.ID); err != nil {
			return page.Answer{}, err
		}
	}
	for _, a := range mine(v.Standing) {
		given := make(map[ruleset.Need]string)
		for _, n := range a.Needs {
			given[n] = "?"
		}
		_, refused := v.Case.Try(labelling.Act{Transition: a.ID, By: me(v.r), Role: a.Role, At: v.r.Now, Given: given})
		o.acts = append(o.acts, actForm{a, refused})
	}
	o.blocks = v.blocks()
	o.opinions = v.opinionForms()
	o.done = strings.Contains(v.r.Query, "fait=oui")
	a := page.Answer{Head: v.head(""), Body: overviewPage(o)}
	if len(o.problems) > 0 {
		a.Status = 422
		a.Head.Title = v.r.T.T("report.refused") + " – " + a.Head.Title
	}
	return a, nil
}

// blocks are those of the référentiel that hold something for this dossier and who asks.
func (v *view) blocks() (list []blockLine) {
	missing := append(v.Case.MissingFields(), v.Case.MissingPieces()...)
	for _, b := range v.Case.Rules.Blocks {
		line := blockLine{Block: b}
		shown := false
		open := make(map[string]bool)
		for _, m := range missing {
			if v.blockOf(m) == b.ID {
				line.lacks = append(line.lacks, m)
				open[string(m.Kind[0])+m.What] = true
			}
		}
		for _, f := range v.fieldsOf(b.ID) {
			_, writes := v.Fills(f)
			shown, line.writes = true, line.writes || writes
			if f.Require.Blocks() && v.applies(f.Only) {
				line.all++
				if !open["f"+f.ID] && !open["c"+f.ID] {
					line.done++
				}
			}
		}
		for _, p := range v.piecesOf(b.ID) {
			_, writes := v.Attaches(p)
			shown, line.writes = true, line.writes || writes
			if p.Require.Blocks() && v.applies(p.Only) {
				line.all++
				if !open["p"+p.ID] {
					line.done++
				}
			}
		}
		if shown {
			list = append(list, line)
		}
	}
	return list
}

func (v *view) applies(o ruleset.Only) bool {
	return o.Applies(v.Case.Dossier.Kind, v.Case.Dossier.Category)
}

// blockOf is the block in which something that is missing is given.
func (v *view) blockOf(m labelling.Missing) string {
	if f := v.Case.Rules.Field(m.What); f != nil && (m.Kind == labelling.LackField || m.Kind == labelling.LackColumn) {
		return f.Block
	}
	if p := v.Case.Rules.Piece(m.What); p != nil && m.Kind == labelling.LackPiece {
		return p.Block
	}
	return ""
}

// fieldsOf are the fields of a block that concern the dossier and that who asks sees.
func (v *view) fieldsOf(block string) (list []*ruleset.Field) {
	reads := v.Reads()
	for i := range v.Case.Rules.Fields {
		f := &v.Case.Rules.Fields[i]
		if f.Block != block || !v.applies(f.Only) && v.Case.Dossier.Values[f.ID].Value.IsEmpty() {
			continue
		}
		if _, writes := v.Fills(f); reads || writes {
			list = append(list, f)
		}
	}
	return list
}

// piecesOf are the pieces of a block, likewise.
func (v *view) piecesOf(block string) (list []*ruleset.Piece) {
	reads := v.Reads()
	for i := range v.Case.Rules.Pieces {
		p := &v.Case.Rules.Pieces[i]
		if p.Block != block || !v.applies(p.Only) && !v.Case.Dossier.Has(p.ID) {
			continue
		}
		if _, writes := v.Attaches(p); reads || writes {
			list = append(list, p)
		}
	}
	return list
}

// whose are the roles from which something is waited for, as pages say them.
func (v *view) whose(by []ruleset.Role) string {
	names := make([]string, len(by))
	for i, role := range by {
		names[i] = roleName(v.r, account.Role(role))
	}
	return strings.Join(names, ", ")
}

func roleName(r *page.Request, role account.Role) string {
	return r.T.T(text.Key("people.role." + string(role)))
}

// step is a date of the calendar of the call.
type step struct {
	name string
	ends time.Time
	past bool
	days int // until then, from today on the clocks of Paris
}

// calendar are the dates of the call, in the order of the référentiel.
func (v *view) calendar() (list []step) {
	for _, s := range v.Case.Rules.Calendar {
		at, ok := v.Case.Call.Deadlines[s.ID]
		if !ok || s.After == "" {
			continue
		}
		last := date.Today(at.Add(-time.Minute))
		list = append(list, step{s.Name, at, !v.r.Now.Before(at), int(last - v.r.Today)})
	}
	slices.SortStableFunc(list, func(a, b step) int { return a.ends.Compare(b.ends) })
	return list
}

// maxNeed bounds what is given with an act, in characters.
const maxNeed = 4000

// Act does what a form of the overview asks.
func (p *Pages) Act(r *page.Request) (page.Answer, error) {
	v, err := p.open(r)
	if err != nil {
		return page.Answer{}, err
	}
	o := &overview{typed: make(map[string]string)}
	for name := range r.Form {
		o.typed[name] = r.Form.Get(name)
	}
	switch r.Form.Get("faire") {
	case "acte":
		err = p.move(v, o)
	case "avis":
		err = p.opine(v, o)
	case "retrait":
		err = p.askWithdrawal(v)
	default:
		return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("faire")
	}
	switch kind := fault.KindOf(err); {
	case len(o.problems) > 0:
		return p.overview(v, o)
	case err != nil && (kind == fault.Conflict || kind == fault.Invalid):
		return p.refused(r, o, err)
	case err != nil:
		return page.Answer{}, err
	}
	return p.after(v)
}

// after leads to the dossier, or to the list when nothing of it is left for who acted.
func (p *Pages) after(v *view) (page.Answer, error) {
	again, err := p.open(v.r)
	if fault.KindOf(err) == fault.NotFound {
		return page.Answer{Redirect: v.r.Link(Path)}, nil
	} else if err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Redirect: again.link() + "?fait=oui"}, nil
}

// refused shows the dossier as it is now, with why an act was refused.
func (p *Pages) refused(r *page.Request, o *overview, why error) (page.Answer, error) {
	v, err := p.open(r)
	if err != nil {
		return page.Answer{}, err
	}
	o.problems.Add("contenu", ui.Sentence(r, why))
	return p.overview(v, o)
}

// move does an act that moves the dossier.
func (p *Pages) move(v *view, o *overview) error {
	r := v.r
	acts := mine(v.Standing)
	i := slices.IndexFunc(acts, func(a capacity.Act) bool { return a.ID == r.Form.Get("acte") })
	switch {
	case i < 0 && v.Case.Rules.Transition(r.Form.Get("acte")) != nil && v.Reads():
		return fault.New(fault.Conflict, "dossier.act.gone") // someone was there before, or the right ended
	case i < 0:
		return missing()
	}
	a := acts[i]
	given := make(map[ruleset.Need]string)
	for _, n := range a.Needs {
		name := needName(a.ID, n)
		said := strings.TrimSpace(strings.ReplaceAll(r.Form.Get(name), "\r\n", "\n"))
		if size := len([]rune(said)); size == 0 || size > maxNeed {
			o.problems.Add(name, r.T.T("dossier.need.text", maxNeed))
		}
		given[n] = said
	}
	if len(o.problems) > 0 {
		return nil
	}
	_, err := p.store.MoveDossier(r.Context, v.Case.Dossier.ID, labelling.Act{Transition: a.ID, By: me(r), Role: a.Role, Delegation: a.Grant.DelegatedFrom, Given: given})
	return err
}

// needName is the entry of what an act is given.
func needName(act string, n ruleset.Need) string { return act + "-" + string(n) }

// askWithdrawal keeps that an authority asks for the withdrawal.
func (p *Pages) askWithdrawal(v *view) error {
	who := v.Case.Rules.Signatory(v.r.Form.Get("pour"))
	if who == nil {
		return missing()
	}
	g, ok := v.AsksWithdrawal(who)
	if !ok {
		return missing()
	}
	return p.store.AskWithdrawal(v.r.Context, v.Case.Dossier.ID, labelling.Signature{
		Signatory: who.ID, Person: me(v.r), Role: who.Role, Capacity: v.capacityOf(g), Delegation: g.DelegatedFrom,
	})
}
