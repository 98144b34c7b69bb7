package expertise

import (
	"math/rand/v2"
	"slices"
)

// Ask is what figures are asked for.
type Ask struct {
	// Weights of criteria in a dossier's score; one that isn't there weighs 1.
	Weights map[CriterionID]float64
	// Threshold that a dossier's score is compared with, from 0 to MaxScore.
	Threshold float64
	// Sway is by which share each weight is moved, up and down, one at a time.
	Sway float64
	// Draws and Seed are of the draws by lot; the same seed gives the same figures.
	Draws int
	Seed  uint64
	// Order of the criteria, as the référentiel has them; others come after, by identifier.
	Order []CriterionID
}

// DefaultAsk is without threshold: 2 of 4 is as good as any before a ruleset says.
var DefaultAsk = Ask{Threshold: 2, Sway: 0.5, Draws: 2000, Seed: 1}

// draws are a number of draws by lot that begin the same way each time.
type draws struct {
	n    int
	seed uint64
}

func (d *draws) start() *rand.Rand { return rand.New(rand.NewPCG(d.seed, 0x5eed)) }

// Standing is where a dossier stands, and how surely.
type Standing struct {
	Dossier DossierID `json:"dossier"`
	Score   float64   `json:"score"` // weighted mean of the criteria, each the mean of its readers
	Low     float64   `json:"low"`   // of the readers' own scores
	High    float64   `json:"high"`
	Readers int       `json:"readers"`
	Rank    int       `json:"rank"` // 1 is the highest score; equal scores share a rank
	// Best and Worst are the ranks without any one reader of the whole panel, or with any
	// one weight moved.
	Best  int  `json:"best"`
	Worst int  `json:"worst"`
	Above bool `json:"above"` // at the threshold or above
	// Kept is the share of draws of its readers, each drawn as often as the lot has it, in
	// which the dossier is at the threshold or above.
	Kept float64 `json:"kept"`
	// Turns are what puts the dossier on the other side of the threshold.
	Turns []Turn `json:"turns"`
}

// Turn is a change that a dossier's side hangs on.
type Turn struct {
	Without   ExpertID    `json:"without,omitempty"`   // this reader
	Criterion CriterionID `json:"criterion,omitempty"` // with this weight moved
	Weight    float64     `json:"weight,omitempty"`    // to this
}

// Fragile tells whether the side of the threshold hangs on something: a reader, a weight,
// or the draw of the readers more than one time in ten.
func (s *Standing) Fragile() bool {
	kept := s.Kept
	if !s.Above {
		kept = 1 - kept
	}
	return len(s.Turns) > 0 || kept < 0.9
}

// standings are those of all dossiers, by rank then dossier.
func (t *table) standings(ask *Ask) ([]Standing, error) {
	w, err := t.weigh(ask.Weights)
	if err != nil {
		return nil, err
	}
	list := make([]Standing, len(t.dossiers))
	scores := t.scores(w, -1)
	ranks := rank(scores)
	lot := draws{ask.Draws, ask.Seed}
	for d, id := range t.dossiers {
		s := Standing{Dossier: id, Score: scores[d], Readers: len(t.read[d]), Rank: ranks[d], Best: ranks[d], Worst: ranks[d], Turns: []Turn{}}
		s.Above = s.Score >= ask.Threshold
		for i := range t.read[d] {
			own := score(t.read[d][i:i+1], w)
			if i == 0 {
				s.Low, s.High = own, own
			}
			s.Low, s.High = min(s.Low, own), max(s.High, own)
		}
		s.Kept = t.kept(d, w, ask.Threshold, &lot)
		list[d] = s
	}
	for e, id := range t.experts {
		t.turn(list, t.scores(w, e), ask.Threshold, Turn{Without: id})
	}
	for c, id := range t.criteria {
		for _, sway := range []float64{1 - ask.Sway, 1 + ask.Sway} {
			moved := slices.Clone(w)
			moved[c] *= sway
			if moved[c] != w[c] && slices.Max(moved) > 0 {
				t.turn(list, t.scores(moved, -1), ask.Threshold, Turn{Criterion: id, Weight: moved[c]})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Standing) int { return a.Rank - b.Rank })
	return list, nil
}

// turn notes what a change does to ranks and sides. A dossier that the change leaves
// without a reader has a negative score and is left as it is.
func (t *table) turn(list []Standing, scores []float64, threshold float64, by Turn) {
	ranks := rank(scores)
	for d := range list {
		if scores[d] < 0 {
			continue
		}
		s := &list[d]
		s.Best, s.Worst = min(s.Best, ranks[d]), max(s.Worst, ranks[d])
		if (scores[d] >= threshold) != s.Above {
			s.Turns = append(s.Turns, by)
		}
	}
}

// scores are those of all dossiers, without a reader unless it is negative.
func (t *table) scores(w []float64, without int) []float64 {
	list := make([]float64, len(t.dossiers))
	for d, readings := range t.read {
		if i := slices.IndexFunc(readings, func(r reading) bool { return r.expert == without }); i >= 0 {
			readings = slices.Delete(slices.Clone(readings), i, i+1)
		}
		list[d] = score(readings, w)
	}
	return list
}

// score is the weighted mean over criteria of the mean over readings, -1 when nothing is
// scored. A criterion that no reading scores is left out.
func score(readings []reading, w []float64) float64 {
	total, weight := 0.0, 0.0
	for c, wc := range w {
		sum, n := 0, 0
		for i := range readings {
			if s := readings[i].scores[c]; s >= 0 {
				sum += int(s)
				n++
			}
		}
		if n > 0 {
			total += wc * float64(sum) / float64(n)
			weight += wc
		}
	}
	if weight == 0 {
		return -1
	}
	return total / weight
}

// rank tells how many are higher, and one.
func rank(scores []float64) []int {
	sorted := slices.Sorted(slices.Values(scores))
	ranks := make([]int, len(scores))
	for i, s := range scores {
		above, _ := slices.BinarySearchFunc(sorted, s, func(x, y float64) int {
			if x <= y {
				return -1
			}
			return 1
		})
		ranks[i] = len(scores) - above + 1
	}
	return ranks
}

// kept is the share of draws of a dossier's readers that leave it at a threshold or above.
func (t *table) kept(dossier int, w []float64, threshold float64, lot *draws) float64 {
	readings := t.read[dossier]
	drawn := make([]reading, len(readings))
	r, above := lot.start(), 0
	for range lot.n {
		for i := range drawn {
			drawn[i] = readings[r.IntN(len(readings))]
		}
		if score(drawn, w) >= threshold {
			above++
		}
	}
	return float64(above) / float64(lot.n)
}

// Figures are what a plenary is shown before it deliberates.
type Figures struct {
	Spreads    []Spread    `json:"spreads"`
	Agreements []Agreement `json:"agreements"`
	Severity   Severity    `json:"severity"`
	Standings  []Standing  `json:"standings"`
}

// FiguresOf makes the figures of the marks of complete sheets, or fails with
// fault.Invalid. The order of marks counts for nothing.
func FiguresOf(marks []Mark, ask Ask) (*Figures, error) {
	if ask.Draws < 1 || ask.Draws > 100_000 {
		return nil, invalid("draws", "%d: want 1 to 100000", ask.Draws)
	}
	if !(ask.Sway >= 0 && ask.Sway <= 1) {
		return nil, invalid("sway", "%g: want 0 to 1", ask.Sway)
	}
	if !(ask.Threshold >= 0 && ask.Threshold <= MaxScore) {
		return nil, invalid("threshold", "%g: want 0 to %d", ask.Threshold, MaxScore)
	}
	t, err := tabulate(marks, ask.Order)
	if err != nil {
		return nil, err
	}
	standings, err := t.standings(&ask)
	if err != nil {
		return nil, err
	}
	return &Figures{t.spreads(), t.agreements(&draws{ask.Draws, ask.Seed}), t.severity(), standings}, nil
}
