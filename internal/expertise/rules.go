package expertise

import (
	"continuum/internal/ruleset"
)

// RulesOf are the rules of a panel under a référentiel. It fails with fault.Invalid when
// the référentiel has not two colleges, or a scale that is not 0 to MaxScore.
func RulesOf(r *ruleset.Ruleset) (PanelRules, error) {
	p := PanelRules{
		Ruleset: r.ID,
		Seats:   r.Panel.Seats.Value, Difference: r.Panel.Parity.Value, Quorum: r.Panel.Quorum.Value, VoteMinutes: r.Panel.VoteMinutes.Value,
		Grid: Grid{EvidenceFrom: MaxScore + 1, Terms: Terms{MaxYears: r.MaxYears.Value}},
	}
	if len(r.Panel.Colleges) != len(p.Colleges) {
		return p, invalid("colleges", "%s has %d colleges, want two", r.ID, len(r.Panel.Colleges))
	}
	for i, c := range r.Panel.Colleges {
		p.Colleges[i] = College(c.ID)
	}
	for i, g := range r.Scale {
		if g.Value != i || len(r.Scale) != MaxScore+1 {
			return p, invalid("scale", "%s has %d grades, want 0 to %d in order", r.ID, len(r.Scale), MaxScore)
		}
		if g.Proof {
			p.Grid.EvidenceFrom = min(p.Grid.EvidenceFrom, g.Value)
		}
	}
	for _, c := range r.Criteria {
		p.Grid.Criteria = append(p.Grid.Criteria, CriterionID(c.ID))
	}
	for _, c := range r.Categories {
		p.Grid.Categories = append(p.Grid.Categories, c.ID)
	}
	for _, o := range r.Panel.Opinions {
		switch Opinion(o.ID) {
		case Favourable, WithReserves, Deferred, Unfavourable:
			p.Grid.Opinions = append(p.Grid.Opinions, Opinion(o.ID))
		default:
			return p, invalid("opinions", "%s: what goes with the opinion %s is not known", r.ID, o.ID)
		}
	}
	return p, p.Validate()
}
