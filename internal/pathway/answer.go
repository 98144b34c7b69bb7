package pathway

// Answer is the itineraries of a request.
type Answer struct {
	Items []Itinerary
	// Front is how many itineraries no other dominates; Items shows K of them.
	Front int
	// Unit is that of distances: "km" or "min".
	Unit string
	// None says why there is no itinerary; nil when there is one.
	None *None
	// Labels is how many partial itineraries were weighed, a measure of the work.
	Labels int
}

// Itinerary is steps that a person could follow.
type Itinerary struct {
	// Start is the qualification held at the start, in Model.Qualifications, or End3e.
	Start    int32
	Steps    []Step
	Criteria Criteria
}

// Step is a training, at an offer where one is known.
type Step struct {
	Qualification int32
	// Offer is in Model.Offers, [training.None] for an unlocated step: not in our data.
	Offer int32
	Edge  Edge
	// Km is how far the offer is from home, -1 when it has no place: unlocated, or taught
	// by distance learning. In the answer's unit, rounded as compared.
	Km     int
	Remote bool // taught by distance learning
	Years  int8 // 0 unknown
	// Difficulty is the percentile of the offer, 0 to 100.
	Difficulty Percent
}

// Percent is a whole number of hundredths, or not known.
type Percent struct {
	Value int
	Known bool
}

// Criteria is what itineraries are compared by.
type Criteria struct {
	Years      Measure // sum of the years left
	FarthestKm Measure // over located steps
	Difficulty Measure // largest percentile, 0 to 100
	Outcome    Measure // share in work or studies after the last step, 0 to 100
	// OutcomeOf is the outcome in Model.Outcomes that says so, [training.None] for none: it
	// carries region, route and cohort.
	OutcomeOf int32
}

// Measure is a criterion over steps. With Unknown steps left out it is a lower bound;
// it is null (Known is false) when no step tells.
type Measure struct {
	Value   int
	Known   bool
	Unknown int
}

// None says why a request has no itinerary.
type None struct {
	// Missing is the step that the request forbids on the nearest itinerary without the
	// constraint; its Offer is the nearest place where it exists. Nil when no
	// progression leads to the target, whatever the constraints.
	Missing *Step
	// Reached is the highest level that can be reached under the constraints, 0 for none.
	Reached int8
	// Relax are the constraints of which lifting one alone gives an itinerary.
	Relax []Relax
}

// Relax is a constraint to loosen.
type Relax struct {
	// Constraint is "max_km", "max_minutes", "boarding", "routes", "public", "remote", "located_only",
	// "within" or "avoid".
	Constraint string
	// To is the smallest limit of distance with an itinerary, 0 for another constraint.
	To float64
	// Step is the first step that the request forbids on the itinerary so found.
	Step Step
}
