package expertise

import "math"

// Alpha is Krippendorff's coefficient of agreement for ordered values, any number of
// readers and missing values: 1 when readers agree on all, 0 when they agree as if each
// had drawn scores by lot among those given, below when they disagree more than that.
// units are the scores of each thing scored; one with a single score says nothing. It is
// NaN when no unit has two scores or all scores are the same.
//
// Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011.
func Alpha(units [][]int8) float64 {
	var o coincidences
	for _, scores := range units {
		o.add(scores)
	}
	return o.alpha()
}

// coincidences count the pairs of scores of the same units, a unit of n scores counting
// for n.
type coincidences [MaxScore + 1][MaxScore + 1]float64

func (o *coincidences) add(scores []int8) {
	if len(scores) < 2 {
		return
	}
	var count [MaxScore + 1]float64
	for _, s := range scores {
		count[s]++
	}
	for c, n := range count {
		for k, m := range count {
			pairs := n * m
			if c == k {
				pairs = n * (n - 1)
			}
			o[c][k] += pairs / float64(len(scores)-1)
		}
	}
}

func (o *coincidences) join(p *coincidences) {
	for c := range o {
		for k := range o[c] {
			o[c][k] += p[c][k]
		}
	}
}

func (o *coincidences) alpha() float64 {
	var n [MaxScore + 1]float64
	total := 0.0
	for c := range o {
		for _, x := range o[c] {
			n[c] += x
		}
		total += n[c]
	}
	observed, expected := 0.0, 0.0
	for c := range o {
		for k := c + 1; k < len(o); k++ {
			d := 0.0
			for g := c; g <= k; g++ {
				d += n[g]
			}
			d -= (n[c] + n[k]) / 2
			observed += o[c][k] * d * d
			expected += n[c] * n[k] * d * d
		}
	}
	if expected == 0 {
		return math.NaN()
	}
	return 1 - (total-1)*observed/expected
}
