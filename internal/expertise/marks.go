package expertise

import (
	"cmp"
	"slices"
)

// Mark is one score of one reader.
type Mark struct {
	Pair
	Criterion CriterionID `json:"criterion"`
	Score     int         `json:"score"`
	// Turn orders a reader's sheets as they were handed in; equal turns say nothing.
	Turn int `json:"turn"`
}

// MaxMarks bounds the marks that figures are made of.
const MaxMarks = 200_000

// Marks are those of a sheet.
func (s *Sheet) Marks(turn int) (marks []Mark) {
	for _, x := range s.Scores {
		marks = append(marks, Mark{s.Pair, x.Criterion, x.Value, turn})
	}
	return marks
}

// table is marks by dossier, reader and criterion: dossiers and readers in the order of
// identifiers, criteria in that of the référentiel.
type table struct {
	dossiers []DossierID
	experts  []ExpertID
	criteria []CriterionID
	read     [][]reading // by dossier
}

// reading is what a reader gave a dossier: a score a criterion, -1 for none.
type reading struct {
	expert int
	turn   int
	scores []int8
}

// tabulate puts marks in order, whatever theirs, or fails with fault.Invalid. Criteria that
// order does not have come after, by identifier.
func tabulate(marks []Mark, order []CriterionID) (*table, error) {
	if len(marks) > MaxMarks {
		return nil, invalid("marks", "%d: at most %d", len(marks), MaxMarks)
	}
	t := &table{
		dossiers: distinct(marks, func(m Mark) DossierID { return m.Dossier }),
		experts:  distinct(marks, func(m Mark) ExpertID { return m.Expert }),
		criteria: distinct(marks, func(m Mark) CriterionID { return m.Criterion }),
	}
	place := make(map[CriterionID]int, len(order)+len(t.criteria))
	for i, c := range order {
		place[c] = i - len(order)
	}
	slices.SortStableFunc(t.criteria, func(a, b CriterionID) int { return place[a] - place[b] })
	for i, c := range t.criteria {
		place[c] = i
	}
	t.read = make([][]reading, len(t.dossiers))
	sorted := slices.SortedFunc(slices.Values(marks), func(a, b Mark) int {
		return cmp.Or(comparePairs(a.Pair, b.Pair), cmp.Compare(a.Criterion, b.Criterion))
	})
	for i, m := range sorted {
		switch {
		case m.Dossier == "" || m.Expert == "" || m.Criterion == "":
			return nil, invalid("marks", "one lacks its dossier, expert or criterion")
		case m.Score < 0 || m.Score > MaxScore:
			return nil, invalid("marks", "%s, %s, %s: score %d: want 0 to %d", m.Dossier, m.Expert, m.Criterion, m.Score, MaxScore)
		}
		d, _ := slices.BinarySearch(t.dossiers, m.Dossier)
		c := place[m.Criterion]
		if i == 0 || sorted[i-1].Pair != m.Pair {
			e, _ := slices.BinarySearch(t.experts, m.Expert)
			t.read[d] = append(t.read[d], reading{e, m.Turn, slices.Repeat([]int8{-1}, len(t.criteria))})
		}
		r := &t.read[d][len(t.read[d])-1]
		if r.scores[c] >= 0 {
			return nil, invalid("marks", "%s, %s, %s: scored twice", m.Dossier, m.Expert, m.Criterion)
		}
		r.scores[c] = int8(m.Score)
	}
	return t, nil
}

// distinct lists the values of a key, in order.
func distinct[K cmp.Ordered](marks []Mark, key func(Mark) K) []K {
	var all []K
	for _, m := range marks {
		all = append(all, key(m))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// cell is the scores of a criterion in a dossier.
func (t *table) cell(dossier, criterion int) (scores []int8) {
	for _, r := range t.read[dossier] {
		if s := r.scores[criterion]; s >= 0 {
			scores = append(scores, s)
		}
	}
	return scores
}

// weigh puts weights in the order of the criteria. A criterion without one weighs 1; no
// weight is negative, and they are not all zero.
func (t *table) weigh(weights map[CriterionID]float64) ([]float64, error) {
	list, sum := make([]float64, len(t.criteria)), 0.0
	for i, c := range t.criteria {
		w, told := weights[c]
		if !told {
			w = 1
		}
		if !(w >= 0 && w <= 1000) {
			return nil, invalid("weight", "%s: %g: want 0 to 1000", c, w)
		}
		list[i] = w
		sum += w
	}
	if len(list) > 0 && sum == 0 {
		return nil, invalid("weight", "all are zero")
	}
	return list, nil
}
