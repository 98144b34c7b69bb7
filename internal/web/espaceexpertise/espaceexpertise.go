// Package espaceexpertise is where panels work: an expert declares, reads and votes; who
// runs a panel shares dossiers out, sees the figures and leads the sitting. What each may
// see and do is asked of account.Decide, dossier by dossier.
package espaceexpertise

import (
	"context"
	"errors"
	"strings"
	"time"

	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/labelling/capacity"
	"continuum/internal/ruleset"
	"continuum/internal/store"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// Path is that of the list; a panel and a dossier of it follow.
const Path = espace.PanelsPath

// Store is what these pages need of the store; see package store for what each fails with.
type Store interface {
	Desk(ctx context.Context, e expertise.ExpertID) ([]expertise.DeskLine, error)
	Ballots(ctx context.Context, e expertise.ExpertID) ([]expertise.Ballot, error)
	Panels(ctx context.Context) ([]store.Panel, error)
	Calls(ctx context.Context) ([]labelling.Call, error)
	Call(ctx context.Context, id labelling.CallID) (*labelling.Call, *ruleset.Ruleset, error)
	Candidates(ctx context.Context) ([]store.Candidate, error)
	ToRead(ctx context.Context, call labelling.CallID, each func(*labelling.Case, store.Hands)) error
	Compose(ctx context.Context, actor, id string, call labelling.CallID, version int64, c *expertise.Composition, start bool) error
	RenewTies(ctx context.Context, actor, panel string, experts map[expertise.ExpertID]expertise.Ties, dossiers map[expertise.DossierID]expertise.Parties) ([]expertise.Conflict, error)
	PanelOf(ctx context.Context, id string) (store.Panel, error)
	PanelProblem(ctx context.Context, panel string) (*expertise.Problem, error)
	ToShare(ctx context.Context, panel string) (*expertise.Problem, error)
	PanelMarks(ctx context.Context, panel string) ([]expertise.Mark, error)
	HandedIn(ctx context.Context, panel string, d expertise.DossierID) ([]expertise.Sheet, error)
	Readings(ctx context.Context, panel string) ([]expertise.Pair, error)
	Declare(ctx context.Context, panel string, d expertise.Declaration) error
	Review(ctx context.Context, panel string, r expertise.Pair) (s *expertise.Sheet, version int64, sealed bool, err error)
	SaveReview(ctx context.Context, panel string, s *expertise.Sheet, version int64) (int64, error)
	HandIn(ctx context.Context, panel string, s *expertise.Sheet, version int64) error
	AssignReadings(ctx context.Context, actor, panel string, readings []expertise.Pair) error
	Vote(ctx context.Context, panel string, d expertise.DossierID, round int, e expertise.ExpertID, c expertise.Choice) error
	OpenPlenary(ctx context.Context, actor, panel, id string) error
	Attend(ctx context.Context, actor, panel, plenary string, e expertise.ExpertID, present bool) error
	Recuse(ctx context.Context, actor, panel, plenary string, r expertise.Pair, why expertise.Recusal) error
	OpenVote(ctx context.Context, actor, panel, plenary string, d expertise.DossierID, a expertise.Advice, ends time.Time) (int, error)
	CloseVote(ctx context.Context, actor, panel string, d expertise.DossierID, round int) (expertise.Tally, error)
	ClosePlenary(ctx context.Context, actor, panel, plenary string) error
	Sittings(ctx context.Context, panel string) ([]expertise.SittingDates, error)
	Minutes(ctx context.Context, panel, plenary string) (*expertise.Minutes, error)
	// DossierHead reads what a dossier is; fault.NotFound for one that was written elsewhere.
	DossierHead(ctx context.Context, id labelling.DossierID) (*labelling.Case, error)
	// Person returns a person by id; fault.NotFound when there is none.
	Person(ctx context.Context, id string) (account.Person, error)
}

// Pages are those of panels.
type Pages struct{ store Store }

// New returns the pages over a store.
func New(s Store) *Pages { return &Pages{s} }

// me is who is signed in, as panels know them.
func me(r *page.Request) expertise.ExpertID { return expertise.ExpertID(r.Who.Person.ID) }

// runs reports whether one runs panels for the State.
func runs(r *page.Request) bool {
	return r.May(account.PanelManage, account.Object{Kind: account.CallKind})
}

// object is a dossier as rights are asked about it: in the phase that it has come to, or, for
// one that was written elsewhere, in the one that its panel has.
func object(r *page.Request, d *expertise.Dossier, otherwise account.Phase, ties account.Tie) account.Object {
	o := account.Object{Kind: account.DossierKind, ID: string(d.ID), Phase: account.Phase(d.Phase), Ties: ties}
	if d.Phase == "" {
		o.Phase = otherwise
	}
	if d.Campus != "" {
		o.Within = perimeter.Of(r.Catalog, account.Scope{Kind: account.CampusScope, ID: string(d.Campus)})
	}
	o.Within = append(o.Within, account.Scope{Kind: account.DossierScope, ID: string(d.ID)})
	return o
}

// desk is all that panels ask of who is signed in.
type desk []expertise.DeskLine

// object is a dossier of the desk as rights are asked about it, with what ties one to it.
func (d desk) object(r *page.Request, l *expertise.DeskLine, otherwise account.Phase) account.Object {
	return object(r, &l.Dossier, otherwise, capacity.TiesOfMember(d, l))
}

// on finds a dossier of a panel on the desk, nil when it is not there.
func (d desk) on(panel string, id expertise.DossierID) *expertise.DeskLine {
	for i := range d {
		if d[i].Panel == panel && d[i].Dossier.ID == id {
			return &d[i]
		}
	}
	return nil
}

// of is a dossier of a panel that one runs or presides as rights are asked about it.
func (d desk) of(r *page.Request, panel string, x *expertise.Dossier, otherwise account.Phase) account.Object {
	if l := d.on(panel, x.ID); l != nil {
		return d.object(r, l, otherwise)
	}
	return object(r, x, otherwise, 0)
}

// missing is the answer to what one may not see: as if it did not exist.
func missing() (page.Answer, error) {
	return page.Answer{}, fault.New(fault.NotFound, "error.notfound")
}

// title is what a dossier is called: its campus when the register has it, what it asks for,
// then its identifier. The title that authors gave it is for those who may read it.
func title(r *page.Request, d *expertise.Dossier) string {
	var names []string
	if c := r.Catalog.CampusOf(d.Campus); c != nil {
		names = append(names, c.Name)
	}
	if d.Asks != "" {
		names = append(names, d.Asks)
	}
	if len(names) == 0 {
		return string(d.ID)
	}
	return strings.Join(names, " – ") + " (" + string(d.ID) + ")"
}

// index is what the list shows.
type index struct {
	lines   []*expertise.DeskLine // of panels that one sits in
	ballots []namedBallot
	panels  []store.Panel    // that one runs or presides
	calls   []labelling.Call // for which one may compose panels
}

// namedBallot is an open vote, with what its dossier is called.
type namedBallot struct {
	expertise.Ballot
	title string
}

// Index lists what one has to read, to say and to vote on, and the panels that one runs.
func (p *Pages) Index(r *page.Request) (page.Answer, error) {
	var x index
	var err error
	var d desk
	if d, x.lines, err = p.desk(r); err != nil {
		return page.Answer{}, err
	}
	ballots, err := p.store.Ballots(r.Context, me(r))
	if err != nil {
		return page.Answer{}, err
	}
	for _, b := range ballots {
		if l := d.on(b.Panel, b.Dossier); l != nil && r.May(account.PlenaryVote, d.object(r, l, account.Opinion)) {
			x.ballots = append(x.ballots, namedBallot{b, title(r, &l.Dossier)})
		}
	}
	all, err := p.store.Panels(r.Context)
	if err != nil {
		return page.Answer{}, err
	}
	for i := range all {
		if leads(r, &all[i]) {
			x.panels = append(x.panels, all[i])
		}
	}
	if runs(r) {
		if x.calls, err = p.store.Calls(r.Context); err != nil {
			return page.Answer{}, err
		}
	}
	if len(x.lines)+len(x.panels) == 0 && !runs(r) && !r.Who.Has(account.Expert) && !r.Who.Has(account.PanelPresident) {
		return missing()
	}
	return page.Answer{Head: espace.Head(r, r.T.T("expertise.title")), Body: list(r, x)}, nil
}

// desk reads what panels ask of one, and what of it one may still declare on.
func (p *Pages) desk(r *page.Request) (d desk, open []*expertise.DeskLine, err error) {
	d, err = p.store.Desk(r.Context, me(r))
	for i := range d {
		if r.May(account.ConflictDeclare, d.object(r, &d[i], account.Expertise)) {
			open = append(open, &d[i])
		}
	}
	return d, open, err
}

// leads reports whether one runs a panel, or presides it once it is composed.
func leads(r *page.Request, panel *store.Panel) bool {
	return runs(r) || panel.State != store.PanelForming && presides(r, panel)
}

func presides(r *page.Request, panel *store.Panel) bool {
	for _, m := range panel.Members {
		if m.President && m.Expert == me(r) {
			return r.Who.Has(account.PanelPresident)
		}
	}
	return false
}

// Act does what a form of the list asks: several declarations at once, or a vote.
func (p *Pages) Act(r *page.Request) (page.Answer, error) {
	back := page.Answer{Redirect: r.Link(Path)}
	d, lines, err := p.desk(r)
	if err != nil {
		return page.Answer{}, err
	}
	switch r.Form.Get("faire") {
	case "declarer":
		asked := make(map[string]bool)
		for _, v := range r.Form["dossier"] {
			asked[v] = true
		}
		for _, l := range lines {
			if asked[l.Panel+"/"+string(l.Dossier.ID)] && !l.Conflict {
				d := expertise.Declaration{Pair: expertise.Pair{Expert: me(r), Dossier: l.Dossier.ID}, Stance: expertise.NoConflict}
				if err := p.store.Declare(r.Context, l.Panel, d); err != nil {
					return page.Answer{}, err
				}
			}
		}
		return back, nil
	case "voter":
		l := d.on(r.Form.Get("panel"), expertise.DossierID(r.Form.Get("dossier")))
		if l == nil || !r.May(account.PlenaryVote, d.object(r, l, account.Opinion)) {
			return missing()
		}
		return back, p.store.Vote(r.Context, l.Panel, l.Dossier.ID, number(r.Form.Get("tour")), me(r), expertise.Choice(r.Form.Get("choix")))
	}
	return page.Answer{}, fault.New(fault.Invalid, "form.unknown").In("faire")
}

// refusal is what to mend, when an error is the form's.
func refusal(r *page.Request, err error) (ui.Problems, bool) {
	f, is := errors.AsType[*fault.Error](err)
	if !is || f.Kind != fault.Invalid && f.Kind != fault.Conflict {
		return nil, false
	}
	return ui.Problems{{Field: "contenu", Text: sentence(r, err)}}, true
}

// sentence is what an error of the form says, empty for none.
func sentence(r *page.Request, err error) string {
	if err == nil {
		return ""
	}
	return ui.Sentence(r, err)
}

// number reads a small whole number, 0 for anything else.
func number(s string) (n int) {
	for _, c := range s {
		if c < '0' || c > '9' || n > 1000 {
			return 0
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// words are those of a panel's référentiel: of its call, or for a panel made from files of
// the référentiels that come with the program.
func (p *Pages) words(r *page.Request, panel *store.Panel) (*ruleset.Ruleset, error) {
	if panel.Call == "" {
		return rulesOf(panel.Rules.Ruleset), nil
	}
	_, rules, err := p.store.Call(r.Context, labelling.CallID(panel.Call))
	return rules, err
}

// rulesOf are the words of a panel's référentiel; empty ones when it is no longer known.
func rulesOf(id string) *ruleset.Ruleset {
	if f := ruleset.Named(id); f != nil {
		return f.Rules
	}
	return new(ruleset.Ruleset)
}
