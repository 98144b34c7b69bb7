package labelling

import (
	"time"

	"continuum/internal/ruleset"
)

// Announced is what everyone may know of a call that was opened: nothing of its dossiers,
// nor of who wrote or asked what.
type Announced struct {
	Call                     // without By
	Ruleset *ruleset.Ruleset // that it is under
	Example bool             // the rules are word for word an example that came with the program
	Moved   []Moved          // first to last
	Answers []Answer         // oldest question first
	Granted []Granted
}

// Answer is a question that was answered. Who asked it and when is nobody's business.
type Answer struct {
	ID, Question, Text string
	At                 time.Time // of the answer that stands
}

// Granted is a line of an order that answers a call.
type Granted struct {
	Order    string // identifier of the act in the register
	Campus   string // identifier in the register
	Category string // of the référentiel
	Years    int
}

// Changed is the last instant at which what everyone may know of the call changed by what
// was done to the call itself.
func (a *Announced) Changed() time.Time {
	last := a.At
	see := func(at time.Time) {
		if at.After(last) {
			last = at
		}
	}
	for i := range a.Moved {
		see(a.Moved[i].At)
	}
	for i := range a.Answers {
		see(a.Answers[i].At)
	}
	return last
}

// Stage is how far a call that was opened has got.
type Stage string

// The stages.
const (
	Coming  Stage = "announced" // it takes dossiers from an instant to come on
	Running Stage = "open"
	Ended   Stage = "closed" // see [Call.Over]
)

// StageAt is how far the call has got at an instant.
func (c *Call) StageAt(r *ruleset.Ruleset, at time.Time) Stage {
	switch {
	case at.Before(c.Opens):
		return Coming
	case c.Over(r, at):
		return Ended
	}
	return Running
}

// Next is the step of the calendar that ends next after an instant, nil when none does.
func (c *Call) Next(r *ruleset.Ruleset, at time.Time) *ruleset.Step {
	var first *ruleset.Step
	for i := range r.Calendar {
		s := &r.Calendar[i]
		if end, ok := c.Deadlines[s.ID]; ok && at.Before(end) && (first == nil || end.Before(c.Deadlines[first.ID])) {
			first = s
		}
	}
	return first
}
