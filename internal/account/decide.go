package account

import "slices"

// Object is what one would act on.
type Object struct {
	Kind Kind
	ID   string
	// Within are the scopes that the object lies in: its campus, its organisations, its
	// académie, its région académique, its Region. The whole country need not be said.
	Within []Scope
	Phase  Phase // of a call or a dossier
	Ties   Tie   // of the subject with this object
	Role   Role  // of a grant: what would be given or ended
}

// Reason says why a decision was taken, for the log; it names nobody.
type Reason string

// The reasons.
const (
	ByRule      Reason = "allowed"
	NoRight     Reason = "no grant in force"
	NoSuchThing Reason = "no such action on that kind"
	OtherRole   Reason = "no role for it"
	OtherScope  Reason = "outside the scopes granted"
	WrongPhase  Reason = "not in this phase"
	WrongTie    Reason = "tied to it, or not tied as needed"
	TwoSides    Reason = "on two sides of it"
	NotToGive   Reason = "not a role that one may give"
)

// order says how near a reason was to a yes, so that the nearest is told.
var order = map[Reason]int{OtherRole: 1, OtherScope: 2, WrongPhase: 3, WrongTie: 4, NotToGive: 5, TwoSides: 6}

// Decision is the answer.
type Decision struct {
	Allowed bool
	Why     Reason
	Grant   Grant // by which it is allowed: with it go capacity and delegation
}

// Decide says whether the subject may do that to the object. It is the one place where
// rights are decided, for pages, interfaces and exports alike. Whoever shows the answer
// must show no difference between what is denied and what does not exist.
func Decide(s Subject, a Action, o Object) Decision { return DecideAs(s, "", a, o) }

// DecideAs is [Decide] for who would act in a role: a right held in another does not count.
// The empty role is any. Rights of one's own come before those exercised for another.
func DecideAs(s Subject, as Role, a Action, o Object) Decision {
	if s.Person.ID == "" || len(s.Grants) == 0 {
		return Decision{Why: NoRight}
	}
	if kind := a.Kind(); kind == "" || kind != o.Kind {
		return Decision{Why: NoSuchThing}
	}
	d := Decision{Why: OtherRole}
	for _, r := range rules {
		if r.action != a {
			continue
		}
		for _, g := range s.Grants {
			if as != "" && g.Role != as {
				continue
			}
			why := r.apply(s, g, o)
			switch {
			case why == ByRule && (!d.Allowed || d.Grant.DelegatedFrom != "" && g.DelegatedFrom == ""):
				d = Decision{Allowed: true, Why: ByRule, Grant: g}
			case !d.Allowed && order[why] > order[d.Why]:
				d.Why = why
			}
		}
	}
	return d
}

// Could reports whether the subject holds a role that may do that to something. It is for
// menus, which lead to pages that ask [Decide].
func (s Subject) Could(a Action) bool {
	return slices.ContainsFunc(rules, func(r rule) bool { return r.action == a && s.Has(r.roles...) })
}

// apply says what a rule makes of one grant of the subject.
func (r rule) apply(s Subject, g Grant, o Object) Reason {
	switch {
	case !slices.Contains(r.roles, g.Role):
		return OtherRole
	case !r.anywhere && !g.Scope.covers(o):
		return OtherScope
	case r.phases != nil && !slices.Contains(r.phases, o.Phase):
		return WrongPhase
	case o.Ties&r.needs != r.needs || o.Ties&r.bars != 0:
		return WrongTie
	case o.Kind == GrantKind && !slices.Contains(g.Role.info().gives, o.Role):
		return NotToGive
	case !s.impartial(r.action, g, o):
		return TwoSides
	}
	return ByRule
}

// covers reports whether the object lies in the scope.
func (s Scope) covers(o Object) bool {
	return s.Kind == National || slices.Contains(o.Within, s)
}

// impartial keeps sides apart. No one judges what they propose or what is theirs; and one
// who proposes elsewhere in the wave reads as an expert only once the panel was told.
func (s Subject) impartial(a Action, by Grant, o Object) bool {
	reading := by.Role.info().side == evaluating && o.Kind == DossierKind && a != ConflictDeclare
	if !evaluation[a] && !reading {
		return true
	}
	for _, g := range s.Grants {
		side := g.Role.info().side
		if (side == proposing || side == applying) && g.Scope.covers(o) {
			return false
		}
		if reading && side == proposing && o.Ties&WaveDeclared == 0 {
			return false
		}
	}
	return true
}
