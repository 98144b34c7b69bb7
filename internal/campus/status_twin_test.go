package campus_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"continuum/internal/campus"
	"continuum/internal/date"
)

// The twin walks the days one by one and never does arithmetic on dates: it knows
// what a sentence of the rules means on each day, and nothing else.

var (
	firstDay = date.NewDay(2010, 1, 1)
	lastDay  = date.NewDay(2032, 1, 1)
)

// names are the days as they are written.
var names = func() (list []string) {
	for d := firstDay; d <= lastDay; d++ {
		list = append(list, d.String())
	}
	return list
}()

// may reports whether the date may mean the day.
func may(d string, day date.Day) bool {
	return d != "" && strings.HasPrefix(names[day-firstDay], d)
}

// walk tells of each day whether the label had surely begun on it.
func walk(l campus.Label) (begun []bool) {
	start := l.Start.String()
	var attestations []string // those that may put it in force
	for _, b := range l.Bases {
		if b.Kind == campus.ByAttestation {
			attestations = append(attestations, b.On.String())
		}
	}
	starts, over := false, false // the start is behind; the last day that it may mean is behind
	for d := firstDay; d < lastDay; d++ {
		starts = starts || may(start, d)
		over = over || may(start, d) && !may(start, d+1)
		attested := slices.ContainsFunc(attestations, func(on string) bool {
			// A vague attestation begins no earlier than the start that it may share.
			return may(on, d) && (starts || start == "" || before(date.Must(on), l.Start))
		})
		begun = append(begun, over || attested || len(begun) > 0 && begun[len(begun)-1])
	}
	return begun
}

func before(a, b date.Date) bool { return a.Latest() < b.Earliest() }

// twin is the status of a label on a day; begun is what walk tells of it, next of
// its successor, if it has one.
func twin(l campus.Label, begun, next []bool, day date.Day) campus.Status {
	at := func(d date.Day) bool { return begun[d-firstDay] }
	first := slices.Index(begun, true) // day on which it had surely begun, -1 never

	// The end, stated, granted or taken over.
	var gone, going bool // surely ended; may have ended
	stated := true
	switch {
	case !l.End.IsZero():
		gone, going = day >= l.End.Latest(), day >= l.End.Earliest()
	case l.Years > 0 && !l.Start.IsZero():
		gone = day >= (firstDay + date.Day(first)).AddYears(l.Years)
		going = day >= l.Start.Earliest().AddYears(l.Years)
	default:
		stated = false
		gone = next != nil && next[day-firstDay]
	}
	if gone {
		return campus.Ended
	}
	if first < 0 {
		return campus.Unknown
	}
	if !at(day) {
		if !l.Start.IsZero() && day < l.Start.Earliest() {
			return campus.NotYet
		}
		return campus.Unknown
	}
	for _, b := range l.Bases {
		if b.Kind == campus.ByAttestation && !b.On.IsZero() && day <= b.On.Latest() {
			return campus.InForce
		}
	}
	if stated {
		if !going && slices.ContainsFunc(l.Bases, func(b campus.Basis) bool { return b.Kind == campus.ByAct }) {
			return campus.InForce
		}
		return campus.Presumed
	}
	start := firstDay + date.Day(first)
	years := 5
	if start < date.NewDay(2019, 9, 16) {
		years = 4
	}
	if !l.Start.IsZero() && day < start.AddYears(years) {
		return campus.Presumed
	}
	return campus.Unknown
}

// randomDate is unknown, a year, a month or a day between 2013 and 2022.
func randomDate(r *rand.Rand) date.Date {
	y, m, d := 2013+r.IntN(10), 1+r.IntN(12), 1+r.IntN(28)
	return date.Must([]string{"", fmt.Sprintf("%d", y), fmt.Sprintf("%d-%02d", y, m), fmt.Sprintf("%d-%02d-%02d", y, m, d)}[r.IntN(4)])
}

func randomLabels(r *rand.Rand) []campus.Label {
	labels := make([]campus.Label, 1+r.IntN(3))
	for i := range labels {
		l := &labels[i]
		l.ID, l.Campus = campus.LabelID(fmt.Sprint("l", i)), "mer"
		l.Category = []campus.Category{campus.CategoryCampus, campus.CategoryExcellence, campus.CategoryUnknown}[r.IntN(3)]
		l.Start = randomDate(r)
		switch r.IntN(4) {
		case 0:
			l.End = randomDate(r)
		case 1:
			l.Years = 1 + r.IntN(5)
		}
		for range 1 + r.IntN(3) {
			kind := []campus.BasisKind{campus.ByAct, campus.ByAttestation, campus.ByAttestation, campus.ByAnnouncement}[r.IntN(4)]
			l.Bases = append(l.Bases, campus.Basis{Kind: kind, On: randomDate(r)})
		}
		if i > 0 && r.IntN(2) == 0 {
			labels[i-1].Successor = l.ID
		}
	}
	return labels
}

func TestStatusAgainstItsTwin(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 1))
	rank := []campus.Status{campus.NotYet, campus.Ended, campus.Unknown, campus.Presumed, campus.InForce}
	for range 200 {
		labels := randomLabels(r)
		begun := make(map[campus.LabelID][]bool)
		for _, l := range labels {
			begun[l.ID] = walk(l)
		}
		for range 10 {
			// Days close to the dates given are the ones that go wrong.
			day := date.NewDay(2012, 1, 1) + date.Day(r.IntN(15*365))
			if l := labels[r.IntN(len(labels))]; !l.Start.IsZero() && r.IntN(2) == 0 {
				day = l.Start.Latest().AddYears(r.IntN(6)) + date.Day(r.IntN(3)-1)
			}
			best := campus.NotYet
			for i := range labels {
				l := &labels[i]
				want := twin(*l, begun[l.ID], begun[l.Successor], day)
				if got := campus.LabelOn(labels, l, day).Status; got != want {
					t.Fatalf("seed %d: label %s of %+v on %s: %s, the twin says %s", seed, l.ID, labels, day, got, want)
				}
				if slices.Index(rank, want) > slices.Index(rank, best) {
					best = want
				}
			}
			st := campus.StateOn(labels, day)
			if st.Status != best {
				t.Fatalf("seed %d: campus %+v on %s: %s, want %s", seed, labels, day, st.Status, best)
			}
			properties(t, seed, labels, st)
		}
	}
}

// properties are what holds of any campus on any day.
func properties(t *testing.T, seed uint64, labels []campus.Label, st campus.State) {
	t.Helper()
	if st.Status.Holds() && st.Basis == nil {
		t.Fatalf("seed %d: %s on %s rests on nothing: %+v", seed, st.Status, st.On, labels)
	}
	if st.Status == campus.InForce && st.Basis.Kind == campus.ByAnnouncement {
		t.Fatalf("seed %d: in force on %s by an announcement: %+v", seed, st.On, labels)
	}
	reversed := slices.Clone(labels)
	slices.Reverse(reversed)
	if other := campus.StateOn(reversed, st.On); other.Status != st.Status || other.Label.ID != st.Label.ID {
		t.Fatalf("seed %d: on %s, %s by %s in one order, %s by %s in the other: %+v", seed, st.On, st.Status, st.Label.ID, other.Status, other.Label.ID, labels)
	}
	last := campus.LastKnown(labels, st.On)
	if last.On > st.On || last.Status != st.Status && st.Status != campus.Unknown {
		t.Fatalf("seed %d: last known on %s: %s on %s, although %s then: %+v", seed, st.On, last.Status, last.On, st.Status, labels)
	}
}

// TestOverlapIsSure: two labels that overlap were both labelled on a same day, as far
// as StateOn can tell.
func TestOverlapIsSure(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 2))
	found := 0
	for range 1500 {
		labels := append(randomLabels(r), randomLabels(r)...)
		a, b := labels[0], labels[len(labels)-1]
		a.Category, b.Category, a.Successor, b.Successor = campus.CategoryCampus, campus.CategoryCampus, "", ""
		if campus.Overlap(&a, &b) != campus.Overlap(&b, &a) {
			t.Fatalf("seed %d: Overlap depends on the order of %+v and %+v", seed, a, b)
		}
		if !campus.Overlap(&a, &b) || contradicts(a) || contradicts(b) {
			continue
		}
		found++
		common := false
		for day := date.NewDay(2013, 1, 1); day < date.NewDay(2028, 1, 1) && !common; day++ {
			common = campus.StateOn([]campus.Label{a}, day).Status.Holds() && campus.StateOn([]campus.Label{b}, day).Status.Holds()
		}
		if !common {
			t.Fatalf("seed %d: %+v and %+v overlap, but on no day do both hold", seed, a, b)
		}
	}
	if found == 0 {
		t.Errorf("seed %d: no overlap among 1,500 pairs: the test shows nothing", seed)
	}
}

// contradicts reports whether the dates of a label deny one another, which
// validation refuses.
func contradicts(l campus.Label) bool {
	if !l.End.IsZero() && !l.Start.IsZero() && l.End.Latest() <= l.Start.Latest() {
		return true
	}
	return slices.ContainsFunc(l.Bases, func(b campus.Basis) bool {
		return b.Kind == campus.ByAttestation && !b.On.IsZero() &&
			(before(b.On, l.Start) || !l.End.IsZero() && b.On.Latest() >= l.End.Earliest() ||
				l.Years > 0 && !l.Start.IsZero() && b.On.Latest() >= l.Start.Earliest().AddYears(l.Years) || !l.End.IsZero() && l.Start.IsZero())
	})
}
