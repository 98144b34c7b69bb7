package api

import (
	"context"

	"continuum/internal/geo"
	"continuum/internal/pathway"
	"continuum/internal/question"
	"continuum/internal/training"
)

// Itineraries answer a question.
type Itineraries struct {
	From     Home     `json:"from" doc:"Where one lives, as understood."`
	Distance Distance `json:"distance" doc:"How far places are said to be."`
	// Sensitivity is told when it is asked for.
	Sensitivity []Sensitivity `json:"sensitivity" doc:"What another convention of distance changes; empty unless asked for."`
	Found
	Origin
}

// Distance is how far places are said to be.
type Distance struct {
	Unit     string   `json:"unit" doc:"What steps are limited in." enum:"km|min"`
	Provider string   `json:"provider" doc:"Who says how far places are." enum:"great_circle|osrm|valhalla"`
	Detour   *float64 `json:"detour" doc:"Factor of great circles, by convention; null for a travel-time engine."`
	Fallback bool     `json:"fallback" doc:"True when the travel-time engine failed and great circles stand in."`
	Why      *string  `json:"why" doc:"What went wrong with the engine, and what stands for the minutes asked."`
}

// Sensitivity is what an answer would be with another detour.
type Sensitivity struct {
	Detour float64 `json:"detour" doc:"Factor of great circles."`
	Front  int     `json:"front" doc:"How many itineraries no other dominates, with it."`
}

// Found is the itineraries that there are.
type Found struct {
	Items []Itinerary  `json:"items" doc:"Itineraries, best known first, then by years, distance, difficulty and outcome; diverse when not all are shown."`
	Front int          `json:"front" doc:"How many itineraries no other dominates; items shows k of them."`
	None  *NoItinerary `json:"none" doc:"Why there is no itinerary; null when there is one."`
}

// Home is where one lives.
type Home struct {
	Commune *string `json:"commune" doc:"INSEE code; null when a point was given."`
	Name    *string `json:"name" doc:"Name of the commune."`
	Lat     float64 `json:"lat" doc:"Latitude, WGS84 degrees."`
	Lon     float64 `json:"lon" doc:"Longitude, WGS84 degrees."`
}

// Itinerary is steps that a person could follow.
type Itinerary struct {
	Start    string   `json:"start" doc:"3e, or the identifier of the qualification held."`
	Criteria Criteria `json:"criteria" doc:"What itineraries are compared by."`
	Steps    []Step   `json:"steps" doc:"The steps, in order."`
}

// Criteria is what itineraries are compared by.
type Criteria struct {
	Years      Count `json:"years" doc:"Years of all the steps."`
	FarthestKm Count `json:"farthest_km" doc:"Kilometres from home to the farthest step."`
	// FarthestMinutes is compared instead of the kilometres.
	FarthestMinutes *Count `json:"farthest_minutes" doc:"Minutes from home to the longest step; null without a limit in minutes."`
	Difficulty      Share  `json:"difficulty" doc:"Largest of the steps' difficulties."`
	Outcome         Figure `json:"outcome" doc:"Share in studies or at work six months after the last step, of its region, route and qualification."`
}

// Count is a criterion in whole numbers.
type Count struct {
	Value   *int `json:"value" doc:"The number, a lower bound when some steps are unknown; null when no step tells."`
	Unknown int  `json:"unknown" doc:"Steps that don't tell."`
}

// Share is a criterion from 0 to 1.
type Share struct {
	Value   *float64 `json:"value" doc:"From 0 to 1, a lower bound when some steps are unknown; null when no step tells."`
	Unknown int      `json:"unknown" doc:"Steps that don't tell."`
}

// Step is a training, where it is given when that is known.
type Step struct {
	Qualification string   `json:"qualification" doc:"Identifier of the qualification."`
	Label         string   `json:"label" doc:"Its name, in French."`
	Level         *int     `json:"level" doc:"Its level, 3 to 8."`
	Common        bool     `json:"common" doc:"True for a common year, which leads to its specialities only."`
	Offer         *Offer   `json:"offer" doc:"The offer; null when our data place the qualification nowhere."`
	Progression   Edge     `json:"progression" doc:"Why one can go on so."`
	Km            *int     `json:"km" doc:"Kilometres from home, great circle × 1.3; null for no place and for distance learning."`
	Minutes       *int     `json:"minutes" doc:"Minutes by road from home; null without a limit in minutes."`
	Years         *int     `json:"years" doc:"Years that it takes, entered so."`
	Difficulty    *float64 `json:"difficulty" doc:"Among offers of its level whose pressure is told alike, the share that is less asked for, from 0 to 1."`
}

// Edge is the progression that a step takes.
type Edge struct {
	ID        string  `json:"id" doc:"The two qualifications that it joins."`
	From      string  `json:"from" doc:"3e, or the identifier of the qualification left."`
	To        string  `json:"to" doc:"Identifier of the qualification reached."`
	Kind      string  `json:"kind" doc:"What it rests on; rule is a reading of ours." enum:"family|option|onisep|licence|doctoral|lineage|rule"`
	Condition *string `json:"condition" doc:"Condition, in French."`
	Strength  string  `json:"strength" doc:"How sure it is that one can go on, strongest first." enum:"structural|published|conditional|usual|possible"`
	Why       *string `json:"why" doc:"Reason of the rule; null for what a source states."`
	Source    string  `json:"source" doc:"Identifier of its source, or rule: and the line that made it."`
}

// NoItinerary says why there is none.
type NoItinerary struct {
	Missing *Step   `json:"missing" doc:"The step that the question forbids on the nearest itinerary without the constraint; null when no progression leads there at all."`
	Nearest *Offer  `json:"nearest" doc:"The nearest place where the missing step exists."`
	Reached *int    `json:"reached" doc:"Highest level that can be reached."`
	Relax   []Relax `json:"relax" doc:"The constraints of which lifting one alone gives an itinerary."`
}

// Relax is a constraint to loosen.
type Relax struct {
	Constraint string   `json:"constraint" doc:"Name of the parameter."`
	To         *float64 `json:"to" doc:"Smallest limit of distance with an itinerary; null for another constraint."`
	Step       Step     `json:"step" doc:"The first step that the question forbids on the itinerary so found."`
}

func itineraryList(c *call) (reply, *Problem) {
	request, home, faults := question.Itineraries(c.view.cat, c.query.values())
	if len(faults) > 0 {
		return reply{}, faulty(faults)
	}
	a, problem := c.answered(func(ctx context.Context) (any, error) {
		e := c.view.cat.Pathway()
		found, measured, err := question.Find(ctx, c.view.cat, e, request)
		if err != nil {
			return nil, err
		}
		t := teller{n: c.view.national, e: e}
		if measured.Unit == "min" {
			t.timed = &request.Home
		}
		out := Itineraries{From: homeOf(home), Distance: distanceOf(&request, &measured), Sensitivity: []Sensitivity{}, Found: t.found(found), Origin: c.origin()}
		if c.query.values().Get("sensitivity") == "yes" {
			out.Sensitivity, err = sensitivity(ctx, e, request, found.Front)
		}
		return out, err
	})
	a.fleeting = request.MaxMinutes > 0
	return a, problem
}

func (t teller) found(a *pathway.Answer) Found {
	out := Found{Items: make([]Itinerary, 0, len(a.Items)), Front: a.Front}
	for i := range a.Items {
		out.Items = append(out.Items, t.itinerary(&a.Items[i]))
	}
	if n := a.None; n != nil {
		out.None = t.none(n)
	}
	return out
}

func homeOf(h question.Home) Home {
	out := Home{Lat: h.Point.Lat, Lon: h.Point.Lon}
	if h.Commune != nil {
		out.Commune, out.Name = &h.Commune.Code, &h.Commune.Name
	}
	return out
}

// teller tells what an engine answers about an offer.
type teller struct {
	n     *national
	e     *pathway.Engine
	timed *geo.Point // home, when the engine measured minutes
}

func (t teller) itinerary(x *pathway.Itinerary) Itinerary {
	c := &x.Criteria
	out := Itinerary{Start: t.node(x.Start), Steps: make([]Step, 0, len(x.Steps))}
	out.Criteria = Criteria{Years: count(c.Years), FarthestKm: count(c.FarthestKm), Difficulty: share(c.Difficulty), Outcome: t.outcome(c)}
	for i := range x.Steps {
		out.Steps = append(out.Steps, t.step(&x.Steps[i]))
	}
	if t.timed != nil {
		minutes := count(c.FarthestKm)
		out.Criteria.FarthestMinutes = &minutes
		out.Criteria.FarthestKm.Value = farthest(out.Steps)
	}
	return out
}

// node is the identifier of a node of the graph.
func (t teller) node(q int32) string {
	if q == pathway.End3e {
		return "3e"
	}
	return t.n.qualification(q)
}

func count(m pathway.Measure) Count {
	if !m.Known {
		return Count{Unknown: m.Unknown}
	}
	return Count{&m.Value, m.Unknown}
}

func share(m pathway.Measure) Share {
	return Share{hundredths(m.Value, m.Known), m.Unknown}
}

func hundredths(n int, known bool) *float64 {
	if !known {
		return nil
	}
	v := float64(n) / 100
	return &v
}

// outcome is the figure of the outcome that an itinerary ends with.
func (t teller) outcome(c *pathway.Criteria) Figure {
	if !c.Outcome.Known || c.OutcomeOf == training.None {
		return Figure{Status: training.Missing.String()}
	}
	o := &t.n.Outcomes[c.OutcomeOf]
	perimeter := "france"
	switch {
	case o.Establishment != training.None:
		perimeter = "uai:" + t.n.establishment(o.Establishment)
	case o.Region != "":
		perimeter = "region:" + o.Region
	}
	return Figure{
		Value: hundredths(c.Outcome.Value, true), Status: training.Known.String(),
		Year: optional(o.Cohort), Source: optional(t.n.source(o.Source)), Perimeter: optional(perimeter),
	}
}

func (t teller) step(s *pathway.Step) Step {
	q := &t.n.Qualifications[s.Qualification]
	out := Step{
		Qualification: q.ID, Label: q.Label, Level: numbered(q.Level), Common: q.Common, Progression: t.edge(&s.Edge),
		Years: numbered(s.Years), Difficulty: hundredths(s.Difficulty.Value, s.Difficulty.Known), Offer: t.offer(s.Offer),
	}
	if s.Km >= 0 {
		out.Km = &s.Km
	}
	if t.timed != nil && s.Km >= 0 {
		km := int(t.e.Detour()*geo.Km(*t.timed, t.e.Offer(s.Offer).Point) + 0.5)
		out.Km, out.Minutes = &km, &s.Km
	}
	return out
}

// farthest is the largest distance of steps.
func farthest(steps []Step) (km *int) {
	for i := range steps {
		if k := steps[i].Km; k != nil && (km == nil || *k > *km) {
			km = k
		}
	}
	return km
}

// offer is an offer of the model, or one that a scenario opened; nil for none.
func (t teller) offer(at int32) *Offer {
	if at == training.None {
		return nil
	}
	o := offerRow{n: t.n, at: at, opened: t.e.Offer(at)}.view()
	return &o
}

func (t teller) edge(e *pathway.Edge) Edge {
	g := t.e.Graph()
	out := Edge{
		ID: g.ID(e), From: t.node(e.From), To: t.n.qualification(e.To), Kind: g.Kind(e),
		Condition: optional(g.Condition(e)), Strength: e.Strength.String(), Source: g.Source(e),
	}
	if e.Rule >= 0 {
		out.Why = optional(pathway.Rules()[e.Rule].Why)
	}
	return out
}

func (t teller) none(n *pathway.None) *NoItinerary {
	out := &NoItinerary{Reached: numbered(n.Reached), Relax: make([]Relax, 0, len(n.Relax))}
	if n.Missing != nil {
		s := t.step(n.Missing)
		out.Missing, out.Nearest = &s, s.Offer
	}
	for i := range n.Relax {
		r := Relax{Constraint: n.Relax[i].Constraint, Step: t.step(&n.Relax[i].Step)}
		if to := n.Relax[i].To; to > 0 {
			r.To = &to
		}
		out.Relax = append(out.Relax, r)
	}
	return out
}
