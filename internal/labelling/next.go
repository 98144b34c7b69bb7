package labelling

import (
	"slices"
	"time"

	"continuum/internal/ruleset"
)

// TodoKind is a sort of thing that leads a dossier on.
type TodoKind string

// The sorts of what is to do.
const (
	ToMove    TodoKind = "act"       // an act of the référentiel: What names it
	ToFill    TodoKind = "fill"      // fields and pieces that are missing
	ToAdvise  TodoKind = "opinion"   // an opinion that is owed: What is the body, Note the académie
	ToSign    TodoKind = "signature" // a signature: What is the signatory
	ToAssign  TodoKind = "readers"   // readers for the dossier
	ToReview  TodoKind = "sheets"    // their sheets
	ToDeliver TodoKind = "panel"     // the opinion of the panel
)

// Todo is one thing that leads a dossier on from the state that it is in.
type Todo struct {
	Kind       TodoKind
	What, Note string
	By         []ruleset.Role // whose turn it is
	Before     string         // step of the calendar after which it is too late, empty for none
	Until      time.Time      // its instant in the call, zero for none
	Count      int            // of what is missing, for ToFill
	after      bool           // waits for another
}

// guarded are the roles that the experts' room asks for what a guard lacks: référentiels say
// who moves a dossier, not who reads it.
var guarded = map[Lack]struct {
	kind TodoKind
	by   []ruleset.Role
}{
	LackReader:       {ToAssign, []ruleset.Role{"national_officer"}},
	LackSheet:        {ToReview, []ruleset.Role{"expert"}},
	LackPanelOpinion: {ToDeliver, []ruleset.Role{"panel_president", "expert"}},
}

// Next says who may do what next: now, and what can only come after. It is read from the acts
// that lead out of the state and from what their guards lack; an act that someone else has to
// prepare comes after. What ends a dossier by withdrawing is not waited for. Nothing is to do
// on a dossier that has ended.
func (c *Case) Next() (now, then []Todo) {
	for i := range c.Rules.Transitions {
		t := &c.Rules.Transitions[i]
		if !slices.Contains(t.From, c.Dossier.State) || c.Rules.State(t.To).Outcome == ruleset.Abandoned {
			continue
		}
		act := Todo{Kind: ToMove, What: t.ID, By: t.By, Before: t.Before, Until: c.Call.Deadlines[t.Before]}
		for _, g := range t.Guards {
			for _, todo := range c.prepares(c.guard(g, &Act{Transition: t.ID})) {
				act.after = true
				todo.Before, todo.Until = act.Before, act.Until
				now = addTodo(now, todo)
			}
		}
		if act.after {
			then = append(then, act)
		} else {
			now = addTodo(now, act)
		}
	}
	return now, then
}

// addTodo adds what is not there; fields and pieces are one thing to fill.
func addTodo(list []Todo, x Todo) []Todo {
	i := slices.IndexFunc(list, func(o Todo) bool { return o.Kind == x.Kind && o.What == x.What && o.Note == x.Note })
	if i < 0 {
		return append(list, x)
	}
	if x.Kind == ToFill {
		list[i].Count += x.Count
		list[i].By = union(list[i].By, x.By)
	}
	return list
}

// prepares says what can be done in this state about what a guard lacks.
func (c *Case) prepares(missing []Missing) (list []Todo) {
	for _, m := range missing {
		known, ok := guarded[m.Kind]
		switch f, p := c.Rules.Field(m.What), c.Rules.Piece(m.What); {
		case ok:
			list = append(list, Todo{Kind: known.kind, By: known.by})
		case m.Kind == LackOpinion && c.takes(ruleset.Advise) == nil:
			list = append(list, Todo{Kind: ToAdvise, What: m.What, Note: m.Note, By: c.Rules.Consultation(m.What).By})
		case m.Kind == LackSignature && c.takes(ruleset.Sign) == nil:
			list = append(list, Todo{Kind: ToSign, What: m.What, By: []ruleset.Role{c.Rules.Signatory(m.What).Role}})
		case (m.Kind == LackField || m.Kind == LackColumn) && c.takes(ruleset.Edit) == nil:
			list = addTodo(list, Todo{Kind: ToFill, By: f.By, Count: 1})
		case m.Kind == LackPiece && c.Attachable(p):
			list = addTodo(list, Todo{Kind: ToFill, By: p.By, Count: 1})
		}
	}
	return list
}

func union(a, b []ruleset.Role) []ruleset.Role {
	a = slices.Clip(a)
	for _, role := range b {
		if !slices.Contains(a, role) {
			a = append(a, role)
		}
	}
	return a
}
