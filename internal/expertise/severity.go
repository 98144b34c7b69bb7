package expertise

import "math"

// Reader is how a reader scores beside those who read the same dossiers. It judges no
// one: it says what a plenary should keep in mind.
type Reader struct {
	Expert ExpertID `json:"expert"`
	Marks  int      `json:"marks"` // shared with another reader
	// Difference is the mean of the reader's scores less those of the others on the same
	// dossier and criterion; nil when nobody else read them.
	Difference *float64 `json:"difference"`
	// Leniency is what is left of it once the leniency of the others is taken into account
	// and few marks are trusted little, in points of the scale; positive scores high.
	Leniency float64 `json:"leniency"`
	Error    float64 `json:"error"` // standard error of Leniency
	// Drift is the difference in the later half of the reader's sheets less that in the
	// earlier half; nil without two sheets in an order, each shared.
	Drift *float64 `json:"drift"`
}

// Clear tells whether the leniency is more than what chance alone brings one time in
// twenty.
func (r *Reader) Clear() bool { return math.Abs(r.Leniency) > 1.96*r.Error }

// Severity is a model of all scores: what a dossier is worth on a criterion, whoever
// reads, plus what a reader adds everywhere, plus what neither explains.
type Severity struct {
	Readers []Reader `json:"readers"` // by expert
	// Between and Within are the standard deviations of the readers' leniencies and of
	// what is left unexplained.
	Between float64 `json:"between"`
	Within  float64 `json:"within"`
}

// severity fits the model. Worths are free: each cell of a dossier and a criterion has
// its own, so that who read the best dossiers is not taken for lenient. Leniencies are
// drawn from one bell curve about zero whose width is found from the scores themselves
// (restricted maximum likelihood, by expectation and maximisation), which draws those of
// readers with few marks towards zero.
func (t *table) severity() Severity {
	n := len(t.experts)
	s := Severity{Readers: make([]Reader, n)}
	a, b := newMatrix(n), make([]float64, n) // reader by reader, worths taken out
	sum, sums := 0.0, make([]float64, n)
	free := 0 // marks less cells
	for d := range t.dossiers {
		for c := range t.criteria {
			free += t.cross(d, c, a, b, &sum, sums, s.Readers)
		}
	}
	for i, id := range t.experts {
		r := &s.Readers[i]
		r.Expert = id
		if r.Marks > 0 {
			r.Difference = new(sums[i] / float64(r.Marks))
		}
		r.Drift = t.drift(i)
	}
	if free == 0 {
		return s
	}
	leniency, variance, between, within := fit(a, b, sum, free)
	for i := range s.Readers {
		if s.Readers[i].Marks == 0 { // nothing is known but that readers differ so much
			leniency[i] = 0
		}
		s.Readers[i].Leniency, s.Readers[i].Error = leniency[i], math.Sqrt(variance[i])
	}
	s.Between, s.Within = math.Sqrt(between), math.Sqrt(within)
	return s
}

// cross adds a cell to the equations of the readers, and returns how many marks it has
// more than the one that its worth takes.
func (t *table) cross(dossier, criterion int, a matrix, b []float64, sum *float64, sums []float64, readers []Reader) int {
	scores := t.cell(dossier, criterion)
	if len(scores) < 2 {
		return 0
	}
	m, k := mean(scores), float64(len(scores))
	for _, r := range t.read[dossier] {
		if r.scores[criterion] < 0 {
			continue
		}
		y := float64(r.scores[criterion]) - m
		*sum += y * y
		b[r.expert] += y
		sums[r.expert] += y * k / (k - 1) // from the mean of the others
		readers[r.expert].Marks++
		a[r.expert][r.expert]++
		for _, o := range t.read[dossier] {
			if o.scores[criterion] >= 0 {
				a[r.expert][o.expert] -= 1 / k
			}
		}
	}
	return len(scores) - 1
}

// drift compares a reader's sheets of later turns with the earlier ones.
func (t *table) drift(expert int) *float64 {
	type sheet struct {
		turn int
		diff float64
		n    int
	}
	var sheets []sheet
	for d := range t.dossiers {
		for _, r := range t.read[d] {
			if r.expert != expert {
				continue
			}
			s := sheet{turn: r.turn}
			for c, y := range r.scores {
				scores := t.cell(d, c)
				if k := float64(len(scores)); y >= 0 && k > 1 {
					s.diff += (float64(y) - mean(scores)) * k / (k - 1)
					s.n++
				}
			}
			if s.n > 0 {
				sheets = append(sheets, s)
			}
		}
	}
	sheets = byID(sheets, func(s sheet) int { return s.turn })
	half := len(sheets) / 2
	if half == 0 || sheets[half-1].turn == sheets[len(sheets)-half].turn {
		return nil
	}
	side := func(part []sheet) float64 {
		diff, n := 0.0, 0
		for _, s := range part {
			diff += s.diff
			n += s.n
		}
		return diff / float64(n)
	}
	return new(side(sheets[len(sheets)-half:]) - side(sheets[:half]))
}

// fit finds the leniencies, their variances, and the two variances of the model. a and b
// are the equations of the readers, sum the squares about the worths, free how many marks
// are not spent on worths.
func fit(a matrix, b []float64, sum float64, free int) (s, variance []float64, between, within float64) {
	n := len(b)
	s, variance = make([]float64, n), make([]float64, n)
	within = sum / float64(free)
	if within == 0 { // all agree on all
		return s, variance, 0, 0
	}
	between = within / 4
	values, vectors := a.eigen()
	turned := make([]float64, n) // b along the axes of a, where readers don't meet
	for k := range n {
		for i := range n {
			turned[k] += vectors[i][k] * b[i]
		}
	}
	mode, spread := make([]float64, n), make([]float64, n)
	for range 5000 {
		left, squares := sum, 0.0
		for k, v := range values {
			spread[k] = 1 / (v/within + 1/between)
			mode[k] = spread[k] * turned[k] / within
			left += v*(mode[k]*mode[k]+spread[k]) - 2*mode[k]*turned[k]
			squares += mode[k]*mode[k] + spread[k]
		}
		wasBetween, wasWithin := between, within
		between, within = max(squares/float64(n), tiny), max(left/float64(free), tiny)
		if math.Abs(between-wasBetween)+math.Abs(within-wasWithin) < 1e-10*(wasBetween+wasWithin) {
			break
		}
	}
	for i := range n {
		for k := range n {
			s[i] += vectors[i][k] * mode[k]
			variance[i] += vectors[i][k] * vectors[i][k] * spread[k]
		}
	}
	return s, variance, between, within
}

// tiny keeps variances from zero, where the steps of the fit would divide by them: a
// thousandth of a point is nothing.
const tiny = 1e-6
