package pathway

import (
	"cmp"
	"math"
	"slices"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// young estimates how many pupils of 3ᵉ live in each commune: those of a collège ÷ 4,
// shared among the communes nearest to it by population. See docs/continuum.md.
func young(m *training.Model, communes []Commune) []float64 {
	var colleges []int32
	var at []geo.Vector
	for i := range m.Establishments {
		e := &m.Establishments[i]
		if e.Kind == training.College && e.Pupils.Status == training.Known && e.Pupils.Value > 0 && !e.Point.IsZero() {
			colleges = append(colleges, int32(i))
			at = append(at, geo.Unit(e.Point))
		}
	}
	homes := make([]geo.Vector, len(communes))
	var placed []int32
	for i := range communes {
		if !communes[i].Point.IsZero() {
			homes[i] = geo.Unit(communes[i].Point)
			placed = append(placed, int32(i))
		}
	}
	weights := make([]float64, len(communes))
	if len(placed) == 0 {
		return weights
	}
	of := make([][]int32, len(colleges)) // communes of each
	near := newNearest(at)
	for _, c := range placed {
		if college := near.find(homes[c]); college >= 0 {
			of[college] = append(of[college], c)
		}
	}
	points := make([]geo.Vector, len(placed))
	for i, c := range placed {
		points[i] = homes[c]
	}
	nearCommune := newNearest(points)
	for i, college := range colleges {
		pupils := float64(m.Establishments[college].Pupils.Value) / 4
		if len(of[i]) == 0 {
			weights[placed[nearCommune.find(at[i])]] += pupils
			continue
		}
		people := 0
		for _, c := range of[i] {
			people += communes[c].Population
		}
		for _, c := range of[i] {
			if people == 0 {
				weights[c] += pupils / float64(len(of[i]))
			} else {
				weights[c] += pupils * float64(communes[c].Population) / float64(people)
			}
		}
	}
	for i, w := range weights {
		weights[i] = math.Round(w*grain) / grain
	}
	return weights
}

// grain makes young people multiples of a power of two, so that sums are exact in any
// order: the answer does not depend on the number of processors.
const grain = 1024

// nearest finds the nearest of some places, the first of equals: they are sorted by
// latitude, and looked at outwards until the latitude alone is too far.
type nearest struct {
	at    []geo.Vector
	order []int32
}

func newNearest(at []geo.Vector) *nearest {
	n := &nearest{at, make([]int32, len(at))}
	for i := range n.order {
		n.order[i] = int32(i)
	}
	slices.SortFunc(n.order, func(a, b int32) int { return cmp.Or(cmp.Compare(at[a].Z, at[b].Z), cmp.Compare(a, b)) })
	return n
}

// find returns the position of the nearest place, -1 when there is none.
func (n *nearest) find(p geo.Vector) int32 {
	best, far := int32(-1), math.Inf(1)
	up, _ := slices.BinarySearchFunc(n.order, p.Z, func(i int32, z float64) int { return cmp.Compare(n.at[i].Z, z) })
	down := up - 1
	for up < len(n.order) || down >= 0 {
		var i int32
		if down < 0 || up < len(n.order) && n.at[n.order[up]].Z-p.Z <= p.Z-n.at[n.order[down]].Z {
			i = n.order[up]
			up++
		} else {
			i = n.order[down]
			down--
		}
		if dz := n.at[i].Z - p.Z; dz*dz > far {
			break // the chord is at least the difference of heights on the sphere
		}
		if d := n.at[i].Chord2(p); d < far || d == far && i < best {
			best, far = i, d
		}
	}
	return best
}
