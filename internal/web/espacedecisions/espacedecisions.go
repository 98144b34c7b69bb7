// Package espacedecisions is where the ministers' decisions are prepared, seen, signed and
// made known: the dossiers of a wave with what the panel proposed beside what is drafted,
// the draft annex of the order and the letters, the publication that the register follows.
// What each may see and do is asked of account.Decide, dossier by dossier.
package espacedecisions

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/document"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/labelling/capacity"
	"continuum/internal/labelling/entry"
	"continuum/internal/labelling/paper"
	"continuum/internal/ruleset"
	"continuum/internal/store"
	"continuum/internal/text"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// Path is the list of calls; a call and a dossier of it follow. LettersPath is where those
// who applied read what was decided.
const (
	Path        = espace.DecisionsPath
	LettersPath = espace.LettersPath
)

// Store is what these pages need of the store; see package store for what each fails with.
type Store interface {
	Calls(ctx context.Context) ([]labelling.Call, error)
	Call(ctx context.Context, id labelling.CallID) (*labelling.Call, *ruleset.Ruleset, error)
	Dossiers(ctx context.Context, call labelling.CallID, after labelling.DossierID, limit int) ([]store.DossierLine, error)
	Dossier(ctx context.Context, id labelling.DossierID) (*labelling.Case, error)
	// DossierPlace reads of a dossier where it lies, in one statement.
	DossierPlace(ctx context.Context, id labelling.DossierID) (*labelling.Dossier, error)
	Moves(ctx context.Context, id labelling.DossierID) ([]store.MoveDone, error)
	DecisionOf(ctx context.Context, id labelling.DossierID) (*labelling.Decision, error)
	DraftOf(ctx context.Context, id labelling.DossierID) (labelling.Draft, error)
	DraftHistory(ctx context.Context, id labelling.DossierID) ([]labelling.Draft, error)
	SaveDraft(ctx context.Context, by labelling.PersonID, id labelling.DossierID, d labelling.Draft) (int64, error)
	MarkDraft(ctx context.Context, id labelling.DossierID, number int64, m labelling.Mark) error
	PublishDrafts(ctx context.Context, by labelling.PersonID, o store.Order, lines []store.OrderLine) ([]campus.LabelID, error)
	Amendable(ctx context.Context) ([]campus.Label, error)
	PublishAmendments(ctx context.Context, by labelling.PersonID, o store.Order, lines []store.Amendment) error
	PreviewAmendments(ctx context.Context, by labelling.PersonID, o store.Order, lines []store.Amendment) ([]store.Effect, error)
	RecordedOrders(ctx context.Context) ([]store.RecordedOrder, error)
	CorrectOrder(ctx context.Context, by labelling.PersonID, id campus.ActID, o store.Order) error
	// Person returns a person by id; fault.NotFound when there is none.
	Person(ctx context.Context, id string) (account.Person, error)
}

// Pages are those of decisions.
type Pages struct{ store Store }

// New returns the pages over a store.
func New(s Store) *Pages { return &Pages{s} }

// listed is how many dossiers the store gives at once.
const listed = 200

// item is a dossier of a wave with what is prepared for it.
type item struct {
	*labelling.Case
	draft labelling.Draft // of number 0: what the panel's opinion leads to
	phase account.Phase
}

// object is a dossier as rights are asked about it.
func (x *item) object(r *page.Request) account.Object {
	o := account.Object{Kind: account.DossierKind, ID: string(x.Dossier.ID), Phase: x.phase, Within: entry.Scopes(r.Catalog, x.Dossier)}
	if x.draft.Number > 0 && x.draft.HasMark(me(r)) {
		o.Ties |= account.Signed
	}
	return o
}

func (x *item) may(r *page.Request, a account.Action) bool { return r.May(a, x.object(r)) }

// seen reports whether who reads may see what is prepared.
func (x *item) seen(r *page.Request) bool {
	return x.may(r, account.DecisionRead) || x.may(r, account.DecisionPrepare)
}

func me(r *page.Request) labelling.PersonID { return labelling.PersonID(r.Who.Person.ID) }

// missing is the answer to what one may not see: as if it did not exist.
func missing() error { return fault.New(fault.NotFound, "error.notfound") }

// item reads a dossier with what is prepared for it.
func (p *Pages) item(r *page.Request, id labelling.DossierID) (*item, error) {
	c, err := p.store.Dossier(r.Context, id)
	if err != nil {
		return nil, err
	}
	x := &item{Case: c, phase: account.Phase(c.Rules.State(c.Dossier.State).Phase)}
	if x.draft, err = p.store.DraftOf(r.Context, id); err != nil {
		return nil, err
	}
	if x.draft.Number == 0 {
		x.draft = c.Proposed()
	}
	return x, nil
}

// near is item for a dossier that a request names, of which nothing is read unless some right
// bears on it. Decisions and letters are for the State and for those of the dossier: panels
// have said what they had to.
func (p *Pages) near(r *page.Request) (*item, error) {
	id := labelling.DossierID(r.Value("dossier"))
	where, err := p.store.DossierPlace(r.Context, id)
	if err != nil {
		return nil, err
	}
	if !capacity.Reaches(*r.Who, capacity.PlaceOf(r.Catalog, where), false) {
		return nil, missing()
	}
	return p.item(r, id)
}

// wave reads the dossiers of a call that have come to the panel's opinion and that who asks
// may see, by title.
func (p *Pages) wave(r *page.Request, id labelling.CallID) (list []*item, err error) {
	_, rules, err := p.store.Call(r.Context, id)
	if err != nil {
		return nil, err
	}
	phases := []ruleset.Phase{"opinion", "deciding", "decided"}
	for after := labelling.DossierID(""); ; {
		lines, err := p.store.Dossiers(r.Context, id, after, listed)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			after = l.ID
			if s := rules.State(l.State); s == nil || !slices.Contains(phases, s.Phase) {
				continue
			}
			x, err := p.item(r, l.ID)
			if err != nil {
				return nil, err
			}
			if x.seen(r) && x.spoken() {
				list = append(list, x)
			}
		}
		if len(lines) < listed {
			return list, nil
		}
	}
}

// spoken reports whether the panel gave its opinion: what was found inadmissible never came
// to it.
func (x *item) spoken() bool { return x.Panel.Opinion.Opinion != "" }

// deciding reports whether the ministers may decide now.
func (x *item) deciding() bool { return x.Rules.Takes(x.Dossier.State, ruleset.Decide) }

// callLine is a call in the list.
type callLine struct {
	labelling.Call
	waiting, signed, decided int
}

// Index lists the calls whose decisions one may see.
func (p *Pages) Index(r *page.Request) (page.Answer, error) {
	if !r.Who.Could(account.DecisionRead) {
		return page.Answer{}, missing()
	}
	calls, err := p.store.Calls(r.Context)
	if err != nil {
		return page.Answer{}, err
	}
	var list []callLine
	for _, c := range calls {
		line := callLine{Call: c}
		wave, err := p.wave(r, c.ID)
		if err != nil {
			return page.Answer{}, err
		}
		for _, x := range wave {
			switch {
			case x.phase == account.Decided:
				line.decided++
			case x.deciding() && x.draft.SignedOff():
				line.signed++
			default:
				line.waiting++
			}
		}
		list = append(list, line)
	}
	return page.Answer{Head: espace.Head(r, r.T.T("decision.title")), Body: index(r, list)}, nil
}

// callView is the page of a call.
type callView struct {
	call     *labelling.Call
	items    []*item
	problems ui.Problems
}

// call reads a call and its dossiers; without one that may be seen it is as if there were
// no such call.
func (p *Pages) call(r *page.Request) (*callView, error) {
	v := &callView{}
	var err error
	if v.call, _, err = p.store.Call(r.Context, labelling.CallID(r.Value("call"))); err != nil {
		return nil, hidden(err)
	}
	if v.items, err = p.wave(r, v.call.ID); err != nil {
		return nil, err
	}
	if len(v.items) == 0 {
		return nil, missing()
	}
	return v, nil
}

// hidden makes what is not there look like what one may not see.
func hidden(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return missing()
	}
	return err
}

// Call shows the dossiers of a call.
func (p *Pages) Call(r *page.Request) (page.Answer, error) {
	v, err := p.call(r)
	if err != nil {
		return page.Answer{}, err
	}
	return v.answer(r), nil
}

func (v *callView) answer(r *page.Request) page.Answer {
	a := page.Answer{Head: head(r, crumb(v.call)), Body: wave(r, v)}
	return refused(r, a, v.problems)
}

// refused is the answer of a form with problems.
func refused(r *page.Request, a page.Answer, problems ui.Problems) page.Answer {
	if len(problems) > 0 {
		a.Status = 422
		a.Head.Title = r.T.T("report.refused") + " – " + a.Head.Title
	}
	return a
}

// CallNow gives a visa on several drafts, or signs them.
func (p *Pages) CallNow(r *page.Request) (page.Answer, error) {
	v, err := p.call(r)
	if err != nil {
		return page.Answer{}, err
	}
	kind := labelling.MarkKind(r.Form.Get("faire"))
	if kind != labelling.Visa && kind != labelling.Signed {
		return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("faire")
	}
	if len(r.Form["dossier"]) == 0 {
		v.problems.Add("dossiers", r.T.T("decision.none"))
	}
	for _, asked := range r.Form["dossier"] {
		i := slices.IndexFunc(v.items, func(x *item) bool { return x.box() == asked })
		if i < 0 {
			v.problems.Add("dossiers", r.T.T("decision.stale"))
			continue
		}
		x := v.items[i]
		if err := p.mark(r, x, kind); err != nil {
			list, is := refusal(r, err)
			if !is {
				return page.Answer{}, err
			}
			for _, m := range list {
				v.problems.Add("dossiers", x.title()+" – "+m.Text)
			}
		}
	}
	if len(v.problems) > 0 {
		if v.items, err = p.wave(r, v.call.ID); err != nil { // some are marked now
			return page.Answer{}, err
		}
		return v.answer(r), nil
	}
	return page.Answer{Redirect: r.Link(Path + "/" + string(v.call.ID))}, nil
}

// markActions are the rights that marks ask for.
var markActions = map[labelling.MarkKind]account.Action{
	labelling.Visa: account.DecisionVisa, labelling.Objection: account.DecisionVisa, labelling.Signed: account.DecisionSign,
}

// mark puts a mark on the draft of a dossier, in the capacity of the right by which it is
// allowed.
func (p *Pages) mark(r *page.Request, x *item, kind labelling.MarkKind) error {
	o := x.object(r)
	if kind == labelling.Signed && o.Ties&account.Signed != 0 && x.mayOnce(r, account.DecisionSign) {
		return fault.New(fault.Conflict, "decision.twice").In("faire")
	}
	d := account.Decide(*r.Who, markActions[kind], o)
	if !d.Allowed {
		return missing()
	}
	m := labelling.Mark{Person: me(r), Kind: kind, Text: clean(r.Form.Get("motif")), Capacity: r.T.T(text.Key("people.role." + string(d.Grant.Role)))}
	if d.Grant.DelegatedFrom != "" {
		m.Delegation = d.Grant.ID
	}
	return p.store.MarkDraft(r.Context, x.Dossier.ID, x.draft.Number, m)
}

// mayOnce reports whether one could do that had one no part in the draft yet.
func (x *item) mayOnce(r *page.Request, a account.Action) bool {
	o := x.object(r)
	o.Ties = 0
	return r.May(a, o)
}

// AnnexODT is the draft annex of the order as a text to be worked on.
func (p *Pages) AnnexODT(r *page.Request) (page.Answer, error) {
	s, err := p.annex(r)
	if err != nil {
		return page.Answer{}, err
	}
	return saved(s.ODT, "annexe-"+r.Value("call")+".odt", "application/vnd.oasis.opendocument.text")
}

// AnnexPDF is the draft annex of the order to be read.
func (p *Pages) AnnexPDF(r *page.Request) (page.Answer, error) {
	s, err := p.annex(r)
	if err != nil {
		return page.Answer{}, err
	}
	return saved(s.PDF, "annexe-"+r.Value("call")+".pdf", "application/pdf")
}

// annex is what the drafts of a call would grant.
func (p *Pages) annex(r *page.Request) (*document.Sheet, error) {
	v, err := p.call(r)
	if err != nil {
		return nil, err
	}
	var lines []paper.Line
	for _, x := range v.items {
		if x.deciding() && x.draft.Verdict == labelling.Grant {
			lines = append(lines, paper.Line{Case: x.Case, Decision: x.draft.Decision})
		}
	}
	return paper.Annex(text.French, v.call, lines, r.Now), nil
}

// saved is a document to be saved.
func saved(write func(w io.Writer) error, name, kind string) (page.Answer, error) {
	var b bytes.Buffer
	err := write(&b)
	return page.Answer{Raw: b.Bytes(), ContentType: kind, Filename: name, Fleeting: true}, err
}

// refusal is what to mend, when an error is the form's.
func refusal(r *page.Request, err error) (list ui.Problems, is bool) {
	f, is := errors.AsType[*fault.Error](err)
	if !is || f.Kind != fault.Invalid && f.Kind != fault.Conflict {
		return nil, false
	}
	if ref, is := errors.AsType[*labelling.Refusal](err); is && len(ref.Missing) > 0 {
		for _, m := range ref.Missing {
			list.Add(entryOf(m.What), flawOf(r, m))
		}
		return list, true
	}
	if r.T.Has(text.Key("decision.wrong." + f.Field)) {
		list.Add(entryOf(f.Field), r.T.T(text.Key("decision.wrong."+f.Field)))
		return list, true
	}
	list.Add(entryOf(f.Field), ui.Sentence(r, err))
	return list, true
}
