package campus

import (
	"continuum/internal/date"
)

// Status is what can be said of a label on a day.
type Status string

// The statuses, from the surest recognition to its absence.
const (
	InForce Status = "in_force" // an act or attestation covers the day
	// Presumed: started, end unknown, within the legal maximum (see MaxYears).
	Presumed Status = "presumed"
	Unknown  Status = "unknown"
	NotYet   Status = "not_yet"
	Ended    Status = "ended"
)

// Rules2019 is the day of décret n° 2019-962, which raised the legal maximum.
var Rules2019 = date.NewDay(2019, 9, 16)

// MaxYears is the longest duration that a label granted on start may have: four
// years (D. 335-34 code de l'éducation, 2014 wording; the calls of 2013 and 2014
// said the same), five since décret n° 2019-962 of 16 September 2019.
func MaxYears(start date.Day) int {
	if start < Rules2019 {
		return 4
	}
	return 5
}

// State is the status of a label or of a campus on a day, and what it rests on.
type State struct {
	Status Status
	On     date.Day // the day that the status speaks of
	Label  *Label   // the label that decides; nil when the campus has none
	Basis  *Basis   // what the status rests on; nil when nothing does
}

// span is what is certain of a label: it began by start at the latest, and was
// still in force on covered. Zero days are unknown.
type span struct {
	earliest date.Day // before this day it had surely not begun
	start    date.Day // from this day on it had surely begun
	covered  date.Day // last day for which a source shows it in force
	coverer  *Basis
	end      date.Day // first day surely ended; 0 when unknown
	stated   bool     // the end is stated or follows from the duration granted
}

// spanOf reads the label's dates: an imprecise start counts from its latest
// possible day, except that an attestation decides when it is earlier.
func spanOf(l *Label, successor *Label) span {
	s := span{earliest: l.Start.Earliest(), start: l.Start.Latest()}
	for i := range l.Bases {
		b := &l.Bases[i]
		if b.On.IsZero() {
			continue
		}
		if b.Kind == ByAttestation {
			if from := b.On.Earliest(); s.start == 0 || from < s.start {
				s.start = from
			}
			if until := b.On.Latest(); until > s.covered {
				s.covered, s.coverer = until, b
			}
		}
	}
	switch {
	case !l.End.IsZero():
		s.end, s.stated = l.End.Latest(), true
	case l.Years > 0 && !l.Start.IsZero():
		s.end, s.stated = l.Start.AddYears(l.Years).Latest(), true
	case successor != nil:
		s.end = successor.Start.Latest()
	}
	return s
}

// act returns the act that grants the label, nil when it rests on none.
func (l *Label) act() *Basis {
	for i := range l.Bases {
		if l.Bases[i].Kind == ByAct {
			return &l.Bases[i]
		}
	}
	return nil
}

// first returns the basis that best explains a presumption: the earliest dated one,
// else the first.
func (l *Label) first() *Basis {
	var best *Basis
	for i := range l.Bases {
		b := &l.Bases[i]
		if best == nil || best.On.IsZero() && !b.On.IsZero() ||
			!b.On.IsZero() && b.On.Compare(best.On) < 0 {
			best = b
		}
	}
	return best
}

// stateOn is the status of one label on a day.
func stateOn(l *Label, successor *Label, day date.Day) State {
	s := spanOf(l, successor)
	st := State{Status: Unknown, On: day, Label: l}
	switch {
	case s.end != 0 && day >= s.end:
		st.Status, st.Basis = Ended, l.first()
	case s.start == 0:
		// Undated: nothing says on which day it was in force.
	case s.earliest != 0 && day < s.earliest && day < s.start:
		st.Status, st.Basis = NotYet, l.first()
	case day < s.start:
		// It may have begun: the source gives no precise day.
	case day <= s.covered:
		// Between its start and the day of an attestation a label has no gap.
		st.Status, st.Basis = InForce, s.coverer
	case l.act() != nil && s.stated:
		st.Status, st.Basis = InForce, l.act()
	case s.stated, day < s.start.AddYears(MaxYears(s.start)):
		st.Status, st.Basis = Presumed, l.first()
	}
	return st
}

// rank orders statuses by what they tell of a campus that holds several labels.
func (s Status) rank() int {
	switch s {
	case InForce:
		return 5
	case Presumed:
		return 4
	case Unknown:
		return 3
	case Ended:
		return 2
	}
	return 1
}

// Holds reports whether the status counts as labelled on that day.
func (s Status) Holds() bool { return s == InForce || s == Presumed }

// StateOn is the status of a campus on a day, given its labels (those believed
// today, any order): the best status among them; between equals, the label that
// started last. Without a label the status is unknown.
func StateOn(labels []Label, day date.Day) State {
	best := State{Status: Unknown, On: day}
	for i := range labels {
		l := &labels[i]
		st := stateOn(l, successorOf(labels, l), day)
		if best.Label == nil || st.Status.rank() > best.Status.rank() ||
			st.Status == best.Status && l.Start.Compare(best.Label.Start) > 0 {
			best = st
		}
	}
	return best
}

// LastKnown is what the register can say of a campus at most as late as today:
// its status today when that is known, else the status on the last day for which
// one is, which State.On tells.
func LastKnown(labels []Label, today date.Day) State {
	now := StateOn(labels, today)
	if now.Status != Unknown {
		return now
	}
	last := now
	for i := range labels {
		l := &labels[i]
		s := spanOf(l, successorOf(labels, l))
		day := s.covered
		if day == 0 {
			day = s.start
		}
		if day == 0 || day > today {
			continue
		}
		if st := StateOn(labels, day); st.Status.Holds() && (last.Status == Unknown || day > last.On) {
			last = st
		}
	}
	return last
}

func successorOf(labels []Label, l *Label) *Label {
	if l.Successor == "" {
		return nil
	}
	for i := range labels {
		if labels[i].ID == l.Successor {
			return &labels[i]
		}
	}
	return nil
}

// Overlap reports whether two labels of one campus and category were surely in
// force on a same day, which the law does not allow. Unknown ends are read
// narrowly: doubt is not a fault.
func Overlap(a, b *Label) bool {
	if a.Campus != b.Campus || a.Category != b.Category || a.Category == CategoryUnknown {
		return false
	}
	from1, to1 := certain(a, b)
	from2, to2 := certain(b, a)
	return from1 != 0 && from2 != 0 && from1 < to2 && from2 < to1
}

// certain returns the days [from, to) on which l was surely in force; other is
// the label it is compared with, which may be its successor.
func certain(l, other *Label) (from, to date.Day) {
	var successor *Label
	if l.Successor == other.ID {
		successor = other
	}
	s := spanOf(l, successor)
	if s.start == 0 {
		return 0, 0
	}
	to = s.start + 1
	if s.covered >= to {
		to = s.covered + 1
	}
	if s.stated {
		end := l.End.Earliest()
		if l.End.IsZero() {
			end = l.Start.AddYears(l.Years).Earliest()
		}
		to = max(to, end)
	}
	return s.start, to
}
