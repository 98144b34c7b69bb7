package training

import (
	"cmp"
	"slices"
	"strings"
)

// index is what leads from a thing to those that refer to it. Lists of positions are
// kept end to end: the ones of thing i are all[start[i]:start[i+1]].
type index struct {
	alias      map[string]int32
	atPlace    lists // offers of an establishment
	ofDiploma  lists // offers of a qualification
	next, prev lists // progressions from and to a qualification
	results    lists // outcomes of a qualification
	placeRates lists // outcomes of an establishment
}

type lists struct{ start, all []int32 }

func (l *lists) of(i int32) []int32 {
	if i < 0 || int(i)+1 >= len(l.start) {
		return nil
	}
	return l.all[l.start[i]:l.start[i+1]]
}

// group lists the positions of n items by the owner of each, None for no owner.
func group(owners, n int, owner func(int) int32) lists {
	start := make([]int32, owners+1)
	for i := range n {
		if o := owner(i); o >= 0 {
			start[o+1]++
		}
	}
	for i := range owners {
		start[i+1] += start[i]
	}
	all := make([]int32, start[owners])
	at := slices.Clone(start)
	for i := range n {
		if o := owner(i); o >= 0 {
			all[at[o]] = int32(i)
			at[o]++
		}
	}
	return lists{start, all}
}

// Index makes the model answer questions. Slices are in the order that Model states,
// and don't change afterwards.
func (m *Model) Index() {
	x := &m.index
	x.alias = make(map[string]int32)
	for i := range m.Qualifications {
		for _, a := range m.Qualifications[i].Aliases {
			x.alias[a] = int32(i)
		}
	}
	ne, nq := len(m.Establishments), len(m.Qualifications)
	x.atPlace = group(ne, len(m.Offers), func(i int) int32 { return m.Offers[i].Establishment })
	x.ofDiploma = group(nq, len(m.Offers), func(i int) int32 { return m.Offers[i].Qualification })
	x.next = group(nq, len(m.Progressions), func(i int) int32 { return m.Progressions[i].From })
	x.prev = group(nq, len(m.Progressions), func(i int) int32 { return m.Progressions[i].To })
	x.results = group(nq, len(m.Outcomes), func(i int) int32 { return m.Outcomes[i].Qualification })
	x.placeRates = group(ne, len(m.Outcomes), func(i int) int32 {
		if m.Outcomes[i].Qualification != None {
			return None
		}
		return m.Outcomes[i].Establishment
	})
}

// Establishment returns the position of a UAI, None when there is none.
func (m *Model) Establishment(uai string) int32 {
	return find(m.Establishments, uai, func(e *Establishment) string { return e.UAI })
}

// Qualification returns the position of an identifier; moved is true when it is an
// alias and the reader should be sent to the present one. None when there is none.
func (m *Model) Qualification(id string) (at int32, moved bool) {
	if at = find(m.Qualifications, id, func(q *Qualification) string { return q.ID }); at != None {
		return at, false
	}
	if i, ok := m.index.alias[id]; ok {
		return i, true
	}
	return None, false
}

// Offer returns the position of an identifier, None when there is none.
func (m *Model) Offer(id string) int32 {
	return find(m.Offers, id, func(o *Offer) string { return o.ID })
}

// Occupation returns the position of a ROME code, None when there is none.
func (m *Model) Occupation(rome string) int32 {
	return find(m.Occupations, rome, func(o *Occupation) string { return o.ROME })
}

func find[T any](all []T, id string, of func(*T) string) int32 {
	lo, hi := 0, len(all)
	for lo < hi {
		mid := (lo + hi) / 2
		switch c := strings.Compare(of(&all[mid]), id); {
		case c == 0:
			return int32(mid)
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return None
}

// OffersAt returns the positions of the offers of an establishment.
func (m *Model) OffersAt(establishment int32) []int32 { return m.index.atPlace.of(establishment) }

// OffersOf returns the positions of the offers of a qualification.
func (m *Model) OffersOf(qualification int32) []int32 { return m.index.ofDiploma.of(qualification) }

// From returns the positions of the progressions that leave a qualification.
func (m *Model) From(qualification int32) []int32 { return m.index.next.of(qualification) }

// To returns the positions of the progressions that lead to a qualification.
func (m *Model) To(qualification int32) []int32 { return m.index.prev.of(qualification) }

// OutcomesOf returns the positions of the outcomes of a qualification.
func (m *Model) OutcomesOf(qualification int32) []int32 { return m.index.results.of(qualification) }

// OutcomesAt returns the positions of the outcomes of an establishment as a whole.
func (m *Model) OutcomesAt(establishment int32) []int32 { return m.index.placeRates.of(establishment) }

// Sort puts the slices in the order that Model states. It is for who makes a model
// whose parts don't refer to each other yet.
func Sort[T any](all []T, id func(*T) string) {
	slices.SortFunc(all, func(a, b T) int { return cmp.Compare(id(&a), id(&b)) })
}
