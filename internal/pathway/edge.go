package pathway

import "continuum/internal/training"

// Strength says how sure it is that one can go on, strongest first.
type Strength uint8

// The strengths.
const (
	Structural  Strength = iota + 1 // a common year leads to its specialities
	Published                       // a source says so
	Conditional                     // a source says so under a condition
	Usual                           // a rule of ours
	Possible                        // a rule of ours, for some
)

var strengthNames = [...]string{
	Structural: "structural", Published: "published", Conditional: "conditional", Usual: "usual", Possible: "possible",
}

// String returns the name of the strength in files and the API.
func (s Strength) String() string {
	if int(s) < len(strengthNames) {
		return strengthNames[s]
	}
	return ""
}

// End3e is the node of the end of 3ᵉ where a qualification is expected.
const End3e int32 = -2

// Edge is a progression of the graph: published, or made by a line of rules.csv.
type Edge struct {
	From, To  int32 // in Model.Qualifications; From may be [End3e]
	Published int32 // in Model.Progressions, [training.None] for a rule
	Rule      int16 // in [Rules], -1 for a published one
	Years     int8  // left when one enters so, 0 unknown
	Entry     Entry
	Strength  Strength
	down      bool // to a lower level
}

// Entry says by which year of a training an edge enters, hence which offers realise it.
type Entry uint8

// The entries.
const (
	FirstYear   Entry = iota // offers of entry year 1
	LaterYear                // all offers: who teaches the first year teaches the next ones
	AfterCommon              // all offers, and no choice is made again: the step has no difficulty
	entries                  // how many there are
)

// Kind returns what the edge rests on: a kind of published progressions, or "rule".
func (g *Graph) Kind(e *Edge) string {
	if e.Published == training.None {
		return "rule"
	}
	return g.model.Progressions[e.Published].Kind.String()
}

// Condition returns the condition of the edge, as published or as the rule states it;
// empty for none.
func (g *Graph) Condition(e *Edge) string {
	if e.Published == training.None {
		return Rules()[e.Rule].Condition
	}
	return g.model.Progressions[e.Published].Condition
}

// Source returns the identifier of the official source of the edge, or "rule:" and the
// identifier of the line that made it.
func (g *Graph) Source(e *Edge) string {
	if e.Published == training.None {
		return "rule:" + Rules()[e.Rule].ID
	}
	if s := g.model.Progressions[e.Published].Source; s >= 0 && int(s) < len(g.model.Sources) {
		return g.model.Sources[s].ID
	}
	return ""
}

// ID returns a stable identifier of the edge: the two qualifications that it joins.
func (g *Graph) ID(e *Edge) string {
	from := end3e
	if e.From >= 0 {
		from = g.model.Qualifications[e.From].ID
	}
	return from + "." + g.model.Qualifications[e.To].ID
}
