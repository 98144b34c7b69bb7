package campus

import (
	"cmp"
	"strings"

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
	dated    bool     // a date says when it began, not an attestation alone
	covered  date.Day // last day for which a source shows it in force
	coverer  *Basis
	ending   date.Day // from this day on it may have ended, when the end is stated
	end      date.Day // first day surely ended; 0 when unknown
	stated   bool     // the end is stated or follows from the duration granted
}

// spanOf reads the label's dates: an imprecise start counts from its latest
// possible day, except that an attestation decides when it is earlier.
func spanOf(l *Label, successor *Label) span {
	s := span{earliest: l.Start.Earliest(), start: l.Start.Latest(), dated: !l.Start.IsZero()}
	for i := range l.Bases {
		b := &l.Bases[i]
		if b.Kind != ByAttestation || b.On.IsZero() || !b.Retired.IsZero() {
			continue
		}
		from := b.On.Earliest()
		if b.On.Latest() >= s.earliest {
			from = max(from, s.earliest) // "2015" attests no day before the label began
		}
		if s.start == 0 || from < s.start {
			s.start = from
		}
		if until := b.On.Latest(); until > s.covered {
			s.covered, s.coverer = until, b
		}
	}
	switch {
	case !l.End.IsZero():
		s.ending, s.end, s.stated = l.End.Earliest(), l.End.Latest(), true
	case l.Years > 0 && s.dated:
		s.ending, s.end, s.stated = s.earliest.AddYears(l.Years), s.start.AddYears(l.Years), true
	case successor != nil:
		s.end = spanOf(successor, nil).start
	}
	return s
}

// act returns the act that grants the label, nil when it rests on none.
func (l *Label) act() *Basis {
	for i := range l.Bases {
		if l.Bases[i].Kind == ByAct && l.Bases[i].Retired.IsZero() {
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
		if !b.Retired.IsZero() {
			continue
		}
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
	case l.act() != nil && s.stated && day < s.ending:
		st.Status, st.Basis = InForce, l.act()
	case s.stated, s.dated && day < s.start.AddYears(MaxYears(s.start)):
		// An attestation alone bounds no duration: nobody knows when it began.
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
// came last, but the first to come while none has begun. Without a label the
// status is unknown.
func StateOn(labels []Label, day date.Day) State {
	best := State{Status: Unknown, On: day}
	for i := range labels {
		st := stateOn(&labels[i], successorOf(labels, &labels[i]), day)
		if best.Label == nil || st.Status.rank() > best.Status.rank() {
			best = st
			continue
		}
		if later := compare(labels, st.Label, best.Label) > 0; st.Status == best.Status && later != (st.Status == NotYet) {
			best = st
		}
	}
	return best
}

// LastKnown is what the register can say of a campus at most as late as today: its
// status today when that is known, else the one on the last day for which a source
// shows or says a label in force, which State.On tells.
func LastKnown(labels []Label, today date.Day) State {
	now := StateOn(labels, today)
	if now.Status != Unknown {
		return now
	}
	last := now
	for i := range labels {
		s := spanOf(&labels[i], successorOf(labels, &labels[i]))
		for _, day := range []date.Day{s.covered, s.start} {
			if day == 0 || day > today || last.Status != Unknown && day <= last.On {
				continue
			}
			if st := StateOn(labels, day); st.Status.Holds() {
				last = st
			}
		}
	}
	return last
}

// compare orders two labels of a campus by when they came: by start, an undated
// label standing just after the one that it succeeds; by identifier in the end, so
// that the order of the list never matters.
func compare(labels []Label, a, b *Label) int {
	startA, depthA := arrival(labels, a)
	startB, depthB := arrival(labels, b)
	return cmp.Or(startA.Compare(startB), depthA-depthB, strings.Compare(string(a.ID), string(b.ID)))
}

// arrival is the start of a label, or of the last dated one before it in the chain
// of successors, and how far along the chain that is.
func arrival(labels []Label, l *Label) (start date.Date, depth int) {
	for l.Start.IsZero() && depth < len(labels) { // a chain longer than the list is a circle
		before := predecessorOf(labels, l)
		if before == nil {
			break
		}
		l, depth = before, depth+1
	}
	return l.Start, depth
}

// predecessorOf returns the label that l succeeds, nil when there is none; when it
// succeeds several, the one that started last.
func predecessorOf(labels []Label, l *Label) (before *Label) {
	for i := range labels {
		o := &labels[i]
		if o.Successor != l.ID || l.ID == "" {
			continue
		}
		if before == nil || cmp.Or(o.Start.Compare(before.Start), strings.Compare(string(o.ID), string(before.ID))) > 0 {
			before = o
		}
	}
	return before
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
	from1, to1 := certain(a)
	from2, to2 := certain(b)
	return from1 != 0 && from2 != 0 && max(from1, from2) < min(to1, to2)
}

// certain returns the days [from, to) on which l was surely in force. An imprecise
// attestation shows it on one day only of its month or year, no one knows which.
func certain(l *Label) (from, to date.Day) {
	from = l.Start.Latest()
	if from != 0 {
		to = from + 1
	}
	for i := range l.Bases {
		b := &l.Bases[i]
		if b.Kind != ByAttestation || b.On.IsZero() || !b.Retired.IsZero() {
			continue
		}
		if from == 0 || b.On.Latest() < from {
			from = b.On.Latest()
		}
		to = max(to, b.On.Earliest()+1)
	}
	if s := spanOf(l, nil); s.stated && from != 0 {
		to = max(to, s.ending)
	}
	return from, to
}
