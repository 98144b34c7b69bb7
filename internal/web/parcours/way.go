package parcours

import (
	"slices"
	"strconv"

	"continuum/internal/catalog"
	"continuum/internal/pathway"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/shortlist"
)

// way is an itinerary, ready to show.
type way struct {
	N        int                     // from 1
	Start    *training.Qualification // held at the start, nil for the end of 3ᵉ
	Steps    []step
	Criteria pathway.Criteria
	Crossed  []crossed
	Drawn    string // its map, empty when nothing can be drawn
}

// step is a step of an itinerary: what, where, how far, and why one can take it.
type step struct {
	pathway.Step
	N  int // from 1
	Q  *training.Qualification
	O  *training.Offer         // nil for an unlocated step
	At *training.Establishment // nil with O
}

// crossed is a campus of which establishments of an itinerary are established members.
type crossed struct {
	Campus *catalog.Campus
	Steps  []int // their numbers
}

// way prepares an itinerary and cites what it rests on.
func (v *view) way(i int, it *pathway.Itinerary) (way, error) {
	w := way{N: i + 1, Criteria: it.Criteria}
	if it.Start != pathway.End3e {
		w.Start = &v.M.Qualifications[it.Start]
	}
	for n, s := range it.Steps {
		w.Steps = append(w.Steps, v.step(n+1, s))
	}
	w.Crossed = v.crossed(w.Steps)
	var err error
	w.Drawn, err = v.drawing(&w)
	return w, err
}

func (v *view) step(n int, s pathway.Step) step {
	st := step{Step: s, N: n, Q: &v.M.Qualifications[s.Qualification]}
	if s.Offer != training.None {
		st.O = v.engine.Offer(s.Offer)
		st.At = &v.M.Establishments[st.O.Establishment]
	}
	return st
}

// crossed are the campuses that some steps cross, by name.
func (v *view) crossed(steps []step) []crossed {
	var list []crossed
	c := v.R.Catalog
	for i := range c.Organisations {
		o := &c.Organisations[i]
		if o.UAI == "" {
			continue
		}
		for _, s := range steps {
			if s.At == nil || s.At.UAI != string(o.UAI) {
				continue
			}
			for _, m := range c.Memberships(o.ID) {
				at := slices.IndexFunc(list, func(x crossed) bool { return x.Campus == m.Campus })
				if at < 0 {
					at = len(list)
					list = append(list, crossed{Campus: m.Campus})
				}
				if !slices.Contains(list[at].Steps, s.N) {
					list[at].Steps = append(list[at].Steps, s.N)
				}
			}
		}
	}
	for i := range list {
		slices.Sort(list[i].Steps)
	}
	return list
}

// kept is an itinerary as the reader's list keeps it: its steps, and the question.
func (v *view) kept(w *way) *shortlist.Way {
	k := &shortlist.Way{Start: shortlist.End3e, Ask: v.Ask.params().Address("")[1:]}
	if w.Start != nil {
		k.Start = w.Start.ID
	}
	for i := range w.Steps {
		id := w.Steps[i].Q.ID
		if o := w.Steps[i].O; o != nil {
			id = o.ID
		}
		k.Steps = append(k.Steps, id)
	}
	return k
}

// Last is the last step.
func (w *way) Last() *step { return &w.Steps[len(w.Steps)-1] }

// ID is the anchor of an itinerary.
func (w *way) ID() string { return "parcours-" + strconv.Itoa(w.N) }

// anchor is the id of a step of an itinerary.
func (w *way) anchor(s *step) string { return w.ID() + "-etape-" + strconv.Itoa(s.N) }

// Unlocated reports whether nobody knows where a step is taught.
func (s *step) Unlocated() bool { return s.O == nil }

// Far is how far from home a step is, in words.
func (v *view) Far(s *step) string {
	switch {
	case s.Remote:
		return v.T("parcours.far_remote")
	case v.Timed():
		return v.R.T.N("parcours.far_minutes", s.Km)
	case s.Km == 0:
		return v.T("parcours.far_next_door", v.Detour())
	}
	return v.R.T.N("parcours.far", s.Km, v.Detour())
}

// Beyond reports whether a step is farther than the reader's limit, which boarding lifts.
func (v *view) Beyond(s *step) bool { return v.limit() > 0 && s.Km > v.limit() }

// Boarding is what is known of boarding at the place of a step.
func (v *view) Boarding(s *step) string {
	switch s.At.Boarding {
	case training.Yes:
		return v.T("parcours.boarding.yes")
	case training.No:
		return v.T("parcours.boarding.no")
	}
	return v.T("parcours.boarding.unknown")
}

// How is the route of a step, and who answers for its place.
func (v *view) How(s *step) string {
	how := offer.Way(v.R.T, s.O)
	if p := offer.Public(v.R.T, s.At.Public); p != "" {
		how += ", " + v.T("parcours.kept_by", p)
	}
	return how
}

// Years is how long a step takes, in words.
func (v *view) Years(s *step) string {
	if s.Step.Years == 0 {
		return v.T("parcours.unknown")
	}
	return v.R.T.N("formation.years_n", int(s.Step.Years))
}

// hard is how hard it is to enter a step, in words.
type hard struct {
	Known  bool
	Ratio  string // wishes for one place
	Year   string // of the figures, with their age when it matters
	Stands string // among the trainings of its level; empty when not known
	Else   string // why there is no figure
}

// Hard tells how hard it is to enter a step.
func (v *view) Hard(s *step) hard {
	switch {
	case s.Edge.Entry == pathway.AfterCommon:
		return hard{Else: v.T("parcours.hard.common")}
	case s.Edge.Entry == pathway.LaterYear:
		return hard{Else: v.T("parcours.hard.later")}
	case s.O == nil:
		return hard{Else: v.T("parcours.unknown")}
	}
	ratio, ok := offer.PerPlace(s.O)
	if !ok {
		return hard{Else: v.T("parcours.hard.none")}
	}
	h := hard{
		Known: true, Ratio: v.T("formation.ratio."+text.Key(s.O.Applicants.String()), offer.Ratio(v.R.T, ratio)),
		Year: strconv.Itoa(int(s.O.Year)),
	}
	if age := offer.Age(v.R, int(s.O.Year)); age != "" {
		h.Year += " (" + age + ")"
	}
	if s.Difficulty.Known {
		h.Stands = v.Stands(s.Difficulty.Value)
	}
	return h
}

// Stands says what a percentile means.
func (v *view) Stands(percent int) string {
	switch {
	case percent >= 67:
		return v.T("parcours.stands.high", percent)
	case percent >= 34:
		return v.T("parcours.stands.middle", percent)
	}
	return v.T("parcours.stands.low", percent)
}

// total is a criterion of an itinerary in words; known writes its value, and what counts
// the steps that nobody knows.
func (v *view) total(m pathway.Measure, unknown text.Key, known func(int) string) string {
	if !m.Known {
		return v.T("parcours.unknown")
	}
	if m.Unknown > 0 {
		return v.R.T.N(unknown, m.Unknown, known(m.Value))
	}
	return known(m.Value)
}

// TotalYears is how long an itinerary takes.
func (v *view) TotalYears(w *way) string {
	return v.total(w.Criteria.Years, "parcours.at_least", func(n int) string { return v.R.T.N("formation.years_n", n) })
}

// TotalKm is how far its farthest step is.
func (v *view) TotalKm(w *way) string {
	return v.total(w.Criteria.FarthestKm, "parcours.besides", v.away)
}

// TotalHard is how its hardest step stands.
func (v *view) TotalHard(w *way) string {
	return v.total(w.Criteria.Difficulty, "parcours.besides", v.Stands)
}

// TotalOutcome is what becomes of those who leave its last step.
func (v *view) TotalOutcome(w *way) string {
	return v.total(w.Criteria.Outcome, "parcours.besides", func(n int) string { return v.T("parcours.outcome_share", n) })
}

// Outcome says of whom the figure of TotalOutcome is; empty when there is none.
func (v *view) Outcome(w *way) string {
	at := w.Criteria.OutcomeOf
	if at == training.None || !w.Criteria.Outcome.Known {
		return ""
	}
	o := &v.M.Outcomes[at]
	label := w.Last().Q.Label
	if o.Qualification != training.None {
		label = v.M.Qualifications[o.Qualification].Label
	}
	return v.T("parcours.outcome_of", label, v.region(o.Region), offer.Cohort(o.Cohort))
}

// sources are those of what a step says.
func (s *step) sources(v *view) []int32 {
	var at []int32
	if s.O != nil {
		at = append(at, s.O.Source)
	}
	if s.Edge.Published != training.None {
		at = append(at, v.M.Progressions[s.Edge.Published].Source)
	}
	return at
}

// outcomeSources are those of what becomes of those who leave an itinerary.
func (w *way) outcomeSources(v *view) []int32 {
	if w.Criteria.OutcomeOf == training.None || !w.Criteria.Outcome.Known {
		return nil
	}
	return []int32{v.M.Outcomes[w.Criteria.OutcomeOf].Source}
}

// stepsOf says which steps cross a campus.
func (v *view) stepsOf(c crossed) string {
	s := ""
	for i, n := range c.Steps {
		if i > 0 {
			s += ", "
		}
		s += strconv.Itoa(n)
	}
	return v.R.T.N("parcours.crossed_steps", len(c.Steps), s)
}
