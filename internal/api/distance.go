package api

import (
	"context"
	"strconv"

	"continuum/internal/pathway"
	"continuum/internal/question"
)

// distanceOf says how far places were said to be.
func distanceOf(asked *pathway.Request, m *question.Measured) Distance {
	d := Distance{Unit: m.Unit, Provider: m.Provider, Fallback: m.Fallback()}
	if m.Detour != 0 {
		d.Detour = &m.Detour
	}
	if m.Fallback() {
		why := wrongs[m.Why] + ": " + number(asked.MaxMinutes) + " minutes are counted as " + number(m.MaxKm) + " km"
		d.Why = &why
	}
	return d
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// wrongs says what went wrong with a travel-time engine.
var wrongs = map[string]string{
	"late":    "the travel-time engine did not answer in time",
	"down":    "the travel-time engine can't be reached",
	"status":  "the travel-time engine answered by an error",
	"lie":     "the travel-time engine answered what can't be true",
	"resting": "the travel-time engine failed several times and is left alone for a while",
}

// detours are the conventions that an answer is compared under.
var detours = []float64{1.2, 1.3, 1.4}

// sensitivity asks the same under other conventions.
func sensitivity(ctx context.Context, e *pathway.Engine, r pathway.Request, front int) ([]Sensitivity, error) {
	all := []Sensitivity{}
	r.K = 1
	for _, d := range detours {
		if d != e.Detour() {
			a, err := e.With(pathway.GreatCircle{Factor: d}).Itineraries(ctx, r)
			if err != nil {
				return nil, err
			}
			all = append(all, Sensitivity{d, a.Front})
		} else {
			all = append(all, Sensitivity{d, front})
		}
	}
	return all, nil
}
