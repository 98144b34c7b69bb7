package campus

import "continuum/internal/date"

// LabelOn is the status on a day of one label; labels are all those of its campus,
// among which its successor is looked for.
func LabelOn(labels []Label, l *Label, day date.Day) State {
	return stateOn(l, successorOf(labels, l), day)
}

// LabelLastKnown is what can be said of one label at most as late as today: its
// status today when that is known, else the one on the last day for which it held,
// which State.On tells. Labels are all those of its campus.
func LabelLastKnown(labels []Label, l *Label, today date.Day) State {
	now := LabelOn(labels, l, today)
	if now.Status != Unknown {
		return now
	}
	s := spanOf(l, successorOf(labels, l))
	day := s.covered
	if day == 0 {
		day = s.start
	}
	if day == 0 || day > today {
		return now
	}
	if st := LabelOn(labels, l, day); st.Status.Holds() {
		return st
	}
	return now
}
