package expertise

import (
	"cmp"
	"math"
	"slices"
)

// Apart is how far scores of one thing must lie apart to be shown for discussion.
const Apart = 2

// Spread is how the readers of a dossier scored a criterion. There is no mean without it.
type Spread struct {
	Dossier   DossierID   `json:"dossier"`
	Criterion CriterionID `json:"criterion"`
	Scores    []int8      `json:"scores"` // in order, without their readers
	Mean      float64     `json:"mean"`
	Range     int         `json:"range"` // highest less lowest
}

// Spreads are those of all dossiers and criteria that were scored, by dossier then
// criterion.
func (t *table) spreads() []Spread {
	list := []Spread{}
	for d, id := range t.dossiers {
		for c, criterion := range t.criteria {
			scores := t.cell(d, c)
			if len(scores) == 0 {
				continue
			}
			slices.Sort(scores)
			list = append(list, Spread{id, criterion, scores, mean(scores), int(scores[len(scores)-1] - scores[0])})
		}
	}
	return list
}

func mean(scores []int8) float64 {
	sum := 0
	for _, s := range scores {
		sum += int(s)
	}
	return float64(sum) / float64(len(scores))
}

// Agreement is how far readers agree on a criterion, or on all of them.
type Agreement struct {
	Criterion CriterionID `json:"criterion"` // empty: all
	Alpha     *float64    `json:"alpha"`     // nil when it can't be told
	// Low and High hold alpha in nine of ten draws of as many dossiers among those read,
	// each as often as the draw has it; nil when it can't be told.
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
	Pairs int      `json:"pairs"` // of scores compared
	Apart int      `json:"apart"` // of which Apart or more
}

// agreements are those of all criteria together, then of each.
func (t *table) agreements(draws *draws) []Agreement {
	list := []Agreement{t.agreement("", -1, draws)}
	for c, id := range t.criteria {
		list = append(list, t.agreement(id, c, draws))
	}
	return list
}

// agreement is that of a criterion, of all when it is negative: a dossier brings a unit
// for each, so that draws keep its units together.
func (t *table) agreement(id CriterionID, criterion int, draws *draws) Agreement {
	a := Agreement{Criterion: id}
	units := make([]coincidences, len(t.dossiers))
	for d := range t.dossiers {
		for c := range t.criteria {
			if criterion >= 0 && c != criterion {
				continue
			}
			scores := t.cell(d, c)
			units[d].add(scores)
			for i, x := range scores {
				for _, y := range scores[:i] {
					a.Pairs++
					if x-y >= Apart || y-x >= Apart {
						a.Apart++
					}
				}
			}
		}
	}
	var all coincidences
	for d := range units {
		all.join(&units[d])
	}
	a.Alpha = known(all.alpha())
	if a.Alpha == nil {
		return a
	}
	rand := draws.start()
	var drawn []float64
	for range draws.n {
		all = coincidences{}
		for range units {
			all.join(&units[rand.IntN(len(units))])
		}
		if alpha := all.alpha(); !math.IsNaN(alpha) {
			drawn = append(drawn, alpha)
		}
	}
	if len(drawn) > 0 {
		slices.Sort(drawn)
		a.Low, a.High = new(quantile(drawn, 0.05)), new(quantile(drawn, 0.95))
	}
	return a
}

// quantile is that of a sorted list.
func quantile(sorted []float64, q float64) float64 {
	return sorted[int(math.Round(q*float64(len(sorted)-1)))]
}

func known(f float64) *float64 {
	if math.IsNaN(f) {
		return nil
	}
	return &f
}

// byID sorts what has an identifier of some kind.
func byID[T any, K cmp.Ordered](list []T, id func(T) K) []T {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(id(a), id(b)) })
	return list
}
