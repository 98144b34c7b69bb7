package labelling

import (
	"slices"
	"time"

	"continuum/internal/ruleset"
)

// Case is all that an act on a dossier is judged by.
type Case struct {
	Rules   *ruleset.Ruleset
	Call    *Call
	Dossier *Dossier
	Panel   Panel
}

// Panel is what the experts' room tells of a dossier; see package expertise.
type Panel struct {
	ID        string         // of the panel of this site; empty for one that sat elsewhere
	Readers   int            // assigned
	Sheets    int            // handed in, one a reader
	Conflicts int            // readers with an interest, known or declared
	Seats     int            // of the panel, when the référentiel does not say
	Present   map[string]int // at the plenary, by college
	Opinion   PanelOpinion   // zero before the plenary
}

// PanelOpinion is what the panel proposes.
type PanelOpinion struct {
	Opinion  string // of the référentiel
	Category string
	Years    int
	Reserves []string
	Advice   string
}

// Act is an act that moves a dossier.
type Act struct {
	Transition string // of the référentiel
	By         PersonID
	Role       ruleset.Role
	Delegation string   // reference of the delegation, empty when in person
	Principal  PersonID // whose right the delegation exercises, empty when in person
	At         time.Time
	Given      map[ruleset.Need]string
	Decision   *Decision // for the acts that decide
}

// MoveDone is an act that moved a dossier.
type MoveDone struct {
	Number   int64
	Act      string
	From, To ruleset.StateID
	By       PersonID
	Role     ruleset.Role
	Given    map[ruleset.Need]string
	At       time.Time
}

// Try returns the state that an act leads to, or why it is refused. The first thing in
// the way is told: the act, the state, the role, the date, what it lacks, then the
// guards in their order.
func (c *Case) Try(a Act) (ruleset.StateID, *Refusal) {
	t := c.Rules.Transition(a.Transition)
	switch {
	case t == nil:
		return "", refuse(UnknownAct, a.Transition, "no such act")
	case !slices.Contains(t.From, c.Dossier.State):
		return "", refuse(WrongState, a.Transition, "not in state %s", c.Dossier.State)
	case !slices.Contains(t.By, a.Role):
		return "", refuse(WrongRole, a.Transition, "by %v, not by %s", t.By, a.Role)
	}
	if r := c.inTime(t.Before, a.At); r != nil {
		return "", r
	}
	if r := c.needs(t, &a); r != nil {
		return "", r
	}
	for _, g := range t.Guards {
		if missing := c.guard(g, &a); len(missing) > 0 {
			return "", &Refusal{Reason: Guarded, Guard: string(g), Missing: missing}
		}
	}
	return t.To, nil
}

// Acts lists the acts that a role may try in the state of the dossier; those that would
// be refused for another reason are among them.
func (c *Case) Acts(role ruleset.Role) (list []*ruleset.Transition) {
	for i := range c.Rules.Transitions {
		if t := &c.Rules.Transitions[i]; slices.Contains(t.From, c.Dossier.State) && slices.Contains(t.By, role) {
			list = append(list, t)
		}
	}
	return list
}

// needs refuses an act that lacks what the référentiel asks to be given with it. What a
// decision holds is given by it.
func (c *Case) needs(t *ruleset.Transition, a *Act) *Refusal {
	var missing []Missing
	for _, n := range t.Needs {
		if a.Given[n] == "" && !a.Decision.has(n) {
			missing = append(missing, Missing{What: string(n), Kind: LackNeed})
		}
	}
	if len(missing) > 0 {
		return &Refusal{Reason: NotGiven, Guard: t.ID, Missing: missing}
	}
	return nil
}

// guards judges by name; a référentiel can't name another (ruleset.Guards).
func (c *Case) guard(g ruleset.Guard, a *Act) []Missing {
	switch g {
	case ruleset.FieldsComplete:
		return c.MissingFields()
	case ruleset.PiecesComplete:
		return c.MissingPieces()
	case ruleset.Admissible:
		return c.Ineligible()
	case ruleset.ConsultedAll:
		return c.MissingOpinions(ruleset.BeforeProposal)
	case ruleset.NationalOpinion:
		return c.MissingOpinions(ruleset.BeforeDecision)
	case ruleset.SignedAll:
		return c.MissingSignatures()
	case ruleset.Sealed:
		return c.unsealed()
	case ruleset.WithdrawnByBoth:
		return c.missingWithdrawals(a)
	case ruleset.DecisionWhole:
		return a.Decision.Flaws(c)
	}
	return c.panelGuard(g)
}

// panelGuard judges what the experts' room tells.
func (c *Case) panelGuard(g ruleset.Guard) []Missing {
	rules, p := c.Rules.Panel, c.Panel
	lack := func(holds bool, kind Lack) []Missing {
		if holds {
			return nil
		}
		return []Missing{{What: string(g), Kind: kind}}
	}
	switch g {
	case ruleset.ReadersEnough:
		return lack(p.Readers >= rules.Readers.Value, LackReader)
	case ruleset.SheetsIn:
		return lack(p.Sheets >= p.Readers, LackSheet)
	case ruleset.NoConflict:
		return lack(p.Conflicts == 0, LackConflict)
	case ruleset.PanelSpoke:
		known := slices.ContainsFunc(rules.Opinions, func(o ruleset.Opinion) bool { return o.ID == p.Opinion.Opinion })
		return lack(known && p.Opinion.Years <= c.Rules.MaxYears.Value, LackPanelOpinion)
	case ruleset.ParityHeld:
		if rules.Parity.Value < 0 {
			return nil
		}
		a, b := p.Present[rules.Colleges[0].ID], p.Present[rules.Colleges[1].ID]
		return lack(max(a-b, b-a) <= rules.Parity.Value, LackParity)
	case ruleset.QuorumHeld:
		seats, present := rules.Seats.Value, 0
		if seats == 0 {
			seats = p.Seats
		}
		for _, n := range p.Present {
			present += n
		}
		return lack(present > 0 && present*100 >= seats*rules.Quorum.Value, LackQuorum)
	}
	return []Missing{{What: string(g), Kind: LackRule, Note: "unknown guard"}}
}

// Turn lists the roles that a dossier waits for in a state: those who may lead it further,
// give an opinion or sign. Those who may only end it by withdrawing are not waited for.
func Turn(r *ruleset.Ruleset, state ruleset.StateID) (roles []ruleset.Role) {
	add := func(list ...ruleset.Role) {
		for _, role := range list {
			if !slices.Contains(roles, role) {
				roles = append(roles, role)
			}
		}
	}
	for _, t := range r.Transitions {
		if slices.Contains(t.From, state) && r.State(t.To).Outcome != ruleset.Abandoned {
			add(t.By...)
		}
	}
	if r.Takes(state, ruleset.Advise) {
		for _, body := range r.Consultations {
			if body.Stage == ruleset.BeforeProposal {
				add(body.By...)
			}
		}
	}
	if r.Takes(state, ruleset.Sign) {
		for _, s := range r.Signatories {
			add(s.Role)
		}
	}
	return roles
}
