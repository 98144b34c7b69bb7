package maliste

import (
	"slices"

	"continuum/internal/pathway"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/shortlist"
)

// way is the pathway of the list, or what is left of it.
type way struct {
	Start string                  // where it starts, in words
	From  *training.Qualification // held at the start; nil for the end of 3ᵉ, or when no data knows it
	Steps []step
}

// step is a step of a pathway: what, where, and what is wrong with it.
type step struct {
	ID string                  // as it was kept
	Q  *training.Qualification // nil when no data knows it
	O  *training.Offer         // nil when nobody knows where, or not any longer
	At *training.Establishment // nil with O
	// Broken is true when no progression that we know leads there from the step before.
	Broken bool
}

// way finds the steps of the pathway, and checks that one still leads to the next.
func (v *view) way() *way {
	kept := v.List.Way
	if kept == nil {
		return nil
	}
	w := &way{Start: v.T("liste.start_3e")}
	from := pathway.End3e
	if kept.Start != shortlist.End3e {
		from, _ = v.M.Qualification(kept.Start)
		if from == training.None {
			w.Start = v.T("liste.start_gone", kept.Start)
		} else {
			w.From, w.Start = &v.M.Qualifications[from], v.T("liste.start")
		}
	}
	graph := v.R.Catalog.Pathway().Graph()
	for _, id := range kept.Steps {
		s := step{ID: id}
		q := training.None
		if at := v.M.Offer(id); at != training.None {
			s.O = &v.M.Offers[at]
			s.At, q = &v.M.Establishments[s.O.Establishment], s.O.Qualification
		} else if q, _ = v.M.Qualification(id); q == training.None {
			q, _ = v.M.Qualification(taught(id))
		}
		if q != training.None {
			s.Q = &v.M.Qualifications[q]
		}
		s.Broken = from != training.None && q != training.None && !slices.ContainsFunc(graph.From(from), func(e pathway.Edge) bool { return e.To == q })
		w.Steps = append(w.Steps, s)
		from = q
	}
	return w
}

// taught is the qualification that the identifier of an offer begins with: what is before
// its establishment and its route. Another identifier is left as it is.
func taught(id string) string {
	it, ok := shortlist.ReadItem(id)
	if !ok {
		return id
	}
	if it, ok = shortlist.ReadItem(it.Qualification); ok {
		return it.Qualification
	}
	return id
}

// Step is a step in words: what it is.
func (v *view) Step(s *step) string {
	if s.Q == nil {
		return v.T("liste.unknown_training", s.ID)
	}
	return s.Q.Label
}

// StepWhere says where a step is and how far, or why nobody knows.
func (v *view) StepWhere(s *step) string {
	switch {
	case s.Q == nil:
		return v.T("liste.gone.training")
	case s.O == nil && s.ID != s.Q.ID:
		return v.T("liste.gone.there")
	case s.O == nil:
		return v.T("parcours.unlocated")
	}
	where := s.At.Name + ", " + offer.City(v.R.T, s.At)
	if far := v.far(s.O); far != "" {
		where += ", " + far
	}
	return where + " – " + offer.Way(v.R.T, s.O)
}

// AskLink is the page of the question that the pathway answers, empty when not known.
func (v *view) AskLink() string {
	if v.List.Way.Ask == "" {
		return ""
	}
	return v.R.Link("/parcours?" + v.List.Way.Ask)
}
