package labelling

import (
	"slices"
	"time"
	"unicode/utf8"

	"continuum/internal/date"
	"continuum/internal/ruleset"
)

// Call is an invitation to ask for the label, under one référentiel, for a time.
type Call struct {
	ID    CallID
	Title string
	NOR   string // of the text that opens it, empty when it has none
	Rules string // identifier of the référentiel
	Hash  string // of what it says: a call never changes rules
	// Categories and Kinds that may be asked for; empty means all of the référentiel.
	Categories []string
	Kinds      []string
	// Deadlines are the instants after which an act is too late, by step of the
	// calendar. A step that is not there has none.
	Deadlines map[string]time.Time
	Opens     time.Time
	By        PersonID
	At        time.Time
}

// CallDraft is a call being prepared: its rules are named, and fixed once it is opened.
type CallDraft struct {
	Call
	Version int64 // counts the changes, from 1; 0 for one that is not kept yet
}

// Moved is a deadline that was moved.
type Moved struct {
	Step     string
	Was, Now time.Time // Was is zero where the step had no end
	Reason   string
	At       time.Time
}

// Paris is the time zone in which the days of calendars end.
func Paris() *time.Location { return date.Paris() }

// Deadlines lays the calendar of a référentiel out from a first day: each step ends
// with its day in the zone given, see Paris.
func Deadlines(r *ruleset.Ruleset, opens time.Time, zone *time.Location) map[string]time.Time {
	at := make(map[string]time.Time, len(r.Calendar))
	days := make(map[string]int, len(r.Calendar))
	y, m, d := opens.In(zone).Date()
	for i, s := range r.Calendar {
		if i == 0 {
			at[s.ID] = opens
			continue
		}
		days[s.ID] = days[s.After] + s.Days
		at[s.ID] = time.Date(y, m, d+days[s.ID]+1, 0, 0, 0, 0, zone)
	}
	return at
}

// CheckCall says what is wrong with a call, nil when nothing is.
func CheckCall(r *ruleset.Ruleset, c *Call) *Refusal {
	switch {
	case c.Title == "" || utf8.RuneCountInString(c.Title) > MaxString:
		return refuse(NotGiven, "title", "a call has a title, of %d characters at most", MaxString)
	case c.NOR != "" && !norForm.MatchString(c.NOR):
		return refuse(BadValue, "nor", "%.40q is not a NOR", c.NOR)
	case c.Rules != r.ID || c.Hash != r.Hash():
		return refuse(OtherContent, "ruleset", "the call is under other rules")
	case c.Opens.IsZero():
		return refuse(NotGiven, "opens", "a call opens at an instant")
	}
	for _, id := range c.Categories {
		if r.Category(id) == nil {
			return refuse(UnknownAct, id, "no such category")
		}
	}
	for _, id := range c.Kinds {
		if r.Kind(id) == nil {
			return refuse(UnknownAct, id, "no such kind")
		}
	}
	for id, at := range c.Deadlines {
		s := r.Step(id)
		switch {
		case s == nil:
			return refuse(UnknownAct, id, "no such step")
		case at.Before(c.Opens):
			return refuse(BadValue, id, "before the call opens")
		}
		if before, ok := c.Deadlines[s.After]; ok && at.Before(before) {
			return refuse(BadValue, id, "before %s", s.After)
		}
	}
	return nil
}

// Over reports whether nothing that has a last day may be done in the call any more: the
// last of the dates before which an act must come has passed. A call without any is open.
func (c *Call) Over(r *ruleset.Ruleset, at time.Time) bool {
	var last time.Time
	for _, t := range r.Transitions {
		if end, ok := c.Deadlines[t.Before]; ok && t.Before != "" && end.After(last) {
			last = end
		}
	}
	return !last.IsZero() && !at.Before(last)
}

// HandIn is the step before the end of which a dossier in a state that is open to its
// authors must be handed in, and that end; the last when several acts do. An empty step
// means that there is none.
func HandIn(r *ruleset.Ruleset, c *Call, state ruleset.StateID) (step string, end time.Time) {
	if !r.Takes(state, ruleset.Edit) {
		return "", end
	}
	for _, t := range r.Transitions {
		if at, ok := c.Deadlines[t.Before]; ok && slices.Contains(t.From, state) && at.After(end) {
			step, end = t.Before, at
		}
	}
	return step, end
}

// Begin says whether a dossier may be begun in the call, nil when it may.
func (c *Case) Begin(at time.Time) *Refusal {
	d := c.Dossier
	kind := c.Rules.Kind(d.Kind)
	switch {
	case kind == nil || len(c.Call.Kinds) > 0 && !slices.Contains(c.Call.Kinds, d.Kind):
		return refuse(UnknownAct, "kind", "%.40q is not asked for in this call", d.Kind)
	case c.Rules.Category(d.Category) == nil || len(c.Call.Categories) > 0 && !slices.Contains(c.Call.Categories, d.Category):
		return refuse(UnknownAct, "category", "%.40q is not asked for in this call", d.Category)
	case (kind.Campus == "known") != (d.Campus != ""):
		return refuse(BadValue, "campus", "a dossier of kind %s is about a %s campus", d.Kind, kind.Campus)
	case at.Before(c.Call.Opens):
		return refuse(TooEarly, "opening", "the call opens on %s", c.Call.Opens.UTC().Format(time.RFC3339))
	}
	return nil
}

// inTime refuses what comes at the deadline of a step or later; at is the server's
// instant, never a browser's.
func (c *Case) inTime(step string, at time.Time) *Refusal {
	if deadline, ok := c.Call.Deadlines[step]; ok && step != "" && !at.Before(deadline) {
		return refuse(TooLate, step, "ended on %s", deadline.UTC().Format(time.RFC3339))
	}
	return nil
}

// EditInTime refuses saves once the acts that close the editing are too late: what is
// written after could never be handed in. In a state that is closed to authors it tells
// whether the next act with a last day is late.
func (c *Case) EditInTime(at time.Time) *Refusal {
	var last *Refusal
	for i := range c.Rules.Transitions {
		t := &c.Rules.Transitions[i]
		if !slices.Contains(t.From, c.Dossier.State) || t.Before == "" {
			continue
		}
		r := c.inTime(t.Before, at)
		if r == nil {
			return nil // one way is still open
		}
		last = r
	}
	return last
}
