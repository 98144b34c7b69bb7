package ruleset

import "slices"

// machine checks the states: one to begin with, every other reachable, an end that can
// be reached from each, no way out of an end.
func (v *validator) machine() {
	r := v.r
	ids(v, "state", r.States, func(s State) StateID { return s.ID })
	ids(v, "transition", r.Transitions, func(t Transition) string { return t.ID })
	var initial, final []StateID
	for i, s := range r.States {
		v.filled(at("state", i, "name"), s.Name)
		oneOf(v, at("state", i, "phase"), s.Phase, Phases)
		for _, a := range s.Takes {
			oneOf(v, at("state", i, "takes"), a, Activities)
		}
		if s.Initial {
			initial = append(initial, s.ID)
		}
		if s.Final {
			final = append(final, s.ID)
			oneOf(v, at("state", i, "outcome"), s.Outcome, Outcomes)
			if len(s.Takes) > 0 {
				v.bad(at("state", i, "takes"), "an end takes nothing more", "%v", s.Takes)
			}
		} else if s.Outcome != "" {
			v.bad(at("state", i, "outcome"), "only an end has one", "%q", s.Outcome)
		}
	}
	if len(initial) != 1 {
		v.bad("state", "mark one with initial = true", "%d states to begin with", len(initial))
	}
	if len(final) == 0 {
		v.bad("state", "mark those without a way out with final = true", "no end")
	}
	for i, t := range r.Transitions {
		v.transition(i, &t, final)
	}
	if len(v.found) > 0 {
		return // reach makes sense on states that exist only
	}
	forward := reach(initial, func(s StateID) (next []StateID) {
		for _, t := range r.Transitions {
			if slices.Contains(t.From, s) {
				next = append(next, t.To)
			}
		}
		return next
	})
	back := reach(final, func(s StateID) (before []StateID) {
		for _, t := range r.Transitions {
			if t.To == s {
				before = append(before, t.From...)
			}
		}
		return before
	})
	for i, s := range r.States {
		if !forward[s.ID] {
			v.bad(at("state", i, "id"), "add a transition to it, or remove it", "no dossier ever comes to %q", s.ID)
		}
		if !back[s.ID] {
			v.bad(at("state", i, "id"), "add a transition from it, or mark it final", "a dossier would stay in %q for ever", s.ID)
		}
	}
}

func (v *validator) transition(i int, t *Transition, final []StateID) {
	states := idsOf(v.r.States, func(s State) StateID { return s.ID })
	v.filled(at("transition", i, "name"), t.Name)
	if len(t.From) == 0 {
		v.bad(at("transition", i, "from"), "name the states it leaves", "is empty")
	}
	for j, from := range t.From {
		oneOf(v, at("transition", i, "from"), from, states)
		if slices.Contains(final, from) {
			v.bad(at("transition", i, "from"), "an end has no way out", "%q is final", from)
		}
		if slices.Contains(t.From[:j], from) {
			v.bad(at("transition", i, "from"), "name it once", "%q twice", from)
		}
	}
	oneOf(v, at("transition", i, "to"), t.To, states)
	v.roles(at("transition", i, "by"), t.By)
	for _, g := range t.Guards {
		oneOf(v, at("transition", i, "guards"), g, Guards)
	}
	for _, n := range t.Needs {
		oneOf(v, at("transition", i, "needs"), n, Needs)
	}
	if t.Before != "" {
		oneOf(v, at("transition", i, "before"), t.Before, idsOf(v.r.Calendar, func(s Step) string { return s.ID }))
	}
}

// reach is what can be come to from some states.
func reach(from []StateID, next func(StateID) []StateID) map[StateID]bool {
	seen := make(map[StateID]bool)
	todo := slices.Clone(from)
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !seen[s] {
			seen[s] = true
			todo = append(todo, next(s)...)
		}
	}
	return seen
}
