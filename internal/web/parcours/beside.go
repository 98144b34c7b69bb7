package parcours

import (
	"strconv"

	"continuum/internal/web/ui"
)

// Beside are the two itineraries to set side by side, when two that are shown are asked.
func (v *view) Beside() []*way {
	l, r := v.Ask.Left, v.Ask.Right
	if l == 0 || r == 0 || l == r || max(l, r) > len(v.Ways) {
		return nil
	}
	return []*way{&v.Ways[l-1], &v.Ways[r-1]}
}

// besideRows is how many steps the longer of two itineraries has.
func besideRows(pair []*way) int { return max(len(pair[0].Steps), len(pair[1].Steps)) }

// BesideOptions are the itineraries that may be set beside another; first is which one
// the form proposes when none is chosen.
func (v *view) BesideOptions(chosen, first int) []ui.Option {
	if chosen < 1 || chosen > len(v.Ways) {
		chosen = first
	}
	var list []ui.Option
	for i := range v.Ways {
		w := &v.Ways[i]
		list = append(list, ui.Option{
			Value: strconv.Itoa(w.N), Label: v.T("parcours.way", w.N, w.Last().Q.Label), Selected: w.N == chosen,
		})
	}
	return list
}
