package espacedossiers

import (
	"cmp"
	"slices"

	"continuum/internal/account"
	"continuum/internal/labelling"
	"continuum/internal/labelling/capacity"
	"continuum/internal/ruleset"
	"continuum/internal/store"
	"continuum/internal/web/espace"
	"continuum/internal/web/page"
)

// line is a dossier in the list of who asks.
type line struct {
	store.DossierLine
	call  string
	kind  string
	state string
	acts  []string // what who asks may do to it, as buttons say it
}

// chunk is how many dossiers are read at once.
const chunk = 500

// Index lists the dossiers of who asks: first those that wait for them.
func (p *Pages) Index(r *page.Request) (page.Answer, error) {
	calls, err := p.store.Calls(r.Context)
	if err != nil {
		return page.Answer{}, err
	}
	d, err := p.desk(r)
	if err != nil {
		return page.Answer{}, err
	}
	var list []line
	for i := range calls {
		_, rules, err := p.store.Call(r.Context, calls[i].ID)
		if err != nil {
			return page.Answer{}, err
		}
		mine, err := p.linesOf(r, d, &calls[i], rules)
		if err != nil {
			return page.Answer{}, err
		}
		list = append(list, mine...)
	}
	slices.SortStableFunc(list, func(a, b line) int {
		return cmp.Or(cmp.Compare(min(len(b.acts), 1), min(len(a.acts), 1)), b.Changed.Compare(a.Changed), cmp.Compare(a.ID, b.ID))
	})
	begins := r.Who.Could(account.DossierCreate) && slices.ContainsFunc(calls, func(c labelling.Call) bool { return !r.Now.Before(c.Opens) })
	return page.Answer{Head: espace.Head(r, r.T.T("dossier.list")), Body: index(r, list, begins)}, nil
}

// linesOf are the dossiers of a call that who asks sees.
func (p *Pages) linesOf(r *page.Request, desk *desk, call *labelling.Call, rules *ruleset.Ruleset) (list []line, err error) {
	for after := labelling.DossierID(""); ; {
		some, err := p.store.Dossiers(r.Context, call.ID, after, chunk)
		if err != nil {
			return nil, err
		}
		for _, l := range some {
			d := &labelling.Dossier{
				ID: l.ID, Call: l.Call, Kind: l.Kind, Category: l.Category, Campus: l.Campus, Academie: l.Academie, Organisation: l.Organisation, State: l.State,
				Values: map[string]labelling.Version{labelling.AcademieField: {Value: labelling.Value{List: l.Academies}}},
			}
			s := desk.standing(r, &labelling.Case{Rules: rules, Call: call, Dossier: d})
			if !s.Sees() {
				continue
			}
			list = append(list, line{l, call.Title, nameOfKind(rules, l.Kind), rules.State(l.State).Name, waiting(s)})
		}
		if len(some) < chunk {
			return list, nil
		}
		after = some[len(some)-1].ID
	}
}

// waiting is what a dossier waits for from someone.
func waiting(s *capacity.Standing) (list []string) {
	for _, a := range mine(s) {
		if capacity.ActionOf(s.Case.Rules, a.Transition, s.Case.Dossier.State) != account.DossierWithdraw {
			list = append(list, a.Name)
		}
	}
	for i := range s.Case.Rules.Signatories {
		if _, ok := s.Signs(&s.Case.Rules.Signatories[i]); ok {
			list = append(list, s.Case.Rules.Signatories[i].Name)
		}
	}
	return list
}

func nameOfKind(rules *ruleset.Ruleset, id string) string {
	if k := rules.Kind(id); k != nil {
		return k.Name
	}
	return id
}

func nameOfCategory(rules *ruleset.Ruleset, id string) string {
	if c := rules.Category(id); c != nil {
		return c.Name
	}
	return id
}
