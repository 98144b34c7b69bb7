package labelling

import "continuum/internal/ruleset"

// Finding is what the machine can say of a rule of admissibility.
type Finding string

// The findings.
const (
	Met     Finding = "met"
	Unmet   Finding = "unmet"
	ToJudge Finding = "judge" // what it asks for is there: whether it says what it should, a person reads
)

// Judged is a rule of admissibility with what is found of it on a dossier.
type Judged struct {
	*ruleset.Eligibility
	Finding Finding
}

// Judge says what is found of each rule of admissibility that concerns the dossier.
func (c *Case) Judge() (list []Judged) {
	for i := range c.Rules.Eligibility {
		e := &c.Rules.Eligibility[i]
		if e.Only.Applies(c.Dossier.Kind, c.Dossier.Category) {
			list = append(list, Judged{e, c.finding(e)})
		}
	}
	return list
}

func (c *Case) finding(e *ruleset.Eligibility) Finding {
	switch {
	case !c.holds(e):
		return Unmet
	case e.Test == ruleset.HasPiece, e.Test == ruleset.HasField, e.Test == ruleset.ReservesTaken && c.Dossier.Reserved:
		return ToJudge
	}
	return Met
}
