package catalog

import (
	"testing"
	"time"

	"continuum/internal/campus"
	"continuum/internal/geo"
	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
)

// The engine outlives the edition of the register that it was made under, not the
// offer that it was made of.
func TestPathwayIsHandedOn(t *testing.T) {
	t.Parallel()
	atlas := geo.NewAtlas(nil, []geo.Commune{{Code: "56121", Name: "Lorient", Region: "53"}}, "IGN")
	build := func(offer *training.Model, generation int64) *Catalog {
		cat, err := Build(new(campus.Records), atlas, offer, generation, time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		return cat
	}
	offer := trainingtest.Model()
	first, second, third := build(offer, 1), build(offer, 2), build(trainingtest.Model(), 3)
	var current Current
	current.Store(first)
	engine := first.Pathway()
	if engine.Model() != offer || len(engine.Communes()) != 1 || engine.Communes()[0].Region != "53" {
		t.Errorf("an engine of other things: %+v", engine.Communes())
	}
	current.Store(second)
	if second.Pathway() != engine {
		t.Error("the same offer has another engine")
	}
	current.Store(third)
	if third.Pathway() == engine {
		t.Error("another offer has the same engine")
	}
	if build(nil, 4).Pathway() == nil {
		t.Error("no engine without an offer")
	}
}
