package campus

import "slices"

// LongestYears is the longest duration that any rule ever allowed.
const LongestYears = 5

func (v *validator) checkLabels() {
	seen := make(map[LabelID]bool)
	of := make(map[ID][]int) // believed labels of each campus
	for i := range v.r.Labels {
		l := &v.r.Labels[i]
		v.row("labels", i, string(l.ID))
		believed(v, seen, l.ID, &l.Provenance)
		if before := v.labelByID[l.ID]; before == nil || l.Retired.IsZero() {
			v.labelByID[l.ID] = l
		}
		if l.Retired.IsZero() {
			of[l.Campus] = append(of[l.Campus], i)
		}
	}
	for i := range v.r.Labels {
		l := &v.r.Labels[i]
		v.row("labels", i, string(l.ID))
		if !v.campuses[l.Campus] {
			v.bad("campus", "unknown campus %q", l.Campus)
		}
		if l.Category != CategoryUnknown && l.Category != CategoryCampus && l.Category != CategoryExcellence {
			v.bad("category", "unknown category %q", l.Category)
		}
		v.span(l)
		v.successor(l)
		v.provenance(&l.Provenance)
		v.bases(l)
		if !l.Retired.IsZero() {
			continue
		}
		v.row("labels", i, string(l.ID))
		for _, j := range of[l.Campus] {
			other := &v.r.Labels[j]
			switch {
			case j >= i:
			case Overlap(l, other):
				v.bad("start", "label %s of the same category was surely in force on a same day", other.ID)
			case l.Category == other.Category && l.Open() && other.Open():
				v.bad("", "neither this label nor %s, of the same category, has an end or a successor", other.ID)
			}
		}
	}
}

// span checks the dates that the label itself states.
func (v *validator) span(l *Label) {
	if !l.Start.IsZero() && !l.End.IsZero() && l.End.Latest() <= l.Start.Earliest() {
		v.bad("end", "%s is not after its start, %s", l.End, l.Start)
	}
	switch {
	case l.Years < 0 || l.Years > LongestYears:
		v.bad("years", "%d: want 1 to %d, or nothing when unknown", l.Years, LongestYears)
	case !l.Start.IsZero() && !l.End.IsZero() && l.End.Earliest() > l.Start.Latest().AddYears(MaxYears(l.Start.Latest())):
		v.warn("end", "%s is past the legal maximum of a label granted on %s, %d years", l.End, l.Start, MaxYears(l.Start.Latest()))
	case l.Years > 0 && !l.Start.IsZero() && l.Years > MaxYears(l.Start.Latest()):
		v.bad("years", "%d is beyond the legal maximum of a label granted on %s, %d", l.Years, l.Start, MaxYears(l.Start.Latest()))
	}
}

func (v *validator) successor(l *Label) {
	if l.Successor == "" {
		return
	}
	next := v.labelByID[l.Successor]
	switch {
	case next == nil:
		v.bad("successor", "unknown label %q", l.Successor)
	case next.Campus != l.Campus:
		v.bad("successor", "label %s is of another campus, %s", next.ID, next.Campus)
	case l.Retired.IsZero() && !next.Retired.IsZero():
		v.bad("successor", "label %s is retired", next.ID)
	case !next.Start.IsZero() && !l.Start.IsZero() && next.Start.Latest() < l.Start.Earliest():
		v.bad("successor", "label %s began before it, on %s", next.ID, next.Start)
	case v.cycle(l):
		v.bad("successor", "labels succeed one another in a circle")
	}
}

// cycle reports whether following the successors of l never ends. A walk longer
// than the number of labels has gone round.
func (v *validator) cycle(l *Label) bool {
	for range len(v.r.Labels) {
		if l.Successor == "" {
			return false
		}
		if l = v.labelByID[l.Successor]; l == nil {
			return false
		}
	}
	return true
}

func (v *validator) bases(l *Label) {
	if len(l.Bases) == 0 {
		v.bad("", "the label rests on nothing: want an act, an attestation or an announcement")
	}
	at := v.at
	sp := spanOf(l, nil)
	for i := range l.Bases {
		b := &l.Bases[i]
		v.at = Problem{Table: "bases", Index: at.Index, Basis: i, ID: string(l.ID)}
		switch b.Kind {
		case ByAct:
			if !known(v.acts, b.Act) {
				v.bad("act", "unknown act %q", b.Act)
			} else if l.Retired.IsZero() && b.Retired.IsZero() && !v.acts[b.Act] {
				v.bad("act", "act %q is retired", b.Act)
			}
		case ByAttestation, ByAnnouncement:
			if b.Act != "" {
				v.bad("act", "only a basis of kind %s names an act", ByAct)
			}
		default:
			v.bad("kind", "unknown kind %q", b.Kind)
		}
		if b.Kind == ByAttestation && !b.On.IsZero() {
			if !l.Start.IsZero() && b.On.Latest() < l.Start.Earliest() {
				v.bad("on", "attested in force on %s, before its start, %s", b.On, l.Start)
			}
			if sp.end != 0 && b.On.Earliest() >= sp.end {
				v.bad("on", "attested in force on %s, after its end", b.On)
			}
		}
		if b.Text == "" {
			v.bad("text", "is empty")
		}
		v.provenance(&b.Provenance)
		if slices.ContainsFunc(l.Bases[:i], func(o Basis) bool {
			return o.Kind == b.Kind && o.Act == b.Act && o.On == b.On && o.Text == b.Text && o.Retired.Equal(b.Retired)
		}) {
			v.bad("", "the same basis is given twice")
		}
	}
	v.at = at
}
