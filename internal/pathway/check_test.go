package pathway

import (
	"slices"
	"testing"

	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	e := New(m, nil)
	r := e.Check()
	q := func(id string) int32 { at, _ := m.Qualification(id); return at }
	if !slices.Contains(r.Alone, q(trainingtest.Merchant)) && !slices.Contains(r.NoWayOut, q(trainingtest.Merchant)) &&
		!slices.Contains(r.NoWayIn, q(trainingtest.Merchant)) {
		t.Errorf("a diploma of Onisep without progressions is in no list")
	}
	if slices.Contains(r.NoWayOut, q(trainingtest.Doctorate)) || slices.Contains(r.NoWayIn, q(trainingtest.Welding)) {
		t.Errorf("a doctorate needs no way out, a CAP is after 3e: %+v", r)
	}
	sum := 0
	for _, n := range r.ByStrength {
		sum += n
	}
	bySource := 0
	for _, s := range r.BySource {
		bySource += s.Edges
	}
	if sum != r.Edges || bySource != r.Edges || r.Edges != len(e.graph.Edges) {
		t.Errorf("%d edges, %d by strength, %d by source", r.Edges, sum, bySource)
	}
	all, reached := 0, 0
	for level := range r.Offers {
		if r.Reached[level] > r.Offers[level] {
			t.Errorf("level %d: %d offers reached of %d", level, r.Reached[level], r.Offers[level])
		}
		all, reached = all+r.Offers[level], reached+r.Reached[level]
	}
	if all != len(m.Offers) || reached == 0 {
		t.Errorf("%d offers, %d reached, the model has %d", all, reached, len(m.Offers))
	}
}

// TestCheckFindsFaults: each fault put in is told.
func TestCheckFindsFaults(t *testing.T) {
	t.Parallel()
	m, _ := wholeLadder()
	m.Qualifications = append(m.Qualifications,
		training.Qualification{ID: "r0", Kind: "TITRE", Level: 5, Active: true},
		training.Qualification{ID: "r1", Kind: "TITRE", Level: 5, Active: true},
		training.Qualification{ID: "r2", Kind: "TITRE", Level: 5, Active: true},
		training.Qualification{ID: "r3", Kind: "TITRE", Level: 5},
	)
	m.Progressions = []training.Progression{
		{From: 0, To: 4, Kind: training.Onisep}, // CAP to master
		{From: 6, To: 7, Kind: training.Onisep}, // r0 and r1 go round
		{From: 7, To: 6, Kind: training.Onisep},
		{From: 4, To: 2, Kind: training.Onisep}, // master to BTS
	}
	m.Index()
	r := New(m, nil).Check()
	if len(r.Skips) != 1 || r.Skips[0].From != 0 || r.Skips[0].To != 4 {
		t.Errorf("skips %+v", r.Skips)
	}
	if len(r.Descents) != 1 || r.Descents[0].From != 4 || r.Descents[0].To != 2 {
		t.Errorf("descents %+v", r.Descents)
	}
	if len(r.Cycles) != 1 || !slices.Equal(r.Cycles[0], []int32{6, 7}) {
		t.Errorf("cycles %v", r.Cycles)
	}
	if !slices.Equal(r.Alone, []int32{8}) { // r3 is closed
		t.Errorf("alone %v", r.Alone)
	}
}
