package labelling

import (
	"slices"
	"time"

	"continuum/internal/date"
	"continuum/internal/ruleset"
)

// LabelState is where a label stands on a day.
type LabelState string

// The states of a label.
const (
	LabelNotYet    LabelState = "not_yet"             // granted, not begun
	LabelActive    LabelState = "active"              //
	LabelReserved  LabelState = "active_reserves"     // reserves are not lifted
	LabelInterim   LabelState = "interim_review"      // the interim review is due
	LabelWindow    LabelState = "renewal_window"      // it ends soon: a renewal should be prepared
	LabelInRenewal LabelState = "renewal_in_progress" // a dossier of renewal is being read
	LabelExtended  LabelState = "extended"            // past its first end, by an amending order
	LabelExpired   LabelState = "expired"             // it came to its end
	LabelRenewed   LabelState = "renewed"             // another label took over
	LabelWithdrawn LabelState = "withdrawn"           // ended by an order

)

// EventKind is what happens to a label.
type EventKind string

// The events. Those of the law rest on an order.
const (
	EventGranted   EventKind = "granted"
	EventReserve   EventKind = "reserve_noted"     // Value names the reserve
	EventLifted    EventKind = "reserve_lifted"    // Value names the reserve
	EventReviewed  EventKind = "interim_reviewed"  //
	EventRenewing  EventKind = "renewal_begun"     // Value is the dossier
	EventDropped   EventKind = "renewal_ended"     // Value is the dossier, which did not succeed
	EventExtended  EventKind = "extended"          // Until is the new end
	EventCategory  EventKind = "category_changed"  // Value is the category
	EventRenamed   EventKind = "renamed"           // Value is the title
	EventPerimeter EventKind = "perimeter_changed" // Value is the territory
	EventRenewed   EventKind = "renewed"           // Value is the label that takes over
	EventWithdrawn EventKind = "withdrawn"
	// EventFollowed begins the list of a label that no decision of this site granted: what
	// the register knew of its days when something first happened to it here.
	EventFollowed EventKind = "followed"
	// Corrections are of what an earlier order stated by mistake (erratum): they hold from
	// the first day of what they correct.
	EventCorrectedEnd      EventKind = "corrected_end"      // Until is the end
	EventCorrectedCategory EventKind = "corrected_category" // Value is the category
	EventCorrectedTitle    EventKind = "corrected_title"    // Value is the title
)

// Amending are the events of which an amending order is made, in the order of pages.
var Amending = []EventKind{
	EventExtended, EventWithdrawn, EventRenamed, EventCategory, EventPerimeter, EventCorrectedEnd, EventCorrectedCategory, EventCorrectedTitle,
}

// Event is something that happened to a label, on a day.
type Event struct {
	Kind  EventKind
	On    date.Day
	Order string // identifier of the act of the register it rests on
	Value string
	Until date.Day // for granted and extended: first day no longer in force
}

// eventRule says when an event may happen.
type eventRule struct {
	kind  EventKind
	by    string // who acts, for the diagram
	order bool   // rests on an order
	from  []LabelState
	to    LabelState // what the diagram shows; the state follows from all events and the day
}

// alive are the states of a label in force.
var alive = []LabelState{LabelActive, LabelReserved, LabelInterim, LabelWindow, LabelInRenewal, LabelExtended}

// corrigible are the states in which an earlier order may be corrected.
var corrigible = slices.Concat([]LabelState{LabelNotYet}, alive, []LabelState{LabelExpired})

// eventRules are the events of a label. Neither version of the law that was read gives
// a procedure for withdrawal or follow-up: who acts is a proposal.
var eventRules = []eventRule{
	{EventReserve, "national_officer, regional_delegate", false, slices.Concat([]LabelState{LabelNotYet}, alive), LabelReserved},
	{EventLifted, "national_officer, regional_delegate", false, alive, LabelActive},
	{EventReviewed, "regional_delegate, region_officer", false, alive, LabelActive},
	{EventRenewing, "dossier", false, alive, LabelInRenewal},
	{EventDropped, "dossier", false, alive, LabelWindow},
	{EventExtended, "minister", true, alive, LabelExtended},
	{EventCategory, "minister", true, alive, LabelActive},
	{EventRenamed, "minister", true, alive, LabelActive},
	{EventPerimeter, "minister", true, alive, LabelActive},
	{EventRenewed, "minister", true, slices.Concat(alive, []LabelState{LabelExpired}), LabelRenewed},
	{EventWithdrawn, "minister", true, alive, LabelWithdrawn},
	{EventCorrectedEnd, "minister", true, corrigible, LabelActive},
	{EventCorrectedCategory, "minister", true, corrigible, LabelActive},
	{EventCorrectedTitle, "minister", true, corrigible, LabelActive},
}

// Label is a label with all that happened to it.
type Label struct {
	Events []Event // granted first, then by day
}

// Check says whether an event may be added under those rules, nil when it may.
func (l *Label) Check(r *ruleset.Ruleset, e Event) *Refusal {
	what := string(e.Kind)
	if len(l.Events) == 0 && e.Kind == EventFollowed {
		if e.On == 0 || e.Until <= e.On {
			return refuse(BadValue, what, "from %s to %s", e.On, e.Until)
		}
		return nil
	}
	if len(l.Events) == 0 || e.Kind == EventGranted {
		switch {
		case len(l.Events) > 0:
			return refuse(Duplicate, what, "granted already")
		case e.Kind != EventGranted:
			return refuse(WrongState, what, "no label was granted")
		case e.Order == "":
			return refuse(NotGiven, what, "rests on no order")
		case e.On == 0 || e.Until <= e.On || e.Until > e.On.AddYears(r.MaxYears.Value):
			return refuse(BadValue, what, "from %s to %s, at most %d years", e.On, e.Until, r.MaxYears.Value)
		}
		return nil
	}
	i := slices.IndexFunc(eventRules, func(r eventRule) bool { return r.kind == e.Kind })
	if i < 0 {
		return refuse(UnknownAct, what, "no such event")
	}
	rule := eventRules[i]
	now := l.On(r, e.On)
	switch {
	case (e.Kind == EventWithdrawn || e.Kind == EventCategory) && e.On <= l.lastSpan().From:
		return refuse(BadValue, what, "%s is not after the first day, %s", e.On, l.lastSpan().From)
	case e.On < l.Events[len(l.Events)-1].On:
		return refuse(BadValue, what, "%s is before the event before it", e.On)
	case !slices.Contains(rule.from, now.State):
		return refuse(WrongState, what, "the label is %s on %s", now.State, e.On)
	case rule.order && e.Order == "":
		return refuse(NotGiven, what, "rests on no order")
	}
	return l.checkValue(&now, e)
}

func (l *Label) checkValue(now *Standing, e Event) *Refusal {
	what := string(e.Kind)
	switch e.Kind {
	case EventReserve:
		if e.Value == "" || slices.Contains(now.Reserves, e.Value) {
			return refuse(Duplicate, what, "reserve %.40q is empty or noted already", e.Value)
		}
	case EventLifted:
		if !slices.Contains(now.Reserves, e.Value) {
			return refuse(BadValue, what, "no open reserve %.40q", e.Value)
		}
	case EventRenewing:
		if now.Renewal != "" || e.Value == "" {
			return refuse(Duplicate, what, "dossier %s is being read", now.Renewal)
		}
	case EventDropped:
		if now.Renewal == "" || now.Renewal != e.Value {
			return refuse(BadValue, what, "dossier %.40q is not being read", e.Value)
		}
	case EventExtended:
		if e.Until <= now.End {
			return refuse(BadValue, what, "%s is not after the end, %s", e.Until, now.End)
		}
	case EventCorrectedEnd:
		if e.Until <= l.lastSpan().From || e.Until == now.End {
			return refuse(BadValue, what, "%s is the end, or not after the first day", e.Until)
		}
	case EventCategory, EventRenamed, EventPerimeter, EventRenewed, EventCorrectedCategory, EventCorrectedTitle:
		if e.Value == "" {
			return refuse(NotGiven, what, "a value")
		}
	}
	return nil
}

// Standing is where a label stands on a day.
type Standing struct {
	State    LabelState
	Start    date.Day
	End      date.Day // first day no longer in force
	Reserves []string // open, in the order in which they were noted
	Reviewed date.Day // of the last interim review, 0 when none
	Interim  date.Day // when the interim review falls due
	Window   date.Day // when people are first told that it ends
	Renewal  string   // dossier being read, empty when none
}

// On is where the label stands on a day, from what had happened by then.
func (l *Label) On(r *ruleset.Ruleset, day date.Day) (s Standing) {
	var ended LabelState
	var firstEnd date.Day
	for _, e := range l.Events {
		if e.On > day && e.Kind != EventGranted && e.Kind != EventFollowed {
			break
		}
		switch e.Kind {
		case EventGranted, EventFollowed:
			s.Start, s.End, firstEnd = e.On, e.Until, e.Until
		case EventCorrectedEnd:
			if s.End == firstEnd {
				firstEnd = e.Until
			}
			s.End = e.Until
		case EventReserve:
			s.Reserves = append(s.Reserves, e.Value)
		case EventLifted:
			s.Reserves = slices.DeleteFunc(s.Reserves, func(v string) bool { return v == e.Value })
		case EventReviewed:
			s.Reviewed = e.On
		case EventRenewing:
			s.Renewal = e.Value
		case EventDropped:
			s.Renewal = ""
		case EventExtended:
			s.End = e.Until
		case EventRenewed:
			ended = LabelRenewed
		case EventWithdrawn:
			ended = LabelWithdrawn
		}
	}
	s.Interim = s.Start + (firstEnd-s.Start)*date.Day(r.Followup.Interim.Value)/100
	if alerts := l.alerts(r, s.End); len(alerts) > 0 {
		s.Window = alerts[0]
	}
	s.State = s.state(ended, firstEnd, day)
	return s
}

// state is the first that holds: an end, then what asks someone to act soonest.
func (s *Standing) state(ended LabelState, firstEnd, day date.Day) LabelState {
	switch {
	case ended != "":
		return ended
	case day < s.Start:
		return LabelNotYet
	case day >= s.End:
		return LabelExpired
	case s.Renewal != "":
		return LabelInRenewal
	case day >= firstEnd:
		return LabelExtended
	case s.Window != 0 && day >= s.Window:
		return LabelWindow
	case day >= s.Interim && s.Reviewed == 0:
		return LabelInterim
	case len(s.Reserves) > 0:
		return LabelReserved
	}
	return LabelActive
}

// Span is some days on which a label was in one category.
type Span struct {
	From, Until date.Day // Until is the first day no longer
	Category    string
}

// Spans are the days of a label by category, first to last: what the register's lines say
// of it. The first category is that in which it was granted.
func (l *Label) Spans(category string) []Span {
	var list []Span
	for _, e := range l.Events {
		if e.Kind == EventGranted || e.Kind == EventFollowed {
			list = []Span{{e.On, e.Until, category}}
			continue
		}
		last := &list[len(list)-1]
		switch e.Kind {
		case EventExtended, EventCorrectedEnd:
			last.Until = e.Until
		case EventWithdrawn, EventRenewed:
			last.Until = min(last.Until, e.On)
		case EventCorrectedCategory:
			last.Category = e.Value
		case EventCategory:
			list = append(list, Span{e.On, last.Until, e.Value})
			list[len(list)-2].Until = e.On
		}
	}
	return list
}

// lastSpan are the days in the last category.
func (l *Label) lastSpan() Span {
	list := l.Spans("")
	return list[len(list)-1]
}

// Alerts are the days on which people are told that the label ends, first to last.
func (l *Label) Alerts(r *ruleset.Ruleset) []date.Day {
	if len(l.Events) == 0 {
		return nil
	}
	end := l.Events[0].Until
	for _, e := range l.Events {
		if e.Kind == EventExtended || e.Kind == EventCorrectedEnd {
			end = e.Until
		}
	}
	return l.alerts(r, end)
}

func (l *Label) alerts(r *ruleset.Ruleset, end date.Day) (days []date.Day) {
	for _, a := range r.Followup.Alerts {
		days = append(days, monthsBefore(end, a.Value))
	}
	return days
}

// monthsBefore is the same day some months earlier, the last of its month when there is none.
func monthsBefore(d date.Day, months int) date.Day {
	t := d.Time()
	y, m, n := t.Date()
	last := time.Date(y, m-time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC)
	return date.NewDay(last.Year(), last.Month(), min(n, last.Day()))
}
