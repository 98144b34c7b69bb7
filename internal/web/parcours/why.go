package parcours

import (
	"strings"

	"continuum/internal/geo"
	"continuum/internal/pathway"
	"continuum/internal/question"
	"continuum/internal/text"
	"continuum/internal/training"
)

// Why says why one can go on to a step: which source states it, or which rule of ours.
func (v *view) Why(s *step) string {
	e := &s.Edge
	if e.Published != training.None {
		return v.T("parcours.why." + text.Key(v.graph.Kind(e)))
	}
	rule := &pathway.Rules()[e.Rule]
	return v.T("parcours.rule."+text.Key(rule.Strength.String()), v.T("parcours.tie."+text.Key(rule.Tie)))
}

// Rule is the line of the table of rules that a step rests on, empty for none.
func (s *step) Rule() string {
	if s.Edge.Published != training.None {
		return ""
	}
	return pathway.Rules()[s.Edge.Rule].ID
}

// Condition is the condition to take a step, in the reader's words when it is one of
// our rules', else as published, which is in French; empty for none.
func (v *view) Condition(s *step) (sentence string, french bool) {
	c := v.graph.Condition(&s.Edge)
	if c == "" || s.Edge.Published != training.None {
		return c, true
	}
	return v.T(conditionKey(c)), false
}

// conditionKey names the sentence of a condition of the table of rules.
func conditionKey(condition string) text.Key {
	return "parcours.condition." + text.Key(strings.ReplaceAll(geo.Slug(condition), "-", "_"))
}

// region is a region in words; the country when no region is named.
func (v *view) region(code string) string {
	if t := v.R.Catalog.Atlas.Territory(geo.Region, code); t != nil {
		return t.Name
	}
	return v.T("formation.france")
}

// avoid is the link to the same question without a step.
func (v *view) avoid(s *step) string {
	a := v.Ask
	id := s.Q.ID
	if s.O != nil {
		id = s.O.ID
	}
	a.Avoid = append(a.Avoid[:len(a.Avoid):len(a.Avoid)], id)
	return v.Address(a)
}

// advice is a constraint to loosen, the question with it loosened, and what is then
// found.
type advice struct {
	Text string
	Link string
	Step step
}

// Relaxed are what to loosen when there is no itinerary.
func (v *view) Relaxed() []advice {
	var list []advice
	for i := range v.None.Relax {
		r := &v.None.Relax[i]
		a := v.Ask
		sentence := v.T("parcours.relax." + text.Key(r.Constraint))
		switch r.Constraint {
		case "max_km":
			if r.To > mostKm {
				a.Km, a.Minutes = 0, 0
				sentence = v.T("parcours.relax.no_limit")
				break
			}
			a.Km, a.Minutes = int(r.To), 0
			sentence = v.R.T.N("parcours.relax.max_km", a.Km-v.limit(), a.Km)
		case "max_minutes":
			if r.To > question.MaxMinutes {
				continue
			}
			a.Minutes = int(r.To)
			sentence = v.R.T.N("parcours.relax.max_minutes", a.Minutes-v.Ask.Minutes, a.Minutes)
		case "boarding":
			a.Boarding = true
		case "routes":
			a.Route = ""
		case "public":
			a.Public = false
		case "remote":
			a.Remote = true
		case "within":
			a.Stay = false
		case "avoid":
			a.Avoid = nil
		default:
			continue // the page sets no other
		}
		list = append(list, advice{sentence, v.Address(a), v.step(1, r.Step)})
	}
	return list
}

// Reached is the highest level that the choices allow, 0 when that is no news: none is
// reached, or one as high as what is wanted.
func (v *view) Reached() int8 {
	wanted := level(v.Ask.Level)
	if v.Ask.Training != "" {
		wanted = v.qualification(v.Ask.Training).Level
	}
	if wanted == 0 || v.None.Reached >= wanted {
		return 0
	}
	return v.None.Reached
}

// Missing is the step that is missing, nil when no progression leads there.
func (v *view) Missing() *step {
	if v.None.Missing == nil {
		return nil
	}
	s := v.step(1, *v.None.Missing)
	return &s
}

// Narrower are questions that need less work, for one that needs too much.
func (v *view) Narrower() []advice {
	var list []advice
	for _, km := range []int{100, 50, 20} {
		if v.Ask.Km == 0 || v.Ask.Km > km {
			a := v.Ask
			a.Km, a.Minutes = km, 0
			list = append(list, advice{Text: v.R.T.N("parcours.narrow.km", km), Link: v.Address(a)})
			break
		}
	}
	if v.Ask.Boarding {
		a := v.Ask
		a.Boarding = false
		list = append(list, advice{Text: v.T("parcours.narrow.boarding"), Link: v.Address(a)})
	}
	if v.Ask.Remote {
		a := v.Ask
		a.Remote = false
		list = append(list, advice{Text: v.T("parcours.narrow.remote"), Link: v.Address(a)})
	}
	return list
}
